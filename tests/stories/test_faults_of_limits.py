"""Telegram's limits, enforced: whatever waits goes out within them, and all of it arrives."""

import asyncio
import dataclasses
import datetime as dt
from collections import Counter

import pytest
from sqlmodel import select

from bot.channels.patience import Patience
from bot.rehearsal import rehearse
from bot.sandbox.telegram_forms import limits
from bot.sandbox.telegram_forms.limits import Rule
from bot.sandbox.world import faults
from catalog.clock import PROVINCE_ZONE
from catalog.messaging.inbox_and_outbox import Message, queue
from catalog.people.people import contact_for
from catalog.tables import Outbox
from scheduler.delivery.pacing import TELEGRAM
from scheduler.delivery.retry import Backoff

pytestmark = [pytest.mark.loopback, pytest.mark.long]
MORNING = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)


@pytest.fixture(autouse=True)
def brisk() -> None:
    """Here the pace is the story: nothing is made faster."""


def put(stage, chats, kind="private"):
    """One message for each of these chats, decided in one transaction."""
    now = stage.clock()

    def work(session):
        for number, chat in enumerate(chats):
            contact = contact_for(session, "telegram", str(chat), "", now, kind=kind)
            queue(session, contact, Message(f"tin {number}"), now)

    stage.app.store.write(work)
    stage.app.delivery.wake()


async def nothing_lost(stage, count):
    """All of it was sent, and every message once."""

    def states():
        with stage.app.store.read() as session:
            rows = session.exec(select(Outbox)).all()
        return [(row.state, row.ambiguous) for row in rows if row.payload["text"].startswith("tin")]

    async with asyncio.timeout(60):
        while states() != [("sent", 0)] * count:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
    sent = [message for chat in stage.sandbox.world.chats for message in stage.sandbox.messages_to(chat)]
    assert sum(message.text.startswith("tin") for message in sent) == count


@pytest.mark.sqlite  # of the pace of sending, by real time
async def test_a_busy_morning_stays_below_thirty_a_second_and_one_a_second_in_each_chat(tmp_path):
    async with rehearse(tmp_path, MORNING) as stage:  # with a deployment's own patience and pace
        stage.sandbox.limits.enforced = True
        people = [stage.sandbox.create_person(f"Người {n}", started=True) for n in range(70)]
        put(stage, [*people, *people[:3], people[0]])
        await stage.sandbox.wait_for(lambda: len(stage.sandbox.messages_to(people[0])) == 3)
        await stage.quiet()
        assert stage.sandbox.limits.over() == []
        # One is refused only where this machine stands still for a moment and requests arrive together.
        assert len([window for window in stage.sandbox.limits.record if window.refused]) <= 15
        busiest = max(
            window.count for window in stage.sandbox.limits.record if window.scope == "bot" and not window.refused
        )
        assert 1 < busiest <= 30
        await nothing_lost(stage, 74)
        first = [message.text for message in stage.sandbox.messages_to(people[0])]
        assert first == ["tin 0", "tin 70", "tin 73"]


async def test_a_group_gets_no_more_than_it_may_and_holds_up_nobody_else(tmp_path, monkeypatch):
    """Twenty a minute, played thirty times as fast on both sides."""
    monkeypatch.setitem(limits.RULES, "group", Rule(20, 2.0))
    monkeypatch.setitem(limits.RULES, "chat", Rule(1, 1 / 30))
    pace = dataclasses.replace(TELEGRAM, group_window=2.05, chat_gap=0.036)
    async with rehearse(tmp_path, MORNING, patience=Patience(look=0.05, limits=pace)) as stage:
        stage.sandbox.limits.enforced = True
        lan = stage.sandbox.create_person("Lan", started=True)
        group = stage.sandbox.groups.create("Tổ tổng hợp", [lan])
        await stage.quiet()
        greeted = len(stage.sandbox.messages_to(group))
        put(stage, [group] * 30, kind="group")
        await stage.sandbox.wait_for(lambda: len(stage.sandbox.messages_to(group)) >= 20)
        put(stage, [lan])
        await stage.sandbox.wait_for(lambda: stage.sandbox.messages_to(lan))
        assert len(stage.sandbox.messages_to(group)) < 30 + greeted
        await stage.sandbox.wait_for(lambda: len(stage.sandbox.messages_to(group)) == 30 + greeted)
        await stage.quiet()
        assert stage.sandbox.limits.over() == []
        await nothing_lost(stage, 31)
        assert [m.text for m in stage.sandbox.messages_to(group)][greeted:] == [f"tin {n}" for n in range(30)]


async def test_a_bot_that_does_not_know_the_pace_learns_it_from_the_refusals(tmp_path, monkeypatch):
    """The safety net alone: without any pacing of ours every message still arrives."""
    monkeypatch.setitem(limits.RULES, "chat", Rule(1, 3.0))
    fast = dataclasses.replace(TELEGRAM, per_second=1000.0, burst=1000, chat_gap=0.0)
    async with rehearse(tmp_path, MORNING, patience=Patience(look=0.05, limits=fast)) as stage:
        stage.sandbox.limits.enforced = True
        people = [stage.sandbox.create_person(f"Người {n}", started=True) for n in range(12)]
        put(stage, [people[0], *people])  # one in the air at a time is too fast for a chat, if hardly for the bot
        await stage.sandbox.wait_for(lambda: len(stage.sandbox.messages_to(people[0])) == 2)
        await stage.quiet()
        assert [window for window in stage.sandbox.limits.record if window.refused]
        assert stage.sandbox.limits.over() == []
        with stage.app.store.read() as session:
            waiting = {row.state for row in session.exec(select(Outbox))}
        assert waiting <= {"sent", "queued"}
        await stage.sandbox.wait_for(lambda: all(stage.sandbox.messages_to(person) for person in people))
        await stage.quiet()
        await nothing_lost(stage, 13)


async def test_in_a_storm_of_faults_no_window_is_passed_and_nobody_who_can_be_reached_is_left_out(tmp_path):
    """429, 403, a group that moves, slow, cut and lost answers, all at once and at the real pace."""
    impatient = Patience(look=0.05, answer=1.0, backoff=Backoff(first=0.2, cap=0.4))
    async with rehearse(tmp_path, MORNING, patience=impatient) as stage:
        sandbox = stage.sandbox
        sandbox.limits.enforced = True
        people = [sandbox.create_person(f"Người {n}", started=True) for n in range(40)]
        group = sandbox.groups.create("Tổ tổng hợp", people[:2])
        await stage.quiet()
        sandbox.groups.block_bot(people[39])
        for order in (faults.answer_lost, faults.connection_cut, faults.bad_gateway):
            sandbox.faults.add(order(method="sendMessage", chance=0.06, times=None))
        sandbox.faults.add(faults.too_many_requests(1, method="sendMessage", chance=0.06, times=None))
        sandbox.faults.add(faults.slow_answer(0.8, method="sendMessage", chance=0.06, times=None))
        put(stage, [group], kind="group")
        moved = sandbox.groups.migrate(group, people[0])
        put(stage, [*people, people[0]])

        def ends():
            with stage.app.store.read() as session:
                rows = [row for row in session.exec(select(Outbox)) if row.payload["text"].startswith("tin")]
            waiting = any(row.state in ("queued", "sending") for row in rows)
            return None if waiting else rows

        async with asyncio.timeout(120):
            while (rows := ends()) is None:  # noqa: ASYNC110
                await asyncio.sleep(0.05)
        states = Counter(row.state for row in rows)
        got = {
            chat: [m.text for m in sandbox.messages_to(chat) if m.text.startswith("tin")] for chat in (*people, moved)
        }
        assert sandbox.limits.over() == []
        assert len({hit.fault.kind for hit in sandbox.faults.hits}) >= 4
        assert (states["failed"], got[people[39]]) == (1, [])
        assert sum(not texts for texts in got.values()) - 1 <= states["ambiguous"]
        assert sum(len(texts) - len(set(texts)) for texts in got.values()) <= sum(row.ambiguous for row in rows)
