"""Names printed in capitals as a sentence would have them: "UBND TỈNH LÂM ĐỒNG" is "UBND tỉnh Lâm Đồng"."""

import re
from functools import lru_cache

FIELDS = (
    "Nội vụ", "Tài chính", "Tư pháp", "Công Thương", "Xây dựng", "Y tế", "Giáo dục và Đào tạo",
    "Khoa học và Công nghệ", "Nông nghiệp và Môi trường", "Văn hóa, Thể thao và Du lịch", "Văn hóa và Thể thao",
    "Du lịch", "Dân tộc và Tôn giáo", "Ngoại vụ", "An toàn thực phẩm", "Quy hoạch - Kiến trúc", "Kế hoạch và Đầu tư",
    "Tài nguyên và Môi trường", "Giao thông vận tải", "Thông tin và Truyền thông",
    "Lao động - Thương binh và Xã hội", "Lao động, Thương binh và Xã hội", "Nông nghiệp và Phát triển nông thôn",
    "Phổ biến, giáo dục pháp luật",
    "Phổ biến, giáo dục pháp luật và Trợ giúp pháp lý", "Văn hóa và Thông tin", "Quốc phòng", "Công an", "Ngoại giao",
)  # fmt: skip
"""Fields of administration that departments and ministries are called after (Decree 150/2025/NĐ-CP, and older ones)."""

_LEVELS = r"(?:tỉnh|thành phố|tp\.?|xã|phường|đặc khu|huyện|thị xã|thị trấn|quận|bản|thôn|đảo)"
_PLACE = re.compile(
    rf"(?<![\w])({_LEVELS}) ((?!ủy\b|đoàn\b|và\b|của\b|năm\b)[^\s,;.:()]+(?: (?!năm\b|về\b|thực\b|và\b|giai\b|đến\b"
    rf"|của\b|-(?= ?\d))[^\s,;.:()]+){{0,4}})"
)
_SHORT = re.compile(
    r"(?<!\w)(?:ubnd|hđnd|mttq|ubmttq|bql|bhxh|bch|btv|vnpt|evn|cntt|pvhcc|ttpvhcc|đbqh|tncs|lhpn|kh&cn|gd&đt|papi"
    r"|pci|par index|dti|kt-xh|qp-an)(?!\w)",
    re.IGNORECASE,
)
_NAMES = (
    "Ban Chấp hành Đảng bộ", "Ban Thường vụ", "Tỉnh ủy", "Thành ủy", "Đảng ủy", "Đảng bộ", "Ủy ban nhân dân",
    "Hội đồng nhân dân", "Nghị quyết", "Bộ Chính trị", "Chính phủ", "Thủ tướng", "Quốc hội", "Việt Nam",
    "Mặt trận Tổ quốc", "Trung ương", "Hồ Chí Minh", "Công an", "Bộ Chỉ huy Quân sự", "Ban Chỉ huy Quân sự",
    "Ban Quản lý", "Tây Nguyên", "Kiểm tra Đảng ủy", "Hội đồng nhân dân",
)  # fmt: skip
_STARTS = re.compile(
    r"(?:^|(?<=[-–;] ))(?:sở|ban|văn phòng|cục|chi cục|trung tâm|trường|viện|học viện|đại học|hội|liên đoàn|quỹ|báo|đài"
    r"|bệnh viện|đoàn|đảng ủy|phòng|khoa|trạm|bộ) (?!hành\b|chống|ngừa|cháy|họp|học\b|cáo\b|nghị|thảo|nhập|thi\b|máy"
    r"|chỉ số"
    r"|tiêu chí|đất|trợ|đầu|động|kết\b|thể\b|viên|xã\b|phường|tỉnh|thành phố|đặc khu|huyện)[^\W\d_]"
)


@lru_cache(maxsize=1024)
def in_small_letters(line: str, places: tuple[str, ...] = (), text: str = "") -> str:
    """A line in capitals as a sentence has it. `places` keep their capitals; `text` may hold the line written out.

    Where nothing is known of a word it is written small: better a small letter too many than a name made up.
    """
    written = re.search(re.escape(line), text, re.IGNORECASE) if text and len(line) > 8 else None
    for found in re.finditer(re.escape(line), text, re.IGNORECASE) if written else ():
        if not found.group().isupper():
            return found.group()[0].upper() + found.group()[1:]
    line = line.lower()
    line = _STARTS.sub(lambda start: start.group()[:-1] + start.group()[-1].upper(), line)
    for name in (*_NAMES, *FIELDS, *places):
        line = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", name, line, flags=re.IGNORECASE)
    line = _PLACE.sub(lambda found: f"{found[1]} {_titled(found[2])}", line)
    line = _SHORT.sub(lambda found: found.group().upper(), line)
    return line[:1].upper() + line[1:]


def _titled(name: str) -> str:
    return " ".join(word[:1].upper() + word[1:] for word in name.split(" "))
