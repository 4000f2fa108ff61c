"""Personal data: seen with one command, erased on request, and every proof still holds."""

import datetime as dt
import json
import pathlib

import pytest
import sqlalchemy as sa
from speaking import say, tap

from bot.rehearsal import Rehearsal, rehearse
from catalog.audit import verify
from catalog.clock import PROVINCE_ZONE
from catalog.plans.bundle import load_bundled
from catalog.upkeep.doctor import examine
from catalog.upkeep.privacy import forget_before, waiting_for_erasure
from catalog.upkeep.verify_audit import verify_updates

pytestmark = [pytest.mark.loopback, pytest.mark.long]
MORNING = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
NAME = "Trần Quý Bửu"


def everything(stage: Rehearsal) -> str:
    """Every cell of every table, as text."""
    with stage.app.store.engine.connect() as connection:
        tables = sa.inspect(connection).get_table_names()
        rows = [connection.execute(sa.text(f'SELECT * FROM "{name}"')).all() for name in tables]
    return "\n".join(str(cell) for table in rows for row in table for cell in row)


def wrong(stage: Rehearsal) -> list[str]:
    with stage.app.store.read() as session:
        breaks = [one.reason for one in verify_updates(session)]
        found = [one.text for one in examine(session, stage.app.evidence, stage.clock()) if one.level == "error"]
        return breaks + found + ([] if verify(session).broken_at is None else ["chain"])


async def test_an_erased_person_leaves_the_record_and_its_proof_whole(tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        stage.load(load_bundled()[3:])
        officer = stage.sandbox.create_person("Nguyễn Thị Hạnh")
        focal = stage.sandbox.create_person(NAME)
        await say(stage, officer, "/start " + stage.invitation("officer", "Sở Khoa học và Công nghệ"))
        await say(stage, focal, "/start " + stage.invitation("focal", "Sở Công Thương"))
        await stage.app.sweep_now()
        await stage.seen(focal, "NHẮC VIỆC")
        await say(stage, focal, "2 duoc 40%, vuong kinh phi")
        await stage.seen(officer, "vướng mắc")
        assert NAME in everything(stage) or json.dumps(NAME)[1:-1] in everything(stage)

        about_me = (await say(stage, focal, "/toi"))[-1]
        assert NAME in about_me.text
        assert "Cập nhật đã ghi: 2" in about_me.text
        really = (await tap(stage, focal, about_me, "Đề nghị xóa dữ liệu của tôi"))[-1]
        assert "không lấy lại được" in really.text
        assert "đã ghi nhận" in (await tap(stage, focal, really, "Đồng ý xóa"))[-1].text.lower()
        with stage.app.store.read() as session:
            waiting = waiting_for_erasure(session)
        assert len(waiting) == 1

        request = await stage.seen(officer, "đề nghị xóa dữ liệu cá nhân")
        await tap(stage, officer, request, "Xóa dữ liệu người này")
        assert f"chỉ còn là số {waiting[0]}" in stage.sandbox.messages_to(officer)[-1].text

        left = everything(stage)
        assert NAME not in left
        assert json.dumps(NAME)[1:-1] not in left
        assert str(focal) not in left
        assert "40%" in left, "what was reported is the agency's record"
        assert wrong(stage) == []

        # A message of the same human being is a stranger's.
        assert "chưa được kết nối" in (await say(stage, focal, "/viec"))[-1].text
        with pytest.raises(LookupError):  # the button was used and is gone
            await tap(stage, officer, request, "Xóa dữ liệu người này")


async def test_who_holds_no_role_is_erased_at_once_and_hears_nothing_more(tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        stranger = stage.sandbox.create_person(NAME)
        really = (await tap(stage, stranger, (await say(stage, stranger, "/toi"))[-1], "Đề nghị xóa dữ liệu của tôi"))[
            -1
        ]
        assert await tap(stage, stranger, really, "Đồng ý xóa") == []
        assert json.dumps(NAME)[1:-1] not in everything(stage)
        assert str(stranger) not in everything(stage)
        assert wrong(stage) == []


async def test_nobody_is_erased_by_whoever_may_not_take_all_roles_or_without_having_asked(
    tmp_path: pathlib.Path,
) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        officer, admin, leader = (stage.sandbox.create_person(n) for n in ("Hạnh Hạnh", "Quản Trị", "Lê Lãnh Đạo"))
        await say(stage, officer, "/start " + stage.invitation("officer", "Sở Nội vụ"))
        await say(stage, admin, "/start " + stage.invitation("admin"))
        await say(stage, leader, "/start " + stage.invitation("leader"))
        really = (await tap(stage, leader, (await say(stage, leader, "/toi"))[-1], "Đề nghị xóa dữ liệu của tôi"))[-1]
        await tap(stage, leader, really, "Đồng ý xóa")
        # A leader's role is an admin's to take: only the admin is asked.
        assert "đề nghị xóa" in (await stage.seen(admin, "đề nghị xóa")).text
        assert not [m for m in stage.sandbox.messages_to(officer) if "đề nghị xóa" in m.text]


async def test_old_messages_lose_their_words_and_nothing_else(tmp_path: pathlib.Path) -> None:
    async with rehearse(tmp_path, MORNING, frozen=True) as stage:
        stage.load(load_bundled()[3:])
        focal = stage.sandbox.create_person(NAME)
        await say(stage, focal, "/start " + stage.invitation("focal", "Sở Công Thương"))
        await say(stage, focal, "xin chào buổi sáng")
        moment = stage.clock() + dt.timedelta(days=1)
        assert stage.app.store.write(lambda s: forget_before(s, moment)) > 0
        assert stage.app.store.write(lambda s: forget_before(s, moment)) == 0
        assert "xin chào buổi sáng" not in everything(stage)
        assert wrong(stage) == []
        assert (await say(stage, focal, "/viec"))[-1].text
