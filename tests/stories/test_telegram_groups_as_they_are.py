"""Conversations with the groups of a province as they are: topics, hidden administrators, rights taken and given."""

import datetime as dt

import pytest
from speaking import say, tap, texts
from sqlmodel import select

from bot.rehearsal import Rehearsal
from bot.sandbox.world.how_written import How
from catalog.messaging.inbox_and_outbox import Message, OutFile, queue
from catalog.tables import Contact, Inbox, Outbox
from templates.documents.sample import sample_pdf

pytestmark = [pytest.mark.loopback, pytest.mark.long]
TRADE, FINANCE = "Sở Công Thương", "Sở Tài chính"


@pytest.fixture
async def officer(stage: Rehearsal) -> int:
    person = stage.sandbox.create_person("Trần Thu Hà")
    await say(stage, person, "/start " + stage.invitation("officer", "Sở Nội vụ"))
    return person


@pytest.fixture
async def focal(stage: Rehearsal) -> int:
    person = stage.sandbox.create_person("Nguyễn Thị Lan")
    await say(stage, person, "/start " + stage.invitation("focal", TRADE))
    return person


@pytest.fixture
async def forum(stage: Rehearsal, officer: int, focal: int) -> int:
    """The province's group: a topic of the department of trade is bound to it."""
    group = stage.sandbox.groups.create("Các sở, ngành của tỉnh", [officer, focal], forum=True)
    await stage.quiet()
    return group


@pytest.fixture
async def topic(stage: Rehearsal, forum: int, officer: int) -> int:
    topic = stage.sandbox.groups.open_topic(forum, TRADE, officer)
    asked = await in_topic(stage, officer, forum, topic, "/lienket so cong thuong")
    bound = await tap(stage, officer, asked[0], TRADE, chat=forum)
    assert (bound[0].topic, bound[0].text.split(".")[0]) == (topic, f"Chủ đề này là của {TRADE}")
    return topic


async def in_topic(stage: Rehearsal, person: int, group: int, topic: int | None, text: str):
    sent = stage.sandbox.say(person, text, chat_id=group, how=How(topic=topic))
    await stage.quiet()
    return [m for m in stage.sandbox.messages_to(group) if m.message_id > sent.message_id]


def post(stage: Rehearsal, chat_id: str, message: Message) -> None:
    """The bot says something there of its own accord."""

    def queued(session) -> None:
        queue(session, session.exec(select(Contact).where(Contact.chat_id == chat_id)).one(), message, stage.clock())

    stage.app.store.write(queued)
    stage.app.delivery.wake()


def row_of(stage: Rehearsal, chat_id: str) -> Contact:
    with stage.app.store.read() as session:
        return session.exec(select(Contact).where(Contact.chat_id == chat_id)).one()


async def test_each_agency_has_its_topic_and_every_answer_stays_in_it(stage, officer, focal, forum, topic) -> None:
    other = stage.sandbox.groups.open_topic(forum, FINANCE, officer)
    listed = await in_topic(stage, focal, forum, topic, "/viec")
    assert [message.topic for message in listed] == [topic]
    elsewhere = await in_topic(stage, focal, forum, other, "/viec")
    assert [(m.topic, "kết nối mới dùng được" in m.text) for m in elsewhere] == [(other, True)], "not their topic"
    post(stage, f"{forum}/{topic}", Message("NHẮC VIỆC 16/3"))
    await stage.quiet()
    assert (stage.sandbox.messages_to(forum)[-1].topic, stage.sandbox.messages_to(forum)[-1].text) == (
        topic, "NHẮC VIỆC 16/3",
    )  # fmt: skip


async def test_a_topic_without_an_agency_is_of_the_group_s(stage, officer, focal) -> None:
    group = stage.sandbox.groups.create("Phòng", [focal, officer], forum=True)
    asked = await say(stage, focal, "/lienket so cong thuong", chat=group)
    await tap(stage, focal, asked[0], TRADE, chat=group)
    topic = stage.sandbox.groups.open_topic(group, "Chuyện chung", focal)
    listed = await in_topic(stage, focal, group, topic, "/viec")
    assert "mới dùng được" not in listed[0].text


async def test_a_deleted_topic_gives_way_to_the_group_and_the_officer_is_told(stage, officer, forum, topic) -> None:
    stage.sandbox.groups.delete_topic(forum, topic)
    post(stage, f"{forum}/{topic}", Message("NHẮC VIỆC 16/3"))
    await stage.quiet()
    shown = stage.sandbox.messages_to(forum)[-1]
    assert (shown.topic, shown.text) == (None, "NHẮC VIỆC 16/3")
    told = stage.sandbox.messages_to(officer)[-1].text
    assert told.startswith(f"Chủ đề của {TRADE} không còn nữa")
    assert row_of(stage, str(forum)).agency_id is not None, "its digests go on in General"


async def test_a_closed_topic_is_closed_alone_told_once_and_opened_by_a_word(
    stage, officer, focal, forum, topic
) -> None:
    stage.sandbox.groups.close_topic(forum, topic)
    for text in ("một", "hai"):
        post(stage, f"{forum}/{topic}", Message(text))
        await stage.quiet()
    notices = [m for m in texts(stage.sandbox.messages_to(officer)) if "chủ đề đã đóng" in m]
    assert len(notices) == 1
    assert "mở lại chủ đề" in notices[0]
    assert row_of(stage, f"{forum}/{topic}").blocked_at is not None
    assert row_of(stage, str(forum)).blocked_at is None, "the group itself goes on"
    refused = [c for c in stage.sandbox.calls if c.method == "sendMessage" and "TOPIC_CLOSED" in str(c.answer)]
    assert len(refused) == 1, "the next message is not even tried"
    stage.sandbox.groups.close_topic(forum, topic, closed=False)
    assert await in_topic(stage, focal, forum, topic, "/viec")
    assert row_of(stage, f"{forum}/{topic}").blocked_at is None


async def test_a_bot_that_may_not_write_stays_its_agency_s_and_speaks_again_when_it_may(
    stage, officer, focal, forum, topic
) -> None:
    stage.sandbox.groups.mute_bot(forum, officer)
    await stage.quiet()
    assert "cho Đôn Đốc quyền gửi tin" in stage.sandbox.messages_to(officer)[-1].text
    muted = row_of(stage, f"{forum}/{topic}")
    assert muted.blocked_at is not None
    assert muted.agency_id is not None
    before = len(stage.sandbox.messages_to(officer))
    await in_topic(stage, focal, forum, topic, "/viec")  # opens it, and its answer is refused: no second notice
    assert len(stage.sandbox.messages_to(officer)) == before
    stage.sandbox.groups.unmute_bot(forum, officer)
    await stage.quiet()
    assert await in_topic(stage, focal, forum, topic, "/viec")


async def test_a_right_that_is_missing_unheard_of_closes_the_group_and_is_told(stage, officer, forum, topic) -> None:
    stage.sandbox.world.chats[forum].may_write = False  # as where nobody told the bot of it
    post(stage, f"{forum}/{topic}", Message("NHẮC VIỆC"))
    await stage.quiet()
    assert row_of(stage, str(forum)).blocked_at is not None, "no topic of it takes anything"
    assert "Đôn Đốc không có quyền viết" in stage.sandbox.messages_to(officer)[-1].text


async def test_put_out_of_the_group_all_its_topics_forget_their_agency(stage, officer, forum, topic) -> None:
    stage.sandbox.groups.remove_bot(forum, officer)
    await stage.quiet()
    assert row_of(stage, f"{forum}/{topic}").agency_id is None
    assert "đã bị đưa ra khỏi" in stage.sandbox.messages_to(officer)[-1].text


async def test_somebody_hidden_is_answered_once_an_hour_and_never_obeyed(stage, officer, focal, forum, topic) -> None:
    for _ in range(3):
        stage.sandbox.say(officer, "/lienket so tai chinh", chat_id=forum, how=How(topic=topic, hidden="admin"))
    await stage.quiet()
    heard = [m for m in stage.sandbox.messages_to(forum) if "không biết ai đang viết" in m.text]
    assert [m.topic for m in heard] == [topic]
    stage.clock.set(stage.clock() + dt.timedelta(minutes=61))
    stage.sandbox.say(officer, "/viec", chat_id=forum, how=How(topic=topic, hidden="channel"))
    await stage.quiet()
    assert sum("không biết ai" in m.text for m in stage.sandbox.messages_to(forum)) == 2
    with stage.app.store.read() as session:
        assert len(session.exec(select(Inbox).where(Inbox.state == "anonymous")).all()) == 4


async def test_where_files_are_locked_the_words_arrive_and_say_what_does_not(stage, officer, forum, topic) -> None:
    stage.sandbox.groups.lock_files(forum)
    kept = stage.app.evidence.keep(sample_pdf("báo cáo"), "Báo cáo tuần.pdf")
    file = OutFile("Báo cáo tuần.pdf", sha256=kept.sha256)
    post(stage, f"{forum}/{topic}", Message("Báo cáo tuần", files=(file,)))
    await stage.quiet()
    shown = stage.sandbox.messages_to(forum)[-1].text
    assert shown.startswith("Báo cáo tuần")
    assert "không cho gửi tệp nên chưa gửi được Báo cáo tuần.pdf" in shown
    with stage.app.store.read() as session:
        assert session.exec(select(Outbox.state).order_by(Outbox.id.desc())).first() == "sent"  # type: ignore[union-attr]
