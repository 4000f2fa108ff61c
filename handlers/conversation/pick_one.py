"""One short question, "which task?", with numbered choices; long lists go on behind "xem tiếp".

A task keeps the number it has in the list one answers, so that "4 xong" typed under the question means what it meant.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.tables import Assignment
from handlers.conversation import bystanders
from handlers.conversation.context import Context
from handlers.conversation.open_conversations import enter
from handlers.conversation.which_task import named, numbers, open_assignments
from scheduler.digests.wording import lines_of
from templates.render import say

PAGE = 6

QUESTIONS = ("pick", "which")
"""Open conversations in which "which task?" waits for its number."""

Handler = Callable[[Context], list[Message]]


def pick(
    ctx: Context, question: str, candidates: Sequence[Assignment], do: str, extra: Mapping[str, Any] | None = None
) -> list[Message]:
    """`question` over the candidates; choosing one does `do` with its id as "assignment" and `extra`."""
    rows = _numbered(ctx, [assignment.id or 0 for assignment in candidates])
    asked = {"question": question, "ids": list(rows.values()), "numbers": list(rows), "do": do}
    return _page(ctx, {**asked, "extra": dict(extra or {}), "page": 0})


def again(ctx: Context, instead: str) -> list[Message]:
    """The question "which task?" that is open, asked anew behind the words `instead`; [] where none is."""
    flow = ctx.conversation
    if flow is None or flow.flow not in QUESTIONS or not flow.data.get("asked"):
        return []
    kept = {key: value for key, value in flow.data.items() if key != "asked"}
    picked = kept if flow.flow == "pick" else {"do": flow.flow, "extra": kept}
    return _page(ctx, {**flow.data["asked"], **picked, "page": 0}, before=instead)


def _numbered(ctx: Context, ids: Sequence[int]) -> dict[int, int]:
    """number -> assignment: as in the list one answers, in its order, others behind it; 1, 2, 3 where none is of it."""
    listed = numbers(ctx, questions=False)
    rows = {number: one for number, one in sorted(listed.items()) if one in ids}
    rest = [one for one in dict.fromkeys(ids) if one not in rows.values()]
    return rows | dict(enumerate(rest, start=max(listed) + 1 if rows else 1))


def one_or_ask(ctx: Context, do: str, about: Handler, told: Handler) -> list[Message]:
    """A command about one task ("/giahan #12 đến 30/6"): `about` the task named or the only open one, and `told` where
    the rest of it stands in the same line; else "which task?", and choosing one does `do`.
    """
    head, _, rest = ctx.words.partition(" ")
    target = named(ctx, head) if re.fullmatch(r"#?\d{1,6}", head) else None
    rows = [target] if target is not None else open_assignments(ctx)
    if not rows:
        return [bystanders.nothing_open(ctx)]
    if len(rows) > 1:
        return pick(ctx, say("updates.ask_task"), rows, do)
    ctx.args = {"assignment": rows[0].id}
    answer = about(ctx)
    if target is None or not rest:
        return answer
    ctx.words = rest
    ctx.args = {"assignment": target.id, "kind": "other"}
    return told(ctx)


def more(ctx: Context) -> list[Message]:
    """The next page of a question."""
    return _page(ctx, ctx.args)


def typed(ctx: Context) -> Assignment | None:
    """The task that typed words pick ("2", "#12"), None where they say something else."""
    ref = ctx.words.strip().lower().removeprefix("nv").removeprefix("số").strip().replace(" ", "")
    return named(ctx, ref) if re.fullmatch(r"#?\d{1,6}", ref) and not ctx.received else None


def _page(ctx: Context, asked: Mapping[str, Any], *, before: str = "") -> list[Message]:
    """One page, under the numbers of the list where its tasks are rows of it: no number means two things."""
    start = int(asked["page"]) * PAGE
    shown = slice(start, start + PAGE)
    ids = asked["ids"][shown]
    positions = asked["numbers"][shown] if "numbers" in asked else range(1, len(ids) + 1)
    lines = [
        line.at(position)
        for position, line in zip(positions, lines_of(ctx.session, [(one, "") for one in ids], ctx.now), strict=True)
    ]
    several = len({line.agency for line in lines}) > 1
    rows = [
        (
            Choice(
                say("updates.pick", line=line, agency=several),
                asked["do"],
                {**asked["extra"], "assignment": line.assignment_id},
                number=str(line.position),
                listed=True,
            ),
        )
        for line in lines
    ]
    left = len(asked["ids"]) - start - len(ids)
    if left > 0:
        rows.append((Choice(say("updates.button_more", count=left), "pick", {**asked, "page": asked["page"] + 1}),))
    kept = {key: asked[key] for key in ("question", "ids", "numbers") if key in asked}
    if asked["do"] == "which":  # whoever asks that has entered it: it keeps more than the question
        enter(ctx, "which", {**asked["extra"], "asked": kept})
    else:
        enter(ctx, "pick", {"do": asked["do"], "extra": dict(asked["extra"]), "asked": kept})
    question = "\n".join(filter(None, (before, asked["question"])))
    text = say("updates.which_task", question=question, lines=lines, several=several)
    meant = zip(asked.get("numbers", positions), asked["ids"] if "numbers" in asked else ids, strict=True)
    return [Message(text, tuple(rows), about=tuple(Subject(number, one) for number, one in meant))]
