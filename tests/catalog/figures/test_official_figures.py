"""The official figures (DESIGN section 4): which part a row falls in, and what holds for any history."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from lived_history import START, History, begin, steps

from catalog.clock import at_local
from catalog.figures.official import Figures, Picture, count, picture, task_bucket
from catalog.figures.standing_on_day import Scope, linked_agencies
from catalog.tables import Assignment, Membership
from catalog.work.snapshot import FIVE_FIGURES, SlotStand, Snapshot, bucket_of

DAY = dt.date(2026, 3, 20)
EARLIER, LATER = DAY - dt.timedelta(days=1), DAY + dt.timedelta(days=1)


def slot(due: dt.date | None, reported: dt.date | None = None, number: int = 1) -> SlotStand:
    return SlotStand(number, due, reported)


@pytest.mark.parametrize(
    ("state", "slots", "part"),
    [
        ("done", [slot(None, EARLIER)], "done_on_time"),
        ("done", [slot(DAY, DAY)], "done_on_time"),
        ("done", [slot(DAY, LATER)], "done_late"),
        ("done", [slot(DAY, DAY), slot(EARLIER, DAY, 2)], "done_late"),
        ("in_progress", [slot(None)], "no_deadline"),
        ("reported", [slot(None, EARLIER)], "no_deadline"),
        ("not_started", [slot(DAY)], "open_in_time"),
        ("not_started", [slot(EARLIER)], "open_overdue"),
        ("reported", [slot(EARLIER, EARLIER)], "open_in_time"),
        ("reported", [slot(EARLIER, DAY)], "open_overdue"),
        ("in_progress", [slot(EARLIER, EARLIER), slot(LATER, number=2)], "open_in_time"),
        ("in_progress", [slot(EARLIER, DAY), slot(LATER, number=2)], "open_overdue"),
        ("in_progress", [slot(EARLIER), slot(None, number=2)], "open_overdue"),
        ("suspended", [slot(EARLIER)], "suspended"),
        ("cancelled", [slot(EARLIER, DAY)], "cancelled"),
    ],
)
def test_a_row_falls_into_the_part_that_the_order_of_the_rules_gives(state, slots, part):
    assert bucket_of(Snapshot(state=state, slots=tuple(slots)), DAY) == part


@pytest.mark.parametrize(
    ("buckets", "part"),
    [
        (["done_on_time", "done_on_time"], "done_on_time"),
        (["done_on_time", "done_late"], "done_late"),
        (["done_on_time", "open_in_time"], "open_in_time"),
        (["done_on_time", "open_overdue"], "open_overdue"),
        (["open_in_time", "open_overdue", "cancelled"], "open_overdue"),
        (["done_on_time", "cancelled"], "done_on_time"),
        (["no_deadline", "done_on_time"], "no_deadline"),
        (["cancelled", "suspended"], "suspended"),
    ],
)
def test_a_task_is_done_when_all_its_leads_are_and_overdue_when_any_is(buckets, part):
    assert task_bucket(buckets) == part


@settings(max_examples=12, suppress_health_check=[HealthCheck.too_slow])
@given(steps)
def test_after_any_history_parts_sum_groups_sum_and_a_past_day_shows_what_it_showed(story):
    history = begin()
    shown: dict[dt.date, list[Picture]] = {}
    for act, pick in story:
        before = history.day
        if act in ("next_day", "next_week"):
            shown[before] = _all_pictures(history)
        history.play(act, pick)
    for pictures in [*shown.values(), _all_pictures(history)]:
        for one in pictures:
            _reconciles(one)
    for day, pictures in shown.items():
        assert _all_pictures(history, day) == pictures
    history.session.close()


def _all_pictures(history: History, day: dt.date | None = None) -> list[Picture]:
    day = day or history.day
    pictures = []
    for scope in (Scope(), Scope(plan_id=1), Scope(agency_ids=(1, 2)), Scope(coordinator_ids=(2,))):
        rows = picture(history.session, day, history.now, scope=scope)
        linked = linked_agencies(history.session, day)
        pictures += [
            count(day, rows.assignments, rows.unassigned, linked, by=by, level=level)
            for by in ("plan", "agency", "section")
            for level in ("assignments", "tasks")
        ]
    return pictures


def _reconciles(one: Picture) -> None:
    whole = one.whole
    assert sum(whole.counts[part] for part in FIVE_FIGURES) == whole.total
    rows = {stand.assignment_id for stand in one.assignments}
    assert len(rows) == len(one.assignments)
    if one.level == "assignments":
        for part in (*FIVE_FIGURES, "cancelled", "suspended"):
            assert whole.counts[part] == sum(stand.bucket == part for stand in one.assignments)
    assert whole.unassigned == len(one.unassigned)
    for name in ("reported", "unassigned", "updated", "self_confirmed", "total"):
        assert sum(getattr(group, name) for group in one.groups) == getattr(whole, name), name
    for part in whole.counts:
        assert sum(group.counts[part] for group in one.groups) == whole.counts[part]
    assert whole.reported <= whole.total - whole.done
    assert whole.self_confirmed <= whole.done
    for rate in (whole.update_rate, whole.linked_rate):
        assert rate is None or 0 <= rate <= 1


def test_rates_are_null_when_there_is_nothing_to_divide():
    history = begin()
    whole = picture(history.session, START, history.now).whole
    assert (whole.total, whole.update_rate, whole.linked_rate, whole.share("done_late")) == (0, None, None, None)


def test_a_day_that_has_not_come_has_no_figures():
    history = begin()
    with pytest.raises(ValueError, match="has not come"):
        picture(history.session, START + dt.timedelta(days=1), history.now)


def test_a_task_added_later_is_not_among_the_unassigned_of_an_earlier_day():
    history = begin()
    history.play("next_day", 0)
    history.play("unled_task", 4)
    assert picture(history.session, START, history.now).whole.unassigned == 0
    assert picture(history.session, history.day, history.now).whole.unassigned == 1


def test_a_deputys_last_day_still_counts_as_linked():
    history = begin()
    history.session.add(Membership(person_id=1, role="focal", agency_id=1, since=history.now, until=START))
    history.session.flush()
    assert linked_agencies(history.session, START) == {1}
    assert linked_agencies(history.session, START + dt.timedelta(days=1)) == frozenset()


def test_a_revised_plan_is_no_update_of_the_agency_today_and_later():
    history = begin()
    history.play("new_task", 2)
    history.play("revise", 0)
    assert picture(history.session, START, history.now).whole.updated == 0
    history.play("next_day", 0)
    assert picture(history.session, START, history.now).whole.updated == 0


def test_an_update_counts_for_thirty_days_and_no_longer():
    history = begin()
    history.play("new_task", 2)
    history.play("progress", 40)
    for days, counted in ((29, 1), (30, 0)):
        day = START + dt.timedelta(days=days)
        assert picture(history.session, day, at_local(day, dt.time(9, 0))).whole.updated == counted


def test_accepted_by_the_one_who_reported_is_counted_apart():
    history = begin()
    history.play("new_task", 4)
    history.play("done", 0)  # pick 0: the officer reports it
    history.play("accept", 0)
    whole = picture(history.session, START, history.now).whole
    assert (whole.done, whole.self_confirmed) == (1, 1)


def test_what_was_overdue_when_imported_is_counted_though_nobody_is_nudged_of_it():
    history = begin()
    history.day += dt.timedelta(days=50)
    history.play("new_task", 5)
    held = [history.session.get_one(Assignment, s.assignment_id).overdue_at_import for s in picture(
        history.session, history.day, history.now).assignments]  # fmt: skip
    assert held
    assert all(held)
    assert picture(history.session, history.day, history.now).whole.counts["open_overdue"] == len(held)


def test_figures_are_values():
    empty = Figures(dict.fromkeys((*FIVE_FIGURES, "cancelled", "suspended"), 0), reported=0)
    assert dataclasses.replace(empty, key="1", name="A").to_json()["name"] == "A"
    assert "name" not in empty.to_json()
