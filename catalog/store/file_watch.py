"""Whether the file of a SQLite store is still the one we have open, and its write-ahead log too.

Somebody deletes `-wal` to make room, or puts another file in the store's place: SQLite goes on with what it has open,
and every new connection sees something else. One such connection destroys the store: it shares the index of the log
with the others, but not the log, so each reads the other's pages as its own. Therefore no connection is opened any more
from the moment of the deletion on; those that are open go on in the log they have, and what they committed is brought
into the file when it is seen and again at the end, or into a copy beside it.
"""

import contextlib
import os
import pathlib
import sqlite3
import time
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

_MOVED = sqlite3.SQLITE_READONLY | 4 << 8
"""SQLite's own word for a file that is not where it was (SQLITE_READONLY_DBMOVED)."""


@dataclass(frozen=True)
class FileTrouble:
    """A stable word, the sentence for the operator, and whether starting again is safe."""

    word: str
    sentence: str
    passes: bool


_Mark = tuple[int, int]


class FileWatch:
    """Of one store in a file. A connection of its own keeps what was committed reachable whatever is deleted, and the
    number of the file from being given to another one.
    """

    def __init__(self, engine: sa.Engine) -> None:
        self._path = pathlib.Path(engine.url.database or "")
        self._connection = sqlite3.connect(self._path, timeout=10, isolation_level=None, check_same_thread=False)
        self._connection.execute("SELECT count(*) FROM sqlite_master").fetchone()  # opens the file and its log
        self._store = _mark(self._path)
        self._log = _mark(self._beside)
        self._broken = self._closed = False
        # Before the log is opened, because it may be another one, and after it, because it may just have become one.
        sa.event.listen(engine, "connect", self._refuse_another, insert=True)
        sa.event.listen(engine, "connect", self._refuse_another)

    @property
    def _beside(self) -> pathlib.Path:
        return self._path.with_name(f"{self._path.name}-wal")

    def close(self) -> None:
        """Let go of the file; what was committed since the trouble was seen is brought in first."""
        self.bring_in()
        self._closed = True
        self._connection.close()

    def bring_in(self) -> None:
        """Once trouble was seen: bring what is in the log into the store, as far as that can be done."""
        if self._broken and not self._closed:
            self._brought_in()

    def look(self) -> FileTrouble | None:
        """What is wrong, once what can be saved is saved; None while all is in place."""
        trouble = self._trouble()
        self._broken = self._broken or trouble is not None
        return trouble

    def _refuse_another(self, _connection: Any, _record: object) -> None:
        """A new connection would see other files than those that are open. Raises sqlite3.OperationalError."""
        if self._broken or not (self._closed or self._in_place()):
            problem = sqlite3.OperationalError("the store's files were deleted or replaced")
            problem.sqlite_errorcode = _MOVED
            raise problem

    def _in_place(self) -> bool:
        return _mark(self._path) == self._store and self._log in (None, _mark(self._beside))

    def _trouble(self) -> FileTrouble | None:
        if _mark(self._path) != self._store:
            copy = self._saved_beside()
            saved = f" Dữ liệu đang có đã được cứu vào {copy}." if copy else ""
            return FileTrouble(
                "store_replaced",
                f"Tệp kho dữ liệu {self._path} đã bị xóa hoặc thay bằng tệp khác khi bot đang chạy.{saved} "
                "Hãy đặt đúng tệp kho vào chỗ cũ rồi chạy lại.",
                passes=False,
            )
        log = _mark(self._beside)
        if self._log is None:
            self._log = log  # the first write makes it
        if log == self._log:
            return None
        whole = self._brought_in()
        return FileTrouble(
            "store_log_deleted",
            f"Tệp {self._beside} đã bị xóa hoặc thay khi bot đang chạy. "
            + ("Dữ liệu đã được ghi hết vào kho; bot tự tắt để được khởi động lại." if whole
               else f"Không ghi hết được vào kho; bản cứu: {self._saved_beside()}."),
            passes=whole,
        )  # fmt: skip

    def _brought_in(self) -> bool:
        """Whether all that was committed stands in the store's own file now."""
        with contextlib.suppress(sqlite3.Error):
            busy, in_log, moved = self._connection.execute("PRAGMA wal_checkpoint(FULL)").fetchone()
            return not busy and in_log == moved
        return False

    def _saved_beside(self) -> pathlib.Path | None:
        """A copy of the store as our open connection sees it; None where none could be made."""
        copy = self._path.with_name(f"{self._path.name}.cuu-{time.strftime('%Y%m%d-%H%M%S')}")
        try:
            with contextlib.closing(sqlite3.connect(copy)) as saved:
                self._connection.backup(saved)
        except sqlite3.Error:
            return None
        return copy


def _mark(path: pathlib.Path) -> _Mark | None:
    """Which file it is, whatever its name; None where there is none."""
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino
