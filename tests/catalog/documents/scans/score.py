"""`make scans`: every made page really read and scored: rows, cells, leads and dues; seconds and memory a page.

The examples of ../shared come first where they are present, then `made_pages.UNSEEN`, then pages of chance
(`sown_pages`, `make scans SOWN=20-39`). What each page gave stands in `var/scans.jsonl` at once: where a run was
stopped, the next one goes on behind it, as long as the code that reads is the same. Ends with 1 where a bar is missed.
"""

import argparse
import hashlib
import json
import pathlib
import re
import resource
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from difflib import SequenceMatcher
from multiprocessing import get_context
from typing import Any

import made_pages
import sown_pages

from catalog.documents.model import Document
from catalog.documents.scans import apart

ROOT = pathlib.Path(__file__).resolve().parents[4]
SHARED = ROOT.parent / "shared/cases/documents/scans"
RESULTS = ROOT / "var/scans.jsonl"
BARS = {"rows": 1.0, "cells": 0.92, "leads": 0.98, "dues": 0.98}
SECONDS, MEGABYTES = 8.0, 600.0
COLUMNS = ("tt", "task", "lead", "support", "product", "due")


@dataclass(frozen=True)
class Case:
    """A page to be read, and what stands in its table."""

    title: str
    name: str
    made: Callable[[], bytes]
    rows: Sequence[Sequence[str]]
    columns: Sequence[str] = COLUMNS
    units: Sequence[str] = ()


def tidy(text: str) -> str:
    """Blanks and the length of a dash do not count."""
    plain = " ".join(unicodedata.normalize("NFC", text).replace("–", "-").split())
    return re.sub(r"(?<=\d)\s*-\s*(?=\d)", "-", re.sub(r"\s*([,;:.])\s*", r"\1 ", plain)).strip()


def cases(sown: Sequence[int]) -> Iterator[Case]:
    """The examples, the made pages, those of chance."""
    for path in sorted(SHARED.glob("scan*")):
        if path.suffix != ".json":
            gold = json.loads(path.with_suffix(".json").read_text())["rows"]
            yield Case(path.stem, path.name, path.read_bytes, gold)
    for how in made_pages.UNSEEN:
        yield Case(how.name, f"{how.name}.jpg", lambda how=how: made_pages.page(how), made_pages.rows_of(how))
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:  # what draws must not count as what reads
        for seed in sown:
            page = pool.submit(sown_pages.sown, seed).result()
            yield Case(page.name, "sown.jpg", lambda page=page: page.jpeg, page.rows, page.columns, page.units)


def scored(case: Case, document: Document) -> dict[str, Any]:
    """Right and all of rows, cells, leads and dues, and what was wrong."""
    left = [[tidy(text) for text in row] for table in document.tables() for row in table.filled()]
    total = {name: [0, 0] for name in BARS}
    wrong = []
    for row in case.rows:
        want = [tidy(text) for text in row]
        likes = [SequenceMatcher(None, " ".join(want), " ".join(one), autojunk=False).ratio() for one in left]
        best = likes.index(max(likes)) if likes and max(likes) > 0.4 else None
        have = left.pop(best) if best is not None else []
        have = [*have, *[""] * (len(want) - len(have))]
        total["rows"][0] += best is not None
        total["rows"][1] += 1
        for kind, one, other in zip(case.columns, want, have, strict=False):
            good = other == one or (kind == "tt" and other.rstrip(". ") == one)
            for name in ("cells", *([f"{kind}s"] if kind in ("lead", "due") else [])):
                total[name][0] += good
                total[name][1] += 1
            if not good:
                wrong.append((kind, one, other))
    return {"total": total, "wrong": wrong}


def read_again(code: str) -> dict[str, dict[str, Any]]:
    """What this code gave in a run that was stopped, by the title of the page."""
    if not RESULTS.exists():
        return {}
    known = [json.loads(line) for line in RESULTS.read_text().splitlines()]
    return {one["title"]: one for one in known if one["code"] == code}


def main() -> int:
    asked = argparse.ArgumentParser()
    asked.add_argument("--sown", default="0-19", help="first and last seed of pages of chance, or empty")
    asked.add_argument("--only-sown", action="store_true")
    asked.add_argument("--names", action="store_true", help="the reader knows the names of the office's units")
    order = asked.parse_args()
    if apart.missing():
        print(f"Not read: {apart.missing()}.")
        return 1
    first, _, last = order.sown.partition("-")
    seeds = range(int(first), int(last or first) + 1) if first else range(0)
    code = hashlib.sha256(
        b"".join(path.read_bytes() for path in sorted(pathlib.Path(apart.__file__).parent.glob("*.*")))
        + str(order.names).encode()
    ).hexdigest()[:16]
    known = read_again(code)
    RESULTS.parent.mkdir(exist_ok=True)
    results = []
    for case in cases(seeds):
        if order.only_sown and not case.units:
            continue
        if case.title not in known:
            used, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
            document = apart.read_with_scans(case.made(), case.name, case.units if order.names else ())
            seconds, after = time.monotonic() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
            known[case.title] = {
                "code": code, "title": case.title, "seconds": round(seconds, 1),
                "processor": round(after.ru_utime + after.ru_stime - used.ru_utime - used.ru_stime, 1),
                "megabytes": round(after.ru_maxrss / 1024), **scored(case, document),
            }  # fmt: skip
            with RESULTS.open("a") as stream:
                stream.write(json.dumps(known[case.title], ensure_ascii=False) + "\n")
        one = known[case.title]
        results.append(one)
        print(f"{case.title:45} {one['seconds']:5.1f} s  {len(one['wrong'])} wrong", flush=True)
        for kind, want, have in one["wrong"]:
            print(f"    {kind:8} {want}\n             {have}")
    return told(results)


def told(results: Sequence[dict[str, Any]]) -> int:
    """The figures of all pages, and which bars are missed."""
    missed = []
    for name, bar in BARS.items():
        right, of = (sum(one["total"][name][at] for one in results) for at in (0, 1))
        print(f"{name:6} {right}/{of} = {right / max(of, 1):.2%}")
        if right < bar * of:
            missed.append(name)
    seconds = [one["seconds"] for one in results]
    most = max((one["megabytes"] for one in results), default=0)
    print(
        f"{len(results)} pages: {sum(seconds) / len(seconds):.1f} s a page, the slowest {max(seconds):.1f} s; processor "
        f"{sum(one['processor'] for one in results) / len(results):.1f} s a page; {most} MB at the most"
    )
    missed += ["seconds"] * (max(seconds) > SECONDS) + ["megabytes"] * (most > MEGABYTES)
    print("Missed: " + ", ".join(missed) if missed else "Every bar is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
