"""A plan of so many messages a month: counted, told in time, and at its end answers first, one digest kept."""

import datetime as dt

import pytest
from conversation import Talk, task
from sqlmodel import Session, col, select

from catalog.audit import SYSTEM
from catalog.clock import at_local, local_day
from catalog.messaging.channel_limits import Quota
from catalog.messaging.inbox_and_outbox import NOTICE, NUDGE, REPLY, Message, queue
from catalog.messaging.quota import is_spent, remember_quota, used
from catalog.people.people import contact_for, grant, known_contact
from catalog.people.rights import rights_of
from catalog.tables import Contact, Outbox
from catalog.upkeep.doctor import examine
from catalog.work.evidence import EvidenceStore
from scheduler.delivery.outbox import mark_sending, settle
from scheduler.delivery.retry import Sent
from scheduler.delivery.spent_month import SPENT
from scheduler.digests.forecast import forecast
from scheduler.digests.officer_desk import desk_of
from scheduler.digests.sweep import sweep
from scheduler.ladder.working_calendar import shipped_calendar


@pytest.fixture
def zalo(store, clock, tmp_path) -> Talk:
    """A province on Zalo with ten messages a month; an admin reads Telegram."""
    talk = Talk(store, clock, tmp_path, "zalo")
    talk.person("Lan", "focal", "Sở Công Thương")

    def more(session: Session) -> None:
        remember_quota(session, "zalo", Quota(users=50, messages=10), clock())
        admin = contact_for(session, "telegram", "admin", "Quân", clock())
        grant(session, admin.person_id or 0, "admin", None, SYSTEM, clock())

    store.write(more)
    return talk


def send(talk: Talk, count: int, chat: str = "chat-Lan") -> None:
    """So many answers are taken by the platform."""

    def go(session: Session) -> None:
        for _ in range(count):
            row = queue(session, chat_of(session, chat), Message("trả lời"), talk.clock(), priority=REPLY)
            assert mark_sending(session, row, talk.clock())
            settle(session, row, Sent(f"z{row}"), talk.clock())

    talk.store.write(go)


def chat_of(session: Session, chat: str, channel: str = "zalo") -> Contact:
    found = known_contact(session, channel, chat)
    assert found is not None
    return found


def told(talk: Talk) -> list[str]:
    with talk.store.read() as session:
        rows = session.exec(select(Outbox).where(Outbox.channel == "telegram").order_by(col(Outbox.id))).all()
        return [row.payload["text"] for row in rows]


def tried(talk: Talk, priority: int) -> Outbox:
    """A message is decided and its turn comes."""

    def go(session: Session) -> int:
        row = queue(session, chat_of(session, "chat-Lan"), Message("NHẮC VIỆC"), talk.clock(), priority=priority)
        mark_sending(session, row, talk.clock())
        return row

    row = talk.store.write(go)
    with talk.store.read() as session:
        return session.get_one(Outbox, row)


def test_admins_hear_at_seventy_ninety_and_a_hundred_percent_once_each(zalo: Talk) -> None:
    send(zalo, 6)
    assert told(zalo) == []
    send(zalo, 1)
    send(zalo, 1)
    assert [text.split("(")[1][:3] for text in told(zalo)] == ["70%"]
    send(zalo, 1)
    send(zalo, 3)
    assert len(told(zalo)) == 3
    last = told(zalo)[-1]
    assert "đã hết 10 tin của tháng" in last
    assert "- Lan (Sở Công Thương)" in last, "who hears nothing any more is listed"
    with zalo.store.read() as session:
        (line,) = [
            f
            for f in examine(session, EvidenceStore(str(zalo.home / "e"), limit=1), zalo.clock())
            if f.check == "quota"
        ]
    assert (line.level, "12/10 tin, 1/50 người" in line.text) == ("error", True)


def test_at_the_end_answers_still_go_reminders_wait_and_notices_are_given_up(zalo: Talk) -> None:
    send(zalo, 10)
    assert tried(zalo, REPLY).state == "sending"
    waits = tried(zalo, NUDGE)
    assert (waits.state, waits.error) == ("queued", SPENT)
    assert waits.not_before == at_local(dt.date(2026, 2, 1), dt.time())
    assert (tried(zalo, NOTICE).state, tried(zalo, NOTICE).error) == ("failed", SPENT)
    zalo.clock.set(at_local(dt.date(2026, 2, 2), dt.time(8)))
    assert tried(zalo, NUDGE).state == "sending", "a new month"


def test_whoever_has_another_channel_is_reminded_there(zalo: Talk) -> None:
    def also_on_telegram(session: Session) -> None:
        lan = chat_of(session, "chat-Lan")
        other = contact_for(session, "telegram", "lan", "Lan", zalo.clock())
        other.person_id, lan.preferred = lan.person_id, True
        session.add_all([other, lan])

    zalo.store.write(also_on_telegram)
    send(zalo, 10)
    assert "Lan" not in told(zalo)[-1]
    before = len(told(zalo))
    assert tried(zalo, NUDGE).state == "failed"
    assert told(zalo)[before:] == ["NHẮC VIỆC"]


def test_after_a_month_of_silence_one_digest_waits_not_twenty(zalo: Talk) -> None:
    zalo.plan(task("Việc 1", dt.date(2026, 1, 9)), task("Việc 2", dt.date(2026, 1, 16)))
    send(zalo, 10)
    for day in range(6, 31):
        zalo.clock.set(at_local(dt.date(2026, 1, day), dt.time(8)))

        def morning(session: Session) -> None:
            sweep(session, zalo.clock(), shipped_calendar())
            ready = select(Outbox.id).where(Outbox.state == "queued", col(Outbox.not_before) <= zalo.clock())
            for row in session.exec(ready).all():
                mark_sending(session, row or 0, zalo.clock())

        zalo.store.write(morning)
    with zalo.store.read() as session:
        waiting = session.exec(
            select(Outbox).where(Outbox.state == "queued", Outbox.priority == NUDGE, Outbox.channel == "zalo")
        ).all()
    assert len(waiting) == 1
    assert local_day(waiting[0].not_before) == dt.date(2026, 2, 1)
    assert "Việc 1" in waiting[0].payload["text"]
    assert "Việc 2" in waiting[0].payload["text"]


def test_who_is_overdue_and_cannot_be_reminded_stands_on_the_officer_s_desk(zalo: Talk) -> None:
    zalo.person("Hà", "officer", None)
    zalo.plan(task("Việc 1", dt.date(2026, 1, 9)), task("Việc 2", dt.date(2026, 12, 30), "Sở Y tế"))
    zalo.person("Thu", "focal", "Sở Y tế")
    zalo.clock.set(at_local(dt.date(2026, 1, 12), dt.time(8)))

    def desk() -> tuple[str, ...]:
        with zalo.store.read() as session:
            officer = chat_of(session, "chat-Hà").person_id or 0
            return desk_of(
                session, rights_of(session, officer, zalo.clock()), zalo.clock(), shipped_calendar()
            ).not_reminded

    assert desk() == ()
    send(zalo, 10)
    assert desk() == ("Sở Công Thương",), "nothing of the other agency is overdue"
    zalo.store.write(lambda session: sweep(session, zalo.clock(), shipped_calendar()))
    with zalo.store.read() as session:
        to_her = select(Outbox).where(Outbox.contact_id == chat_of(session, "chat-Hà").id)
        texts = [row.payload["text"] for row in session.exec(to_her)]
    assert any("không nhắc được vì kênh đã hết tin của tháng" in text and "Sở Công Thương" in text for text in texts)


def test_the_forecast_counts_digests_and_people_of_a_month(zalo: Talk) -> None:
    zalo.plan(task("Việc 1", dt.date(2026, 1, 9)), task("Việc 2", dt.date(2026, 1, 16), "Sở Y tế"))
    with zalo.store.read() as session:
        alone = forecast(session, "zalo", zalo.clock(), shipped_calendar(), only=True)
        beside = forecast(session, "zalo", zalo.clock(), shipped_calendar(), only=False)
    assert (alone.agencies, alone.people) == (2, 2), "the agency with nobody linked will come to it, too"
    assert (beside.agencies, beside.people) == (1, 1)
    assert alone.messages > beside.messages >= 4


def test_no_limit_is_never_spent(zalo: Talk) -> None:
    zalo.store.write(lambda session: remember_quota(session, "zalo", Quota(0, 0), zalo.clock()))
    send(zalo, 12)
    with zalo.store.read() as session:
        assert not is_spent(session, "zalo", zalo.clock())
        so_far = used(session, "zalo", zalo.clock())
        assert so_far is not None
        assert (so_far.messages, so_far.shares) == (12, {})
        assert used(session, "telegram", zalo.clock()) is None
    assert told(zalo) == []
