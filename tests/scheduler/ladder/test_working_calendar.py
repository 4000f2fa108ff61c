"""Working days of Vietnam, swapped days and office hours."""

import datetime as dt
import os
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.clock import PROVINCE_ZONE, local
from scheduler.ladder.working_calendar import (
    DayOverride,
    OfficeHours,
    WorkCalendar,
    override_from_json,
    shipped_calendar,
    shipped_overrides,
)

CALENDAR = shipped_calendar()
DAYS = st.dates(dt.date(1995, 1, 1), dt.date(2100, 12, 1))


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text).replace(tzinfo=PROVINCE_ZONE)


@pytest.fixture
def daylight_saving_machine() -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = "America/New_York"
    time.tzset()
    yield
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize(
    "block",
    [
        ("2026-01-01", "2026-01-04"),
        ("2026-02-14", "2026-02-22"),
        ("2026-04-25", "2026-04-27"),
        ("2026-04-30", "2026-05-03"),
        ("2026-08-29", "2026-09-02"),
    ],
)
def test_the_official_blocks_of_2026_are_off_and_the_days_around_them_worked(block: tuple[str, str]) -> None:
    first, last = map(dt.date.fromisoformat, block)
    day = first
    while day <= last:
        assert not CALENDAR.is_working_day(day), day
        day += dt.timedelta(days=1)
    assert CALENDAR.is_working_day(last + dt.timedelta(days=1))
    assert CALENDAR.add_working_days(last + dt.timedelta(days=1), -1) < first


def test_saturdays_worked_in_exchange_are_working_days() -> None:
    assert CALENDAR.is_working_day(dt.date(2026, 1, 10))
    assert CALENDAR.is_working_day(dt.date(2026, 8, 22))
    assert not CALENDAR.is_working_day(dt.date(2026, 1, 17))


def test_every_shipped_override_has_a_source_and_unconfirmed_ones_are_off() -> None:
    assert all(entry.source for entry in shipped_overrides())
    unconfirmed = [entry for entry in shipped_overrides() if "Chưa xác nhận" in entry.note]
    assert unconfirmed
    assert not any(entry.active for entry in unconfirmed)


def test_an_unconfirmed_override_changes_nothing_until_it_is_switched_on() -> None:
    day = dt.date(2026, 11, 24)
    assert not CALENDAR.is_working_day(day)
    confirmed = shipped_calendar(more=[DayOverride(day, True, "Thông báo của UBND tỉnh")])
    assert confirmed.is_working_day(day)


def test_an_admin_has_the_last_word_on_a_shipped_override() -> None:
    day = dt.date(2026, 1, 10)
    undone = shipped_calendar(more=[DayOverride(day, True, "không làm bù", active=False)])
    assert not undone.is_working_day(day)
    assert undone.override_on(day) is None
    assert CALENDAR.override_on(day) is not None


def test_a_holiday_has_its_vietnamese_name() -> None:
    assert CALENDAR.holiday_name(dt.date(2026, 2, 17)) == "Tết Nguyên Đán"
    assert CALENDAR.holiday_name(dt.date(2026, 2, 24)) == ""


def test_first_working_days_skip_the_new_year_block() -> None:
    assert CALENDAR.first_working_day_of_month(dt.date(2026, 1, 20)) == dt.date(2026, 1, 5)
    assert CALENDAR.first_working_day_of_quarter(dt.date(2026, 3, 31)) == dt.date(2026, 1, 5)
    assert CALENDAR.first_working_day_of_month(dt.date(2026, 9, 30)) == dt.date(2026, 9, 3)
    assert CALENDAR.first_working_day_of_quarter(dt.date(2026, 12, 31)) == dt.date(2026, 10, 1)


def test_working_days_overdue_do_not_count_tet() -> None:
    friday_before_tet = dt.date(2026, 2, 13)
    assert CALENDAR.working_days_between(friday_before_tet, dt.date(2026, 2, 22)) == 0
    assert CALENDAR.working_days_between(friday_before_tet, dt.date(2026, 2, 23)) == 1
    assert CALENDAR.add_working_days(friday_before_tet, 3) == dt.date(2026, 2, 25)


@given(DAYS, st.integers(-600, 600))
def test_adding_working_days_and_counting_them_agree(day: dt.date, n: int) -> None:
    there = CALENDAR.add_working_days(day, n)
    if n > 0:
        assert CALENDAR.is_working_day(there)
        assert CALENDAR.working_days_between(day, there) == n
    elif n < 0:
        assert CALENDAR.is_working_day(there)
        assert CALENDAR.working_days_between(there, day) == -n - (0 if CALENDAR.is_working_day(day) else 1)
    else:
        assert there == day


@given(DAYS)
def test_the_nearest_working_days_enclose_any_day(day: dt.date) -> None:
    before, after = CALENDAR.working_day_on_or_before(day), CALENDAR.working_day_on_or_after(day)
    assert before <= day <= after
    assert CALENDAR.is_working_day(before)
    assert CALENDAR.is_working_day(after)
    assert (before == after) == CALENDAR.is_working_day(day)
    assert all(not CALENDAR.is_working_day(before + dt.timedelta(days=n)) for n in range(1, (after - before).days))


@pytest.mark.parametrize("year", [1, 1900, 2022, 2100, 2150, 9998])
def test_any_year_has_a_calendar(year: int) -> None:
    first = CALENDAR.first_working_day_of_month(dt.date(year, 6, 30))
    assert first.year == year
    assert 200 < CALENDAR.working_days_between(dt.date(year, 1, 1), dt.date(year, 12, 31)) < 262


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-03-02 06:59", "2026-03-02 08:00"),
        ("2026-03-02 07:45", "2026-03-02 08:00"),
        ("2026-03-02 08:00", "2026-03-02 08:00"),
        ("2026-03-02 09:12", "2026-03-02 09:12"),
        ("2026-03-02 11:30", "2026-03-02 13:30"),
        ("2026-03-02 12:15", "2026-03-02 13:30"),
        ("2026-03-02 16:59", "2026-03-02 16:59"),
        ("2026-03-02 17:00", "2026-03-03 08:00"),
        ("2026-02-13 17:30", "2026-02-23 08:00"),
        ("2025-12-31 23:59", "2026-01-05 08:00"),
    ],
)
def test_the_next_moment_for_sending(now: str, expected: str) -> None:
    moment = CALENDAR.next_sending_moment(at(now))
    assert moment == at(expected)
    assert moment.tzinfo is dt.UTC


def test_sending_in_the_afternoon_waits_for_the_afternoon() -> None:
    assert CALENDAR.next_sending_moment(at("2026-03-02 09:00"), dt.time(14, 0)) == at("2026-03-02 14:00")
    with pytest.raises(ValueError, match="12:00"):
        CALENDAR.next_sending_moment(at("2026-03-02 09:00"), dt.time(12, 0))


@given(st.datetimes(dt.datetime(2020, 1, 1), dt.datetime(2035, 1, 1), timezones=st.just(dt.UTC)))  # noqa: DTZ001
def test_the_next_moment_is_never_early_and_always_in_office_hours(now: dt.datetime) -> None:
    moment = CALENDAR.next_sending_moment(now)
    assert moment >= now
    assert CALENDAR.is_office_hour(moment)
    assert local(moment).time() >= dt.time(8, 0)
    assert CALENDAR.next_sending_moment(moment) == moment


@pytest.mark.usefixtures("daylight_saving_machine")
def test_the_machines_zone_and_its_daylight_saving_do_not_matter() -> None:
    # In New York the clocks change on 8 March 2026; here nothing does.
    assert CALENDAR.next_sending_moment(at("2026-03-08 15:00")) == dt.datetime(2026, 3, 9, 1, 0, tzinfo=dt.UTC)
    assert CALENDAR.is_office_hour(dt.datetime(2026, 3, 9, 1, 0, tzinfo=dt.UTC))


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.next_sending_moment(dt.datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.is_office_hour(dt.datetime(2026, 3, 2, 9, 0))  # noqa: DTZ001


def test_office_hours_are_read_from_a_setting() -> None:
    hours = OfficeHours.parse("07:00-11:00, 13:00-16:30", "07:30")
    assert hours.contains(dt.time(16, 29))
    assert not hours.contains(dt.time(16, 30))
    assert WorkCalendar(hours=hours).next_sending_moment(at("2026-03-02 06:00")) == at("2026-03-02 07:30")


@pytest.mark.parametrize(
    ("text", "send_at"),
    [
        ("sáng", "08:00"),
        ("07:30", "08:00"),
        ("11:30-07:30", "08:00"),
        ("07:30-11:30, 11:00-17:00", "08:00"),
        ("07:30-11:30", "12:00"),
        ("", "08:00"),
    ],
)
def test_impossible_office_hours_are_refused_with_a_sentence(text: str, send_at: str) -> None:
    with pytest.raises(ValueError, match=r"[Gg]iờ"):
        OfficeHours.parse(text, send_at)


@pytest.mark.parametrize(
    "entry",
    [
        {"day": "31/02/2026", "working": False, "source": "x"},
        {"working": False, "source": "x"},
        {"day": "2026-03-02", "working": False, "source": " "},
        {"day": "2026-03-02", "working": "off", "source": "x"},
    ],
)
def test_an_override_that_cannot_be_read_is_refused(entry: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="Ngày"):
        override_from_json(entry)
