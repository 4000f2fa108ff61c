"""The sweep: what is due, opened, drafted, told; in transactions as small as one digest a person allows."""

import datetime as dt
import functools
from collections.abc import Callable, Sequence

import structlog

from catalog.clock import local_day
from catalog.figures.rollup import behind, catch_up
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.cost_ahead import keep_ahead, known_ahead
from catalog.reorganisation.changes import any_due
from catalog.store.store import Store
from scheduler.delivery.phone_list import tell_whom_to_phone, unheard
from scheduler.digests.compose import Swept, renew_late
from scheduler.digests.cost_ahead import look_ahead
from scheduler.digests.report_drafts import draft_report, drafts_due
from scheduler.digests.sweep import due_units, sweep_unit
from scheduler.digests.unit_changes import change_units
from scheduler.ladder.obligations import duties_to_open, open_period
from scheduler.ladder.working_calendar import WorkCalendar

log = structlog.get_logger()


async def sweep(
    store: Store, now: dt.datetime, calendar: WorkCalendar, channels: Sequence[str], wake: Callable[[], None]
) -> None:
    """One look at what is due; `wake` is called when there is something to send. `channels` are those that are used."""
    if await store.read_async(functools.partial(any_due, now=now)):
        await store.write_async(functools.partial(change_units, now=now))
    for duty in await store.read_async(functools.partial(duties_to_open, now=now)):
        await store.write_async(functools.partial(open_period, duty_id=duty, now=now, calendar=calendar))
    for draft in await store.read_async(functools.partial(drafts_due, now=now, calendar=calendar)):
        await store.write_async(functools.partial(draft_report, draft=draft, now=now))
    await _keep_figures(store, now)
    units = await store.read_async(functools.partial(due_units, now=now, calendar=calendar))
    done = Swept()
    for unit in units:
        done.add(await store.write_async(functools.partial(sweep_unit, unit=unit, now=now, calendar=calendar)))
        wake()
    done.add(await store.write_async(functools.partial(renew_late, now=now, calendar=calendar)))
    if await store.read_async(functools.partial(unheard, now=now)):
        await store.write_async(functools.partial(tell_whom_to_phone, now=now))
    await _look_ahead(store, now, calendar, channels)
    if done.digests:
        log.info("sweep", looked_at=done.looked_at, digests=done.digests, nudges=done.nudges)


async def _look_ahead(store: Store, now: dt.datetime, calendar: WorkCalendar, channels: Sequence[str]) -> None:
    """Once a day, what the next thirty will cost where messages cost."""
    for name in (name for name in channels if CHANNELS[name].window is not None):
        known = await store.read_async(functools.partial(known_ahead, channel=name))
        if known is None or known.day != local_day(now).isoformat():
            look = functools.partial(look_ahead, channel=name, now=now, calendar=calendar)
            ahead = await store.read_async(look)
            await store.write_async(functools.partial(keep_ahead, channel=name, ahead=ahead, now=now))


async def _keep_figures(store: Store, now: dt.datetime) -> None:
    """The counters follow the record in steps, so that an answer never waits long for the writer."""
    more = await store.read_async(functools.partial(behind, now=now))
    while more:
        more = await store.write_async(functools.partial(catch_up, now=now))
