"""A plan sent as a file: read outside the conversation, told back with what to look at first, stored when confirmed.

The file waits as a `PlanFile`; `bot.reading.plan_reading` reads it and calls `read` or `unreadable`. Every step checks
anew that the person may import this plan.
"""

import datetime as dt
import re

from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies.stored import agency_id, agency_name
from catalog.audit import Actor
from catalog.messaging.inbox_and_outbox import Choice, Message, queue
from catalog.people.rights import Rights, rights_of
from catalog.plans.codec import plan_from_json, plan_to_json
from catalog.plans.keeping.amendment import Amendment
from catalog.plans.keeping.identity import Unconfirmed, known_plan
from catalog.plans.keeping.pairing import Doubtful
from catalog.plans.keeping.report import ImportReport
from catalog.plans.keeping.store import import_plan
from catalog.plans.keeping.withdrawal import ManyWithdrawn
from catalog.plans.model import ParsedPlan
from catalog.tables import Contact, Plan, PlanFile
from catalog.text import fold
from handlers.conversation.context import Context, NotAllowed, Received
from handlers.conversation.open_conversations import enter, leave
from handlers.focal_point import evidence, upload_links
from templates.render import say

_ORDERED = re.compile(
    r"\b(?:nhap|nap|import|dua (?:\w+ ){0,4}(?:vao|len)|tai (?:\w+ ){0,4}len|cap nhat ke hoach|theo doi|don doc)\b"
)
"""A caption that orders what to do with a plan: "nhập kế hoạch này", "đưa vào theo dõi giúp"."""
_OF_A_TASK = re.compile(
    r"#\d|\b(?:viec|nhiem vu|nv) (?:so )?\d|\b(?:xong|minh chung|bang chung|bao cao|danh sach|ma moi)\b"
)
"""What makes it evidence of a task or a list all the same."""
_MAY_BE_PLAN = re.compile(rf"\bke hoach\b|{_ORDERED.pattern}")
_SCANS = 3
_MOST_WAITING = 50


def may_import(rights: Rights) -> bool:
    """Whether this person may import any plan at all."""
    return any(rights.may("import", coordinator_id=agency) for agency in (*rights.agencies("officer"), None))


def any_plan(ctx: Context) -> bool:
    """Whether the store holds a plan yet."""
    return ctx.session.exec(select(Plan.id).limit(1)).first() is not None


def ask_for_file(ctx: Context) -> list[Message]:
    """ "Nhập kế hoạch": the next file of this chat is a plan."""
    if not may_import(ctx.rights):
        raise NotAllowed("import", "plan")
    enter(ctx, "plan_file", {})
    link = "" if upload_links.takes_documents(ctx) or ctx.incoming.group else upload_links.link_for(ctx, None)
    return [Message(say("edit_plan.send_file", limit=ctx.upload_limit, link=link))]


def awaited(ctx: Context) -> list[Message] | None:
    """A file that came on another way while one is waited for; None where none is."""
    waited = ctx.conversation is not None and ctx.conversation.flow == "plan_file" and bool(ctx.received)
    return came(ctx) if waited else None


def came(ctx: Context) -> list[Message]:
    """What followed "Nhập kế hoạch"."""
    if not ctx.received:
        return [Message(say("edit_plan.no_file"))]
    leave(ctx)
    return _take(ctx, list(ctx.received))


def one_document(ctx: Context) -> list[Received]:
    """The one file of a message in a private chat, where it is kept and no picture; else none."""
    documents = [f for f in ctx.received if f.kept is not None and not f.kept.mime.startswith("image/")]
    return documents if len(ctx.received) == 1 and not ctx.incoming.group else []


def offer(ctx: Context) -> list[Message] | None:
    """A document an officer sends without a word about a task: a plan, or evidence? None when it is neither's case."""
    documents = one_document(ctx)
    if not documents or ctx.points_at_ours:
        return None
    if (ctx.words and not _MAY_BE_PLAN.search(fold(ctx.words))) or not may_import(ctx.rights):
        return None
    if _ORDERED.search(fold(ctx.words)) and not _OF_A_TASK.search(fold(ctx.words)):
        return to_be_read(ctx, documents)
    args = {"files": [file.to_json() for file in documents], "words": ctx.words[:500]}
    choices = (
        (Choice(say("edit_plan.button_is_plan"), "plan_take", args),),
        (Choice(say("edit_plan.button_is_evidence"), "plan_not", args),),
        (Choice(say("edit_plan.button_is_invitations"), "invite_book", args),),
    )
    return [Message(say("edit_plan.plan_or_evidence", name=documents[0].name), choices)]


def take(ctx: Context) -> list[Message]:
    """It is a plan."""
    return _take(ctx, Received.waiting_in(ctx.args))


def is_evidence(ctx: Context) -> list[Message]:
    """It is evidence of a task: which?"""
    ctx.received = Received.waiting_in(ctx.args)
    ctx.words = str(ctx.args.get("words", ""))
    return evidence.ask_which(ctx)


def _take(ctx: Context, files: list[Received]) -> list[Message]:
    if not may_import(ctx.rights):
        raise NotAllowed("import", "plan")
    return to_be_read(ctx, files)


def to_be_read(ctx: Context, files: list[Received], **answers: bool) -> list[Message]:
    """These files wait to be read outside the conversation (`bot.reading.plan_reading`); `answers` say as what."""
    told = []
    for file in files:
        if file.kept is None:
            told.append(Message(say("edit_plan.refused", name=file.name, reason=file.refused, limit=ctx.upload_limit)))
            continue
        row = PlanFile(
            person_id=ctx.person_id, contact_id=ctx.contact.id or 0, channel=ctx.incoming.channel,
            sha256=file.kept.sha256, name=file.name, sent_at=ctx.now, answers=answers,
        )  # fmt: skip
        ctx.session.add(row)
        told.append(Message(say("edit_plan.reading", name=file.name)))
    ctx.session.flush()
    return told


def unreadable(session: Session, file_id: int, sentence: str, now: dt.datetime) -> None:
    """The file is no plan: say why, store nothing."""
    row = session.get_one(PlanFile, file_id)
    if row.state != "waiting":
        return
    row.state = "refused"
    session.add(row)
    tell(session, row, Message(say("edit_plan.unreadable", sentence=sentence)), now)


def still_reading(session: Session, file_id: int, now: dt.datetime) -> None:
    """It takes longer than a moment: say that it goes on."""
    row = session.get_one(PlanFile, file_id)
    if row.state == "waiting":
        tell(session, row, Message(say("edit_plan.still_reading", name=row.name)), now)


def read(session: Session, file_id: int, parsed: ParsedPlan, now: dt.datetime) -> None:
    """The file was read: what an import of it would do is told, warnings first; nothing is stored yet."""
    row = session.get_one(PlanFile, file_id)
    if row.state != "waiting":
        return
    if parsed.tasks and all(task.classified for task in parsed.tasks):
        row.state = "refused"
        session.add(row)
        tell(session, row, Message(say("edit_plan.stamped", name=row.name)), now)
        return
    row.state, row.plan = "read", plan_to_json(parsed)
    session.add(row)
    session.flush()
    tell(session, row, _looked_at(session, row, now), now)


def confirm(ctx: Context) -> list[Message]:
    """ "Nhập": the import itself, all or nothing."""
    row = _mine(ctx)
    if row.state != "read":
        return [Message(say("edit_plan.over", state=row.state))]
    try:
        with ctx.session.begin_nested():
            report = _import(ctx.session, row, ctx.actor, ctx.now)
    except (Unconfirmed, Doubtful, ManyWithdrawn) as doubt:
        # Something changed between the question and the answer: ask again.
        return [_question(row, doubt)]
    row.state, row.plan_id = "imported", report.plan["id"]
    ctx.session.add(row)
    return [Message(say("edit_plan.imported", report=report), _after(report))]


def drop(ctx: Context) -> list[Message]:
    """ "Không nhập": nothing of it stays."""
    row = _mine(ctx)
    if row.state == "read":
        row.state = "dropped"
        ctx.session.add(row)
    return [Message(say("edit_plan.over", state=row.state))]


def is_plan(ctx: Context) -> list[Message]:
    """Which stored plan the file is a new edition of (0: a new plan), said by a person."""
    row = _mine(ctx)
    row.plan_id = int(ctx.args["plan"]) or None
    row.answers = {**row.answers, "plan": int(ctx.args["plan"])}
    return _again(ctx, row)


def may_withdraw(ctx: Context) -> list[Message]:
    """So many tasks are really to be withdrawn, said by a person."""
    row = _mine(ctx)
    row.answers = {**row.answers, "withdraw": True}
    return _again(ctx, row)


def is_task(ctx: Context) -> list[Message]:
    """Which stored task a doubtful row is (None: a new one), said by a person."""
    row = _mine(ctx)
    row.answers = {**row.answers, str(ctx.args["row"]): ctx.args["task"]}
    return _again(ctx, row)


def _again(ctx: Context, row: PlanFile) -> list[Message]:
    if row.state != "read":
        return [Message(say("edit_plan.over", state=row.state))]
    ctx.session.add(row)
    ctx.session.flush()
    return [_looked_at(ctx.session, row, ctx.now)]


def _mine(ctx: Context) -> PlanFile:
    row = ctx.session.get_one(PlanFile, int(ctx.args["file"]))
    if row.person_id != ctx.person_id:
        raise NotAllowed("import", f"plan_file:{row.id}")
    return row


def _looked_at(session: Session, row: PlanFile, now: dt.datetime) -> Message:
    """What the import would do, from trying it and taking it back; or what must be asked, or why it may not be."""
    trial = session.begin_nested()
    try:
        report = _import(session, row, Actor(row.person_id, row.channel), now)
    except NotAllowed as refusal:
        trial.rollback()
        audit.append(session, Actor(row.person_id, row.channel), "refused.import", refusal.subject, now, {})
        row.state = "refused"
        return Message(say("edit_plan.not_yours", agency=refusal.subject))
    except Amendment as amends:
        # Shown as a difference of the plan it amends; the officer may say that it is one by itself.
        trial.rollback()
        row.answers = {**row.answers, "plan": amends.plan_id}
        session.add(row)
        session.flush()
        return _looked_at(session, row, now)
    except (Unconfirmed, Doubtful, ManyWithdrawn) as doubt:
        trial.rollback()
        return _question(row, doubt)
    trial.rollback()
    session.expire_all()
    file = {"file": row.id}
    apart = Choice(say("edit_plan.button_apart"), "plan_is", {**file, "plan": 0})
    choices: tuple[tuple[Choice, ...], ...] = (
        (
            Choice(
                say("edit_plan.button_apply" if report.by_document else "edit_plan.button_import"), "plan_confirm", file
            ),
        ),
        *([(apart,)] if report.by_document else []),
        (Choice(say("edit_plan.button_drop"), "plan_drop", file),),
    )
    return Message(say("edit_plan.report", report=report, name=row.name), choices)


def _import(session: Session, row: PlanFile, actor: Actor, now: dt.datetime) -> ImportReport:
    """Import as this person. Raises NotAllowed (its subject the coordinating agency), Unconfirmed, Doubtful."""
    parsed = plan_from_json(row.plan)
    chosen = row.answers.get("plan")
    answers = {int(key): task for key, task in row.answers.items() if key.isdigit()}
    rights = rights_of(session, row.person_id, now)
    own = rights.agencies("officer")
    known = known_plan(session, parsed, chosen, row.sha256)
    coordinator = known.coordinator_id if known else agency_id(session, parsed.coordinator) or (own[0] if own else None)
    if not rights.may("import", coordinator_id=coordinator):
        raise NotAllowed("import", agency_name(session, coordinator))
    return import_plan(
        session, parsed, actor, now, source_name=row.name, source_sha256=row.sha256, plan_id=chosen, answers=answers,
        coordinator_id=coordinator, withdraw=bool(row.answers.get("withdraw")),
        hold_doubtful=True,
    )  # fmt: skip


def _question(row: PlanFile, doubt: Unconfirmed | Doubtful | ManyWithdrawn) -> Message:
    """One question at a time, with its answers as choices."""
    file = {"file": row.id}
    drop_it = (Choice(say("edit_plan.button_drop"), "plan_drop", file),)
    if isinstance(doubt, Unconfirmed):
        return Message(
            say("edit_plan.same_title", name=doubt.title, new=doubt.new_title),
            (
                (Choice(say("edit_plan.button_same_plan"), "plan_is", {**file, "plan": doubt.plan_id}),),
                (Choice(say("edit_plan.button_new_plan"), "plan_is", {**file, "plan": 0}),),
                drop_it,
            ),
        )
    if isinstance(doubt, ManyWithdrawn):
        yes = (Choice(say("edit_plan.button_withdraw", count=doubt.count), "plan_withdraw", file),)
        return Message(say("edit_plan.many_withdrawn", doubt=doubt), (yes, drop_it))
    first = doubt.rows[0]
    about = {**file, "row": first["row"]}
    options = tuple(
        (Choice(say("edit_plan.button_candidate", candidate=one), "plan_row", {**about, "task": one["task"]}),)
        for one in first["candidates"]
    )
    new = (Choice(say("edit_plan.button_new_task"), "plan_row", {**about, "task": None}),)
    return Message(say("edit_plan.which_task", row=first, left=len(doubt.rows) - 1), (*options, new, drop_it))


def _after(report: ImportReport) -> tuple[tuple[Choice, ...], ...]:
    plan = {"plan": report.plan["id"]}
    doubts, unassigned = len(report.in_doubt), report.unassigned
    rows = (
        (doubts, Choice(say("doubtful_cells.button_list", count=doubts), "doubts", plan)),
        (len(report.twins), Choice(say("twins.button_list", count=len(report.twins)), "twins", plan)),
        (unassigned, Choice(say("edit_plan.button_unassigned", count=unassigned), "task_unassigned", plan)),
    )
    return tuple((choice,) for count, choice in rows if count)


def tell(session: Session, row: PlanFile, message: Message, now: dt.datetime) -> None:
    """To whoever sent the file, in the chat it came from."""
    contact = session.get_one(Contact, row.contact_id)
    if contact.person_id == row.person_id:
        queue(session, contact, message, now)


def scans_waiting(ctx: Context) -> list[PlanFile]:
    """The scans this person sent of which a page waits to be confirmed, the oldest first."""
    scans = select(PlanFile).where(col(PlanFile.person_id) == ctx.person_id, col(PlanFile.state) == "scanned")
    return list(ctx.session.exec(scans.order_by(col(PlanFile.id)).limit(_MOST_WAITING)))


def buttons(ctx: Context) -> tuple[tuple[Choice, ...], ...]:
    """What /kehoach offers to those who may change plans."""
    if not may_import(ctx.rights) or ctx.incoming.group:
        return ()
    waiting = [
        (Choice(say("scanned_pages.button_waiting", name=row.name), "scan_show", {"file": row.id}),)
        for row in scans_waiting(ctx)[:_SCANS]
    ]
    return (
        (Choice(say("edit_plan.button_send"), "plan_send"), Choice(say("edit_plan.button_tasks"), "task_plans")),
        *waiting,
    )
