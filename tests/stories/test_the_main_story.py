"""The main job, told as it is played: real python-telegram-bot over HTTP, a real SQLite file, the bundled plans."""

import datetime as dt
import pathlib
import re

import pytest
from speaking import say, tap, texts
from sqlmodel import select

from bot.rehearsal import rehearse
from catalog.audit import verify
from catalog.clock import PROVINCE_ZONE, local_day
from catalog.figures.official import picture
from catalog.plans.bundle import load_bundled
from catalog.tables import Assignment, Evidence, Nudge, Outbox
from templates.documents.sample import sample_letter

pytestmark = pytest.mark.loopback
MORNING = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)


async def test_from_plan_to_status(tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        stage.load(load_bundled())
        officer, focal, leader = (stage.sandbox.create_person(n) for n in ("Hạnh", "Bình", "Minh"))

        # The officer and the leader come in by invitation, the focal point by naming the agency.
        code = stage.invitation("officer", "Sở Khoa học và Công nghệ")
        assert "cán bộ tổng hợp – Sở Khoa học và Công nghệ" in (await say(stage, officer, f"/start {code}"))[0].text
        await say(stage, leader, stage.invitation("leader"))
        assert "chưa được kết nối" in (await say(stage, focal, "/viec"))[0].text
        await say(stage, focal, "/start")
        assert "thuộc Sở Công Thương, đúng không" in (await say(stage, focal, "so cong thuong"))[0].text
        await tap(stage, focal, await stage.seen(focal, "đúng không"), "Sở Công Thương")
        await tap(stage, officer, await stage.seen(officer, "đề nghị làm đầu mối"), "Đồng ý")

        # The sweep speaks once, however often it looks.
        for _ in range(3):
            await stage.app.sweep_now()
        await stage.quiet()
        digests = [m for m in stage.sandbox.messages_to(focal) if "NHẮC VIỆC" in m.text]
        assert len(digests) == 1
        digest = digests[0]
        assert "Kế hoạch phát triển thương mại điện tử tỉnh Khánh Hòa giai đoạn 2026-2030" in digest.text
        assert "còn 15 ngày, thứ Ba 31/3/2026" in digest.text

        done, going = re.findall(r"^(\d+)\. #", digest.text, re.MULTILINE)[:2]

        # A short answer without accents, then "done" with a file.
        answers = texts(await say(stage, focal, f"{going} duoc 40%, vuong kinh phi", reply_to=digest))
        assert any("đang thực hiện 40%" in answer for answer in answers)
        assert "vướng mắc về kinh phí" in (await stage.seen(officer, "báo vướng mắc")).text
        letter = sample_letter("Kế hoạch thương mại điện tử")
        stage.sandbox.send_file(focal, letter, "ke-hoach.docx", caption=f"{done} xong", reply_to=digest.message_id)
        waiting = await stage.seen(officer, "báo cáo hoàn thành")
        assert "ke-hoach.docx" in waiting.text

        # The officer accepts, the focal point hears of it.
        await tap(stage, officer, waiting, "Chấp nhận")
        assert "thương mại điện tử" in (await stage.seen(focal, "Đã nghiệm thu")).text

        # One command for the leader, and the parts add up.
        status = (await say(stage, leader, "/status"))[0].text
        assert "toàn tỉnh" in status
        with stage.app.store.read() as session:
            whole = picture(session, local_day(stage.clock()), stage.clock()).whole
            assert (
                sum(
                    whole.counts[p]
                    for p in ("done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline")
                )
                == whole.total
            )
            assert whole.counts["done_on_time"] == 1
            assert verify(session).broken_at is None
            evidence = session.exec(select(Evidence)).one()
            assert stage.app.evidence.read(evidence.sha256) == letter
            assert session.exec(select(Nudge)).all()
            assert {row.state for row in session.exec(select(Outbox))} == {"sent"}
        assert f"{whole.total:,}".replace(",", ".") in status


async def test_what_cannot_be_used_gets_a_sentence_and_changes_nothing(tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        stage.load(load_bundled()[3:])
        stranger, focal = stage.sandbox.create_person("Khách"), stage.sandbox.create_person("Bình")
        await say(stage, focal, "/start " + stage.invitation("focal", "Sở Công Thương"))

        def updated() -> list[int | None]:
            with stage.app.store.read() as session:
                return list(session.exec(select(Assignment.id).where(Assignment.last_update_at != None)))  # noqa: E711

        assert "Không có lệnh “/xoahet”" in (await say(stage, focal, "/xoahet tất cả"))[0].text
        assert "chưa được kết nối" in (await say(stage, stranger, "/capnhat #1 xong"))[0].text
        assert "Chưa tìm thấy cơ quan" in (await say(stage, stranger, "1 xong hết rồi nhé các bác"))[0].text
        assert "Tin nhắn quá dài" in (await say(stage, focal, "x" * 4096))[0].text
        assert "Mã không đúng" in (await say(stage, stranger, "ABCDE-23456"))[0].text
        assert "Không có nhiệm vụ #998" in (await say(stage, focal, "#998 xong"))[0].text
        assert updated() == []
