"""Keys at a few edits from a typed one, found among thousands without comparing it with each.

A key within k edits of another shares one of k+1 pieces of it, moved by k letters at the most; only keys that share one
are measured (rapidfuzz, optimal string alignment: a letter more, less, other, or two swapped).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from rapidfuzz import process
from rapidfuzz.distance import OSA

_PIECES = (2, 3)
_MOST_FOUND = 24


class Neighbours:
    """A set of keys that is asked for what is near to a typed one. Built once for a registry."""

    def __init__(self, keys: Iterable[str]) -> None:
        self.by_length: dict[int, list[str]] = defaultdict(list)
        self._pieces: dict[tuple[str, int], dict[int, list[str]]] = defaultdict(lambda: defaultdict(list))
        for key in keys:
            self.by_length[len(key)].append(key)
            for size in _PIECES:
                for start in range(len(key) - size + 1):
                    self._pieces[key[start : start + size], start][len(key)].append(key)

    def __iter__(self) -> Iterator[str]:
        for keys in self.by_length.values():
            yield from keys

    def within(self, key: str, limit: int) -> list[tuple[str, int]]:
        """(key, edits) of all at most `limit` edits away, the nearest first; the first two dozen."""
        found = process.extract(
            key, self._sharing(key, limit), scorer=OSA.distance, score_cutoff=limit, limit=_MOST_FOUND
        )
        return [(other, int(edits)) for other, edits, _ in found]

    def _sharing(self, key: str, limit: int) -> list[str]:
        """Keys that may be as near: those of like length that share a piece about where it stands."""
        size = min(_PIECES[-1], (len(key) - limit) // (limit + 1))
        lengths = range(len(key) - limit, len(key) + limit + 1)
        if size < _PIECES[0]:
            return [other for length in lengths for other in self.by_length.get(length, ())]
        step = (len(key) - size) / limit  # the pieces stand apart, so that two swapped letters harm one only
        shared = {
            other: None
            for place in (round(step * number) for number in range(limit + 1))
            for start in range(max(place - limit, 0), place + limit + 1)
            if (by_length := self._pieces.get((key[place : place + size], start))) is not None
            for length in lengths
            for other in by_length.get(length, ())
        }
        return list(shared)
