"""A document that amends an earlier plan is a difference of that plan, applied when an officer says so."""

import datetime as dt
import io
from typing import Any

import pytest
from docx import Document
from sqlmodel import select

from catalog.audit import Actor
from catalog.organisations.khanh_hoa import registry
from catalog.plans.keeping.amendment import Amendment
from catalog.plans.keeping.report import ImportReport
from catalog.plans.keeping.store import import_plan
from catalog.plans.keeping.stored import documents_of, read_stored
from catalog.plans.model import ParsedPlan
from catalog.plans.reader import read_plan
from catalog.store.store import Store
from catalog.tables import Plan, Update

NOW, LATER = dt.datetime(2026, 2, 2, 2, tzinfo=dt.UTC), dt.datetime(2026, 5, 4, 2, tzinfo=dt.UTC)
TITLES = ["TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Sản phẩm", "Thời hạn"]
FIRST = [
    ["1", "Rà soát các điểm ngập", "Sở Xây dựng", "Công an tỉnh", "Danh mục", "30/4/2026"],
    ["2", "Nạo vét kênh chính", "Sở Nông nghiệp và Môi trường", "", "Báo cáo", "30/6/2026"],
    ["3", "Lắp biển báo", "Sở Xây dựng", "", "Biển báo", "30/9/2026"],
]


def document(number: str, title: str, rows: list[list[str]], day: str = "ngày 12 tháng 01 năm 2026") -> ParsedPlan:
    paper = Document()
    kind, about = title.split(": ", 1)
    for line in ("ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA", f"Số: {number}", f"Khánh Hòa, {day}", kind, about):
        paper.add_paragraph(line)
    table = paper.add_table(rows=0, cols=6)
    for row in (TITLES, *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    written = io.BytesIO()
    paper.save(written)
    return read_plan(written.getvalue(), "a.docx", registry())


def put(store: Store, plan: ParsedPlan, now: dt.datetime = NOW, **more: Any) -> ImportReport:
    return store.write(lambda s: import_plan(s, plan, Actor(None, "cli"), now, **more))


PLAN = ("31/KH-UBND", "KẾ HOẠCH: Chống ngập đô thị năm 2026")
AMENDS = "QUYẾT ĐỊNH: Sửa đổi, bổ sung Kế hoạch số 31/KH-UBND ngày 12/01/2026 về chống ngập đô thị năm 2026"


def amendment(*rows: list[str], title: str = AMENDS) -> ParsedPlan:
    return document("77/QĐ-UBND", title, list(rows), "ngày 20 tháng 4 năm 2026")


def test_an_amendment_changes_and_adds_what_it_prints_and_leaves_the_rest(store: Store) -> None:
    put(store, document(*PLAN, FIRST))
    change = amendment(
        ["2", "Nạo vét kênh chính", "", "", "", "31/8/2026"],
        ["4", "Xây trạm bơm", "Sở Xây dựng", "", "Trạm", "1/12/2026"],
    )
    with pytest.raises(Amendment) as asked:
        put(store, change, LATER)
    assert (asked.value.plan_id, asked.value.what) == (1, "sửa đổi, bổ sung")
    report = put(store, change, LATER, plan_id=1)
    assert [(one["task"], sorted(one["fields"])) for one in report.changed] == [(2, ["deadline_raw", "deadlines"])]
    assert ([one["title"] for one in report.added], report.withdrawn) == (["Xây trạm bơm"], [])
    with store.read() as session:
        plan = session.exec(select(Plan)).one()
        rows = read_stored(session, plan).tasks
        documents = documents_of(session, 1)
        said = session.exec(select(Update.document_number).where(Update.kind == "plan_revised")).all()
    assert (plan.number, plan.title) == ("31/KH-UBND", "Kế hoạch chống ngập đô thị năm 2026")
    assert [(row.title, str(row.deadlines[0].due)) for row in rows] == [
        ("Rà soát các điểm ngập", "2026-04-30"), ("Nạo vét kênh chính", "2026-08-31"), ("Lắp biển báo", "2026-09-30"),
        ("Xây trạm bơm", "2026-12-01"),
    ]  # fmt: skip
    assert rows[1].actors.lead == ("Sở Nông nghiệp và Môi trường",)
    assert [(one["number"], one["what"]) for one in documents] == [("77/QĐ-UBND", "sửa đổi, bổ sung")]
    assert set(said) == {"77/QĐ-UBND"}


def test_the_first_document_imported_again_does_not_undo_its_amendment(store: Store) -> None:
    put(store, document(*PLAN, FIRST))
    change = amendment(["2", "Nạo vét kênh chính", "", "", "", "31/8/2026"])
    put(store, change, LATER, plan_id=1, source_sha256="b")
    again = put(store, document(*PLAN, FIRST), LATER)
    assert (again.changed, again.added, again.withdrawn) == ([], [], [])
    twice = put(store, change, LATER, source_sha256="b")  # known by its content: no second question, nothing to do
    assert (twice.plan["id"], twice.changed, twice.added) == (1, [], [])


def test_a_document_that_replaces_a_plan_is_its_new_edition_under_the_new_number(store: Store) -> None:
    put(store, document(*PLAN, FIRST))
    whole = amendment(*FIRST[:2], title="KẾ HOẠCH: Chống ngập đô thị (thay thế Kế hoạch số 31/KH-UBND ngày 12/01/2026)")
    report = put(store, whole, LATER, plan_id=1, withdraw=True)
    assert [one["title"] for one in report.withdrawn] == ["Lắp biển báo"]
    assert report.plan["number"] == "77/QĐ-UBND"
    with store.read() as session:
        assert [one["what"] for one in documents_of(session, 1)] == ["thay thế"]


def test_an_amendment_of_another_year_or_said_to_be_one_by_itself_is_a_plan_of_its_own(store: Store) -> None:
    put(store, document(*PLAN, FIRST))
    older = amendment(FIRST[0], title=AMENDS.replace("2026", "2025"))
    assert put(store, older, LATER).plan["id"] == 2
    assert put(store, amendment(FIRST[1]), LATER, plan_id=0).plan["id"] == 3
