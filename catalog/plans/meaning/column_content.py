"""What the cells of a column look like: numbers, dates, agencies, units, quantities or work. Pure; shares are 0-1."""

import re
from collections.abc import Callable, Sequence

from catalog.plans.meaning.actors.body_words import begins_with_body
from catalog.plans.meaning.column_titles import Role
from catalog.plans.meaning.dates.deadlines import read_deadlines
from catalog.plans.meaning.ditto import is_ditto
from catalog.plans.meaning.numerals import roman

_NUMBER = re.compile(r"(?:\(?\d{1,3}(?:\.\d{1,2}){0,3}[.)/]?\)?|[a-zđ][.)]|[A-ZĐ]{1,4}[-.]?\d{1,4}(?:[.-]\d{1,3})*)")
_QUANTITY = re.compile(r"[<>≥≤~+-]?\s*\d[\d.,]*\s*(?:%|\w{0,8})")
_UNIT = re.compile(
    r"(?:%|(?:nghìn|ngàn|triệu|tỷ|tỉ)?\s*(?:đồng|usd|vnđ)|người|hộ|ha|km2?|m[²³23]?|tấn|kg|lớp|cuộc|xã|trường|mô hình"
    r"|thứ bậc"
    r"|điểm|lượt|giường|chỉ số|tiêu chí|văn bản|dự án|doanh nghiệp|sản phẩm|cơ sở|hồ sơ|công trình|lần)(?:/.{1,12})?",
    re.IGNORECASE,
)
_HOUR = re.compile(r"\b\d{1,2}\s*(?:h|giờ|:)\s*\d{0,2}\s*(?:-|–|đến)", re.IGNORECASE)
_MARK = re.compile(r"[xX✓✔√●•]")


def shares(cells: Sequence[str]) -> dict[Role, float]:
    """How many of the filled cells look like each role's; all 0 for an empty column."""
    filled = [cell.strip() for cell in cells if cell.strip() and not is_ditto(cell)][:40]
    if not filled:
        return {}
    looks: tuple[tuple[Role, Callable[[str], bool]], ...] = (
        ("number", is_number),
        ("deadline", is_deadline),
        ("lead", is_agency),
        ("unit", is_unit),
        ("target", is_quantity),
        ("title", is_work),
    )
    return {role: sum(map(look, filled)) / len(filled) for role, look in looks}


def is_number(cell: str) -> bool:
    """ "3", "1.1", "a)", "IV", "NV-02"."""
    return bool(_NUMBER.fullmatch(cell)) or roman(cell.strip(" .")) is not None


def is_deadline(cell: str) -> bool:
    """A cell that is a date, a period or "thường xuyên" as a whole."""
    if len(cell) > 160 or (is_quantity(cell) and not re.search(r"[/-]", cell)) or _HOUR.search(cell):
        return False
    reading = read_deadlines(cell, plan_year=2026)
    return (
        bool(reading.deadlines) and not reading.warnings and len(cell.split()) <= 12 + 8 * (len(reading.deadlines) - 1)
    )


def is_agency(cell: str) -> bool:
    """A cell whose first words name a body, an office or a group of them."""
    return len(cell) < 400 and begins_with_body(cell)


def is_unit(cell: str) -> bool:
    """ "%", "triệu đồng", "hộ": what is counted."""
    return bool(_UNIT.fullmatch(cell.strip(" .()")))


def is_quantity(cell: str) -> bool:
    """A number with at most a word behind it."""
    return bool(_QUANTITY.fullmatch(cell))


def is_mark(cell: str) -> bool:
    """An "x" in a chart of periods."""
    return bool(_MARK.fullmatch(cell.strip()))


def is_work(cell: str) -> bool:
    """Words enough for a piece of work, and no agency or date."""
    return len(cell.split()) >= 4 and not is_agency(cell) and not is_deadline(cell)
