"""Chat, command line, Word, Excel and HTTP show the same numbers, whatever happened before."""

import datetime as dt
import importlib
import io
import itertools
import json
import pathlib
import re
import sys

import docx
import openpyxl
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from sqlmodel import select
from typer.testing import CliRunner

from bot import cli
from catalog.audit import SYSTEM
from catalog.figures.official import Scope
from catalog.figures.overview import overview
from catalog.figures.published import row_documents, status_document
from catalog.figures.reporting import report
from catalog.figures.rows_behind import to_press
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.tables import AgencyRow, Assignment
from catalog.work.snapshot import FIVE_FIGURES
from handlers.leader import report_documents
from handlers.leader.report_documents import letter_docx, report_docx
from handlers.leader.report_workbook import PARTS, report_xlsx
from handlers.leader.status import worst
from templates.render import say

sys.path.insert(0, str(pathlib.Path(__file__).parents[1] / "catalog"))
history = importlib.import_module("lived_history")

OVERDUE = FIVE_FIGURES.index("open_overdue")


@pytest.fixture(autouse=True)
def _no_picture(monkeypatch):
    """The picture is tested on its own; drawing it takes most of the time."""
    monkeypatch.setattr(report_documents, "report_chart", lambda facts: None)


def chat_numbers(session, day, now, scope=Scope()):
    shown = overview(session, day, now, scope)
    text = say("status.overview", title="x", day=day, f=shown.whole, before=shown.whole, week_ago=day,
               worst=worst(shown.groups), warned=sum(n for _, n in shown.warned()))  # fmt: skip
    parts = [number(n) for n in re.findall(r"^[✅☑️🟢🔴⚪]+ .*: ([\d.]+) \(", text, re.M)]
    if "\nChưa giao việc nào cho cơ quan" in text:
        return 0, [0] * len(FIVE_FIGURES)
    return number(re.search(r"Tổng số: ([\d.]+)", text)[1]), parts


def docx_numbers(data):
    """(total, parts) of the sentence in part I, and of the last row of each table of figures."""
    document = docx.Document(io.BytesIO(data))
    text = "\n".join(p.text for p in document.paragraphs)
    said = re.search(
        r"Tổng số ([\d.]+) lượt.*đúng hạn ([\d.]+) .*trễ hạn ([\d.]+) .*trong hạn ([\d.]+) .*quá hạn ([\d.]+) .*thời hạn ([\d.]+) ",
        text,
    )
    found = [number(n) for n in said.groups()]
    tables = [t for t in document.tables if t.rows[0].cells[-1].text.startswith("Cập nhật")]
    assert len(tables) == 2
    for table in tables:
        rows = [[number(cell.text) for cell in row.cells[2:8]] for row in table.rows[1:]]
        assert [sum(column) for column in zip(*rows[:-1], strict=True)] == rows[-1] == found
    return found[0], found[1:]


def xlsx_numbers(data):
    """(total, parts) of every sheet of figures; the live formulas are followed by hand and hold their values."""
    book, shown = (openpyxl.load_workbook(io.BytesIO(data), data_only=values) for values in (False, True))
    answers = []
    for name in ("Theo kế hoạch", "Theo cơ quan", "Theo mục"):
        page = book[name]
        if page.max_row <= 3:
            answers.append((0, [0] * 5))
            continue
        last = page.max_row - 1
        assert page.cell(last + 1, 1).value == "Tổng số"
        sums = []
        for column in range(3, 8):
            letter = openpyxl.utils.get_column_letter(column)
            assert page.cell(last + 1, column).value == f"=SUBTOTAL(109,{letter}4:{letter}{last})"
            sums.append(sum(page.cell(row, column).value for row in range(4, last + 1)))
            assert shown[name].cell(last + 1, column).value == sums[-1]
        assert page.cell(4, 2).value == "=SUM(C4:G4)"
        answers.append((sum(sums), sums))
    assert all(answer == answers[0] for answer in answers)
    rows = [page_row[11].value for page_row in book["Chi tiết"].iter_rows(min_row=4) if page_row[0].value]
    named = [sum(row == PARTS[part] for row in rows) for part in FIVE_FIGURES]
    assert named == answers[0][1]
    return answers[0]


def letter_numbers(data):
    """(the sentence's count, [(due as printed, days late) of each row])."""
    document = docx.Document(io.BytesIO(data))
    said = re.search(r"còn ([\d.]+) nhiệm vụ", "\n".join(p.text for p in document.paragraphs))
    rows = [[cell.text for cell in row.cells] for table in document.tables for row in table.rows]
    listed = [row for row in rows if len(row) == 6 and row[0].isdigit()]
    assert [row[0] for row in listed] == [str(n) for n in range(1, len(listed) + 1)]
    return number(said[1]), [(row[2], number(row[3])) for row in listed]


def number(text):
    return int(text.replace(".", ""))


@settings(max_examples=4, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(history.steps)
def test_after_any_history_every_surface_shows_the_same_numbers(story):
    life = history.begin()
    life.play("new_task", 4)
    for act, pick in story:
        life.play(act, pick)
    session, day, now = life.session, life.day, life.now
    document = status_document(session, day, now, Scope())
    expected = (document["total"], [document[part] for part in FIVE_FIGURES])
    facts = report(session, day, now, Scope(), "toàn tỉnh")
    assert chat_numbers(session, day, now) == expected
    assert docx_numbers(report_docx(facts, now)) == expected
    assert xlsx_numbers(report_xlsx(facts, now)) == expected
    parts = [row["part"] for row in row_documents(session, day, Scope())]
    assert [parts.count(part) for part in FIVE_FIGURES] == expected[1]
    session.close()


@settings(max_examples=4, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(history.steps)
def test_after_any_history_a_letter_presses_for_what_the_agency_is_overdue_with_and_has_not_reported(story):
    life = history.begin()
    for pick in (4, 14):
        life.play("new_task", pick)
    life.day += dt.timedelta(days=120)  # so that all of it is overdue before anything is reported
    for act, pick in story:
        life.play(act, pick)
    everything = len(life.session.exec(select(Assignment)).all())
    life.play("done", everything)  # whatever came before: the first one, overdue, is reported now and waits
    session, day, now = life.session, life.day, life.now
    pressed = to_press(session, day, now, Scope())
    for agency, name in session.exec(select(AgencyRow.id, AgencyRow.name)).all():
        scope = Scope(agency_ids=(agency,))
        overdue = [row for row in row_documents(session, day, scope) if row["part"] == "open_overdue"]
        assert chat_numbers(session, day, now, scope)[1][OVERDUE] == len(overdue)
        owed = [dt.date.fromisoformat(row["due"]) for row in overdue if row["state"] != "reported"]
        facts = report(session, day, now, scope, name)
        count, rows = letter_numbers(letter_docx(session, facts, name, "Sở Nội vụ", now))
        assert count == len(owed) == pressed[agency, name]
        assert sorted(rows) == sorted((f"{due.day}/{due.month}/{due.year}", (day - due).days) for due in owed)
    session.close()


@pytest.fixture
def house(store, tmp_path, monkeypatch, clock):
    now = clock()
    store.write(lambda s: import_plan(s, load_bundled()[2], SYSTEM, now, source_name="b"))
    monkeypatch.setenv("DONDOC_DATABASE_URL", store.url)
    monkeypatch.setenv("DONDOC_NOW", "2026-06-05T09:00")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_command_line_writes_the_report_it_prints(house):
    run = CliRunner().invoke
    printed = json.loads(run(cli.app, ["status", "--json"]).stdout)
    expected = (printed["total"], [printed[part] for part in FIVE_FIGURES])
    assert expected[0] == sum(expected[1]) > 0
    for name, read in (("bao-cao.docx", docx_numbers), ("bao-cao.xlsx", xlsx_numbers)):
        done = run(cli.app, ["report", "--out", name])
        assert done.exit_code == 0
        assert read((house / name).read_bytes()) == expected
    table = run(cli.app, ["status", "--by", "plan"]).stdout
    assert str(expected[0]) in table


SUMMED = ("total", *FIVE_FIGURES, "reported", "self_confirmed", "cancelled", "suspended", "unassigned")


def test_every_combination_of_options_prints_the_contract_and_adds_up(house):
    run = CliRunner().invoke
    for level, by, of in itertools.product(
        ("assignments", "tasks"), ("", "plan", "agency", "section"), ((), ("--agency", "sở nội vụ"), ("--plan", "1165"))
    ):
        options = ["--level", level, *(("--by", by) if by else ()), *of, "--on", "2026-06-04"]
        printed = json.loads(run(cli.app, ["status", "--json", *options]).stdout)
        assert {*SUMMED, "date", "level", "update_rate", "linked_rate", "groups", "warnings"} <= set(printed), options
        assert (printed["date"], printed["level"], bool(printed["groups"])) == ("2026-06-04", level, bool(by))
        assert sum(printed[part] for part in FIVE_FIGURES) == printed["total"]
        for group in printed["groups"]:
            assert {*SUMMED, "key", "name", "update_rate", "linked_rate"} <= set(group)
        for key in SUMMED if by else ():
            assert sum(group[key] for group in printed["groups"]) == printed[key], (options, key)
        assert all({"kind", "reason", "advice", "agency"} <= set(warning) for warning in printed["warnings"])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--out", "bao-cao.pdf"], "phải là tệp .docx hoặc .xlsx"),
        (["--out", "khong/co/bao-cao.docx"], "không có thư mục"),
        (["--out", "a.docx", "--on", "2026-02-30"], "không phải là ngày có thật"),
        (["--out", "a.docx", "--on", "2027-02-03"], "chưa đến"),
        (["--out", "a.docx", "--plan", "9999"], "Không rõ kế hoạch “9999”. Hiện có: 1 (1165/QĐ-UBND)"),
        (["--out", "a.docx", "--agency", "ubnd nha trang"], "Có phải: UBND phường Nha Trang"),
        (["--out", "a.docx", "--on", "2025-01-01"], "Chưa có nhiệm vụ nào"),
    ],
)
def test_a_report_that_cannot_be_made_is_one_sentence_and_exit_code_2(house, arguments, said):
    done = CliRunner().invoke(cli.app, ["report", *arguments])
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_report_on_one_agency_has_only_its_rows(house):
    CliRunner().invoke(cli.app, ["report", "--agency", "sở nội vụ", "--out", "a.xlsx"])
    book = openpyxl.load_workbook(house / "a.xlsx")
    assert {row[7].value for row in book["Chi tiết"].iter_rows(min_row=4)} == {"Sở Nội vụ"}
