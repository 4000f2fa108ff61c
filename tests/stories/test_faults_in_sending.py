"""What goes wrong while the bot sends: what it did, what the person saw, what the store holds."""

import asyncio
import datetime as dt

import pytest
from sqlmodel import select

from bot.channels.patience import Patience
from bot.rehearsal import rehearse
from bot.sandbox.world import faults
from catalog.audit import verify
from catalog.clock import PROVINCE_ZONE
from catalog.messaging.inbox_and_outbox import Message, queue
from catalog.people.people import contact_for
from catalog.tables import Contact, Outbox
from scheduler.delivery.retry import Backoff

pytestmark = [pytest.mark.loopback, pytest.mark.long]
MORNING = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)


def sends(stage, chat):
    """(HTTP status, whether it was carried out) of every sendMessage to a chat; status 0 means no answer."""
    return [
        (call.status, call.taken)
        for call in stage.sandbox.calls
        if call.method == "sendMessage" and str(call.params["chat_id"]) == str(chat)
    ]


def say_to(session, chat, now):
    """Queue a message to somebody's private chat."""
    queue(session, contact_for(session, "telegram", str(chat), "", now), Message("tin"), now)


def seen(stage, chat):
    return [message.text for message in stage.sandbox.messages_to(chat)]


async def others_are_answered(stage, until, enough):
    """Somebody else asks and is answered again and again, until it is enough."""
    minh = stage.sandbox.create_person("Minh", started=True)
    while not enough():
        answered = len(seen(stage, minh))
        stage.sandbox.say(minh, "/trogiup")
        await until(lambda before=answered: len(seen(stage, minh)) > before)
        await asyncio.sleep(0.1)


@pytest.fixture
def lan(stage):
    return stage.sandbox.create_person("Nguyễn Thị Lan")


async def test_too_fast_waits_what_it_is_told_and_says_it_once(stage, outbox, until, lan):
    stage.sandbox.faults.add(faults.too_many_requests(1, method="sendMessage"))
    stage.sandbox.say(lan, "/trogiup")
    (row,) = await until(lambda: [r for r in outbox() if r.state == "sent"])
    assert sends(stage, lan) == [(429, False), (200, True)]
    first, second = [call.time for call in stage.sandbox.calls if call.method == "sendMessage"]
    assert second - first >= dt.timedelta(seconds=1)
    assert len(seen(stage, lan)) == 1
    assert (row.attempts, row.ambiguous, row.error) == (2, 0, "")
    assert row.provider_message_id == str(stage.sandbox.messages_to(lan)[0].message_id)


async def test_one_chat_that_is_too_fast_holds_up_nobody_else(stage, outbox, until, lan):
    minh = stage.sandbox.create_person("Minh")
    stage.sandbox.faults.add(faults.too_many_requests(600, method="sendMessage", chat_id=lan))
    stage.sandbox.say(lan, "/trogiup")
    await until(lambda: sends(stage, lan))
    stage.sandbox.say(minh, "/trogiup")
    await until(lambda: seen(stage, minh))
    assert seen(stage, lan) == []


async def test_two_chats_refused_at_once_hold_the_whole_bot(stage, until):
    lan, minh, tam = (stage.sandbox.create_person(name, started=True) for name in ("Lan", "Minh", "Tâm"))
    for chat in (lan, minh):
        stage.sandbox.faults.add(faults.too_many_requests(1, method="sendMessage", chat_id=chat))
    stage.app.store.write(lambda s: [say_to(s, chat, stage.clock()) for chat in (lan, minh)])  # ready together
    stage.app.delivery.wake()
    await until(lambda: sends(stage, lan) and sends(stage, minh))
    stage.sandbox.say(tam, "/trogiup")
    await until(lambda: seen(stage, lan) and seen(stage, minh) and seen(stage, tam))
    calls = [call for call in stage.sandbox.calls if call.method == "sendMessage"]
    assert [call.status for call in calls] == [429, 429, 200, 200, 200]
    assert calls[2].time - calls[0].time >= dt.timedelta(seconds=1)


async def test_who_blocked_the_bot_is_left_alone_and_the_officer_is_told(stage, outbox, until, lan):
    hanh = stage.sandbox.create_person("Hạnh")
    stage.sandbox.say(hanh, "/start " + stage.invitation("officer", "Sở Nội vụ"))
    stage.sandbox.say(lan, "/start " + stage.invitation("focal", "Sở Công Thương"))
    await until(lambda: len(seen(stage, lan)) and len(seen(stage, hanh)))
    await stage.quiet()

    stage.sandbox.faults.add(faults.blocked(method="sendMessage", chat_id=lan, times=None))
    stage.sandbox.say(lan, "/viec")
    notice = await stage.seen(hanh, "đã chặn")
    assert "Nguyễn Thị Lan" in notice.text
    assert "Sở Công Thương" in notice.text
    assert "không còn đầu mối nào" in notice.text
    await stage.quiet()
    refused = next(row for row in outbox() if row.error.startswith("blocked"))
    assert (refused.state, refused.attempts) == ("failed", 1)
    assert [status for status, _ in sends(stage, lan)].count(403) == 1
    with stage.app.store.read() as session:
        assert session.get_one(Contact, refused.contact_id).blocked_at is not None
        assert verify(session).broken_at is None

    # Who writes again can be written to again; nobody is told twice.
    stage.sandbox.faults.clear()
    stage.sandbox.say(lan, "/toi")
    await until(lambda: "Sở Công Thương" in seen(stage, lan)[-1])
    await stage.quiet()
    assert sum("đã chặn" in text for text in seen(stage, hanh)) == 1


async def test_a_message_that_is_refused_is_given_up_and_the_next_one_goes(stage, outbox, until, lan):
    stage.sandbox.faults.add(faults.bad_request("message text is empty", method="sendMessage"))
    stage.sandbox.say(lan, "/trogiup")
    await until(lambda: outbox() and outbox()[0].state == "failed")
    assert outbox()[0].error == "rejected: Message text is empty"
    stage.sandbox.say(lan, "/trogiup")
    await until(lambda: seen(stage, lan))
    await stage.quiet()
    assert sends(stage, lan) == [(400, False), (200, True)]
    assert [row.state for row in outbox()] == ["failed", "sent"]


async def test_a_chat_that_is_not_there_any_more_counts_as_blocked(stage, outbox, until, lan):
    stage.sandbox.faults.add(faults.bad_request("chat not found", method="sendMessage"))
    stage.sandbox.say(lan, "/trogiup")
    await until(lambda: outbox() and outbox()[0].state == "failed")
    assert outbox()[0].error.startswith("blocked")


async def test_a_group_that_moved_is_followed(stage, outbox, until, lan):
    group = stage.sandbox.groups.create("Tổ tổng hợp", [lan])
    await stage.quiet()
    before = len(outbox())
    stage.sandbox.faults.add(faults.slow_answer(0.3, method="getUpdates"))
    stage.sandbox.say(lan, "/trogiup", chat_id=group)
    new = stage.sandbox.groups.migrate(group, lan)  # before the bot has even read the question
    await until(lambda: seen(stage, new))
    await stage.quiet()
    assert all(status == 200 for status, _ in sends(stage, new))
    assert {row.state for row in outbox()} == {"sent"}
    assert sum(row.ambiguous for row in outbox()) == 0
    with stage.app.store.read() as session:
        assert session.get_one(Contact, outbox()[before].contact_id).chat_id == str(new)


async def test_a_group_that_moved_and_spoke_there_first_keeps_one_row(stage, outbox, until, lan):
    group = stage.sandbox.groups.create("Tổ tổng hợp", [lan])
    await stage.quiet()
    stage.sandbox.faults.add(faults.server_error(method="sendMessage", chat_id=group, times=None))
    stage.sandbox.say(lan, "/trogiup", chat_id=group)
    await until(lambda: (500, False) in sends(stage, group))
    new = stage.sandbox.groups.migrate(group, lan)
    stage.sandbox.faults.clear()
    stage.sandbox.say(lan, "/trogiup", chat_id=new)
    await until(lambda: len(seen(stage, new)) == 2)
    await stage.quiet()
    assert {row.state for row in outbox()} == {"sent"}


async def test_an_answer_lost_after_the_message_was_taken_is_doubled_once_and_counted(stage, outbox, until, lan):
    stage.sandbox.faults.add(faults.answer_lost(method="sendMessage"))
    stage.sandbox.say(lan, "/trogiup")
    (row,) = await until(lambda: [r for r in outbox() if r.state == "sent"])
    assert sends(stage, lan) == [(200, True), (200, True)]
    one, two = seen(stage, lan)  # the honest gap: the person saw it twice
    assert one == two
    assert row.ambiguous == 1


async def test_three_lost_answers_of_one_message_while_others_are_answered_are_its_end(stage, outbox, until, lan):
    stage.sandbox.faults.add(faults.answer_lost(method="sendMessage", chat_id=lan, times=None))
    stage.sandbox.say(lan, "/trogiup")
    given_up = lambda: [row for row in outbox() if row.state == "ambiguous"]  # noqa: E731
    await others_are_answered(stage, until, given_up)
    (row,) = given_up()
    await stage.quiet()
    assert sends(stage, lan) == [(200, True)] * row.ambiguous
    assert 3 <= row.ambiguous <= 4, "the first ones may have been lost before anybody else was answered"
    assert row.provider_message_id == ""
    assert "answer lost" in row.error


async def test_a_message_lost_twice_arrives_when_the_platform_answers_again(stage, outbox, until, lan):
    stage.sandbox.faults.add(faults.connection_cut(method="sendMessage", times=2))
    stage.sandbox.say(lan, "/trogiup")
    (row,) = await until(lambda: [r for r in outbox() if r.state == "sent"])
    assert row.ambiguous == 2
    assert len(seen(stage, lan)) == 1


@pytest.mark.parametrize("fault", [faults.connection_cut, faults.bad_gateway, faults.server_error])
async def test_an_outage_of_the_platform_loses_nothing_and_is_probed_with_one_message_at_a_time(
    stage, outbox, until, fault
):
    people = [stage.sandbox.create_person(f"Người {n}", started=True) for n in range(40)]
    stage.sandbox.faults.add(fault(method="sendMessage", times=None))
    stage.app.store.write(lambda s: [say_to(s, chat, stage.clock()) for chat in people])
    stage.app.delivery.wake()
    breaker = stage.app.delivery.breakers["telegram"]
    await until(lambda: breaker.away)
    calls = lambda: sum(call.method == "sendMessage" for call in stage.sandbox.calls)  # noqa: E731
    at_once = calls()
    await until(lambda: calls() >= at_once + 5)
    assert at_once <= 20, "what was in the air when it went away"
    assert max(row.attempts for row in outbox()) <= 1
    stage.sandbox.faults.clear()
    await until(lambda: {row.state for row in outbox()} == {"sent"})
    assert [len(seen(stage, chat)) for chat in people] == [1] * 40
    assert not breaker.away


async def test_a_message_that_two_looks_picked_at_the_same_moment_is_sent_once(stage, outbox, until):
    """A probe and the look beside it: the second to end took the first for one whose sender had died."""
    people = [stage.sandbox.create_person(f"Người {n}", started=True) for n in range(5)]
    stage.sandbox.faults.add(faults.slow_answer(0.5, method="sendMessage", times=None))
    stage.app.store.write(lambda s: [say_to(s, chat, stage.clock()) for chat in people])
    await asyncio.gather(*(stage.app.delivery._start_what_is_ready() for _ in range(3)))
    await asyncio.sleep(0.2)  # the losers of the race have ended, the winners are in the air
    await stage.app.delivery._start_what_is_ready()
    await until(lambda: {row.state for row in outbox()} == {"sent"})
    assert [len(seen(stage, chat)) for chat in people] == [1] * 5
    assert {row.ambiguous for row in outbox()} == {0}


async def test_a_platform_that_does_not_answer_at_all_is_not_probed_with_messages(stage, outbox, until, lan):
    """Whether a message arrived whose answer was lost, nobody knows: what changes nothing is asked first."""
    minh = stage.sandbox.create_person("Minh", started=True)
    stage.sandbox.faults.add(faults.answer_lost(method="sendMessage", times=None))
    stage.sandbox.faults.add(faults.connection_cut(method="getMe", times=None))
    stage.app.store.write(lambda s: say_to(s, minh, stage.clock()))
    stage.app.delivery.wake()
    await until(lambda: stage.app.delivery.breakers["telegram"].away)
    before = len(sends(stage, minh))
    asked = sum(call.method == "getMe" for call in stage.sandbox.calls)
    await until(lambda: sum(call.method == "getMe" for call in stage.sandbox.calls) >= asked + 5)
    assert len(sends(stage, minh)) == before
    stage.sandbox.faults.clear()
    await until(lambda: {row.state for row in outbox()} == {"sent"})


async def test_an_answer_that_comes_late_says_so(stage, outbox, until, lan):
    stage.sandbox.faults.add(faults.bad_gateway(method="sendMessage", times=None))
    stage.sandbox.say(lan, "/trogiup")
    await until(lambda: outbox() and stage.app.delivery.breakers["telegram"].away)
    stage.clock.set(stage.clock() + dt.timedelta(hours=1))
    stage.sandbox.faults.clear()
    await until(lambda: seen(stage, lan))
    assert seen(stage, lan)[0].startswith("(Trả lời muộn")
    assert "08:30" in seen(stage, lan)[0].splitlines()[0]


async def test_an_answer_that_takes_too_long_counts_as_lost(tmp_path, until):
    hasty = Patience(answer=3.0, look=0.05, backoff=Backoff(first=0.05, cap=0.2))
    async with rehearse(tmp_path, MORNING, patience=hasty) as stage:
        lan = stage.sandbox.create_person("Nguyễn Thị Lan")
        stage.sandbox.faults.add(faults.slow_answer(600, method="sendMessage"))
        stage.sandbox.say(lan, "/trogiup")
        await until(lambda: len(seen(stage, lan)) == 2)
        await stage.quiet()
        stage.sandbox.faults.clear()
        with stage.app.store.read() as session:
            (row,) = session.exec(select(Outbox)).all()
    assert (row.state, row.ambiguous) == ("sent", 1)


async def test_an_answer_that_is_only_slow_holds_up_nobody_else(stage, outbox, until, lan):
    minh = stage.sandbox.create_person("Minh")
    stage.sandbox.faults.add(faults.slow_answer(600, method="sendMessage", chat_id=lan))
    stage.sandbox.say(lan, "/trogiup")
    await until(lambda: seen(stage, lan))
    stage.sandbox.say(minh, "/trogiup")
    await until(lambda: sends(stage, minh))
    assert sends(stage, lan) == []  # its answer is still on the way
    stage.sandbox.faults.clear()
    await stage.quiet()
    assert [(row.state, row.attempts, row.ambiguous) for row in outbox()] == [("sent", 1, 0)] * 2
    assert len(seen(stage, lan)) == 1


async def test_a_connection_cut_is_not_known_from_a_lost_answer_and_the_message_arrives_once(stage, outbox, until, lan):
    stage.sandbox.faults.add(faults.connection_cut(method="sendMessage"))
    stage.sandbox.say(lan, "/trogiup")
    (row,) = await until(lambda: [r for r in outbox() if r.state == "sent"])
    assert sends(stage, lan) == [(0, False), (200, True)]
    assert len(seen(stage, lan)) == 1
    assert row.ambiguous == 1


@pytest.mark.parametrize("fault", [faults.server_error, faults.bad_gateway])
async def test_a_server_that_fails_is_asked_again_and_nothing_is_doubled(stage, outbox, until, lan, fault):
    stage.sandbox.faults.add(fault(method="sendMessage", times=2))
    stage.sandbox.say(lan, "/trogiup")
    (row,) = await until(lambda: [r for r in outbox() if r.state == "sent"])
    assert [taken for _, taken in sends(stage, lan)] == [False, False, True]
    assert len(seen(stage, lan)) == 1
    assert (row.attempts, row.ambiguous) == (1, 0)


async def test_a_server_that_chokes_on_one_message_loses_only_that_one(stage, outbox, until, lan):
    stage.sandbox.faults.add(faults.server_error(method="sendMessage", chat_id=lan, times=None))
    stage.sandbox.say(lan, "/trogiup")
    await others_are_answered(stage, until, lambda: outbox() and outbox()[0].state == "failed")
    assert outbox()[0].error == "server error 500, 4 attempts"
    stage.sandbox.faults.clear()
    stage.sandbox.say(lan, "/trogiup")
    await until(lambda: seen(stage, lan))


async def test_while_a_message_is_tried_again_the_next_one_waits_behind_it(stage, outbox, until, lan):
    stage.sandbox.faults.add(faults.server_error(method="sendMessage", times=2))
    stage.sandbox.say(lan, "/khong-co-lenh-nay")
    stage.sandbox.say(lan, "/trogiup")
    await until(lambda: len(seen(stage, lan)) == 2)
    assert "khong-co-lenh-nay" in seen(stage, lan)[0]
    await stage.quiet()
    assert [row.state for row in outbox()] == ["sent", "sent"]
