"""Words of the code as a person at a terminal reads them: programs get the words themselves, by `--json`."""

import re

TERMS = {
    # What the reader of plans was not sure of.
    "date_elsewhere": "ngày ở cột khác", "deadline_unclear": "chưa rõ thời hạn", "duty_unclear": "chưa rõ kỳ báo cáo",
    "lead_unclear": "chưa rõ chủ trì", "support_unclear": "chưa rõ phối hợp",
    "numbering": "số thứ tự", "joined_rows": "dòng ghép", "cut_off": "ô bị cắt",
    "columns": "tên cột", "file": "tệp", "elsewhere": "của nơi khác", "unread": "chưa đọc", "year": "năm",
    "amends": "văn bản sửa đổi", "classified": "mật", "succession": "cơ quan kế thừa", "unassigned": "chưa có chủ trì",
    "hidden": "dòng ẩn", "converted": "đã chuyển đổi", "left_out": "bỏ ngoài", "empty": "trống",
    # Kinds of units and their groups.
    "department": "sở, ngành", "commune": "xã", "ward": "phường", "special_zone": "đặc khu", "vertical": "ngành dọc",
    "public_unit": "đơn vị sự nghiệp", "party": "Đảng, đoàn thể", "association": "hội", "enterprise": "doanh nghiệp",
    "body": "đơn vị", "departments": "sở, ban, ngành", "communes": "xã, phường",
    # Roles.
    "focal": "đầu mối", "agency_leader": "lãnh đạo cơ quan", "officer": "cán bộ tổng hợp", "leader": "lãnh đạo",
    "inspector": "kiểm tra, giám sát", "admin": "quản trị",
    # When a reminder goes.
    "due": "đúng hạn", "recurring": "định kỳ hằng tháng", "conditional": "chờ căn cứ", "duty": "báo cáo định kỳ",
    "silence": "lâu chưa cập nhật", "manual": "cán bộ nhắc", "escalation": "báo lãnh đạo",
}  # fmt: skip
_NOT_SENT = (
    ("queued for another chat", "chuyển sang kênh khác của người này"), ("told by template", "gửi theo mẫu"),
    ("chat is blocked", "người nhận đã chặn hoặc rời kênh"), ("blocked", "người nhận đã chặn hoặc rời kênh"),
    ("a role this was written under", "người nhận đã thôi vai trò"),
    ("the person no longer has the right", "người nhận không còn quyền xem"),
    ("the channel's messages of this month", "kênh đã hết tin của tháng"),
    ("the channel's window", "lâu không nhắn lại qua kênh này"), ("closed", "lâu không nhắn lại qua kênh này"),
    ("returned", "thư bị trả lại"), ("rejected", "kênh không nhận nội dung tin"),
    ("not taken", "kênh chưa nhận tin"), ("answer lost", "không rõ tin đã đến hay chưa"),
    ("server error", "kênh báo lỗi nhiều lần"), ("file", "tệp kèm theo không dựng được"),
    ("rate limited", "kênh yêu cầu gửi chậm lại"), ("no connection", "không kết nối được tới kênh"),
    ("channel away", "kênh đang gián đoạn"), ("topic gone", "chủ đề của nhóm không còn"),
    ("group migrated", "nhóm đã chuyển"),
)  # fmt: skip
"""How what became of a message begins or goes on (scheduler/delivery) -> what an officer reads; the first that fits."""
_RUNG = re.compile(r"(before|overdue)_(\d+)")


def in_words(cell: object) -> str:
    """A cell of a table: nothing for None, the Vietnamese for a word of the code, all else as it is."""
    if cell is None:
        return ""
    text = str(cell)
    if found := _RUNG.fullmatch(text):
        return f"{'trước' if found[1] == 'before' else 'quá hạn'} {found[2]} ngày"
    parts = text.split(", ")
    return ", ".join(TERMS[part] for part in parts) if all(part in TERMS for part in parts) else text


def why_not_sent(error: str) -> str:
    """Why a message did not go out, as an officer reads it; what is Vietnamese already stays, "" is "không rõ"."""
    if not error.isascii():
        return error
    said = (words for part in error.split("; ") for known, words in _NOT_SENT if part.startswith(known))
    return "; ".join(dict.fromkeys(list(said)[:2])) or "không rõ"
