"""The store: one database, read by anybody, written through one writer.

Sessions are synchronous and live off the event loop. Writes that wait at the same moment share one commit, each in a
savepoint of its own: a failing one undoes only itself, and a busy morning costs few fsyncs.
"""

import asyncio
import concurrent.futures
import contextlib
import functools
import pathlib
import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlmodel import Session

from catalog.store.engine import StoreAway as StoreAway
from catalog.store.engine import StoreProblem as StoreProblem
from catalog.store.engine import is_away as is_away
from catalog.store.engine import make_engine as make_engine
from catalog.store.touched import install_on_postgres, watch

T = TypeVar("T")
Work = Callable[[Session], T]

_SHARED_COMMIT_LIMIT = 64
"""How many waiting writes share one commit at the most: bounds what one power cut can make us do again."""

before_commit: list[Callable[[Session], None]] = []
"""Called with every transaction of a writer before it is committed (`catalog.proof` seals what it wrote)."""

_NOT_ALLOWED = "42501"
"""PostgreSQL's insufficient_privilege."""

LAST_LOOK = 3.0
"""Seconds a store that is being closed waits for those who read in it."""


class Store:
    """The database of one deployment: `read` for looking, `write` (or `write_soon`) for changing.

    Close it when done; a closed store refuses work with StoreProblem.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self._jobs: queue.SimpleQueue[tuple[Work[Any], concurrent.futures.Future[Any]] | None] = queue.SimpleQueue()
        self._writer: threading.Thread | None = None
        self._start_lock = threading.Lock()
        self._closed = False
        self._readers = 0
        self._all_read = threading.Condition()
        self.refused_at: float | None = None
        """`time.monotonic()` of the last write, where the store itself could not take it (full, read-only, away)."""

    @contextlib.contextmanager
    def read(self) -> Iterator[Session]:
        """A session for reading one consistent picture; what it changes is thrown away."""
        with self._reading(), self.engine.connect() as connection, Session(connection, autoflush=False) as session:
            yield session

    @contextlib.contextmanager
    def _reading(self) -> Iterator[None]:
        with self._all_read:
            self._readers += 1
        try:
            yield
        finally:
            with self._all_read:
                self._readers -= 1
                if self._closed and not self._readers:
                    self._all_read.notify_all()

    def write(self, work: Work[T]) -> T:
        """Do `work` in a transaction and wait until it is on disk; its exception is raised here."""
        return self.write_soon(work).result()

    async def write_async(self, work: Work[T]) -> T:
        """As `write`, without holding up the event loop."""
        return await asyncio.wrap_future(self.write_soon(work))

    async def read_async(self, work: Work[T]) -> T:
        """Run a reading `work` in a thread of its own."""

        def run() -> T:
            with self.read() as session:
                return work(session)

        return await asyncio.to_thread(run)

    async def claim_async(self, work: Work[T]) -> T:
        """Run a `work` of PostgreSQL that claims rows with SKIP LOCKED: without taking its turn among the writers.

        A claim lost in a power cut is made again, so nobody waits for the disk.
        """

        def run() -> T:
            with (
                self.engine.connect().execution_options(apart=True) as connection,
                connection.begin(),
                Session(connection, join_transaction_mode="control_fully") as session,
            ):
                session.execute(sa.text("SET LOCAL synchronous_commit TO off"))
                result = work(session)
                session.commit()
                return result

        return await asyncio.to_thread(run)

    def write_soon(self, work: Work[T]) -> concurrent.futures.Future[T]:
        """Queue `work` for the writer; the future ends after the commit, so a result means it is on disk."""
        if self._closed:
            raise StoreProblem("Kho dữ liệu đã đóng.")
        future: concurrent.futures.Future[T] = concurrent.futures.Future()
        self._ensure_writer()
        self._jobs.put((work, future))
        return future

    def writer_alive(self) -> bool:
        """Whether what is queued will be written: the writer has not ended by itself."""
        return self._writer is None or self._writer.is_alive() or self._closed

    def close(self) -> None:
        """Finish what is queued, stop the writer, let readers end (for a few seconds), close all connections."""
        self._closed = True
        if self._writer is not None:
            self._jobs.put(None)
            self._writer.join()
            self._writer = None
        with self._all_read:
            self._all_read.wait_for(lambda: not self._readers, LAST_LOOK)
        self.engine.dispose()

    def _ensure_writer(self) -> None:
        with self._start_lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_loop, name="store-writer", daemon=True)
                self._writer.start()

    def _writing(self) -> sa.Connection:
        connection = self.engine.connect().execution_options(writes=True)
        try:
            watch(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    def _write_loop(self) -> None:
        ended = False
        while not ended:
            first = self._jobs.get()
            if first is None:
                return
            batch = [first]
            while len(batch) < _SHARED_COMMIT_LIMIT and not ended:
                try:
                    job = self._jobs.get_nowait()
                except queue.Empty:
                    break
                if job is None:
                    ended = True
                else:
                    batch.append(job)
            self._commit_together(batch)

    def _commit_together(self, batch: list[tuple[Work[Any], concurrent.futures.Future[Any]]]) -> None:
        """One transaction for the batch; results are handed out only after the commit stands."""
        done: list[tuple[concurrent.futures.Future[Any], Any]] = []
        failed: list[tuple[concurrent.futures.Future[Any], BaseException]] = []
        broken: BaseException | None = None
        try:
            with (
                self._writing() as connection,
                connection.begin(),
                Session(connection, join_transaction_mode="rollback_only", autoflush=True) as session,
            ):
                for work, future in batch:
                    if not future.set_running_or_notify_cancel():
                        continue  # the caller went away before its turn came
                    try:
                        # Alone, a failing one takes back the transaction itself.
                        with session.begin_nested() if len(batch) > 1 else contextlib.nullcontext():
                            result = work(session)
                            session.flush()
                        session.expire_all()  # the next one reads for itself
                        done.append((future, result))
                    except BaseException as problem:
                        if len(batch) == 1 or is_away(problem):
                            broken = problem  # the transaction is gone, and with it what the others did
                            raise
                        failed.append((future, problem))
                for look in before_commit:
                    look(session)
                session.commit()
        except BaseException as problem:
            broken = broken or problem
        self.refused_at = time.monotonic() if broken is not None and is_away(broken) else None
        if broken is not None:  # the commit itself failed: nothing of the batch is on disk
            for _, future in batch:
                if not future.cancelled() and (future.running() or future.set_running_or_notify_cancel()):
                    future.set_exception(broken)
            return
        for future, result in done:
            future.set_result(result)
        for future, cause in failed:
            future.set_exception(cause)


_MIGRATIONS = pathlib.Path(__file__).parents[1] / "migrations"


def upgrade(url: str) -> str:
    """Bring the database at `url` to the newest form (Alembic); returns the revision. Keeps all rows.

    Alembic is loaded only where there is something to do: every command opens the store, hardly one upgrades it.
    Raises StoreAway while it cannot be reached, StoreProblem where it never will be brought there.
    """
    engine = make_engine(url)
    _keep_private(engine.url)
    try:
        with engine.connect().execution_options(writes=True) as connection:
            if _revision(connection) != _newest():
                _migrate(connection, url)
            if connection.dialect.name == "postgresql":
                install_on_postgres(connection)
            connection.commit()
            return _revision(connection)
    except sa.exc.DBAPIError as problem:
        said = " ".join(str(problem.orig).split()).rstrip(".")
        if is_away(problem):
            raise StoreAway(f"Không mở được kho dữ liệu: {said}.") from problem
        owner = getattr(problem.orig, "sqlstate", "") == _NOT_ALLOWED
        hint = " Tài khoản của bot phải là chủ cơ sở dữ liệu." if owner else ""
        raise StoreProblem(f"Không nâng được kho dữ liệu lên dạng mới: {said}.{hint}") from problem
    finally:
        engine.dispose()


def _migrate(connection: sa.Connection, url: str) -> None:
    """Run what is missing. Raises StoreProblem for a migration this program has never heard of."""
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    config.set_main_option("sqlalchemy.url", url.replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as problem:
        raise StoreProblem(
            "Kho dữ liệu ở dạng mới hơn chương trình này: hãy cài bản mới của chương trình, hoặc dùng bản sao lưu từ "
            "trước khi nâng cấp."
        ) from problem


def _keep_private(url: sa.URL) -> None:
    """A store in a file that is yet to be made is its owner's alone: it holds names and chat ids."""
    if url.get_backend_name() == "sqlite" and url.database and not url.database.startswith((":memory:", "file:")):
        path = pathlib.Path(url.database)
        with contextlib.suppress(OSError):  # what is in the way is said when it is opened
            if not path.exists():
                path.touch(mode=0o600)


def is_current(engine: sa.Engine) -> bool:
    """Whether the database stands at the newest migration."""
    with engine.connect() as connection:
        return _revision(connection) == _newest()


def _revision(connection: sa.Connection) -> str:
    """The migration a database stands at (Alembic's own table), "" before the first."""
    if not sa.inspect(connection).has_table("alembic_version"):
        return ""
    return connection.execute(sa.text("SELECT version_num FROM alembic_version")).scalar() or ""


@functools.cache
def _newest() -> str:
    """The newest migration of this program: files are named by their number (a test compares it with Alembic's)."""
    return max(path.name.partition("_")[0] for path in (_MIGRATIONS / "versions").glob("[0-9]*.py"))
