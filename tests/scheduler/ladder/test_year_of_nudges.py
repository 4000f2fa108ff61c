"""What must hold of any deadline in any year: a year in which nobody answers, and one with outages and answers."""

import datetime as dt
import os
import random
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.clock import at_local, local, local_day
from scheduler.ladder.definition import Ladder
from scheduler.ladder.due import Due, next_moment, reached, unanswered
from scheduler.ladder.rungs import NudgeKey, SlotKind, SlotState
from scheduler.ladder.working_calendar import shipped_calendar

CALENDAR = shipped_calendar()
LADDER = Ladder.default()
EIGHT = dt.time(8, 0)
FIXED: tuple[SlotKind, ...] = ("date", "month", "quarter", "year", "range", "duty")
DAYS = st.dates(dt.date(2022, 1, 1), dt.date(2035, 12, 31))


@st.composite
def slots(draw: st.DrawFn) -> tuple[SlotState, dt.datetime]:
    """Any slot together with a moment at which it is being tracked."""
    kind = draw(st.sampled_from([*FIXED, "recurring", "conditional", "none"]))
    tracked = draw(DAYS)
    start = tracked + dt.timedelta(days=draw(st.integers(-40, 200)))
    due = tracked + dt.timedelta(days=draw(st.integers(-20, 380))) if kind in FIXED else None
    if kind == "range" and draw(st.booleans()):
        due = None
    updated = tracked + dt.timedelta(days=draw(st.integers(0, 100))) if draw(st.booleans()) else None
    slot = SlotState("1", kind, start if kind == "range" else None, due, since=tracked, last_update=updated)
    return slot, at_local(tracked, draw(st.times()))


def a_year(slot: SlotState, now: dt.datetime) -> list[tuple[dt.datetime, Due]]:
    until = local_day(now) + dt.timedelta(days=365)
    return list(unanswered(slot, (), now, until, CALENDAR, LADDER))


@given(slots())
@settings(max_examples=150)
def test_no_nudge_on_a_day_off_outside_office_hours_or_twice(tracked: tuple[SlotState, dt.datetime]) -> None:
    slot, now = tracked
    nudges = a_year(slot, now)
    assert all(CALENDAR.is_office_hour(moment) for moment, _ in nudges)
    assert all(local(moment).time() >= EIGHT for moment, _ in nudges)
    assert len({nudge.key for _, nudge in nudges}) == len(nudges)
    days = [local_day(moment) for moment, _ in nudges]
    assert days == sorted(set(days))


@given(slots())
@settings(max_examples=150)
def test_rungs_only_get_stronger(tracked: tuple[SlotState, dt.datetime]) -> None:
    slot, now = tracked
    ordinals = [nudge.ordinal for _, nudge in a_year(slot, now) if nudge.rung != "silence"]
    assert ordinals == sorted(set(ordinals))


@pytest.mark.long
@given(slots())
@settings(max_examples=150)
def test_polling_every_morning_finds_what_the_stored_moment_promises(
    tracked: tuple[SlotState, dt.datetime],
) -> None:
    """`next_moment` neither oversleeps nor wakes the sweep for nothing."""
    slot, now = tracked
    now = at_local(local_day(now), dt.time(0, 0))
    promised = [(local_day(moment), nudge.key) for moment, nudge in a_year(slot, now)]
    polled: list[tuple[dt.date, NudgeKey]] = []
    for n in range(366):
        today = local_day(now) + dt.timedelta(days=n)
        if CALENDAR.is_working_day(today):
            nudge = reached(slot, today, CALENDAR, LADDER, {key for _, key in polled})
            if nudge:
                polled.append((today, nudge.key))
    assert polled == promised


@given(DAYS, st.sampled_from(FIXED), st.integers(31, 200))
def test_a_fixed_deadline_is_reminded_before_and_after(due: dt.date, kind: SlotKind, lead: int) -> None:
    imported = due - dt.timedelta(days=lead)
    slot = SlotState("1", kind, due=due, since=imported)
    nudges = unanswered(slot, (), at_local(imported, EIGHT), due + dt.timedelta(days=30), CALENDAR, LADDER)
    moments = [local_day(moment) for moment, _ in nudges]
    assert min(moments) < due
    assert due - dt.timedelta(days=14) <= max(day for day in moments if day < due)
    assert max(moments) > due


@given(slots(), st.integers(0, 300), st.integers(1, 20))
@settings(max_examples=150)
def test_an_outage_is_followed_by_one_nudge_and_it_is_the_strongest(
    tracked: tuple[SlotState, dt.datetime], after: int, lasting: int
) -> None:
    slot, now = tracked
    down = local_day(now) + dt.timedelta(days=after)
    sent = {nudge.key for _, nudge in unanswered(slot, (), now, down, CALENDAR, LADDER)}
    back = local_day(CALENDAR.next_sending_moment(at_local(down + dt.timedelta(days=lasting), EIGHT)))
    strongest = reached(slot, back, CALENDAR, LADDER)
    nudge = reached(slot, back, CALENDAR, LADDER, sent)
    if nudge is not None:
        assert nudge == strongest
        assert reached(slot, back, CALENDAR, LADDER, {*sent, nudge.key}) is None


def test_a_week_down_over_national_day_brings_one_nudge_a_slot() -> None:
    dues = [dt.date(2026, 8, 20) + dt.timedelta(days=n) for n in range(40)]
    state = [SlotState(str(n), "date", due=due) for n, due in enumerate(dues)]
    up_to = dt.date(2026, 8, 27)
    sent = {
        slot.slot: {
            nudge.key
            for _, nudge in unanswered(slot, (), at_local(dt.date(2026, 7, 1), EIGHT), up_to, CALENDAR, LADDER)
        }
        for slot in state
    }
    back = at_local(dt.date(2026, 9, 4), EIGHT)
    heard = 0
    for slot in state:
        week = list(unanswered(slot, sent[slot.slot], back, dt.date(2026, 9, 4), CALENDAR, LADDER))
        assert len(week) <= 1
        for _, nudge in week:
            heard += 1
            assert nudge == reached(slot, dt.date(2026, 9, 4), CALENDAR, LADDER)
    assert heard > 20


@given(slots(), st.integers(1, 365), st.integers(1, 60))
@settings(max_examples=150)
def test_a_step_back_of_the_clock_repeats_nothing(
    tracked: tuple[SlotState, dt.datetime], after: int, back: int
) -> None:
    slot, now = tracked
    until = local_day(now) + dt.timedelta(days=after)
    nudges = list(unanswered(slot, (), now, until, CALENDAR, LADDER))
    sent = {nudge.key for _, nudge in nudges}
    earlier = at_local(until - dt.timedelta(days=back), EIGHT)
    again = list(unanswered(slot, sent, earlier, until, CALENDAR, LADDER))
    if nudges and slot.due is not None and nudges[-1][1].rung != "silence":
        assert again == []
    assert not sent & {nudge.key for _, nudge in again}


@given(slots(), st.integers(1, 300))
def test_nothing_follows_an_answer(tracked: tuple[SlotState, dt.datetime], after: int) -> None:
    slot, now = tracked
    done = local_day(now) + dt.timedelta(days=after)
    sent = {nudge.key for _, nudge in unanswered(slot, (), now, done, CALENDAR, LADDER)}
    met = replace(slot, met=True)
    assert next_moment(met, sent, at_local(done, EIGHT), CALENDAR, LADDER) is None
    assert reached(met, done + dt.timedelta(days=40), CALENDAR, LADDER, sent) is None


def a_province(count: int) -> list[SlotState]:
    chance = random.Random(2026)
    imported = dt.date(2026, 1, 2)
    state: list[SlotState] = []
    for n in range(count):
        kind = chance.choice([*FIXED, "recurring", "conditional", "none"])
        due = dt.date(2026, 1, 3) + dt.timedelta(days=chance.randrange(363)) if kind in FIXED else None
        state.append(SlotState(str(n), kind, due=due, since=imported))
    return state


def test_a_year_of_a_province_holds_all_promises_at_once() -> None:
    """500 slots imported on 2 January 2026 (a day off by a swap), half of them answered on the way."""
    chance = random.Random(6)
    for slot in a_province(500):
        answered = dt.date(2026, 1, 2) + dt.timedelta(days=chance.randrange(720))
        until = min(answered, dt.date(2026, 12, 31))
        nudges = list(unanswered(slot, (), at_local(dt.date(2026, 1, 2), EIGHT), until, CALENDAR, LADDER))
        days = [local_day(moment) for moment, _ in nudges]
        assert days == sorted(set(days))
        assert all(CALENDAR.is_office_hour(moment) for moment, _ in nudges)
        assert len({nudge.key for _, nudge in nudges}) == len(nudges)
        if slot.due and slot.due > dt.date(2026, 1, 6) and until > slot.due + dt.timedelta(days=10):
            assert days[0] < slot.due < days[-1]
        if slot.kind == "recurring":
            assert len(nudges) == len({(day.year, day.month) for day in days})


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Pacific/Kiritimati", "Asia/Ho_Chi_Minh"])
def test_the_machines_time_zone_changes_no_moment(zone: str, monkeypatch: pytest.MonkeyPatch) -> None:
    state = a_province(40)
    here = [a_year(slot, at_local(dt.date(2026, 1, 2), EIGHT)) for slot in state]
    before = os.environ.get("TZ")
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    try:
        there = [a_year(slot, at_local(dt.date(2026, 1, 2), EIGHT)) for slot in state]
    finally:
        monkeypatch.delenv("TZ") if before is None else monkeypatch.setenv("TZ", before)
        time.tzset()
    assert there == here
