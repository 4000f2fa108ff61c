"""What starting costs: time and memory of loading what `dondoc run` loads, beside the bare imports of its libraries.

The libraries are those that our loaded files import themselves, read from their source: nothing that the start does
not load stands beside it, and a library that is loaded late drops out of both sides. Time is that of the processor, so
that a busy machine does not count; our files are compiled first, as those of an installed program are.

python tests/bench/bench_start.py
"""

import compileall
import json
import subprocess
import sys
from pathlib import Path

from figures import Figure, Pair, paired

ROOT = Path(__file__).parents[2]
FOLDERS = ("bot", "catalog", "handlers", "scheduler", "templates")
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


def measured() -> list[Figure]:
    """Part f: both ratios."""
    for folder in FOLDERS:
        compileall.compile_dir(ROOT / folder, quiet=1)
    bare = libraries()
    took = paired(lambda: of_a_process(OURS)[0], lambda: of_a_process(bare)[0], repeats=9)
    held = paired(lambda: of_a_process(OURS)[1], lambda: of_a_process(bare)[1])
    return [_figure("start", took, "s", 2, 1.35), _figure("memory at the start", held, "MB", 0, 1.25)]


def _said(code: str) -> bytes:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, cwd=ROOT).stdout


def _figure(what: str, pair: Pair, unit: str, digits: int, limit: float) -> Figure:
    return Figure("f", what, f"{pair.ours:.{digits}f} {unit}", f"bare imports: {pair.beside:.{digits}f} {unit}",
                  pair.ratio, f"<= {limit}", pair.ratio <= limit)  # fmt: skip


if __name__ == "__main__":
    for figure in measured():
        print(figure)
