"""Who signs: the bodies named above the number, the issuing one last, with its level and place.

Forms by Decree 30/2020/NĐ-CP and, for the Party, Hướng dẫn 36-HD/VPTW: superior body, issuing body, number, place and
day. In a PDF the two columns of the head may stand in one line.
"""

import re
from collections.abc import Iterator, Sequence

from catalog.plans.meaning.actors.body_words import HEAD
from catalog.plans.meaning.actors.capitals import in_small_letters
from catalog.plans.meaning.actors.name_syllables import NAME_SYLLABLES
from catalog.plans.reading.markup import one_line

_MOTTO = re.compile(
    r"CỘNG H[ÒO][AÀ] XÃ HỘI CHỦ NGHĨA VIỆT NAM|ĐẢNG CỘNG SẢN VIỆT NAM|Độc lập\s*[-–]\s*Tự do\s*[-–]\s*Hạnh phúc",
    re.IGNORECASE,
)
_CUT_MOTTO = re.compile(
    r"(?:CỘNG H[ÒO][AÀ](?: XÃ HỘI(?: CHỦ NGHĨA)?)?|(?:XÃ HỘI )?(?:CHỦ NGHĨA )?VIỆT NAM|ĐẢNG CỘNG SẢN"
    r"|Độc lập\s*[-–](?:\s*Tự do)?(?:\s*[-–])?|(?:Tự do\s*[-–]\s*)?Hạnh phúc)",
    re.IGNORECASE,
)
"""A line of the motto that the width of its column cut in two."""
_RULE = re.compile(r"[\W_]*")
_STOPS = re.compile(
    r"^\W*(?:Số\s*:?\s*(?:\d|/|\.{2}|…)|KẾ HOẠCH|CHƯƠNG TRÌNH|QUYẾT ĐỊNH|THÔNG BÁO|CÔNG ĐIỆN|CHỈ THỊ|NGHỊ QUYẾT"
    r"|KẾT LUẬN|BÁO CÁO|TỜ TRÌNH|GIẤY MỜI|PHỤ LỤC"
    r"|DANH MỤC|BẢNG|BIỂU|THEO DÕI|PHÂN CÔNG|TỔNG HỢP|TIẾN ĐỘ|NHIỆM VỤ|NỘI DUNG|TÌNH HÌNH"
    r"|Kính gửi|V/v|HƯỚNG DẪN|ĐỀ ÁN|LỊCH|BIÊN BẢN|QUY CHẾ|QUY ĐỊNH|PHƯƠNG ÁN)"
)
_OFFICE = re.compile(r"^(?:PHÓ )?(?:CHỦ TỊCH|BỘ TRƯỞNG|GIÁM ĐỐC|TỔNG GIÁM ĐỐC|HIỆU TRƯỞNG)$")
_OWN_NAMES = re.compile(
    r"^(?:THỦ TƯỚNG|CHÍNH PHỦ|QUỐC HỘI|TỈNH ỦY|THÀNH ỦY|HUYỆN ỦY|ĐẢNG ỦY|ĐẢNG BỘ|BAN|BỘ|TỔNG|CỤC|VỤ|HỘI ĐỒNG|LIÊN"
    r"|HỌC VIỆN|CÔNG)\b"
)
_PLACE_OF = re.compile(
    r"\b((?:tỉnh|thành phố|xã|phường|đặc khu|huyện|quận|thị xã)\s+(?!ủy\b|đoàn\b)\S.*)$", re.IGNORECASE
)
_NEEDS_PLACE = re.compile(r"^(?:Sở|Ban|Phòng|Văn phòng|Thanh tra|Chi cục|Trung tâm|Công an|Ban Chỉ đạo)\b")
_OF_THE_ONE_ABOVE = ("Văn phòng", "Thanh tra", "Ban Tổ chức", "Công đoàn", "Ban Chỉ đạo")
_SIGNED = re.compile(r"^\W*(?:TM\.|T/M)\s*(.+)$")
_ISSUED_BY = re.compile(
    r"kèm theo\s[^()]{0,90}?\bcủa\s+((?:UBND|[UỦ]y ban|Chủ tịch|Sở|Bộ|Tỉnh ủy|Thành ủy|Đảng ủy|Giám đốc|Thủ tướng|Ban"
    r"|Bệnh viện|Trường|Hội đồng)[^()\n;]*)",
    re.IGNORECASE,
)


def issuer_of(printed: Sequence[str], place: str, text: str) -> str:
    """The issuing body from the lines of a document; `place` of its date line, `text` all of it (to spell names by)."""
    bodies = list(_bodies(_head(printed)))
    spelled = tuple(name for name in (place.strip(),) if name)
    return _with_place([_written(body, spelled, text) for body in bodies]) if bodies else ""


def issued_by(printed: Sequence[str]) -> str:
    """Who issued the document this one comes with: "(Kèm theo Quyết định số ... của UBND tỉnh X)"."""
    issued = next((found for line in printed[:60] if (found := _ISSUED_BY.search(line))), None)
    return _short(one_line(issued.group(1)).strip(" .,")) if issued else ""


def signer_of(printed: Sequence[str], place: str, text: str) -> str:
    """The body in whose name it is signed ("TM. ỦY BAN NHÂN DÂN TỈNH ...") with its place; "" if not printed."""
    for line in printed:
        signed = _SIGNED.match(line.strip("* "))
        if signed and signed.group(1).isupper():
            name = _written(signed.group(1), (place,) if place else (), text)
            if _PLACE_OF.search(name):
                return name
    return ""


def without_motto(line: str) -> str:
    """A line of the head without the words of the right column."""
    return one_line(_MOTTO.sub(" ", line))


def _head(printed: Sequence[str]) -> list[str]:
    """The lines in capitals above the number."""
    lines: list[str] = []
    for line in printed[:14]:
        text = without_motto(line).strip("* ")
        text = "" if _CUT_MOTTO.fullmatch(text) else text
        if _STOPS.match(text):
            break
        if not text or _RULE.fullmatch(text):
            continue
        if not text.isupper() or len(text) > 90:
            if lines or (text[0].isupper() and len(text.split()) > 12):
                break
            continue
        lines.append(text.strip(" -–_"))
    return lines


def _bodies(lines: Sequence[str]) -> Iterator[str]:
    """Whole names: a line that opens no body goes on the one before."""
    names: list[str] = []
    office = ""
    for line in lines:
        if _OFFICE.match(line):
            office = line
            continue
        small = in_small_letters(line)
        opens = bool(HEAD.match(small)) or bool(_OWN_NAMES.match(line))
        if names and (not opens or _unfinished(names[-1]) or line in _ALONE):
            names[-1] = f"{names[-1]} {line}"
        elif opens:
            names.append(f"{office} {line}".strip())
            office = ""
        elif not names:
            continue
    yield from names


_ALONE = ("TRƯỜNG", "TRIỂN", "ĐOÀN", "CÔNG")
"""Words that open a name and, alone on a line, end the one above ("BỘ NÔNG NGHIỆP VÀ MÔI / TRƯỜNG")."""


def _unfinished(name: str) -> bool:
    return bool(re.search(r"\b(?:VÀ|CỦA|TỈNH|THÀNH PHỐ|XÃ|PHƯỜNG|VĂN PHÒNG|BAN QUẢN LÝ|HĐND|,)$", name))


def _written(name: str, places: tuple[str, ...], text: str) -> str:
    written = in_small_letters(name, places, text if not name.startswith("ỦY BAN") else "")
    # A word that no name of a body is made of is a proper name: "SỞ Y TẾ ĐẮK LẮK".
    return _short(re.sub(r"[^\W\d_]+", lambda word: _proper(word.group()), written))


def _proper(word: str) -> str:
    return word if word in NAME_SYLLABLES or not word.islower() else word.capitalize()


def _short(name: str) -> str:
    name = re.sub(r"\b[ỦU]y ban nhân dân\b", "UBND", name, flags=re.IGNORECASE)
    name = re.sub(r"\bHội đồng nhân dân\b", "HĐND", name, flags=re.IGNORECASE)
    return name[:1].upper() + name[1:]


def _with_place(bodies: Sequence[str]) -> str:
    last = bodies[-1]
    if len(bodies) == 1 or _PLACE_OF.search(last) or not _NEEDS_PLACE.match(last):
        return last
    above = _PLACE_OF.search(bodies[-2])
    if above is None:  # "TỈNH ỦY VĨNH LONG" / "VĂN PHÒNG"
        return f"{last} {bodies[-2]}" if last in _OF_THE_ONE_ABOVE else last
    return f"{re.sub(r' (?:tỉnh|thành phố|xã|phường|đặc khu)$', '', last)} {above.group(1)}"
