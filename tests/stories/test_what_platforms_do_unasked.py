"""Recorded conversations of what platforms do beside their documents: a group that becomes another one unsaid, a 404
in the middle of the day, a sender who cannot be, a picture that is fetched late, an event fetched in the last moment.

Numbers in brackets are those of the list of platform cases (CONTRIBUTING, "Platform cases").
"""

import datetime as dt
import pathlib

import httpx
import pytest
import sqlalchemy as sa
from speaking import say, tap
from sqlmodel import col, select
from test_zalo_alone import BRISK, MONDAY, OFFICE, plan, says

from bot.rehearsal import Rehearsal, rehearse
from bot.sandbox import Sandbox
from bot.sandbox.telegram_forms.errors import ApiError
from bot.sandbox.world import faults
from bot.sandbox.world.faults import Fault
from catalog.messaging.inbox_and_outbox import Message, queue
from catalog.tables import Contact, Inbox, Outbox

pytestmark = [pytest.mark.loopback, pytest.mark.long]
TRADE = "Sở Công Thương"


def post(stage: Rehearsal, chat_id: str, words: str) -> int:
    """The bot says something there of its own accord."""

    def queued(session) -> int:
        chat = session.exec(select(Contact).where(Contact.chat_id == chat_id)).one()
        return queue(session, chat, Message(words), stage.clock())

    row = stage.app.store.write(queued)
    stage.app.delivery.wake()
    return row


def contact(stage: Rehearsal, chat_id: str) -> Contact | None:
    with stage.app.store.read() as session:
        return session.exec(select(Contact).where(Contact.chat_id == chat_id)).first()


async def test_a_group_upgraded_without_its_new_id_waits_for_it_and_goes_on_there(stage, outbox) -> None:
    """[B8] The refusal names no new chat; the event of the group does, a moment later."""
    officer = stage.sandbox.create_person("Trần Thu Hà")
    await say(stage, officer, "/start " + stage.invitation("officer", "Sở Nội vụ"))
    focal = stage.sandbox.create_person("Nguyễn Thị Lan")
    await say(stage, focal, "/start " + stage.invitation("focal", TRADE))
    group = stage.sandbox.groups.create("Phòng", [focal, officer])
    await stage.quiet()
    asked = await say(stage, focal, "/lienket so cong thuong", chat=group)
    await tap(stage, focal, asked[0], TRADE, chat=group)
    stage.sandbox.faults.add(
        faults.bad_request("group chat was upgraded to a supergroup chat", method="sendMessage", chat_id=group)
    )
    row = post(stage, str(group), "NHẮC VIỆC 16/3")
    await stage.quiet()
    refused = next(one for one in outbox() if one.id == row)
    assert (refused.state, "waiting for its new id" in refused.error) == ("failed", True)
    old = contact(stage, str(group))
    assert old is not None
    assert old.blocked_at is not None
    assert old.agency_id is not None, "it stays its agency's"
    new = stage.sandbox.groups.migrate(group, focal)
    await stage.quiet()
    moved = contact(stage, str(new))
    assert moved is not None
    assert (moved.blocked_at, moved.agency_id) == (None, old.agency_id)
    post(stage, str(new), "NHẮC VIỆC 17/3")
    await stage.quiet()
    assert stage.sandbox.messages_to(new)[-1].text == "NHẮC VIỆC 17/3"


async def test_a_404_in_the_middle_of_the_day_is_no_wrong_token_and_loses_nothing(stage, outbox, caplog) -> None:
    """[B9] getMe alone judges the token; what a gateway does not know for a while goes out afterwards."""
    lan = stage.sandbox.create_person("Lan")
    stage.sandbox.faults.add(Fault("refuse", "sendMessage", times=3, error=ApiError(404, "Not Found")))
    await stage.answer(stage.sandbox.say(lan, "/toi"))
    await stage.quiet()
    assert [(one.state, one.ambiguous) for one in outbox()] == [("sent", 0)]
    assert len(stage.sandbox.messages_to(lan)) == 1
    assert [call.method for call in stage.sandbox.calls].count("getMe") >= 2, "it was asked whether the token is good"
    assert stage.app.opening.refused == set()


async def test_a_sender_who_cannot_be_is_kept_unread_and_becomes_nobody(stage, inbox) -> None:
    """[B10] A private chat with a sender of a negative number."""
    lan = stage.sandbox.create_person("Lan", started=True)
    stage.sandbox.raw_update(
        {"message": {
            "message_id": 900_001, "date": 1, "text": "#1 xong", "chat": {"id": lan, "type": "private"},
            "from": {"id": -5, "is_bot": False, "first_name": "Ai đó"},
        }}
    )  # fmt: skip
    await stage.sandbox.wait_for(lambda: "chưa đọc được tin" in "".join(m.text for m in stage.sandbox.messages_to(lan)))
    await stage.quiet()
    assert [(row.state, row.error) for row in inbox()] == [("unreadable", "a sender of no kind")]
    assert contact(stage, "-5") is None
    assert "900001" in str(inbox()[0].payload), "the event is kept whole"


async def test_a_picture_stands_ready_when_zalo_fetches_it_and_a_lost_answer_makes_it_a_link(
    tmp_path: pathlib.Path,
) -> None:
    """[A5] It is drawn before the call, so that the fetch takes no longer than reading it; the retry is no picture."""
    async with rehearse(tmp_path, MONDAY, patience=BRISK, channel="zalo", given={"zalo_webhook": True}) as stage:
        await stage.sandbox.wait_for(lambda: stage.sandbox.world.zalo.hook)
        stage.load([plan()])
        officer = stage.sandbox.create_person("Hạnh")
        await says(stage, officer, stage.invitation("officer", OFFICE))
        shown = await says(stage, officer, "/tonghop")
        drawn: list[str] = []
        makers = stage.app.delivery.files._makers
        stage.app.delivery.files._makers = {
            name: lambda *given, name=name, make=make: (drawn.append(name), make(*given))[1]
            for name, make in makers.items()
        }
        stage.sandbox.faults.add(faults.answer_lost(method="sendPhoto", times=1))
        await stage.choose(officer, shown, "Biểu đồ")
        linked = await stage.seen(officer, "Tải ")
        await stage.quiet()
        photos = [m for m in stage.sandbox.messages_to(officer) if m.photo]
        assert len(photos) == 1, "the one whose answer was lost; the second went as a link"
        assert len(drawn) == 2, "once for each call and never while Zalo fetches"
        stage.app.delivery.files._makers = {}
        async with httpx.AsyncClient(timeout=60) as browser:
            begun = dt.datetime.now(dt.UTC)
            answer = await browser.get(linked.text.rsplit(" ", 1)[-1].split()[-1])
            took = dt.datetime.now(dt.UTC) - begun
        assert answer.status_code == 200, "it stands ready: nothing had to be made"
        print(f"fetched in {took.total_seconds() * 1000:.0f} ms")


@pytest.mark.sqlite
async def test_what_was_fetched_from_zalo_when_the_bot_was_stopped_is_answered_by_the_next_run(
    tmp_path: pathlib.Path,
) -> None:
    """[A9] The store is away, the event is fetched and gone at Zalo's, the process ends: nothing is lost."""
    sandbox, journal = Sandbox(), tmp_path / "zalo-fetched.jsonl"

    def away(connection: sa.Connection) -> None:
        connection.exec_driver_sql("PRAGMA query_only=ON")

    async with rehearse(tmp_path, MONDAY, patience=BRISK, channel="zalo", sandbox=sandbox) as stage:
        hanh = sandbox.create_person("Hạnh")
        await says(stage, hanh, "/trogiup")
        before = len(sandbox.messages_to(hanh))
        sa.event.listen(stage.app.store.engine, "begin", away)  # the writer keeps its connection
        asked = sandbox.say(hanh, "/toi")
        await sandbox.wait_for(lambda: journal.exists() and not sandbox.world.zalo.waiting)
    assert len(sandbox.messages_to(hanh)) == before
    async with rehearse(tmp_path, MONDAY, patience=BRISK, channel="zalo", sandbox=sandbox) as stage:
        await stage.answer(asked)
        await stage.quiet()
        assert len(sandbox.messages_to(hanh)) == before + 1
        with stage.app.store.read() as session:
            assert session.exec(select(Outbox.state).order_by(col(Outbox.id).desc())).first() == "sent"
            assert {row.state for row in session.exec(select(Inbox))} == {"done"}
        await sandbox.wait_for(lambda: not journal.exists())
