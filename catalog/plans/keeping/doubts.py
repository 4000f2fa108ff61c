"""Which cells of a plan were not read for certain, and what an officer makes of one: accepted, corrected, or left open.

A cell an officer has confirmed stays confirmed as long as it is printed and read as before.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.plans.meaning.certainty import CELL_OF
from catalog.tables import Assignment, Task
from catalog.work.snapshot import TO_DO

COLUMNS_OF = {
    "deadline": frozenset({"deadline_raw", "deadlines"}),
    "lead": frozenset({"lead_named", "lead", "lead_groups"}),
}
"""The columns of a task that a cell gives."""


@dataclass(frozen=True)
class CellInDoubt:
    """A cell that waits for an officer: `printed` as the document has it ("" where it is blank), `why` it is in doubt.

    `cell` is "deadline" or "lead"; `row` the place in the source; `title` is "" for a classified task.
    """

    task: int
    plan: int
    row: int
    number: str
    title: str
    cell: str
    printed: str
    why: str

    def to_json(self) -> dict[str, Any]:
        """As the import's report carries it."""
        return asdict(self)


def stored_doubts(task: Task) -> set[str]:
    """The cells the reader was not sure of when the stored task was read last, confirmed since or not."""
    return {CELL_OF[one["kind"]] for one in task.warnings if one["kind"] in CELL_OF}


def changed_cells(changes: Mapping[str, Any]) -> set[str]:
    """The cells behind the columns that a revision changed."""
    return {cell for cell, columns in COLUMNS_OF.items() if columns & changes.keys()}


def doubtful_cells(session: Session, plan_ids: Sequence[int]) -> list[CellInDoubt]:
    """The cells of these plans that wait for an officer, in printed order."""
    waiting = (
        sa.select(col(Assignment.task_id), col(Assignment.in_doubt))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .where(col(Assignment.in_doubt) != "", col(Assignment.state).in_(TO_DO), col(Task.plan_id).in_(plan_ids))
    )
    cells: dict[int, set[str]] = {}
    for task_id, held in session.execute(waiting):
        cells.setdefault(task_id, set()).update(held.split())
    if not cells:
        return []
    tasks = session.exec(
        select(Task).where(col(Task.id).in_(cells)).order_by(col(Task.plan_id), col(Task.position))
    ).all()
    return [_cell(task, cell) for task in tasks for cell in sorted(cells[task.id or 0], reverse=True)]


def _cell(task: Task, cell: str) -> CellInDoubt:
    printed = "" if task.classified else task.lead_raw if cell == "lead" else task.deadline_raw
    why = " ".join(one["text"] for one in task.warnings if CELL_OF.get(one["kind"]) == cell)
    return CellInDoubt(
        task=task.id or 0, plan=task.plan_id, row=task.source_row, number=task.number,
        title="" if task.classified else task.title, cell=cell, printed=printed, why="" if task.classified else why,
    )  # fmt: skip
