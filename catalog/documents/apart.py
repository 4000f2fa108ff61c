"""Reading in a process of its own: a file made to hurt can take that process's time and memory, and nobody else's.

`python -m catalog.documents.apart NAME` reads a file from standard input and prints its document as JSON.
"""

import contextlib
import json
import os
import resource
import signal
import subprocess
import sys
from pathlib import Path

from catalog.documents.as_json import from_json, to_json
from catalog.documents.model import Document, NotReadable

SECONDS = 120
"""How long a file may take; LibreOffice's share included."""
MEMORY = 700 * 1024 * 1024
"""Bytes of data one reading may hold."""

_ROOT = Path(__file__).resolve().parents[2]


def read_apart(data: bytes, name: str, *, seconds: float = SECONDS, memory: int = MEMORY) -> Document:
    """What `read` gives, within limits. Raises NotReadable, also where a limit was reached."""
    command = [sys.executable, "-m", "catalog.documents.apart", str(memory), name]
    with subprocess.Popen(  # noqa: S603 - this very program
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        start_new_session=True,
    ) as reading:
        try:
            answer, _ = reading.communicate(data, timeout=seconds)
        except subprocess.TimeoutExpired:
            raise NotReadable(
                f"Tệp “{name}” đọc quá {seconds:g} giây chưa xong; hãy gửi riêng phần kế hoạch và phụ lục."
            ) from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(reading.pid, signal.SIGKILL)  # LibreOffice, where it was started, goes with it
    try:
        said = json.loads(answer)
    except ValueError:
        raise NotReadable(
            f"Tệp “{name}” cần nhiều bộ nhớ hơn mức cho phép để đọc; hãy gửi riêng phần kế hoạch và phụ lục."
        ) from None
    if "refused" in said:
        raise NotReadable(said["refused"])
    return from_json(said)


def _main(memory: int, name: str) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, hard))
    from catalog.documents.read import read

    try:
        answer = to_json(read(sys.stdin.buffer.read(), name))
    except NotReadable as refused:
        answer = {"refused": str(refused)}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    _main(int(sys.argv[1]), sys.argv[2])
