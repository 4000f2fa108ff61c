"""All parts of the speed table in one run, one after the other on an otherwise idle machine: `make bench`.

Writes tests/bench/RESULTS.md: the machine, the versions, and medians of five paired repeats. After each part the file
is written, so that a run that was stopped goes on with `--only` and the letters that are left; lines of parts that are
not measured stay. The parts after h are not of the table and take longer: `--only i,j,k,l,m`.
"""

import datetime as dt
import importlib.metadata
import json
import os
import pathlib
import platform
import re
import sqlite3
import subprocess
import sys
import time

import structlog
from figures import REPEATS, Figure
from rich.progress import track

HERE = pathlib.Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
PARTS = {
    "a": "bench_path", "b": "bench_ordinary", "c": "bench_http", "d": "bench_replicas", "e": "bench_growth",
    "f": "bench_index", "g": "bench_memory", "h": "bench_start", "i": "bench_delivery", "j": "bench_documents",
    "k": "bench_proof", "l": "bench_overview", "m": "bench_board",
}  # fmt: skip
TABLE = "abcdefgh"
"""The parts of the issue on speed; the others are kept beside it."""

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


def table(lines: dict[str, list[str]], measured_at: dict[str, str]) -> str:
    """The file: where and with what it was measured, the table, when each part was measured and how long it took."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    versions = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in LIBRARIES)
    return "\n".join(
        [
            "# What was measured",
            "",
            f"`make bench` on {os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.release()}, Python",
            f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}; {versions}.",
            f"Medians of {REPEATS} paired repeats where nothing else is said, both sides in turn in one run; the ratio's",
            "smallest and largest beside it. a to h are the table of the work on speed, the others were kept.",
            "",
            "| | measured | ours | beside it | ratio | spread | wanted | |",
            "|---|---|---|---|---|---|---|---|",
            *(line for letter in PARTS for line in lines.get(letter, [])),
            "",
            "Measured (UTC, the load of the machine before it, how long it took):",
            "; ".join(f"{letter} {measured_at[letter]}" for letter in PARTS if letter in measured_at) + ".",
            "",
            *_remarks(),
        ]
    )


def row(one: Figure) -> str:
    """One line of the table."""
    verdict = "" if one.wanted.startswith("peer") else "met" if one.met else "**missed**"
    return f"| {one.issue} | {one.what} | {one.ours} | {one.beside} | {one.ratio:.3f} | {one.spread} | {one.wanted} | {verdict} |"


def _remarks() -> list[str]:
    """What was written below the table by hand stays."""
    if not RESULTS.exists():
        return []
    _, _, kept = RESULTS.read_text(encoding="utf-8").partition("\n## ")
    return [f"## {kept.rstrip()}", ""] if kept else []


def _known() -> tuple[dict[str, list[str]], dict[str, str]]:
    """The lines that are there, by letter, and when each part was measured."""
    text = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    lines: dict[str, list[str]] = {}
    for line in text.splitlines():
        if found := re.match(r"\| ([a-z]) \|", line):
            lines.setdefault(found[1], []).append(line)
    return lines, dict(re.findall(r"(?:^|; )([a-z]) (\d{4}-[^;]+?\))", text, re.MULTILINE))


def main() -> None:
    """Measure and write the file after each part."""
    only = sys.argv[2].split(",") if sys.argv[1:2] == ["--only"] else list(TABLE)
    lines, measured_at = _known()
    for letter in track([letter for letter in PARTS if letter in only], description="bench"):
        load, begun, moment = os.getloadavg()[0], time.monotonic(), dt.datetime.now(dt.UTC)
        lines[letter] = [row(figure) for figure in measured(PARTS[letter])]
        took = time.monotonic() - begun
        measured_at[letter] = f"{moment:%Y-%m-%d %H:%M} ({load:.1f}, {took:.0f} s)"
        RESULTS.write_text(table(lines, measured_at), encoding="utf-8")
        print("\n".join(lines[letter]), flush=True)


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    main()
