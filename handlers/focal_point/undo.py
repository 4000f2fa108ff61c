""" "/hoantac" and "Hủy": what one's own last message recorded is withdrawn; "Sửa" asks for it anew (`amending`)."""

import datetime as dt
from collections.abc import Sequence

from catalog.messaging.inbox_and_outbox import Message, Subject
from catalog.messaging.withdrawn import close_questions, recall
from catalog.people.rights import may_assignment
from catalog.tables import Assignment, Extension, Update
from catalog.work import reporting_duties, updates
from catalog.work import undo as taking_back
from catalog.work.assignments import Said
from catalog.work.snapshot import Snapshot
from handlers.conversation import notices
from handlers.conversation.context import Context
from handlers.conversation.open_conversations import leave
from handlers.focal_point import indicators
from handlers.focal_point import reporting_duties as sent_reports
from scheduler.digests.wording import line_of
from templates.render import say


def undo(ctx: Context) -> list[Message]:
    """/hoantac: withdraw what was said last, of tasks, of reports that are owed or of an indicator."""
    last = updates.last_own_update(ctx.session, ctx.person_id, ctx.now)
    sent = reporting_duties.said_last(ctx.session, ctx.person_id, ctx.now)
    times = [last.at] if last else []
    times += [row.reported_at for row in sent if row.reported_at]
    if (withdrawn := indicators.undo(ctx, max(times, default=None))) is not None:
        return withdrawn
    reports: list[Message] = []
    if sent and sent[0].reported_at == max(times):
        ctx.args = {"periods": [row.id for row in sent]}
        reports = sent_reports.undo(ctx)
        if last is None or last.at < max(times):
            return reports
    if last is None:
        return [Message(say("updates.nothing_to_undo"))]
    _, answer = _withdraw(ctx, last)
    return [*reports, *answer]


def undo_choice(ctx: Context) -> list[Message]:
    """The "Hủy" under what was just recorded."""
    _, answer = take_back(ctx)
    return answer


def take_back(ctx: Context) -> tuple[bool, list[Message]]:
    """What a tapped message recorded is withdrawn, only while it is the last said of its tasks; whether it was."""
    last = updates.last_own_update(ctx.session, ctx.person_id, ctx.now)
    if last is None or ctx.args["update"] not in {row.id for row in taking_back.said_together(ctx.session, last)}:
        meant = ctx.session.get_one(Update, int(ctx.args["update"]))
        reason = "not_last"
        if taking_back.is_withdrawn(ctx.session, meant):
            reason = "already_withdrawn"
        elif meant.at <= ctx.now - dt.timedelta(hours=updates.UNDO_HOURS):
            reason = "too_old"
        return False, [Message(say("updates.impossible", reason=reason))]
    return _withdraw(ctx, last)


def _withdraw(ctx: Context, last: Update) -> tuple[bool, list[Message]]:
    """This update and all that the same message said of tasks; whether it was withdrawn."""
    together = taking_back.said_together(ctx.session, last)
    touched = [ctx.session.get_one(Assignment, one) for one in dict.fromkeys(u.assignment_id for u in together)]
    for assignment in touched:
        if last.on_behalf and not may_assignment(ctx.session, ctx.rights, "update", assignment):
            ctx.require("enter_on_behalf", assignment)
        elif last.kind != "blocker_resolved":
            ctx.require("update", assignment)
    try:
        updates.undo(ctx.session, last, ctx.actor, ctx.now, Said(ctx.words, ctx.inbox_id))
    except updates.Impossible as problem:
        barred = [one for one in touched if one.state == "done"] if problem.reason == "accepted" else touched
        lines = [line_of(ctx.session, assignment, ctx.now) for assignment in barred]
        others = [one.task_id for one in touched if one not in barred]
        return False, [Message(say("updates.not_undone", lines=lines, reason=problem.reason, others=others))]
    told_before = recall(ctx.session, last.inbox_id) == 0
    close_questions(ctx.session, last.inbox_id)
    leave(ctx)
    lines = [line_of(ctx.session, assignment, ctx.now) for assignment in touched]
    if last.on_behalf and told_before:
        for assignment, line in zip(touched, lines, strict=True):
            told = Message(say("updates.entry_withdrawn", line=line), about=(Subject(0, line.assignment_id),))
            notices.tell_agency(ctx, assignment, told)
    _tell_officers(ctx, together, told_before)
    about = tuple(Subject(-i, line.assignment_id) for i, line in enumerate(lines))
    return True, [Message(say("updates.undone", lines=lines), about=about)]


def _tell_officers(ctx: Context, withdrawn: Sequence[Update], told_before: bool) -> None:
    """Whoever had a report to judge hears that it is gone, or that it is there again: "chưa xong" was taken back."""
    of = {row.id: ctx.session.get_one(Assignment, row.assignment_id) for row in withdrawn}
    claims = {row.assignment_id: row for row in withdrawn if row.kind == "report"}
    notices.tell_of_withdrawn_claims(ctx, [(of[row.id], row) for row in claims.values()])
    for row in withdrawn:
        if told_before and row.kind == "progress" and Snapshot.from_json(row.before).state == "reported":
            coordinator = updates.plan_of(ctx.session, of[row.id]).coordinator_id
            ctx.tell_officers(coordinator, notices.done_notice(ctx, of[row.id]))
        if not told_before and row.kind == "extension_reason":  # the notice with the reason was the only one
            extension = ctx.session.get_one(Extension, int(row.effects[0]["changed"].partition(":")[2]))
            coordinator = updates.plan_of(ctx.session, of[row.id]).coordinator_id
            ctx.tell_officers(coordinator, notices.extension_notice(ctx, extension))
