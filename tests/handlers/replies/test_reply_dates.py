"""Days and lengths: what "30/6", "cuối tháng", "thêm 2 tuần" are, counted from a given day."""

import datetime as dt

import pytest

from handlers.replies import later_by
from handlers.replies.dates import find_days
from handlers.replies.lengths import find_length

WEDNESDAY = dt.date(2026, 6, 10)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("30/6", dt.date(2026, 6, 30)),
        ("30/6/2027", dt.date(2027, 6, 30)),
        ("30-6-26", dt.date(2026, 6, 30)),
        ("ngay 5", dt.date(2026, 7, 5)),
        ("thang 8", dt.date(2026, 8, 31)),
        ("thang 2", dt.date(2027, 2, 28)),
        ("giua thang 7", dt.date(2026, 7, 15)),
        ("cuoi thang", dt.date(2026, 6, 30)),
        ("thang sau", dt.date(2026, 7, 31)),
        ("quy iii", dt.date(2026, 9, 30)),
        ("cuoi quy", dt.date(2026, 6, 30)),
        ("quy sau", dt.date(2026, 9, 30)),
        ("tuan sau", dt.date(2026, 6, 21)),
        ("dau tuan sau", dt.date(2026, 6, 15)),
        ("thu 6", dt.date(2026, 6, 12)),
        ("thu hai", dt.date(2026, 6, 15)),
        ("cuoi nam", dt.date(2026, 12, 31)),
        ("sang nam", dt.date(2027, 12, 31)),
        ("6 thang cuoi nam", dt.date(2026, 12, 31)),
        ("truoc ngay 30/6", dt.date(2026, 6, 29)),
        ("ngay mai", dt.date(2026, 6, 11)),
    ],
)
def test_a_period_stands_for_its_last_day(typed: str, day: dt.date) -> None:
    assert [said.day for said in find_days(typed, WEDNESDAY)] == [day]


def test_a_day_that_passed_long_ago_is_next_years() -> None:
    assert [said.day for said in find_days("15/1", dt.date(2026, 12, 20))] == [dt.date(2027, 1, 15)]


@pytest.mark.parametrize(
    ("typed", "doubt"),
    [("31/02", "impossible_date"), ("1/6", "date_in_past"), ("1/6/2025", "date_in_past"), ("dau thang 8", "unclear")],
)
def test_a_day_that_cannot_be_meant_is_a_doubt(typed: str, doubt: str) -> None:
    assert [(said.day, said.doubt) for said in find_days(typed, WEDNESDAY)] == [(None, doubt)]


@pytest.mark.parametrize(
    ("typed", "length"),
    [
        ("them 10 ngay", "P10D"),
        ("2 tuan", "P14D"),
        ("mot thang", "P1M"),
        ("1 quy", "P3M"),
        ("nua thang", "P15D"),
        ("1 nam", "P12M"),
        ("vai ngay", None),
        ("sang thang 8", None),
    ],
)
def test_a_length_of_time_is_days_or_months(typed: str, length: str | None) -> None:
    assert find_length(typed) == length


def test_a_month_after_the_last_of_january_is_the_last_of_february() -> None:
    assert later_by(dt.date(2026, 1, 31), "P1M") == dt.date(2026, 2, 28)
    assert later_by(dt.date(2026, 12, 31), "P10D") == dt.date(2027, 1, 10)
    with pytest.raises(ValueError):
        later_by(WEDNESDAY, "P1W")
