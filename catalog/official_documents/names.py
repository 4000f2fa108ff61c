"""Names of bodies out of a head in capitals: which lines are one name, and how it is written in a sentence."""

import re
from collections.abc import Sequence

from catalog.text import clean

_BEGINS = re.compile(
    r"^(ỦY BAN|UỶ BAN|UBND|HỘI ĐỒNG|HĐND|BỘ|SỞ|BAN|CỤC|CHI CỤC|TỔNG CỤC|VỤ|VĂN PHÒNG|THANH TRA|TỈNH ỦY|THÀNH ỦY|ĐẢNG ỦY"
    r"|ĐẢNG BỘ|CHI BỘ|CHỦ TỊCH|TRƯỜNG|TRUNG TÂM|CÔNG AN|ĐOÀN|HỘI|LIÊN|PHÒNG|BỆNH VIỆN|VIỆN|HỌC VIỆN|ĐẠI HỌC|TẬP ĐOÀN"
    r"|CÔNG TY|TỔNG CÔNG TY|KHO BẠC|NGÂN HÀNG|TÒA ÁN|VIỆN KIỂM SÁT|QUỐC HỘI|CHÍNH PHỦ|THỦ TƯỚNG|MẶT TRẬN|BÁO|ĐÀI"
    r"|QUỸ|KHOA|TRẠM)\b"
)
_UNFINISHED = ("CHỦ TỊCH", "VĂN PHÒNG", "THƯỜNG TRỰC", "BAN THƯỜNG VỤ", "BAN CHẤP HÀNH", "ỦY BAN", "HỘI ĐỒNG", "LIÊN")
"""Lines that are the beginning of a name only: what follows goes on, though it could begin a name itself."""

_NEEDS_SUPERIOR = ("VĂN PHÒNG", "THANH TRA", "BAN TỔ CHỨC", "BAN DÂN VẬN", "BAN NỘI CHÍNH", "BAN TUYÊN GIÁO",
                   "BAN TUYÊN GIÁO VÀ DÂN VẬN", "ỦY BAN KIỂM TRA")  # fmt: skip
"""Names that every organisation has: they say whose only with the body above."""

_OF_SOMEBODY = re.compile(r"(BAN CHỈ ĐẠO|BAN QUẢN LÝ|BAN TỔ CHỨC|HỘI ĐỒNG|TỔ CÔNG TÁC|TỔ GIÚP VIỆC)\b(?! NHÂN DÂN)")
"""Bodies that many have for the same task ("BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ"): they, too, are named with the body above."""

_UNITS = r"(?:tỉnh|thành phố|thị xã|thị trấn|đặc khu|xã|phường|huyện|quận)"
_PLACE = re.compile(rf"(\b{_UNITS} |\b(?:tỉnh|thành|đảng) ủy )(?!ủy\b)((?:(?!{_UNITS} )\w+(?: |$)|-\s?)+)")
_FIELD = re.compile(
    r"^((?:sở|bộ|ban|phòng|cục|chi cục|vụ|viện|học viện|trường|trường đại học|trung tâm|khoa|đoàn|hội|công ty|bệnh viện"
    r"|thanh tra) )(\w)|((?:,| và| -) )(\w)"
)
_AS_WRITTEN = (
    "Ủy ban nhân dân", "Hội đồng nhân dân", "Ủy ban Mặt trận Tổ quốc Việt Nam", "Mặt trận Tổ quốc", "Ủy ban Kiểm tra",
    "Tỉnh ủy", "Thành ủy", "Đảng ủy", "Đảng bộ", "Việt Nam", "Chủ tịch", "Chính phủ", "Quốc hội", "Đại học",
    "Công Thương",
)  # fmt: skip


def bodies(lines: Sequence[str]) -> list[str]:
    """The names of bodies in a head, top down, each joined from its lines, still in capitals."""
    found: list[str] = []
    for line in lines:
        text = clean(line).upper().replace("UỶ", "ỦY")
        if found and (not _BEGINS.match(text) or found[-1] in _UNFINISHED or _goes_on(found[-1], text)):
            found[-1] += f" {text}"
        else:
            found.append(text)
    return found


def _goes_on(before: str, text: str) -> bool:
    """Whether the line before breaks off in the middle of a name ("SỞ KHOA HỌC VÀ", "ỦY BAN NHÂN DÂN -")."""
    return before.endswith((" VÀ", ",", " -", " CỦA")) or (before == "BAN CHỈ ĐẠO")


def issuer_of(lines: Sequence[str]) -> str:
    """Who issues, as a sentence writes it: the lowest body, with the one above where its name alone says too little."""
    found = bodies(lines)
    if not found:
        return ""
    own = found[-1]
    if len(found) > 1 and (own in _NEEDS_SUPERIOR or _OF_SOMEBODY.match(own)):
        own = f"{own} {found[-2]}"
    return in_a_sentence(own)


def in_a_sentence(capitals: str) -> str:
    """ "SỞ KHOA HỌC VÀ CÔNG NGHỆ" as "Sở Khoa học và Công nghệ"; short words of committees are written out."""
    text = re.sub(r"\bHĐND\b", "HỘI ĐỒNG NHÂN DÂN", re.sub(r"\bUBND\b", "ỦY BAN NHÂN DÂN", clean(capitals).upper()))
    text = _PLACE.sub(lambda found: found[1] + _titled(found[2]), text.lower())
    text = _FIELD.sub(lambda found: (found[1] or found[3]) + (found[2] or found[4]).upper(), text)
    for name in _AS_WRITTEN:
        text = re.sub(rf"\b{name}\b", name, text, flags=re.IGNORECASE)
    return text[:1].upper() + text[1:]


def _titled(words: str) -> str:
    return re.sub(r"\b\w", lambda letter: letter[0].upper(), words)
