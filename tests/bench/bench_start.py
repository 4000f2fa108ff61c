"""What starting costs: time and memory of the program's composition root beside the bare imports of its libraries.

python tests/bench/bench_start.py
"""

import json
import subprocess
import sys

from figures import Figure, Pair, paired

_MEASURE = """
import json, resource, time
started = time.perf_counter()
{imports}
print(json.dumps([time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024]))
"""
LIBRARIES = (
    "import telegram, aiohttp, apscheduler.schedulers.asyncio, sqlmodel, sqlalchemy, alembic.command, rapidfuzz, jinja2,"
    " pydantic_settings, holidays, fsspec, filetype, structlog, httpx, starlette.applications, python_multipart"
)
OURS = "import bot.app"
UNWANTED = ("matplotlib", "docxtpl", "pdfplumber")


def of_a_process(imports: str, place: int) -> float:
    """Seconds (0) or MB at the most (1) of a fresh process that imports this."""
    made = subprocess.run([sys.executable, "-c", _MEASURE.format(imports=imports)], capture_output=True, check=True)
    return float(json.loads(made.stdout)[place])


def measured() -> list[Figure]:
    """Part f: both ratios, and that what is loaded late is not loaded at the start."""
    loaded = f"{OURS}\nimport sys\nassert not set({UNWANTED!r}) & set(sys.modules)"
    of_a_process(loaded, 0)
    took = paired(lambda: of_a_process(OURS, 0), lambda: of_a_process(LIBRARIES, 0))
    held = paired(lambda: of_a_process(OURS, 1), lambda: of_a_process(LIBRARIES, 1))
    return [_figure("start", took, "s", 2, 1.35), _figure("memory at the start", held, "MB", 0, 1.25)]


def _figure(what: str, pair: Pair, unit: str, digits: int, limit: float) -> Figure:
    return Figure("f", what, f"{pair.ours:.{digits}f} {unit}", f"bare imports: {pair.beside:.{digits}f} {unit}",
                  pair.ratio, f"<= {limit}", pair.ratio <= limit)  # fmt: skip


if __name__ == "__main__":
    for figure in measured():
        print(figure)
