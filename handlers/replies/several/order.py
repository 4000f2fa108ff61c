"""The reading of a row of tasks and things said that leaves nothing over.

People put the task first ("1 xong, 2 chưa"), the state first ("xong 1, 2; chưa 3"), or change in the middle. The row is
cut into units of tasks with what is said of them, and every cut costs: little for a mark inside a unit, more for a
change of order, most for anything left over. The cheapest cut is the reading; where two as cheap say different
things, only what both say is taken, and the rest is asked.
"""

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace

from handlers.replies.several.tokens import COMMA, HARD, NONE, Token, tokens_of
from handlers.replies.spelling.normalise import Words

TASK_FIRST, STATE_FIRST, BOTH_SIDES, ALONE, LEFT = "task first", "state first", "both sides", "alone", "left"

# What a cut costs, tried on generated replies; only how they stand to each other matters.
_LEFT_OVER = 10.0
_UNREADABLE = 3.5  # words nobody can read may say nothing: "xong nv 3 & nv 4 ngheb"
_MEANS_NOTHING = {TASK_FIRST: 3.5, STATE_FIRST: 5.0}  # a unit whose words say nothing
_CHANGED = {NONE: 1.5, COMMA: 1.5, HARD: 0.5}  # another order than in the unit before
_INSIDE = {NONE: 0.0, COMMA: 0.3, HARD: 4.0}  # between tasks and what is said of them
_AMONG = {NONE: 0.0, COMMA: 0.0, HARD: 4.0}  # between two tasks, or two things said, of one unit
_TASKS_APART = {NONE: 0.9, COMMA: 0.4, HARD: 0.0}  # a unit that ends, and one that begins, with a task
_NOBODY_CAN_TELL = 9.9
_JOINED_APART = 2.0  # the same with "và" between
_MORE_SAID = 0.1
_MORE_SAID_BEFORE = 1.2
_BOTH_SIDES = 1.2
_COMMA_ON_A_SIDE = 1.2
_STATE_AND_MORE = 1.0
_MORE_TASKS = 0.5  # "xong 1, 2, 3 đang làm": where the order changes, the last task alone goes with what follows
_ALONE = 1.0
_MIXED = 8.0
_REST_AMONG_OTHERS = 25.0  # "việc 5, 6; còn lại xong" says nothing of 5 and 6; "1, 2 và các việc còn lại xong" does
_TORN_FROM_ITS_LIST = 9.9  # "chưa làm: 5, 6; đã tổ chức hội nghị": what stands behind a mark is not said of 6 alone
_AS_GOOD = 0.35
_ANY_ORDER = ("", BOTH_SIDES, ALONE)
_KEPT = 6

Tells = Callable[[Words], str]
"""What words say of a task: "state", "other" (what holds it up, a later day), UNREADABLE, or "" for nothing."""

UNREADABLE = "unreadable"


NOTHING = Words("", "")


@dataclass(frozen=True)
class Unit:
    """Tasks and the things said of them; `excepted` = "trừ 3" and nothing said of it.

    `beside` = words right behind them, without a mark, that say nothing by themselves: they may take back what is said.
    """

    order: str
    refs: tuple[str, ...]
    said: tuple[Words, ...]
    excepted: bool = False
    beside: Words = NOTHING


@dataclass(frozen=True)
class Several:
    """The units read; `left` = tasks named of which nobody can tell what is said; `over` = words said of nobody known.

    `rivals` = the units of other readings that are as good.
    """

    units: tuple[Unit, ...]
    left: tuple[str, ...]
    over: tuple[Words, ...]
    rivals: tuple[tuple[Unit, ...], ...] = ()


@dataclass(frozen=True)
class _Cut:
    """A way to cut the row up to a place: its last unit and the way before that."""

    cost: float
    unit: tuple[str, int, int] | None = None
    before: "_Cut | None" = None

    @property
    def units(self) -> tuple[tuple[str, int, int], ...]:
        """Every unit, first to last."""
        found: list[tuple[str, int, int]] = []
        cut: _Cut | None = self
        while cut is not None and cut.unit is not None:
            found.append(cut.unit)
            cut = cut.before
        return tuple(reversed(found))


def shared_out(words: Words, mask: str, tells: Tells) -> Several | None:
    """What a message says of each of its tasks; None where it names fewer than two, or none is spoken of."""
    row = tokens_of(words, mask)
    if sum(len(token.refs) for token in row) < 2 or all(token.is_task for token in row):
        return None
    cuts = _cheapest(row, [token.is_task or tells(token.words) for token in row])
    best, *others = (cut for cut in cuts if cut.cost - cuts[0].cost < _AS_GOOD)
    units = _units(row, best)
    return Several(
        tuple(unit for unit in units if unit.order != LEFT),
        tuple(ref for unit in units if unit.order == LEFT for ref in unit.refs),
        tuple(said for unit in units if unit.order == LEFT for said in unit.said),
        tuple(tuple(unit for unit in _units(row, cut) if unit.order != LEFT) for cut in others),
    )


def _units(row: list[Token], cut: _Cut) -> tuple[Unit, ...]:
    units: list[Unit] = []
    for order, begin, end in cut.units:
        unit = _unit(row, (order, begin, end))
        if order == LEFT and unit.said and units and units[-1].refs and row[begin].mark == NONE:
            units[-1] = replace(units[-1], beside=unit.said[0])
        units.append(unit)
    return tuple(units)


def _unit(row: list[Token], cut: tuple[str, int, int]) -> Unit:
    order, begin, end = cut
    part = row[begin:end]
    said = [token.words for token in part if not token.is_task]
    if order == BOTH_SIDES:  # "xin lùi nv 4 đến 30/6" is one thing said
        front = next(place for place, token in enumerate(part) if token.is_task)
        said[front - 1 : front + 1] = [said[front - 1].with_(said[front])]
    refs = tuple(dict.fromkeys(ref for token in part for ref in token.refs))
    return Unit(order, refs, tuple(said), excepted=order == ALONE)


def _cheapest(row: list[Token], tells: list[bool | str]) -> list[_Cut]:
    """The cheapest ways to cut the row, cheapest first."""
    ways: list[dict[str, list[_Cut]]] = [{} for _ in range(len(row) + 1)]
    ways[0] = {"": [_Cut(0.0)]}
    for place in range(len(row)):
        units = _units_from(row, tells, place)
        for order, cuts in ways[place].items():
            # What follows costs the same for all of them, so none behind by more can ever be as good as the best.
            least = min(cut.cost for cut in cuts)
            cuts[:] = sorted((c for c in cuts if c.cost - least < _AS_GOOD), key=lambda c: c.cost)[:_KEPT]
            for end, new, cost in units:
                step = cost + _edge(row, place, order, new)
                step += _NOBODY_CAN_TELL if new == STATE_FIRST and _closes_a_line(row, place) else 0.0
                if order == STATE_FIRST and new == TASK_FIRST and row[place].mark != HARD:
                    step += _MORE_TASKS * (_run(row, place) - place - 1)
                    step += _TORN_FROM_ITS_LIST if _is_torn(row, place) else 0.0
                kept = ways[end].setdefault(order if new == LEFT else new, [])
                kept += [_Cut(cut.cost + step, (new, place, end), cut) for cut in cuts]
    return sorted((cut for cuts in ways[-1].values() for cut in cuts), key=lambda cut: cut.cost)


def _units_from(row: list[Token], tells: list[bool | str], begin: int) -> list[tuple[int, str, float]]:
    """(end, order, cost) of every unit that can begin at a place."""
    units = [(begin + 1, LEFT, _UNREADABLE if tells[begin] == UNREADABLE else _LEFT_OVER if tells[begin] else 0.2)]
    middle = _run(row, begin)
    if row[begin].excepted:
        units += [(end, ALONE, _ALONE) for end in range(begin + 1, middle + 1)]
    order = TASK_FIRST if row[begin].is_task else STATE_FIRST
    behind = _run(row, middle)
    for end in range(middle + 1, behind + 1):
        said = range(middle, end) if order == TASK_FIRST else range(begin, middle)
        cost = _inner(row, begin, end) + (0 if any(tells[place] for place in said) else _MEANS_NOTHING[order])
        cost += (len(said) - 1) * (_MORE_SAID if order == TASK_FIRST else _MORE_SAID_BEFORE)
        cost += _MIXED if _mixes(row[begin:end], order) else 0
        cost += _REST_AMONG_OTHERS if _names_rest_apart(row[begin:end]) else 0
        units.append((end, order, cost))
    if order == STATE_FIRST and middle < behind < len(row):
        before = {tells[place] for place in range(begin, middle)}
        for end in range(behind + 1, _run(row, behind) + 1):
            after = {tells[place] for place in range(behind, end)}
            if not before & {"state", UNREADABLE} or after == {""} or (after == {"other"} and behind == middle + 1):
                states = bool(before & {"state", UNREADABLE})
                among = 0 if states or after != {"other"} else _among_tasks(row, begin, end)  # "xin lùi 3, 4 đến 30/6"
                commas = sum(row[place].mark == COMMA for place in range(begin + 1, end)) - among
                cost = _BOTH_SIDES + _inner(row, begin, end) + _COMMA_ON_A_SIDE * commas
                units.append((end, BOTH_SIDES, cost + (_STATE_AND_MORE if states and after == {"other"} else 0)))
    return units


def _among_tasks(row: list[Token], begin: int, end: int) -> int:
    """How many commas stand between two tasks."""
    pairs = zip(row[begin : end - 1], row[begin + 1 : end], strict=True)
    return sum(first.is_task and second.is_task and second.mark == COMMA for first, second in pairs)


def _mixes(part: list[Token], order: str) -> bool:
    """ "xong hết trừ 2": what is said of the rest is not said of those named, nor of those taken out."""
    excepted = [token for token in part if token.excepted]
    tasks = [token for token in part if token.is_task]
    rest = [token for token in tasks if token.refs == ("*",)]
    led = any(token.leads for token in tasks)
    return (bool(rest) and len(tasks) > len(rest)) or (bool(excepted or led) and order == STATE_FIRST)


def _names_rest_apart(part: list[Token]) -> bool:
    """Whether "còn lại" stands behind a mark, with nothing said of the tasks before it."""
    return any(
        first.is_task and second.refs == ("*",) and second.mark != NONE and not second.joined
        for first, second in itertools.pairwise(part)
    )


def _is_torn(row: list[Token], place: int) -> bool:
    """Whether the task at a place goes on a list, and a mark stands between it and what is said next."""
    behind = _run(row, place)
    return row[place - 1].is_task and row[place].refs != ("*",) and behind < len(row) and row[behind].mark == HARD


def _closes_a_line(row: list[Token], place: int) -> bool:
    """ "nv 1 xong" on a line of its own: what stands right behind a task is not said of the lines below."""
    behind = _run(row, place)
    own = place > 0 and row[place - 1].is_task and row[place].mark == NONE
    return own and behind < len(row) and row[behind].mark == HARD


def _run(row: list[Token], begin: int) -> int:
    """The end of the tokens of one kind from `begin` on."""
    end = begin
    while end < len(row) and row[end].is_task == row[begin].is_task:
        end += 1
    return end


def _inner(row: list[Token], begin: int, end: int) -> float:
    """What the marks inside a unit cost."""
    return sum(
        (_AMONG if row[place].is_task == row[place - 1].is_task else _INSIDE)[row[place].mark]
        for place in range(begin + 1, end)
    )


def _edge(row: list[Token], place: int, before: str, new: str) -> float:
    """What it costs that a unit ends and the next begins at a place."""
    if place == 0 or new == LEFT:
        return 0.0
    cost = 0.0 if before in (*_ANY_ORDER, new) or new in _ANY_ORDER else _CHANGED[row[place].mark]
    if row[place].is_task and row[place - 1].is_task:
        if row[place].mark == NONE and before == STATE_FIRST and new == TASK_FIRST:
            return _NOBODY_CAN_TELL  # "xong 1 2 chưa"
        cost += _TASKS_APART[row[place].mark] + (_JOINED_APART if row[place].joined else 0)
    return cost
