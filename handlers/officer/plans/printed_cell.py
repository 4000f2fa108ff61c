"""A cell in doubt as it is printed: where its plan came in chat as a PDF, its row goes along as a picture."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from sqlmodel import Session, col, select

from catalog.documents.model import NotReadable
from catalog.messaging.inbox_and_outbox import OutFile
from catalog.people.rights import rights_of
from catalog.tables import ImportRun, Plan, PlanFile, Task
from catalog.work.evidence import EvidenceStore, FileDamaged
from handlers.conversation.context import Context
from scheduler.delivery.channel import NothingToShow

_PER_PAGE = 1000
"""A position in a PDF is its page times this and the place on it (`catalog.plans.meaning.pages`)."""


def picture(ctx: Context, task: Task) -> tuple[OutFile, ...]:
    """The picture of the task's printed row, drawn when it is sent; none where the plan did not come as a PDF."""
    if _source(ctx.session, task) is None:
        return ()
    args = {"task": task.id, "person": ctx.person_id}
    return (OutFile(f"dong-in-{task.id}.png", make="printed_cell", args=args, picture=True),)


def maker(files: EvidenceStore | None) -> Callable[[Session, dict[str, Any], dt.datetime], Callable[[], bytes]]:
    """What draws it (with `whole` all of its page), from the file as it was sent.

    Raises NothingToShow: the printed words say the same.
    """

    def made(session: Session, args: dict[str, Any], now: dt.datetime) -> Callable[[], bytes]:
        task = session.get(Task, int(args["task"]))
        if task is None:
            raise NothingToShow("no such task")
        coordinator = session.get_one(Plan, task.plan_id).coordinator_id
        source = _source(session, task)
        if (
            source is None
            or files is None
            or not rights_of(session, int(args["person"]), now).may("edit_task", coordinator_id=coordinator)
        ):
            raise NothingToShow("no right to this row any more, or no file of it")
        page = task.source_row // _PER_PAGE
        words = [] if args.get("whole") else [task.title, task.deadline_raw, task.lead_raw]

        def drawn() -> bytes:
            from catalog.documents.pdf.cut_out import cut_out  # a few times a year

            try:
                return cut_out(files.read(source), page, words)
            except (NotReadable, FileDamaged) as problem:
                raise NothingToShow(str(problem)) from problem

        return drawn

    return made


def _source(session: Session, task: Task) -> str | None:
    """The kept PDF (its sha256) the plan was read from last; None for any other file, and for what is classified."""
    runs = select(ImportRun.source_sha256).where(ImportRun.plan_id == task.plan_id).order_by(col(ImportRun.id).desc())
    latest = session.exec(runs.limit(1)).first()
    if task.classified or not latest or task.source_row < _PER_PAGE:
        return None
    sent = select(PlanFile.name).where(PlanFile.plan_id == task.plan_id, PlanFile.sha256 == latest)
    name = session.exec(sent.where(PlanFile.state == "imported").limit(1)).first()
    return latest if name and name.lower().endswith(".pdf") else None
