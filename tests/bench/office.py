"""A small office over a store, whose focal points answer: what the benches of the way of a message stand on."""

import concurrent.futures
import datetime as dt
import time
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.channels.telegram.channel import Telegram
from catalog.audit import SYSTEM
from catalog.clock import at_local
from catalog.messaging import inbox_and_outbox
from catalog.organisations.founding import found_bundled
from catalog.people import people
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.store.store import Store, upgrade
from catalog.tables import Assignment, Contact, Inbox
from catalog.tables import Update as UpdateRow
from handlers import process

NOW = at_local(dt.date(2026, 3, 16), dt.time(9))
TOKEN = "7000000001:bench"
CALLERS = 32


def update(number: int, chat: int, text: str) -> dict[str, Any]:
    """A text message as Telegram sends it."""
    person = {"id": chat, "is_bot": False, "first_name": "Bình", "language_code": "vi"}
    where = {"id": chat, "type": "private", "first_name": "Bình"}
    message = {"message_id": number + 1, "date": 1773626400, "chat": where, "from": person, "text": text}
    return {"update_id": number + 1, "message": message}


class Ours:
    """A store with a real plan, focal points of its agencies in turn, and updates that wait in the inbox."""

    def __init__(self, url: str, people: int = CALLERS) -> None:
        upgrade(url)
        self._wanted = people
        self.store = Store(url)
        self.channel = Telegram(TOKEN, "http://127.0.0.1:1")
        self.chats: list[tuple[int, list[int]]] = []
        self.store.write(self._people)
        self._number = 0
        self._moment = NOW

    def _people(self, session: Session) -> None:
        found_bundled(session, SYSTEM, NOW)
        import_plan(session, load_bundled()[3], SYSTEM, NOW)
        query = select(Assignment.agency_id, Assignment.task_id).where(Assignment.role == "lead")
        tasks: dict[int, list[int]] = defaultdict(list)
        for agency, task in session.exec(query.where(Assignment.state != "done").order_by(col(Assignment.id))):
            tasks[agency].append(task)
        agencies = list(tasks)
        for n in range(self._wanted):
            chat, agency = 1000 + n, agencies[n % len(agencies)]
            contact = people.contact_for(session, "telegram", str(chat), "Bình", NOW)
            people.grant(session, contact.person_id or 0, "focal", agency, SYSTEM, NOW)
            self.chats.append((chat, tasks[agency]))

    def over(self, url: str) -> "Ours":
        """The same office over a copy of its store."""
        copy = object.__new__(type(self))
        copy.__dict__.update(self.__dict__, store=Store(url))
        return copy

    def stored(self, count: int) -> list[list[int]]:
        """So many updates in the inbox, by chat; not timed."""
        waiting: list[list[int]] = [[] for _ in self.chats]

        def work(session: Session) -> None:
            for n in range(count):
                place = n % len(self.chats)
                chat, _ = self.chats[place]
                self._number += 1
                payload = update(self._number, chat, self.text(n))
                found = inbox_and_outbox.receive(session, "telegram", str(self._number), str(chat), payload, NOW)
                waiting[place].append(found or 0)

        self.store.write(work)
        return waiting

    def text(self, number: int) -> str:
        """What the chat whose turn it is says."""
        _, codes = self.chats[number % len(self.chats)]
        return f"#{codes[number % len(codes)]} duoc {number % 90 + 5}%"

    def move_chats(self, people: dict[int, int]) -> None:
        """The same persons, in the chats a platform knows them by."""

        def work(session: Session) -> None:
            for contact in session.exec(select(Contact)):
                contact.chat_id = str(people[int(contact.chat_id)])
                session.add(contact)

        self.store.write(work)

    def one(self, inbox_id: int, moment: dt.datetime) -> None:
        """The whole path of one stored update."""
        with self.store.read() as session:
            payload = session.execute(sa.select(col(Inbox.payload)).where(col(Inbox.id) == inbox_id)).scalar_one()
        incoming = self.channel.read(payload)
        self.store.write(lambda s: process.handle(s, inbox_id, incoming, (), moment, 20_000_000))

    def rate(self, count: int, callers: int) -> float:
        """Events a second by so many callers, each with chats of its own."""
        waiting = self.stored(count)
        self._moment += dt.timedelta(hours=1)  # nobody is met as a flood
        step = dt.timedelta(seconds=20)

        def chat(events: list[int]) -> None:
            for n, inbox_id in enumerate(events):
                self.one(inbox_id, self._moment + n * step)

        started = time.perf_counter()
        if callers == 1:
            for events in waiting:
                chat(events)
        else:
            with concurrent.futures.ThreadPoolExecutor(callers) as pool:
                list(pool.map(chat, waiting))
        took = time.perf_counter() - started
        self._moment += count * step
        return count / took

    def recorded(self) -> int:
        """How many updates stand in the record."""
        with self.store.read() as session:
            return session.execute(sa.select(sa.func.count()).where(col(UpdateRow.kind) == "progress")).scalar_one()
