"""A cell says what it shows, and only cells that hold something cost anything."""

import datetime as dt

import pytest
from made_files import text_cell, workbook

from catalog.documents.model import Cell
from catalog.documents.read import read
from catalog.documents.sheets.formats import shown_number

SERIAL = (dt.date(2026, 9, 5) - dt.date(1899, 12, 30)).days


def one(code: str, value: float = SERIAL, **more: str) -> Cell:
    (table,) = read(workbook(f'<row r="1"><c r="A1" s="1"><v>{value}</v></c></row>', formats=(code,), **more)).tables()
    return table.rows[0].cells[0]


@pytest.mark.parametrize(
    ("code", "shown", "precision"),
    [
        ("dd/mm/yyyy", "05/09/2026", "day"), ("d/m/yy", "5/9/26", "day"), ("mm/yyyy", "09/2026", "month"), ("yyyy", "2026", "year"),
        ("&quot;Tháng &quot;m/yyyy", "Tháng 9/2026", "month"), ("\\T\\h\\á\\n\\g m", "Tháng 9", "month"), ("mmm-yy", "Sep-26", "month"),
        ("[$-42A]mmmm yyyy", "Tháng 9 2026", "month"), ("[$-409]d\\-mmm\\-yyyy;@", "5-Sep-2026", "day"),
        ("yyyy-mm-dd hh:mm", "2026-09-05 00:00", "minute"), ("m/d/yyyy", "9/5/2026", "day"),
    ],
)  # fmt: skip
def test_a_date_is_shown_by_its_format_and_knows_how_much_of_it_is_meant(code: str, shown: str, precision: str) -> None:
    cell = one(code)
    assert (cell.text, cell.kind, cell.precision) == (shown, "date", precision)
    assert isinstance(cell.value, dt.datetime)
    assert cell.value.date() == dt.date(2026, 9, 5)


@pytest.mark.parametrize(
    ("value", "code", "shown"),
    [
        (0.95, "0%", "95%"), (0.9525, "0.0%", "95.3%"), (1234567, "#,##0", "1,234,567"), (1.1, "", "1.1"), (1.1, "0.00", "1.10"),
        (7, "00", "07"), (3, '"Quý "0', "Quý 3"), (5, '0" ngày"', "5 ngày"), (-2, "0;(0)", "(2)"), (0, '0;-0;"–"', "–"), (0.5, "# ?/?", "1/2"),
        (1e6, '#,##0.0,,"tr"', "1.0tr"), (12, "General", "12"), (0.1 + 0.2, "", "0.3"), (2.50, "0.##", "2.5"), (5, ";;;", ""),
        (150, '[>=100]"cao";"thấp"', "cao"), (1200, "#,##0 [$đ-42A]", "1,200 đ"), (60, "General", "60"),
    ],
)  # fmt: skip
def test_a_number_is_shown_by_its_format(value: float, code: str, shown: str) -> None:
    assert shown_number(value, code).text == shown


def test_the_calendar_of_1904() -> None:
    cell = one("dd/mm/yyyy", SERIAL - 1462, setting='<workbookPr date1904="1"/>')
    assert cell.text == "05/09/2026"


def test_hidden_rows_columns_and_sheets_are_left_out_and_said() -> None:
    rows = (
        f'<row r="1">{text_cell("A1", "a")}{text_cell("B1", "b")}{text_cell("C1", "c")}</row>'
        f'<row r="2" hidden="1">{text_cell("A2", "ẩn")}</row><row r="3" ht="0">{text_cell("A3", "ẩn")}</row><row r="4">{text_cell("A4", "d")}</row>'
    )
    document = read(workbook(rows, before='<cols><col min="2" max="2" hidden="1"/></cols>'))
    (table,) = document.tables()
    assert table.filled() == (("a", "c"), ("d", ""))
    assert [remark.kind for remark in document.remarks] == ["hidden", "hidden"]
    assert "Trang!B" in document.remarks[1].text


def test_a_merge_stands_for_every_row_also_where_its_first_is_hidden() -> None:
    rows = "".join(
        f'<row r="{at}"{hide}>{text_cell(f"A{at}", str(at))}{text_cell(f"B{at}", "Quý I") if at == 1 else ""}</row>'
        for at, hide in ((1, ' hidden="1"'), (2, ""), (3, ""))
    )
    (table,) = read(workbook(rows, after='<mergeCells><mergeCell ref="B1:B3"/></mergeCells>')).tables()
    assert table.filled() == (("2", "Quý I"), ("3", "Quý I"))


def test_formulas_are_read_by_their_values_and_those_without_are_said() -> None:
    rows = '<row r="1"><c r="A1" t="str"><f>X()</f><v>Sở Y tế</v></c><c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><f>NOW()</f></c><c r="D1" t="e"><v>#REF!</v></c></row>'
    document = read(workbook(rows))
    (table,) = document.tables()
    assert table.rows[0].texts == ("Sở Y tế", "2", "", "#REF!")
    assert [("C1" in one.text, "D1" in one.text) for one in document.remarks] == [(True, False), (False, True)]


def test_texts_with_runs_phonetic_hints_and_escapes() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>Sở </t></r><r><t>Y tế</t></r><rPh sb="0" eb="1"><t>ruby</t></rPh></is></c>'
        '<c r="B1" t="inlineStr"><is><t>một_x000D_\nhai</t></is></c><c r="C1" t="inlineStr"><is><t>=không phải công thức</t></is></c></row>'
    )
    (table,) = read(workbook(rows)).tables()
    assert table.rows[0].texts == ("Sở Y tế", "một\nhai", "=không phải công thức")


def test_a_cell_at_the_end_of_the_sheet_costs_nothing() -> None:
    rows = f'<row r="1">{text_cell("A1", "a")}</row><row r="1048576">{text_cell("XFD1048576", "z")}</row>'
    (table,) = read(workbook(rows)).tables()
    assert table.filled() == (("a", ""), ("", "z"))
    assert (table.rows[1].cells[1].place.row, table.rows[1].cells[1].place.column) == (1_048_576, 16_384)


def test_odd_or_missing_styles_are_no_reason_to_refuse() -> None:
    rows = f'<row r="1"><c r="A1" s="77"><v>5</v></c>{text_cell("B1", "b")}</row>'
    for styles in (
        "",
        "<styleSheet",
        '<styleSheet xmlns="urn:x"><fills><fill><patternFill><extLst/></patternFill></fill></fills></styleSheet>',
    ):
        (table,) = read(workbook(rows, **{"xl/styles.xml": styles})).tables()
        assert table.rows[0].texts == ("5", "b")


def test_rows_and_cells_that_only_have_a_look_cost_no_parsing_and_change_no_place() -> None:
    look = "".join(
        f'<row r="{at}" s="0"><c r="A{at}" s="0"/><c r="B{at}" s="0"><v></v></c></row>' for at in range(2, 9)
    )
    rows = f'<row r="1">{text_cell("A1", "a")}<c r="B1" s="0"/>{text_cell("C1", "c")}</row>{look}<row r="9"/><row r="12">{text_cell("C12", "z")}</row>'
    (table,) = read(workbook(rows)).tables()
    assert table.filled() == (("a", "", "c"), ("", "", "z"))
    assert table.rows[1].cells[2].place.row == 12
    counted = "<row><c><v>1</v></c><c/><c><v>3</v></c></row><row/><row><c/><c><v>5</v></c></row>"  # places by counting
    (table,) = read(workbook(counted)).tables()
    assert table.filled() == (("1", "", "3"), ("", "5", ""))


def test_what_is_crossed_out_is_shown_marked_and_said() -> None:
    runs = "<r><rPr><strike/></rPr><t>31/3/2026</t></r><r><t> 30/6/2026</t></r>"
    rows = f'<row r="1"><c r="A1" t="inlineStr"><is>{runs}</is></c><c r="B1" t="s"><v>0</v></c><c r="C1" s="1" t="inlineStr"><is><t>bỏ</t></is></c></row>'
    shared = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><si>{runs}</si></sst>'
    styles = '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts><font/><font><strike/></font></fonts><cellXfs><xf/><xf fontId="1"/></cellXfs></styleSheet>'
    document = read(workbook(rows, **{"xl/sharedStrings.xml": shared, "xl/styles.xml": styles}))
    (table,) = document.tables()
    cells = table.rows[0].cells
    assert [(cell.text, cell.kept) for cell in cells] == [("31/3/2026 30/6/2026", "30/6/2026")] * 2 + [("bỏ", "")]
    assert [(one.kind, "A1" in one.text) for one in document.remarks] == [("struck", True)]
