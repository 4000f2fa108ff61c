"""A plan in the store: what went in comes out, a revision keeps ids and history, a doubt blocks until answered."""

import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies.stored import agency_id
from catalog.audit import Actor
from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.export.as_json import export_plan
from catalog.plans.export.as_workbook import export_xlsx
from catalog.plans.keeping.amend import confirm_cell
from catalog.plans.keeping.identity import Unconfirmed
from catalog.plans.keeping.pairing import Doubtful
from catalog.plans.keeping.report import ImportReport
from catalog.plans.keeping.store import import_plan
from catalog.plans.keeping.stored import read_stored
from catalog.plans.keeping.withdrawal import ManyWithdrawn
from catalog.plans.model import ParsedPlan
from catalog.plans.reader import read_plan
from catalog.store.store import Store
from catalog.tables import Assignment, Extension, ImportRun, Milestone, Plan, Slot, Task, Update
from catalog.work import updates
from catalog.work.assignments import Said

OFFICER = Actor(None, "cli")
NOW = dt.datetime(2026, 1, 5, 2, tzinfo=dt.UTC)
LATER = NOW + dt.timedelta(days=20)

HEAD = """ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA
{number}
Khánh Hòa, ngày 12 tháng 01 năm 2026
KẾ HOẠCH
Chăm sóc cây xanh đô thị năm 2026
Phụ lục
NHIỆM VỤ CHĂM SÓC CÂY XANH

TT	Nhiệm vụ	Cơ quan chủ trì	Cơ quan phối hợp	Kết quả	Thời hạn hoàn thành
"""
ROWS = (
    "1\tTrồng bổ sung cây bóng mát dọc các tuyến đường\tSở Xây dựng\tSở Tài chính\tKế hoạch\t3/2026",
    "2\tMở rộng vườn ươm giống cây bản địa của tỉnh\tSở Nông nghiệp và Môi trường\t\tĐề án\t30/6/2026",
    "3\tPhát động tết trồng cây đầu xuân\tCác sở, ban, ngành\tSở Tư pháp\tLễ phát động\t20/02/2026",
    "4\tThống kê giống cây quý\tSở Nông nghiệp và Môi trường\t\tDanh mục\tThường xuyên",
)


def edition(*rows: str, number: str = "Số: 45/KH-UBND") -> ParsedPlan:
    return read_plan((HEAD.format(number=number) + "\n".join(rows or ROWS)).encode(), "a.txt", khanh_hoa())


def imported(store: Store, plan: ParsedPlan, now: dt.datetime = NOW, **more: Any) -> ImportReport:
    """An import by an officer who has said yes to withdrawing tasks, unless `more` says otherwise."""
    return store.write(lambda s: import_plan(s, plan, OFFICER, now, **{"withdraw": True, **more}))


def unnamed(plan: ParsedPlan) -> dict[str, object]:
    """What is exported of a plan, without the ids that storing gave its tasks."""
    return export_plan(replace(plan, tasks=tuple(replace(one, task_id=0) for one in plan.tasks)))


def task(session: Session, number: str) -> Task:
    return session.exec(select(Task).where(Task.number == number).order_by(col(Task.id))).first()  # type: ignore[return-value]


def assignment(session: Session, number: str, agency: str, role: str = "lead") -> Assignment:
    wanted = (Assignment.task_id == task(session, number).id, Assignment.agency_id == agency_id(session, agency))
    return session.exec(select(Assignment).where(*wanted, Assignment.role == role)).one()


def counts(store: Store) -> list[int]:
    with store.read() as s:
        return [len(s.exec(select(t)).all()) for t in (Plan, Task, Milestone, Assignment, Slot, Update, ImportRun)]


def empty(report: ImportReport) -> bool:
    return not (report.added or report.changed or report.withdrawn)


def test_what_is_stored_is_exported_as_it_was_read(store: Store) -> None:
    plan = edition()
    report = imported(store, plan)
    with store.read() as session:
        again = read_stored(session, session.exec(select(Plan)).one())
        assert unnamed(again) == unnamed(plan)
        assert [row["id"] for row in export_plan(again)["tasks"]] == [1, 2, 3, 4]  # type: ignore[index]
        # Named support that is in a lead group counts once: it leads, and is still exported as printed.
        assert again.tasks[2].actors.support == ("Sở Tư pháp",)
        assert not session.exec(select(Assignment).where(Assignment.task_id == 3, Assignment.role == "support")).all()
    assert (len(report.added), report.tasks, report.new) == (4, 4, True)


@pytest.mark.plans
@pytest.mark.long
def test_the_four_plans_come_out_of_the_store_as_they_were_read(store: Store, shared: Path) -> None:
    plans = [read_plan(file.read_bytes(), file.name, khanh_hoa()) for file in sorted((shared / "seeds").glob("*.txt"))]
    for place, plan in enumerate(plans, start=1):
        imported(store, plan, source_sha256=str(place))
        with store.read() as session:
            assert unnamed(read_stored(session, session.get_one(Plan, place))) == unnamed(plan)
    before = counts(store)
    for place, plan in enumerate(plans, start=1):
        assert empty(imported(store, plan, source_sha256=str(place)))
    assert counts(store)[:-1] == before[:-1]
    with store.read() as session:
        assert audit.verify(session).broken_at is None


def test_a_revision_keeps_ids_and_says_what_changed_field_by_field(store: Store) -> None:
    imported(store, edition())
    report = imported(
        store,
        edition(
            ROWS[0].replace("3/2026", "4/2026"),
            ROWS[1].replace("Mở rộng vườn ươm", "Mở rộng, nâng cấp vườn ươm"),
            "3\tLập bản đồ số cây xanh toàn tỉnh\tSở Khoa học và Công nghệ\t\tBản đồ\t9/2026",
            ROWS[2].replace("3\t", "4\t", 1),
        ),
        LATER,
    )
    assert [(one["task"], sorted(one["fields"])) for one in report.changed] == [
        (1, ["deadline_raw", "deadlines"]),
        (2, ["title"]),
        (3, ["number"]),
    ]
    assert report.changed[0]["fields"]["deadlines"]["after"][0]["due"] == "2026-04-30"
    assert [one["title"] for one in report.added] == ["Lập bản đồ số cây xanh toàn tỉnh"]
    assert [one["task"] for one in report.withdrawn] == [4]
    with store.read() as session:
        gone = session.exec(select(Assignment).where(Assignment.task_id == 4)).one()
        assert gone.state == "cancelled"
        kinds = session.exec(select(Update.kind).where(Update.assignment_id == gone.id)).all()
        assert kinds == ["created", "cancelled"]
        assert assignment(session, "1", "Sở Xây dựng").due == dt.date(2026, 4, 30)
        assert audit.verify(session).broken_at is None


def test_the_same_edition_twice_changes_nothing(store: Store) -> None:
    imported(store, edition())
    before = counts(store)
    assert empty(imported(store, edition(), LATER))
    assert counts(store)[:-1] == before[:-1]


def test_a_task_printed_again_comes_back_with_its_id_and_its_state(store: Store) -> None:
    imported(store, edition())
    store.write(lambda s: updates.progress(s, assignment(s, "4", "Sở Nông nghiệp và Môi trường"), "in_progress", 40,
                                           OFFICER, NOW, Said("được 40%")) and None)  # fmt: skip
    imported(store, edition(*ROWS[:3]), LATER)
    report = imported(store, edition(), LATER)
    assert [(one["task"], one["fields"]) for one in report.changed] == [
        (4, {"withdrawn": {"before": True, "after": False}})
    ]
    assert not report.added
    with store.read() as session:
        back = assignment(session, "4", "Sở Nông nghiệp và Môi trường")
        assert (back.state, back.percent) == ("in_progress", 40)


def test_an_agency_that_leaves_is_cancelled_and_one_that_comes_gets_the_task(store: Store) -> None:
    imported(store, edition())
    imported(store, edition(ROWS[0].replace("Sở Xây dựng", "Sở Công Thương"), *ROWS[1:]), LATER)
    with store.read() as session:
        assert assignment(session, "1", "Sở Xây dựng").state == "cancelled"
        assert assignment(session, "1", "Sở Công Thương").state == "not_started"
    imported(store, edition(), LATER)
    with store.read() as session:
        assert assignment(session, "1", "Sở Xây dựng").state == "not_started"
        assert assignment(session, "1", "Sở Công Thương").state == "cancelled"


def test_a_report_stays_when_the_date_moves(store: Store) -> None:
    imported(store, edition())
    store.write(lambda s: updates.report_done(s, assignment(s, "2", "Sở Nông nghiệp và Môi trường"), (), OFFICER, NOW,
                                              Said("xong")) and None)  # fmt: skip
    imported(store, edition(ROWS[0], ROWS[1].replace("30/6/2026", "31/7/2026"), *ROWS[2:]), LATER)
    with store.read() as session:
        reported = assignment(session, "2", "Sở Nông nghiệp và Môi trường")
        slot = session.get_one(Slot, (reported.id, 1))
        assert (reported.state, slot.reported_on, slot.due) == ("reported", dt.date(2026, 1, 5), dt.date(2026, 7, 31))
        last = session.exec(select(Update).where(Update.assignment_id == reported.id).order_by(col(Update.id).desc()))
        assert (last.first() or Update).kind == "plan_revised"


def test_a_milestone_more_reopens_what_was_reported(store: Store) -> None:
    imported(store, edition())
    store.write(lambda s: updates.report_done(s, assignment(s, "2", "Sở Nông nghiệp và Môi trường"), (), OFFICER, NOW,
                                              Said("xong")) and None)  # fmt: skip
    two = ROWS[1].replace("30/6/2026", "- 30/6/2026: Đề án - 31/12/2026: Báo cáo tổng kết")
    imported(store, edition(ROWS[0], two, *ROWS[2:]), LATER)
    with store.read() as session:
        again = assignment(session, "2", "Sở Nông nghiệp và Môi trường")
        slots = session.exec(select(Slot).where(Slot.assignment_id == again.id).order_by(col(Slot.slot))).all()
        assert [(slot.due, slot.reported_on) for slot in slots] == [
            (dt.date(2026, 6, 30), dt.date(2026, 1, 5)),
            (dt.date(2026, 12, 31), None),
        ]
        assert (again.state, again.due) == ("in_progress", dt.date(2026, 12, 31))


@pytest.mark.parametrize(
    ("printed", "in_force"),
    [("15/7/2026", dt.date(2026, 8, 31)), ("30/9/2026", dt.date(2026, 9, 30)), ("Thường xuyên", None)],
    ids=["an extension beyond the new date stands", "a later new date counts", "no date any more"],
)
def test_an_extension_and_a_new_date(store: Store, printed: str, in_force: dt.date | None) -> None:
    imported(store, edition())

    def extend(session: Session) -> None:
        mine = assignment(session, "2", "Sở Nông nghiệp và Môi trường")
        extension = updates.ask_extension(session, mine, 1, dt.date(2026, 8, 31), Actor(None, "x"), NOW, Said("xin"))
        updates.decide_extension(session, extension, dt.date(2026, 8, 31), OFFICER, NOW, Said())

    store.write(extend)
    imported(store, edition(ROWS[0], ROWS[1].replace("30/6/2026", printed), *ROWS[2:]), LATER)
    with store.read() as session:
        assert assignment(session, "2", "Sở Nông nghiệp và Môi trường").due == in_force


def test_a_waiting_request_is_over_when_the_new_date_grants_it(store: Store) -> None:
    imported(store, edition())
    store.write(lambda s: updates.ask_extension(s, assignment(s, "2", "Sở Nông nghiệp và Môi trường"), 1,
                                                dt.date(2026, 7, 31), OFFICER, NOW, Said("xin")) and None)  # fmt: skip
    imported(store, edition(ROWS[0], ROWS[1].replace("30/6/2026", "31/8/2026"), *ROWS[2:]), LATER)
    with store.read() as session:
        assert session.exec(select(Extension.decision)).all() == ["withdrawn"]


def test_a_doubtful_row_blocks_until_it_is_answered(store: Store) -> None:
    imported(store, edition())
    before = counts(store)
    reworded = edition("1\tTrồng mới cây xanh dọc các tuyến phố\tSở Xây dựng\t\tKế hoạch\t3/2026", *ROWS[1:])
    with pytest.raises(Doubtful) as doubt:
        imported(store, reworded, LATER)
    [asked] = doubt.value.rows
    assert asked["title"] == "Trồng mới cây xanh dọc các tuyến phố"
    assert [candidate["task"] for candidate in asked["candidates"]] == [1]
    assert counts(store) == before
    same = imported(store, reworded, LATER, answers={asked["row"]: 1})
    assert ([one["task"] for one in same.changed], same.added, same.withdrawn) == ([1], [], [])


def test_a_row_answered_as_new_is_a_new_task_and_the_old_one_is_withdrawn(store: Store) -> None:
    imported(store, edition())
    reworded = edition("1\tTrồng mới cây xanh dọc các tuyến phố\tSở Xây dựng\t\tKế hoạch\t3/2026", *ROWS[1:])
    report = imported(store, reworded, LATER, answers={reworded.tasks[0].source_row: None})
    assert ([one["task"] for one in report.added], [one["task"] for one in report.withdrawn]) == ([5], [1])


def test_a_wholly_different_edition_is_new_tasks_and_asks_nothing(store: Store) -> None:
    imported(store, edition())
    other = edition("1\tTập huấn kỹ năng số cho công chức\tSở Nội vụ\t\tLớp\t5/2026")
    report = imported(store, other, LATER)
    assert (len(report.added), report.changed, len(report.withdrawn)) == (1, [], 4)


def test_a_plan_without_a_number_is_known_by_its_title_after_a_confirmation(store: Store) -> None:
    imported(store, edition(number=""), source_sha256="a")
    changed = edition(ROWS[0].replace("3/2026", "5/2026"), *ROWS[1:], number="Số: 45/KH-UBND")
    with pytest.raises(Unconfirmed) as asked:
        imported(store, changed, LATER, source_sha256="b")
    assert asked.value.plan_id == 1
    report = imported(store, changed, LATER, source_sha256="b", plan_id=1)
    assert (report.plan["id"], report.plan["number"], len(report.changed)) == (1, "45/KH-UBND", 1)
    assert imported(store, edition(number="Số: 99/KH-UBND"), LATER, source_sha256="c").plan["id"] == 2


def test_the_file_imported_last_needs_no_confirmation(store: Store) -> None:
    imported(store, edition(number=""), source_sha256="a")
    assert empty(imported(store, edition(number=""), LATER, source_sha256="a"))


def test_a_failure_half_way_leaves_nothing(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    imported(store, edition())
    before = counts(store)

    def broken(*_: object) -> None:
        raise OSError("the disk went away")

    monkeypatch.setattr("catalog.plans.keeping.store.replace_body", broken)
    with pytest.raises(OSError, match="went away"):
        imported(store, edition(ROWS[0].replace("3/2026", "5/2026"), *ROWS[2:]), LATER)
    assert counts(store) == before


def filled(plan: ParsedPlan, cells: dict[str, str], delete: int | None = None) -> ParsedPlan:
    """The workbook of a stored plan with cells set (and one row deleted), read back."""
    workbook = load_workbook(io.BytesIO(export_xlsx(plan, khanh_hoa())))
    for place, value in cells.items():
        workbook["Nhiệm vụ"][place] = value
    if delete is not None:
        workbook["Nhiệm vụ"].delete_rows(delete)
    written = io.BytesIO()
    workbook.save(written)
    return read_plan(written.getvalue(), "b.xlsx", khanh_hoa())


def stored(store: Store) -> ParsedPlan:
    with store.read() as session:
        return read_stored(session, session.exec(select(Plan)).one())


def test_a_workbook_changes_only_the_cells_filled_in(store: Store) -> None:
    imported(store, edition(number=""))
    sheet = filled(stored(store), {"H5": "Sở Công Thương", "G5": "30/9/2026"})
    report = imported(store, sheet, LATER, document_number="12/UBND-TH")
    assert [(one["task"], sorted(one["fields"])) for one in report.changed] == [
        (4, ["deadline_raw", "deadlines", "lead", "lead_named"])
    ]
    assert not report.added
    assert not report.withdrawn
    with store.read() as session:
        given = assignment(session, "4", "Sở Công Thương")
        assert given.due == dt.date(2026, 9, 30)
        created = session.exec(select(Update).where(Update.assignment_id == given.id)).one()
        assert created.document_number == "12/UBND-TH"


def test_what_an_officer_filled_in_survives_the_next_edition(store: Store) -> None:
    imported(store, edition(number=""), source_sha256="a")
    imported(store, filled(stored(store), {"H5": "Sở Công Thương"}), LATER)
    again = imported(store, edition(number=""), LATER, plan_id=1)
    assert empty(again)
    later = edition(*ROWS[:3], ROWS[3].replace("Danh mục", "Danh mục, bản đồ"), number="")
    assert [sorted(one["fields"]) for one in imported(store, later, LATER, plan_id=1).changed] == [["output"]]
    assert stored(store).tasks[3].actors.lead == ("Sở Công Thương",)
    reprinted = edition(*ROWS[:3], ROWS[3].replace("Sở Nông nghiệp và Môi trường", "Sở Y tế"), number="")
    imported(store, reprinted, LATER, plan_id=1)
    assert stored(store).tasks[3].actors.lead == ("Sở Y tế",)


def test_an_old_workbook_does_not_undo_what_another_officer_did_since(store: Store) -> None:
    imported(store, edition())
    first, second = stored(store), stored(store)
    imported(store, filled(first, {"G5": "30/9/2026"}), LATER)
    report = imported(store, filled(second, {"F5": "Danh mục cây quý"}), LATER)
    assert [sorted(one["fields"]) for one in report.changed] == [["output"]]
    assert stored(store).tasks[3].deadline_raw == "30/9/2026"


def test_a_row_deleted_in_a_workbook_is_withdrawn_but_a_task_added_since_is_not(store: Store) -> None:
    imported(store, edition())
    old = stored(store)
    imported(store, edition(*ROWS, "5\tTập huấn chăm sóc cây\tSở Nội vụ\t\tLớp\t5/2026"), LATER)
    report = imported(store, filled(old, {}, delete=3), LATER)
    assert ([one["task"] for one in report.withdrawn], report.added) == ([2], [])
    assert [one.number for one in stored(store).tasks] == ["1", "3", "4", "5"]


def test_a_mark_of_secrecy_set_by_an_officer_survives_the_next_edition(store: Store) -> None:
    imported(store, edition())
    imported(store, filled(stored(store), {"K2": "x"}), LATER)
    imported(store, edition(*ROWS[:3]), LATER)
    assert [one.classified for one in stored(store).tasks] == [True, False, False]


def test_parsed_rows_of_a_workbook_know_the_task_they_are(store: Store) -> None:
    imported(store, edition())
    moved = filled(stored(store), {"E2": "Một tên hoàn toàn khác cho việc này"})
    report = imported(store, moved, LATER)
    assert [(one["task"], list(one["fields"])) for one in report.changed] == [(1, ["title"])]
    assert replace(moved.tasks[0], task_id=0).task_id == 0


def test_overdue_work_added_by_a_revision_waits_for_the_officer(store: Store) -> None:
    imported(store, edition())
    late = NOW + dt.timedelta(days=100)
    imported(store, edition(ROWS[0].replace("Sở Xây dựng", "Sở Công Thương"), *ROWS[1:]), late)
    with store.read() as session:
        assert assignment(session, "1", "Sở Công Thương").overdue_at_import is True


@pytest.fixture
def killed(tmp_path: Path, store: Store) -> Callable[[], int]:
    """Import in a process of its own that is killed right before the commit; its exit code."""
    import subprocess
    import sys

    script = tmp_path / "killed.py"
    script.write_text(
        "import datetime as dt, os, sys\n"
        "from catalog.audit import SYSTEM\n"
        "from catalog.plans.bundle import load_bundled\n"
        "from catalog.plans.keeping.store import import_plan\n"
        "from catalog.store.store import Store\n"
        "def work(session):\n"
        "    import_plan(session, load_bundled()[0], SYSTEM, dt.datetime(2026, 1, 5, tzinfo=dt.UTC))\n"
        "    session.flush()\n"
        "    os._exit(9)\n"
        "Store(sys.argv[1]).write(work)\n"
    )
    root = Path(__file__).resolve().parents[4]
    return lambda: (
        subprocess.run(
            [sys.executable, str(script), store.url], cwd=root, env={"PYTHONPATH": str(root)}, check=False
        ).returncode
    )


def test_a_process_killed_before_the_commit_leaves_nothing(store: Store, killed: Callable[[], int]) -> None:
    before = counts(store)
    assert killed() == 9
    assert counts(store) == before


LETTERHEAD = """{office}
Số: 45/KH-UBND
Nha Trang, ngày 12 tháng 01 năm {year}
KẾ HOẠCH
Chăm sóc cây xanh năm {year}

TT\tNhiệm vụ\tCơ quan chủ trì\tCơ quan phối hợp\tKết quả\tThời hạn
"""


def signed(office: str, year: int, *rows: str) -> ParsedPlan:
    head = LETTERHEAD.format(office=office, year=year)
    return read_plan((head + "\n".join(rows or ROWS)).encode(), "a.txt", khanh_hoa())


@pytest.mark.parametrize(
    ("office", "year"),
    [("ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA", 2027), ("ỦY BAN NHÂN DÂN PHƯỜNG BẮC NHA TRANG", 2026)],
    ids=["the year after", "a commune"],
)
def test_the_same_number_by_another_office_or_of_another_year_is_another_plan(
    store: Store, office: str, year: int
) -> None:
    imported(store, signed("ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA", 2026), withdraw=False)
    report = imported(store, signed(office, year, ROWS[0]), withdraw=False)
    assert (report.new, report.withdrawn) == (True, [])


def test_a_number_without_its_day_is_asked_about_with_both_titles(store: Store) -> None:
    first = signed("ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA", 2026)
    imported(store, first)
    with pytest.raises(Unconfirmed) as caught:
        imported(store, replace(first, date=None, title="Kế hoạch trồng cây", tasks=first.tasks[:3]))
    assert caught.value.plan_id
    assert "chăm sóc cây xanh" in str(caught.value).lower()
    assert "trồng cây" in str(caught.value)


def test_more_than_a_fifth_of_the_tasks_are_never_withdrawn_unasked(store: Store) -> None:
    imported(store, edition())
    with pytest.raises(ManyWithdrawn, match="thiếu 1 trong 4"):
        imported(store, edition(*ROWS[:3]), withdraw=False)
    with store.read() as session:
        assert all(one.withdrawn_at is None for one in session.exec(select(Task)))
    assert len(imported(store, edition(*ROWS[:3])).withdrawn) == 1


def test_what_was_not_read_for_certain_is_reminded_of_nobody_before_an_officer_has_looked(store: Store) -> None:
    sure, doubtful = (
        "1\tQuét đường\tSở Xây dựng\t\tA\t30/6/2026",
        "2\tTỉa cành\tSở Xây dựng\t\tA\tkhoảng giữa tháng 6/2026",
    )
    report = imported(store, edition(sure, doubtful), hold_doubtful=True)
    with store.read() as session:
        waiting = session.exec(select(Assignment.in_doubt).order_by(col(Assignment.id))).all()
    assert (list(waiting), report.overdue_at_import) == (["", "deadline"], 0)
    [cell] = report.in_doubt
    assert (cell["task"], cell["cell"], cell["printed"]) == (2, "deadline", "khoảng giữa tháng 6/2026")


def test_a_new_edition_that_makes_a_row_doubtful_holds_it_and_one_confirmed_is_not_asked_about_again(
    store: Store,
) -> None:
    sure = "1\tTỉa cành\tSở Xây dựng\t\tA\t30/6/2026"
    unsure = "1\tTỉa cành\tSở Xây dựng\t\tA\tkhoảng giữa tháng 6/2026"
    other = "1\tTỉa cành\tSở Xây dựng\t\tA\tkhoảng giữa tháng 7/2026"

    def held() -> str:
        with store.read() as session:
            return session.exec(select(Assignment.in_doubt)).one()

    def again(row: str) -> str:
        imported(store, edition(row), LATER, hold_doubtful=True)
        return held()

    assert (again(sure), again(unsure)) == ("", "deadline")

    def confirm(session: Session) -> None:
        confirm_cell(session, session.get_one(Task, 1), "deadline", None, Actor(None, "cli"), LATER, Said())

    store.write(confirm)
    assert (held(), again(unsure), again(other), again(sure)) == ("", "", "deadline", "")


def test_a_plan_of_another_province_than_all_before_is_remarked_on(store: Store) -> None:
    imported(store, signed("ỦY BAN NHÂN DÂN TỈNH KHÁNH HÒA", 2026))
    report = imported(store, replace(signed("ỦY BAN NHÂN DÂN TỈNH QUẢNG TRỊ", 2026), warnings=()))
    (said,) = [warning["text"] for warning in report.warnings if warning["kind"] == "elsewhere"]
    assert "Quảng Trị" in said
