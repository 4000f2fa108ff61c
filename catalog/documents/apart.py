"""Reading in a process of its own: a file made to hurt can take that process's time and memory, and nobody else's.

`python -m catalog.documents.apart MEMORY SECONDS NAME` reads a file from standard input and prints its document as
JSON. What reads more out of a stranger's file (`catalog.plans.apart`) is such a module, too: `answered` asks it,
`answer` is it.
"""

import contextlib
import json
import math
import os
import resource
import signal
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from catalog.documents.as_json import from_json, to_json
from catalog.documents.model import Document, NotReadable, Scanned

SECONDS = 120
"""How long a file may keep the processor; the clock may show `_PATIENCE` times that, on a machine that is busy."""
_PATIENCE = 2.5
MEMORY = 700 * 1024 * 1024
"""Bytes of data one reading may hold."""

_TOO_LONG = "Tệp “{}” đọc quá {:g} giây chưa xong; đề nghị gửi riêng phần kế hoạch và phụ lục."
_TOO_MUCH = "Tệp “{}” cần nhiều bộ nhớ hơn mức cho phép để đọc; đề nghị gửi riêng phần kế hoạch và phụ lục."
_ROOT = Path(__file__).resolve().parents[2]


def read_apart(data: bytes, name: str, *, seconds: float = SECONDS, memory: int = MEMORY) -> Document:
    """What `read` gives, within limits. Raises NotReadable, also where a limit was reached."""
    return from_json(answered("catalog.documents.apart", name, data, seconds=seconds, memory=memory))


def answered(module: str, name: str, given: bytes, *, seconds: float = SECONDS, memory: int = MEMORY) -> Any:
    """What `answer` says in the process of `module` to `given` on its standard input.

    Raises NotReadable, also where a limit was reached, Scanned for pictures, and RuntimeError for a fault of ours.
    """
    command = [sys.executable, "-m", module, str(memory), str(max(1, math.ceil(seconds))), name]
    with subprocess.Popen(  # noqa: S603 - this very program
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        start_new_session=True,
    ) as reading:
        try:
            said, _ = reading.communicate(given, timeout=seconds * _PATIENCE)
        except subprocess.TimeoutExpired:
            raise NotReadable(_TOO_LONG.format(name, seconds)) from None
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(reading.pid, signal.SIGKILL)  # LibreOffice, where it was started, goes with it
    if reading.returncode == -signal.SIGXCPU:
        raise NotReadable(_TOO_LONG.format(name, seconds))
    try:
        found = json.loads(said)
    except ValueError:
        raise NotReadable(_TOO_MUCH.format(name)) from None
    if "refused" in found:
        if found.get("scanned"):
            raise Scanned(found["refused"], some=found.get("some", False))
        raise NotReadable(found["refused"])
    if "fault" in found:
        raise RuntimeError(found["fault"])
    return found["read"]


def answer(read: Callable[[bytes, str], Any]) -> None:
    """Be the process apart: limits first, then what `read` makes of standard input, as JSON.

    `read` gives JSON values and raises NotReadable with a sentence for the sender.
    """
    memory, seconds, name = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (memory, hard))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 5))
    try:
        said: dict[str, Any] = {"read": read(sys.stdin.buffer.read(), name)}
    except MemoryError:
        said = {"refused": _TOO_MUCH.format(name)}
    except NotReadable as refused:
        scan = refused if isinstance(refused, Scanned) else None
        said = {"refused": str(refused), "scanned": scan is not None, "some": scan is not None and scan.some}
    except Exception as fault:  # of ours: whoever asked tells of it
        told = traceback.extract_tb(fault.__traceback__)[-1]
        said = {"fault": f"{type(fault).__name__} at {Path(told.filename).name}:{told.lineno}"}
    sys.stdout.write(json.dumps(said))


def _read(data: bytes, name: str) -> Any:
    from catalog.documents.read import read

    return to_json(read(data, name))


if __name__ == "__main__":
    answer(_read)
