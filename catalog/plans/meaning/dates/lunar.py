"""Days of the Vietnamese lunar calendar (âm lịch) as days of ours.

Months begin with the new moon, counted in Vietnam's time zone; the month that holds the winter solstice is the 11th,
and a year of thirteen months repeats the first one without a major solar term. New moons and the sun's longitude after
J. Meeus, Astronomical Algorithms (chapters 49 and 25), as Hồ Ngọc Đức's description of the calendar asks for.
"""

import datetime as dt
import math
from functools import cache

_ZONE = 7 / 24  # days Vietnam is ahead of Greenwich
_FIRST, _MONTH = 2415021.076998695, 29.530588853  # a new moon of 1900 (Julian day) and the length of a month


def solar_day(day: int, month: int, year: int, *, leap: bool = False) -> dt.date | None:
    """Our day for a lunar one (`leap`: of the month that comes again, "6 nhuận"); None where the year has none."""
    if not (1 <= month <= 12 and 1 <= day <= 30):
        return None
    before = _eleventh(year - 1) if month < 11 else _eleventh(year)
    after = _eleventh(year) if month < 11 else _eleventh(year + 1)
    number = int(0.5 + (before - _FIRST) / _MONTH)
    offset = (month - 11) % 12
    repeated = _repeated_month(before) if after - before > 365 else 99
    if leap and offset != repeated - 1:
        return None
    offset += leap or offset >= repeated
    start, following = _new_moon(number + offset), _new_moon(number + offset + 1)
    if day > following - start:
        return None
    return dt.date.fromordinal(start + day - 1 - 1721425)


def last_day(month: int, year: int, *, leap: bool = False) -> dt.date | None:
    """The last day of a lunar month."""
    return solar_day(30, month, year, leap=leap) or solar_day(29, month, year, leap=leap)


@cache
def _new_moon(number: int) -> int:
    """The Julian day, in Vietnam, on which the new moon of this number falls."""
    t = number / 1236.85
    rad = math.radians
    at = (
        2415020.75933
        + 29.53058868 * number
        + 0.0001178 * t**2
        - 0.000000155 * t**3
        + 0.00033 * math.sin(rad(166.56 + 132.87 * t - 0.009173 * t**2))
    )
    sun = rad(359.2242 + 29.10535608 * number - 0.0000333 * t**2 - 0.00000347 * t**3)
    moon = rad(306.0253 + 385.81691806 * number + 0.0107306 * t**2 + 0.00001236 * t**3)
    node = rad(21.2964 + 390.67050646 * number - 0.0016528 * t**2 - 0.00000239 * t**3)
    at += (0.1734 - 0.000393 * t) * math.sin(sun) + 0.0021 * math.sin(2 * sun)
    at += -0.4068 * math.sin(moon) + 0.0161 * math.sin(2 * moon) - 0.0004 * math.sin(3 * moon)
    at += 0.0104 * math.sin(2 * node) - 0.0051 * math.sin(sun + moon) - 0.0074 * math.sin(sun - moon)
    at += 0.0004 * math.sin(2 * node + sun) - 0.0004 * math.sin(2 * node - sun) - 0.0006 * math.sin(2 * node + moon)
    at += 0.0010 * math.sin(2 * node - moon) + 0.0005 * math.sin(2 * moon + sun)
    delay = -0.000278 + 0.000265 * t + 0.000262 * t**2
    return int(at - delay + 0.5 + _ZONE)


def _solar_term(day: int) -> int:
    """Which twelfth of the sun's way the sun is in as this day begins (0 from the spring equinox on)."""
    t = (day - 0.5 - _ZONE - 2451545.0) / 36525
    mean = math.radians(357.52910 + 35999.05030 * t - 0.0001559 * t**2)
    length = 280.46645 + 36000.76983 * t + 0.0003032 * t**2
    length += (1.914600 - 0.004817 * t) * math.sin(mean) + 0.019993 * math.sin(2 * mean) + 0.00029 * math.sin(3 * mean)
    return int(length % 360 / 30)


@cache
def _eleventh(year: int) -> int:
    """The Julian day on which the 11th lunar month of a year begins."""
    days = dt.date(year, 12, 31).toordinal() + 1721425 - 2415021
    number = int(days / _MONTH)
    start = _new_moon(number)
    return _new_moon(number - 1) if _solar_term(start) >= 9 else start


def _repeated_month(eleventh: int) -> int:
    """How many months after this 11th month the leap month comes."""
    number = int(0.5 + (eleventh - _FIRST) / _MONTH)
    count = 1
    term = _solar_term(_new_moon(number + count))
    while count < 14:
        count += 1
        before, term = term, _solar_term(_new_moon(number + count))
        if term == before:
            break
    return count - 1
