"""How this project opens a database, and when one is away. Used by `store.store`, which everybody else goes through.

SQLite (WAL, foreign keys on, synchronous=FULL) is the embedded default, PostgreSQL the larger house.
"""

import os
import pathlib
import sqlite3
from typing import Any

import sqlalchemy as sa

_AWAY_SQLITE = frozenset(
    {
        sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_CANTOPEN,
    }
)  # fmt: skip
_AWAY_SQLSTATE = frozenset({"08", "40", "53", "55", "57"})
"""PostgreSQL's classes: connection, undone for others' sake, resources, locked, operator (shutting down)."""

_PATIENCE = (
    "-c lock_timeout=10s -c idle_in_transaction_session_timeout=60s "
    "-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3"
)
"""Locks are waited for as long as by SQLite's busy_timeout; a machine that froze or fell off the network must not hold
the one writer's lock, or the sender's, for the two hours PostgreSQL would believe in it."""

_ONE_WRITER = "SELECT pg_advisory_xact_lock(hashtext('dondoc.writer'))"


class StoreProblem(RuntimeError):
    """The store cannot be used; the message is one Vietnamese sentence that says what to do."""


class StoreAway(StoreProblem):
    """It could not be reached now, through nobody's fault here: the same may succeed in a moment."""


def is_away(problem: BaseException) -> bool:
    """Whether this is the store's own trouble (full, locked, read-only, unreachable) and nobody's fault: it passes."""
    original = getattr(problem, "orig", None)
    if not isinstance(problem, sa.exc.DBAPIError) or original is None:
        return False
    code = getattr(original, "sqlite_errorcode", None)
    if code is not None:
        return code & 0xFF in _AWAY_SQLITE
    state = getattr(original, "sqlstate", None)
    if state is None:  # the driver's own: a lost connection is one, a text it cannot send is not
        return problem.connection_invalidated or isinstance(problem, sa.exc.OperationalError)
    return problem.connection_invalidated or str(state)[:2] in _AWAY_SQLSTATE


def make_engine(url: str) -> sa.Engine:
    """An engine for `url`, set up the way this project needs it.

    Raises StoreProblem for an address that cannot be read or a database this project does not speak.
    """
    try:
        parsed = sa.make_url(url)
    except sa.exc.ArgumentError as problem:
        raise StoreProblem(
            "DONDOC_DATABASE_URL không đọc được. Ví dụ đúng: sqlite:///./var/dondoc.sqlite3"
        ) from problem
    if parsed.get_backend_name() == "sqlite":
        return _sqlite_engine(parsed)
    if parsed.get_backend_name() == "postgresql":
        return _postgres_engine(parsed)
    raise StoreProblem("DONDOC_DATABASE_URL phải là sqlite:///... hoặc postgresql://...")


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    if url.database and not url.database.startswith((":memory:", "file:")):
        try:
            pathlib.Path(url.database).parent.mkdir(parents=True, exist_ok=True)
        except OSError as problem:
            raise StoreProblem(
                f"Không tạo được thư mục cho kho dữ liệu {url.database}: {problem.strerror}."
            ) from problem
    engine = sa.create_engine(
        url,
        connect_args={"timeout": 10, "check_same_thread": False},
        hide_parameters=True,  # errors go into logs
    )

    @sa.event.listens_for(engine, "connect")
    def _prepare(connection: Any, _record: object) -> None:
        # The driver must not open transactions by itself: savepoints and BEGIN IMMEDIATE are ours (SQLAlchemy's
        # documentation of the sqlite dialect, "Serializable isolation / Savepoints").
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=10000"):
            connection.execute(f"PRAGMA {pragma}")

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # A writer takes the write lock at once: a read that turns into a write later could meet SQLITE_BUSY.
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")

    return engine


class _AnyInteger(sa.Integer):
    """Numbers sent as large as they are: the driver's own type says that each is one of four bytes."""

    render_bind_cast = False


def _postgres_engine(url: sa.URL) -> sa.Engine:
    named = {"fallback_application_name": f"dondoc {os.getpid()}"}  # so that an operator sees who holds what
    waits = {} if "options" in url.query else {"options": _PATIENCE}
    engine = sa.create_engine(
        url.set(drivername="postgresql+psycopg"), connect_args=named | waits, pool_pre_ping=True, hide_parameters=True
    )
    # People type numbers: one that no column can hold must find nothing, as on SQLite, and not be an error.
    engine.dialect.colspecs = {**engine.dialect.colspecs, sa.Integer: _AnyInteger}

    @sa.event.listens_for(engine, "begin")
    def _begin(connection: sa.Connection) -> None:
        # As on SQLite: readers see one picture, writers take turns, here across processes too. What the code takes
        # from that (one head of the audit chain, first look then insert) holds with several replicas. The lock is
        # taken by a statement, so a writer must see what was committed while it waited: not one picture for it.
        from psycopg import IsolationLevel

        options = connection.get_execution_options()
        writes, apart = options.get("writes", False), options.get("apart", False)
        driver: Any = connection.connection.dbapi_connection
        driver.isolation_level = IsolationLevel.READ_COMMITTED if writes or apart else IsolationLevel.REPEATABLE_READ
        if writes:
            connection.exec_driver_sql(_ONE_WRITER)

    return engine
