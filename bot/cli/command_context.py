"""What every command needs: the settings, the store, now, and things looked up as people type them."""

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from bot.cli.output import fail
from bot.settings import Settings, load_settings
from bot.store_opening import open_store
from catalog.clock import local_day
from catalog.store.store import Store
from catalog.tables import Plan


@contextlib.contextmanager
def opened() -> Iterator[tuple[Settings, Store]]:
    """The deployment the environment points at, closed again afterwards."""
    settings = load_settings()
    store = open_store(settings)
    try:
        yield settings, store
    finally:
        store.close()


def day_or_fail(text: str, option: str) -> dt.date:
    """An ISO date, or a sentence and exit code 2."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        fail(f"{option}: “{text}” không phải là ngày có thật dạng NĂM-THÁNG-NGÀY, ví dụ 2026-03-20.")


def past_day_or_fail(text: str, option: str, now: dt.datetime) -> dt.date:
    """The province's day of `text` ("" is today), or a sentence and exit code 2; a day to come has no figures."""
    day = day_or_fail(text, option) if text else local_day(now)
    if day > local_day(now):
        fail(f"{option}: {day:%d/%m/%Y} chưa đến; chỉ xem được hôm nay và các ngày đã qua.")
    return day


def find_plan(session: Session, wanted: str) -> Plan:
    """A plan by id, number or the beginning of its title; a sentence and exit code 2 when there is none."""
    from catalog.plans.called_by_name import plan_called  # loaded where something is looked up

    found, plans = plan_called(session, wanted, by_id=True)
    if found is not None:
        return found
    fail(_say("edit_plan.unknown", typed=wanted, plans=plans))


def find_agency(session: Session, wanted: str) -> tuple[int, str]:
    """(row, short name) of an agency as people type it; a sentence with suggestions and exit code 2 otherwise."""
    from catalog.agencies.typed.called_by_name import agency_called  # reads names as people write them

    called = agency_called(session, wanted)
    if called.row is not None:
        return called.near[0]
    fail(_say("agencies.unknown", typed=wanted, near=called.names))


def _say(key: str, **values: Any) -> str:
    from templates.render import say  # only what fails says something: other commands need not load it

    return say(key, **values)
