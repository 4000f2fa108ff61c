"""What waits for an officer, oldest first: reports to judge, later dates to decide, tasks that are said to be somebody
else's, people who want in.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import col, select

from catalog.agencies.stored import agency_name
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.people.people import display_name
from catalog.people.rights import may_assignment, people_with
from catalog.tables import Assignment, Extension, JoinRequest, Objection, Update
from catalog.work import objections
from catalog.work.snapshot import OPEN
from handlers.conversation import notices
from handlers.conversation.context import Context
from handlers.conversation.which_task import assignment_of
from handlers.focal_point import not_ours
from scheduler.digests.wording import line_of
from templates.render import say


@dataclass(frozen=True)
class Waiting:
    """Everything this officer may decide now."""

    reports: Sequence[Assignment]
    extensions: Sequence[Extension]
    objections: Sequence[Objection]
    joins: Sequence[JoinRequest]

    @property
    def total(self) -> int:
        """How many decisions."""
        return len(self.reports) + len(self.extensions) + len(self.objections) + len(self.joins)


def waiting(ctx: Context) -> Waiting:
    """What waits for this person; the longest waiting first in each kind."""
    claimed = (
        sa.select(col(Update.assignment_id), sa.func.max(Update.id).label("at"))
        .where(col(Update.kind) == "report")
        .group_by(col(Update.assignment_id))
        .subquery()
    )
    reports = ctx.session.exec(
        select(Assignment)
        .outerjoin(claimed, claimed.c.assignment_id == col(Assignment.id))
        .where(Assignment.state == "reported", Assignment.role == "lead")
        .order_by(claimed.c.at, col(Assignment.id))
    ).all()
    asked = ctx.session.exec(
        select(Extension, Assignment)
        .join(Assignment, col(Assignment.id) == col(Extension.assignment_id))
        .where(Extension.decision == "", col(Assignment.state).in_(OPEN))
        .order_by(col(Extension.id))
    ).all()
    joins = ctx.session.exec(select(JoinRequest).where(JoinRequest.decision == "").order_by(col(JoinRequest.id))).all()
    return Waiting(
        [a for a in reports if may_assignment(ctx.session, ctx.rights, "accept", a)],
        [
            e
            for e, a in asked
            if e.asked_by_id != ctx.person_id and may_assignment(ctx.session, ctx.rights, "decide_extension", a)
        ],
        [o for o in objections.waiting(ctx.session) if _may_edit(ctx, o.assignment_id)],
        [j for j in joins if j.person_id != ctx.person_id and ctx.rights.may("decide_join", agency_id=j.agency_id)],
    )


def _may_edit(ctx: Context, assignment_id: int) -> bool:
    return may_assignment(ctx.session, ctx.rights, "edit_task", ctx.session.get_one(Assignment, assignment_id))


def entry(ctx: Context, found: Waiting, skip: int) -> Message | None:
    """The entry after `skip` that were put off, with its buttons; None at the end of the queue."""
    if skip < len(found.reports):
        return notices.done_notice(ctx, found.reports[skip], skip)
    skip_more = skip - len(found.reports)
    if skip_more < len(found.extensions):
        return notices.extension_notice(ctx, found.extensions[skip_more], skip)
    skip_more -= len(found.extensions)
    if skip_more < len(found.objections):
        return not_ours.notice(ctx, found.objections[skip_more], skip)
    skip_more -= len(found.objections)
    return _join(ctx, found.joins[skip_more], skip) if skip_more < len(found.joins) else None


def following(ctx: Context) -> list[Message]:
    """What is next after a decision taken in the queue; [] for a decision on a notice that came by itself."""
    if "queue" not in ctx.args:
        return []
    found = waiting(ctx)
    shown = entry(ctx, found, int(ctx.args["queue"]))
    if shown is not None:
        return [shown]
    return [Message(say("approvals.end_of_queue", left=found.total) if found.total else say("approvals.nothing"))]


def kept(ctx: Context) -> list[Message]:
    """A task that is said to be somebody else's stays where it is; who said so hears it."""
    target = assignment_of(ctx)
    ctx.require("edit_task", target)
    line, about = line_of(ctx.session, target, ctx.now), (Subject(0, target.id or 0),)
    objections.keep(ctx.session, target, ctx.actor, ctx.now)
    ctx.tell(int(ctx.args["person"]), Message(say("asked.not_ours_kept", line=line), about=about))
    return [Message(say("asked.kept_told", line=line), about=about), *following(ctx)]


def _join(ctx: Context, request: JoinRequest, queue: int) -> Message:
    others = [
        display_name(ctx.session, person) for person in people_with(ctx.session, "focal", request.agency_id, ctx.now)
    ]
    text = say(
        "approvals.join", name=display_name(ctx.session, request.person_id),
        agency=agency_name(ctx.session, request.agency_id), others=others,
    )  # fmt: skip
    about = {"request": request.id}
    rows = (
        (
            Choice(say("approvals.button_let_in"), "join_decide", {**about, "approve": True}),
            Choice(say("approvals.button_keep_out"), "join_decide", {**about, "approve": False}),
        ),
        (Choice(say("approvals.button_later"), "queue", {"skip": queue + 1}),),
    )
    return Message(text, rows)
