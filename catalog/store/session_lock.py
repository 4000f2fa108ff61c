"""A connection to PostgreSQL kept outside the pool, for what lasts as long as it does: session-level advisory locks."""

import contextlib
from typing import Any

import psycopg
import sqlalchemy as sa

SILENCE = "60s"
"""So long a holder may say nothing. A process that was stopped (SIGSTOP, a paused container) keeps its connection, and
the kernel answers for it: without this its locks would stand until it goes on, and nobody would send."""

_BOUND = "SELECT set_config(name, %s, false) FROM pg_settings WHERE name = 'idle_session_timeout'"
"""The server knows it from PostgreSQL 14 on; an older one is asked nothing."""


class SessionLock:
    """Every statement stands by itself (autocommit). Raises psycopg.Error or sqlalchemy.exc.SQLAlchemyError.

    The server ends it after `SILENCE` without a statement: who wants to go on holding asks whether it `lives`.
    """

    def __init__(self, engine: sa.Engine) -> None:
        pooled = engine.raw_connection()
        driver: Any = pooled.driver_connection
        pooled.detach()  # never handed back to the pool: closing it is what lets the locks go
        driver.autocommit = True
        driver.execute(_BOUND, (SILENCE,))
        self._driver = driver
        self.pid = int(self.ask("SELECT pg_backend_pid()"))

    def ask(self, statement: str, *parameters: object) -> Any:
        """The one value the statement gives."""
        return self._driver.execute(statement, parameters).fetchone()[0]

    def lives(self) -> bool:
        """Whether the server still knows it, and so whether its locks still stand."""
        try:
            return bool(self.ask("SELECT true"))
        except psycopg.Error:
            return False

    def close(self) -> None:
        """Let its locks go."""
        # Said first, because the server notices a closed connection only a moment later.
        with contextlib.suppress(psycopg.Error):
            self.ask("SELECT pg_advisory_unlock_all()")
        self._driver.close()
