"""The chart, the Word forms and the sheets, with names no one expects."""

import datetime as dt
import io
import subprocess
import sys

import docx
import openpyxl
import pytest
from PIL import Image

from templates.documents import make_forms
from templates.documents.chart import BARS, PARTS, Bar, bars_that_fit, draw_chart, label
from templates.documents.forms import BrokenForm, fill
from templates.documents.letterhead import letterhead
from templates.documents.sheets import Column, Sheet, workbook

DAY = dt.date(2026, 3, 16)
LETTER = {
    "addressees": ["Sở B"], "addressee": "Sở B", "day": "ngày 16 tháng 3 năm 2026", "year": "2026", "copies": ["Như trên"],
    "answer_by": "ngày 23 tháng 3 năm 2026", "plans": "Kế hoạch", "tasks": [],
}  # fmt: skip
NOW = dt.datetime(2026, 3, 16, 2, tzinfo=dt.UTC)


def filled_in(values=LETTER, **more):
    return fill("letter", values, letterhead("Sở A", "UBND tỉnh Hòa Lạc"), made_at=NOW, title="Công văn", **more)


def sheets_of(*sheets):
    return openpyxl.load_workbook(io.BytesIO(workbook("t", sheets, author="Sở A", made_at=NOW)))


def bar(name, overdue=1, done=2):
    return Bar(name, {**dict.fromkeys(PARTS, 0), "open_overdue": overdue, "done_on_time": done})


@pytest.mark.filterwarnings("ignore:.*:DeprecationWarning")
@pytest.mark.parametrize(
    "names", [["Sở Nội vụ"], ["Ủ" * 200, "Rất dài " * 40, "giá $5 và $6", ""], [str(n) for n in range(90)]]
)
def test_a_chart_is_as_wide_as_a_phone_shows_whatever_the_names(names):
    bars = [bar(name) for name in names]
    whole = Bar("", {part: sum(b.counts[part] for b in bars) for part in PARTS})
    weeks = [(DAY - dt.timedelta(days=7), whole.counts), (DAY, whole.counts)]
    image = Image.open(io.BytesIO(draw_chart("phạm vi " * 30, DAY, whole, bars, weeks)))
    assert image.format == "PNG"
    assert image.width == 1080
    assert image.height <= 2 * image.width


def test_bars_that_do_not_fit_are_summed_up_in_one():
    bars = [bar(f"Xã {n}", overdue=n) for n in range(40)]
    shown = bars_that_fit(bars)
    assert len(shown) == BARS
    assert sum(b.total for b in shown) == sum(b.total for b in bars)
    assert shown[-1].name == "29 nhóm còn lại"


def test_groups_without_rows_have_no_bar():
    assert bars_that_fit([bar("A", 0, 0)]) == []


def test_a_name_of_two_hundred_letters_takes_two_lines():
    for name in ("Ủ" * 200, "Cơ quan " * 25):
        lines = label(name).splitlines()
        assert len(lines) == 2
        assert lines[-1].endswith("…")
        assert max(map(len, lines)) <= 24


@pytest.mark.long
def test_charts_documents_plans_and_replies_load_what_they_need_when_they_come():
    late = {
        "matplotlib",
        "docxtpl",
        "docx",
        "openpyxl",
        "xlsxwriter",
        "pdfplumber",
        "handlers.replies.rules",
        "catalog.plans.meaning.dates.deadlines",
    }
    code = f"import sys, handlers.leader.reports, bot.app; print(*{late} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_what_people_typed_is_never_markup_in_a_form():
    values = {**LETTER, "addressees": ["Sở <b>B</b> & {{ day }}\x00"]}
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(filled_in(values))).paragraphs)
    assert "Kính gửi: Sở <b>B</b> & {{ day }}" in text


def test_an_edited_form_is_used_and_a_broken_one_is_a_sentence(tmp_path):
    own = docx.Document()
    own.add_paragraph("Mẫu riêng gửi {{ addressee }}")
    own.save(str(tmp_path / "letter.docx"))
    assert docx.Document(io.BytesIO(filled_in(folder=tmp_path))).paragraphs[0].text == "Mẫu riêng gửi Sở B"
    own.paragraphs[0].text = "{% for %}"
    own.save(str(tmp_path / "letter.docx"))
    with pytest.raises(BrokenForm, match=r"letter\.docx có chỗ điền sai"):
        filled_in(folder=tmp_path)
    (tmp_path / "letter.docx").write_bytes(b"khong phai Word")
    with pytest.raises(BrokenForm, match=r"không phải là tệp Word"):
        filled_in(folder=tmp_path)


def test_the_shipped_forms_are_what_the_script_makes(tmp_path, monkeypatch):
    shipped = {
        name: _texts(make_forms.HERE / f"{name}.docx") for name in ("report", "letter", "report-party", "letter-party")
    }
    monkeypatch.setattr(make_forms, "HERE", tmp_path)
    make_forms.main()
    assert {name: _texts(tmp_path / f"{name}.docx") for name in shipped} == shipped


def _texts(path):
    document = docx.Document(str(path))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [p.text for p in document.paragraphs] + cells


@pytest.mark.parametrize("text", ["=1+1", "+84", "-1", "@SUM(A1)", "\t=x", '=HYPERLINK("http://x")'])
def test_a_text_in_a_sheet_is_never_computed(text):
    page = sheets_of(Sheet("A", (Column("Tên"),), [(text,), ("x\x07y",)]))["A"]
    assert page["A4"].data_type == "s"
    assert page["A4"].value.strip() == text.strip()
    assert page["A4"].quotePrefix
    assert page["A5"].value == "xy"


def test_totals_in_a_sheet_follow_the_filter_have_their_values_and_texts_of_any_length_fit():
    columns = (Column("Tên"), *(Column(head, 10, "count") for head in ("Tổng", "x", "y")))
    sheet = Sheet("A", columns, [("N" * 40_000, 0, 1, 2), ("b", 0, 3, 4)], summed=(1, 2, 3), parts=(2, 3), total_at=1,
                  chart="Biểu đồ")  # fmt: skip
    data = workbook("t", [sheet], author="Sở A", made_at=NOW)
    page, shown = (openpyxl.load_workbook(io.BytesIO(data), data_only=values)["A"] for values in (False, True))
    assert [page.cell(6, n).value for n in (2, 3, 4)] == [f"=SUBTOTAL(109,{c}4:{c}5)" for c in "BCD"]
    assert [shown.cell(6, n).value for n in (2, 3, 4)] == [10, 4, 6]
    assert (page["B4"].value, shown["B4"].value) == ("=SUM(C4:D4)", 3)
    assert len(page["A4"].value) == 32_000
