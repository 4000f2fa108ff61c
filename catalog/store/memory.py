"""What the writer was answered and nothing has changed since: asked at every message, written now and then.

Beside the one writer, and asked by it alone: `Question.ask` is the way to the store for everybody, and where a session
is none of the writer's it simply asks. An answer is forgotten as soon as

- the writer itself writes what the question looks at, whichever way: each of its statements is looked at. Until the
  end of that transaction the question is asked anew each time, so nothing that may be taken back is ever remembered;
- somebody else has written: on SQLite any other connection (`PRAGMA data_version`, looked at as each transaction
  begins), on PostgreSQL any session, by hand too: triggers count the changes of what is remembered, and each
  transaction reads the counts once it holds the writer's lock.

Bounded: of each question so many answers, those not asked for the longest go first. Nothing of the table of personal
data is remembered (`catalog.tables.remembered` says of what), and nothing is on disk.
"""

import functools
import re
import sqlite3
import weakref
from collections import OrderedDict
from collections.abc import Collection, Hashable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql import visitors
from sqlmodel import Session

from catalog.store import change_counts
from catalog.store.columns import portions
from catalog.tables.remembered import REMEMBERED

MEMORY = "memory"
"""Where the writer's connection and its session have it."""

Answer = Sequence[sa.Row[*tuple[Any, ...]]]
Written = tuple[str, frozenset[str] | None]
"""A table, and the columns that were written; None: whole rows."""


def own(session: Session, name: Hashable) -> Any:
    """What the writer noted by this name when it wrote it, in this transaction or, where it was `lasting`, in an
    earlier one and nobody else has written since; None where it has to be asked for.
    """
    memory: Memory | None = session.info.get(MEMORY)
    return None if memory is None else memory.noted.get(name, memory.lasting.get(name))


def note_own(session: Session, name: Hashable, value: Any, *, lasting: bool = False) -> None:
    """Note what was just written. It is forgotten with whatever is taken back, a savepoint too."""
    memory: Memory | None = session.info.get(MEMORY)
    if memory is not None:
        (memory.lasting if lasting else memory.noted)[name] = value


@sa.event.listens_for(sa.orm.Session, "after_soft_rollback")
def _taken_back(session: sa.orm.Session, _ended: object) -> None:
    memory: Memory | None = session.info.get(MEMORY)
    if memory is not None:
        memory.noted.clear()
        memory.lasting.clear()


class Question:
    """A question on columns (`catalog.tables.table_of`), built once, whose answer is remembered by what it was given.

    Raises ValueError where it looks at what may not be remembered. `most` answers are kept.
    """

    def __init__(self, asked: sa.Select[Any], most: int = 2000) -> None:
        self.asked, self.most = asked, most
        self.looks_at: dict[str, set[str]] = {}
        for part in visitors.iterate(asked):
            if isinstance(part, sa.Column) and isinstance(part.table, sa.Table):
                self.looks_at.setdefault(part.table.name, set()).add(part.name)
        for table, columns in self.looks_at.items():
            if beyond := columns - REMEMBERED.get(table, frozenset()):
                raise ValueError(f"not remembered of {table}: {sorted(beyond)}")

    def ask(self, session: Session, **given: Any) -> Answer:
        """The answer as it is now, what this transaction has written included."""
        session.flush()
        memory: Memory | None = session.info.get(MEMORY)
        if memory is None:
            return session.connection().execute(self.asked, given).all()
        return memory.answer(session.connection(), self, given)

    def ask_each(self, session: Session, ids: Collection[int], **given: Any) -> dict[int, Answer]:
        """The rows of each of these, by the question's first column: together what is not remembered, in portions.

        The question has `ids` as a list (`sa.bindparam("ids", expanding=True)`).
        """
        session.flush()
        memory: Memory | None = session.info.get(MEMORY)
        connection, rest = session.connection(), tuple(given.values())
        found: dict[int, Answer] = {}
        missing: list[int] = []
        for one in dict.fromkeys(ids):
            kept = None if memory is None else memory.kept(self, (one, *rest))
            if kept is None:
                missing.append(one)
            else:
                found[one] = kept
        for part in portions(missing):
            rows: dict[int, list[sa.Row[*tuple[Any, ...]]]] = {one: [] for one in part}
            for row in connection.execute(self.asked, {"ids": part, **given}):
                rows[row[0]].append(row)
            if memory is not None:
                for one, answer in rows.items():
                    memory.keep(self, (one, *rest), answer)
            found |= rows
        return found

    def changed_by(self, table: str, columns: frozenset[str] | None) -> bool:
        """Whether what was written there can change an answer."""
        seen = self.looks_at.get(table)
        return table == _ANYTHING or (seen is not None and (columns is None or not columns.isdisjoint(seen)))


class Memory:
    """Of one store's writer, in whose thread alone it is used."""

    def __init__(self) -> None:
        self._answers: dict[Question, OrderedDict[Hashable, Answer]] = {}
        self._written: list[Written] = []
        self._seen: Mapping[str, int] | None = None
        self._driver: Any = None
        self._drivers: weakref.WeakSet[Any] = weakref.WeakSet()
        self.noted: dict[Hashable, Any] = {}
        self.lasting: dict[Hashable, Any] = {}
        self._counted: bool | None = None

    def beside(self, connection: sa.Connection) -> sa.Connection:
        """The writer's connection, all of whose statements are looked at from now on."""
        if not sa.event.contains(connection.engine, "before_cursor_execute", _look):
            sa.event.listen(connection.engine, "before_cursor_execute", _look)
        return connection.execution_options(**{MEMORY: self})

    def begin(self, connection: sa.Connection) -> None:
        """A transaction of the writer has begun: what others wrote since the last one is forgotten."""
        self._written = []
        counts = connection.dialect.name == "postgresql"
        driver: Any = connection.connection.dbapi_connection
        seen = self._counts(connection, driver) if counts else self._version(driver)
        if seen is None or self._seen is None:
            self.forget()
        else:
            for name in seen.keys() | self._seen.keys():
                if seen.get(name) != self._seen.get(name):
                    self._forget((name, None)) if counts else self.forget()
        if counts:  # others may have written since it was our turn
            self.lasting.clear()
        self._seen = seen

    def end(self, committed: bool) -> None:
        """It has ended; what the answers of before looked at and it wrote is forgotten already."""
        self.noted.clear()
        if not committed:
            self.lasting.clear()

    def forget(self) -> None:
        """All of it."""
        self._answers.clear()
        self.lasting.clear()

    def answer(self, connection: sa.Connection, question: Question, given: Mapping[str, Any]) -> Answer:
        """From memory, else from the store; kept where nothing this transaction wrote can have changed it."""
        key = tuple(given.values())
        found = self.kept(question, key)
        if found is None:
            found = connection.execute(question.asked, given).all()
            self.keep(question, key, found)
        return found

    def kept(self, question: Question, key: Hashable) -> Answer | None:
        """The answer it holds; None where it holds none."""
        answers = self._answers.get(question)
        if answers is None or (found := answers.get(key)) is None:
            return None
        answers.move_to_end(key)
        return found

    def keep(self, question: Question, key: Hashable, answer: Answer) -> None:
        """Hold an answer that was just read, unless this transaction wrote what can have changed it."""
        if self._seen is None or any(question.changed_by(*one) for one in self._written):
            return
        answers = self._answers.setdefault(question, OrderedDict())
        answers[key] = answer
        if len(answers) > question.most:
            answers.popitem(last=False)

    def questions(self) -> list[Question]:
        """To which it holds an answer."""
        return list(self._answers)

    def wrote(self, written: Written) -> None:
        """The writer is about to write that."""
        self._forget(written)
        self._written.append(written)

    def _forget(self, written: Written) -> None:
        for question in [one for one in self._answers if one.changed_by(*written)]:
            del self._answers[question]

    def _version(self, driver: Any) -> Mapping[str, int] | None:
        """SQLite's own count of what other connections committed; it compares within one connection only."""
        if driver is not self._driver:
            self._driver, self._seen = driver, None
        try:
            (version,) = driver.execute("PRAGMA data_version").fetchone()
        except sqlite3.Error:
            return None
        return {"": int(version)}

    def _counts(self, connection: sa.Connection, driver: Any) -> Mapping[str, int] | None:
        """PostgreSQL's counts, from any connection; of one opened anew the store may have been put back as it was."""
        if driver not in self._drivers:
            self._drivers.add(driver)
            self._seen = None
        if self._counted is None:
            self._counted = change_counts.are_kept(connection)
        return change_counts.of(connection) if self._counted else None


def _look(connection: sa.Connection, _cursor: Any, statement: str, _given: Any, _context: Any, _many: bool) -> None:
    if not statement.startswith("SELECT"):
        memory: Memory | None = connection.get_execution_options().get(MEMORY)
        if memory is not None and (written := _written_by(statement)) is not None:
            memory.wrote(written)


_ANYTHING = "*"
_HARMLESS = re.compile(r"\s*(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN|COMMIT|PRAGMA|SET|SHOW)\b", re.IGNORECASE)
_ROWS = re.compile(r'\s*(?:INSERT\s+INTO|DELETE\s+FROM)\s+"?(\w+)"?', re.IGNORECASE)
_COLUMNS = re.compile(r'\s*UPDATE\s+"?(\w+)"?\s+SET\s+([^(].*)', re.IGNORECASE | re.DOTALL)


@functools.lru_cache(maxsize=1000)
def _written_by(statement: str) -> Written | None:
    """What a statement writes of what is remembered, None for nothing of it. Where it cannot be told: anything."""
    if _HARMLESS.match(statement):
        return None
    if rows := _ROWS.match(statement):
        return (rows[1], None) if rows[1] in REMEMBERED else None
    if update := _COLUMNS.match(statement):
        known = REMEMBERED.get(update[1], frozenset())
        if update[2].upper().count("SELECT"):
            return (update[1], None) if known else None
        columns = known.intersection(re.findall(r'"?(\w+)"?\s*=', re.split(r"\sWHERE\s", update[2], flags=re.I)[0]))
        return (update[1], columns) if columns else None
    return _ANYTHING, None
