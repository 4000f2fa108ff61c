"""What starting costs: from `dondoc run` to its first question to the platform, `dondoc plan list`, and the time and
memory of loading what `dondoc run` loads, beside the bare imports of its libraries.

The libraries are those that our loaded files import themselves, read from their source: nothing that the start does
not load stands beside it, and a library that is loaded late drops out of both sides. Time is that of the processor, so
that a busy machine does not count; our files are compiled first, as those of an installed program are.

python tests/bench/bench_start.py
"""

import compileall
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from figures import REPEATS, Figure, Pair, held, paired

from bot.sandbox import Sandbox, serve_in_thread

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "catalog", "handlers", "scheduler", "templates")
DONDOC = [sys.executable, "-c", "from bot.cli import main; main()"]
OURS = "from bot.cli import build\nbuild('run')"
_MEASURE = """
import json, resource, time
started = time.process_time()
{imports}
print(json.dumps([time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
_LIBRARIES = f"""{OURS}
import ast, json, sys
wanted = set()
for name, loaded in list(sys.modules.items()):
    if name.split(".")[0] in {FOLDERS!r}:
        for line in ast.parse(open(loaded.__file__).read()).body:
            if isinstance(line, ast.Import):
                wanted |= {{alias.name for alias in line.names}}
            elif isinstance(line, ast.ImportFrom):
                wanted |= {{line.module}} | {{f"{{line.module}}.{{alias.name}}" for alias in line.names}} & set(sys.modules)
known = {FOLDERS!r} + tuple(sys.stdlib_module_names)
print(json.dumps(sorted(name for name in wanted if name.split(".")[0] not in known)))
"""


def libraries() -> str:
    """The bare imports: every library module that a file of ours imports while the program is loaded."""
    return f"import {', '.join(json.loads(_said(_LIBRARIES)))}"


def of_a_process(imports: str) -> tuple[float, float]:
    """Processor seconds of these imports in a fresh process, and its memory in MB at the most."""
    seconds, megabytes = json.loads(_said(_MEASURE.format(imports=imports)))
    return float(seconds), float(megabytes)


def first_polls(home: Path) -> list[float]:
    """Seconds from the start of `dondoc run` until its first getUpdates is there, at a sandbox in this process, each
    time. The question is counted when it comes: the record of calls has it when it is answered, 25 s later.
    """
    sandbox, found = Sandbox(), []
    with serve_in_thread(sandbox) as url:
        told = {"DONDOC_HOME": str(home), "DONDOC_TELEGRAM_TOKEN": sandbox.token, "DONDOC_TELEGRAM_API": url}
        for _ in range(REPEATS + 1):
            asked = sandbox.world.updates.poll
            started = time.perf_counter()
            bot = subprocess.Popen([*DONDOC, "run"], env={**os.environ, **told}, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL, cwd=ROOT)  # fmt: skip
            while sandbox.world.updates.poll == asked:
                assert bot.poll() is None, "it ended by itself"
                time.sleep(0.002)
            found.append(time.perf_counter() - started)
            bot.terminate()
            bot.wait()
    return found[1:]  # the first one reads the files from the disk


def listed(home: Path) -> list[float]:
    """Seconds of `dondoc plan list`, each time."""
    found = []
    for _ in range(REPEATS + 1):
        started = time.perf_counter()
        subprocess.run([*DONDOC, "plan", "list"], env={**os.environ, "DONDOC_HOME": str(home)}, check=True,
                       capture_output=True, cwd=ROOT)  # fmt: skip
        found.append(time.perf_counter() - started)
    return found[1:]


def bare_seconds() -> list[float]:
    """Seconds of a process that only imports what lists rows of a store for a person, and looks for no garbage."""
    imports = "import typer, pydantic_settings, sqlmodel, sqlalchemy.dialects.sqlite, rich.console, rich.table"
    code, found = f"import gc; gc.disable(); {imports}; gc.freeze()", []
    for _ in range(REPEATS + 1):
        started = time.perf_counter()
        subprocess.run([sys.executable, "-c", code], check=True)
        found.append(time.perf_counter() - started)
    return found[1:]


def measured() -> list[Figure]:
    """Part h: the two starts people wait for, and both ratios."""
    for folder in FOLDERS:
        compileall.compile_dir(ROOT / folder, quiet=1)
    bare = libraries()
    took = paired(lambda: of_a_process(OURS)[0], lambda: of_a_process(bare)[0])
    memory = paired(lambda: of_a_process(OURS)[1], lambda: of_a_process(bare)[1])
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        subprocess.run([*DONDOC, "plan", "import", "--bundled"], env={**os.environ, "DONDOC_HOME": name}, check=True,
                       capture_output=True, cwd=ROOT)  # fmt: skip
        polls, lists, libraries_alone = first_polls(home), listed(home), statistics.median(bare_seconds())
    return [
        held("h", "start of dondoc run to its first poll", polls, "s", 0.8),
        held("h", "dondoc plan list", lists, "s", 0.35,
             f"at most 0.35 s; typer, pydantic-settings, sqlmodel and rich alone: {libraries_alone:.2f} s"),
        _figure("what dondoc run loads", took, "s", 2, 1.35), _figure("memory at the start", memory, "MB", 0, 1.25),
    ]  # fmt: skip


def _said(code: str) -> bytes:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT).stdout


def _figure(what: str, pair: Pair, unit: str, digits: int, limit: float) -> Figure:
    return Figure("h", what, f"{pair.ours:.{digits}f} {unit}", f"bare imports: {pair.beside:.{digits}f} {unit}",
                  pair.ratio, f"<= {limit}", pair.ratio <= limit, pair.spread)  # fmt: skip


if __name__ == "__main__":
    for figure in measured():
        print(figure)
