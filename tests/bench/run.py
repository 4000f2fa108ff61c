"""All parts of the speed table in one run, one after the other on an otherwise idle machine: `make bench`.

Writes tests/bench/RESULTS.md: the machine, the versions, and medians of five paired repeats. `--only a,f` measures
some parts and keeps the lines of the others.
"""

import datetime as dt
import importlib.metadata
import json
import os
import pathlib
import platform
import sqlite3
import subprocess
import sys

import structlog
from figures import REPEATS, Figure
from rich.progress import track

HERE = pathlib.Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
PARTS = {
    "a": "bench_path", "b": "bench_loopback", "c": "bench_sweep", "d": "bench_overview", "e": "bench_delivery",
    "f": "bench_start", "g": "bench_documents", "h": "bench_proof",
}  # fmt: skip
LIBRARIES = ("python-telegram-bot", "aiohttp", "sqlalchemy", "sqlmodel", "aiosqlite", "httpx", "psycopg")


def measured(part: str) -> list[Figure]:
    """A part in a process of its own, so that none warms up or burdens another."""
    code = (
        f"import dataclasses, json, structlog, {part}\n"
        "structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))\n"
        f"print('FIGURES', json.dumps([dataclasses.asdict(f) for f in {part}.measured()]))"
    )
    paths = os.pathsep.join([str(HERE), str(HERE.parent / "stores"), str(HERE.parents[1])])
    made = subprocess.run(
        [sys.executable, "-c", code], env={**os.environ, "PYTHONPATH": paths}, stdout=subprocess.PIPE, text=True,
        check=True,
    )  # fmt: skip
    line = next(line for line in made.stdout.splitlines() if line.startswith("FIGURES "))
    return [Figure(**row) for row in json.loads(line.removeprefix("FIGURES "))]


def table(lines: list[str]) -> str:
    """The file: where and with what it was measured, and the table."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    return "\n".join(
        [
            "# What was measured",
            "",
            f"`make bench`, {dt.datetime.now(dt.UTC):%Y-%m-%d %H:%M} UTC. {os.cpu_count()} cores, {memory:.0f} GiB,",
            f"{platform.system()} {platform.release()}, Python {platform.python_version()},",
            f"SQLite {sqlite3.sqlite_version}; {versions}.",
            f"Medians of at least {REPEATS} paired repeats, both sides in turn in one run. Letters as in the work on speed.",
            "",
            "| | measured | ours | beside it | ratio | wanted | |",
            "|---|---|---|---|---|---|---|",
            *lines,
            "",
            *_remarks(),
        ]
    )


def row(one: Figure) -> str:
    """One line of the table."""
    verdict = "" if one.wanted.startswith("peer") else "met" if one.met else "**missed**"
    return f"| {one.issue} | {one.what} | {one.ours} | {one.beside} | {one.ratio:.3f} | {one.wanted} | {verdict} |"


def _remarks() -> list[str]:
    """What was written below the table by hand stays."""
    if not RESULTS.exists():
        return []
    _, _, kept = RESULTS.read_text(encoding="utf-8").partition("\n## ")
    return [f"## {kept.rstrip()}", ""] if kept else []


def main() -> None:
    """Measure and write the file."""
    only = sys.argv[2].split(",") if sys.argv[1:2] == ["--only"] else list(PARTS)
    old = RESULTS.read_text(encoding="utf-8").splitlines() if RESULTS.exists() else []
    lines: list[str] = []
    for letter, part in track(PARTS.items(), description="bench"):
        if letter in only:
            lines += [row(figure) for figure in measured(part)]
        else:
            lines += [line for line in old if line.startswith(f"| {letter} |")]
    RESULTS.write_text(table(lines), encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    main()
