"""What one channel certainly did not deliver goes another way, once, with proof of both; what may have arrived does not."""

import datetime as dt

import pytest
from sqlmodel import Session, col, select

from catalog.audit import SYSTEM
from catalog.clock import SetClock
from catalog.messaging.inbox_and_outbox import NOTICE, Message, queue
from catalog.messaging.reachable_chats import contact_of
from catalog.people.people import contact_for, grant, prefer
from catalog.store.store import Store
from catalog.tables import Audit, Contact, Outbox
from scheduler.delivery.other_channel import AWAY_FOR, BY_OTHER_CHANNEL, leave_channel
from scheduler.delivery.outbox import mark_sending, settle
from scheduler.delivery.retry import Ambiguous, NotNow, Outcome, Rejected, ServerError


def two_chats(session: Session, now: dt.datetime) -> Contact:
    """A person on Telegram, who has a mailbox as well; the chat that is preferred."""
    first = contact_for(session, "telegram", "77", "Lan", now)
    second = contact_for(session, "email", "lan@so.test", "Lan", now)
    second.person_id, first.preferred = first.person_id, True
    session.add_all([first, second])
    grant(session, first.person_id or 0, "leader", None, SYSTEM, now)
    return first


def sent(store: Store, clock: SetClock, *outcomes: Outcome) -> list[Outbox]:
    """A message in the preferred chat to which the platform answered so, one after the other; what the outbox holds."""
    row_id = store.write(lambda s: queue(s, two_chats(s, clock()), Message("Chào"), clock(), priority=NOTICE))
    for outcome in outcomes:
        store.write(lambda s: mark_sending(s, row_id, clock()))
        store.write(lambda s, outcome=outcome: settle(s, row_id, outcome, clock()))  # type: ignore[misc]
        clock.set(clock() + dt.timedelta(hours=1))
    return rows(store)


def rows(store: Store) -> list[Outbox]:
    """The outbox."""
    with store.read() as session:
        found = list(session.exec(select(Outbox).order_by(col(Outbox.id))).all())
        session.expunge_all()
        return found


@pytest.mark.parametrize("outcome", [Rejected("too many entities"), NotNow("450 later", 900.0, 96)])
def test_what_was_refused_goes_to_the_next_channel_once(store: Store, clock: SetClock, outcome: Outcome) -> None:
    first, second = sent(store, clock, outcome)
    assert (first.state, second.state, second.channel) == ("failed", "queued", "email")
    assert first.error.endswith(BY_OTHER_CHANNEL)
    store.write(lambda s: mark_sending(s, second.id or 0, clock()))
    store.write(lambda s: settle(s, second.id or 0, Rejected("no"), clock()))
    assert len(rows(store)) == 2
    with store.read() as session:
        (proof,) = session.exec(select(Audit).where(Audit.action == "delivery.elsewhere")).all()
        assert proof.subject == f"outbox:{first.id}"


def test_the_next_channel_is_the_one_its_owner_had_chosen_before(store: Store, clock: SetClock) -> None:
    """Telegram was chosen first, mail after it, Zalo last; whatever was heard from lately."""

    def work(session: Session) -> list[str]:
        first = two_chats(session, clock())
        chats = {"telegram": first, "email": contact_for(session, "email", "lan@so.test", "Lan", clock())}
        chats["zalo"] = contact_for(session, "zalo", "z1", "Lan", clock())
        for minute, name in enumerate(("telegram", "email", "zalo")):
            chats[name].person_id = first.person_id
            session.flush()
            prefer(session, chats[name], SYSTEM, clock() + dt.timedelta(minutes=minute))
        chats["telegram"].last_in_at = clock() + dt.timedelta(hours=1)
        session.flush()
        found: list[Contact] = []
        while (chat := contact_of(session, first.person_id or 0, clock(), but=[c.id or 0 for c in found])) is not None:
            found.append(chat)
        return [chat.channel for chat in found]

    assert store.write(work) == ["zalo", "email", "telegram"]


def test_what_may_have_arrived_goes_no_second_way(store: Store, clock: SetClock) -> None:
    (only,) = sent(store, clock, Ambiguous("lost"), Rejected("no"))
    assert only.state == "failed"


def test_an_answer_that_is_only_late_waits_in_its_channel(store: Store, clock: SetClock) -> None:
    (only,) = sent(store, clock, ServerError(502))
    assert only.state == "queued"


def test_a_channel_that_is_away_for_minutes_is_left_by_those_who_have_another(store: Store, clock: SetClock) -> None:
    sent(store, clock)
    stranger = store.write(lambda s: queue(s, contact_for(s, "telegram", "9", "", clock()), Message("x"), clock()))
    store.write(lambda s: leave_channel(s, "telegram", ["telegram"], clock()))
    assert [row.channel for row in rows(store)] == ["telegram", "telegram"]
    clock.set(clock() + AWAY_FOR)
    assert store.write(lambda s: leave_channel(s, "telegram", ["telegram", "email"], clock())) == 0
    assert store.write(lambda s: leave_channel(s, "telegram", ["telegram"], clock())) == 1
    assert store.write(lambda s: leave_channel(s, "telegram", ["telegram"], clock())) == 0
    assert [(row.channel, row.state) for row in rows(store)] == [
        ("telegram", "failed"), ("telegram", "queued"), ("email", "queued")
    ]  # fmt: skip
    assert stranger
