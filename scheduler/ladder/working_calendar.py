"""Which days and hours one may speak: the working days of Vietnam, swapped days, office hours.

The legal holidays come from the `holidays` library (imported here only); what the library does not know, above
all the swaps announced each winter, stands in overrides with a source. `calendar_overrides.json` ships those
known for 2026 and, switched off, those nobody has confirmed. An admin's own overrides are given after the
shipped ones: of several entries for one day the last counts, and an entry that is not active means "as the
library says".

A calendar never changes: after an edit a new one is built (the holidays behind it are computed once per year and
process). Days are calendar days of the province; moments go in aware and come out aware UTC.
"""

import bisect
import datetime as dt
import functools
import itertools
import json
import pathlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from catalog.clock import ONE_DAY, at_local, check_aware, local

_SHIPPED = pathlib.Path(__file__).with_name("calendar_overrides.json")
_WEEKEND = (5, 6)


@dataclass(frozen=True)
class DayOverride:
    """One day that is worked, or off, although the library says otherwise. `source` says who decided it."""

    day: dt.date
    working: bool
    source: str
    active: bool = True
    note: str = ""


@dataclass(frozen=True)
class OfficeHours:
    """When people may be addressed, province time: spans [from, to) of a day, and the hour at which nudges go out.

    Raises ValueError (a Vietnamese sentence) when the spans do not follow one another or `send_at` lies in none.
    """

    spans: tuple[tuple[dt.time, dt.time], ...] = (
        (dt.time(7, 30), dt.time(11, 30)),
        (dt.time(13, 30), dt.time(17, 0)),
    )
    send_at: dt.time = dt.time(8, 0)

    def __post_init__(self) -> None:
        ends = [edge for span in self.spans for edge in span]
        if not ends or any(left >= right for left, right in itertools.pairwise(ends)):
            raise ValueError("Giờ làm việc phải gồm các khoảng nối tiếp nhau, ví dụ “07:30-11:30, 13:30-17:00”.")
        if not self.contains(self.send_at):
            raise ValueError(f"Giờ gửi nhắc việc {self.send_at:%H:%M} phải nằm trong giờ làm việc.")

    @classmethod
    def parse(cls, text: str, send_at: str = "08:00") -> "OfficeHours":
        """Hours as a setting writes them: "07:30-11:30, 13:30-17:00" and "08:00". Raises ValueError (Vietnamese)."""
        try:
            spans = [part.split("-") for part in text.split(",")]
            pairs = tuple((_time(start), _time(end)) for start, end in spans)
            at = _time(send_at)
        except ValueError:
            raise ValueError(
                f"Không đọc được giờ làm việc “{text}” hoặc giờ gửi “{send_at}”; viết như “07:30-11:30, 13:30-17:00”."
            ) from None
        return cls(pairs, at)

    def contains(self, time: dt.time) -> bool:
        """Whether that time of day is inside a span (its end is outside)."""
        return any(start <= time < end for start, end in self.spans)


@dataclass(frozen=True)
class _Year:
    """One year worked out: its working days in order, and how many there are up to each day of the year."""

    first: int  # the ordinal of 1 January
    days: tuple[dt.date, ...]
    through: tuple[int, ...]  # through[n] = working days among the first n days of the year


class WorkCalendar:
    """Working days and office hours. Cheap: every question is a look-up in the year's table, made on first use."""

    def __init__(self, overrides: Iterable[DayOverride] = (), hours: OfficeHours | None = None) -> None:
        last_word = {entry.day: entry for entry in overrides}
        self._overrides = {day: entry for day, entry in last_word.items() if entry.active}
        self._years: dict[int, _Year] = {}
        self.hours = hours or OfficeHours()

    def is_working_day(self, day: dt.date) -> bool:
        """Whether offices work on that day."""
        return self._count_through(day) > self._count_before(day)

    def override_on(self, day: dt.date) -> DayOverride | None:
        """The active override of that day, if any."""
        return self._overrides.get(day)

    def holiday_name(self, day: dt.date) -> str:
        """The Vietnamese name of the legal holiday on that day, "" if it is none (overrides do not matter here)."""
        return _legal(day.year)[0].get(day, "")

    def working_day_on_or_before(self, day: dt.date) -> dt.date:
        """That day, or the last working day before it."""
        return day if self.is_working_day(day) else self.add_working_days(day, -1)

    def working_day_on_or_after(self, day: dt.date) -> dt.date:
        """That day, or the first working day after it."""
        return day if self.is_working_day(day) else self.add_working_days(day, 1)

    def add_working_days(self, day: dt.date, n: int) -> dt.date:
        """The n-th working day after `day` (before it for a negative n), not counting `day`; `day` itself for 0."""
        if n == 0:
            return day
        year = day.year
        days = self._year(year).days
        place = bisect.bisect_right(days, day) + n - 1 if n > 0 else bisect.bisect_left(days, day) + n
        while place < 0:
            year -= 1
            place += len(self._year(year).days)
        while place >= len(self._year(year).days):
            place -= len(self._year(year).days)
            year += 1
        return self._year(year).days[place]

    def working_days_between(self, start: dt.date, end: dt.date) -> int:
        """How many working days lie after `start` up to and including `end`; negative when `end` is earlier.

        With a due day as `start` this is the count of working days overdue.
        """
        if end < start:
            return -self.working_days_between(end, start)
        whole_years = sum(len(self._year(year).days) for year in range(start.year, end.year))
        return whole_years + self._count_through(end) - self._count_through(start)

    def first_working_day_of_month(self, day: dt.date) -> dt.date:
        """The first working day of the month that holds `day`."""
        return self.working_day_on_or_after(day.replace(day=1))

    def first_working_day_of_quarter(self, day: dt.date) -> dt.date:
        """The first working day of the quarter that holds `day`."""
        return self.working_day_on_or_after(day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1))

    def is_office_hour(self, now: dt.datetime) -> bool:
        """Whether this moment is inside office hours of a working day. Raises ValueError for a naive moment."""
        here = local(now)
        return self.is_working_day(here.date()) and self.hours.contains(here.time())

    def next_sending_moment(self, now: dt.datetime, at: dt.time | None = None) -> dt.datetime:
        """The first moment from `now` on at which nudges may go out, aware UTC.

        That is `at` (the hour of sending by default) of a working day; after that hour, `now` itself while the
        office is open (a missed morning is caught up the same day), else the next opening. Raises ValueError for
        a naive moment and for an `at` outside office hours.
        """
        at = at or self.hours.send_at
        if not self.hours.contains(at):
            raise ValueError(f"Giờ gửi nhắc việc {at:%H:%M} phải nằm trong giờ làm việc.")
        here = local(check_aware(now))
        today = here.date()
        if self.is_working_day(today):
            for start, end in self.hours.spans:
                opens = max(start, at)
                if here.time() < opens < end:
                    return at_local(today, opens)
                if opens <= here.time() < end:
                    return now.astimezone(dt.UTC)
        return at_local(self.working_day_on_or_after(today + ONE_DAY), at)

    def _count_through(self, day: dt.date) -> int:
        year = self._year(day.year)
        return year.through[day.toordinal() - year.first + 1]

    def _count_before(self, day: dt.date) -> int:
        year = self._year(day.year)
        return year.through[day.toordinal() - year.first]

    def _year(self, year: int) -> _Year:
        if year not in self._years:
            self._years[year] = self._work_out(year)
        return self._years[year]

    def _work_out(self, year: int) -> _Year:
        legal, worked_weekends = _legal(year)
        working: list[dt.date] = []
        through = [0]
        first = dt.date(year, 1, 1).toordinal()
        for number in range(first, dt.date(year, 12, 31).toordinal() + 1):
            day = dt.date.fromordinal(number)
            override = self._overrides.get(day)
            if override is not None:
                works = override.working
            else:
                works = day in worked_weekends or (day.weekday() not in _WEEKEND and day not in legal)
            if works:
                working.append(day)
            through.append(len(working))
        return _Year(first, tuple(working), tuple(through))


def shipped_overrides() -> tuple[DayOverride, ...]:
    """The overrides that come with the program, each with its source; unconfirmed ones are not active."""
    return tuple(override_from_json(entry) for entry in json.loads(_SHIPPED.read_text(encoding="utf-8")))


def shipped_calendar(hours: OfficeHours | None = None, more: Iterable[DayOverride] = ()) -> WorkCalendar:
    """The calendar with the shipped overrides and then `more` (an admin's), which have the last word."""
    return WorkCalendar((*shipped_overrides(), *more), hours)


def override_from_json(entry: Mapping[str, object]) -> DayOverride:
    """One override from `{"day","working","source","active","note"}`. Raises ValueError (a Vietnamese sentence)."""
    try:
        day = dt.date.fromisoformat(str(entry["day"]))
    except (KeyError, ValueError):
        raise ValueError(f"Ngày “{entry.get('day')}” không hợp lệ; viết như 2026-01-02.") from None
    source = str(entry.get("source") or "").strip()
    if not source:
        raise ValueError(f"Ngày {day:%d/%m/%Y}: phải ghi nguồn (văn bản hoặc thông báo nào).")
    if not isinstance(entry.get("working"), bool):
        raise ValueError(f"Ngày {day:%d/%m/%Y}: “working” phải là true (làm việc) hoặc false (nghỉ).")
    return DayOverride(
        day,
        working=entry["working"] is True,
        source=source,
        active=entry.get("active", True) is True,
        note=str(entry.get("note") or ""),
    )


@functools.cache
def _legal(year: int) -> tuple[dict[dt.date, str], frozenset[dt.date]]:
    """The library's legal holidays of one year by name, and the weekend days worked in exchange."""
    import holidays  # hundreds of calendars: loaded with the first year that is asked for

    legal = holidays.country_holidays("VN", years=[year], language="vi", expand=False)
    return dict(legal.items()), frozenset(legal.weekend_workdays)


def _time(text: str) -> dt.time:
    return dt.datetime.strptime(text.strip(), "%H:%M").time()  # noqa: DTZ007 - a time of day has no zone
