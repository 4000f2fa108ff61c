"""What the head of a document says: its number, title, issuer, date, year, and which department coordinates it.

The forms known: a letterhead ("Số: 2821/QĐ-UBND"), a plan issued with a decision ("(Kèm theo Quyết định số ...
ngày ...)"), a number or date left open ("Số: /KH-UBND"), a programme of the party committee without a letterhead.
"""

import datetime as dt
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.organisation import coordinator_of
from catalog.plans.meaning.issuer import issuer_in
from catalog.plans.reading.blocks import Paragraph
from catalog.plans.reading.markup import one_line, plain

_LETTERS = r"[A-ZĐ][A-ZĐa-zđ&]*"
_SYMBOL = rf"\d+[a-z]?(?:/(?:\d{{4}}/)?{_LETTERS}(?:-{_LETTERS})+|-{_LETTERS}/{_LETTERS}(?:-{_LETTERS})*)"
_OWN_NUMBER = re.compile(rf"^\W*Số\s*:?\s*({_SYMBOL})")
_DAY = r"ngày\s+(\d{1,2})(?:/|\s+tháng\s+)(\d{1,2})(?:/|\s+năm\s+)(\d{4})"
_ISSUED_WITH = re.compile(rf"kèm theo\s+\S+(?:\s+\S+)?\s+số\s+({_SYMBOL})(?:\s+{_DAY})?", re.IGNORECASE)
_PLACE_AND_DAY = re.compile(rf"^[^,.;:]{{2,40}},\s*{_DAY}", re.IGNORECASE)
_PLACE_AND_YEAR = re.compile(r"^[^,.;:]{2,40},\s*ngày\b.{0,25}\bnăm\s+(\d{4})", re.IGNORECASE)
_KINDS = ("KẾ HOẠCH", "CHƯƠNG TRÌNH HÀNH ĐỘNG", "CHƯƠNG TRÌNH", "ĐỀ ÁN", "CHỈ THỊ", "NGHỊ QUYẾT", "QUYẾT ĐỊNH")
_TITLE_ENDS = re.compile(
    r"^\W*(?:Căn cứ|Thực hiện (?:Nghị|Kết|Chỉ|Quyết)|Để |Theo |Xét |\(|-{3,}|_{3,}|[IVX]+\."
    r"|ỦY BAN|Ủy ban|[Kk]èm theo|[Bb]an hành kèm|(?:Phụ lục|PHỤ LỤC)\b|TT\t)"
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
_PROVINCE = re.compile(r"\b[Tt]ỉnh ([A-ZĐ][\w]*(?: [A-ZĐ][\w]*){1,2})")
_PLAN_YEAR = re.compile(r"(?<!đến )(?<!từ )năm (20\d{2})(?!\s*[-–,])")
_SECRET = re.compile(r"^\W*(?:TUYỆT MẬT|TỐI MẬT|MẬT)\W*$")


@dataclass(frozen=True)
class Heading:
    """The facts of the whole document; "" or None where it leaves them open. `classified`: stamped as secret."""

    number: str
    title: str
    issuer: str
    date: dt.date | None
    year: int | None
    coordinator: str
    classified: bool


def read_heading(lines: Sequence[Paragraph], body: Sequence[Paragraph], registry: Registry) -> Heading:
    """The head of a document from its lines as printed and its body as whole paragraphs, named as the registry does."""
    printed = [one_line(text) for line in lines for text in plain(line.text).split("\n") if text.strip()]
    number, date = _number_and_date(printed, body)
    province = _province(printed)
    title = _title(printed, province)
    year = _year(title, date, printed)
    return Heading(
        number=number,
        title=title,
        issuer=issuer_in(printed, registry.home) or _issuer(printed, number, province),
        date=date,
        year=year,
        coordinator=coordinator_of(body, registry),
        classified=any(_SECRET.match(line) for line in printed[:40]),
    )


def _number_and_date(printed: Sequence[str], body: Sequence[Paragraph]) -> tuple[str, dt.date | None]:
    number, date = "", None
    for line in printed[:40]:
        own, placed = _OWN_NUMBER.match(line), _PLACE_AND_DAY.match(line)
        number = number or (own.group(1) if own else "")
        date = date or (_day(placed.groups()) if placed else None)
    for paragraph in body:
        issued = _ISSUED_WITH.search(paragraph.text)
        if issued:
            if not number:
                number, date = issued.group(1), _day(issued.groups()[1:]) or date
            break
    return number, date


def _day(parts: Sequence[str | None]) -> dt.date | None:
    try:
        day, month, year = (int(part or 0) for part in parts)
        return dt.date(year, month, day)
    except ValueError:
        return None


def _province(printed: Sequence[str]) -> str:
    named = Counter(found for line in printed for found in _PROVINCE.findall(line))
    return named.most_common(1)[0][0] if named else ""


def _title(printed: Sequence[str], province: str) -> str:
    """The title, with the kind of document; a plan issued with a decision is called by its own title."""
    found: list[tuple[str, str]] = []
    for place, line in enumerate(printed):
        kind = next((one for one in _KINDS if line.strip(" *:").upper() == one and line.strip(" *:").isupper()), "")
        if kind and not line.rstrip().endswith(":"):
            title = _title_lines(printed[place + 1 : place + 9], province)
            if title:
                found.append((kind, title))
    if not found:
        return next((line for line in printed if len(line) > 20), "")
    kind, title = next((one for one in found if one[0] != "QUYẾT ĐỊNH"), found[0])
    if kind == "QUYẾT ĐỊNH":
        return title
    return f"{kind.capitalize()} {title[0].lower()}{title[1:]}"


def _title_lines(lines: Sequence[str], province: str) -> str:
    taken: list[str] = []
    for line in lines:
        if (_TITLE_ENDS.match(line) and taken) or re.match(r"^\W*\(|^-{3,}", line):
            break
        taken.append(_without_capitals(line.strip("* "), province))
        if line.rstrip().endswith((".", ";")):
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


def _year(title: str, date: dt.date | None, printed: Sequence[str]) -> int | None:
    named = _PLAN_YEAR.search(title)
    if named:
        return int(named.group(1))
    if date:
        return date.year
    placed = next((found for line in printed[:40] if (found := _PLACE_AND_YEAR.match(line))), None)
    return int(placed.group(1)) if placed else None


def _issuer(printed: Sequence[str], number: str, province: str) -> str:
    """The body that signs: its name in capitals in the head or at the signature, then the number's suffix."""
    capitals = [line.strip("* ") for line in printed if line.strip("* ").isupper() and len(line) < 90]
    for line in capitals:
        for pattern, name in _ISSUERS:
            if re.match(rf"^(?:tm\.|t/m)?\s*(?:của )?(?:{pattern})\b", line, re.IGNORECASE):
                return f"{name} tỉnh {province}".strip() if name != "Tỉnh ủy" else f"{name} {province}".strip()
    return f"UBND tỉnh {province}".strip() if number.endswith("UBND") else ""
