"""The index of 3,357 units and one match in it: a ministry whose units are all provinces and communes of the country.

python tests/bench/bench_index.py
"""

import statistics
import time

from bench_matching import QUERIES
from figures import REPEATS, Figure, held

from catalog.agencies.index import index_of
from catalog.agencies.records import Agency, Home
from catalog.agencies.registry import Registry
from catalog.agencies.typed.matching import match
from catalog.organisations.facts import communes, provinces

HOME = Home("Bộ Nội vụ", "Bộ Nội vụ", "ministry", "bộ", "Nội vụ")
KINDS = {"xã": "commune", "phường": "ward", "đặc khu": "special_zone"}


def country() -> Registry:
    """All provinces and communes of today, and two departments: a new registry at each call, whose index is not made."""
    of = {one.code: one for one in provinces()}
    units = [
        Agency(f"UBND {one.kind} {one.place}", f"Ủy ban nhân dân {one.kind} {one.place}", f"T{one.code}", "body")
        for one in of.values()
    ]
    units += [
        Agency(
            f"UBND {one.kind} {one.name}, {of[one.province].kind} {of[one.province].place}",
            f"Ủy ban nhân dân {one.kind} {one.name}, {of[one.province].kind} {of[one.province].place}",
            one.code, KINDS[one.kind], unit=one.name,
        )
        for one in communes()
    ]  # fmt: skip
    units += [Agency(f"Vụ {name}", f"Vụ {name}", name[:2], "department") for name in ("Tổ chức", "Pháp chế")]
    return Registry(tuple(units), home=HOME)


def index_seconds() -> float:
    """Processor seconds for the index of a registry just made."""
    registry = country()
    started = time.process_time()
    index_of(registry)
    return time.process_time() - started


def match_seconds(registry: Registry) -> float:
    """Processor seconds of one match: the mean over all kinds of queries, each of which is as frequent as another."""
    started = time.process_time()
    for text in QUERIES.values():
        match(text, registry)
    return (time.process_time() - started) / len(QUERIES)


def measured() -> list[Figure]:
    """Part f."""
    registry = country()
    size = len(registry.agencies)
    built = [index_seconds() for _ in range(REPEATS)]
    match_seconds(registry)
    took = [match_seconds(registry) for _ in range(REPEATS)]
    slowest = {}
    for name, text in QUERIES.items():
        one = [match_seconds_of(text, registry) for _ in range(REPEATS)]
        slowest[name] = statistics.median(one) * 1000
    worst = max(slowest, key=lambda name: slowest[name])
    return [
        held("f", f"index of {size:,} units", built, "s", 0.7),
        held("f", f"one match in it, the mean of {len(QUERIES)} kinds", took, "ms", 0.001,
             f"at most 1 ms; the slowest, {worst}: {slowest[worst]:.2g} ms", scale=1000),
    ]  # fmt: skip


def match_seconds_of(text: str, registry: Registry) -> float:
    """Processor seconds of this match."""
    started = time.process_time()
    match(text, registry)
    return time.process_time() - started


if __name__ == "__main__":
    for figure in measured():
        print(figure)
