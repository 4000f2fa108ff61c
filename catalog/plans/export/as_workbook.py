"""A plan as a workbook an officer can work in: one row a task, headings frozen, agencies to choose from.

The workbook carries the plan itself on a sheet that is not shown; `read_workbook` starts from it and changes only
what was filled in, so that an untouched cell comes back exactly as it was read from the document.
"""

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

from lxml import etree
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill, Protection
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties

from catalog.agencies.registry import Registry
from catalog.plans.codec import plan_to_json, task_to_json
from catalog.plans.export.workbook_form import AGENCIES, COLUMNS, GROUPS, HIDDEN, TASKS, shown
from catalog.plans.model import ParsedPlan, ParsedTask

_CELL_LIMIT = 30_000  # Excel holds 32,767 characters a cell
_FONT = (
    "b", "i", "strike", "condense", "extend", "outline", "shadow", "u", "vertAlign", "sz", "color", "name", "family",
    "charset", "scheme",
)  # fmt: skip
_HEADING = PatternFill("solid", fgColor="DDE6F0")
_TO_FILL = PatternFill("solid", fgColor="FFF8DC")


def export_xlsx(plan: ParsedPlan, registry: Registry) -> bytes:
    """The workbook of a plan. Yellow cells are those still to be filled in: no lead agency, no deadline."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    sheet = workbook.create_sheet(TASKS)
    _write_tasks(sheet, plan.tasks)
    names = [agency.name for agency in registry.agencies]
    choices = workbook.create_sheet(AGENCIES)
    for name in (*GROUPS, *names):
        choices.append([name])
    choices.sheet_state = "hidden"
    _offer(sheet, len(names) + len(GROUPS), len(plan.tasks) + 200)
    _write_hidden(workbook.create_sheet(HIDDEN), plan)
    _for_print(sheet, len(plan.tasks))
    workbook.properties.title = plan.title[:250]
    workbook.properties.creator = (plan.coordinator or plan.issuer or "Đôn Đốc")[:250]
    written = io.BytesIO()
    workbook.save(written)
    return _in_order(written.getvalue())


def _in_order(book: bytes) -> bytes:
    """The workbook with the parts of each font in the order that ECMA-376 (18.8.22, as Office checks it) wants."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as before, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as after:
        for entry in before.infolist():
            data = before.read(entry)
            if entry.filename == "xl/styles.xml":
                styles = etree.fromstring(data)
                for font in styles.iter("{*}font"):
                    font[:] = sorted(font, key=lambda part: _FONT.index(etree.QName(part).localname))
                data = etree.tostring(styles, xml_declaration=True, encoding="UTF-8", standalone=True)
            after.writestr(entry, data)
    return written.getvalue()


def _for_print(sheet: Any, tasks: int) -> None:
    """A4 across, one page wide, the head on every page and the number of the page below."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_title_rows, sheet.print_area = "1:1", f"A1:K{tasks + 1}"
    sheet.oddFooter.right.text = "Trang &P/&N"


def _write_tasks(sheet: Any, tasks: Sequence[ParsedTask]) -> None:
    sheet.append([title for title, _ in COLUMNS])
    for place, (_, width) in enumerate(COLUMNS, 1):
        head = sheet.cell(1, place)
        head.font, head.fill = Font(bold=True), _HEADING
        head.alignment = Alignment(wrap_text=True, vertical="center", horizontal="center")
        sheet.column_dimensions[head.column_letter].width = width
    for key, task in enumerate(tasks, 1):
        for place, value in enumerate([f"d{key}", *shown(task)], 1):
            cell = sheet.cell(key + 1, place, value or None)
            cell.data_type = "s" if value else cell.data_type  # a text that begins with "=" is no formula of ours
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
            cell.protection = Protection(locked=place == 1)
            if task.heading_only:
                cell.font = Font(bold=True)
            elif not value and COLUMNS[place - 1][0] in ("Thời hạn", "Cơ quan chủ trì"):
                cell.fill = _TO_FILL
    sheet.column_dimensions["A"].hidden = True
    sheet.freeze_panes = "F2"
    sheet.auto_filter.ref = f"A1:K{len(tasks) + 1}"


def _offer(sheet: Any, count: int, rows: int) -> None:
    """Agencies to choose from in the lead and support columns; several may be typed, divided by semicolons."""
    choice = DataValidation(type="list", formula1=f"'{AGENCIES}'!$A$1:$A${count}", allow_blank=True)
    choice.showErrorMessage = False
    choice.showInputMessage = True
    choice.promptTitle, choice.prompt = "Cơ quan", "Chọn một cơ quan, hoặc gõ nhiều tên cách nhau bằng dấu chấm phẩy."
    choice.add(f"H2:I{rows}")
    secret = DataValidation(type="list", formula1='"x"', allow_blank=True)
    secret.add(f"K2:K{rows}")
    sheet.add_data_validation(choice)
    sheet.add_data_validation(secret)


def _write_hidden(sheet: Any, plan: ParsedPlan) -> None:
    """Row 1 the plan without its tasks, then a row a task; long JSON goes on in the next columns."""
    values = plan_to_json(plan)
    values["tasks"] = []
    for row in (values, *(task_to_json(task) for task in plan.tasks)):
        text = json.dumps(row, ensure_ascii=False)
        sheet.append([text[start : start + _CELL_LIMIT] for start in range(0, len(text), _CELL_LIMIT)])
    sheet.sheet_state = "veryHidden"
