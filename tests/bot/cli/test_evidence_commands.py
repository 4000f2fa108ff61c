"""dondoc evidence list / export: what an auditor takes away, checked against the hashes."""

import csv
import hashlib
import json
import pathlib

import pytest
from prompt import Dondoc

from bot.cli.office.evidence import file_name
from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM
from catalog.clock import SetClock
from catalog.plans.keeping.store import import_plan
from catalog.plans.model import Actors, ParsedPlan, ParsedTask
from catalog.store.store import Store
from catalog.tables import Assignment
from catalog.work.assignments import Said
from catalog.work.evidence import EvidenceStore
from catalog.work.evidence_of_assignment import Listed, attach
from templates.documents.sample import sample_pdf


@pytest.fixture
def home(store: Store, clock: SetClock, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> pathlib.Path:
    """A deployment with one task and two files as its evidence."""
    monkeypatch.setenv("DONDOC_DATABASE_URL", store.url)
    monkeypatch.setenv("DONDOC_EVIDENCE_URL", str(tmp_path / "kept"))
    task = ParsedTask(
        annex="", section="I", section_title="", number="1", title="Việc 1", output="", deadline_raw="", deadlines=(),
        actors=Actors(lead=("Sở Công Thương",)),
    )  # fmt: skip
    plan = ParsedPlan("1/KH", "Kế hoạch", "UBND tỉnh", None, 2026, "Sở Khoa học và Công nghệ", (task,))
    kept = EvidenceStore(str(tmp_path / "kept"))
    files = [("báo cáo.pdf", kept.keep(sample_pdf("one"))), ("=1+1/../x.pdf", kept.keep(sample_pdf("two")))]
    store.write(lambda s: import_plan(s, plan, SYSTEM, clock()))
    store.write(lambda s: attach(s, s.get_one(Assignment, 1), files, SYSTEM, clock(), Said("1 xong", None, "3/SCT-VP")))
    assert store.write(lambda s: agency_id(s, "Sở Công Thương"))
    return tmp_path


def test_the_list_names_task_agency_hash_and_document(home: pathlib.Path, dondoc: Dondoc) -> None:
    rows = dondoc.json("evidence", "list", "--agency", "so cong thuong")["evidence"]
    assert [(r["task"], r["agency"], r["name"], r["mime"], r["document_number"]) for r in rows] == [
        (1, "Sở Công Thương", "báo cáo.pdf", "application/pdf", "3/SCT-VP"),
        (1, "Sở Công Thương", "=1+1/../x.pdf", "application/pdf", "3/SCT-VP"),
    ]
    assert rows[0]["sha256"] == hashlib.sha256(sample_pdf("one")).hexdigest()
    code, out, _ = dondoc("evidence", "list", "--task", "77")
    assert code == 0
    assert "Chưa có minh chứng nào" in out


def test_the_export_holds_every_file_and_a_list(home: pathlib.Path, dondoc: Dondoc) -> None:
    out = home / "ra"
    assert dondoc("evidence", "export", "--out", str(out))[0] == 0
    with (out / "danh-sach.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        assert hashlib.sha256((out / row["tep"]).read_bytes()).hexdigest() == row["sha256"]
    assert rows[1]["ten_goc"] == "'=1+1/../x.pdf"  # no spreadsheet takes it for a formula
    assert sorted(p.name for p in out.iterdir()) == ["0001-1-báo cáo.pdf", "0001-2-=1+1_.._x.pdf", "danh-sach.csv"]
    code, _, err = dondoc("evidence", "export", "--out", str(out))
    assert code == 2
    assert "trống" in err


def test_a_damaged_file_is_named(home: pathlib.Path, dondoc: Dondoc) -> None:
    sha256 = hashlib.sha256(sample_pdf("one")).hexdigest()
    (home / "kept" / sha256[:2] / sha256).write_bytes(b"changed")
    code, printed, _ = dondoc("evidence", "export", "--out", str(home / "ra"), "--json")
    assert code == 1
    assert json.loads(printed)["damaged"] == ["báo cáo.pdf"]


def test_a_name_that_is_nothing_but_signs_gets_one(clock: SetClock) -> None:
    row = Listed(7, 12, "A", "../..", "x", "m", 1, clock(), None, "", "", False)
    assert file_name(row) == "0012-7-_"
