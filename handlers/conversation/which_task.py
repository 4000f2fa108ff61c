"""Which task is meant, in this order: the message replied to, a button or open question, "#12", a number of the last
list, the task under discussion, the only one that is open. Whatever is not clear is asked, never guessed.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Subject
from catalog.people.rights import Action, may_assignment
from catalog.tables import Assignment, Outbox
from catalog.work.snapshot import OPEN, TO_DO
from handlers.conversation.context import Context, NotAllowed
from handlers.replies import Item

UNDER_DISCUSSION = dt.timedelta(days=2)
"""How long the newest message about one task makes that task the one under discussion."""

PAGES = 20
"""How many pages of one list are looked back through for a number."""

_OF_CODE = (
    select(Assignment)
    .where(Assignment.task_id == sa.bindparam("code"))
    .where(col(Assignment.agency_id).in_(sa.bindparam("agencies", expanding=True)))
    .order_by(col(Assignment.role), col(Assignment.id))
)


@dataclass(frozen=True)
class Bound:
    """One thing said, with the assignment it is about; `slot` None where the words do not name a milestone.

    `words` are those said of this one alone, "" where the whole message was said of all.
    """

    item: Item
    assignment: Assignment
    slot: int | None = None
    words: str = ""


@dataclass(frozen=True)
class Binding:
    """What a reply is about: `bound`, and where one has to ask.

    `unknown` is a ref that names nothing; `unclear` are items whose task was not said, each with its candidates.
    """

    bound: tuple[Bound, ...] = ()
    unknown: str = ""
    unclear: tuple[tuple[Item, tuple[Assignment, ...]], ...] = ()


def bind_all(ctx: Context, items: Sequence[Item], asked: Sequence[str] = ()) -> Binding:
    """Every item with its assignment(s). "*" is every task of the list that no other item names.

    `asked` are refs whose state is asked about: what is said of the rest is not said of them.
    """
    bound: list[Bound] = []
    unclear: list[tuple[Item, tuple[Assignment, ...]]] = []
    for item in sorted(items, key=lambda item: item.ref == "*"):
        if item.ref == "*":
            named = {part.assignment.id for part in bound}
            named |= {row.id for ref in asked for row in _meant(ctx, ref)[0]}
            rest = [a for a in _all_meant(ctx) if a.id not in named]
            if not rest and not bound:
                unclear.append((item, tuple(open_assignments(ctx))))
            bound += [Bound(item, assignment) for assignment in rest]
            continue
        found, slot = _meant(ctx, item.ref or "")
        if len(found) != 1:
            if item.ref and not found:
                return Binding(unknown=item.ref)
            unclear.append((item, tuple(found or _askable(ctx))))
            continue
        bound.append(Bound(item, found[0], slot))
    return Binding(tuple(bound), unclear=tuple(unclear))


def under_discussion(ctx: Context) -> Assignment | None:
    """The one task meant without naming it, None when there is a doubt."""
    found = _unnamed(ctx, also_reported=True)
    return found[0] if len(found) == 1 else None


def named(ctx: Context, ref: str) -> Assignment | None:
    """The task of "#12" or of a number in the last list, None where it is none or more than one."""
    found, _ = _meant(ctx, ref)
    return found[0] if len(found) == 1 else None


def _meant(ctx: Context, ref: str) -> tuple[list[Assignment], int | None]:
    """The assignments a ref can mean (more than one: ask), and the milestone it names."""
    head, _, tail = ref.partition(".")
    slot = milestone_of(tail)
    if head.startswith("#"):
        return _by_code(ctx, int(head[1:])), slot
    if head.isdigit():
        found = numbers(ctx).get(int(head))
        return ([] if found is None else [ctx.session.get_one(Assignment, found)]), slot
    return _unnamed(ctx), slot


def milestone_of(tail: str) -> int | None:
    """The milestone that "2" or "b" behind a task's number names, None for none."""
    if len(tail) == 1 and tail.isascii() and tail.isalpha():
        return ord(tail.lower()) - ord("a") + 1
    return int(tail) if tail.isdigit() else None


def _unnamed(ctx: Context, *, also_reported: bool = False) -> list[Assignment]:
    """What is meant where no task is named; [] or several when there is a doubt."""
    replied = _replied_to(ctx)
    if replied:
        return _assignments(ctx, [prompt.assignment_id for prompt in replied])
    newest = inbox_and_outbox.newest_in(ctx.session, ctx.contact.id or 0).about_tasks
    subjects = inbox_and_outbox.subjects_of(ctx.session, newest) if newest is not None else []
    about = list(dict.fromkeys(subject.assignment_id for subject in subjects))
    if "assignment" in ctx.args:
        return [] if _overtaken(ctx, newest, about) else [assignment_of(ctx)]
    states = OPEN if also_reported else TO_DO
    if len(about) == 1 and _said_at(ctx, newest) > ctx.now - UNDER_DISCUSSION:
        return [a for a in _assignments(ctx, about) if a.state in states and _concerns(ctx, a)]
    candidates = open_assignments(ctx)
    return candidates if len(candidates) == 1 else []


def _concerns(ctx: Context, assignment: Assignment) -> bool:
    return may_assignment(ctx.session, ctx.rights, "update", assignment) or bool(ctx.args.get("on_behalf"))


def _overtaken(ctx: Context, newest: int | None, about: Sequence[int]) -> bool:
    """Whether, since the open question was asked, a message about other tasks came: "xong" could mean those."""
    flow = ctx.conversation
    if flow is None or flow.data.get("assignment") != ctx.args["assignment"] or not about:
        return False
    return int(ctx.args["assignment"]) not in about and _said_at(ctx, newest) >= flow.updated_at


def _askable(ctx: Context) -> list[Assignment]:
    """What to offer when the task was not said: those of the message replied to, else all that is open, and before it
    the one spoken of last though it was reported done: "chưa xong đâu" may well take that back.
    """
    replied = _replied_to(ctx)
    if replied:
        return _assignments(ctx, [p.assignment_id for p in replied])
    spoken = [a for a in _unnamed(ctx, also_reported=True) if a.state == "reported"]
    return [*spoken, *open_assignments(ctx)]


def _all_meant(ctx: Context) -> list[Assignment]:
    """The open tasks of the message replied to, else of the last numbered list: what "tất cả" was said of.

    A question that listed tasks to choose one of is no such list: "all" of it would be whatever its first page held.
    """
    replied = _replied_to(ctx)
    ids = [p.assignment_id for p in replied] if replied else list(numbers(ctx, questions=False).values())
    return [a for a in _assignments(ctx, ids) if a.state in TO_DO]


def numbers(ctx: Context, *, questions: bool = True) -> dict[int, int]:
    """What the numbers mean now, number -> assignment: of the list replied to, else of the newest one sent here.

    Numbers go on across pages, so a later page is read together with the ones before it. A message about one task
    that shows no number has position 0 or less and does not count; a question's list only while it waits for its
    number, and with `questions`.
    """
    asked = questions and ctx.conversation is not None and ctx.conversation.flow in ("pick", "which")
    replied = [prompt for prompt in _replied_to(ctx) if prompt.position > 0]
    if replied:
        return {prompt.position: prompt.assignment_id for prompt in replied}
    found: dict[int, int] = {}
    for outbox_id in inbox_and_outbox.lists_in(ctx.session, ctx.contact.id or 0)[:PAGES]:
        if not asked and inbox_and_outbox.is_question(ctx.session, outbox_id):
            continue
        prompts = [prompt for prompt in inbox_and_outbox.subjects_of(ctx.session, outbox_id) if prompt.position > 0]
        for prompt in prompts:
            found.setdefault(prompt.position, prompt.assignment_id)
        owed = [prompt.position for prompt in inbox_and_outbox.duties_of(ctx.session, outbox_id)]
        if 1 in {*owed, *(prompt.position for prompt in prompts)}:
            break
    return found


def _replied_to(ctx: Context) -> list[Subject]:
    """What the message that was replied to is about; [] when it was no reply to one of ours."""
    return inbox_and_outbox.subjects_of(ctx.session, ctx.replied_to) if ctx.replied_to is not None else []


def _said_at(ctx: Context, outbox_id: int | None) -> dt.datetime:
    return ctx.session.get_one(Outbox, outbox_id).created_at


def open_or_reported(ctx: Context) -> list[Assignment]:
    """What evidence can be sent for: open work and reports that wait to be accepted."""
    return open_assignments(ctx, OPEN)


def open_assignments(ctx: Context, states: tuple[str, ...] = TO_DO) -> list[Assignment]:
    """What the person's agencies lead and is in one of these states, the most urgent first."""
    agencies = ctx.rights.agencies("focal")
    return list(
        ctx.session.exec(
            select(Assignment)
            .where(
                col(Assignment.agency_id).in_(agencies), Assignment.role == "lead",
                col(Assignment.state).in_(states),
            )
            .order_by(col(Assignment.due).asc().nulls_last(), col(Assignment.id))
        ).all()
    )  # fmt: skip


def _by_code(ctx: Context, code: int) -> list[Assignment]:
    """The person's assignments of task #code: those it leads, else those it supports."""
    agency = ctx.args.get("on_behalf")
    agencies = [agency] if agency else ctx.rights.agencies()  # a code can stand for a hundred agencies' assignments
    rows = ctx.session.execute(_OF_CODE, {"code": code, "agencies": agencies}).scalars().all()
    if agency:
        return [row for row in rows if row.role == "lead"]
    own = [row for row in rows if may_assignment(ctx.session, ctx.rights, "update", row)]
    return [row for row in own if row.role == "lead"] or own


def _assignments(ctx: Context, ids: Sequence[int]) -> list[Assignment]:
    return [ctx.session.get_one(Assignment, one) for one in dict.fromkeys(ids)]


def assignment_of(ctx: Context) -> Assignment:
    """The assignment a button names. Raises NotAllowed when there is none."""
    found = ctx.session.get(Assignment, int(ctx.args["assignment"]))
    if found is None:
        raise NotAllowed("see", "assignment")
    return found


def target_of(ctx: Context) -> dict[str, Any]:
    """What a conversation about one task keeps: the task, and the agency in whose place something is entered."""
    return {key: ctx.args[key] for key in ("assignment", "on_behalf") if ctx.args.get(key)}


def in_whose_place(ctx: Context) -> dict[str, Any]:
    """What tells that something is said in another's place: kept with whatever has to be asked before it is stored."""
    return {key: ctx.args[key] for key in ("on_behalf", "forwarded") if ctx.args.get(key)}


def require(ctx: Context, action: Action, assignment: Assignment) -> bool:
    """Whether what the person does here is on behalf of the agency. Raises NotAllowed.

    Somebody with the right of their own uses that; an officer who enters what came by letter or phone
    (`on_behalf` in the arguments) needs the right to do so.
    """
    if may_assignment(ctx.session, ctx.rights, action, assignment):
        return bool(ctx.args.get("forwarded"))  # somebody else's words, handed on
    if ctx.args.get("on_behalf") == assignment.agency_id:
        ctx.require("enter_on_behalf", assignment)
        return True
    raise NotAllowed(action, f"assignment:{assignment.id}")
