"""Which task is meant: a button, a reply, "#12", a number of the last digest, or the only one that is open."""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import col, select

from catalog import messages
from catalog.rights import may_assignment
from catalog.tables import Assignment, Outbox, Prompt, Task
from handlers.incoming import Context
from handlers.replies import Item, parse_reply

UNDER_DISCUSSION = dt.timedelta(days=2)
"""How long the newest message about one task makes that task the one under discussion."""

OPEN = ("not_started", "in_progress")


@dataclass(frozen=True)
class Bound:
    """One thing said, with the assignment it is about; `slot` None where the words do not name a milestone."""

    item: Item
    assignment: Assignment
    slot: int | None = None


def bind(ctx: Context, item: Item) -> list[Bound]:
    """The assignment(s) an item is about; [] when one has to ask."""
    ref, _, slot = (item.ref or "").partition(".")
    milestone = int(slot) if slot.isdigit() else None
    if ref.startswith("#"):
        found = _by_code(ctx, int(ref[1:]))
        return [Bound(item, found, milestone)] if found else []
    prompts = _prompts(ctx)
    if ref == "*":
        return [Bound(item, ctx.session.get_one(Assignment, p.assignment_id)) for p in prompts]
    if ref.isdigit():
        for prompt in prompts:
            if prompt.position == int(ref):
                return [Bound(item, ctx.session.get_one(Assignment, prompt.assignment_id), milestone)]
        return []
    if "assignment" in ctx.args:
        return [Bound(item, assignment_of(ctx), milestone)]
    if len({prompt.assignment_id for prompt in prompts}) == 1 and (ctx.incoming.reply_to or _recent(ctx, prompts)):
        return [Bound(item, ctx.session.get_one(Assignment, prompts[0].assignment_id), milestone)]
    candidates = open_assignments(ctx)
    return [Bound(item, candidates[0], milestone)] if len(candidates) == 1 else []


def _prompts(ctx: Context) -> list[Prompt]:
    """What the numbers mean now: those of the message replied to, else of the newest one that had numbers."""
    assert ctx.contact.id is not None
    if ctx.incoming.reply_to:
        row = messages.by_provider_id(ctx.session, ctx.contact.id, ctx.incoming.reply_to)
        if row is not None and row.id is not None:
            return list(messages.subjects_of(ctx.session, row.id))
    newest = ctx.session.exec(
        select(Prompt.outbox_id).where(Prompt.contact_id == ctx.contact.id).order_by(col(Prompt.outbox_id).desc())
    ).first()
    return list(messages.subjects_of(ctx.session, newest)) if newest is not None else []


def _recent(ctx: Context, prompts: list[Prompt]) -> bool:
    """Whether the newest prompt is from today or yesterday: an older one is no longer "the one under discussion"."""
    row = ctx.session.get(Outbox, prompts[0].outbox_id)
    return row is not None and row.created_at > ctx.now - UNDER_DISCUSSION


def under_discussion(ctx: Context) -> Assignment | None:
    """The one task meant without naming it, None when there is a doubt."""
    bound = bind(ctx, next(iter(parse_reply(ctx.words, ctx.today).items), Item(ref=None, state=None, percent=None)))
    return bound[0].assignment if len(bound) == 1 else None


def open_or_reported(ctx: Context) -> list[Assignment]:
    """What evidence can be sent for: open work and reports that wait to be accepted."""
    return open_assignments(ctx, (*OPEN, "reported"))


def open_assignments(ctx: Context, states: tuple[str, ...] = OPEN) -> list[Assignment]:
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


def _by_code(ctx: Context, code: int) -> Assignment | None:
    rows = ctx.session.exec(
        select(Assignment)
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(Task.id == code)
        .order_by(col(Assignment.role))
    ).all()
    return next((row for row in rows if may_assignment(ctx.session, ctx.rights, "update", row)), None)


def assignment_of(ctx: Context) -> Assignment:
    """The assignment a button names."""
    return ctx.session.get_one(Assignment, int(ctx.args["assignment"]))
