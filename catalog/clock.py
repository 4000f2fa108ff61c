"""Time: aware UTC inside, province time at the edges.

The clock is read once per action (`Clock.now`) and passed down as `now`. `DONDOC_NOW` lets a rehearsal or a
test stand at another moment; the sandbox moves it while the bot runs.
"""

import datetime as dt
import zoneinfo
from collections.abc import Callable

PROVINCE_ZONE = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")
ONE_DAY = dt.timedelta(days=1)

Clock = Callable[[], dt.datetime]


def system_clock() -> dt.datetime:
    """The machine's time as aware UTC."""
    return dt.datetime.now(dt.UTC)


class SetClock:
    """A clock that was set by hand: it stands at `moment` plus what real time has passed since it was set.

    `frozen=True` makes it stand still. Raises ValueError for a naive moment.
    """

    def __init__(self, moment: dt.datetime, *, frozen: bool = False) -> None:
        self._frozen = frozen
        self.set(moment)

    def set(self, moment: dt.datetime) -> None:
        """AssignmentOnDay at `moment` (aware) from now on."""
        self._moment = check_aware(moment).astimezone(dt.UTC)
        self._set_at = system_clock()

    def __call__(self) -> dt.datetime:
        """The moment this clock shows, aware UTC."""
        if self._frozen:
            return self._moment
        return self._moment + (system_clock() - self._set_at)


def check_aware(moment: dt.datetime) -> dt.datetime:
    """The same moment; raises ValueError when it has no time zone."""
    if moment.tzinfo is None:
        raise ValueError(f"a moment without a time zone: {moment!r}")
    return moment


def parse_moment(text: str) -> dt.datetime:
    """An ISO moment; without a zone it is province time. Raises ValueError."""
    moment = dt.datetime.fromisoformat(text)
    return moment if moment.tzinfo else moment.replace(tzinfo=PROVINCE_ZONE)


def local(moment: dt.datetime) -> dt.datetime:
    """The moment in province time."""
    return check_aware(moment).astimezone(PROVINCE_ZONE)


def local_day(moment: dt.datetime) -> dt.date:
    """The province's calendar day at this moment."""
    return local(moment).date()


def at_local(day: dt.date, time: dt.time) -> dt.datetime:
    """That time of that day in the province, as aware UTC."""
    return dt.datetime.combine(day, time, PROVINCE_ZONE).astimezone(dt.UTC)


def start_of_day(day: dt.date) -> dt.datetime:
    """The first moment of that province day, aware UTC."""
    return at_local(day, dt.time(0, 0))


def end_of_day(day: dt.date) -> dt.datetime:
    """The first moment after that province day, aware UTC: records stored before it belong to the day."""
    return start_of_day(day + ONE_DAY)
