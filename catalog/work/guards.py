"""What every act on an assignment needs first: its plan, its open snapshot, and the one way to say no."""

from sqlmodel import Session, col, select

from catalog.tables import Assignment, Plan, Task
from catalog.work import assignments
from catalog.work.snapshot import Snapshot


class Impossible(Exception):
    """The act does not fit how things stand; `reason` is a stable word the conversation turns into a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def plan_of(session: Session, assignment: Assignment) -> Plan:
    """The plan an assignment belongs to."""
    return session.exec(
        select(Plan).join(Task, col(Task.plan_id) == col(Plan.id)).where(Task.id == assignment.task_id)
    ).one()


def open_snapshot(session: Session, assignment: Assignment) -> Snapshot:
    """How an assignment stands that can still be worked on. Raises Impossible("closed")."""
    snapshot = assignments.snapshot_of(session, assignment)
    if not snapshot.open:
        raise Impossible("closed")
    return snapshot


def let_go(assignment: Assignment) -> list[dict[str, object]]:
    """End the hold of an assignment that waited for its officer; the effect to record, so that it can be undone."""
    if not assignment.overdue_at_import:
        return []
    assignment.overdue_at_import = False
    return [{"changed": f"assignment:{assignment.id}", "before": {"overdue_at_import": True}}]
