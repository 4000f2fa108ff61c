"""Malformed updates over real HTTP: the bot goes on answering, and nothing is set aside as failed."""

import copy
import datetime as dt
import pathlib
import random
from typing import Any

import pytest
from hostile_inputs import POISON, Hostile
from sqlmodel import select

from bot.rehearsal import Rehearsal, rehearse
from catalog.clock import PROVINCE_ZONE
from catalog.tables import Inbox, Membership

pytestmark = pytest.mark.loopback

SHAPES: tuple[Any, ...] = (
    {}, {"message": None}, {"message": []}, {"message": "x"}, {"message": {}}, {"message": {"chat": {}}},
    {"callback_query": {}}, {"callback_query": {"data": 5}}, {"my_chat_member": {"chat": {"id": "x"}}},
    {"inline_query": {"id": "1"}}, {"poll": {"id": 1}}, {"unknown_kind_of_2031": {"a": [1, {"b": None}]}},
    {"edited_message": {"message_id": 1}}, {"message": {"message_id": 2**70, "chat": {"id": 2**70, "type": "private"}}},
    {"message": {"chat": {"id": 1, "type": "private"}, "from": {"id": 1}, "date": "yesterday", "message_id": 1}},
)  # fmt: skip


async def test_two_hundred_malformed_updates_do_not_stop_the_bot(tmp_path: pathlib.Path) -> None:
    pick = random.Random(9)
    async with rehearse(tmp_path, dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)) as stage:
        people = [stage.sandbox.create_person(f"Khách {n}", started=True) for n in range(4)]
        hostile = Hostile(9, people, [-5], 50)
        for number in range(200):
            body = copy.deepcopy(pick.choice(SHAPES)) if number % 2 else hostile.update(0)[1]
            body.pop("update_id", None)
            stage.sandbox.raw_update(body)
        await said_and_answered(stage, stage.sandbox.create_person(pick.choice(POISON[:3])))
        with stage.app.store.read() as session:
            rows = session.exec(select(Inbox)).all()
            assert {row.state for row in rows} <= {"done", "flooded", "unreadable"}
            assert len(rows) == 201
            assert session.exec(select(Membership)).all() == []


async def said_and_answered(stage: Rehearsal, person: int) -> None:
    """An ordinary stranger is still served."""
    assert "Kính chào" in (await stage.answer(stage.sandbox.say(person, "/start"))).text
    await stage.sandbox.wait_for(lambda: not stage.sandbox.world.updates.waiting())
    await stage.sandbox.wait_for(lambda: not new_events(stage))


def new_events(stage: Rehearsal) -> list[int | None]:
    """What still waits to be handled."""
    with stage.app.store.read() as session:
        return list(session.exec(select(Inbox.id).where(Inbox.state == "new")))
