"""Evidence in chat: files are kept by content and bound to the task they prove."""

import re
from collections.abc import Sequence
from typing import Any

from sqlmodel import select

from catalog.messaging.inbox_and_outbox import Choice, Message, OutFile, Subject
from catalog.tables import Assignment, Evidence, Person, Task
from catalog.work import evidence_of_assignment, updates
from catalog.work.assignments import Said
from catalog.work.snapshot import TO_DO
from handlers.conversation import bystanders, pick_one, undo_buttons
from handlers.conversation.context import Context, Received
from handlers.conversation.open_conversations import enter
from handlers.conversation.which_task import assignment_of, named, open_or_reported, require, under_discussion
from handlers.focal_point import upload_links
from scheduler.digests.wording import line_of
from templates.render import say

SHOWN_AT_ONCE = 10
"""Files sent back at one tap; the rest is behind "xem tiếp"."""


def start(ctx: Context) -> list[Message]:
    """/minhchung: which task, then the files; /minhchung #12: that one; with files where they came with the command."""
    target = named(ctx, ctx.words) if re.fullmatch(r"#?\d{1,6}", ctx.words) else None
    rows = [target] if target is not None else open_or_reported(ctx)
    if ctx.received:
        return keep_for(ctx, target) if target is not None else ask_which(ctx)
    if len(rows) == 1:
        ctx.args = {"assignment": rows[0].id}
        return about(ctx)
    if not rows:
        return [bystanders.nothing_open(ctx)]
    return pick_one.pick(ctx, say("updates.ask_task"), rows, "evidence")


def about(ctx: Context) -> list[Message]:
    """A task was chosen: the files that wait for one, else wait for files. Here the warning about classified documents
    stands every time.
    """
    assignment = assignment_of(ctx)
    require(ctx, "evidence", assignment)
    if assignment.state in ("suspended", "cancelled"):
        line = line_of(ctx.session, assignment, ctx.now)
        return [Message(say("updates.not_recorded", line=line, reason="closed"))]
    if (waiting := with_waiting(ctx, ())) and ctx.conversation is not None and not ctx.conversation.data.get("item"):
        ctx.received, ctx.words = waiting, str(ctx.conversation.data.get("words", ""))
        return keep_for(ctx, assignment)
    target: dict[str, Any] = {key: ctx.args[key] for key in ("assignment", "on_behalf") if key in ctx.args}
    enter(ctx, "evidence", target)
    _first_time(ctx)
    documents = upload_links.takes_documents(ctx)
    text = say(
        "evidence.send_now", line=line_of(ctx.session, assignment, ctx.now), limit=ctx.upload_limit,
        kinds=ctx.evidence_kinds, documents=documents, link="" if documents else upload_links.link_for(ctx, assignment),
    )  # fmt: skip
    return [Message(text, about=(Subject(0, assignment.id or 0),))]


def attach(ctx: Context, assignment: Assignment, said: Said) -> str:
    """Keep the received files with this task; what to say of it in half a line, "" where none was kept.

    Raises updates.Impossible.
    """
    require(ctx, "evidence", assignment)
    if ctx.received and ctx.session.get_one(Task, assignment.task_id).classified:
        raise updates.Impossible("classified")  # chat is no place for what proves it (DESIGN section 1)
    good = [(file.name, file.kept) for file in ctx.received if file.kept is not None]
    if not good:
        return ""
    done = evidence_of_assignment.attach(ctx.session, assignment, good, ctx.actor, ctx.now, said, ctx.incoming.album)
    return say("evidence.kept", names=[row.name for row in done.rows], again=done.again)


def remarks(ctx: Context, assignment: Assignment | None = None) -> str:
    """What else has to be said of the files: refusals, and once a person the word on classified documents.

    What only this channel cannot carry gets a link to the upload page, for `assignment` or the one under discussion.
    """
    if not ctx.received:
        return ""
    too_large_here = any(file.refused == "too_large_here" for file in ctx.received)
    link = upload_links.link_for(ctx, assignment or under_discussion(ctx)) if too_large_here else ""
    warn = _first_time(ctx)
    limit, kinds = ctx.upload_limit, ctx.evidence_kinds
    return say("evidence.remarks", refused=_refused(ctx), limit=limit, kinds=kinds, warn=warn, link=link)


def unbound(ctx: Context) -> str:
    """That files which came belong to no task yet; "" where none came."""
    names = [file.name for file in ctx.received if file.kept is not None]
    return say("evidence.unbound", names=names) if names else ""


def keep_for_each(ctx: Context, assignments: Sequence[Assignment]) -> list[Message]:
    """Files alone that prove several tasks: kept with each and said back; a task that takes none is told."""
    if len(assignments) == 1:
        return keep_for(ctx, assignments[0])
    heard: list[str] = []
    for assignment in assignments:
        behalf = require(ctx, "evidence", assignment)
        line = line_of(ctx.session, assignment, ctx.now)
        try:
            with ctx.session.begin_nested():
                kept = attach(ctx, assignment, Said(ctx.words, ctx.inbox_id, on_behalf=behalf))
            heard += [say("evidence.kept_for", line=line, heard=kept)] if kept else []
        except updates.Impossible as problem:
            heard.append(say("updates.not_recorded", line=line, reason=problem.reason))
    about = tuple(Subject(-i, assignment.id or 0) for i, assignment in enumerate(assignments))
    return [Message("\n".join((*heard, remarks(ctx))).strip(), (undo_buttons.row(ctx),), about=about)]


def keep_for(ctx: Context, assignment: Assignment) -> list[Message]:
    """Files alone: kept with this task and said back; more files of the same chat go there, too."""
    behalf = require(ctx, "evidence", assignment)
    try:
        heard = attach(ctx, assignment, Said(ctx.words, ctx.inbox_id, on_behalf=behalf))
    except updates.Impossible as problem:
        return [Message(say("updates.impossible", reason=problem.reason))]
    if not heard:
        return [Message(remarks(ctx, assignment))]
    target = {"assignment": assignment.id, **({"on_behalf": ctx.args["on_behalf"]} if behalf else {})}
    enter(ctx, "evidence", target)
    text = say("evidence.kept_for", line=line_of(ctx.session, assignment, ctx.now), heard=heard)
    buttons: list[tuple[Choice, ...]] = []
    if assignment.state in TO_DO:
        done = Choice(say("evidence.button_done"), "said", {**target, "state": "reported", "percent": None})
        buttons.append((done, Choice(say("updates.button_update"), "on_behalf" if behalf else "update", target)))
    waiting = [file.to_json() for file in ctx.received if file.kept is not None]
    again = "" if behalf else "evidence"
    buttons.append(undo_buttons.row(ctx, again, assignment=assignment.id, files=waiting, words=ctx.words))
    text = f"{text}\n{remarks(ctx, assignment)}".strip()
    return [Message(text, tuple(filter(None, buttons)), about=(Subject(0, assignment.id or 0),))]


def late_part(ctx: Context) -> list[Message] | None:
    """A part of an album whose other parts were kept already joins them without a second answer; None if it is none.

    Only what was refused is said.
    """
    if not ctx.incoming.album:
        return None
    tasks = ctx.session.exec(
        select(Evidence.assignment_id)
        .where(Evidence.album == ctx.incoming.album, Evidence.person_id == ctx.person_id)
        .distinct()
    ).all()
    if not tasks:
        return None
    for assignment_id in tasks:
        assignment = ctx.session.get_one(Assignment, assignment_id)
        require(ctx, "evidence", assignment)
        try:
            attach(ctx, assignment, Said(ctx.words, ctx.inbox_id))
        except updates.Impossible as problem:
            return [Message(say("updates.impossible", reason=problem.reason))]
    return [Message(remarks(ctx))] if _refused(ctx) else []


def show(ctx: Context) -> list[Message]:
    """The files of a task, sent back to whoever may see it, ten at a tap."""
    assignment = assignment_of(ctx)
    ctx.require("see", assignment)
    start_at = int(ctx.args.get("from", 0))
    rows = evidence_of_assignment.evidence_of(ctx.session, assignment.id)
    shown = rows[start_at : start_at + SHOWN_AT_ONCE]
    if not shown:
        return [Message(say("evidence.no_files", line=line_of(ctx.session, assignment, ctx.now)))]
    line = line_of(ctx.session, assignment, ctx.now)
    answers = [
        Message(say("evidence.file", line=line, evidence=row), files=(OutFile(row.name, sha256=row.sha256),),
                about=(Subject(0, assignment.id or 0),))
        for row in shown
    ]  # fmt: skip
    left = len(rows) - start_at - len(shown)
    if left > 0:
        rest = {"assignment": assignment.id, "from": start_at + SHOWN_AT_ONCE}
        more = Choice(say("updates.button_more", count=left), "evidence_show", rest)
        answers.append(Message(say("evidence.more", count=left), ((more,),)))
    return answers


def ask_which(ctx: Context, among: Sequence[Assignment] = ()) -> list[Message]:
    """Files without a task: one question, and they wait in its choices, with the files that waited already.

    `among` are the tasks the same message named.
    """
    good = [file for file in ctx.received if file.kept is not None]
    if not good:
        return [Message(remarks(ctx))]
    rows = list(among) or open_or_reported(ctx)
    if not rows:
        return [bystanders.nothing_open(ctx)]
    files = with_waiting(ctx, good)
    named = {"among": [one.id for one in among]} if among else {}
    kept = {"words": ctx.words, "files": [file.to_json() for file in files], **named}
    enter(ctx, "which", kept)
    question = say("evidence.which_task", names=[file.name for file in files], remarks=remarks(ctx))
    return pick_one.pick(ctx, question, rows, "which", kept)


def with_waiting(ctx: Context, good: Sequence[Received]) -> list[Received]:
    """Kept files of this message after those of the question "which task?" that is still open, each content once."""
    flow = ctx.conversation
    waiting = Received.waiting_in(flow.data) if flow is not None and flow.flow == "which" else []
    return list({file.kept.sha256: file for file in (*waiting, *good) if file.kept is not None}.values())


def _refused(ctx: Context) -> list[Received]:
    return [file for file in ctx.received if file.refused]


def _first_time(ctx: Context) -> bool:
    """Whether this person still has to be told, once, that classified documents do not belong here."""
    person = ctx.session.get_one(Person, ctx.person_id)
    if person.warned_classified_at is not None:
        return False
    person.warned_classified_at = ctx.now
    ctx.session.add(person)
    return True
