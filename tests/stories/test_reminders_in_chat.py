"""Reminders as people see them: reports sent, /nhac, what was overdue at import, the proof. Told over the sandbox."""

import datetime as dt
import pathlib
from collections.abc import AsyncIterator

import pytest
from speaking import say, tap
from sqlmodel import col, select

from bot.rehearsal import Rehearsal, rehearse
from bot.sandbox.world import faults
from bot.sandbox.world.messages import Message
from catalog.clock import PROVINCE_ZONE, at_local
from catalog.plans.bundle import load_bundled
from catalog.tables import Assignment, CalendarOverride, Digest, DutyPeriod, Nudge, Outbox, Plan

pytestmark = [pytest.mark.loopback, pytest.mark.long]
MONDAY = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)


def labels(message: Message) -> list[str]:
    return [button.text for row in message.keyboard for button in row]


@pytest.fixture
async def stage(tmp_path: pathlib.Path) -> AsyncIterator[Rehearsal]:
    """The bundled plans on Monday, 16 March 2026."""
    async with rehearse(tmp_path, MONDAY, frozen=True) as stage:
        stage.load(load_bundled())
        yield stage


async def test_a_report_in_the_digest_is_answered_by_its_number(stage: Rehearsal) -> None:
    focal = stage.sandbox.create_person("Bình")
    await say(stage, focal, "/start " + stage.invitation("focal", "Sở Công Thương"))
    await stage.app.sweep_now()
    digest = await stage.seen(focal, "NHẮC VIỆC")
    first = next(line for line in digest.text.splitlines() if line.startswith("1. "))
    assert first == "1. 📄 Báo cáo quý gửi Sở Khoa học và Công nghệ"
    assert "Sẽ nhắc lại vào" in (await tap(stage, focal, digest, "Nhắc lại sau"))[0].text
    with stage.app.store.read() as session:
        assert session.exec(select(DutyPeriod.snoozed_until).where(DutyPeriod.snoozes == 1)).all()
    answer = await say(stage, focal, "1 xong", digest)
    assert answer[0].text.startswith(
        "Đã ghi nhận báo cáo đã gửi:\n✅ Sở Công Thương: báo cáo quý gửi Sở Khoa học và Công nghệ"
    )
    with stage.app.store.read() as session:
        owed = session.exec(select(DutyPeriod).where(col(DutyPeriod.reported_at).is_not(None))).one()
        assert owed.period == "2026-03"
        assert not [a for a in session.exec(select(Assignment)) if a.state == "reported"]

    # Taken back with one tap; a doubtful word is asked, and asked about the report and not about a task.
    assert "đã rút lại" in (await tap(stage, focal, answer[-1], "Hủy"))[0].text.lower()
    question = await say(stage, focal, "1 chưa", digest)
    assert "Đã gửi chưa?" in question[0].text
    await tap(stage, focal, question[0], labels(question[0])[0])
    with stage.app.store.read() as session:
        assert session.exec(select(DutyPeriod).where(col(DutyPeriod.reported_at).is_not(None))).one()

    # Two things at once: the report was sent, the task is on its way.
    both = await say(stage, focal, "tat ca xong", digest)
    assert any("đã được ghi nhận trước đó" in m.text for m in both)
    with stage.app.store.read() as session:
        reported = session.exec(select(Assignment).where(Assignment.state == "reported")).all()
        assert len(reported) == 2


async def test_an_officer_reminds_with_a_preview_and_only_once(stage: Rehearsal) -> None:
    officer, focal, stranger = (stage.sandbox.create_person(n) for n in ("Hạnh", "Bình", "Lạ"))
    await say(stage, officer, "/start " + stage.invitation("officer", "Sở Khoa học và Công nghệ"))
    await say(stage, focal, "/start " + stage.invitation("focal", "Sở Công Thương"))
    await say(stage, stranger, "/start " + stage.invitation("leader"))
    assert "không có quyền" in (await say(stage, stranger, "/nhac"))[0].text
    await stage.move_to(at_local(dt.date(2026, 4, 8), dt.time(9)))

    menu = (await say(stage, officer, "/nhac"))[-1]
    week = await tap(stage, officer, menu, "Tuần này nhắc những gì")
    assert "Nếu không ai trả lời" in week[0].text
    assert "thứ Sáu, 10/4/2026: 1 người" in week[0].text
    shown = (await say(stage, officer, "/nhac so cong thuong"))[0]
    assert shown.text.startswith("Sẽ nhắc 1 người của 1 cơ quan về")
    with stage.app.store.read() as session:
        before = len(session.exec(select(Nudge).where(col(Nudge.rung).startswith("manual"))).all())
    assert before == 0
    stage.sandbox.faults.add(faults.server_error(method="editMessageReplyMarkup"))  # the button stays, as on old phones
    assert "Đã nhắc 1 người" in (await tap(stage, officer, shown, "Gửi nhắc (1 người)"))[0].text
    assert "không gửi lại" in (await tap(stage, officer, shown, "Gửi nhắc (1 người)"))[0].text
    got = [m for m in stage.sandbox.messages_to(focal) if "ĐÔN ĐỐC CỦA CÁN BỘ TỔNG HỢP" in m.text]
    assert len(got) == 1
    assert "Có phải" in (await say(stage, officer, "/nhac ninh hai"))[0].text
    assert "Không có nhiệm vụ #99999" in (await say(stage, officer, "/nhac #99999"))[0].text

    # The proof, on the card of the task.
    with stage.app.store.read() as session:
        nudge = session.exec(select(Nudge).where(Nudge.rung == "manual_1")).first()
        assert nudge is not None
        task = session.get_one(Assignment, nudge.assignment_id).task_id
        sent = session.get_one(Outbox, nudge.outbox_id)
        assert sent.state == "sent"
    card = (await say(stage, officer, f"/viec {task}"))[-1]
    log = (await tap(stage, officer, card, "Lịch sử nhắc"))[0].text
    assert (
        f"cán bộ nhắc · Bình (Sở Công Thương) · đã gửi 8/4 09:00 qua Telegram, mã tin {sent.provider_message_id}" in log
    )


async def test_what_was_overdue_at_import_waits_for_the_officer(stage: Rehearsal) -> None:
    officer, focal = stage.sandbox.create_person("Hạnh"), stage.sandbox.create_person("Bình")
    await say(stage, officer, "/start " + stage.invitation("officer"))
    await say(stage, focal, "/start " + stage.invitation("focal", "Sở Tài chính"))
    await stage.app.sweep_now()
    desk = await stage.seen(officer, "VIỆC CHỜ CÁN BỘ TỔNG HỢP")
    button = next(label for label in labels(desk) if label.startswith("Quá hạn khi nhập"))
    listed = (await tap(stage, officer, desk, button))[0]
    assert "Chưa nhắc ai" in listed.text
    one = (await tap(stage, officer, listed, "3"))[0]
    assert "Sở Tài chính · KH 1165/QĐ-UBND" in one.text
    assert labels(one)[:4] == ["Đóng (đã xong)", "Gia hạn", "Chuyển cơ quan", "Bắt đầu nhắc"]
    await tap(stage, officer, one, "Đóng (đã xong)")
    assert "Cần số văn bản" in (await say(stage, officer, "xong rồi"))[0].text
    closed = await say(stage, officer, "báo cáo 123/BC-STC ngày 15/12/2023")
    assert "hoàn thành ngày 15/12/2023, theo 123/BC-STC" in closed[0].text

    again = (await tap(stage, officer, closed[0], "Việc tiếp theo"))[0]
    one = (await tap(stage, officer, again, "3"))[0]
    await tap(stage, officer, one, "Gia hạn")
    assert "đến 30/9/2026" in (await say(stage, officer, "đến 30/9/2026 theo 45/UBND-TH"))[0].text
    with stage.app.store.read() as session:
        digests = session.exec(select(Digest)).all()
        said = {item[1] for row in digests for item in row.items if item[0] == "task"}
        held = {a.id for a in session.exec(select(Assignment).where(col(Assignment.overdue_at_import).is_(True)))}
        assert held
        assert not held & said


async def test_ladders_and_days_are_set_in_chat_by_those_who_may(stage: Rehearsal) -> None:
    officer, admin = stage.sandbox.create_person("Hạnh"), stage.sandbox.create_person("Quản")
    await say(stage, officer, "/start " + stage.invitation("officer", "Sở Nội vụ"))
    await say(stage, admin, "/start " + stage.invitation("admin"))
    menu = (await say(stage, officer, "/nhac"))[-1]
    plans = (await tap(stage, officer, menu, "Mốc nhắc của kế hoạch"))[0]
    shown = (await tap(stage, officer, plans, "KH 2821/QĐ-UBND"))[0]
    assert "Trước hạn: 30, 14, 7, 3, 1 ngày" in shown.text
    assert "Chưa đặt được" in (await say(stage, officer, "trước 400"))[0].text
    assert "Trước hạn: 14, 3 ngày" in (await say(stage, officer, "trước 14, 3; quá hạn 2, 5; mỗi 10"))[0].text
    with stage.app.store.read() as session:
        plan = session.exec(select(Plan).where(col(Plan.number).startswith("2821"))).one()
        assert plan.ladder == {"before": [14, 3], "overdue": {"at": [2, 5], "every": 10}}

    assert "không có quyền" in (await say(stage, officer, "/lich nghỉ 1/12/2026 theo 1/TB"))[0].text
    assert "Cần ghi theo văn bản" in (await say(stage, admin, "/lich nghỉ 1/12/2026"))[0].text
    assert "là ngày nghỉ" in (await say(stage, admin, "/lich nghỉ 1/12/2026 theo 1/TB-UBND"))[0].text
    with stage.app.store.read() as session:
        row = session.exec(select(CalendarOverride)).one()
        assert (row.day, row.working, row.source) == (dt.date(2026, 12, 1), False, "1/TB-UBND")
    assert "Đã bỏ" in (await say(stage, admin, "/lich bỏ 1/12/2026"))[0].text


async def test_a_nudge_that_could_not_leave_in_time_waits_for_office_hours(stage: Rehearsal) -> None:
    focal = stage.sandbox.create_person("Bình")
    await say(stage, focal, "/start " + stage.invitation("focal", "Sở Công Thương"))
    night = at_local(dt.date(2026, 3, 20), dt.time(20))
    stage.clock.set(night)
    with stage.app.store.read() as session:
        assert session.exec(select(Digest)).first() is None

    def decided_in_the_morning(session):  # type: ignore[no-untyped-def]
        from catalog.messaging.inbox_and_outbox import NUDGE, queue
        from catalog.messaging.inbox_and_outbox import Message as Words
        from catalog.messaging.reachable_chats import contact_of

        contact = contact_of(session, 1, stage.clock())
        assert contact is not None
        return queue(session, contact, Words("NHẮC VIỆC"), night - dt.timedelta(hours=6), priority=NUDGE)

    outbox_id = stage.app.store.write(decided_in_the_morning)
    stage.app.delivery.wake()
    await stage.quiet()
    with stage.app.store.read() as session:
        row = session.get_one(Outbox, outbox_id)
        assert (row.state, row.not_before) == ("queued", at_local(dt.date(2026, 3, 23), dt.time(7, 30)))
    assert not [m for m in stage.sandbox.messages_to(focal) if "NHẮC VIỆC" in m.text]
