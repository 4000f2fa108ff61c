"""Work done in a store: a plan, a task, progress and evidence."""

import datetime as dt
from collections.abc import Iterable

from sqlmodel import Session, select

from catalog.audit import SYSTEM
from catalog.store.store import Store
from catalog.tables import AgencyRow, Assignment, Milestone, Plan, Task
from catalog.work import assignments, evidence_of_assignment, updates
from catalog.work.assignments import Said
from catalog.work.evidence import EvidenceStore, Kept

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


def picture(number: int) -> bytes:
    """Bytes that show as a PNG, each number another file."""
    return b"\x89PNG\r\n\x1a\n" + number.to_bytes(4, "big") * 200


def founded_task(session: Session, now: dt.datetime, due: dt.date | None = None) -> Task:
    """The one task of a new plan, due on a day or never; nobody has it yet."""
    plan = Plan(title="Kế hoạch", imported_at=now)
    session.add(plan)
    session.flush()
    task = Task(plan_id=plan.id or 0, position=1, title="Việc", added_at=now)
    session.add(task)
    session.flush()
    if due is not None:
        session.add(Milestone(task_id=task.id or 0, slot=1, kind="date", due=due))
        session.flush()
    return task


def work_on(store: Store, evidence: EvidenceStore, rounds: int | Iterable[int]) -> None:
    """Progress and evidence on one assignment, as many writes as `rounds`, or one for each number."""

    def first(session: Session) -> int:
        agency = session.exec(select(AgencyRow.id)).first()
        return assignments.create(session, founded_task(session, NOW), [agency or 0], "lead", SYSTEM, NOW)[0]

    assignment = store.write(first)
    for number in range(rounds) if isinstance(rounds, int) else rounds:
        kept = evidence.keep(picture(number))

        def more(session: Session, number: int = number, kept: Kept = kept) -> None:
            row = session.get_one(Assignment, assignment)
            moment = NOW + dt.timedelta(seconds=number + 1)
            updates.progress(session, row, "in_progress", number % 100, SYSTEM, moment, Said(f"lần {number}"))
            evidence_of_assignment.attach(session, row, [(f"{number}.png", kept)], SYSTEM, moment, Said())

        store.write(more)
