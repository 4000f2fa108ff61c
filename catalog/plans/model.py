"""What a plan is once it has been read: plain values, before anything is stored.

The readers produce these, `plans.keeping.store` writes them into tables, `plans.export.as_json` prints them.
Every list keeps the printed order.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from catalog.work.deadline import Deadline

Group = str
"""A printed group: "departments", "communes", "districts", "others", or the organisation's own ("khoa lâm sàng")."""
NOBODY_IN_PARTICULAR = ("others", "districts")
"""Groups that expand to nobody until an officer chooses."""


def expanding(groups: Iterable[Group]) -> list[Group]:
    """The groups that become one assignment an agency."""
    return [group for group in groups if group not in NOBODY_IN_PARTICULAR]


Period = Literal["month", "quarter", "half_year", "year", "once"]
Comparison = Literal[">=", ">", "<=", "<", "=", "rank", "text"]


@dataclass(frozen=True)
class PlanWarning:
    """What the reader is not sure of: `kind` is a stable word, `text` a Vietnamese sentence saying what and why."""

    kind: str
    text: str


@dataclass(frozen=True)
class Actors:
    """Who leads and who supports: `*_named` as printed and split, `lead`/`support` today's agencies (short names)."""

    lead_named: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    lead_groups: tuple[Group, ...] = ()
    support_named: tuple[str, ...] = ()
    support: tuple[str, ...] = ()
    support_groups: tuple[Group, ...] = ()
    warnings: tuple[PlanWarning, ...] = ()


@dataclass(frozen=True)
class ParsedTask:
    """One printed row with work in it, or (heading_only) one that only heads sub-rows.

    `section` is the corrected roman numeral (with ".a" for lettered parts), `number` as it should be, sub-rows
    "26.a", "2.2.b"; "" for a row without one; `number_printed` what stands there on paper.
    `source_row` is the line of the source (1-based) where it starts.
    `children` are project names listed inside one bullet: kept, never counted.
    A row of a workbook of ours knows the stored task it was made from (`task_id`, 0 for none) and how it stood when
    the workbook was made (`base`): only what differs from that was meant to change.
    """

    annex: str
    section: str
    section_title: str
    number: str
    title: str
    output: str
    deadline_raw: str
    deadlines: tuple[Deadline, ...]
    actors: Actors
    lead_raw: str = ""
    support_raw: str = ""
    notes: str = ""
    heading_only: bool = False
    classified: bool = False
    parent_number: str = ""
    children: tuple[str, ...] = ()
    source_row: int = 0
    warnings: tuple[PlanWarning, ...] = ()
    number_printed: str = ""
    task_id: int = field(default=0, compare=False)
    base: "ParsedTask | None" = field(default=None, compare=False)


@dataclass(frozen=True)
class ParsedIndicator:
    """A target with a number: `op` and `value` say when it is met; `target_raw` as printed.

    `heading_only` marks a numbered row that only heads sub-rows: it has no target and nobody reports it.
    """

    number: str
    section: str
    name: str
    unit: str
    target_raw: str
    op: Comparison
    value: float | None
    actors: Actors
    annex: str = ""
    source_row: int = 0
    warnings: tuple[PlanWarning, ...] = ()
    heading_only: bool = False


@dataclass(frozen=True)
class ReportingDuty:
    """An order to report: who, to whom, how often, by which rule; `due` only for a one-off. `text` is the sentence."""

    who: str
    to: str
    period: Period
    day_rule: str
    text: str
    due: dt.date | None = None


@dataclass(frozen=True)
class Amends:
    """What a document does (`what`, as printed: "sửa đổi, bổ sung", "thay thế", "gia hạn") to an earlier one.

    `number` of the earlier document; `year` it was issued in, None where none is printed.
    """

    what: str
    number: str
    year: int | None = None


@dataclass(frozen=True)
class SelfCheck:
    """What became of every printed row (and sentence that orders work): `rows` = `tasks` + `context` + `left`.

    `context` are titles, headings, sums and the rest of rows that went into a task; `left_listed` says each table,
    row or sentence that was left. `outside_time`: tasks due outside the plan's time; `unknown_agencies`: names of no
    unit here; `cells` of all tasks, `in_doubt` of them not read for certain.
    """

    rows: int = 0
    tasks: int = 0
    context: int = 0
    left: int = 0
    left_listed: tuple[str, ...] = ()
    outside_time: int = 0
    unknown_agencies: tuple[str, ...] = ()
    cells: int = 0
    in_doubt: int = 0

    @property
    def adds_up(self) -> bool:
        """Whether no row was lost on the way."""
        return self.rows == self.tasks + self.context + self.left


@dataclass(frozen=True)
class ParsedPlan:
    """A whole document. `number` is "" when the document leaves it open ("Số: /KH-UBND").

    `coordinator` is today's agency where one is known. A workbook of ours names the stored plan (`plan_id`, 0 for
    none) and the tasks whose rows were deleted in it (`removed`); a document is whole by itself (`removed` None).
    """

    number: str
    title: str
    issuer: str
    date: dt.date | None
    year: int | None
    coordinator: str
    tasks: tuple[ParsedTask, ...]
    indicators: tuple[ParsedIndicator, ...] = ()
    reporting: tuple[ReportingDuty, ...] = ()
    warnings: tuple[PlanWarning, ...] = ()
    rows_read: int = 0
    amends: Amends | None = None
    self_check: SelfCheck | None = field(default=None, compare=False)
    plan_id: int = field(default=0, compare=False)
    removed: tuple[int, ...] | None = field(default=None, compare=False)


class NotAPlan(ValueError):
    """The file holds no plan that can be read; the message is a Vietnamese sentence saying what is wrong and where."""


class OnlyPictures(NotAPlan):
    """A file that is a scan or a photo: `catalog.documents.scans` may read it, and a person confirms what it read.

    `some`: only some of its pages are, the others are text.
    """

    def __init__(self, sentence: str, *, some: bool = False) -> None:
        super().__init__(sentence)
        self.some = some


@dataclass
class Table:
    """One printed table, page breaks not yet healed.

    `header` the column titles, `roles` what each column holds (`meaning.column_titles.Role`), `rows` the cells with
    `lines[i]` the source position of row i and `above[i]` the text of the cell from above that covers a place (None
    for an open one); `breaks` the rows that came first after a page break; `wide` those of one cell over the whole
    width; `beside` the positions of rows that are no task of their own (sums, headings, the rest of a row above);
    `footnotes` what stood below a page of this table; `place` where it begins, as told to a person.
    """

    annex: str
    header: list[str]
    rows: list[list[str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    breaks: set[int] = field(default_factory=set)
    footnotes: list[str] = field(default_factory=list)
    roles: tuple[str, ...] = ()
    above: list[list[str | None]] = field(default_factory=list)
    wide: set[int] = field(default_factory=set)
    place: str = ""
    beside: set[int] = field(default_factory=set)
