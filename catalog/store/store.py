"""The store: one database, read by anybody, written through one writer.

Sessions are synchronous and live off the event loop. Writes that wait at the same moment share one commit, so that a
busy morning costs few fsyncs. Where one of them fails all are taken back and done again, each in a savepoint of its
own: a failing one undoes only itself, and as long as none does, none pays for that.
"""

import asyncio
import concurrent.futures
import contextlib
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import sqlalchemy as sa
from sqlmodel import Session

from catalog import tables
from catalog.store.engine import StoreAway as StoreAway
from catalog.store.engine import StoreProblem as StoreProblem
from catalog.store.engine import is_away as is_away
from catalog.store.engine import make_engine as make_engine
from catalog.store.line import Job, Line
from catalog.store.memory import MEMORY, Memory
from catalog.store.told import Told
from catalog.store.touched import watch
from catalog.store.upgrade import is_current as is_current
from catalog.store.upgrade import upgrade as upgrade

T = TypeVar("T")
P = ParamSpec("P")
Work = Callable[[Session], T]

_SHARED_COMMIT_LIMIT = 64
"""How many waiting writes share one commit at the most: bounds what one power cut can make us do again."""

_SHARED_COMMIT_SECONDS, _SHARED_BY_A_FEW = {"sqlite": 0.03, "postgresql": 0.1}, 8
"""After so long no further write shares a commit that a few share: what is urgent, and the answers of the others, wait
no longer. On PostgreSQL a turn among processes, with what was forgotten meanwhile, is dearer to have, and so longer.
"""

_THOUGHT_AHEAD_SECONDS = 0.1
"""So long works are thought out before a turn among processes, as long as a turn lasts: another has it meanwhile."""

before_commit: list[Callable[[Session], None]] = []
"""Called with every transaction of a writer before it is committed (`catalog.proof` seals what it wrote)."""

LAST_LOOK = 3.0
"""Seconds a store that is being closed waits for those who read in it."""


class Instead(Exception):
    """Raised by a work whose doings are to be taken back, all of them, and `work` to be done in their place.

    Costs nothing where it is not raised; a savepoint would cost every message two statements.
    """

    def __init__(self, work: Work[Any]) -> None:
        super().__init__("done instead")
        self.work = work


def settled(session: Session, work: Callable[Concatenate[Session, P], T], *args: P.args, **given: P.kwargs) -> T:
    """Do `work` in a savepoint of its own, and what it wants done instead."""
    try:
        with session.begin_nested():
            result = work(session, *args, **given)
            session.flush()
        return result
    except Instead as other:
        return cast(T, settled(session, other.work))


class Store:
    """The database of one deployment: `read` for looking, `write` (or `write_soon`) for changing.

    Close it when done; a closed store refuses work with StoreProblem.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.engine = make_engine(url)
        self._memory, self._told = Memory(), Told()
        self._own: sa.Connection | None = None
        self._line = Line()
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

    async def write_async(self, work: Work[T], *, urgent: bool = False, ahead: Callable[[], object] | None = None) -> T:
        """As `write_soon`, without holding up the event loop."""
        future: concurrent.futures.Future[T] = concurrent.futures.Future()
        waiter = self._told.waiter(future)
        self._queue(Job(work, future, ahead), urgent=urgent)
        return await waiter

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

    def write_soon(
        self, work: Work[T], *, urgent: bool = False, ahead: Callable[[], object] | None = None
    ) -> concurrent.futures.Future[T]:
        """Queue `work` for the writer; the future ends after the commit, so a result means it is on disk.

        What is `urgent` goes before what waits, and only short works whose number is bounded are. A work may be done
        again from its beginning, after all it wrote was taken back, where another that shares its commit fails: it
        changes nothing but the store.

        `ahead` is called before its turn where writers of several processes take turns: what the work will need to
        know and no transaction is needed for, kept where the work finds it, so that nobody else waits meanwhile. It may
        not be called at all, and the work must not depend on it.
        """
        future: concurrent.futures.Future[T] = concurrent.futures.Future()
        self._queue(Job(work, future, ahead), urgent=urgent)
        return future

    def _queue(self, job: Job, *, urgent: bool) -> None:
        if self._closed:
            raise StoreProblem("Kho dữ liệu đã đóng.")
        self._ensure_writer()
        if self.engine.dialect.name == "sqlite":
            job.ahead = None
        self._line.add(job, urgent=urgent)

    def writer_alive(self) -> bool:
        """Whether what is queued will be written: the writer has not ended by itself."""
        return self._writer is None or self._writer.is_alive() or self._closed

    def close(self) -> None:
        """Finish what is queued, stop the writer, let readers end (for a few seconds), close all connections."""
        self._closed = True
        if self._writer is not None:
            self._line.end()
            self._writer.join()
            self._writer = None
            if self._own is not None:
                self._own.close()
        with self._all_read:
            self._all_read.wait_for(lambda: not self._readers, LAST_LOOK)
        self.engine.dispose()

    def _ensure_writer(self) -> None:
        with self._start_lock:
            if self._writer is None:
                self._writer = threading.Thread(target=self._write_loop, name="store-writer", daemon=True)
                self._writer.start()

    @contextlib.contextmanager
    def _writing(self) -> Iterator[sa.Connection]:
        """A transaction of the writer. A store in a file keeps its connection: only on one and the same can SQLite tell
        whether others wrote (`catalog.store.memory`).
        """
        connection = self._own or self._memory.beside(self.engine.connect().execution_options(writes=True))
        self._own = None
        try:
            watch(connection)
            with connection.begin():
                self._memory.begin(connection)
                yield connection
            self._memory.end(committed=True)
            if self.engine.dialect.name == "sqlite":
                self._own = connection
        except BaseException:
            self._memory.end(committed=False)
            raise
        finally:
            if self._own is None:
                connection.close()

    def _write_loop(self) -> None:
        tables.load_all()  # a row refers to others, whose tables nobody may have asked for
        while (first := self._line.next()) is not None:
            self._line.think_ahead(first, _THOUGHT_AHEAD_SECONDS)
            self._commit_together(self._line.sharing(first, _SHARED_COMMIT_LIMIT))
            self._told.wake()

    def _commit_together(self, jobs: Iterable[Job], *, apart: bool = False) -> None:
        """One transaction for these jobs, as many as there is time for; results are handed out only after the commit
        stands. `apart`: all of them, each in a savepoint of its own.
        """
        jobs = iter(jobs)
        begun: list[Job] = []
        done: list[tuple[concurrent.futures.Future[Any], Any]] = []
        failed: list[tuple[concurrent.futures.Future[Any], BaseException]] = []
        broken: BaseException | None = None
        again = False
        try:
            with (
                self._writing() as connection,
                Session(connection, join_transaction_mode="rollback_only", autoflush=True) as session,
            ):
                session.info[MEMORY] = self._memory
                until = float("inf") if apart else time.monotonic() + _SHARED_COMMIT_SECONDS[self.engine.dialect.name]
                for job in jobs:
                    work, future = job.work, job.future
                    if not future.running() and not future.set_running_or_notify_cancel():
                        continue  # the caller went away before its turn came
                    begun.append(job)
                    try:
                        result = settled(session, work) if apart else work(session)
                        session.flush()
                        session.expire_all()  # the next one reads for itself
                        done.append((future, result))
                    except BaseException as problem:
                        if not apart or is_away(problem):
                            broken = problem  # the transaction is gone, and with it what the others did
                            again = not is_away(problem)
                            raise
                        failed.append((future, problem))
                    if time.monotonic() > until and len(begun) >= _SHARED_BY_A_FEW:
                        break
                for look in before_commit:
                    look(session)
                session.commit()
        except BaseException as problem:
            broken = broken or problem
        if again and len(begun) > 1:
            self._commit_together(begun, apart=True)
            return
        if again and isinstance(broken, Instead):
            self._commit_together([Job(broken.work, begun[0].future)])
            return
        self.refused_at = time.monotonic() if broken is not None and is_away(broken) else None
        if broken is not None:  # the commit itself failed: nothing of the batch is on disk
            for future in (job.future for job in begun or jobs):
                if not future.cancelled() and (future.running() or future.set_running_or_notify_cancel()):
                    future.set_exception(broken)
            return
        for future, result in done:
            future.set_result(result)
        for future, cause in failed:
            future.set_exception(cause)
