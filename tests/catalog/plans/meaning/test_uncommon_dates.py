"""Dates that are not day/month/year: ISO, English months, lunar days, weeks, halves; and what was not read whole."""

import datetime as dt

import pytest

from catalog.plans.meaning.dates.deadlines import read_deadlines
from catalog.plans.meaning.dates.lunar import last_day, solar_day
from catalog.plans.meaning.dates.plausible import implausible
from catalog.work.deadline import Deadline


def due(cell: str, year: int | None = 2026) -> str | None:
    (deadline,) = read_deadlines(cell, plan_year=year).deadlines
    return deadline.due.isoformat() if deadline.due else None


def said(cell: str) -> str:
    return " ".join(warning.text for warning in read_deadlines(cell, plan_year=2026).warnings)


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("2026-09-15", "2026-09-15"), ("2026-09-15T23:59:59", "2026-09-15"), ("2026-09-15T00:00:00+07:00", "2026-09-15"),
        ("2026-09-15 0:00:00", "2026-09-15"), ("2026/09/15", "2026-09-15"), ("trước 2026-09-15", "2026-09-14"),
        ("2026-09", "2026-09-30"), ("T9-2026", "2026-09-30"), ("T09.2026", "2026-09-30"), ("Thg 9-26", "2026-09-30"),
        ("Sep-26", "2026-09-30"), ("15-Sep-26", "2026-09-15"), ("15 September 2026", "2026-09-15"), ("September 15, 2026", "2026-09-15"),
        ("15/9/2026 17:00", "2026-09-15"), ("17h00 ngày 15/9/2026", "2026-09-15"), ("15 tháng 9 năm 2026", "2026-09-15"),
        ("Q3-2026", "2026-09-30"), ("2026-Q3", "2026-09-30"), ("Quý 3.2026", "2026-09-30"),
        ("nửa đầu năm 2026", "2026-06-30"), ("nửa cuối năm", "2026-12-31"), ("H2/2026", "2026-12-31"), ("nửa đầu tháng 9", "2026-09-15"),
    ],
)  # fmt: skip
def test_a_date_in_another_order_is_read_whole_and_without_doubt(cell: str, day: str) -> None:
    assert due(cell) == day
    assert said(cell) == ""


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("mùng 5 tháng 5 âm lịch năm 2026", "2026-06-19"), ("5/5 âm lịch", "2026-06-19"), ("ngày 15/8/2026 (ÂL)", "2026-09-25"),
        ("rằm tháng 8 năm 2026 (âm lịch)", "2026-09-25"), ("23 tháng Chạp năm 2026", "2027-01-30"), ("tháng 8 âm lịch", "2026-10-09"),
        ("trước Tết Nguyên đán 2027", "2027-02-05"), ("tuần 3 tháng 9", "2026-09-21"), ("Tuần thứ hai của tháng 9/2026", "2026-09-14"),
        ("tuần cuối tháng 9/2026", "2026-09-30"), ("tuần 36/2026", "2026-09-06"), ("tháng Giêng năm 2026", "2026-01-31"),
        ("ngày 10 tháng 6 nhuận năm 2025 (âm lịch)", "2025-08-03"), ("tháng 5 nhuận năm 2028 âm lịch", "2028-07-21"), ("2026-W38", "2026-09-20"),
    ],
)  # fmt: skip
def test_a_date_that_had_to_be_converted_is_said(cell: str, day: str) -> None:
    assert due(cell) == day
    assert "đề nghị kiểm tra" in said(cell)


@pytest.mark.parametrize(
    "cell", ["31/12/2026-06-30", "30/06/2026/2", "2026-13-45", "30/6/20266", "20260915", "Quý 2/2026/7", "2026年6月"]
)
def test_figures_that_are_no_whole_date_are_pointed_out(cell: str) -> None:
    assert "đề nghị kiểm tra" in said(cell)


def test_a_repeated_month_that_the_year_has_not_is_no_day() -> None:
    assert due("10/6 nhuận âm lịch năm 2026") is None
    assert "đề nghị kiểm tra" in said("10/6 nhuận âm lịch năm 2026")


def test_the_lunar_calendar_agrees_with_the_new_years_that_were() -> None:
    known = {
        1985: (1, 21), 2007: (2, 17), 2020: (1, 25), 2023: (1, 22), 2024: (2, 10), 2025: (1, 29), 2026: (2, 17), 2027: (2, 6),
        2030: (2, 2), 2033: (1, 31), 2034: (2, 19),
    }  # fmt: skip
    assert {year: solar_day(1, 1, year) for year in known} == {year: dt.date(year, *day) for year, day in known.items()}
    repeated = {
        2014: (9, 10, 24),
        2017: (6, 7, 23),
        2020: (4, 5, 23),
        2023: (2, 3, 22),
        2025: (6, 7, 25),
        2028: (5, 6, 23),
        2033: (11, 12, 22),
    }
    for year, (month, *day) in repeated.items():
        found = {one: begins for one in range(1, 13) if (begins := solar_day(1, one, year, leap=True))}
        assert found == {month: dt.date(year, *day)}
    assert last_day(12, 2026) == dt.date(2027, 2, 5)
    assert solar_day(31, 1, 2026) is None
    every = [solar_day(1, month, year) for year in range(2000, 2060) for month in range(1, 13)]
    assert all(day is not None for day in every)


def test_a_deadline_before_the_plan_or_far_beyond_it_is_pointed_out() -> None:
    issued = dt.date(2026, 3, 2)
    past, fine, far = (
        Deadline("date", due=day) for day in (dt.date(2026, 2, 1), dt.date(2030, 1, 1), dt.date(2062, 1, 1))
    )
    assert ["ban hành" in one.text for one in implausible([past, fine], issued, 2026)] == [True]
    assert ["hơn 10 năm" in one.text for one in implausible([far], issued, 2026)] == [True]
    assert [
        "năm của văn bản" in one.text for one in implausible([Deadline("year", due=dt.date(2025, 12, 31))], None, 2026)
    ] == [True]
    assert implausible([past, far], None, None) == ()
