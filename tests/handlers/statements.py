"""What a message asks of the store: all its statements, by who asks. `python tests/handlers/statements.py` prints it."""

import datetime as dt
import itertools
import pathlib
import sys
import tempfile
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.audit import SYSTEM
from catalog.clock import at_local
from catalog.messaging import inbox_and_outbox
from catalog.people import people
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.store.store import Store, upgrade
from catalog.tables import Assignment
from handlers import process
from handlers.conversation.context import Incoming

ROOT = f"{pathlib.Path(__file__).parents[2]}/"
OF_THE_STORE = ("catalog/store/", "tests/")
MESSAGES = ("#{code} được {percent}%", "/viec", "việc của tôi còn những gì?", "trời hôm nay đẹp quá nhỉ")


@contextmanager
def noted(store: Store) -> Iterator[list[tuple[str, str]]]:
    """The statements of the writer meanwhile, each with who asked it."""
    found: list[tuple[str, str]] = []

    def note(connection: sa.Connection, _cursor: object, statement: str, *_: object) -> None:
        if connection.get_execution_options().get("writes"):
            frames = [f for f in traceback.extract_stack() if f.filename.startswith(ROOT) and ".venv" not in f.filename]
            places = [f"{f.filename.removeprefix(ROOT)}:{f.lineno} {f.name}" for f in reversed(frames)]
            asking = [place for place in places if not place.startswith(OF_THE_STORE)]
            found.append((" ".join(statement.split()), (asking or places)[0]))

    sa.event.listen(store.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        sa.event.remove(store.engine, "before_cursor_execute", note)


class Office:
    """A store with a real plan and somebody who leads tasks of it."""

    def __init__(self, store: Store, day: dt.date = dt.date(2026, 3, 16)) -> None:
        self.store, self.moment, self._events = store, at_local(day, dt.time(9)), itertools.count(1)
        self.code = store.write(self._people)

    def _people(self, session: Session) -> int:
        import_plan(session, load_bundled()[3], SYSTEM, self.moment)
        task, agency = session.execute(
            sa.select(col(Assignment.task_id), col(Assignment.agency_id)).where(col(Assignment.role) == "lead").limit(1)
        ).one()
        contact = people.contact_for(session, "telegram", "1000", "Bình", self.moment)
        people.grant(session, contact.person_id or 0, "focal", agency, SYSTEM, self.moment)
        return int(task)

    def arrives(self, text: str, chat: str = "1000") -> tuple[int, Incoming]:
        """A message stored in the inbox."""
        event = str(next(self._events))
        stored = self.store.write(
            lambda s: inbox_and_outbox.receive(s, "telegram", event, chat, {"text": text}, self.moment)
        )
        return stored or 0, Incoming("telegram", chat, chat, "Bình", text.format(code=self.code, percent=event))

    def says(self, text: str) -> list[tuple[str, str]]:
        """The statements of one message, from the event in the inbox to its commit."""
        self.moment += dt.timedelta(minutes=10)
        stored, incoming = self.arrives(text)
        with noted(self.store) as found:
            self.store.write(lambda s: process.handle(s, stored, incoming, (), self.moment, 20_000_000))
        return found

    def says_at_once(self, texts: list[str]) -> list[tuple[str, str]]:
        """The statements of several messages that share a commit."""
        self.moment += dt.timedelta(minutes=10)
        waiting = [self.arrives(text) for text in texts]
        with noted(self.store) as found:
            jobs = [self.store.write_soon(lambda _: None)]  # while it is on its way, the others queue up
            for stored, incoming in waiting:
                jobs.append(
                    self.store.write_soon(
                        lambda s, i=stored, w=incoming: process.handle(s, i, w, (), self.moment, 20_000_000)  # type: ignore[misc]
                    )
                )
            for job in jobs:
                job.result()
        return found


def printed(statements: list[tuple[str, str]]) -> str:
    """One line a statement, with who asked it."""
    return "\n".join(f"{n:3} {statement[:90]:90} {asker}" for n, (statement, asker) in enumerate(statements, start=1))


if __name__ == "__main__":
    from catalog.organisations.founding import found_bundled

    with tempfile.TemporaryDirectory() as name:
        url = f"sqlite:///{name}/statements.sqlite3"
        upgrade(url)
        opened = Store(url)
        opened.write(lambda s: found_bundled(s, SYSTEM, at_local(dt.date(2026, 3, 16), dt.time(9))))
        office = Office(opened)
        for message in MESSAGES:
            for again in (False, True):
                statements = office.says(message)
                sys.stdout.write(f"{message}, {'again' if again else 'the first time'}: {len(statements)}\n")
                sys.stdout.write(f"{printed(statements)}\n\n")
        opened.close()
