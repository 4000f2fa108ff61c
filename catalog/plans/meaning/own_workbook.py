"""A workbook of ours read back: the plan it carries, with what an officer filled in and nothing else changed."""

import json
from collections.abc import Sequence
from dataclasses import replace

from catalog.agencies.registry import Registry
from catalog.documents.model import Cell
from catalog.documents.old_office import office_converted
from catalog.documents.package import Package
from catalog.documents.sheets.read import Workbook
from catalog.documents.sheets.stream import Sheet
from catalog.letters import settled
from catalog.plans.codec import plan_from_json, task_from_json
from catalog.plans.export.workbook_form import COLUMNS, HIDDEN, TASKS, shown
from catalog.plans.meaning.filled_in import UnknownAgency, empty_task, with_deadline, with_lead, with_support
from catalog.plans.model import NotAPlan, ParsedPlan, ParsedTask, PlanWarning
from catalog.plans.reading.cell_text import written
from catalog.plans.reading.markup import one_line

_ANNEX, _SECTION, _NUMBER, _TITLE, _OUTPUT, _DEADLINE, _LEAD, _SUPPORT, _NOTES, _SECRET = range(10)


def own_workbook(data: bytes, filename: str = "") -> Workbook | None:
    """The workbook in `data` if `export_xlsx` made it, else None; one that was saved as .ods goes by LibreOffice.

    Raises NotReadable for a broken one.
    """
    if not data.startswith(b"PK"):
        return None
    package = Package(data)
    if "content.xml" in package and f'table:name="{HIDDEN}"'.encode() in package.read("content.xml"):
        return own_workbook(office_converted(data, "ods", "xlsx", filename), filename)
    part, _ = package.main_part()
    if not part.endswith("workbook.xml"):
        return None
    if HIDDEN.encode() not in package.read(part):
        return None
    workbook = Workbook(package, part)
    return workbook if HIDDEN in workbook.sheets and TASKS in workbook.sheets else None


def read_own(workbook: Workbook, registry: Registry) -> ParsedPlan:
    """The plan of a workbook of ours with the changes made in it.

    A row deleted from the sheet is a task left out (`removed`); a row without a key is a task added. Raises NotAPlan,
    naming the cell, for an agency nobody knows, a row without a task, and a missing column.
    """
    plan, tasks = _carried(workbook)
    sheet = workbook.shown(TASKS)
    if 1 not in sheet:
        raise NotAPlan(f"Trang “{TASKS}” không có hàng tiêu đề.")
    _check_titles(_cells(sheet.pop(1)))
    read: list[ParsedTask] = []
    for line, row in sorted(sheet.items()):
        key, *cells = _cells(row)
        if key in tasks:
            task = tasks.pop(key)
            for column, before in enumerate(shown(task)):  # a formula without a value changes nothing
                if (TASKS, line, column + 2) in workbook.without_value:
                    cells[column] = before
            read.append(_changed(task, cells, line, plan.year, registry))
        elif any(cells):
            if key:
                raise NotAPlan(f"Trang “{TASKS}”, ô A{line}: mã dòng “{key}” bị lặp lại hoặc không có thật.")
            read.append(_added(cells, line, plan.year, registry))
    removed = tuple(task.task_id for task in tasks.values() if task.task_id)
    notes = tuple(PlanWarning("file", remark.text) for remark in workbook.remarks() if remark.kind == "formula")
    return replace(
        plan, tasks=tuple(read), rows_read=len(read) + len(plan.indicators), removed=removed,
        warnings=(*plan.warnings, *notes), self_check=None,
    )  # fmt: skip


def _cells(row: dict[int, Cell]) -> list[str]:
    return [settled(written(row[column])) if column in row else "" for column in range(1, len(COLUMNS) + 1)]


def _carried(workbook: Workbook) -> tuple[ParsedPlan, dict[str, ParsedTask]]:
    rows = ["".join(map(workbook.text, raw)) for _, _, raw in workbook.rows(HIDDEN, Sheet())]
    try:
        plan = plan_from_json(json.loads(rows[0]))
        tasks = {f"d{place}": task_from_json(json.loads(row)) for place, row in enumerate(rows[1:], 1) if row}
    except (ValueError, IndexError) as error:
        raise NotAPlan("Trang ẩn của bảng tính bị sửa hỏng; đề nghị xuất lại bảng tính từ hệ thống.") from error
    return plan, tasks


def _check_titles(titles: Sequence[str]) -> None:
    expected = [title for title, _ in COLUMNS]
    missing = [title for title, found in zip(expected, titles, strict=False) if title != found]
    if missing or len(titles) < len(expected):
        raise NotAPlan(f"Trang “{TASKS}”, hàng 1: thiếu hoặc đổi chỗ cột “{(missing or expected)[0]}”.")


def _changed(task: ParsedTask, cells: Sequence[str], line: int, year: int | None, registry: Registry) -> ParsedTask:
    before = [one_line(text) for text in shown(task)]
    differs = [one_line(cell) != old for cell, old in zip(cells, before, strict=True)]
    task = replace(task, base=task)
    if not any(differs):
        return task
    if not cells[_TITLE]:
        raise NotAPlan(f"Trang “{TASKS}”, ô E{line}: tên nhiệm vụ bị xóa trống.")
    task = _filled(
        task, cells, line, year, [place for place in (_DEADLINE, _LEAD, _SUPPORT) if differs[place]], registry
    )
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


def _filled(
    task: ParsedTask, cells: Sequence[str], line: int, year: int | None, places: Sequence[int], registry: Registry
) -> ParsedTask:
    """The task with the cells at `places` read anew; what was not touched keeps what was read from the document."""
    if _DEADLINE in places:
        task = with_deadline(task, cells[_DEADLINE], year)
    for place, column, fill in ((_LEAD, "H", with_lead), (_SUPPORT, "I", with_support)):
        if place in places:
            try:
                task = fill(task, cells[place], registry)
            except UnknownAgency as unknown:
                raise NotAPlan(
                    f"Trang “{TASKS}”, ô {column}{line}: không nhận ra cơ quan “{unknown.name}”; "
                    "đề nghị chọn trong danh sách."
                ) from unknown
    return task


def _added(cells: Sequence[str], line: int, year: int | None, registry: Registry) -> ParsedTask:
    if not cells[_TITLE]:
        raise NotAPlan(f"Trang “{TASKS}”, hàng {line}: có dữ liệu nhưng chưa ghi nhiệm vụ (cột E).")
    task = replace(
        empty_task(one_line(cells[_TITLE])),
        annex=cells[_ANNEX],
        section=cells[_SECTION],
        number=cells[_NUMBER],
        output=cells[_OUTPUT],
        notes=cells[_NOTES],
        classified=bool(cells[_SECRET]),
        source_row=line,
    )
    return _filled(task, cells, line, year, (_DEADLINE, _LEAD, _SUPPORT), registry)
