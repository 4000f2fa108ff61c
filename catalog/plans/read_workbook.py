"""A workbook of ours read back: the plan it carries, with what an officer filled in and nothing else changed."""

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from catalog.agencies.registry import load
from catalog.deadlines import read_deadlines
from catalog.plans.actors import read_actor_columns
from catalog.plans.codec import plan_from_json, task_from_json
from catalog.plans.export_xlsx import COLUMNS, HIDDEN, TASKS, shown
from catalog.plans.markup import one_line
from catalog.plans.model import Actors, NotAPlan, ParsedPlan, ParsedTask, PlanWarning
from catalog.plans.read_xlsx import cell_text
from catalog.plans.tasks import unassigned

_ANNEX, _SECTION, _NUMBER, _TITLE, _OUTPUT, _DEADLINE, _LEAD, _SUPPORT, _NOTES, _SECRET = range(10)


def is_ours(workbook: Any) -> bool:
    """True for a workbook that `export_xlsx` made."""
    return HIDDEN in workbook.sheetnames and TASKS in workbook.sheetnames


def read_workbook(workbook: Any) -> ParsedPlan:
    """The plan of a workbook of ours with the changes made in it.

    A row deleted from the sheet is a task left out (`removed`); a row without a key is a task added. Raises NotAPlan,
    naming the cell, for a formula, an agency nobody knows, a row without a task, and a missing column.
    """
    plan, tasks = _carried(workbook[HIDDEN])
    sheet = workbook[TASKS]
    rows = sheet.iter_rows(max_col=len(COLUMNS))
    _check_titles([cell_text(TASKS, cell) for cell in next(rows)])
    read: list[ParsedTask] = []
    for row in rows:
        key, *cells = [cell_text(TASKS, cell) for cell in row]
        if key in tasks:
            read.append(_changed(tasks.pop(key), cells, row[0].row, plan.year))
        elif any(cells):
            if key:
                raise NotAPlan(f"Trang “{TASKS}”, ô A{row[0].row}: mã dòng “{key}” bị lặp lại hoặc không có thật.")
            read.append(_added(cells, row[0].row, plan.year))
    removed = tuple(task.task_id for task in tasks.values() if task.task_id)
    return replace(plan, tasks=tuple(read), rows_read=len(read) + len(plan.indicators), removed=removed)


def _carried(sheet: Any) -> tuple[ParsedPlan, dict[str, ParsedTask]]:
    rows = ["".join(str(cell) for cell in row if cell is not None) for row in sheet.iter_rows(values_only=True)]
    try:
        plan = plan_from_json(json.loads(rows[0]))
        tasks = {f"d{place}": task_from_json(json.loads(row)) for place, row in enumerate(rows[1:], 1) if row}
    except (ValueError, IndexError) as error:
        raise NotAPlan("Trang ẩn của bảng tính bị sửa hỏng; hãy xuất lại bảng tính từ hệ thống.") from error
    return plan, tasks


def _check_titles(titles: Sequence[str]) -> None:
    expected = [title for title, _ in COLUMNS]
    missing = [title for title, found in zip(expected, titles, strict=False) if title != found]
    if missing or len(titles) < len(expected):
        raise NotAPlan(f"Trang “{TASKS}”, hàng 1: thiếu hoặc đổi chỗ cột “{(missing or expected)[0]}”.")


def _changed(task: ParsedTask, cells: Sequence[str], line: int, year: int | None) -> ParsedTask:
    before = [one_line(text) for text in shown(task)]
    differs = [one_line(cell) != old for cell, old in zip(cells, before, strict=True)]
    task = replace(task, base=task)
    if not any(differs):
        return task
    if not cells[_TITLE]:
        raise NotAPlan(f"Trang “{TASKS}”, ô E{line}: tên nhiệm vụ bị xóa trống.")
    if differs[_DEADLINE]:
        reading = read_deadlines(cells[_DEADLINE], plan_year=year)
        task = replace(task, deadline_raw=cells[_DEADLINE], deadlines=reading.deadlines)
        task = replace(task, warnings=(*_without(task, "deadline_unclear", "date_elsewhere"), *reading.warnings))
    if differs[_LEAD] or differs[_SUPPORT]:
        task = _with_actors(task, cells, line, lead=differs[_LEAD], support=differs[_SUPPORT])
    return replace(
        task,
        annex=cells[_ANNEX] if differs[_ANNEX] else task.annex,
        section=cells[_SECTION] if differs[_SECTION] else task.section,
        number=cells[_NUMBER] if differs[_NUMBER] else task.number,
        title=one_line(cells[_TITLE]) if differs[_TITLE] else task.title,
        output=cells[_OUTPUT] if differs[_OUTPUT] else task.output,
        notes=cells[_NOTES] if differs[_NOTES] else task.notes,
        classified=bool(cells[_SECRET]) if differs[_SECRET] else task.classified,
    )


def _with_actors(task: ParsedTask, cells: Sequence[str], line: int, *, lead: bool, support: bool) -> ParsedTask:
    """The task with the changed column read anew; the other column keeps what was read from the document."""
    old = task.actors
    new = read_actor_columns(cells[_LEAD] if lead else "", cells[_SUPPORT] if support else "")
    if lead:
        _check_known(new.lead_named, f"H{line}")
        old = replace(old, lead_named=new.lead_named, lead=new.lead, lead_groups=new.lead_groups)
    if support:
        _check_known(new.support_named, f"I{line}")
        old = replace(old, support_named=new.support_named, support=new.support, support_groups=new.support_groups)
    kept = () if lead else old.warnings
    warned = tuple(warning for warning in new.warnings if warning.kind != "unassigned")
    actors = replace(old, warnings=(*kept, *(warning for warning in warned if warning not in kept)))
    warnings = _without(task, "unassigned", "lead_unclear", "cut_off", "succession") if lead else task.warnings
    extra = () if task.heading_only or not lead else unassigned(actors)
    return replace(
        task,
        actors=actors,
        lead_raw=cells[_LEAD] if lead else task.lead_raw,
        support_raw=cells[_SUPPORT] if support else task.support_raw,
        warnings=(*warnings, *extra),
    )


def _check_known(names: Sequence[str], cell: str) -> None:
    """Refuse a name that is no agency of today, no former one and no group: it was mistyped."""
    for name in names:
        alone = read_actor_columns(name, "")
        if not alone.lead and not alone.lead_groups and load().resolve_printed(name).kind == "unknown":
            raise NotAPlan(f"Trang “{TASKS}”, ô {cell}: không nhận ra cơ quan “{name}”; hãy chọn trong danh sách.")


def _added(cells: Sequence[str], line: int, year: int | None) -> ParsedTask:
    if not cells[_TITLE]:
        raise NotAPlan(f"Trang “{TASKS}”, hàng {line}: có dữ liệu nhưng chưa ghi nhiệm vụ (cột E).")
    reading = read_deadlines(cells[_DEADLINE], plan_year=year)
    task = ParsedTask(
        annex=cells[_ANNEX],
        section=cells[_SECTION],
        section_title="",
        number=cells[_NUMBER],
        title=one_line(cells[_TITLE]),
        output=cells[_OUTPUT],
        deadline_raw=cells[_DEADLINE],
        deadlines=reading.deadlines,
        actors=Actors(),
        notes=cells[_NOTES],
        classified=bool(cells[_SECRET]),
        source_row=line,
        warnings=reading.warnings,
    )
    return _with_actors(task, cells, line, lead=True, support=True)


def _without(task: ParsedTask, *kinds: str) -> tuple[PlanWarning, ...]:
    return tuple(warning for warning in task.warnings if warning.kind not in kinds)
