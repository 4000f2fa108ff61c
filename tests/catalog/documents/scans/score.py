"""`make scans`: every made page really read and scored: rows, cells, number, lead, due; seconds and memory a page.

Made pages are those of `made_pages.UNSEEN`; where ../shared is present its examples come first. Ends with 1 where a
bar is missed.
"""

import json
import pathlib
import resource
import sys
import time
import unicodedata

import made_pages

from catalog.documents.model import Document
from catalog.documents.scans.apart import missing, read_with_scans

SHARED = pathlib.Path(__file__).resolve().parents[5] / "shared/cases/documents/scans"
BARS = {"rows": 1.0, "cells": 0.92, "key": 0.98, "seconds": 8.0, "megabytes": 600.0}


def tidy(text: str) -> str:
    """Blanks and the length of a dash do not count."""
    return " ".join(unicodedata.normalize("NFC", text).replace("–", "-").replace("\n", " ").split())


def rows_found(document: Document) -> list[list[str]]:
    """The rows of all tables of a page."""
    return [[tidy(text) for text in row] for table in document.tables() for row in table.filled()]


def main() -> int:
    if missing():
        print(f"Not read: {missing()}.")
        return 1
    cases = [
        (f.stem, f.read_bytes(), f.name, json.loads(f.with_suffix(".json").read_text())["rows"])
        for f in sorted(SHARED.glob("scan*"))
        if f.suffix != ".json"
    ]
    cases += [(how.name, made_pages.page(how), f"{how.name}.jpg", made_pages.rows_of(how)) for how in made_pages.UNSEEN]
    total = {"rows": [0, 0], "cells": [0, 0], "key": [0, 0]}
    slowest = 0.0
    for title, data, name, gold in cases:
        began = time.monotonic()
        found = rows_found(read_with_scans(data, name))
        seconds = time.monotonic() - began
        slowest = max(slowest, seconds)
        wrong = []
        for row in gold:
            best = max(found, key=lambda one: sum(tidy(a) == b for a, b in zip(row, one, strict=False)), default=[])
            right = [
                tidy(want) == have.rstrip(". ") or tidy(want) == have for want, have in zip(row, best, strict=False)
            ]
            total["rows"][0] += sum(right) >= len(row) // 2
            total["rows"][1] += 1
            total["cells"][0] += sum(right)
            total["cells"][1] += len(row)
            total["key"][0] += sum(right[at] for at in (2, 5) if at < len(right))
            total["key"][1] += 2
            wrong += [(want, have) for want, have, good in zip(row, best, right, strict=False) if not good]
        print(f"{title:12} {seconds:5.1f} s  " + ("all right" if not wrong else f"{len(wrong)} wrong"))
        for want, have in wrong:
            print(f"    {want}\n    {have}")
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    figures = {name: right / of for name, (right, of) in total.items()}
    figures |= {"seconds": slowest, "megabytes": used.ru_maxrss / 1024}
    print(
        {name: round(value, 4) for name, value in figures.items()},
        f"processor: {(used.ru_utime + used.ru_stime) / len(cases):.1f} s a page",
    )
    missed = [
        name
        for name, bar in BARS.items()
        if (figures[name] > bar if name in ("seconds", "megabytes") else figures[name] < bar)
    ]
    print("Missed: " + ", ".join(missed) if missed else "Every bar is met.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
