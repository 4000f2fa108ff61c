"""A small province one can talk to: everything through `handlers.process.handle`, on a real SQLite store, no network.

Each test has its own transaction on one store and leaves nothing behind, so that hundreds of conversations are cheap.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
from houses import Houses
from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM, verify
from catalog.clock import PROVINCE_ZONE
from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.people import people
from catalog.store.store import Store, settled
from catalog.tables import Assignment, Audit, Contact, Membership, Milestone, Outbox, Plan, Task
from catalog.work import assignments
from handlers.conversation.context import Incoming, Received
from handlers.process import handle
from scheduler.delivery.outbox import mark_sending

MONDAY = dt.datetime(2026, 1, 5, 9, 0, tzinfo=PROVINCE_ZONE)
OWN, OTHER = "Sở Công Thương", "Sở Tài chính"
COORDINATOR, OTHER_COORDINATOR = "Sở Khoa học và Công nghệ", "Sở Nội vụ"


@dataclass
class Heard:
    """One message the bot decided to send: its row, text, the labels of its buttons."""

    id: int
    text: str
    buttons: list[str] = field(default_factory=list)


class House:
    """People who talk to the bot, inside one transaction that is thrown away."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.now = MONDAY
        self._events = 0
        self._next_chat = 1000

    # --- people, agencies, work ---

    def agency(self, name: str) -> int:
        found = agency_id(self.session, name)
        assert found is not None, name
        return found

    def person(self, name: str, role: str = "", agency: str = "", channel: str = "telegram") -> Contact:
        """Somebody with a private chat, and a role in force since long ago."""
        self._next_chat += 1
        chat = people.contact_for(self.session, channel, str(self._next_chat), name, self.now)
        if role:
            assert chat.person_id is not None
            people.grant(self.session, chat.person_id, role, self.agency(agency) if agency else None, SYSTEM, self.now)
        return chat

    def membership(self, chat: Contact) -> Membership:
        """The newest membership of that person."""
        rows = select(Membership).where(Membership.person_id == chat.person_id).order_by(col(Membership.id).desc())
        found = self.session.exec(rows).first()
        assert found is not None
        return found

    def group(self, agency: str = "") -> Contact:
        self._next_chat += 1
        chat = people.contact_for(self.session, "telegram", f"-{self._next_chat}", "", self.now, kind="group")
        chat.agency_id = self.agency(agency) if agency else None
        self.session.add(chat)
        self.session.flush()
        return chat

    def work(
        self, agency: str, coordinator: str = COORDINATOR, title: str = "Xây dựng kế hoạch chuyển đổi số"
    ) -> Assignment:
        """One task of a plan, led by that agency, due in half a year."""
        where = self.agency(coordinator)
        plan = self.session.exec(select(Plan).where(Plan.coordinator_id == where)).first()
        if plan is None:
            plan = Plan(
                number=f"{where}/KH-UBND", title=f"Kế hoạch {coordinator}", coordinator_id=where, imported_at=self.now
            )
            self.session.add(plan)
            self.session.flush()
        task = Task(plan_id=plan.id or 0, annex="", section="I", number="1", title=title, position=1)
        self.session.add(task)
        self.session.flush()
        self.session.add(Milestone(task_id=task.id or 0, slot=1, kind="date", due=dt.date(2026, 6, 30)))
        self.session.flush()
        made = assignments.create(self.session, task, [self.agency(agency)], "lead", SYSTEM, self.now)
        return self.session.get_one(Assignment, made[0])

    # --- talking ---

    def says(
        self,
        chat: Contact,
        text: str = "",
        *,
        group: Contact | None = None,
        received: Sequence[Received] = (),
        **more: Any,
    ) -> list[Heard]:
        """What is answered in the chat where it was said."""
        self._events += 1
        where = group or chat
        event = inbox_and_outbox.receive(self.session, chat.channel, f"e{self._events}", where.chat_id, {}, self.now)
        assert event is not None
        incoming = Incoming(chat.channel, where.chat_id, chat.chat_id, chat.name, text, group=group is not None)
        before = self._newest()
        settled(self.session, handle, event, dataclasses.replace(incoming, **more), received, self.now, 20_000_000)
        self.session.flush()
        return [heard for heard in self.told(where) if heard.id > before]

    def presses(self, chat: Contact, message: Heard, label: str, *, group: Contact | None = None) -> list[Heard]:
        """Taps a button by (the beginning of) its label."""
        index = next(i for i, button in enumerate(message.buttons) if button.startswith(label))
        return self.says(chat, choice=(message.id, index), group=group)

    def offered(self, chat: Contact, do: str, **args: Any) -> Heard:
        """A button that was sent to this chat some time ago, whatever its owner may do now."""
        row = inbox_and_outbox.queue(self.session, chat, Message("…", ((Choice("x", do, args),),)), self.now)
        return Heard(row, "…", ["x"])

    def taps(self, chat: Contact, do: str, *, group: Contact | None = None, **args: Any) -> list[Heard]:
        """An old button of this kind is tapped."""
        return self.presses(chat, self.offered(group or chat, do, **args), "x", group=group)

    def told(self, chat: Contact) -> list[Heard]:
        """Everything decided to be sent to a chat, in order."""
        rows = self.session.exec(select(Outbox).where(Outbox.contact_id == chat.id).order_by(col(Outbox.id))).all()
        return [
            Heard(row.id or 0, row.payload["text"], [c.label for c in Message.from_json(row.payload).flat_choices()])
            for row in rows
        ]

    def sent(self, heard: Heard, provider_id: str) -> None:
        """The message went out and has this id at the provider."""
        row = self.session.get_one(Outbox, heard.id)
        row.state, row.provider_message_id = "sent", provider_id
        self.session.add(row)
        self.session.flush()

    def would_go_out(self, heard: Heard) -> bool:
        """Whether delivery would send it now."""
        self.session.flush()
        return mark_sending(self.session, heard.id, self.now)

    def _newest(self) -> int:
        return self.session.execute(sa.select(sa.func.coalesce(sa.func.max(Outbox.id), 0))).scalar_one()

    # --- the record ---

    def audited(self, action: str) -> list[Audit]:
        """Links of the chain whose action begins with this, in order; the chain is whole."""
        assert verify(self.session).broken_at is None
        rows = select(Audit).where(col(Audit.action).startswith(action)).order_by(col(Audit.id))
        return list(self.session.exec(rows).all())

    def roles(self, chat: Contact) -> set[tuple[str, int | None]]:
        """The roles in force of that person."""
        assert chat.person_id is not None
        return {(m.role, m.agency_id) for m in people.memberships_of(self.session, chat.person_id, self.now)}


@pytest.fixture(scope="session")
def province(houses: Houses, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """One migrated store with the agencies, for all conversations of this folder."""
    store = Store(houses.copy(migrated, tmp_path_factory.mktemp("province") / "store.sqlite3"))
    yield store
    store.close()


@pytest.fixture
def house(province: Store) -> Iterator[House]:
    """A transaction of one's own."""
    with province.engine.connect().execution_options(writes=True) as connection:
        transaction = connection.begin()
        with Session(connection, join_transaction_mode="create_savepoint") as session:
            yield House(session)
        transaction.rollback()
