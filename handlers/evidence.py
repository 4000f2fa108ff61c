"""Evidence in chat: files are kept by content and bound to the task they prove."""

from collections.abc import Sequence

from sqlmodel import col, select

from catalog import updates
from catalog.assignments import Said
from catalog.messages import Choice, Message, OutFile, Subject
from catalog.tables import Assignment, Evidence, Person
from handlers import tasks
from handlers.binding import open_or_reported
from handlers.flow import enter
from handlers.incoming import Context, Received
from scheduler.wording import line_of
from templates.render import say


def start(ctx: Context) -> list[Message]:
    """/minhchung: which task, then the files."""
    rows = open_or_reported(ctx)
    if len(rows) == 1:
        ctx.args = {"assignment": rows[0].id}
        return about(ctx)
    if not rows:
        return [Message(say("answering.nothing_open"))]
    lines = [line_of(ctx.session, a, ctx.now, i) for i, a in enumerate(rows[:10], start=1)]
    choices = tuple(
        (Choice(say("answering.pick", line=line), "evidence", {"assignment": line.assignment_id}),) for line in lines
    )
    return [Message(say("answering.which_task", lines=lines), choices)]


def about(ctx: Context) -> list[Message]:
    """A task was chosen: wait for files."""
    assignment = ctx.session.get_one(Assignment, int(ctx.args["assignment"]))
    ctx.require("evidence", assignment)
    enter(ctx, "evidence", {"assignment": assignment.id})
    text = say(
        "evidence.send_now",
        line=line_of(ctx.session, assignment, ctx.now),
        limit=ctx.upload_limit,
        warn=_first_time(ctx),
    )
    return [Message(text, about=(Subject(1, assignment.id or 0),))]


def attach_all(ctx: Context, assignment: Assignment) -> list[Message]:
    """Keep every received file with this task and say what was kept, what was there before, what was refused."""
    ctx.require("evidence", assignment)
    kept: list[Evidence] = []
    again: list[str] = []
    for file in ctx.received:
        if file.kept is None:
            continue
        try:
            row = updates.attach(
                ctx.session, assignment, file.kept.sha256, file.kept.mime, file.kept.size, file.name, ctx.actor,
                ctx.now,                 Said(ctx.words, ctx.inbox_id),
            )  # fmt: skip
        except updates.Impossible as problem:
            return [Message(say("answering.impossible", reason=problem.reason))]
        if row is None:
            again.append(file.name)
        else:
            kept.append(row)
    line = line_of(ctx.session, assignment, ctx.now)
    text = say("evidence.kept", line=line, kept=kept, again=again, refused=_refused(ctx.received),
               limit=ctx.upload_limit,                warn=_first_time(ctx))  # fmt: skip
    buttons: tuple[tuple[Choice, ...], ...] = ()
    if assignment.state in ("not_started", "in_progress"):
        done = Choice(
            say("evidence.button_done"), "said", {"assignment": assignment.id, "state": "reported", "percent": 100}
        )
        buttons = ((done, tasks.update_buttons(assignment.id or 0)[0]),)
    return [Message(text, buttons, about=(Subject(1, assignment.id or 0),))]


def show(ctx: Context) -> list[Message]:
    """The files of a task, sent back to whoever may see it."""
    assignment = ctx.session.get_one(Assignment, int(ctx.args["assignment"]))
    ctx.require("see", assignment)
    rows = ctx.session.exec(
        select(Evidence)
        .where(Evidence.assignment_id == assignment.id, col(Evidence.withdrawn_at).is_(None))
        .order_by(col(Evidence.id))
    ).all()
    line = line_of(ctx.session, assignment, ctx.now)
    return [
        Message(say("evidence.file", line=line, evidence=row), files=(OutFile(row.name, sha256=row.sha256),))
        for row in rows
    ]


def ask_which(ctx: Context) -> list[Message]:
    """Files without a task: one question, and they wait in its choices."""
    refused = _refused(ctx.received)
    good = [file for file in ctx.received if file.kept is not None]
    if not good:
        return [Message(say("evidence.refused", refused=refused, limit=ctx.upload_limit))]
    rows = open_or_reported(ctx)
    if not rows:
        return [Message(say("answering.nothing_open"))]
    lines = [line_of(ctx.session, a, ctx.now, i) for i, a in enumerate(rows[:8], start=1)]
    files = [file.to_json() for file in good]
    choices = tuple(
        (
            Choice(
                say("answering.pick", line=line), "evidence_for",
                {"assignment": line.assignment_id, "files": files, "words": ctx.words[:500]},
            ),
        )
        for line in lines
    )  # fmt: skip
    return [Message(say("evidence.which_task", names=[file.name for file in good], refused=refused), choices)]


def _refused(received: Sequence[Received]) -> list[Received]:
    return [file for file in received if file.refused]


def _first_time(ctx: Context) -> bool:
    """Whether this person still has to be told, once, that classified documents do not belong here."""
    person = ctx.session.get_one(Person, ctx.person_id)
    if person.warned_classified_at is not None:
        return False
    person.warned_classified_at = ctx.now
    ctx.session.add(person)
    return True
