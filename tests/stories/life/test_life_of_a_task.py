"""The whole life of a task, told once and played on every channel."""

import datetime as dt
import pathlib
from collections.abc import Callable
from typing import Any

import pytest
from conversation import pdf
from sqlmodel import select
from two_stages import COORDINATOR, Stage, mail_stage, oa_stage, task, telegram_stage, zalo_stage

from catalog.audit import verify
from catalog.clock import PROVINCE_ZONE
from catalog.tables import Assignment, Blocker, Evidence, Extension, Nudge, Slot, Update
from catalog.work.assignments import snapshot_of
from catalog.work.snapshot import Snapshot, bucket_of


def morning(month: int, day: int) -> dt.datetime:
    return dt.datetime(2026, month, day, 8, 30, tzinfo=PROVINCE_ZONE)


@pytest.mark.loopback
@pytest.mark.parametrize(
    "over_http",
    [
        pytest.param(telegram_stage, id="telegram"),
        pytest.param(zalo_stage, id="zalo"),
        pytest.param(oa_stage, id="official account", marks=pytest.mark.long),
        pytest.param(mail_stage, id="email", marks=pytest.mark.long),
    ],
)
async def test_the_whole_life_of_a_task(over_http: Callable[..., Any], tmp_path: pathlib.Path) -> None:
    async with over_http(tmp_path, morning(3, 2)) as stage:
        await life(stage)


async def life(stage: Stage) -> None:
    await stage.plan(task("Xây dựng cơ sở dữ liệu ngành Công Thương 1", dt.date(2026, 4, 1)))
    focal = await stage.person("Bình", "focal", "Sở Công Thương")
    money = await stage.person("Tài", "focal", "Sở Tài chính")
    officer = await stage.person("Hạnh", "officer", COORDINATOR)

    # Thirty days before, the first reminder.
    await stage.move_to(morning(3, 2))
    assert "còn 30 ngày, thứ Tư 1/4/2026" in await stage.heard(focal, "NHẮC VIỆC")

    # 40 % and no money: said back in one line, the officer and the agency that must act hear of it.
    assert await stage.say(focal, "1 duoc 40%, vuong kinh phi, can So Tai chinh cap von") == [
        "Đã ghi nhận: #1 Xây dựng cơ sở dữ liệu ngành Công Thương 1 – đang thực hiện 40% (còn 30 ngày, "
        "thứ Tư 1/4/2026); vướng mắc về kinh phí (đã báo cán bộ tổng hợp và Sở Tài chính)."
    ]
    assert "Cần giải quyết: Sở Tài chính" in await stage.heard(officer, "báo vướng mắc")
    assert "cần cơ quan anh/chị giải quyết" in await stage.heard(money, "Sở Công Thương")

    # A later date: asked with the reason, decided for another day by a document; the first date stays on record.
    asked = await stage.say(focal, "xin gia hạn đến 30/5 vì chưa được cấp kinh phí")
    assert len(asked) == 1
    assert "xin gia hạn đến 30/5/2026 (hạn 1/4/2026 giữ nguyên đến khi được đồng ý)" in asked[0]
    assert "“xin gia hạn đến 30/5 vì chưa được cấp kinh phí” – Bình" in await stage.heard(officer, "xin gia hạn")
    assert "Đồng ý đến ngày nào" in (await stage.tap(officer, "Đồng ý ngày khác"))[0]
    granted = await stage.say(officer, "15/5, CV 123/UBND-TH")
    assert "đến 15/5/2026 (văn bản 123/UBND-TH)" in granted[0]
    assert "theo văn bản 123/UBND-TH" in await stage.heard(focal, "Đã đồng ý gia hạn")

    # The ladder starts anew on the new date.
    await stage.move_to(morning(4, 15))
    assert "còn 30 ngày, thứ Sáu 15/5/2026" in await stage.heard(focal, "còn 30 ngày, thứ Sáu")

    # The money came.
    assert "NHIỆM VỤ #1 🟢 đang thực hiện 40%" in (await stage.say(focal, "/viec 1"))[0]
    assert "tháo gỡ vướng mắc về kinh phí" in (await stage.tap(focal, "Đã tháo gỡ: kinh phí"))[0]
    assert "đã được tháo gỡ" in await stage.heard(officer, "Vướng mắc về kinh phí")

    # Evidence first, then the claim.
    kept = await stage.say(focal, "", ("bao-cao.pdf", pdf("first")))
    assert kept[0].startswith("Đã ghi nhận: #1 Xây dựng cơ sở dữ liệu ngành Công Thương 1 – minh chứng: bao-cao.pdf.")
    assert "không gửi văn bản mật" in kept[0]
    claimed = await stage.tap(focal, "Báo cáo hoàn thành")
    assert "đã báo cáo hoàn thành, chờ nghiệm thu" in claimed[0]

    # The officer works through the queue: returned with a reason, nothing left.
    queue = await stage.say(officer, "/duyet")
    assert queue[0].startswith("Đang chờ: 1 báo cáo hoàn thành.")
    assert "Minh chứng:\n📄 bao-cao.pdf" in queue[0]
    assert "lý do trả lại" in (await stage.tap(officer, "Trả lại"))[0]
    returned = await stage.say(officer, "chưa có số liệu quý I")
    assert [text.split(":")[0] for text in returned] == ["Đã trả lại", "Không có việc nào chờ giải quyết."]
    assert "Lý do: chưa có số liệu quý I" in await stage.heard(focal, "được trả lại")

    # More evidence with the second claim, then accepted.
    await stage.move_to(morning(5, 12))
    again = await stage.say(focal, "#1 xong", ("so-lieu-quy-1.pdf", pdf("second")))
    assert "chờ nghiệm thu; minh chứng: so-lieu-quy-1.pdf" in again[0]
    await stage.move_to(morning(5, 20))
    assert "so-lieu-quy-1.pdf" in await stage.heard(officer, "“#1 xong” – Bình")
    await stage.say(officer, "/duyet")
    assert (await stage.tap(officer, "Chấp nhận"))[0].startswith("Đã chấp nhận: #1")
    assert "cảm ơn" in await stage.heard(focal, "Đã nghiệm thu")

    _what_an_auditor_finds(stage)


def _what_an_auditor_finds(stage: Stage) -> None:
    with stage.read() as session:
        assignment = session.exec(select(Assignment)).one()
        slot = session.exec(select(Slot)).one()
        # Completion counts from the day it was reported, in time for the date that was granted.
        assert (assignment.state, slot.reported_on) == ("done", dt.date(2026, 5, 12))
        assert bucket_of(snapshot_of(session, assignment), dt.date(2026, 5, 20)) == "done_on_time"
        assert (slot.original_due, slot.due) == (dt.date(2026, 4, 1), dt.date(2026, 5, 15))
        assert assignment.self_confirmed is False
        assert [e.name for e in session.exec(select(Evidence))] == ["bao-cao.pdf", "so-lieu-quy-1.pdf"]
        blocker = session.exec(select(Blocker)).one()
        assert blocker.resolved_at is not None
        extension = session.exec(select(Extension)).one()
        assert (extension.decision, extension.document_number) == ("granted", "123/UBND-TH")
        assert (extension.asked_due, extension.granted_due) == (dt.date(2026, 5, 30), dt.date(2026, 5, 15))
        kinds = [u.kind for u in session.exec(select(Update).order_by(Update.id))]  # type: ignore[arg-type]
        assert kinds == [
            "created", "progress", "blocker", "blocker", "extension_asked", "extension_granted", "blocker_resolved",
            "evidence", "report", "return", "evidence", "report", "accept",
        ]  # fmt: skip
        last = session.exec(select(Update).order_by(Update.id.desc())).first()  # type: ignore[union-attr]
        assert last is not None
        assert Snapshot.from_json(last.after) == snapshot_of(session, assignment)
        dues = {nudge.due for nudge in session.exec(select(Nudge))}
        assert {"2026-04-01", "2026-05-15"} <= dues
        assert verify(session).broken_at is None
