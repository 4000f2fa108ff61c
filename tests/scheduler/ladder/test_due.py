"""Which rung a deadline has reached and when to look again, case by case."""

import datetime as dt
from dataclasses import replace

import pytest

from catalog.clock import PROVINCE_ZONE
from scheduler.ladder.definition import Ladder
from scheduler.ladder.due import acceptance_reached, escalated, next_moment, reached, snooze_until, unanswered
from scheduler.ladder.rungs import NudgeKey, SlotState
from scheduler.ladder.working_calendar import shipped_calendar

CALENDAR = shipped_calendar()
LADDER = Ladder.default()
MARCH = SlotState("1", "month", due=dt.date(2026, 3, 31))
RECURRING = SlotState("1", "recurring", since=dt.date(2026, 1, 2))


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=PROVINCE_ZONE)


def rung(slot: SlotState, on: str, sent: tuple[NudgeKey, ...] = (), ladder: Ladder = LADDER) -> str | None:
    nudge = reached(slot, day(on), CALENDAR, ladder, sent)
    return nudge.rung if nudge else None


def said(slot: SlotState, start: str, until: str, ladder: Ladder = LADDER) -> list[tuple[str, str]]:
    """What goes out if nobody answers: (day, rung)."""
    nudges = unanswered(slot, (), at(start), day(until), CALENDAR, ladder)
    return [(f"{moment.astimezone(PROVINCE_ZONE):%d/%m}", nudge.rung) for moment, nudge in nudges]


def test_a_deadline_is_counted_down_and_then_up() -> None:
    assert said(MARCH, "2026-01-05 07:00", "2026-05-10") == [
        ("27/02", "before_30"),  # 1 March is a Sunday
        ("17/03", "before_14"),
        ("24/03", "before_7"),
        ("27/03", "before_3"),  # 28 March is a Saturday
        ("30/03", "before_1"),
        ("31/03", "due"),
        ("01/04", "overdue_1"),
        ("03/04", "overdue_3"),
        ("10/04", "overdue_8"),
        ("17/04", "overdue_13"),
        ("24/04", "overdue_18"),
        ("06/05", "overdue_23"),  # Hung Kings' day, 30 April and 1 May are not counted
    ]


def test_a_deadline_on_a_day_off_is_announced_on_the_working_day_before() -> None:
    sunday = SlotState("1", "date", due=day("2026-05-31"))
    assert said(sunday, "2026-05-25 07:00", "2026-06-03") == [
        ("25/05", "before_7"),
        ("28/05", "before_3"),
        ("29/05", "due"),  # before_1 falls on the same day, the stronger one goes out
        ("01/06", "overdue_1"),
        ("03/06", "overdue_3"),
    ]


def test_after_an_outage_over_tet_only_the_strongest_rung_goes_out() -> None:
    slot = SlotState("1", "date", due=day("2026-02-20"))
    first = reached(slot, day("2026-02-06"), CALENDAR, LADDER)
    assert first is not None
    assert first.rung == "before_14"
    # Down from the 12th to the 23rd: before_7, before_3, before_1 and due were missed.
    nudge = reached(slot, day("2026-02-23"), CALENDAR, LADDER, {first.key})
    assert nudge is not None
    assert nudge.rung == "overdue_1"
    assert rung(slot, "2026-02-23", (first.key, nudge.key)) is None
    assert rung(slot, "2026-02-24", (first.key, nudge.key)) is None


def test_what_was_missed_is_caught_up_the_same_day_in_office_hours() -> None:
    assert next_moment(MARCH, (), at("2026-03-17 10:20"), CALENDAR, LADDER) == at("2026-03-17 10:20")
    assert next_moment(MARCH, (), at("2026-03-17 12:00"), CALENDAR, LADDER) == at("2026-03-17 13:30")
    assert next_moment(MARCH, (), at("2026-03-17 20:00"), CALENDAR, LADDER) == at("2026-03-18 08:00")


def test_a_clock_that_steps_back_repeats_nothing() -> None:
    sent = tuple(
        nudge.key for _, nudge in unanswered(MARCH, (), at("2026-03-24 08:00"), day("2026-04-01"), CALENDAR, LADDER)
    )
    assert sent[-1].rung == "overdue_1"
    assert rung(MARCH, "2026-03-20", sent) is None
    assert next_moment(MARCH, sent, at("2026-03-20 08:00"), CALENDAR, LADDER) == at("2026-04-03 08:00")


@pytest.mark.parametrize(
    "change",
    [{"met": True}, {"paused": True}, {"reported_on": dt.date(2026, 3, 20)}],
    ids=["done", "paused", "reported"],
)
def test_nothing_is_said_to_the_agency_after_it_was_done_reported_or_paused(change: dict[str, object]) -> None:
    slot = replace(MARCH, **change)
    assert rung(slot, "2026-04-20") is None
    assert said(slot, "2026-01-05 07:00", "2026-12-31") == []
    assert escalated(slot, day("2026-12-31"), CALENDAR, LADDER) == frozenset()


def test_a_task_overdue_at_import_waits_for_the_officer() -> None:
    slot = SlotState("1", "year", due=day("2023-12-31"), paused=True, since=day("2026-01-02"))
    assert next_moment(slot, (), at("2026-01-05 08:00"), CALENDAR, LADDER) is None
    triaged = replace(slot, paused=False)
    assert next_moment(triaged, (), at("2026-01-05 08:00"), CALENDAR, LADDER) == at("2026-01-05 08:00")


def test_after_an_extension_the_ladder_restarts_on_the_new_date() -> None:
    sent = {
        nudge.key for _, nudge in unanswered(MARCH, (), at("2026-01-05 08:00"), day("2026-04-01"), CALENDAR, LADDER)
    }
    extended = replace(MARCH, due=day("2026-05-15"))
    assert rung(extended, "2026-04-03", tuple(sent)) is None
    nudge = reached(extended, day("2026-04-15"), CALENDAR, LADDER, sent)
    assert nudge is not None
    assert nudge.key == NudgeKey("1", "before_30", "2026-05-15", 0)


def test_milestones_of_one_task_have_ladders_of_their_own() -> None:
    february = SlotState("1", "month", due=day("2026-02-28"))
    may = SlotState("2", "month", due=day("2026-05-31"))
    sent = tuple(
        nudge.key for _, nudge in unanswered(february, (), at("2026-01-05 08:00"), day("2026-06-30"), CALENDAR, LADDER)
    )
    assert rung(may, "2026-05-04", sent) == "before_30"


def test_a_task_received_late_hears_at_once_how_long_it_has() -> None:
    assert said(MARCH, "2026-03-20 09:00", "2026-03-24") == [("20/03", "before_14"), ("24/03", "before_7")]


def test_a_range_counts_down_to_its_last_day_even_before_it_begins() -> None:
    slot = SlotState("1", "range", start=day("2026-06-01"), due=day("2026-06-15"))
    assert said(slot, "2026-05-04 08:00", "2026-06-01") == [("15/05", "before_30"), ("01/06", "before_14")]


def test_recurring_tasks_are_asked_on_the_first_working_day_of_the_month() -> None:
    assert said(RECURRING, "2026-01-02 10:00", "2026-05-31") == [
        ("05/01", "recurring"),
        ("02/02", "recurring"),
        ("02/03", "recurring"),
        ("01/04", "recurring"),
        ("04/05", "recurring"),
    ]


def test_conditional_tasks_are_asked_on_the_first_working_day_of_the_quarter() -> None:
    slot = SlotState("1", "conditional", since=day("2026-01-02"))
    assert said(slot, "2026-01-02 10:00", "2026-12-31") == [
        ("05/01", "conditional"),
        ("01/04", "conditional"),
        ("01/07", "conditional"),
        ("01/10", "conditional"),
    ]


def test_a_month_that_began_before_the_import_is_not_made_up_for() -> None:
    late = replace(RECURRING, since=day("2026-03-10"))
    assert rung(late, "2026-03-11") is None
    assert next_moment(late, (), at("2026-03-11 08:00"), CALENDAR, LADDER) == at("2026-04-01 08:00")


def test_a_missed_first_working_day_is_caught_up_once() -> None:
    assert said(RECURRING, "2026-03-09 08:00", "2026-04-05") == [("09/03", "recurring"), ("01/04", "recurring")]


def test_a_conditional_task_whose_date_was_set_has_a_deadline() -> None:
    assert rung(SlotState("1", "conditional", due=day("2026-03-31")), "2026-03-17") == "before_14"


def test_a_range_without_an_end_is_asked_monthly_from_its_start() -> None:
    slot = SlotState("1", "range", start=day("2026-03-15"), since=day("2026-01-02"))
    assert said(slot, "2026-01-02 08:00", "2026-05-31") == [("01/04", "recurring"), ("04/05", "recurring")]


def test_a_task_without_deadline_is_left_in_peace_until_it_falls_silent() -> None:
    slot = SlotState("1", "none", since=day("2026-01-02"))
    assert said(slot, "2026-01-02 08:00", "2026-12-31") == []
    quiet = replace(slot, last_update=day("2026-03-10"))
    assert said(quiet, "2026-03-11 08:00", "2026-06-20") == [
        ("09/04", "silence"),
        ("08/05", "silence"),  # 9 May is a Saturday
        ("08/06", "silence"),
    ]


def test_silence_speaks_only_while_the_countdown_does_not() -> None:
    slot = replace(MARCH, due=day("2026-06-30"), last_update=day("2026-03-10"))
    assert said(slot, "2026-03-11 08:00", "2026-06-05") == [
        ("09/04", "silence"),
        ("08/05", "silence"),
        ("29/05", "before_30"),
    ]


def test_silence_is_once_a_month_even_where_thirty_days_pass_twice_in_it() -> None:
    quiet = SlotState("1", "none", last_update=day("2026-06-01"))
    months = [when[3:] for when, _ in said(quiet, "2026-06-02 08:00", "2027-06-30")]
    assert len(months) == len(set(months)) > 10


def test_a_task_never_answered_falls_silent_in_its_last_stretch_where_the_ladder_starts_later() -> None:
    late_starter = Ladder.from_override({"before": [3]})
    assert said(replace(MARCH, due=day("2026-04-30")), "2026-01-05 08:00", "2026-04-27", late_starter) == [
        ("31/03", "silence"),
        ("24/04", "before_3"),
    ]


def test_who_hears_of_a_delay_grows_with_it() -> None:
    assert escalated(MARCH, day("2026-04-02"), CALENDAR, LADDER) == frozenset()
    assert escalated(MARCH, day("2026-04-03"), CALENDAR, LADDER) == {"agency_leader"}
    assert escalated(MARCH, day("2026-04-13"), CALENDAR, LADDER) == {"agency_leader"}
    assert escalated(MARCH, day("2026-04-14"), CALENDAR, LADDER) == {"agency_leader", "officer", "leader"}
    nudge = reached(MARCH, day("2026-04-03"), CALENDAR, LADDER)
    assert nudge is not None
    assert nudge.escalate == {"agency_leader"}


def test_a_snoozed_nudge_comes_again_once_on_its_day() -> None:
    first = reached(MARCH, day("2026-03-17"), CALENDAR, LADDER)
    assert first is not None
    snoozed = replace(MARCH, snoozed_until=day("2026-03-19"), snooze=1)
    assert rung(snoozed, "2026-03-18", (first.key,)) is None
    assert next_moment(snoozed, {first.key}, at("2026-03-17 09:00"), CALENDAR, LADDER) == at("2026-03-19 08:00")
    again = reached(snoozed, day("2026-03-19"), CALENDAR, LADDER, {first.key})
    assert again is not None
    assert again.key == NudgeKey("1", "before_14", "2026-03-31", 1)
    assert next_moment(snoozed, {first.key, again.key}, at("2026-03-19 08:00"), CALENDAR, LADDER) == at(
        "2026-03-24 08:00"
    )


def test_a_snooze_does_not_outlast_a_due_day_that_was_moved_forward() -> None:
    snoozed = replace(MARCH, due=day("2026-03-18"), snoozed_until=day("2026-03-24"), snooze=1)
    assert rung(snoozed, "2026-03-18") == "due"


@pytest.mark.parametrize(
    ("today", "days", "due", "until"),
    [
        ("2026-03-17", 3, "2026-03-31", "2026-03-20"),
        ("2026-03-17", 4, "2026-03-31", "2026-03-20"),  # 21 March is a Saturday
        ("2026-03-20", 1, "2026-03-31", "2026-03-21"),  # Friday: the weekend ends it on Monday
        ("2026-03-27", 7, "2026-03-31", "2026-03-31"),
        ("2026-03-31", 1, "2026-03-31", None),
        ("2026-04-02", 1, "2026-03-31", None),
        ("2026-05-29", 2, "2026-05-31", None),  # no working day is left before Sunday's deadline
        ("2026-02-13", 7, None, "2026-02-20"),  # no working day within a week: Tết ends it, on the 23rd
        ("2026-02-13", 7, "2026-03-31", "2026-02-20"),
        ("2026-03-17", 7, None, "2026-03-24"),
    ],
)
def test_a_snooze_ends_within_a_week_and_by_the_due_day(
    today: str, days: int, due: str | None, until: str | None
) -> None:
    assert snooze_until(day(today), days, day(due) if due else None, CALENDAR) == (day(until) if until else None)


@pytest.mark.parametrize("days", [0, 8, -1])
def test_a_snooze_of_other_lengths_is_refused(days: int) -> None:
    with pytest.raises(ValueError):
        snooze_until(day("2026-03-17"), days, None, CALENDAR)


def test_a_report_that_waits_is_brought_to_the_officer_after_three_working_days() -> None:
    reported = replace(MARCH, reported_on=day("2026-03-31"))
    assert next_moment(reported, (), at("2026-03-31 15:00"), CALENDAR, LADDER) == at("2026-04-03 08:00")
    assert acceptance_reached(reported, day("2026-04-02"), CALENDAR, LADDER) is None
    nudge = acceptance_reached(reported, day("2026-04-03"), CALENDAR, LADDER)
    assert nudge is not None
    assert nudge.key == NudgeKey("1", "acceptance_3", "2026-03-31", 0)
    assert acceptance_reached(reported, day("2026-04-06"), CALENDAR, LADDER, {nudge.key}) is None
    assert next_moment(reported, {nudge.key}, at("2026-04-03 08:00"), CALENDAR, LADDER) == at("2026-04-10 08:00")
    assert acceptance_reached(replace(reported, met=True), day("2026-04-10"), CALENDAR, LADDER) is None


def test_a_returned_report_is_overdue_although_the_officer_had_been_reminded() -> None:
    """The officer's key holds the day of the report, which here is the due day: the two must not be confused."""
    officer = NudgeKey("1", "acceptance_3", "2026-03-31", 0)
    assert rung(MARCH, "2026-04-03", (officer,)) == "overdue_3"


def test_a_reporting_duty_is_counted_down_in_working_days_and_asked_daily_after() -> None:
    duty = SlotState("2026-03", "duty", due=day("2026-03-19"))
    assert said(duty, "2026-03-02 07:00", "2026-03-25") == [
        ("05/03", "duty"),
        ("12/03", "duty"),
        ("17/03", "duty"),
        ("19/03", "duty"),
        ("20/03", "duty"),
        ("23/03", "duty"),
        ("24/03", "duty"),
        ("25/03", "duty"),
    ]
    keys = [
        nudge.key.rung for _, nudge in unanswered(duty, (), at("2026-03-02 07:00"), day("2026-03-20"), CALENDAR, LADDER)
    ]
    assert keys == ["duty_before_10", "duty_before_5", "duty_before_2", "duty_due", "duty_overdue_1"]


def test_a_plan_may_have_a_ladder_of_its_own() -> None:
    ladder = Ladder.from_override({"before": [10], "overdue": [2], "recurring": "quarter"})
    assert said(MARCH, "2026-01-05 08:00", "2026-12-31", ladder) == [
        ("27/02", "silence"),
        ("20/03", "before_10"),
        ("31/03", "due"),
        ("02/04", "overdue_2"),
    ]
    assert [when for when, _ in said(RECURRING, "2026-01-05 08:00", "2026-12-31", ladder)] == [
        "05/01",
        "01/04",
        "01/07",
        "01/10",
    ]


def test_what_a_plan_switches_off_is_never_looked_at_again() -> None:
    ladder = Ladder.from_override({"recurring": "off", "conditional": "off", "silence": None})
    for kind in ("recurring", "conditional", "none"):
        slot = SlotState("1", kind, last_update=day("2026-01-02"))  # type: ignore[arg-type]
        assert rung(slot, "2026-04-01", ladder=ladder) is None
        assert next_moment(slot, (), at("2026-04-01 08:00"), CALENDAR, ladder) is None


def test_a_naive_now_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        next_moment(MARCH, (), dt.datetime(2026, 3, 1), CALENDAR, LADDER)  # noqa: DTZ001
