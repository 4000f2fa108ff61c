"""What came from a platform and is not in the store yet, on disk: Zalo gives an event once and keeps no copy.

One line of JSON an event, written through to the disk before the store is asked.
"""

import json
import os
import pathlib
from typing import Any

import structlog

log = structlog.get_logger()


class Journal:
    """The file at `path`; there is none while everything is stored."""

    def __init__(self, path: pathlib.Path) -> None:
        self._path = path

    def add(self, body: Any) -> None:
        """Write down one event. A disk that takes nothing is on the log, and the event is stored all the same."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            with self._path.open("a", encoding="utf-8") as file:
                file.write(json.dumps(body) + "\n")
                file.flush()
                os.fsync(file.fileno())
        except OSError as problem:
            log.error("channel.journal", error=repr(problem))

    def clear(self) -> None:
        """Everything in it is stored."""
        try:
            self._path.unlink(missing_ok=True)
        except OSError as problem:  # what is stored twice is known by its id
            log.error("channel.journal", error=repr(problem))

    def left(self) -> list[Any]:
        """The events an earlier run left here; a line that was cut off in the middle is on the log and passed over."""
        try:
            lines = self._path.read_text("utf-8").splitlines()
        except FileNotFoundError:
            return []
        except (OSError, UnicodeDecodeError) as problem:
            log.error("channel.journal", error=repr(problem))
            return []
        found = []
        for line in lines:
            try:
                found.append(json.loads(line))
            except ValueError:
                log.error("channel.journal", error="a line was cut off")
        return found
