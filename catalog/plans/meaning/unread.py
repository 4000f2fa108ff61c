"""Nothing is lost in silence: what names an agency and a date and became no task is listed ("chưa đọc")."""

import re
from collections.abc import Iterator, Sequence

from catalog.plans.meaning.actors.body_words import HEAD
from catalog.plans.meaning.dates.printed_dates import find_dates
from catalog.plans.meaning.pages import PER_SHEET, RuledRow
from catalog.plans.meaning.work import Work
from catalog.plans.model import PlanWarning, ReportingDuty
from catalog.plans.reading.blocks import Paragraph
from catalog.plans.reading.markup import one_line
from catalog.text import CAPITAL

_CONTEXT = re.compile(
    r"^\W*(?:Căn cứ|Xét|Theo đề nghị|Thực hiện (?:Nghị|Quyết|Kế|Công|Kết|Chỉ|Thông|Chương|Luật)|\(?Kèm theo"
    r"|Ban hành kèm|Nơi nhận|Kính gửi|Số\s*:|PHỤ LỤC)",
    re.IGNORECASE,
)

_OF_DOCUMENT = re.compile(
    r"\bsố\s+\d[\w/&.Đđ-]*\s+ngày\s+\S+(?:\s+tháng\s+\d+\s+năm\s+\d+)?|\bngày\s+\d{1,2}(?:/|\s+tháng\s+)\d{1,2}(?:/"
    r"|\s+năm\s+)\d{4}\s+của\b",
    re.IGNORECASE,
)
_PLACE_AND_DAY = re.compile(r"^[^,.;:]{2,60},\s*ngày\b")
_LONGEST = 220


def unread(
    work: Work, paragraphs: Sequence[Paragraph], duties: Sequence[ReportingDuty], outside: Sequence[RuledRow] = ()
) -> tuple[PlanWarning, ...]:
    """The sentences and rows that hold an agency and a date and ended in no task, duty or context of tasks."""
    found = [*_sentences(work, paragraphs, [one_line(duty.text) for duty in duties]), *_rows(work), *_outside(outside)]
    return tuple(
        PlanWarning("unread", f"Chưa đọc ({place}): “{shortened(text, _LONGEST)}”")
        for place, text in dict.fromkeys(found)
    )


def _sentences(work: Work, paragraphs: Sequence[Paragraph], told: Sequence[str]) -> Iterator[tuple[str, str]]:
    for paragraph in paragraphs:
        text = one_line(paragraph.text)
        if paragraph.line in work.used or _CONTEXT.match(text) or _PLACE_AND_DAY.match(text):
            continue
        for sentence in re.split(rf"(?<=[.;])\s+(?=[{CAPITAL}-])", text):
            if says_who_and_when(sentence) and not any(sentence.strip(" .") in one or one in sentence for one in told):
                yield f"dòng {paragraph.line}", sentence


def _rows(work: Work) -> Iterator[tuple[str, str]]:
    for table in work.left:
        for line, row in zip(table.lines, table.rows, strict=True):
            text = row_text(row)
            if says_who_and_when(text):
                yield f"bảng ở {table.place}, dòng {line % PER_SHEET}", text


def _outside(rows: Sequence[RuledRow]) -> Iterator[tuple[str, str]]:
    """Rows that no table took."""
    for row in rows:
        text = row_text(row.cells)
        if says_who_and_when(text):
            yield f"ngoài các bảng, dòng {row.position % PER_SHEET}", text


def says_who_and_when(text: str) -> bool:
    """Whether words name a body and a date that is not that of a cited document."""
    bare = _OF_DOCUMENT.sub(" ", text)
    if not HEAD.search(bare):
        return False
    return any(date.sure and date.kind in ("date", "month", "quarter") for date in find_dates(bare, 2026))


def row_text(cells: Sequence[str]) -> str:
    """A printed row as one line of text; blank cells are left out."""
    return " | ".join(one_line(cell) for cell in cells if cell)


def shortened(text: str, longest: int) -> str:
    """The text, cut with an ellipsis where it has more than `longest` letters."""
    return text if len(text) <= longest else text[: longest - 1] + "…"
