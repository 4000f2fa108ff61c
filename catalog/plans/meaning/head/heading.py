"""What the head of a document says: its number, title, issuer, date, year, and which department coordinates it.

The forms known: a letterhead ("Số: 2821/QĐ-UBND"), a plan issued with a decision ("(Kèm theo Quyết định số ...
ngày ...)"), a number or date left open ("Số: /KH-UBND"), a programme of the party committee without a letterhead.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.capitals import in_small_letters
from catalog.plans.meaning.actors.organisation import coordinator_of
from catalog.plans.meaning.head.issuer import as_home, issuer_in
from catalog.plans.meaning.head.letterhead import issued_by, issuer_of, signer_of, without_motto
from catalog.plans.model import PlanWarning
from catalog.plans.reading.blocks import Paragraph
from catalog.plans.reading.markup import one_line, plain
from catalog.text import CAPITAL, toned

_SYMBOL = (
    r"\d+[a-zA-Z]?(?:/\d{4})?[/-](?:\d{4}/)?(?=[\w&/.-]*[A-ZĐ])[A-ZĐ][\wĐđ&]{0,14}(?:[-/.][A-ZĐ][\wĐđ&]{0,14}){0,4}"
)

_OWN_NUMBER = re.compile(rf"^\W*Số\s*:?\s*({_SYMBOL})")
_DAY = r"ngày\s+(\d{1,2})(?:/|\s+tháng\s+)(\d{1,2})(?:/|\s+năm\s+)(\d{4})"
_ISSUED_WITH = re.compile(rf"kèm theo\s+\S+(?:\s+\S+){{0,3}}?\s+số\s*:?\s*({_SYMBOL})(?:\s+{_DAY})?", re.IGNORECASE)
_PLACE_AND_DAY = re.compile(rf"(?:^|[\s/\wĐ]\s+)([{CAPITAL}][^,.;:\d/]{{1,40}}),\s*{_DAY}")
_PLACE_AND_YEAR = re.compile(rf"(?:^|\s)([{CAPITAL}][^,.;:\d/]{{1,40}}),\s*ngày\b.{{0,25}}\bnăm\s+(\d{{4}})")
_KINDS = (
    "KẾ HOẠCH", "CHƯƠNG TRÌNH HÀNH ĐỘNG", "CHƯƠNG TRÌNH CÔNG TÁC", "CHƯƠNG TRÌNH", "ĐỀ ÁN", "CHỈ THỊ", "NGHỊ QUYẾT",
    "QUYẾT ĐỊNH", "THÔNG BÁO KẾT LUẬN", "THÔNG BÁO", "CÔNG ĐIỆN", "KẾT LUẬN", "HƯỚNG DẪN", "BÁO CÁO", "TỜ TRÌNH",
    "GIẤY MỜI", "THƯ MỜI", "GIẤY TRIỆU TẬP", "BIÊN BẢN", "PHƯƠNG ÁN", "QUY CHẾ", "QUY ĐỊNH", "LỊCH CÔNG TÁC",
    "CÔNG VĂN",
)  # fmt: skip
_ATTACHED = ("QUYẾT ĐỊNH", "CÔNG VĂN", "THÔNG BÁO")
_SUBJECT = re.compile(r"^\W*(?:V/v|Về việc)\b:?\s*", re.IGNORECASE)
_TITLE_ENDS = re.compile(
    r"^\W*(?:Căn cứ|Thực hiện (?:(?:Nghị|Kết|Chỉ|Quyết)|.{0,60}\bsố \d)|Để |Theo |Xét |\(|-{3,}|_{3,}|[IVX]+\."
    r"|\d+\.\s|Điều \d|Kính gửi|(?:Trong )?[Tt]hời gian qua\b|Vừa qua\b|Hiện nay\b|Chính phủ yêu cầu"
    r"|(?!Về\b)[^,.;:]{4,70}\sban hành (?:Kế hoạch|Chương trình|Phương án)\b"
    r"|Ngày \d|(?:Thời gian|Địa điểm|Thành phần|Chủ trì|Thư ký)\s*:|Hôm nay\b|Vào hồi\b"
    r"|ỦY BAN|Ủy ban|UBND (?:tỉnh|thành phố|xã|phường|đặc khu)\b.{0,60}(?:ban hành|yêu cầu|như sau)|[Kk]èm theo"
    r"|[Bb]an hành kèm|(?:Phụ lục|PHỤ LỤC)\b|TT\t)"
    r"|^(?:CHỦ TỊCH|THỦ TƯỚNG|BỘ TRƯỞNG|GIÁM ĐỐC|CHÍNH PHỦ|HỘI ĐỒNG NHÂN DÂN|BAN THƯỜNG VỤ|HỘI ĐỒNG (?:QUẢN TRỊ"
    r"|THÀNH VIÊN)"
    r"|BAN CHẤP HÀNH|TỔNG GIÁM ĐỐC|HIỆU TRƯỞNG|CHÁNH ÁN|VIỆN TRƯỞNG|TỔNG CỤC TRƯỞNG|CỤC TRƯỞNG)\b|(?:như sau|sau đây"
    r"|sau)\s*:$"
)
_ISSUERS = (
    (r"ủy ban nhân dân|ubnd", "UBND"),
    (r"ban chấp hành đảng bộ", "Ban Chấp hành Đảng bộ"),
    (r"ban thường vụ tỉnh ủy", "Ban Thường vụ Tỉnh ủy"),
    (r"hội đồng nhân dân|hđnd", "HĐND"),
    (r"tỉnh ủy", "Tỉnh ủy"),
)
_NAMES = (
    "Ban Chấp hành Đảng bộ",
    "Ban Thường vụ",
    "Tỉnh ủy",
    "Ủy ban nhân dân",
    "Hội đồng nhân dân",
    "Nghị quyết",
    "Bộ Chính trị",
    "Chính phủ",
)
_SAYS = re.compile(r"\b(?:ban hành|xây dựng|kết luận)\b.*\b(?:như sau|sau đây|sau)\W*$")
NEXT_YEAR_FROM = 9
"""From this month on a plan is made for the year to come, if its title says so."""

_SUBJECT_LINE = 60
_NO_SUBJECT = re.compile(
    r"^\W*(?:Kính gửi|Số\s*:|Độc lập|Căn cứ|Thực hiện|Theo|Để|Từ|Ngày|Trong|Vừa|Qua|Nhằm|Hiện)\b|^\W"
)
"""What no line of the subject of a letter begins with."""
_NO_TITLE = re.compile(r"^\W*(?:\(?kèm theo|số\s*:|kính gửi|[^,]{2,40},\s*ngày)", re.IGNORECASE)
_PROVINCE = re.compile(r"\b[Tt]ỉnh ([A-ZĐ][\w]*(?: [A-ZĐ][\w]*){1,2})")
_PLAN_YEAR = re.compile(
    r"(?<!đến )(?<!từ )(?:năm |(?:tháng|quý) (?:\d{1,2}|[IV]{1,3})\s*/\s*)(20\d{2})(?!\s*[-–,]\s*\d)", re.IGNORECASE
)
SECRET = re.compile(r"^\W*(?:TUYỆT MẬT|TỐI MẬT|MẬT)\W*$")


@dataclass(frozen=True)
class Heading:
    """The facts of the whole document; "" or None where it leaves them open. `classified`: stamped as secret.

    `kind` is the kind of document in capitals ("KẾ HOẠCH", "CÔNG ĐIỆN"; "CÔNG VĂN" for a letter, which prints none).
    """

    number: str
    title: str
    issuer: str
    date: dt.date | None
    year: int | None
    coordinator: str
    classified: bool
    kind: str = ""
    warnings: tuple[PlanWarning, ...] = ()


def read_heading(lines: Sequence[Paragraph], body: Sequence[Paragraph], registry: Registry) -> Heading:
    """The head of a document from its lines as printed and its body as whole paragraphs, named as the registry does."""
    printed = [one_line(text) for line in lines for text in plain(line.text).split("\n") if text.strip()]
    number, date, place = _number_and_date(printed, body)
    province = _province(printed)
    kind, title = _title(printed, province, number)
    year, doubt = _year(title, date, printed)
    text = "\n".join(printed)
    return Heading(
        number=number,
        title=title,
        issuer=as_home(
            issuer_of([toned(line) for line in printed], place, toned(text))
            or issuer_in(printed, registry.home)
            or _issuer(printed, number, province),
            registry.home,
        ),
        date=date,
        year=year,
        coordinator=coordinator_of(body, registry),
        classified=any(SECRET.match(line) for line in printed[:40]),
        kind=kind,
        warnings=doubt,
    )


def _days_whole(printed: Sequence[str]) -> Iterator[str]:
    """The lines, a date that the width of a column cut in two put together ("ngày 23 tháng 3 năm" / "2026")."""
    held = ""
    for line in printed:
        line = f"{held} {line}".strip() if re.match(r"(?:tháng|năm|20\d\d)\b", line) else line
        held = line if re.search(r"\bngày\s+\d{1,2}(?:\s+tháng(?:\s+\d{1,2}(?:\s+năm)?)?)?$", line) else ""
        if not held:
            yield line


def _number_and_date(printed: Sequence[str], body: Sequence[Paragraph]) -> tuple[str, dt.date | None, str]:
    """(number, day of issue, place of issue)."""
    number, date, place = "", None, ""
    for line in _days_whole(printed[:40]):
        own, placed = _OWN_NUMBER.match(line), _PLACE_AND_DAY.search(line)
        number = number or (own.group(1) if own else "")
        if date is None and placed:
            date, place = _day(placed.groups()[1:]), placed.group(1).strip()
    for text in (*(paragraph.text for paragraph in body), *printed[:40]):  # below "PHỤ LỤC", too
        issued = _ISSUED_WITH.search(text)
        if issued:
            if not number:
                number, date = issued.group(1), _day(issued.groups()[1:]) or date
            break
    return number, date, place


def _day(parts: Sequence[str | None]) -> dt.date | None:
    try:
        day, month, year = (int(part or 0) for part in parts)
        return dt.date(year, month, day)
    except ValueError:
        return None


def _province(printed: Sequence[str]) -> str:
    named = Counter(found for line in printed for found in _PROVINCE.findall(line))
    return named.most_common(1)[0][0] if named else ""


def _title(printed: Sequence[str], province: str, number: str) -> tuple[str, str]:
    """(kind of document, its title with the kind); what is issued with a decision or letter goes by its own title."""
    found: list[tuple[str, str]] = []
    for place, line in enumerate(printed):
        bare = line.strip(" *:")
        kind = next((one for one in _KINDS if bare == one), "") if bare.isupper() else ""
        if kind and not line.rstrip().endswith(":"):
            title = _title_lines(printed[place + 1 : place + 9], province)
            if title:
                found.append((kind, title))
    letter = _letter(printed, number)
    if letter and not any(kind not in _ATTACHED for kind, _ in found):
        return "CÔNG VĂN", letter
    if not found:
        return _one_line_title(printed, province)
    kind, title = next((one for one in found if one[0] not in _ATTACHED), found[0])
    if kind == "QUYẾT ĐỊNH":
        return kind, title
    return kind, f"{kind.capitalize()} {title[0].lower()}{title[1:]}"


def _letter(printed: Sequence[str], number: str) -> str:
    """The subject of an official letter: "V/v ..." in the head of a document that prints no kind."""
    for place, line in enumerate(printed[:14]):
        if line[:3].lower() == "v/v":
            rest = [line]
            for further in printed[place + 1 : place + 5]:
                if further.isupper() or len(further) > _SUBJECT_LINE or _PLACE_AND_DAY.search(further):
                    break
                if not (further[:1].islower() or further[:1].isdigit()) and _NO_SUBJECT.match(further):
                    break
                rest.append(further)
            return one_line(" ".join(rest))
    return ""


def _one_line_title(printed: Sequence[str], province: str) -> tuple[str, str]:
    """ "KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2026" in one line, else the first long line."""
    for place, line in enumerate(printed[:40]):
        bare = line.strip(" *:")
        kind = next((one for one in _KINDS if bare.startswith(one + " ")), "")
        if kind and bare.isupper():
            rest = _title_lines([bare[len(kind) + 1 :], *printed[place + 1 : place + 5]], province)
            return kind, f"{kind.capitalize()} {rest[0].lower()}{rest[1:]}"
    titled = (line for line in printed if len(line) > 20 and without_motto(line) and not _NO_TITLE.match(line))
    line = next(titled, "")
    return "", in_small_letters(line) if line.isupper() else line


def _title_lines(lines: Sequence[str], province: str) -> str:
    taken: list[str] = []
    for line in lines:
        if (_TITLE_ENDS.match(line) and taken) or re.match(r"^\W*\(|^[-_]{3,}", line):
            break
        sentence = line.rstrip().endswith("./.") or (line.rstrip().endswith(".") and len(line) > _SUBJECT_LINE)
        if taken and (sentence or line.rstrip().endswith(":") or _SAYS.search(line)):
            break
        taken.append(_without_capitals(line.strip("* "), province))
        if line.rstrip().endswith((".", ";", ":")):
            break
    return one_line(" ".join(taken))


def _without_capitals(line: str, province: str) -> str:
    """A title line printed in capitals as a sentence would have it; other lines as they are."""
    if not line.isupper():
        return line
    line = line.lower()
    for name in (*_NAMES, province):
        if name:
            line = re.sub(rf"\b{re.escape(name.lower())}\b", name, line)
    return line


def _year(title: str, date: dt.date | None, printed: Sequence[str]) -> tuple[int | None, tuple[PlanWarning, ...]]:
    """The year of the work: that of the issue; the title's only where it can be the plan's own period."""
    named = [int(year) for year in _PLAN_YEAR.findall(title)]
    issued = date.year if date else None
    if issued is None:
        placed = next((found for line in printed[:40] if (found := _PLACE_AND_YEAR.search(line))), None)
        issued = int(placed.group(2)) if placed else None
    if issued is None:
        above = [line for line in printed[:10] if line.isupper()]
        named = named or [int(year) for line in above for year in _PLAN_YEAR.findall(line)]
        return (named[0], ()) if named else (None, ())
    if not named or issued in named:
        return issued, ()
    ahead = named[-1] == issued + 1 and (date is None or date.month >= NEXT_YEAR_FROM)
    if ahead:
        return named[-1], ()
    text = (
        f"Tiêu đề nêu năm {named[-1]} nhưng văn bản ban hành năm {issued}; "
        f"thời hạn không ghi năm được hiểu là năm {issued}."
    )
    return issued, (PlanWarning("year", text),)


def _issuer(printed: Sequence[str], number: str, province: str) -> str:
    """The body that signs: its name in capitals anywhere, who issued what this comes with, then the number's suffix."""
    signer = signer_of(printed, province, "")
    if signer:
        return signer
    with_document = issued_by(printed)
    capitals = [line.strip("* ") for line in printed if line.strip("* ").isupper() and len(line) < 90]
    for line in capitals:
        for pattern, name in _ISSUERS:
            if re.match(rf"^(?:tm\.|t/m)?\s*(?:của )?(?:{pattern})\b", line, re.IGNORECASE):
                return f"{name} tỉnh {province}".strip() if name != "Tỉnh ủy" else f"{name} {province}".strip()
    if len(with_document.split()) > 2:
        return with_document
    return (f"UBND tỉnh {province}".strip() if number.endswith("UBND") and province else "") or with_document
