"""A clock that stood a day ahead and was set right: what waits for tomorrow's moment goes now."""

import datetime as dt

from sqlmodel import select

from catalog.clock import PROVINCE_ZONE
from catalog.messaging.inbox_and_outbox import NUDGE, Message, queue
from catalog.people.people import contact_for
from catalog.store.store import Store
from catalog.tables import Audit, Outbox
from scheduler.delivery.clock_back import note_jump, release
from scheduler.delivery.outbox import pick

NOW = dt.datetime(2026, 3, 16, 9, 0, tzinfo=PROVINCE_ZONE)
DAY = dt.timedelta(days=1)


def waiting(store: Store, *moments: dt.datetime, priority: int = 0) -> None:
    def work(session):
        for number, moment in enumerate(moments):
            contact = contact_for(session, "telegram", str(700 + number), "", NOW)
            queue(session, contact, Message("tin"), NOW, priority=priority, not_before=moment)

    store.write(work)


def ready(store: Store) -> int:
    with store.read() as session:
        return len(pick(session, NOW, ["telegram"], [], 10))


def test_after_a_step_back_nothing_waits_for_the_wrong_tomorrow(store: Store) -> None:
    waiting(store, NOW + DAY, NOW + dt.timedelta(minutes=20))
    assert ready(store) == 0
    assert store.write(lambda session: note_jump(session, NOW, -DAY)) == 2
    assert ready(store) == 2
    with store.read() as session:
        (jump,) = session.exec(select(Audit).where(Audit.action == "clock.jump")).all()
    assert jump.detail == {"seconds": -86400}


def test_after_a_step_forward_only_the_record_is_made(store: Store) -> None:
    waiting(store, NOW + DAY)
    assert store.write(lambda session: note_jump(session, NOW, DAY)) == 0
    assert ready(store) == 0


def test_at_the_start_what_waits_longer_than_any_retry_goes(store: Store) -> None:
    """The clock may have been set right while the bot was stopped."""
    longest = dt.timedelta(minutes=15)
    waiting(store, NOW + longest / 2, NOW + DAY)
    assert store.write(lambda session: release(session, NOW, longest)) == 1
    assert ready(store) == 1


def test_nudges_are_let_go_too_and_put_off_by_the_right_office_hours(store: Store) -> None:
    waiting(store, NOW + DAY, priority=NUDGE)
    assert store.write(lambda session: release(session, NOW, dt.timedelta(minutes=15))) == 1
    with store.read() as session:
        assert session.exec(select(Outbox)).one().not_before == NOW
