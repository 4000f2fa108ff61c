"""Log lines on their way to the outside: a bounded queue and a thread of its own, so that no log can stop the work.

A full disk, a reader that has gone, a pipe nobody reads: what cannot be written is dropped and counted, and how many
were lost is the first line written when it works again. Nobody who logs ever waits or gets an error.
"""

import contextlib
import json
import os
import queue
import sys
import threading
import time
from collections.abc import Iterator

WAITING = 10_000
"""Lines that may wait to be written; whatever comes on top of them is dropped."""

AGAIN = 0.5
"""Seconds after a line that could not be written before the next one is tried."""


class LogWriter:
    """A stream for loggers to where a file descriptor leads.

    It writes to a descriptor of its own, which nobody else closes: the number of a closed one is given to the next file
    that is opened, and lines that waited would be written into it, were it the store.
    """

    def __init__(self, descriptor: int = 2, waiting: int = WAITING) -> None:
        self._descriptor = os.dup(descriptor)
        self._lines: queue.Queue[bytes] = queue.Queue(waiting)
        self._lock = threading.Lock()
        self._untold = 0
        self.dropped = 0
        """Lines lost since the start."""
        self._thread = threading.Thread(target=self._write_for_ever, name="log-writer", daemon=True)
        self._thread.start()

    def write(self, text: str) -> int:
        """Take what is to be written. Never waits, never raises."""
        try:
            self._lines.put_nowait(text.encode(errors="backslashreplace"))
        except queue.Full:
            self._lose()
        return len(text)

    def flush(self) -> None:
        """Loggers flush after every line: the thread writes as soon as it can anyway."""

    def drain(self, seconds: float = 2.0) -> None:
        """Wait until all is written that can be, so long at the most: before the process ends."""
        end = time.monotonic() + seconds
        while self._lines.unfinished_tasks and time.monotonic() < end:
            time.sleep(0.01)

    def _write_for_ever(self) -> None:
        while True:
            line = self._lines.get()
            try:
                self._write_out(line)
            except OSError:
                self._lose()
                time.sleep(AGAIN)
            finally:
                self._lines.task_done()

    def _write_out(self, line: bytes) -> None:
        if self._untold:
            told = self._untold
            note = json.dumps({"event": "log.dropped", "lines": told, "level": "warning"}) + "\n"
            self._whole(note.encode())
            with self._lock:
                self._untold -= told
        self._whole(line)

    def _whole(self, data: bytes) -> None:
        while data:
            data = data[os.write(self._descriptor, data) :]

    def _lose(self) -> None:
        with self._lock:
            self._untold += 1
            self.dropped += 1


def stand_without_terminal() -> None:
    """Give the process the three standard streams where it was started without: else the first file or connection
    opened would get their number, and be written to by whoever writes to "stderr".
    """
    for descriptor in (0, 1, 2):
        try:
            os.fstat(descriptor)
        except OSError:
            os.open(os.devnull, os.O_RDWR)  # the lowest free number: this one
    for name, descriptor in (("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(descriptor, "w", encoding="utf-8", errors="backslashreplace", closefd=False))


@contextlib.contextmanager
def unheard() -> Iterator[None]:
    """What is said to nobody is no error: the terminal may have been closed."""
    with contextlib.suppress(OSError, ValueError):
        yield
