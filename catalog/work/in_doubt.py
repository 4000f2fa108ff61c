"""Cells of a plan that were not read for certain: the work they say is reminded of nobody before an officer has looked.

`Assignment.in_doubt` holds the cells in doubt ("deadline", "lead", or both with a space between; "" for none). Rights
are checked by the caller.
"""

import datetime as dt
from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.audit import Actor
from catalog.tables import Assignment
from catalog.work import assignments
from catalog.work.assignments import Said

MAY_BE_REMINDED_OF = sa.and_(
    col(Assignment.overdue_at_import).is_(False),
    col(Assignment.in_doubt) == "",
    col(Assignment.follows_id).is_(None),
)
"""What may be reminded of: neither overdue when its plan was imported nor in doubt, nor answered with another."""


def written(cells: Collection[str]) -> str:
    """The cells as the column holds them."""
    return " ".join(sorted(cells))


def settle(
    session: Session,
    task_id: int,
    cells: Collection[str],
    actor: Actor,
    now: dt.datetime,
    said: Said,
    *,
    in_doubt: Collection[str] = (),
    kind: str = "nudging_started",
) -> int:
    """These cells of a task are certain now, `in_doubt` are not; on record for every agency it changes, how many.

    `kind` of the record: "nudging_started" for an officer's word, "plan_revised" for a new edition's.
    """
    rows = session.exec(
        select(Assignment)
        .where(Assignment.task_id == task_id, Assignment.role == "lead", Assignment.state != "cancelled")
        .order_by(col(Assignment.id))
    ).all()
    count = 0
    for row in rows:
        after = written((set(row.in_doubt.split()) - set(cells)) | set(in_doubt))
        if after == row.in_doubt:
            continue
        effects = [{"changed": f"assignment:{row.id}", "before": {"in_doubt": row.in_doubt}}]
        row.in_doubt = after
        stands = assignments.snapshot_of(session, row)
        assignments.record(session, row, kind, stands, actor, now, said, effects=effects)
        count += 1
    return count
