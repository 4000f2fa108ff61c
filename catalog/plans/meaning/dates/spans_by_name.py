"""Days that are named and not numbered: lunar days and months, Tết, weeks of a month or year."""

import calendar
import datetime as dt
from typing import Literal

from catalog.plans.meaning.dates.date_forms import LUNAR_MONTHS, WEEKS
from catalog.plans.meaning.dates.lunar import last_day, solar_day

Bounds = tuple[dt.date | None, dt.date | None]


def lunar_span(form: str, parts: dict[str, str], year: int | None) -> tuple[Literal["date", "range"], Bounds, str]:
    """A day or month of the lunar calendar as ours, and that it was turned into it."""
    if not year:
        return "date", (None, None), ""
    if form == "new year":
        day = solar_day(1, 1, year)
        return "date", (day, day), f"Tết Nguyên đán {year} là ngày {day:%d/%m/%Y}"
    month = LUNAR_MONTHS[parts["lw"]] if "lw" in parts else int(parts["lm"])
    leap = "leap" in parts
    if leap and solar_day(1, month, year, leap=True) is None:
        return "date", (None, None), f"năm {year} âm lịch không có tháng {month} nhuận"
    if "full" not in parts and "ld" not in parts:
        first, last = solar_day(1, month, year, leap=leap), last_day(month, year, leap=leap)
        return "range", (first, last), f"tháng {month} âm lịch được đổi sang dương lịch là đến {last:%d/%m/%Y}"
    day = solar_day(15 if "full" in parts else int(parts["ld"]), month, year, leap=leap)
    said = f"ngày âm lịch được đổi sang dương lịch là {day:%d/%m/%Y}" if day else "âm lịch không có ngày này"
    return "date", (day, day), said


def week_span(parts: dict[str, str], year: int | None) -> tuple[Literal["date", "range"], Bounds, str]:
    """A week of a month (its days 1-7, 8-14 ...) or of a year (Monday to Sunday, ISO 8601): offices count both."""
    if not year:
        return "range", (None, None), ""
    if "m" not in parts:
        try:
            monday = dt.date.fromisocalendar(year, int(parts["w"]), 1)
        except ValueError:
            return "range", (None, None), ""
        sunday = monday + dt.timedelta(days=6)
        return "range", (monday, sunday), f"tuần {parts['w']} được hiểu là từ {monday:%d/%m} đến {sunday:%d/%m/%Y}"
    week, last = WEEKS.get(parts["w"]) or int(parts["w"]), _last(year, int(parts["m"]))
    first, end = (last - 6, last) if week == 9 else (7 * week - 6, min(7 * week, last))
    month = int(parts["m"])
    bounds = (dt.date(year, month, first), dt.date(year, month, end)) if first <= end else (None, None)
    return "range", bounds, f"tuần này của tháng được hiểu là từ ngày {first} đến ngày {end}"


def _last(year: int | None, month: int) -> int:
    return calendar.monthrange(year or 2001, month)[1]
