"""On which days the reports that a plan orders are due."""

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.model import Period
from catalog.plans.reader import read_plan
from scheduler.ladder.duty_days import DayRule, NotADayRule, Occurrence, occurrences, parse_day_rule

YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


@pytest.fixture
def shared() -> Path:
    path = Path(__file__).parents[4] / "shared"
    if not path.is_dir():
        pytest.skip("the four real plans are not here")
    return path


def dues(period: Period, rule: str) -> list[str]:
    return [occurrence.due.isoformat() for occurrence in occurrences(period, parse_day_rule(rule), *YEAR)]


@pytest.mark.parametrize(
    ("period", "rule", "expected"),
    [
        (
            "quarter",
            "before 20 of the last month of the quarter",
            ["2026-03-19", "2026-06-19", "2026-09-19", "2026-12-19"],
        ),
        ("half_year", "before 05/06", ["2026-06-04"]),
        ("half_year", "before 5 of month 6", ["2026-06-04"]),
        ("half_year", "before 20 of the month", ["2026-06-19", "2026-12-19"]),
        ("year", "before 01/12", ["2026-11-30"]),
        ("year", "by 15/12", ["2026-12-15"]),
        ("year", "", ["2026-12-31"]),
        (
            "quarter",
            "by the last day of the last month of the quarter",
            ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"],
        ),
        (
            "quarter",
            "by 10 of the first month of the quarter",
            ["2026-01-10", "2026-04-10", "2026-07-10", "2026-10-10"],
        ),
        (
            "quarter",
            "before 5 of the next month of the quarter",
            ["2026-01-04", "2026-04-04", "2026-07-04", "2026-10-04"],
        ),
        ("quarter", "", ["2026-03-31", "2026-06-30", "2026-09-30", "2026-12-31"]),
    ],
)
def test_reports_fall_due_by_their_rule(period: Period, rule: str, expected: list[str]) -> None:
    assert dues(period, rule) == expected


def test_a_monthly_report_before_the_first_is_due_on_the_last_of_the_month_before() -> None:
    assert dues("month", "before 1 of the month")[:3] == ["2026-01-31", "2026-02-28", "2026-03-31"]


def test_a_day_that_a_month_does_not_have_is_its_last() -> None:
    assert dues("month", "by 31 of the month")[1] == "2026-02-28"
    assert dues("month", "by 25 of the month")[1] == "2026-02-25"


def test_a_one_off_order_is_due_once() -> None:
    once = dt.date(2026, 3, 31)
    assert list(occurrences("once", DayRule(), *YEAR, once=once)) == [Occurrence("2026-03", once)]
    assert list(occurrences("once", DayRule(), *YEAR, once=dt.date(2027, 1, 1))) == []
    assert list(occurrences("once", DayRule(), *YEAR)) == []


def test_periods_are_told_apart_by_their_last_month() -> None:
    rule = parse_day_rule("before 20 of the last month of the quarter")
    assert [found.slot for found in occurrences("quarter", rule, *YEAR)] == ["2026-03", "2026-06", "2026-09", "2026-12"]
    january = parse_day_rule("before 5 of the next month of the quarter")
    assert next(occurrences("quarter", january, *YEAR)).slot == "2025-12"


@given(
    st.sampled_from(["month", "quarter", "half_year", "year"]),
    st.integers(1, 31),
    st.booleans(),
    st.none() | st.integers(1, 12),
    st.sampled_from(["first", "last", "next"]),
    st.dates(dt.date(2020, 1, 1), dt.date(2035, 1, 1)),
)
def test_every_period_has_exactly_one_report(
    period: Period, day: int, excluded: bool, month: int | None, place: str, first: dt.date
) -> None:
    rule = DayRule(day, excluded, month, place)  # type: ignore[arg-type]
    last = first.replace(year=first.year + 3, day=28) - dt.timedelta(days=1)
    found = list(occurrences(period, rule, first.replace(day=28), last))
    a_year = {"month": 12, "quarter": 4, "half_year": 2, "year": 1}[period] if month is None else 1
    assert abs(len(found) - 3 * a_year) <= 1  # the days at both ends may fall on either side
    assert len({occurrence.slot for occurrence in found}) == len(found)
    assert [occurrence.due for occurrence in found] == sorted(occurrence.due for occurrence in found)


@pytest.mark.parametrize(
    "text",
    ["Before  20 of the Last month of the quarter", "before the 20th of the last month of the quarter"],
)
def test_case_blanks_and_articles_do_not_matter(text: str) -> None:
    assert parse_day_rule(text) == DayRule(20, excluded=True)


@pytest.mark.parametrize(
    "text", ["soon", "before 32/01", "before 0 of the month", "by 5/13", "before 20 of the moon", "20"]
)
def test_what_is_no_rule_is_refused_and_quoted(text: str) -> None:
    with pytest.raises(NotADayRule, match="“" + text + "”"):
        parse_day_rule(text)


@pytest.mark.plans
def test_every_rule_of_the_four_plans_gives_days_in_a_year(shared: Path) -> None:
    files = sorted((shared / "seeds").glob("*.txt"))
    duties = [duty for file in files for duty in read_plan(file.read_bytes(), file.name, khanh_hoa()).reporting]
    assert len(duties) > 5
    for duty in duties:
        rule = parse_day_rule(duty.day_rule)
        assert list(occurrences(duty.period, rule, *YEAR, once=duty.due)), duty
