"""A deployment with nothing but a Zalo token and a public address: the whole job, and what a refusal leaves behind."""

import datetime as dt
import pathlib
import re

import httpx
import pytest
from sqlmodel import Session, col, select

from bot.channels.patience import Patience
from bot.rehearsal import Rehearsal, rehearse
from bot.sandbox.world import faults
from bot.sandbox.world.messages import Message
from catalog.clock import PROVINCE_ZONE
from catalog.messaging import inbox_and_outbox
from catalog.people.people import contact_for
from catalog.plans.model import Actors, ParsedPlan, ParsedTask
from catalog.tables import Contact, Evidence, Inbox, Outbox, Update
from catalog.work.deadline import Deadline
from scheduler.delivery.pacing import Limits

pytestmark = [pytest.mark.loopback, pytest.mark.long]

MONDAY = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
LIMITS = Limits(per_second=500.0, burst=500, chat_gap=0.01, group_burst=500)
BRISK = Patience(answer=60.0, poll=2, pause=0.05, look=0.05, album=0.05, limits=LIMITS)
OFFICE = "Sở Khoa học và Công nghệ"
PHOTO = b"\xff\xd8\xff\xe0\0\x10JFIF" + b"0" * 64


def plan() -> ParsedPlan:
    task = ParsedTask(
        annex="", section="I", section_title="", number="1", title="Xây dựng cơ sở dữ liệu", output="Báo cáo",
        deadline_raw="", deadlines=(Deadline("date", due=dt.date(2026, 3, 17)),),
        actors=Actors(lead=("Sở Công Thương",)), lead_raw="",
    )  # fmt: skip
    return ParsedPlan(
        number="1/KH", title="Kế hoạch 1/KH", issuer="UBND tỉnh", date=dt.date(2026, 1, 2), year=2026,
        coordinator=OFFICE, tasks=(task,),
    )  # fmt: skip


async def says(stage: Rehearsal, person: int, text: str) -> Message:
    sent = stage.sandbox.say(person, text)
    return await after(stage, person, sent)


async def after(stage: Rehearsal, person: int, message: Message) -> Message:
    """The newest answer after that message, when the bot has come to rest."""
    await stage.answer(message)
    await stage.quiet()
    return stage.sandbox.messages_to(person)[-1]


async def chooses(stage: Rehearsal, person: int, message: Message, label: str) -> Message:
    await stage.choose(person, message, label)
    return await after(stage, person, stage.sandbox.history(person)[-1])


async def downloaded(message: Message) -> bytes:
    """What stands behind the link of a message."""
    link = re.search(r"http://\S+/files/\S+", message.text)
    assert link is not None, message.text
    async with httpx.AsyncClient(timeout=60) as browser:
        answer = await browser.get(link.group())
    assert answer.status_code == 200
    return answer.content


async def test_the_whole_job_on_zalo_alone(tmp_path: pathlib.Path) -> None:
    """Every event is brought twice, by webhook; photos, numbers and links do what buttons and files do elsewhere."""
    async with rehearse(tmp_path, MONDAY, patience=BRISK, channel="zalo", given={"zalo_webhook": True}) as stage:
        await stage.sandbox.wait_for(lambda: stage.sandbox.world.zalo.hook)
        stage.sandbox.update_faults.duplicate = 1.0
        stage.load([plan()])
        officer, focal = stage.sandbox.create_person("Hạnh"), stage.sandbox.create_person("Bình")
        await says(stage, officer, stage.invitation("officer", OFFICE))
        asked = await says(stage, focal, "so cong thuong")
        await chooses(stage, focal, asked, "Sở Công Thương")
        await chooses(stage, officer, await stage.seen(officer, "đề nghị làm đầu mối"), "Đồng ý")
        await stage.app.sweep_now()
        await stage.seen(focal, "NHẮC VIỆC")

        sent = stage.sandbox.send_photo(focal, PHOTO, "1 xong")
        assert "đã báo cáo hoàn thành" in (await after(stage, focal, sent)).text
        waiting = await stage.seen(officer, "báo cáo hoàn thành")
        shown = await chooses(stage, officer, waiting, "Xem minh chứng (1)")
        assert await downloaded(shown) == PHOTO

        picture = await chooses(stage, officer, await says(stage, officer, "/tonghop"), "Biểu đồ")
        assert picture.photo
        assert picture.photo[-1].data.startswith(b"\x89PNG")
        assert (await downloaded(await says(stage, officer, "/baocao word"))).startswith(b"PK")

        with stage.app.store.read() as session:
            assert len(session.exec(select(Evidence)).all()) == 1
            assert len(session.exec(select(Update).where(Update.kind == "report")).all()) == 1
            heard = [m for p in (officer, focal) for m in stage.sandbox.history(p) if not m.from_bot]
            assert len(session.exec(select(Inbox)).all()) == len(heard)
        assert all(call.ok or call.method == "zalo.getUpdates" for call in stage.sandbox.calls)


def rows_to(session: Session, chat: str) -> list[Outbox]:
    return list(
        session.exec(
            select(Outbox).join(Contact, col(Contact.id) == col(Outbox.contact_id)).where(Contact.chat_id == chat)
            .order_by(col(Outbox.id))
        )
    )  # fmt: skip


async def test_what_zalo_refused_is_never_recorded_as_sent(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.zalo.channel.QUOTA_PAUSE", 3.0)
    async with rehearse(tmp_path, MONDAY, patience=BRISK, channel="zalo") as stage:
        store, now = stage.app.store, stage.clock()
        lan = stage.sandbox.create_person("Lan")
        stage.sandbox.faults.add(faults.bad_request("text is not valid", method="sendMessage", chat_id=lan))
        stage.sandbox.say(lan, "/trogiup")
        await stage.sandbox.wait_for(lambda: stage.sandbox.faults.hits)
        await stage.quiet()

        def to_a_stranger(session: Session) -> None:
            chat = contact_for(session, "zalo", "nobody", "Khách", now)
            inbox_and_outbox.queue(session, chat, inbox_and_outbox.Message("chào"), now)

        store.write(to_a_stranger)
        stage.app.delivery.wake()
        await stage.quiet()
        stage.sandbox.faults.add(faults.too_many_requests(60, method="sendMessage", chat_id=lan))
        stage.sandbox.say(lan, "/toi")
        await stage.sandbox.wait_for(lambda: len(stage.sandbox.faults.hits) == 2)
        await stage.quiet()  # what Zalo said is written down
        with store.read() as session:
            (unknown,) = rows_to(session, "nobody")
            chat = session.exec(select(Contact).where(Contact.chat_id == "nobody")).one()
            mine = session.exec(select(Contact).where(Contact.name == "Lan")).one().chat_id
            refused, limited = rows_to(session, mine)
        assert (refused.state, unknown.state, limited.state) == ("failed", "failed", "queued")
        assert chat.blocked_at is not None
        for row in (refused, unknown, limited):
            assert (row.provider_message_id, row.sent_at) == ("", None)
        assert stage.sandbox.messages_to(lan) == []
        # The quota of the minute passes, and then the message is sent, once.
        await stage.seen(lan, "ĐÔN ĐỐC LƯU GÌ")
        await stage.quiet()
        with store.read() as session:
            assert rows_to(session, mine)[-1].provider_message_id
        assert len(stage.sandbox.messages_to(lan)) == 1
