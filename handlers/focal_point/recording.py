"""Storing what was said, each part with its task; what is said back stands in `receipt`."""

import contextlib
from collections import defaultdict
from collections.abc import Sequence

from sqlmodel import col, select

from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.tables import Assignment, Slot
from catalog.work import updates
from catalog.work.assignments import Said, snapshot_of
from handlers.conversation import notices
from handlers.conversation.context import Context, Sorry
from handlers.conversation.reports_together import together
from handlers.conversation.which_task import Bound, in_whose_place, require
from handlers.focal_point import ask_extension, blockers, evidence, product_named, support
from handlers.focal_point.receipt import Outcome, said_back
from scheduler.digests.wording import line_of
from templates.render import say

TOLD_ALONE = 3
"""Up to so many reports of one message are a notice each; more are listed in one."""


def record(ctx: Context, bound: Sequence[Bound]) -> list[Message]:
    """Store each part and say all of it back. A part that does not fit is told with its reason, the others stand, and
    so do files that came with it.

    A document belongs to the task whose words name it (`Item.documents`), and is stored with that one alone.
    Raises NotAllowed when one part is not this person's to change: then nothing is stored.
    """
    behalf = {part.assignment.id: require(ctx, "update", part.assignment) for part in bound}
    bound = product_named.judged(ctx, bound)
    documents = tuple(dict.fromkeys(number for part in bound for number in part.item.documents))
    outcomes: dict[int, Outcome] = {}
    proven = _proven(bound)
    # Alone, what does not fit takes back the whole event; beside others, or files that stay, only itself.
    alone = len(bound) == 1 and not ctx.received
    for part in bound:
        outcome = outcomes.setdefault(part.assignment.id or 0, Outcome(part.assignment))
        outcome.documents = tuple(dict.fromkeys((*outcome.documents, *part.item.documents)))
        words = part.words or ctx.words
        said = Said(words, ctx.inbox_id, ", ".join(part.item.documents), behalf[part.assignment.id])
        try:
            # Files before the claim, so that whoever judges it sees the proof with it; they stay where it does not fit.
            files = ""
            if part.assignment.id in proven and not outcome.files:
                with ctx.session.begin_nested():
                    files = outcome.files = evidence.attach(ctx, part.assignment, said)
            with contextlib.nullcontext() if alone else ctx.session.begin_nested():
                _one(ctx, part, said, outcome)
        except updates.Impossible as problem:
            outcome.refused = problem.reason
        outcome.heard += [files] if files else []
    if len(outcomes) == 1 and (only := next(iter(outcomes.values()))).refused and (alone or not only.heard):
        line = line_of(ctx.session, only.assignment, ctx.now)
        refused = say("updates.not_recorded", line=line, reason=only.refused)
        raise Sorry("\n".join(filter(None, (refused, evidence.unbound(ctx)))))
    _tell_of_claims(ctx, [o for o in outcomes.values() if o.claimed and not o.refused])
    stands_no_more = [(o.assignment, o.withdrawn) for o in outcomes.values() if o.withdrawn and not o.refused]
    notices.tell_of_withdrawn_claims(ctx, stands_no_more)
    notices.tell_agency_of_entry(ctx, [o.assignment for o in outcomes.values() if behalf[o.assignment.id]], documents)
    return said_back(ctx, list(outcomes.values()), bound, asked_for_files=not proven)


def _proven(bound: Sequence[Bound]) -> set[int | None]:
    """The tasks that files of this message prove: the only one, or all that are reported done; none: one has to ask."""
    tasks = {part.assignment.id for part in bound}
    if len(tasks) == 1:
        return tasks
    return {part.assignment.id for part in bound if part.item.state == "reported"}


def _one(ctx: Context, part: Bound, said: Said, outcome: Outcome) -> None:
    """One item about one task. Raises updates.Impossible."""
    item, assignment = part.item, part.assignment
    if item.state == "reported":
        if question := _which_milestone(ctx, part, said):
            outcome.questions.append(question)
        else:
            outcome.heard += _claim(ctx, part, said)
            outcome.progressed = outcome.claimed = True
    elif item.state or item.percent is not None:
        state = item.state or "in_progress"
        claim = notices.newest_report(ctx, assignment) if assignment.state == "reported" else None
        updates.progress(ctx.session, assignment, state, item.percent, ctx.actor, ctx.now, said, item.expected)
        outcome.heard += [say("updates.expected", day=item.expected)] if item.expected else []
        outcome.progressed, outcome.withdrawn = True, claim
        if claim is not None and claim.person_id not in (None, ctx.person_id):
            outcome.heard.append(notices.tell_of_claim_taken_back(ctx, assignment, claim))
    if item.blocker:
        outcome.heard.append(blockers.record(ctx, assignment, item.blocker, said))
    if item.asks_extension:
        heard, questions = ask_extension.record(ctx, assignment, item, part.slot, said)
        outcome.heard += [heard] if heard else []
        outcome.questions += questions


def _claim(ctx: Context, part: Bound, said: Said) -> list[str]:
    """A "done" is stored as a claim; the milestone to say back, where there are several. Raises updates.Impossible."""
    stands = snapshot_of(ctx.session, part.assignment).slots
    # "12.1" of a task with one date is that date, whatever its number.
    slot = stands[0].slot if len(stands) == 1 and part.slot == 1 else part.slot
    slots = () if slot is None else (slot,)
    updates.report_done(ctx.session, part.assignment, slots, ctx.actor, ctx.now, said)
    if len(stands) < 2 or slot is None:
        return []
    return [say("updates.slot_heard", slot=ctx.session.get_one(Slot, (part.assignment.id, slot)))]


def _tell_of_claims(ctx: Context, claims: Sequence[Outcome]) -> None:
    """The officers hear of a claim, of one milestone too: whoever judges it can return it at once. Many claims of one
    message are one notice.
    """
    by_officers: dict[int | None, list[Assignment]] = defaultdict(list)
    for outcome in claims:
        assignment = outcome.assignment
        if assignment.role == "support" and assignment.state == "done":
            told = support.tell_leads(ctx, assignment)
            outcome.heard += [told] if told else []
        if assignment.role == "lead" and assignment.state != "done":
            by_officers[updates.plan_of(ctx.session, assignment).coordinator_id].append(assignment)
    for coordinator, told_of in by_officers.items():
        whole = [one for one in told_of if one.state == "reported"]
        if len(whole) > TOLD_ALONE:
            ctx.tell_officers(coordinator, together(ctx, whole))
        for one in told_of:
            if one not in whole or len(whole) <= TOLD_ALONE:
                ctx.tell_officers(coordinator, notices.done_notice(ctx, one))


def _which_milestone(ctx: Context, part: Bound, said: Said) -> Message | None:
    """With several milestones open a "xong" has to say which; None where there is no doubt."""
    snapshot = snapshot_of(ctx.session, part.assignment)
    if part.slot is not None or len(snapshot.unmet()) < 2 or not snapshot.open:
        return None
    rows = ctx.session.exec(
        select(Slot)
        .where(Slot.assignment_id == part.assignment.id, col(Slot.slot).in_(snapshot.unmet()))
        .order_by(col(Slot.slot))
    ).all()
    about = {
        "assignment": part.assignment.id,
        "words": said.text,
        "documents": said.document_number,
        **in_whose_place(ctx),
    }
    line = line_of(ctx.session, part.assignment, ctx.now)
    choices = [(Choice(say("updates.slot", slot=row), "done_slot", {**about, "slots": [row.slot]}),) for row in rows]
    every = {**about, "slots": [row.slot for row in rows]}
    choices.append((Choice(say("updates.all_slots", count=len(rows)), "done_slot", every),))
    text = say("updates.which_slot", line=line, slots=rows)
    return Message(text, tuple(choices), about=(Subject(0, part.assignment.id or 0),))
