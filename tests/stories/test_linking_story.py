"""Who is who, as it is played on the sandbox: real python-telegram-bot over HTTP, a real store, a clock by hand."""

import datetime as dt
import pathlib
import re

import pytest
from speaking import say, tap, texts
from sqlmodel import select

from bot.rehearsal import Rehearsal, rehearse
from bot.sandbox.world.messages import Message
from catalog.audit import verify
from catalog.clock import PROVINCE_ZONE
from catalog.messaging import inbox_and_outbox
from catalog.plans.bundle import load_bundled
from catalog.tables import Audit, Contact, Membership, Outbox

pytestmark = [pytest.mark.loopback, pytest.mark.long]
MORNING = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)


def last(stage: Rehearsal, chat: int) -> Message:
    return stage.sandbox.messages_to(chat)[-1]


def code_in(text: str) -> str:
    found = re.search(r"start=([0-9A-Z]{5}-[0-9A-Z]{5})", text)
    assert found is not None, text
    return found[1]


def actions(stage: Rehearsal) -> list[tuple[str, str]]:
    """The audit log as (action, subject's kind), with the chain whole."""
    with stage.app.store.read() as session:
        assert verify(session).broken_at is None
        return [
            (row.action, row.subject.partition(":")[0]) for row in session.exec(select(Audit).order_by(Audit.id)).all()
        ]  # type: ignore[arg-type]


async def test_a_focal_point_links_in_three_gestures_and_the_officer_in_one(tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        officer, focal = stage.sandbox.create_person("Hạnh"), stage.sandbox.create_person("Bình")
        await say(stage, officer, f"/start {stage.invitation('officer', 'Sở Nội vụ')}")

        assert texts(await say(stage, focal, "/start")) == [
            "Kính chào Bình. Đây là Đôn Đốc, trợ lý theo dõi nhiệm vụ được giao trong các kế hoạch.\n\n"
            "Để bắt đầu, đề nghị gửi mã mời (do cán bộ tổng hợp cấp), hoặc gõ tên cơ quan, đơn vị của anh/chị.\n\n"
            "Lưu ý: không gửi văn bản mật qua đây."
        ]
        assert texts(await say(stage, focal, "so noi vu")) == ["Anh/chị thuộc Sở Nội vụ, đúng không?"]
        assert texts(await tap(stage, focal, last(stage, focal), "Sở Nội vụ")) == [
            "Đã gửi đề nghị kết nối với Sở Nội vụ đến cán bộ tổng hợp. Khi được đồng ý, anh/chị sẽ nhận thông báo tại đây."
        ]
        request = last(stage, officer)
        assert request.text == "Bình đề nghị làm đầu mối của Sở Nội vụ.\nCơ quan này chưa có đầu mối."
        assert texts(await tap(stage, officer, request, "Đồng ý")) == ["Đã đồng ý: Bình – Sở Nội vụ."]
        assert last(stage, focal).text == "Anh/chị đã được kết nối làm đầu mối của Sở Nội vụ. Gõ /viec để xem nhiệm vụ."
        assert len([m for m in stage.sandbox.history(focal) if not m.from_bot]) == 2, "two lines typed, one tap"


async def test_a_deep_link_lets_one_person_in_and_the_one_it_is_forwarded_to_stays_out(tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        officer, focal, other = (stage.sandbox.create_person(n) for n in ("Hạnh", "Bình", "Người khác"))
        await say(stage, officer, f"/start {stage.invitation('officer', 'Sở Nội vụ')}")
        letter = (await say(stage, officer, "/moi so cong thuong"))[0].text
        assert "Mở: https://t.me/dondoc_bot?start=" in letter
        opened = stage.sandbox.start(focal, code_in(letter))
        assert (await stage.answer(opened)).text.startswith("Đã kết nối: đầu mối – Sở Công Thương.")
        assert (await stage.seen(officer, "vừa dùng mã mời")).text.startswith("Bình vừa dùng mã mời")
        forwarded = stage.sandbox.start(other, code_in(letter))
        assert (await stage.answer(forwarded)).text.startswith("Mã này đã được sử dụng.")
        assert ("code.refused", "invitation") in actions(stage)
        with stage.app.store.read() as session:
            assert len(session.exec(select(Membership)).all()) == 2


async def test_what_waits_for_a_removed_person_never_goes_out(tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        officer, focal = stage.sandbox.create_person("Hạnh"), stage.sandbox.create_person("Bình")
        await say(stage, officer, f"/start {stage.invitation('officer', 'Sở Nội vụ')}")
        await say(stage, focal, f"/start {stage.invitation('focal', 'Sở Công Thương')}")
        later = stage.clock() + dt.timedelta(minutes=5)

        def wait_a_little(session: object) -> int:
            chat = session.exec(select(Contact).where(Contact.chat_id == str(focal))).one()  # type: ignore[attr-defined]
            return inbox_and_outbox.queue(
                session, chat, inbox_and_outbox.Message("Việc của Sở Công Thương"), stage.clock(), not_before=later
            )  # type: ignore[arg-type]

        waiting = stage.app.store.write(wait_a_little)
        old = (await say(stage, focal, "/danhba cử người thay đến 30/6"))[0].text
        assert "MÃ LÀM THAY" in old
        await say(stage, officer, "/danhba so cong thuong")
        await tap(stage, officer, last(stage, officer), "Gỡ Bình")
        await tap(stage, officer, last(stage, officer), "Đồng ý gỡ")
        assert last(stage, focal).text.startswith("Anh/chị đã thôi vai trò đầu mối – Sở Công Thương.")
        await stage.move_to(later + dt.timedelta(minutes=1))
        with stage.app.store.read() as session:
            row = session.get_one(Outbox, waiting)
            assert (row.state, row.provider_message_id) == ("failed", "")
        assert not [m for m in stage.sandbox.messages_to(focal) if "Việc của Sở Công Thương" in m.text]
        assert ("delivery.withheld", "outbox") in actions(stage)


async def test_taps_that_were_made_up_are_refused_and_on_record(tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        officer, thief = stage.sandbox.create_person("Hạnh"), stage.sandbox.create_person("Kẻ lạ")
        await say(stage, officer, f"/start {stage.invitation('officer', 'Sở Nội vụ')}")
        await say(stage, thief, "so cong thuong")
        await tap(stage, thief, last(stage, thief), "Sở Công Thương")
        approve = last(stage, officer).keyboard[0][0].data
        carrier = last(stage, thief)
        for data in (
            approve,
            "0.0",
            "-1.5",
            "999999999999999999.1",
            "1.999",
            "xin chào",
            "",
            "½.²",
            "1.0'; DROP TABLE person",
        ):
            before = len(stage.sandbox.messages_to(thief))
            stage.sandbox.raw_update({"callback_query": {
                "id": f"made-up-{data}", "chat_instance": "1", "data": data,
                "from": {"id": thief, "is_bot": False, "first_name": "Kẻ lạ"},
                "message": carrier.to_json(),
            }})  # fmt: skip
            await stage.sandbox.wait_for(lambda before=before: len(stage.sandbox.messages_to(thief)) > before)  # type: ignore[misc]
            assert "không có quyền" in last(stage, thief).text
        assert actions(stage).count(("refused.choice", "outbox")) == 9
        with stage.app.store.read() as session:
            assert len(session.exec(select(Membership)).all()) == 1


async def test_an_agency_s_group_gets_its_digest_and_its_linked_members_answer_there(tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        stage.load(load_bundled())
        focal, member = stage.sandbox.create_person("Bình"), stage.sandbox.create_person("Nhân viên")
        await say(stage, focal, f"/start {stage.invitation('focal', 'Sở Công Thương')}")
        group = stage.sandbox.groups.create("Phòng KHCN Sở Công Thương", [focal, member])
        welcome = await stage.seen(group, "Nhóm này của cơ quan nào?")
        assert "không có quyền" in (await tap(stage, member, welcome, "Sở Công Thương", chat=group))[0].text
        bound = await tap(stage, focal, welcome, "Sở Công Thương", chat=group)
        spoken = len(stage.sandbox.messages_to(group))
        stage.sandbox.groups.promote_bot(group, focal)
        stage.sandbox.say(focal, "/viec@other_bot", chat_id=group)
        assert bound[0].text.startswith("Nhóm này là của Sở Công Thương.")

        await stage.move_to(dt.datetime(2026, 3, 17, 8, 0, tzinfo=PROVINCE_ZONE))
        digest = await stage.seen(group, "NHẮC VIỆC")
        assert len(stage.sandbox.messages_to(group)) == spoken + 1, (
            "a promotion and another bot's command are not for us"
        )
        numbers = re.findall(r"^(\d+)\. #", digest.text, re.MULTILINE)
        assert numbers
        words = f"{numbers[0]} duoc 40%"
        assert "không có quyền" in (await say(stage, member, words, reply_to=digest, chat=group))[0].text
        answer = await say(stage, focal, words, reply_to=digest, chat=group)
        assert "đang thực hiện 40%" in answer[0].text


async def test_a_successor_is_told_what_was_open_and_answers_it(tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        stage.load(load_bundled())
        focal, successor = stage.sandbox.create_person("Bình"), stage.sandbox.create_person("Lan")
        await say(stage, focal, f"/start {stage.invitation('focal', 'Sở Công Thương')}")
        await stage.app.sweep_now()
        digest = await stage.seen(focal, "NHẮC VIỆC")
        letter = (await say(stage, focal, "/lienket ban giao"))[0].text
        answers = await say(stage, successor, f"/start {code_in(letter)}")
        assert answers[0].text.startswith("Đã kết nối: đầu mối – Sở Công Thương.")
        number, code = next(iter(re.findall(r"^(\d+)\. (#\d+)", answers[1].text, re.MULTILINE)))
        assert set(re.findall(r"#\d+", answers[1].text)) == set(re.findall(r"#\d+", digest.text))
        assert f"{code} " in (await say(stage, successor, f"{number} duoc 40%"))[0].text
        assert (await say(stage, focal, f"{number} duoc 90%", reply_to=digest))[0].text.startswith(
            "Anh/chị không còn vai trò đầu mối"
        )
        assert ("prompts.moved", "agency") in actions(stage)
