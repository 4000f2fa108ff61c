"""What was said of a task nobody can tell: it waits in the question which one, and is recorded as it was said."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from catalog.messaging.inbox_and_outbox import Message
from catalog.tables import Assignment
from catalog.work.snapshot import TO_DO
from handlers.conversation import bystanders, pick_one
from handlers.conversation.context import Context, Received
from handlers.conversation.open_conversations import enter, leave
from handlers.conversation.which_task import Bound, assignment_of, in_whose_place, milestone_of, named, numbers
from handlers.focal_point import evidence
from handlers.focal_point.doubts.said import Part
from handlers.focal_point.receipt import OF_THE_LIST
from handlers.focal_point.recording import record
from handlers.replies import Item
from templates.render import say


@dataclass(frozen=True)
class _Waiting:
    """What still has no task: each part in turn, among tasks of which every one is meant at most once."""

    parts: tuple[Part, ...]
    among: tuple[int, ...]

    @property
    def settles_the_rest(self) -> int:
        """How many tasks the next tap leaves that can then only be of one part; 0 where more has to be asked."""
        left = len(self.among) - 1
        return left if left and _are_of_one(_parts_after(self.parts, 1), left) else 0


def _parts_after(parts: Sequence[Part], known: int) -> list[Part]:
    """What is left of the parts when so many tasks of the first are known."""
    first: Part | None = parts[0]
    for _ in range(known):
        first = first.less_one() if first else None
    return [one for one in (first, *parts[1:]) if one is not None]


def _are_of_one(parts: Sequence[Part], left: int) -> bool:
    """Whether so many tasks can only be of the one part that is left."""
    return len(parts) == 1 and parts[0].count in (None, left)


def ask(
    ctx: Context,
    item: Item,
    candidates: Sequence[Assignment],
    question: str = "",
    beside: Mapping[str, Any] | None = None,
) -> list[Message]:
    """One short question with choices; what was said is kept in them until it is answered."""
    if not candidates:
        return [bystanders.nothing_open(ctx)]
    kept = {
        "item": _printed(item), "words": ctx.words,
        "files": [file.to_json() for file in ctx.received if file.kept is not None],
    }  # fmt: skip
    kept |= in_whose_place(ctx) | dict(beside or {})
    enter(ctx, "which", kept)
    return pick_one.pick(ctx, question or say("updates.ask_task"), candidates, "which", kept)


def chosen(ctx: Context) -> list[Message]:
    """The task was named after the words or files had come: they waited in the choice."""
    waiting = ctx.args
    ctx.received = [*Received.waiting_in(waiting), *ctx.received]
    ctx.words = str(waiting.get("words", ""))
    ctx.args = {key: waiting[key] for key in ("assignment", "on_behalf", "forwarded") if key in waiting}
    target = assignment_of(ctx)
    _mark_of_list(ctx, target)
    leave(ctx)
    if waiting.get("item"):
        item = _item(waiting["item"])
        slot = milestone_of((item.ref or "").partition(".")[2])
        return record(ctx, [*_beside(ctx, waiting), Bound(item, target, slot)])
    return evidence.keep_for(ctx, target)


def ask_each(ctx: Context, parts: Sequence[Part], candidates: Sequence[Assignment]) -> list[Message]:
    """Which tasks each part was said of ("2 xong, 1 đang làm"), one tap a task; the last need no tap.

    What was said of a task by itself is told in the question and recorded with the first answer.
    """
    alone = [(part, row) for part in parts if part.ref and (row := named(ctx, part.ref)) is not None]
    kept = {"with": [[_printed(part.item), row.id] for part, row in alone]} if alone else {}
    told = [(part.ref, part.words) for part, _ in alone]
    among = [row for row in candidates if row.id not in {one.id for _, one in alone}]
    in_doubt = tuple(part for part in parts if not part.ref)
    if len(in_doubt) == 1 and in_doubt[0].count == 1:
        question = say("updates.which_said", words=in_doubt[0].words, left=1, rest=None, told=told)
        return ask(ctx, in_doubt[0].item, among, question, kept)
    return _ask_next(ctx, _Waiting(in_doubt, tuple(one.id or 0 for one in among)), kept, told)


def one_chosen(ctx: Context) -> list[Message]:
    """One of the tasks of `ask_each`: recorded with those that are then clear, and the next is asked for."""
    return _recorded(ctx, [assignment_of(ctx)])


def typed(ctx: Context) -> list[Message] | None:
    """ "4, 5" typed under `ask_each`: as a tap on each; None where it is something else, or more than were counted."""
    if not _SEVERAL.fullmatch(ctx.words.strip()):
        return None
    rows = {row.id: row for ref in _REFS.findall(ctx.words) if (row := named(ctx, ref)) is not None}
    count = ctx.args["extra"]["parts"][0]["count"]
    if len(rows) != len(_REFS.findall(ctx.words)) or not rows.keys() <= set(ctx.args["extra"]["among"]):
        return None
    if len(rows) > count:
        return None
    ctx.args = dict(ctx.args["extra"])
    return _recorded(ctx, list(rows.values()))


def _recorded(ctx: Context, targets: Sequence[Assignment]) -> list[Message]:
    kept = ctx.args
    parts = [Part(_item(one["item"]), one["words"], one["count"]) for one in kept["parts"]]
    ctx.words = str(kept.get("words", ""))
    ctx.args = {key: kept[key] for key in ("on_behalf", "forwarded") if key in kept}
    _mark_of_list(ctx, targets[0])
    leave(ctx)
    done = {target.id for target in targets}
    left = [one for one in kept["among"] if one not in done and _is_open(ctx, one)]
    after = _parts_after(parts, len(targets))
    bound = [*_beside(ctx, kept), *(Bound(parts[0].item, target) for target in targets)]
    if _are_of_one(after, len(left)):
        bound += [Bound(after[0].item, ctx.session.get_one(Assignment, one)) for one in left]
        after = []
    answers = record(ctx, bound)
    return [*answers, *_ask_next(ctx, _Waiting(tuple(after), tuple(left)))] if after and left else answers


def _beside(ctx: Context, kept: Mapping[str, Any]) -> list[Bound]:
    """What the same words said of other tasks by themselves."""
    return [Bound(_item(item), ctx.session.get_one(Assignment, int(one))) for item, one in kept.get("with", ())]


def _ask_next(
    ctx: Context, waiting: _Waiting, beside: Mapping[str, Any] | None = None, told: Sequence[tuple[str, str]] = ()
) -> list[Message]:
    part, rest = waiting.parts[0], waiting.settles_the_rest
    last = (part.less_one() or waiting.parts[-1]) if rest else None
    question = say(
        "updates.which_said", words=part.words, left=part.count or 0, rest=(rest, last.words) if last else None,
        told=told,
    )  # fmt: skip
    kept = {
        "parts": [{"item": _printed(one.item), "words": one.words, "count": one.count} for one in waiting.parts],
        "among": list(waiting.among),
        "words": ctx.words,
        **in_whose_place(ctx),
        **(beside or {}),
    }
    candidates = [ctx.session.get_one(Assignment, one) for one in waiting.among]
    return pick_one.pick(ctx, question, candidates, "which_each", kept)


def _mark_of_list(ctx: Context, target: Assignment) -> None:
    if target.id in numbers(ctx, questions=False).values():
        ctx.args = {**ctx.args, OF_THE_LIST: True}


def _is_open(ctx: Context, assignment_id: int) -> bool:
    return ctx.session.get_one(Assignment, assignment_id).state in TO_DO


def _printed(item: Item) -> dict[str, Any]:
    """An item as plain JSON, to wait in a choice."""
    days = {name: day.isoformat() for name in _DAYS if (day := getattr(item, name)) is not None}
    return {**asdict(item), **days}


def _item(printed: dict[str, Any]) -> Item:
    """The item of a choice; one that was shown before documents stood in it has none."""
    days = {name: dt.date.fromisoformat(printed[name]) for name in _DAYS if printed.get(name)}
    return Item(**{**printed, **days, "documents": tuple(printed.get("documents", ()))})


_REFS = re.compile(r"#?\d{1,6}")
_SEVERAL = re.compile(r"#?\d{1,6}(?:(?:\s*[,;+]\s*|\s+(?:(?:và|va|với|voi)\s+)?)#?\d{1,6})+", re.IGNORECASE)
_DAYS = ("requested_due", "expected")
