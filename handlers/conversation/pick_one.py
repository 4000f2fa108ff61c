"""One short question, "which task?", with numbered choices; long lists go on behind "xem tiếp"."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.tables import Assignment
from handlers.conversation import bystanders
from handlers.conversation.context import Context
from handlers.conversation.open_conversations import enter
from handlers.conversation.which_task import named, open_assignments
from scheduler.digests.wording import lines_of
from templates.render import say

PAGE = 6

Handler = Callable[[Context], list[Message]]


def pick(
    ctx: Context, question: str, candidates: Sequence[Assignment], do: str, extra: Mapping[str, Any] | None = None
) -> list[Message]:
    """`question` over the candidates; choosing one does `do` with its id as "assignment" and `extra`."""
    ids = [assignment.id for assignment in candidates]
    return _page(ctx, {"question": question, "ids": ids, "do": do, "extra": dict(extra or {}), "page": 0})


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


def _page(ctx: Context, asked: Mapping[str, Any]) -> list[Message]:
    """Numbers begin with 1 on every page: they answer this message, on channels without buttons too."""
    start = int(asked["page"]) * PAGE
    ids = asked["ids"][start : start + PAGE]
    lines = lines_of(ctx.session, [(one, "") for one in ids], ctx.now)
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
    if asked["do"] != "which":  # that one keeps more than the question
        enter(ctx, "pick", {"do": asked["do"], "extra": dict(asked["extra"])})
    text = say("updates.which_task", question=asked["question"], lines=lines, several=several)
    return [Message(text, tuple(rows), about=tuple(Subject(line.position, line.assignment_id) for line in lines))]
