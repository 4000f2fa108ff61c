"""A connection to PostgreSQL kept outside the pool, for what lasts as long as it does: session-level advisory locks."""

import contextlib
from typing import Any

import psycopg
import sqlalchemy as sa


class HeldConnection:
    """Every statement stands by itself (autocommit). Raises psycopg.Error or sqlalchemy.exc.SQLAlchemyError."""

    def __init__(self, engine: sa.Engine) -> None:
        pooled = engine.raw_connection()
        driver: Any = pooled.driver_connection
        pooled.detach()  # never handed back to the pool: closing it is what lets the locks go
        driver.autocommit = True
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
