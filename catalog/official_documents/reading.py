"""A file of evidence read: its facts, whichever format it has, and its signatures.

`read_apart` does it in a process of its own with limits of time and memory: what people send may be made to hang or to
fill a reader. Run as a program this file is that process: a line of JSON and the bytes in, a line of JSON out.
"""

import datetime as dt
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from catalog.documents.model import NotReadable
from catalog.official_documents.facts import Facts, facts_of
from catalog.official_documents.signatures import Signatures, check_signatures

Problem = Literal["", "unreadable", "slow", "crashed"]

VERSION = 2
"""Of what is read: stored readings of an older version are made again."""

SECONDS = 20
"""How long a file may keep the processor; the clock may show `_PATIENCE` times that, on a machine that is busy."""
_PATIENCE = 4
MEMORY = 700_000_000


@dataclass(frozen=True)
class Reading:
    """What was read of a file; `problem` says why there are no facts ("unreadable": no text in it).

    `pictured`: a machine read the facts of a scan or photo, and they are told as such.
    """

    facts: Facts = field(default_factory=Facts)
    signatures: Signatures = field(default_factory=Signatures)
    problem: Problem = ""
    pictured: bool = False

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        said = {"facts": self.facts.to_json(), "signatures": self.signatures.to_json(), "problem": self.problem}
        return {**said, "pictured": True} if self.pictured else said

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> "Reading":
        """What `to_json` gave."""
        return cls(
            Facts.from_json(stored["facts"]), Signatures.from_json(stored["signatures"]), stored.get("problem", ""),
            stored.get("pictured", False),
        )  # fmt: skip


def read_here(data: bytes, name: str, trusted: Sequence[pathlib.Path], now: dt.datetime) -> Reading:
    """The reading of a file in this process; for files nobody sent, and for the process made by `read_apart`."""
    signatures = check_signatures(data, trusted, now=now)
    try:
        return Reading(facts_in(data, name), signatures)
    except NotReadable:
        return Reading(signatures=signatures, problem="unreadable")


def facts_in(data: bytes, name: str) -> Facts:
    """The facts of a file. Raises NotReadable where nobody can read it as text."""
    from catalog.documents.read import read as read_document
    from catalog.official_documents.lines import lines_of, lines_of_pdf

    if data.startswith(b"%PDF"):
        return facts_of(lines_of_pdf(data))
    return facts_of(lines_of(read_document(data, name)))


def read_apart(
    data: bytes, name: str, trusted: Sequence[pathlib.Path], now: dt.datetime, *, seconds: float = SECONDS
) -> Reading:
    """The reading of a file, made in a process of its own; one that hangs or dies gives a reading with its problem."""
    order = {"name": name, "trusted": [str(place.absolute()) for place in trusted], "now": now.isoformat()}
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    try:
        done = subprocess.run(  # noqa: S603  (our own program; the file comes by its standard input)
            [sys.executable, "-m", "catalog.official_documents.reading", str(int(seconds))],
            input=json.dumps(order).encode() + b"\n" + data, capture_output=True, env=environment,
            timeout=_PATIENCE * seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return Reading(problem="slow")
    if done.returncode == -signal.SIGXCPU:
        return Reading(problem="slow")
    try:
        return Reading.from_json(json.loads(done.stdout))
    except (ValueError, KeyError, TypeError):
        return Reading(problem="crashed")


def main() -> None:
    """The process apart: limits first, then the file from standard input."""
    seconds = int(sys.argv[1])
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(10)
    order = json.loads(sys.stdin.buffer.readline())
    data = sys.stdin.buffer.read()
    trusted = [pathlib.Path(place) for place in order["trusted"]]
    found = read_here(data, order["name"], trusted, dt.datetime.fromisoformat(order["now"]))
    sys.stdout.write(json.dumps(found.to_json(), ensure_ascii=False))


if __name__ == "__main__":
    main()
