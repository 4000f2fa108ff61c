"""Several `dondoc run` on one PostgreSQL database: who of them is alive.

A replica is a number that its process holds as an advisory lock on a connection of its own: the lock ends with the
process, however it ends, and with it what the replica had claimed. SQLite has one process only.
"""

from __future__ import annotations

import secrets
import threading
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session

from catalog.store.store import Store

if TYPE_CHECKING:
    from catalog.store.session_lock import SessionLock

_KIND = 0x646F6E64
"""Our class of advisory locks with two keys ("dond")."""

_ALIVE = sa.text(
    "SELECT objid::bigint FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 2 AND classid = :kind "
    "AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
).bindparams(kind=_KIND)


def living(session: Session) -> list[int]:
    """The replicas that are alive; [] on SQLite."""
    if session.get_bind().dialect.name != "postgresql":
        return []
    return [int(number) for number in session.execute(_ALIVE).scalars()]


class Replica:
    """This process among those on its store."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._one_at_a_time = threading.Lock()
        self._gone = False
        self._connection: SessionLock | None = None
        self.number = secrets.randbelow(2**31 - 1) + 1

    @property
    def alone(self) -> bool:
        """Whether the store can have no other replica."""
        return self._store.engine.dialect.name != "postgresql"

    def show(self) -> None:
        """Let the others know this one is alive; called again and again, as the connection may have been lost.

        Raises psycopg.Error or sqlalchemy.exc.SQLAlchemyError while the store is away.
        """
        if self.alone:
            return
        with self._one_at_a_time:
            if self._gone:
                return
            if self._connection is not None:
                if self._connection.lives():
                    return
                self._close()
            from catalog.store.session_lock import SessionLock  # the driver, which a store in a file needs not load

            connection = SessionLock(self._store.engine)
            connection.ask("SELECT pg_advisory_lock(%s, %s)", _KIND, self.number)
            self._connection = connection

    def leave(self) -> None:
        """Others may take over at once; for good."""
        self._gone = True
        with self._one_at_a_time:
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
        self._connection = None
