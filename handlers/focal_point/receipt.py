"""What was stored, said back: one message, one line a task, what of the list still waits, "Sửa" and "Hủy"."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from sqlmodel import select

from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.tables import Assignment, Update
from catalog.work.evidence_of_assignment import evidence_of
from catalog.work.snapshot import TO_DO
from handlers.conversation import notices, pick_one, undo_buttons
from handlers.conversation.context import Context
from handlers.conversation.which_task import Bound, in_whose_place, numbers
from handlers.focal_point import evidence, product_named, reporting_duties
from scheduler.digests.wording import duty_lines_of, line_of
from templates.render import say

WAITING_SHOWN = 5
"""So many of the list that still wait are named; the rest are counted."""

EDITABLE = 4
"""Up to so many tasks get a "Sửa" button each; of more, one asks which."""

OF_THE_LIST = "of_the_list"
"""In the arguments: the task was chosen in a question over the list, as if its number had been named."""


@dataclass
class Outcome:
    """What became of one task of a message: what was stored, why not, what else has to be asked."""

    assignment: Assignment
    heard: list[str] = field(default_factory=list)
    files: str = ""
    refused: str = ""
    progressed: bool = False
    claimed: bool = False
    withdrawn: Update | None = None
    questions: list[Message] = field(default_factory=list)
    documents: tuple[str, ...] = ()


def said_back(
    ctx: Context, outcomes: Sequence[Outcome], bound: Sequence[Bound], *, asked_for_files: bool
) -> list[Message]:
    """The receipt, and the questions that what was stored leaves open."""
    answers = [question for outcome in outcomes for question in outcome.questions]
    stored = [o for o in outcomes if o.progressed or o.heard]
    done = [(line_of(ctx.session, o.assignment, ctx.now), o.heard, o.progressed, list(o.documents)) for o in stored]
    not_done = [(line_of(ctx.session, o.assignment, ctx.now), o.refused) for o in outcomes if o.refused]
    if done or not_done:
        text = say(
            "updates.recorded", done=done, not_done=not_done, today=ctx.today,
            on_behalf=bool(in_whose_place(ctx)),
        )  # fmt: skip
        tail = "" if asked_for_files else evidence.remarks(ctx)
        # No numbers are shown here, so none of them is taken: "1" goes on meaning the first of the last list.
        about = tuple(Subject(-i, o.assignment.id or 0) for i, o in enumerate(stored))
        ripe = product_named.ripe(ctx, bound, [o.assignment for o in stored if o.progressed])
        finished = (product_named.buttons(ctx, ripe),) if ripe else ()
        gone = product_named.gone(ctx, bound, [o.assignment for o in stored])
        wanted = _files_wanted(ctx, [o for o in stored if o.claimed])
        read_as = say("updates.read_as", repairs=ctx.args["repairs"]) if ctx.args.get("repairs") else ""
        parts = (
            text,
            read_as,
            still_waiting(ctx, [part.item.ref for part in bound], {part.assignment.id for part in bound}),
            tail,
            wanted,
            product_named.question(ripe),
        )
        whole = "\n".join(filter(None, parts))
        said = Message(whole, tuple(filter(None, (*finished, gone, *_buttons(ctx, stored)))), about=about)
        answers = undo_buttons.with_questions(said, answers)
    if asked_for_files and ctx.received:
        answers += evidence.ask_which(ctx, [o.assignment for o in outcomes])
    return answers


def _files_wanted(ctx: Context, claimed: Sequence[Outcome]) -> str:
    """A document was named as what was issued, and no file of it is there: it is asked for, once a task."""
    numbers: list[str] = []
    for outcome in claimed:
        assignment = outcome.assignment
        named_before = select(Update.id).where(
            Update.assignment_id == assignment.id, Update.document_number != "", Update.inbox_id != ctx.inbox_id
        )
        if (
            outcome.documents
            and not ctx.args.get("on_behalf")
            and not notices.is_classified(ctx, assignment)
            and not evidence_of(ctx.session, assignment.id)
            and ctx.session.exec(named_before.limit(1)).first() is None
        ):
            numbers += outcome.documents
    return say("evidence.file_wanted", documents=numbers) if numbers else ""


def still_waiting(ctx: Context, refs: Sequence[str | None], answered: Collection[int | None] = ()) -> str:
    """What of the list that was answered has no answer yet: tasks but those `answered`, and reports that are owed.

    "" where the reply named no number of it (`refs`).
    """
    if not ctx.args.get(OF_THE_LIST) and not any(ref and (ref == "*" or ref[0].isdigit()) for ref in refs):
        return ""
    tasks = [
        (number, row)
        for number, one in numbers(ctx, questions=False).items()
        if one not in answered and (row := ctx.session.get_one(Assignment, one)).state in TO_DO
    ]
    owed = list(reporting_duties.not_sent(ctx).items())
    shown = sorted([*(number for number, _ in tasks), *(number for number, _ in owed)])[:WAITING_SHOWN]
    if not shown:
        return ""
    last = shown[-1]
    lines: list[tuple[int, object]] = [
        (number, line_of(ctx.session, row, ctx.now)) for number, row in tasks if number <= last
    ]
    lines += [(line.position, line) for line in duty_lines_of(ctx.session, [one for one in owed if one[0] <= last])]
    lines.sort(key=lambda one: one[0])
    return say("updates.still_waiting", lines=lines, more=len(tasks) + len(owed) - len(lines))


def with_waiting(ctx: Context, answers: Sequence[Message], refs: Sequence[str | None]) -> list[Message]:
    """What was answered of reports alone, with what of their list still waits."""
    waiting = "" if answers[0].duties else still_waiting(ctx, refs)  # a question is no receipt
    return [replace(answers[0], text=f"{answers[0].text}\n{waiting}"), *answers[1:]] if waiting else list(answers)


def _buttons(ctx: Context, stored: Sequence[Outcome]) -> tuple[tuple[Choice, ...], ...]:
    """ "Sửa" for each line, or for one to be chosen, whatever is asked beside it; and "Hủy" for all of it."""
    undo = undo_buttons.row(ctx) if stored else ()
    if not undo:
        return ()
    # What an officer corrects comes with its source again, so it is entered as before.
    do = "on_behalf" if ctx.args.get("on_behalf") else "update"
    if len(stored) > EDITABLE:
        ids = [o.assignment.id for o in stored]
        return ((Choice(say("updates.button_edit", code=None), "edit_which", {"ids": ids, "as": do}), *undo),)
    edits = [
        Choice(
            say("updates.button_edit", code=o.assignment.task_id if len(stored) > 1 else None),
            do,
            {"assignment": o.assignment.id},
        )
        for o in stored
    ]
    return ((*edits, *undo),) if len(stored) == 1 else (tuple(edits), undo)


def edit_which(ctx: Context) -> list[Message]:
    """ "Sửa" under many lines: which of them is asked, and just that one opens."""
    rows = [ctx.session.get_one(Assignment, int(one)) for one in ctx.args["ids"]]
    return pick_one.pick(ctx, say("updates.ask_edit"), rows, str(ctx.args["as"]))
