"""An album is one set of evidence with one answer, in whatever order its parts arrive."""

import datetime as dt
import io
import pathlib

import pytest
from PIL import Image
from sqlmodel import col, select

from bot.channels.patience import Patience
from bot.rehearsal import rehearse
from catalog.clock import PROVINCE_ZONE
from catalog.plans.model import Actors, ParsedPlan, ParsedTask
from catalog.tables import Assignment, Evidence, Update
from catalog.work.deadline import Deadline
from scheduler.delivery.pacing import Limits

pytestmark = pytest.mark.loopback
MORNING = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
BRISK = Patience(look=0.05, album=0.5, limits=Limits(per_second=500, burst=500, chat_gap=0.01, group_burst=500))


def _picture(shade: int) -> bytes:
    """A small photo unlike the others."""
    buffer = io.BytesIO()
    Image.new("RGB", (320, 240), (shade, 90, 90)).save(buffer, "JPEG")
    return buffer.getvalue()


def _plan() -> ParsedPlan:
    tasks = tuple(
        ParsedTask(
            annex="", section="I", section_title="", number=str(n), title=f"Việc số {n}", output="Báo cáo",
            deadline_raw="", deadlines=(Deadline("date", due=dt.date(2026, 4, n)),),
            actors=Actors(lead=("Sở Công Thương",)),
        )
        for n in (1, 2)
    )  # fmt: skip
    return ParsedPlan(
        number="1/KH", title="Kế hoạch", issuer="UBND tỉnh", date=None, year=2026,
        coordinator="Sở Khoa học và Công nghệ", tasks=tasks,
    )  # fmt: skip


@pytest.mark.parametrize("order", ["as sent", "shuffled and twice"])
async def test_parts_in_any_order_are_one_set_and_one_answer(order: str, tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True, patience=BRISK) as stage:
        stage.load([_plan()])
        focal = stage.sandbox.create_person("Bình")
        await stage.answer(stage.sandbox.say(focal, "/start " + stage.invitation("focal", "Sở Công Thương")))
        await stage.quiet()
        before = len(stage.sandbox.messages_to(focal))
        if order != "as sent":
            # The part with the words may come last: until then nobody can know which task is meant.
            stage.sandbox.update_faults.reorder = stage.sandbox.update_faults.duplicate = 1.0
        stage.sandbox.send_album(focal, [_picture(n) for n in (20, 120, 220)], caption="#2 xong")
        answer = await stage.seen(focal, "Đã ghi nhận")
        await stage.quiet()
        assert answer.text.startswith("Đã ghi nhận: #2 Việc số 2 – đã báo cáo hoàn thành, chờ nghiệm thu; minh chứng: ")
        assert len(stage.sandbox.messages_to(focal)) == before + 1
        with stage.app.store.read() as session:
            assert {e.assignment_id for e in session.exec(select(Evidence))} == {2}
            assert len(session.exec(select(Evidence)).all()) == 3
            kinds = [u.kind for u in session.exec(select(Update).order_by(col(Update.id))) if u.kind != "created"]
            assert kinds == ["evidence", "report"]
            rows = session.exec(select(Assignment).order_by(col(Assignment.id)))
            assert [a.state for a in rows] == ["not_started", "reported"]
