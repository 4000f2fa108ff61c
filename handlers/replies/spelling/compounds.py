"""Set phrases of the office whose syllables look like words of the rules: "chuyển đổi số" waits for no department.

Data, with accents. In a message each is joined into one word ("chuyen_doi_so"), so that no rule sees its parts. Typed
without accents a phrase is taken as itself; typed with accents it must have these ("đợi mới" is no "đổi mới").
"""

import re

from catalog.text import strip_accents
from handlers.replies.patterns import compiled

COMPOUNDS: tuple[str, ...] = (
    # đổi, đội, đối: no "đợi"
    *("chuyển đổi số", "chuyển đổi", "đổi mới sáng tạo", "đổi mới", "sửa đổi", "trao đổi", "biến đổi", "thay đổi"),
    *("đội ngũ", "đối tượng", "đối thoại", "đối với", "đối chiếu", "đối ngoại", "đối tác", "đối thủ"),
    *("đối soát", "đối ứng", "đổi sản phẩm", "đổi tên", "đổi hình thức", "đổi phương án", "đổi mẫu", "đổi địa điểm"),
    *("kinh tế kỹ thuật", "kinh tế - kỹ thuật"),
    *("thay đổi đầu mối", "đổi đầu mối", "đổi số điện thoại"),
    # đảng: no "đang"
    *("đảng bộ", "đảng ủy", "đảng viên", "đảng đoàn", "chi bộ đảng", "tổ chức đảng", "ban chấp hành"),
    # mới, con, ngoài: no "mới", "còn", "ngoài" of a part
    *("nông thôn mới", "đô thị mới", "làm mới", "con người", "ngoài nước", "ngoài tỉnh", "ngoài trời"),
    # difficulties that are the work itself
    *(
        "tháo gỡ khó khăn, vướng mắc",
        "tháo gỡ khó khăn vướng mắc",
        "tháo gỡ các khó khăn, vướng mắc",
        "tháo gỡ khó khăn",
    ),
    *("giải quyết các khó khăn, vướng mắc", "giải quyết khó khăn, vướng mắc", "kiến nghị về khó khăn, vướng mắc"),
    *("khó khăn, vướng mắc pháp lý", "hộ khó khăn", "hoàn cảnh khó khăn", "vùng khó khăn", "xã khó khăn"),
    # dangers and evils that are the work itself
    *("phòng, chống thiên tai", "phòng chống thiên tai", "phòng, chống dịch bệnh", "phòng chống dịch bệnh"),
    *(
        "phòng, chống dịch",
        "phòng chống dịch",
        "phòng chống lụt bão",
        "phòng, chống lụt bão",
        "phòng, chống",
        "phòng chống",
    ),
    *("phòng, chống bão", "phòng chống bão", "phòng chống mưa bão", "phòng, chống mưa lũ", "ứng phó thiên tai"),
    # không, hết, thiếu, chậm that deny nothing
    *("không dùng tiền mặt", "không gian", "hàng không", "không khí", "hết hiệu lực", "giới thiệu", "tối thiểu"),
    *("thiếu nhi", "thiếu niên", "dân tộc thiểu số", "thiểu số", "chăm sóc"),
    # giao, sớm that plan nothing
    *("giao thông", "giao dịch", "giao ban", "cảnh báo sớm", "giáo dục", "giáo viên", "chính trị"),
    *("phòng họp", "lịch họp", "giờ họp", "ký cam kết", "bản cam kết"),  # the work itself, no promise
    # tiền, tiến
    *("cải tiến", "xúc tiến", "tiên tiến", "tiền lương", "tiền đề"),
)


def _pattern() -> re.Pattern[str]:
    plain = sorted({strip_accents(phrase) for phrase in COMPOUNDS}, key=len, reverse=True)
    return compiled(rf"\b(?:{'|'.join(map(re.escape, plain))})\b")


_ANY = _pattern()
_MEANT = frozenset(COMPOUNDS)


def joined(plain: str, marked: str) -> str:
    """`plain` with each set phrase joined into one word, length kept."""

    def join(match: re.Match[str]) -> str:
        typed = marked[match.start() : match.end()].lower()
        return re.sub(r"\W", "_", match.group()) if typed.isascii() or typed in _MEANT else match.group()

    return _ANY.sub(join, plain)
