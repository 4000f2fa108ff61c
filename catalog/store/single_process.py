"""One living process at a time: a lock beside the store that ends with the process that holds it, however it ends.

Two senders on one store would each keep the pace of a whole bot, and neither could tell what the other has in the air
from what was lost with a process that died. So only the holder sends; another one waits until the lock is free.
"""

from __future__ import annotations

import sqlite3
import threading
from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlmodel import Session

from catalog.store.store import Store

if TYPE_CHECKING:
    from catalog.store.session_lock import SessionLock

RUN, SENDER, SWEEPER = "run", "sender", "sweeper"
"""What only one may do: run on a store that is a file; send, and fetch what is to be fetched; sweep."""


class SingleProcess:
    """The lock `name` of a store."""

    def __init__(self, store: Store, name: str) -> None:
        self._store = store
        self._name = name
        self._file: sqlite3.Connection | None = None
        self._connection: SessionLock | None = None
        self._one_at_a_time = threading.Lock()
        self._ended = False

    def hold(self) -> bool:
        """Whether this process holds the lock now, taking it if it is free. Never waits for it."""
        with self._one_at_a_time:
            return not self._ended and self._hold()

    def _hold(self) -> bool:
        url = self._store.engine.url
        if url.get_backend_name() == "postgresql":
            return self._hold_in_database()
        if not url.database or url.database == ":memory:":
            return True  # nobody else can have this store
        return self._hold_beside(f"{url.database}.{self._name}.lock")

    def still_ours(self, session: Session) -> bool:
        """Whether the lock is still ours as this transaction sees it: the server may have ended our connection."""
        if session.get_bind().dialect.name != "postgresql":
            return True
        if self._connection is None:
            return False
        held = sa.text(
            "SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 AND pid = :pid "
            "AND objid = (hashtext(:name)::bigint & 4294967295)"
        )
        return session.execute(held, {"pid": self._connection.pid, "name": f"dondoc.{self._name}"}).first() is not None

    def release(self) -> None:
        """Let others have it."""
        with self._one_at_a_time:
            self._release()

    def end(self) -> None:
        """Let others have it, for good: a thread that was about to take it does not any more."""
        self._ended = True
        self.release()

    def _release(self) -> None:
        if self._file is not None:
            self._file.close()
        if self._connection is not None:
            self._connection.close()
        self._file = self._connection = None

    def _hold_beside(self, path: str) -> bool:
        """An exclusive transaction on an empty SQLite file: a file lock that every system has and that dies with us."""
        if self._file is not None:
            return True
        connection = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError:
            connection.close()
            return False
        self._file = connection
        return True

    def _hold_in_database(self) -> bool:
        """A session's advisory lock: PostgreSQL lets go of it when the connection ends, so the connection is asked."""
        if self._connection is not None:
            if self._connection.lives():
                return True
            self._release()
        from catalog.store.session_lock import SessionLock  # the driver, which a store in a file needs not load

        connection = SessionLock(self._store.engine)
        if connection.ask("SELECT pg_try_advisory_lock(hashtext(%s))", f"dondoc.{self._name}"):
            self._connection = connection
            return True
        connection.close()
        return False
