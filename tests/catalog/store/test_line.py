"""What waits for the writer, and what is thought out before its turn."""

import concurrent.futures
from collections.abc import Callable

from catalog.store.line import Job, Line


def job(name: str, ahead: Callable[[], object] | None = None) -> Job:
    return Job(lambda _: name, concurrent.futures.Future(), ahead)


def names(jobs: list[Job]) -> list[str]:
    return [one.work(None) for one in jobs]  # type: ignore[arg-type]


def fails() -> None:
    raise RuntimeError("the work itself will find it")


def test_what_is_thought_out_before_the_turn_is_thought_out_once_and_a_failure_stops_nobody() -> None:
    line, thought = Line(), list[str]()
    for name in ("one", "two", "three"):
        line.add(job(name, fails if name == "two" else lambda name=name: thought.append(name)), urgent=False)  # type: ignore[misc]
    first = line.next()
    assert first is not None
    line.think_ahead(first, 1.0)
    line.think_ahead(first, 1.0)
    assert thought == ["one", "three"]
    assert names(list(line.sharing(first, 10))) == ["one", "two", "three"]


def test_nobody_waits_in_a_turn_for_what_is_not_thought_out_and_what_is_urgent_shares_it() -> None:
    line = Line()
    for name in ("one", "two"):
        line.add(job(name, lambda: None), urgent=False)
    first = line.next()
    assert first is not None
    line.think_ahead(first, 0.0)  # there was time for the first alone
    shared = line.sharing(first, 10)
    next(shared)
    line.add(job("sent"), urgent=True)
    assert names(list(shared)) == ["sent"]
    second = line.next(wait=False)
    assert second is not None
    assert names(list(line.sharing(second, 10))) == ["two"]
    line.end()
    assert line.next() is None
