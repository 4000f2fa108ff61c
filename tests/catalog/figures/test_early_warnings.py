"""Early warnings (DESIGN section 4): for each kind a case that must warn and one that must not."""

import dataclasses
import datetime as dt

import pytest
from lived_history import START, History, begin
from sqlmodel import select

from catalog.audit import Actor
from catalog.figures.shortages import helping_agencies
from catalog.figures.standing_on_day import Scope
from catalog.figures.warnings import KINDS, EarlyWarning, early_warnings, help_wanted, shortages
from catalog.tables import AgencyRow, Assignment, Membership, Milestone, Plan, Task
from catalog.work import assignments, updates
from catalog.work.assignments import Said

FOCAL, OFFICER = Actor(1, "telegram"), Actor(2, "telegram")
DUE = dt.date(2026, 6, 30)


@pytest.fixture
def life() -> History:
    history = begin()
    history.session.get_one(Plan, 1).date = dt.date(2026, 1, 1)
    history.session.add_all(
        Membership(person_id=1, role="focal", agency_id=n, since=history.now - dt.timedelta(days=90)) for n in (1, 2, 3)
    )
    history.session.flush()
    return history


def give(life: History, due: dt.date | None = DUE, agency: int = 1, role: str = "lead", **task: object) -> Assignment:
    row = Task(plan_id=1, position=1, section="I", number="1", title="Ban hành kế hoạch", **task)
    life.session.add(row)
    life.session.flush()
    if due:
        life.session.add(Milestone(task_id=row.id or 0, slot=1, kind="date", due=due))
        life.session.flush()
    made = assignments.create(life.session, row, [agency], role, OFFICER, life.now)
    return life.session.get_one(Assignment, made[0])


def says(life: History, a: Assignment, percent: int) -> None:
    updates.progress(life.session, a, "in_progress", percent, FOCAL, life.now, Said(text="đang làm"))


def kinds(life: History, scope: Scope | None = None) -> list[str]:
    return [w.kind for w in warned(life, scope)]


def warned(life: History, scope: Scope | None = None) -> list[EarlyWarning]:
    life.session.flush()
    return early_warnings(life.session, life.day, scope)


def test_progress_far_below_the_time_elapsed_warns_of_the_trajectory(life):
    a = give(life)
    life.day = dt.date(2026, 5, 28)
    says(life, a, 20)
    found = warned(life)
    assert [w.kind for w in found] == ["trajectory"]
    assert "Đã qua 82% thời gian (1/1/2026 – 30/6/2026) nhưng mới báo đạt 20%." in found[0].reason
    assert found[0].advice


def test_progress_that_keeps_up_with_time_does_not_warn(life):
    a = give(life)
    life.day = dt.date(2026, 5, 28)
    says(life, a, 60)
    assert kinds(life) == []


def test_little_progress_early_in_the_time_does_not_warn(life):
    a = give(life)
    life.day = dt.date(2026, 3, 20)
    says(life, a, 0)
    assert kinds(life) == []


def test_what_was_never_heard_of_near_its_due_is_a_silence(life):
    give(life)
    life.day = DUE - dt.timedelta(days=30)
    assert kinds(life) == ["silence"]
    assert "Còn 30 ngày đến hạn 30/6/2026 mà chưa cập nhật lần nào." in warned(life)[0].reason


def test_an_update_thirty_days_old_near_its_due_is_a_silence(life):
    a = give(life)
    life.day = DUE - dt.timedelta(days=40)
    says(life, a, 90)
    life.day += dt.timedelta(days=29)
    assert kinds(life) == []
    life.day += dt.timedelta(days=1)
    assert kinds(life) == ["silence"]


def test_silence_with_more_than_thirty_days_left_does_not_warn(life):
    give(life)
    life.day = DUE - dt.timedelta(days=31)
    assert kinds(life) == []


def test_what_was_reported_done_warns_of_nothing(life):
    a = give(life)
    updates.report_done(life.session, a, (), FOCAL, life.now, Said())
    life.day = DUE - dt.timedelta(days=3)
    assert kinds(life) == []


def test_a_blocker_warns_by_kind_with_who_can_help_until_it_is_resolved(life):
    a = give(life)
    blocker = updates.open_blocker(life.session, a, "funding", FOCAL, life.now, Said(text="chưa được bố trí vốn"))
    life.day += dt.timedelta(days=4)
    found = warned(life)
    assert [(w.kind, w.blocker, w.helper) for w in found] == [("blocker", "funding", "Sở Tài chính")]
    assert "kinh phí từ ngày 2/3/2026 (4 ngày)" in found[0].reason
    assert "chưa được bố trí vốn" in found[0].reason
    assert list(shortages(found)) == ["Sở Tài chính"]
    updates.resolve_blocker(life.session, blocker, OFFICER, life.now, Said())
    assert kinds(life) == []
    assert [w.kind for w in early_warnings(life.session, START)] == ["blocker"]


def test_the_department_that_can_help_is_asked_for_help_until_the_blocker_is_gone(life):
    a, other = give(life), give(life, agency=2)
    life.session.get_one(AgencyRow, 3).bundled_as = "Sở Tài chính"
    blocker = updates.open_blocker(life.session, a, "funding", FOCAL, life.now, Said(text="chưa được bố trí vốn"))
    updates.open_blocker(life.session, other, "land", FOCAL, life.now, Said(), must_act_agency_id=2)
    assert helping_agencies(life.session) == {2, 3}
    assert [w.task_id for w in help_wanted(life.session, life.day, agency_ids=(3,))] == [a.task_id]
    assert [w.helper for w in help_wanted(life.session, life.day)] == ["Sở C", "Sở B"]
    assert help_wanted(life.session, life.day, agency_ids=(1,)) == []
    assert help_wanted(life.session, life.day, Scope(agency_ids=(2,))) == [w for w in warned(life) if w.agency_id == 2]
    updates.resolve_blocker(life.session, blocker, OFFICER, life.now, Said())
    assert helping_agencies(life.session) == {2}


def test_a_blocker_nobody_can_be_named_for_is_in_no_shortage_list(life):
    updates.open_blocker(life.session, give(life), "guidance", FOCAL, life.now, Said())
    assert shortages(warned(life)) == {}


def test_the_words_of_a_classified_task_are_in_no_warning(life):
    a = give(life, classified=True)
    updates.open_blocker(life.session, a, "staff", FOCAL, life.now, Said(text="nội dung mật"))
    printed = str([dataclasses.asdict(w) for w in warned(life)])
    assert "nội dung mật" not in printed
    assert "Ban hành kế hoạch" not in printed


def test_a_second_extension_warns_and_the_first_does_not(life):
    a = give(life)
    for number, due in enumerate((dt.date(2026, 8, 1), dt.date(2026, 9, 1)), start=1):
        asked = updates.ask_extension(life.session, a, 1, due, FOCAL, life.now, Said())
        updates.decide_extension(life.session, asked, due, OFFICER, life.now, Said())
        assert kinds(life) == ["extensions"][: number - 1]
    assert "hạn ban đầu 30/6/2026" in warned(life)[0].reason


def test_refused_extensions_are_not_counted_as_repeated(life):
    a = give(life)
    for _ in range(3):
        asked = updates.ask_extension(life.session, a, 1, dt.date(2026, 8, 1), FOCAL, life.now, Said())
        updates.decide_extension(life.session, asked, None, OFFICER, life.now, Said())
    assert kinds(life) == []


def test_five_dues_of_one_agency_in_one_week_are_a_cluster_and_four_are_not(life):
    monday = START + dt.timedelta(days=35)
    for n in range(4):
        give(life, monday + dt.timedelta(days=n))
    assert kinds(life) == []
    give(life, monday + dt.timedelta(days=6))
    found = warned(life)
    assert [w.kind for w in found] == ["cluster"]
    assert "Sở A có 5 việc đến hạn trong tuần 6/4/2026 – 12/4/2026." in found[0].reason


def test_dues_of_two_agencies_with_one_focal_point_are_a_cluster(life):
    for n in range(5):
        give(life, START + dt.timedelta(days=35 + n % 2), agency=1 + n % 2)
    assert kinds(life) == ["cluster"]
    assert "Một đầu mối của Sở A; Sở B" in warned(life)[0].reason


def test_a_support_that_was_asked_and_is_silent_is_shown_under_its_own_name(life):
    a = give(life, agency=2, role="support")
    a.asked_at = life.now
    life.day += dt.timedelta(days=6)
    assert kinds(life) == []
    life.day += dt.timedelta(days=1)
    found = warned(life)
    assert [(w.kind, w.agency) for w in found] == [("support_silence", "Sở B")]
    assert kinds(life, Scope(agency_ids=(1,))) == []


def test_a_support_that_answered_or_was_not_asked_does_not_warn(life):
    a = give(life, agency=2, role="support")
    give(life, agency=3, role="support")
    a.asked_at = life.now
    life.day += dt.timedelta(days=2)
    says(life, a, 10)
    life.day += dt.timedelta(days=20)
    assert kinds(life) == []


def test_an_agency_with_open_work_and_nobody_linked_warns_once(life):
    for member in life.session.exec(select(Membership)).all():
        member.ended_at = life.now if member.agency_id == 3 else None
    give(life, agency=3)
    give(life, agency=3)
    give(life, agency=1)
    found = warned(life)
    assert [(w.kind, w.agency) for w in found] == [("unlinked", "Sở C")]
    assert "còn 2 việc đang mở; hạn gần nhất 30/6/2026" in found[0].reason


def test_an_agency_without_open_work_needs_nobody_linked(life):
    for member in life.session.exec(select(Membership)).all():
        member.ended_at = life.now
    life.session.flush()
    a = give(life)
    assignments.record(
        life.session, a, "cancel", dataclasses.replace(assignments.snapshot_of(life.session, a), state="cancelled"),
        OFFICER, life.now,
    )  # fmt: skip
    assert kinds(life) == []


def test_every_kind_is_printed_by_the_contract_keys(life):
    updates.open_blocker(life.session, give(life), "staff", FOCAL, life.now, Said())
    printed = warned(life)[0].to_json()
    assert printed["kind"] in KINDS
    assert {"kind", "reason", "advice", "agency", "plan", "number", "due"} <= printed.keys()
