"""The whole path of a message beside the ordinary design doing the same work, with 32 callers.

The ordinary design: an update is parsed by python-telegram-bot, and its handler opens an AsyncSession on aiosqlite and
works with objects, as one writes such a bot: who speaks and by which right, open conversation, the task with its
deadlines and names, the record of what was before and after, the link of the audit chain, the answer and what its
numbers mean. The same tables on the same disk, one commit a message (SQLite takes one writer at a time, so they queue).

    python tests/bench/bench_ordinary.py [EVENTS]
"""

import asyncio
import datetime as dt
import hashlib
import json
import pathlib
import re
import sys
import tempfile
import time
from typing import Any

import sqlalchemy as sa
import structlog
from figures import Figure, paired
from office import CALLERS, NOW, TOKEN, Ours
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession
from telegram import Bot, Message, Update

from catalog.tables import (
    AgencyRow,
    Assignment,
    Audit,
    AuditHead,
    Contact,
    Conversation,
    Inbox,
    Membership,
    Outbox,
    Plan,
    Prompt,
    Slot,
    Task,
)
from catalog.tables import Update as UpdateRow

SAID = re.compile(r"#(?P<code>\d+) duoc (?P<percent>\d+)%")


class Ordinary:
    """The ordinary design over a store that our own code has filled."""

    def __init__(self, ours: Ours, path: pathlib.Path) -> None:
        self._ours = ours
        self._bot = Bot(TOKEN)
        self._engine = create_async_engine(f"sqlite+aiosqlite:///{path}", connect_args={"timeout": 60})
        self._one_writer = asyncio.Lock()  # else its writers meet SQLITE_BUSY

        @sa.event.listens_for(self._engine.sync_engine, "connect")
        def _prepare(connection: Any, _record: object) -> None:
            for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
                connection.execute(f"PRAGMA {pragma}")

    async def seconds(self, count: int, callers: int) -> float:
        """How long so many messages take, so many at once."""
        waiting = self._ours.stored(count)
        limit = asyncio.Semaphore(callers)

        async def chat(events: list[int]) -> None:
            for inbox_id in events:
                async with limit:
                    await self._one(inbox_id)

        started = time.perf_counter()
        await asyncio.gather(*(chat(events) for events in waiting))
        took = time.perf_counter() - started
        await self._engine.dispose()
        return took

    async def _one(self, inbox_id: int) -> None:
        async with self._one_writer, AsyncSession(self._engine, expire_on_commit=False) as session:
            event = await session.get_one(Inbox, inbox_id)
            message = Update.de_json(event.payload, self._bot).effective_message
            assert message is not None
            await self._answer(session, event, message)
            await session.commit()

    async def _answer(self, session: AsyncSession, event: Inbox, message: Message) -> None:
        now, said = NOW.astimezone(dt.UTC), SAID.fullmatch(message.text or "")
        assert said is not None
        where = select(Contact).where(Contact.channel == "telegram", Contact.chat_id == str(message.chat_id))
        contact = (await session.exec(where)).one()
        rights = select(Membership).where(Membership.person_id == contact.person_id, col(Membership.ended_at).is_(None))
        held = (await session.exec(rights)).all()
        await session.get(Conversation, contact.id)
        about = select(Assignment, Task, Plan, AgencyRow).join(Task, col(Task.id) == Assignment.task_id).join(
            Plan, col(Plan.id) == Task.plan_id).join(AgencyRow, col(AgencyRow.id) == Assignment.agency_id).where(
            Assignment.task_id == int(said["code"]), col(Assignment.agency_id).in_([one.agency_id for one in held]),
        )  # fmt: skip
        work, task, _, agency = (await session.exec(about)).one()
        slots = (await session.exec(select(Slot).where(Slot.assignment_id == work.id).order_by(col(Slot.slot)))).all()
        dues = [[one.slot, str(one.due), None] for one in slots]
        before = {"state": work.state, "percent": work.percent, "slots": dues}
        work.state, work.percent, work.last_update_at, work.next_nudge_at = (
            "in_progress",
            int(said["percent"]),
            now,
            now,
        )
        after = {"state": work.state, "percent": work.percent, "slots": dues}
        event.state, event.handled_at, contact.last_in_at = "done", now, now
        record = UpdateRow(assignment_id=work.id, kind="progress", at=now, person_id=contact.person_id,
                           channel="telegram", inbox_id=event.id, text=message.text, before=before,
                           after=after)  # fmt: skip
        session.add(record)
        await session.flush()
        head = await session.get_one(AuditHead, 1)
        detail = {"update": record.id, "digest": hashlib.sha256(json.dumps(after).encode()).hexdigest()}
        link = hashlib.sha256((head.hash + json.dumps(detail)).encode()).hexdigest()
        session.add(Audit(at=now, person_id=contact.person_id, channel="telegram", action="update.progress",
                          subject=f"assignment:{work.id}", detail=detail, previous=head.hash, hash=link))  # fmt: skip
        head.links, head.hash = head.links + 1, link
        text = f"Đã ghi nhận: #{task.id} {task.title[:80]} – đang thực hiện {work.percent}% (hạn {work.due})."
        answer = Outbox(contact_id=contact.id, channel="telegram", priority=0, inbox_id=event.id, created_at=now,
                        not_before=now, payload={"text": text}, grounds=[["focal", agency.id]])  # fmt: skip
        session.add(answer)
        await session.flush()
        session.add(Prompt(outbox_id=answer.id, contact_id=contact.id, position=0, assignment_id=work.id, slot=0))


def measured(count: int = 512) -> list[Figure]:
    """Part b."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours, other = (Ours(f"sqlite:///{folder / file}") for file in ("ours.sqlite3", "ordinary.sqlite3"))
        ours.rate(64, CALLERS)
        other.rate(64, CALLERS)
        path, before = folder / "ordinary.sqlite3", (ours.recorded(), other.recorded())
        pair = paired(
            lambda: ours.rate(count, CALLERS),
            lambda: count / asyncio.run(Ordinary(other, path).seconds(count, CALLERS)),
        )
        done = len(pair.ratios) * count
        assert (ours.recorded(), other.recorded()) == (before[0] + done, before[1] + done), "each is in the record"
        ours.store.close()
        other.store.close()
    return [
        Figure("b", f"whole path, {CALLERS} callers", f"{pair.ours:.0f}/s",
               f"AsyncSession + aiosqlite, the same work: {pair.beside:.0f}/s", pair.ratio, ">= 2", pair.ratio >= 2,
               pair.spread)
    ]  # fmt: skip


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    for figure in measured(int(sys.argv[1]) if len(sys.argv) > 1 else 512):
        print(figure)
