"""Many cells of a plan changed at once by one document: compared first, then each as `edit_plan` changes one.

A row that somebody else has changed since it was shown is left as it is and told.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from catalog.messaging.inbox_and_outbox import Message
from catalog.people.rights import Rights
from catalog.plans.keeping import amend
from catalog.plans.keeping.amend import Impossible, Wish
from catalog.plans.keeping.stored import task_row
from catalog.plans.model import ParsedTask
from catalog.tables import Plan, Task
from handlers.conversation.context import Context, NotAllowed
from handlers.officer.plans import edit_plan
from scheduler.digests.wording import place_of, plan_label, shown_title
from templates.render import say

CELLS = ("deadline", "lead", "support")
"""What can be typed anew; the mark of a classified task is set beside them."""


@dataclass(frozen=True)
class Row:
    """One task as it is edited: its cells in words, and `version`, which is another as soon as one of them is."""

    task_id: int
    title: str
    place: str
    cells: Mapping[str, str]
    classified: bool
    version: str


@dataclass(frozen=True)
class Difference:
    """What would change of one task: (cell, words before, words after); or why it cannot ("changed", "impossible")."""

    row: Row
    cells: Sequence[tuple[str, str, str]] = ()
    wish: Mapping[str, Any] | None = None
    why: str = ""
    words: str = ""


def row_of(session: Session, rights: Rights, task_id: int) -> Row | None:
    """A task with its cells; None where this person may not edit it."""
    task = session.get(Task, task_id)
    plan = session.get(Plan, task.plan_id) if task is not None else None
    if task is None or plan is None or task.withdrawn_at is not None:
        return None
    if not rights.may("edit_task", coordinator_id=plan.coordinator_id):
        return None
    cells = {} if task.classified else _words(task_row(session, task))
    mark = "|".join([str(task.classified), *(cells.get(name, "") for name in CELLS)])
    version = hashlib.sha256(mark.encode()).hexdigest()[:16]
    return Row(task_id, shown_title(task), f"{plan_label(plan)}, {place_of(task)}", cells, task.classified, version)


def _words(row: ParsedTask) -> dict[str, str]:
    """The cells of a task in words; of nobody nothing, so that an empty cell stays one."""
    actors = row.actors
    return {
        "deadline": " ".join(row.deadline_raw.split()) or (say("edit_plan.dates", row=row) if row.deadlines else ""),
        "lead": say("edit_plan.leads", row=row) if actors.lead_named or actors.lead or actors.lead_groups else "",
        "support": say("edit_plan.supports", row=row)
        if actors.support_named or actors.support or actors.support_groups
        else "",
    }


def difference(
    session: Session, rights: Rights, task_id: int, version: str, typed: Mapping[str, str], *, classified: bool
) -> Difference | None:
    """What was typed against what stands; None where nothing differs. Raises NotAllowed."""
    row = row_of(session, rights, task_id)
    if row is None:
        raise NotAllowed("edit_task", f"task:{task_id}")
    changed = {name: typed[name] for name in row.cells if name in typed and typed[name] != row.cells[name]}
    if row.version != version:
        differs = bool(changed) or classified != row.classified
        return Difference(row, why="changed") if differs else None
    wish: dict[str, Any] = dict(changed)
    if classified != row.classified:
        wish["classified"] = classified
    if not wish:
        return None
    task = session.get_one(Task, task_id)
    try:
        becomes = amend.wished_row(session, session.get_one(Plan, task.plan_id), task, Wish(**wish))
    except Impossible as problem:
        return Difference(row, why="impossible", words=say("edit_plan.impossible", problem=problem))
    after = _words(becomes)
    cells = [(name, row.cells[name], say("edit_plan.dates", row=becomes) if name == "deadline" else after[name])
             for name in changed]  # fmt: skip
    if "classified" in wish:
        cells.append(("classified", _mark(row.classified), _mark(classified)))
    return Difference(row, cells, wish)


def _mark(classified: bool) -> str:
    return say("edit_plan.secret_mark", classified=classified)


def change_all(ctx: Context) -> list[Message]:
    """ "Ghi nhận": each of `ctx.args["changes"]` (task, version, wish) by the same `document`; what is said of each."""
    document, said = str(ctx.args["document"]), []
    for change in ctx.args["changes"]:
        row = row_of(ctx.session, ctx.rights, int(change["task"]))
        if row is None:
            raise NotAllowed("edit_task", f"task:{change['task']}")
        if row.version != change["version"]:
            said.append(say("edit_plan.changed_meanwhile", code=row.task_id))
            continue
        ctx.args = {"task": row.task_id, "wish": dict(change["wish"]), "document": document}
        said += [message.text for message in edit_plan.change(ctx)]
    return [Message("\n".join(said))]
