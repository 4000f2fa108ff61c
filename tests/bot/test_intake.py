"""A burst shares its commits and is answered oldest first; who floods waits alone."""

import asyncio
import contextlib
import pathlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col

from bot.channels.patience import Patience
from bot.intake import Intake
from catalog.clock import SetClock
from catalog.messaging.inbox_and_outbox import receive
from catalog.store.replicas import Replica
from catalog.store.store import Store
from catalog.tables import Contact, Inbox, Outbox
from catalog.work.evidence import EvidenceStore
from handlers.conversation.context import Incoming


class Said:
    """A channel whose events are plain: who says what."""

    name = "telegram"

    def read(self, payload: dict[str, Any]) -> Incoming:
        """What the event says."""
        return Incoming("telegram", payload["chat"], payload["chat"], "Lan", payload["text"])


@pytest.fixture
def intake(store: Store, clock: SetClock, tmp_path: pathlib.Path) -> Iterator[Intake]:
    """It looks only when it is told to."""
    channel: Any = Said()
    replica = Replica(store)
    yield Intake(store, {"telegram": channel}, EvidenceStore(str(tmp_path)), clock, Patience(look=3600), replica)
    replica.leave()


def stored(store: Store, clock: SetClock, chats: list[str]) -> None:
    """An event of each, in this order, in the inbox before anybody looks."""

    def work(session: Session) -> None:
        for number, chat in enumerate(chats):
            receive(session, "telegram", str(number), chat, {"chat": chat, "text": "/trogiup"}, clock())

    store.write(work)


def handled(store: Store, intake: Intake, until: Callable[[Session], bool]) -> None:
    """Run it until then."""

    async def run() -> None:
        running = asyncio.create_task(intake.run())
        async with asyncio.timeout(60):
            while not await store.read_async(until):
                await intake.handled.wait()
                intake.handled.clear()
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running

    asyncio.run(run())


def none_waits(session: Session) -> bool:
    return session.execute(sa.select(col(Inbox.id)).where(col(Inbox.state) == "new").limit(1)).first() is None


def answered(store: Store) -> list[str]:
    """Whom, in the order of the answers."""
    with store.read() as session:
        rows = sa.select(col(Contact.chat_id)).join(Outbox, col(Outbox.contact_id) == col(Contact.id))
        return list(session.execute(rows.order_by(col(Outbox.id))).scalars())


def test_a_burst_is_answered_oldest_first_and_shares_its_commits(store: Store, clock: SetClock, intake: Intake) -> None:
    chats = [str(number) for number in range(40)]
    stored(store, clock, chats)
    commits: list[None] = []
    sa.event.listen(store.engine, "commit", lambda _: commits.append(None))
    handled(store, intake, none_waits)
    assert list(dict.fromkeys(answered(store))) == chats
    assert len(commits) < len(chats) / 2


def test_who_floods_waits_alone_even_with_more_than_one_look_takes(
    store: Store, clock: SetClock, intake: Intake
) -> None:
    stored(store, clock, ["5"] * 150 + ["6", "7"])

    def both(session: Session) -> bool:
        waits = sa.select(col(Inbox.id)).where(col(Inbox.state) == "new", col(Inbox.chat_key).in_(["6", "7"]))
        return session.execute(waits.limit(1)).first() is None

    handled(store, intake, both)
    told = answered(store)
    assert {"6", "7"} <= set(told[:12]), "not behind the forty answers of the flood"
    with store.read() as session:
        left = session.execute(sa.select(sa.func.count()).where(col(Inbox.state) == "new")).scalar_one()
    assert left > 50, "the flood was still waiting"
