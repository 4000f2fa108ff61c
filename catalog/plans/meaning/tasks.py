"""Tasks from the rows of a table: titles, outputs, deadlines, actors, marks of secrecy, and what to look at."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.actor_groups import ABOVE
from catalog.plans.meaning.actors.actors import read_actor_columns, read_actors
from catalog.plans.meaning.dates.deadlines import date_mentions, date_outside_deadline, read_deadlines
from catalog.plans.meaning.dates.plausible import implausible
from catalog.plans.meaning.dates.printed_dates import aligned
from catalog.plans.meaning.numbering import Placed, place
from catalog.plans.meaning.rows import Row, heal
from catalog.plans.meaning.scopes import put_under
from catalog.plans.meaning.spread import spread
from catalog.plans.model import Actors, ParsedTask, PlanWarning, Table, expanding
from catalog.plans.reading.markup import one_line
from catalog.text import fold
from catalog.work.deadline import Deadline

_SECRECY = r"(?:tuyệt mật|tối mật|mật)"
_MARKED = re.compile(rf"[(\[{{]\s*(?:độ\s+)?{_SECRECY}\s*[)\]}}]|độ mật\s*:", re.IGNORECASE)
_PERIODIC = re.compile(
    r"báo cáo\s+(?:[^\n;]{0,40}\s)?(?:định kỳ|thường xuyên|hằng|hàng|mỗi)\b|(?:hằng|hàng) (?:năm|quý|tháng) báo cáo",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"\W*(?:không(?: có| cần)?|ko|k|tự thực hiện|n/a)\W*", re.IGNORECASE)
_MARK_ALONE = re.compile(rf"^\W*(?:độ\s+mật\s*:?\s*)?{_SECRECY}\b(?!\s+(?:khẩu|mã|độ|thiết))", re.IGNORECASE)


def tasks_of(
    table: Table, registry: Registry, plan_year: int | None, printed_on: dt.date | None = None
) -> list[ParsedTask]:
    """The tasks and headings of one table, in printed order."""
    spread(table)
    rows = heal(table)
    put_under(rows)
    placed = place(rows)
    table.beside |= headings(rows, placed)
    return [task_of(one, table.annex, registry, plan_year, printed_on) for one in placed]


def headings(rows: Sequence[Row], placed: Sequence[Placed]) -> set[int]:
    """The positions of rows that only opened a section, a group or a period for those below."""
    return {row.line for row in rows if not row.has_content} - {one.row.line for one in placed}


def task_of(
    placed: Placed, annex: str, registry: Registry, plan_year: int | None, printed_on: dt.date | None = None
) -> ParsedTask:
    """One placed row as a task."""
    row = placed.row
    output, deadline_raw, deadlines, warnings = _deadlines(row, plan_year)
    actors = Actors() if placed.heading_only else actors_of(row, registry, printed_on)
    task = ParsedTask(
        annex=annex,
        section=placed.section,
        section_title=placed.section_title,
        number=placed.number,
        number_printed=placed.printed,
        title=placed.title,
        output=output,
        deadline_raw=deadline_raw,
        deadlines=deadlines,
        actors=actors,
        lead_raw=row["lead"] or row["assignment"],
        support_raw=row["support"],
        notes=row["notes"],
        heading_only=placed.heading_only,
        classified=is_classified(row),
        parent_number=placed.parent,
        source_row=row.line,
        warnings=(*placed.warnings, *row.warnings, *warnings, *implausible(deadlines, printed_on, plan_year)),
    )
    if task.heading_only:
        return task
    return replace(
        task,
        warnings=(
            *task.warnings, *_other_dates(task, plan_year), *unassigned(actors), *nobody_named(actors),
            *_support_lost(row, actors),
        ),
    )  # fmt: skip


def actors_of(row: Row, registry: Registry, printed_on: dt.date | None = None) -> Actors:
    """Who leads and supports, from one mixed column or from two; a lead column that names both parts is mixed too."""
    if row["assignment"]:
        return read_actors(
            "\n".join(part for part in (row["assignment"], row["support"]) if part), registry, printed_on=printed_on
        )
    if re.search(r"\b(?:chủ trì|phối hợp)\b", row["lead"], re.IGNORECASE) and not row["support"]:
        return read_actors(row["lead"], registry, printed_on=printed_on)
    return read_actor_columns(row["lead"], row["support"], registry, printed_on=printed_on)


def unassigned(actors: Actors) -> tuple[PlanWarning, ...]:
    """The warning of a task that nobody leads yet, unless the reader of agencies gave it already."""
    leading = actors.lead or expanding(actors.lead_groups)
    if leading or any(warning.kind == "unassigned" for warning in actors.warnings):
        return ()
    if actors.lead_named:
        named = "; ".join(actors.lead_named)
        return (
            PlanWarning("unassigned", f"Chưa xác định được cơ quan chủ trì hiện nay của “{named}”; cần phân công."),
        )
    return (PlanWarning("unassigned", "Văn bản chưa nêu cơ quan chủ trì; cần phân công."),)


def nobody_named(actors: Actors) -> tuple[PlanWarning, ...]:
    """The warning of a task led by "các cơ quan, đơn vị, địa phương": which agencies of the province is not said."""
    unnamed = "others" in actors.lead_groups and not actors.lead_named and "departments" not in actors.lead_groups
    if not unnamed or set(actors.lead_groups) == {"others"}:
        return ()  # led by nobody in particular alone, it is unassigned already
    text = "Chủ trì ghi chung “các cơ quan, đơn vị”, chưa rõ cơ quan nào; cần cán bộ chọn."
    return (PlanWarning("lead_unclear", text),)


def _support_lost(row: Row, actors: Actors) -> tuple[PlanWarning, ...]:
    """The warning of a cell of coordinators in which nobody was recognised: it is never taken for a blank one."""
    printed = one_line(row["support"])
    if actors.support_named or actors.support_groups or not re.search(r"[^\W\d_]{2,}", printed):
        return ()
    if _NOBODY.fullmatch(printed) or ABOVE.match(aligned(printed)) or any(one in printed for one in actors.lead_named):
        return ()
    text = f"Ô phối hợp “{printed[:80]}”: không nhận ra cơ quan nào, đề nghị kiểm tra."
    return (PlanWarning("support_unclear", text),)


def is_classified(row: Row) -> bool:
    """True for a row marked "Mật", "Tối mật" or "Tuyệt mật": in a cell of its own or in brackets at the title."""
    return bool(_MARK_ALONE.match(row["notes"]) or _MARKED.search(row["title"]) or _MARKED.search(row["notes"]))


def _other_dates(task: ParsedTask, plan_year: int | None) -> list[PlanWarning]:
    """A warning for each other cell that names a date to meet: it is shown, never taken as the deadline."""
    cells = (
        ("cột nhiệm vụ", task.title),
        ("cột kết quả", task.output),
        ("cột cơ quan", f"{task.lead_raw}\n{task.support_raw}"),
    )
    if task.output and fold(task.output) == fold(task.deadline_raw):
        return [PlanWarning("date_elsewhere", f"Cột kết quả chỉ ghi thời hạn “{task.output}”, chưa nêu sản phẩm.")]
    known = {deadline.due for deadline in task.deadlines}
    return [
        date_outside_deadline(mention, where)
        for where, text in cells
        for mention in date_mentions(text, plan_year)
        if mention.deadline.due not in known
    ]


def _deadlines(row: Row, plan_year: int | None) -> tuple[str, str, tuple[Deadline, ...], tuple[PlanWarning, ...]]:
    """Output, deadline as printed, milestones and warnings; several outputs give a milestone each, labelled by it."""
    if not row.outputs:
        reading = read_deadlines(row["deadline"], plan_year=plan_year, notes=row["notes"])
        if not reading.deadlines and not row["deadline"].strip() and _PERIODIC.search(row["output"]):
            again, why = (
                Deadline("recurring"),
                f"Ô thời hạn trống; kết quả ghi “{one_line(row['output'])[:80]}” nên được hiểu là nhiệm vụ định kỳ.",
            )
            return row["output"], row["deadline"], (again,), (*reading.warnings, PlanWarning("date_elsewhere", why))
        return row["output"], row["deadline"], reading.deadlines, reading.warnings
    deadlines: list[Deadline] = []
    warnings: list[PlanWarning] = []
    for output, printed in row.outputs:
        reading = read_deadlines(printed, plan_year=plan_year, notes=row["notes"])
        deadlines += [replace(one, label=one.label or one_line(output)) for one in reading.deadlines]
        warnings += reading.warnings
    outputs, dates = zip(*row.outputs, strict=True)
    return "\n".join(filter(None, outputs)), "\n".join(filter(None, dates)), tuple(deadlines), tuple(warnings)
