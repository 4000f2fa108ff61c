"""Notices to the others: what waits for an officer with one tap to decide it, what an agency has to know."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from sqlmodel import col, select

from catalog.agencies.stored import agency_name
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.messaging.withdrawn import heard_of
from catalog.people.people import display_name
from catalog.people.rights import may_assignment, people_with, rights_of
from catalog.tables import Assignment, Blocker, Extension, Slot, Task, Update
from catalog.work import evidence_of_assignment, updates
from catalog.work.assignments import snapshot_of
from catalog.work.snapshot import Snapshot
from handlers.conversation.context import Context
from handlers.conversation.own_words import own_words
from handlers.conversation.proofs import proof_lines
from scheduler.digests.wording import Line, line_of
from templates.render import say

FOR_A_SENTENCE = dt.timedelta(minutes=2)
"""How long a notice waits for the sentence that is asked for (what hinders, why later), so that officers read of it
once. Without that sentence it goes as it is; a sentence that comes later is told as an addition.
"""


def newest_report(ctx: Context, assignment: Assignment) -> Update | None:
    """The claim that waits to be judged."""
    return ctx.session.exec(
        select(Update)
        .where(Update.assignment_id == assignment.id, Update.kind == "report")
        .order_by(col(Update.id).desc())
    ).first()


def newest_judgement(ctx: Context, assignment: Assignment) -> Update | None:
    """The acceptance or return that settled the newest report; None where none did."""
    last = ctx.session.exec(
        select(Update)
        .where(Update.assignment_id == assignment.id, col(Update.kind).in_(("report", "accept", "return")))
        .order_by(col(Update.id).desc())
    ).first()
    return None if last is None or last.kind == "report" else last


def done_notice(ctx: Context, assignment: Assignment, queue: int | None = None) -> Message:
    """A report to be accepted or returned: the words, the evidence, the buttons.

    `queue` is how many entries of /duyet were put off so far, None for a notice outside the queue. A report of one
    milestone while others are open can only be returned.
    """
    report = newest_report(ctx, assignment)
    files = evidence_of_assignment.evidence_of(ctx.session, assignment.id)
    judged: dict[str, Any] = {"assignment": assignment.id, "report": report.id if report else None}
    if queue is not None:
        judged["queue"] = queue
    decide = [Choice(say("approvals.button_return"), "return", judged)]
    if assignment.state == "reported":
        decide.insert(0, Choice(say("approvals.button_accept"), "accept", judged))
    look = [Choice(say("tasks.button_card"), "card", {"assignment": assignment.id})]
    if files:
        look.append(
            Choice(say("evidence.button_show", count=len(files)), "evidence_show", {"assignment": assignment.id})
        )
    rows = [tuple(decide), tuple(look), *_later(queue)]
    text = say(
        "approvals.waiting", line=line_of(ctx.session, assignment, ctx.now), report=report,
        words=own_words(ctx, report) if report is not None else "",
        name=display_name(ctx.session, report.person_id if report else None), files=files, today=ctx.today,
        proofs="" if is_classified(ctx, assignment) else proof_lines(ctx.session, assignment, files, remarks=True),
        milestones=_claimed(ctx, assignment, report), whole=assignment.state == "reported",
        classified=is_classified(ctx, assignment),
    )  # fmt: skip
    return Message(text, tuple(rows), about=(Subject(0, assignment.id or 0),))


def _claimed(ctx: Context, assignment: Assignment, report: Update | None) -> Sequence[Slot]:
    """The milestones a report put forward, where a task has several."""
    stands = snapshot_of(ctx.session, assignment).slots
    if report is None or len(stands) < 2:
        return []
    first = report
    if report.inbox_id is not None:  # "tất cả các mốc" is a record a milestone
        same = (Update.assignment_id == assignment.id, Update.kind == "report", Update.inbox_id == report.inbox_id)
        first = ctx.session.exec(select(Update).where(*same).order_by(col(Update.id)).limit(1)).one()
    before = set(Snapshot.from_json(first.before).unmet())
    met = [s.slot for s in Snapshot.from_json(report.after).slots if s.met and s.slot in before]
    return ctx.session.exec(
        select(Slot).where(Slot.assignment_id == assignment.id, col(Slot.slot).in_(met)).order_by(col(Slot.slot))
    ).all()


def extension_notice(ctx: Context, extension: Extension, queue: int | None = None, *, added: bool = False) -> Message:
    """An extension that waits for a decision; `added`: its reason came after officers had read of it."""
    assignment = ctx.session.get_one(Assignment, extension.assignment_id)
    slot = ctx.session.get(Slot, (extension.assignment_id, extension.slot))
    text = say(
        "approvals.extension", line=line_of(ctx.session, assignment, ctx.now), extension=extension, slot=slot,
        name=display_name(ctx.session, extension.asked_by_id), on_behalf=entered_by_officer(ctx, extension),
        classified=is_classified(ctx, assignment), added=added,
    )  # fmt: skip
    about: dict[str, Any] = {"extension": extension.id}
    if queue is not None:
        about["queue"] = queue
    yes = Choice(say("approvals.button_grant"), "extend_decide", {**about, "grant": True})
    other = Choice(say("approvals.button_other_day"), "extend_other", about)
    no = Choice(say("approvals.button_refuse"), "extend_decide", {**about, "grant": False})
    card = (Choice(say("tasks.button_card"), "card", {"assignment": assignment.id}),)
    return Message(text, ((yes,), (other, no), card, *_later(queue)), about=(Subject(0, assignment.id or 0),))


def entered_by_officer(ctx: Context, extension: Extension) -> bool:
    """Whether the request came by letter or phone and an officer entered it."""
    asked = ctx.session.get(Update, extension.update_id) if extension.update_id is not None else None
    return asked is not None and asked.on_behalf


def tell_of_claim_taken_back(ctx: Context, assignment: Assignment, claim: Update) -> str:
    """Who had reported it done hears that somebody else says otherwise; what to say of it in half a line."""
    line, speaker = line_of(ctx.session, assignment, ctx.now), display_name(ctx.session, ctx.person_id)
    told = say("updates.your_claim_taken_back", line=line, name=speaker)
    ctx.tell(claim.person_id or 0, Message(told, about=(Subject(0, assignment.id or 0),)))
    return say("updates.claim_taken_back", name=display_name(ctx.session, claim.person_id))


def tell_of_withdrawn_claims(ctx: Context, claims: Iterable[tuple[Assignment, Update]]) -> None:
    """Officers who had the notice of these reports hear that nothing is left to judge; nobody else does.

    Called when the withdrawal is recorded: notices recalled before anybody got them were none.
    """
    told: dict[int, list[Line]] = defaultdict(list)
    for assignment, claim in claims:
        line = line_of(ctx.session, assignment, ctx.now)
        for person in heard_of(ctx.session, claim.inbox_id, line.assignment_id):
            rights = rights_of(ctx.session, person, ctx.now)
            if person != ctx.person_id and may_assignment(ctx.session, rights, "accept", assignment):
                told[person].append(line)
    for person, lines in told.items():
        about = tuple(Subject(-i, line.assignment_id) for i, line in enumerate(lines))
        ctx.tell(person, Message(say("approvals.claim_withdrawn", lines=lines), about=about))


def is_classified(ctx: Context, assignment: Assignment) -> bool:
    """Whether nothing that tells what the task is about may stand in a message."""
    return ctx.session.get_one(Task, assignment.task_id).classified


def _later(queue: int | None) -> list[tuple[Choice, ...]]:
    return [] if queue is None else [(Choice(say("approvals.button_later"), "queue", {"skip": queue + 1}),)]


def tell_of_blocker(
    ctx: Context, assignment: Assignment, blocker: Blocker, after: dt.timedelta = dt.timedelta()
) -> None:
    """Officers hear of a blocker, and so does the agency that must act; not what a classified task is about.

    `after` holds the notices back for words that may still come (`catalog.messaging.withdrawn`).
    """
    line = line_of(ctx.session, assignment, ctx.now)
    classified = is_classified(ctx, assignment)
    words = "" if classified else blocker.text
    agency = must_act_name(ctx, blocker)
    gone = (Choice(say("asking.button_resolved"), "blocker_resolved", {"blocker": blocker.id}),)
    elsewhere = (Choice(say("asking.button_redirect"), "redirect", {"blocker": blocker.id}),)
    card = (Choice(say("tasks.button_card"), "card", {"assignment": assignment.id}),)
    text = say("asking.blocker_notice", line=line, kind=blocker.kind, text=words, agency=agency)
    ctx.tell_officers(
        updates.plan_of(ctx.session, assignment).coordinator_id,
        Message(text, (gone, elsewhere, card), about=(Subject(0, assignment.id or 0),)),
        after,
    )
    tell_who_must_act(ctx, assignment, blocker, after)


def tell_who_must_act(
    ctx: Context, assignment: Assignment, blocker: Blocker, after: dt.timedelta = dt.timedelta()
) -> int:
    """To the focal points of the agency that must act, where one was named; how many could be told."""
    if blocker.must_act_agency_id is None or is_classified(ctx, assignment):
        return 0
    line = line_of(ctx.session, assignment, ctx.now)
    acted = (Choice(say("asking.button_acted"), "blocker_acted", {"blocker": blocker.id}),)
    notice = Message(say("asking.must_act", line=line, kind=blocker.kind, text=blocker.text), (acted,))
    return tell_focals(ctx, blocker.must_act_agency_id, notice, after)


def tell_of_acting(ctx: Context, assignment: Assignment, blocker: Blocker) -> None:
    """The agency that waits, and the officers, hear that the other one says it has acted; either of them confirms."""
    line, agency = line_of(ctx.session, assignment, ctx.now), must_act_name(ctx, blocker)
    gone = (Choice(say("asking.button_resolved"), "blocker_resolved", {"blocker": blocker.id}),)
    about = (Subject(0, assignment.id or 0),)
    notice = Message(say("asking.acted_notice", line=line, kind=blocker.kind, agency=agency), (gone,), about=about)
    tell_agency(ctx, assignment, notice)
    ctx.tell_officers(updates.plan_of(ctx.session, assignment).coordinator_id, notice)


def tell_of_resolved(ctx: Context, assignment: Assignment, blocker: Blocker) -> None:
    """Both sides hear that a blocker is gone, whoever of them said so, and whoever was asked to act."""
    line = line_of(ctx.session, assignment, ctx.now)
    notice = Message(say("asking.resolved_notice", line=line, kind=blocker.kind), about=(
        Subject(0, assignment.id or 0),))  # fmt: skip
    if ctx.person_id in people_with(ctx.session, "focal", assignment.agency_id, ctx.now):
        ctx.tell_officers(updates.plan_of(ctx.session, assignment).coordinator_id, notice)
    else:
        tell_agency(ctx, assignment, notice)
    if blocker.must_act_agency_id is not None and not is_classified(ctx, assignment):
        words = Message(notice.text)  # about a task that is not theirs to report on
        tell_focals(ctx, blocker.must_act_agency_id, words)


def must_act_name(ctx: Context, blocker: Blocker) -> str:
    """The agency that must act, "" where none was named."""
    return agency_name(ctx.session, blocker.must_act_agency_id)


def tell_agency(ctx: Context, assignment: Assignment, message: Message) -> int:
    """To the focal points of the agency, except the one who acts; how many could be told."""
    return tell_focals(ctx, assignment.agency_id, message)


def tell_focals(ctx: Context, agency_id: int, message: Message, after: dt.timedelta = dt.timedelta()) -> int:
    """To the focal points of that agency, `after` so long, except the one who acts; how many could be told."""
    focals = people_with(ctx.session, "focal", agency_id, ctx.now)
    return sum(ctx.tell(person, message, after) for person in focals if person != ctx.person_id)


def tell_agency_of_entry(ctx: Context, assignments: Sequence[Assignment], documents: Sequence[str]) -> None:
    """An agency hears what an officer entered in its place."""
    for assignment in assignments:
        line = line_of(ctx.session, assignment, ctx.now)
        words = "" if is_classified(ctx, assignment) else ctx.words
        text = say("updates.entered_for_you", line=line, words=words, documents=list(documents))
        tell_agency(ctx, assignment, Message(text, about=(Subject(0, assignment.id or 0),)))
