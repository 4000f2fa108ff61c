"""Cells of plans that were not read for certain: the officer accepts one as read, corrects it, or leaves it open.

Nobody is reminded of the task before (DESIGN section 3).
"""

from sqlmodel import col, select

from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.message import in_rows
from catalog.plans.keeping.amend import Impossible, confirm_cell
from catalog.plans.keeping.doubts import CellInDoubt, doubtful_cells
from catalog.plans.keeping.stored import task_row
from catalog.tables import Plan, Task
from catalog.work.assignments import Said
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.open_conversations import enter, leave
from handlers.officer.plans import printed_cell
from scheduler.digests.officer_desk import coordinated
from scheduler.digests.wording import plan_label
from templates.render import say

PAGE = 6


def listing(ctx: Context) -> list[Message]:
    """The cells that wait, in printed order, each as it is printed; a number opens one."""
    page = int(ctx.args.get("page", 0))
    cells = waiting(ctx)
    if not cells:
        return [Message(say("doubtful_cells.nothing"))]
    shown = list(enumerate(cells, start=1))[page * PAGE : (page + 1) * PAGE]
    rows = in_rows([Choice(str(n), "doubt_one", about(cell)) for n, cell in shown], PAGE)
    left = len(cells) - (page + 1) * PAGE
    if left > 0:
        rows.append((Choice(say("digest.button_more", count=left), "doubts", {**ctx.args, "page": page + 1}),))
    return [Message(say("doubtful_cells.listing", cells=shown, total=len(cells)), tuple(rows))]


def one(ctx: Context) -> list[Message]:
    """One cell: the printed words (in a PDF their picture, too), how they were read and why in doubt; three answers."""
    found = _cell(ctx)
    if found is None:
        return [_next(say("doubtful_cells.settled_before"))]
    cell, task, plan = found
    choice = about(cell)
    rows = (
        (Choice(say("doubtful_cells.button_accept"), "doubt_accept", choice),),
        (
            Choice(say("doubtful_cells.button_correct"), "doubt_correct", choice),
            Choice(say("doubtful_cells.button_leave", cell=cell.cell), "doubt_leave", choice),
        ),
    )
    text = say("doubtful_cells.one", cell=cell, row=task_row(ctx.session, task), plan=plan_label(plan))
    return [Message(text, rows, printed_cell.picture(ctx, task))]


def accept(ctx: Context) -> list[Message]:
    """It is right as it was read."""
    return _confirm(ctx, None)


def leave_open(ctx: Context) -> list[Message]:
    """It stays without a lead, or without a date."""
    return _confirm(ctx, "")


def correct(ctx: Context) -> list[Message]:
    """What does the document say?"""
    found = _cell(ctx)
    if found is None:
        return [_next(say("doubtful_cells.settled_before"))]
    enter(ctx, "doubt_correct", about(found[0]))
    return [Message(say("doubtful_cells.ask", cell=found[0]))]


def corrected(ctx: Context) -> list[Message]:
    """The right words came."""
    return _confirm(ctx, ctx.words.strip())


def _confirm(ctx: Context, value: str | None) -> list[Message]:
    found = _cell(ctx)
    if found is None:
        leave(ctx)
        return [_next(say("doubtful_cells.settled_before"))]
    cell, task, plan = found
    said = Said(ctx.words, ctx.inbox_id, document_number=plan.number)
    try:
        confirm_cell(ctx.session, task, cell.cell, value, ctx.actor, ctx.now, said)
    except Impossible as problem:
        return [Message(say("edit_plan.impossible", problem=problem))]
    leave(ctx)
    row = task_row(ctx.session, task)
    left = len(waiting(ctx))
    return [_next(say("doubtful_cells.settled", cell=cell, row=row, left=left), left)]


def _next(text: str, left: int = 1) -> Message:
    return Message(text, ((Choice(say("doubtful_cells.button_next"), "doubts", {}),),) if left else ())


def about(cell: CellInDoubt) -> dict[str, object]:
    """What a button about a cell carries."""
    return {"task": cell.task, "cell": cell.cell}


def waiting(ctx: Context) -> list[CellInDoubt]:
    """The cells of the officer's plans, or of the one that is asked about. Raises NotAllowed."""
    if not ctx.rights.has("officer"):
        raise NotAllowed("edit_task", "in_doubt")
    plans = [plan.id or 0 for plan in coordinated(ctx.session, ctx.rights)]
    wanted = ctx.args.get("plan")
    return doubtful_cells(ctx.session, [plan for plan in plans if wanted is None or plan == int(wanted)])


def _cell(ctx: Context) -> tuple[CellInDoubt, Task, Plan] | None:
    """The cell that is meant, with its task and plan; None once it is settled. Raises NotAllowed."""
    task = ctx.session.exec(select(Task).where(col(Task.id) == int(ctx.args["task"]))).one()
    plan = ctx.session.get_one(Plan, task.plan_id)
    if not ctx.rights.may("edit_task", coordinator_id=plan.coordinator_id):
        raise NotAllowed("edit_task", f"task:{task.id}")
    wanted = (task.id, str(ctx.args["cell"]))
    found = next((one for one in doubtful_cells(ctx.session, [task.plan_id]) if (one.task, one.cell) == wanted), None)
    return None if found is None else (found, task, plan)
