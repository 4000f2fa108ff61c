"""Which row of a new edition is which stored task. Pure: nothing is changed here.

A task is recognised by the id a workbook of ours carries, by its place and title, by its title alone, or by its
place where the titles agree (DESIGN section 3). What remains alike, but not enough, a person must decide
(`Doubtful`): until then nothing of the edition is stored.
"""

import difflib
from collections import Counter
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog.plans.model import ParsedTask
from catalog.tables import Task
from catalog.text import fold

SAME_PLACE = 0.8
"""Titles this alike (0-1) at the same numbered place are one task with new wording."""

OTHER_PLACE = 0.92
"""A task that moved to another place and was reworded needs a title at least this alike."""

DOUBT_SAME_PLACE, DOUBT_OTHER_PLACE = 0.5, 0.72
"""Less alike than this, a row is a new task and nobody is asked."""

SHARED_SAME_PLACE, SHARED_WORDS = 0.35, 0.55
"""Titles that share fewer of their words are not compared letter by letter, which takes a thousand times longer."""

CLOSE_CALL = 0.03
"""Two candidates nearer to each other than this are a doubt."""

NEW = "new"
"""The answer "this row is a new task"."""

Answers = Mapping[int, int | None]
"""Source row -> id of the stored task it is, None for a new one."""


class Doubtful(Exception):
    """Rows that may be a stored task; nothing may be stored until a person says which, or that they are new.

    `rows`: {"row", "number", "title", "candidates": [{"task", "annex", "section", "number", "title", "likeness"}]}.
    """

    def __init__(self, rows: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(rows)} dòng chưa xác định được là nhiệm vụ nào của lần nhập trước")
        self.rows = rows


@dataclass
class Pairs:
    """New rows in printed order with the stored task they are (None: a new one), and stored tasks no row is."""

    rows: list[tuple[Task | None, ParsedTask]] = field(default_factory=list)
    gone: list[Task] = field(default_factory=list)


def pair(stored: Sequence[Task], rows: Sequence[ParsedTask], answers: Answers | None = None) -> Pairs:
    """Match the rows of a new edition with the stored tasks. Raises Doubtful."""
    matching = _Matching(stored, rows, answers or {})
    matching.by_answer_and_id()
    matching.by_key(lambda t: (t.annex, t.section, t.number, fold(t.title)))
    matching.by_key(lambda t: (t.section, fold(t.title)))
    matching.by_key(lambda t: fold(t.title))
    doubts = matching.by_likeness()
    if doubts:
        raise Doubtful(doubts)
    return Pairs([(matching.found.get(i), row) for i, row in enumerate(rows)], list(matching.left.values()))


def likeness(one: str, other: str) -> float:
    """How alike two titles are, 0-1, case and accents aside."""
    a, b = fold(one), fold(other)
    return 1.0 if a == b else difflib.SequenceMatcher(None, a, b, autojunk=False).ratio()


def label(task: Task) -> dict[str, Any]:
    """How a report names a task; what is classified must not be shown in chat."""
    return {
        "task": task.id, "annex": task.annex, "section": task.section, "number": task.number, "title": task.title,
        "classified": task.classified,
    }  # fmt: skip


class _Matching:
    """The state of one matching: `found` row index -> task, `left` the tasks no row was found for."""

    def __init__(self, stored: Sequence[Task], rows: Sequence[ParsedTask], answers: Answers) -> None:
        self.rows = rows
        self.answers = answers
        self.left = {task.id or 0: task for task in stored}
        self.found: dict[int, Task] = {}

    def by_answer_and_id(self) -> None:
        for index, row in enumerate(self.rows):
            task = self.left.get(self.answers.get(row.source_row) or 0)
            if task is None and row.task_id in self.left:
                was = row.base.title if row.base else row.title
                # A workbook made in another deployment carries ids of that one: the title must fit too.
                task = self.left[row.task_id] if likeness(self.left[row.task_id].title, was) >= SAME_PLACE else None
            if task is not None:
                self._take(index, task)

    def by_key(self, key: Callable[[Any], Hashable]) -> None:
        """Pair what is the same in `key`, in printed order where several are."""
        waiting: dict[Hashable, list[Task]] = {}
        for task in self.left.values():
            waiting.setdefault(key(task), []).append(task)
        for index, row in self._open():
            same = waiting.get(key(row))
            if same:
                self._take(index, same.pop(0))

    def by_likeness(self) -> list[dict[str, Any]]:
        """Pair what is alike enough and without a rival; returns the rows a person must decide."""
        doubts: dict[int, dict[str, Any]] = {}
        open_rows = [(index, row, Counter(fold(row.title).split())) for index, row in self._open()]
        words_of = {task.id: Counter(fold(task.title).split()) for task in self.left.values()}
        scored = [
            (likeness(task.title, row.title), self._same_place(task, row), index, task)
            for index, row, words in open_rows
            for task in self.left.values()
            if shared_words(words, words_of[task.id])
            >= (SHARED_SAME_PLACE if self._same_place(task, row) else SHARED_WORDS)
        ]
        scored.sort(key=lambda one: (-one[0] - 0.1 * one[1], one[2], one[3].id or 0))
        for score, here, index, task in scored:
            if index in self.found or (task.id or 0) not in self.left:
                continue
            rivals = [s for s, h, i, t in scored if (i == index) != (t is task) and i not in self.found and h >= here
                      and (t.id or 0) in self.left and s > score - CLOSE_CALL]  # fmt: skip
            if score >= (SAME_PLACE if here else OTHER_PLACE) and not rivals:
                self._take(index, task)
            elif score >= (DOUBT_SAME_PLACE if here else DOUBT_OTHER_PLACE):
                row = self.rows[index]
                doubt = doubts.setdefault(
                    index,
                    {
                        "row": row.source_row,
                        "number": row.number,
                        "title": row.title,
                        "classified": row.classified,
                        "candidates": [],
                    },
                )
                doubt["candidates"].append({**label(task), "likeness": round(score, 2)})
        return [doubt for index, doubt in sorted(doubts.items()) if index not in self.found and self._still(doubt)]

    def _open(self) -> list[tuple[int, ParsedTask]]:
        """Rows without a task yet; a row answered "new" stays without one."""
        return [(i, r) for i, r in enumerate(self.rows) if i not in self.found and r.source_row not in self.answers]

    def _take(self, index: int, task: Task) -> None:
        self.found[index] = self.left.pop(task.id or 0)

    def _still(self, doubt: dict[str, Any]) -> bool:
        doubt["candidates"] = [c for c in doubt["candidates"] if c["task"] in self.left][:4]
        return bool(doubt["candidates"])

    @staticmethod
    def _same_place(task: Task, row: ParsedTask) -> bool:
        here = (task.annex, task.section, task.number) == (row.annex, row.section, row.number)
        return here and bool(row.number)


def shared_words(one: Counter[str], other: Counter[str]) -> float:
    """How many of their words two titles share, 0-1, whatever their order."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if total else 0.0
