"""What a revision does to a stored task: columns, milestones and assignments follow, ids and history stay.

Everything that changes an assignment goes through `assignments.record` as "plan_revised" or "cancelled".
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.audit import Actor
from catalog.clock import local_day
from catalog.plans.keeping.agency_rows import AgencyRows
from catalog.plans.keeping.doubts import changed_cells, stored_doubts
from catalog.plans.keeping.reslot import reslot
from catalog.plans.meaning.certainty import cells_in_doubt
from catalog.plans.model import ParsedTask
from catalog.tables import Assignment, Milestone, Slot, Task, Update
from catalog.work import assignments, in_doubt
from catalog.work.assignments import Giving, Said
from catalog.work.deadline import Deadline
from catalog.work.snapshot import Snapshot

_COMPARED = (
    "annex", "section", "section_title", "number", "title", "output", "deadline_raw", "notes", "heading_only",
    "parent_number", "lead_named", "lead", "lead_groups", "support_named", "support", "support_groups", "children",
    "classified",
)  # fmt: skip


@dataclass(frozen=True)
class Revision:
    """Who revises, when, and with what words and document.

    `hold_doubtful`: what was not read for certain waits for an officer; not so where an officer says it.
    """

    session: Session
    actor: Actor
    now: dt.datetime
    agencies: AgencyRows
    said: Said = field(default_factory=Said)
    hold_doubtful: bool = False


def task_values(row: ParsedTask) -> dict[str, Any]:
    """The columns of `task` that come from the row."""
    warnings = dict.fromkeys((*row.warnings, *row.actors.warnings))
    return {
        "annex": row.annex, "section": row.section, "section_title": row.section_title, "number": row.number,
        "number_printed": row.number_printed,
        "title": row.title, "output": row.output, "deadline_raw": row.deadline_raw, "notes": row.notes,
        "heading_only": row.heading_only, "classified": row.classified, "parent_number": row.parent_number,
        "lead_named": list(row.actors.lead_named), "lead": list(row.actors.lead),
        "lead_groups": list(row.actors.lead_groups),
        "support_named": list(row.actors.support_named), "support": list(row.actors.support),
        "support_groups": list(row.actors.support_groups),
        "lead_raw": row.lead_raw, "support_raw": row.support_raw, "children": list(row.children),
        "warnings": [{"kind": w.kind, "text": w.text} for w in warnings], "source_row": row.source_row,
    }  # fmt: skip


def milestones_of(session: Session, task: Task) -> list[Deadline]:
    """The deadlines of a stored task, in order."""
    rows = session.exec(select(Milestone).where(Milestone.task_id == task.id).order_by(col(Milestone.slot))).all()
    return [Deadline(m.kind, m.label, m.start, m.due) for m in rows]  # type: ignore[arg-type]


def apply(revision: Revision, task: Task, position: int, row: ParsedTask) -> dict[str, dict[str, Any]]:
    """Bring a stored task and its assignments up to its new row; the changes field by field, {} when there is none."""
    session = revision.session
    unsure_before = stored_doubts(task)
    new = task_values(row)
    changes = {
        name: {"before": getattr(task, name), "after": new[name]}
        for name in _COMPARED
        if getattr(task, name) != new[name]
    }
    for name, value in new.items():
        if getattr(task, name) != value:
            setattr(task, name, value)
    task.position = position
    old = milestones_of(session, task)
    redated = old != list(row.deadlines)
    if redated:
        changes["deadlines"] = {"before": [_printable(d) for d in old], "after": [_printable(d) for d in row.deadlines]}
        _redate(revision, task, row.deadlines)
    elif "classified" in changes:
        _relabel(session, task, row.deadlines)
    if task.withdrawn_at is not None:
        changes["withdrawn"] = {"before": True, "after": False}
        task.withdrawn_at = None
    session.add(task)
    if redated or changes.keys() & {"lead", "lead_groups", "support", "heading_only", "withdrawn"}:
        _match_assignments(revision, task, row)
    _doubt(revision, task, unsure_before, cells_in_doubt(row), changed_cells(changes))
    return changes


def _doubt(revision: Revision, task: Task, before: set[str], unsure: set[str], changed: set[str]) -> None:
    """What is read otherwise or for the first time without certainty waits anew; what is certain now waits no longer.

    What an officer has confirmed is asked about again only where it is printed otherwise.
    """
    anew = {cell for cell in unsure if cell in changed or cell not in before} if revision.hold_doubtful else set()
    certain = (before - unsure) | (changed - anew)
    if task.id is not None and (anew or certain):
        in_doubt.settle(
            revision.session, task.id, certain, revision.actor, revision.now, revision.said, in_doubt=anew,
            kind="plan_revised",
        )  # fmt: skip


def withdraw(session: Session, task: Task, actor: Actor, now: dt.datetime, said: Said | None = None) -> None:
    """The new edition has no such row: the task keeps its history, its assignments end outside the total.

    What is withdrawn already stays withdrawn since then: a past day shows what it showed.
    """
    task.withdrawn_at = task.withdrawn_at or now
    session.add(task)
    for assignment in _all(session, task):
        _cancel(session, assignment, actor, now, said or Said())


def _match_assignments(revision: Revision, task: Task, row: ParsedTask) -> None:
    """Agencies that came in get their assignment (or their old one back), those that left are cancelled on record."""
    leads, supports = revision.agencies.wanted(row)
    wanted = {(agency, "lead") for agency in leads} | {(agency, "support") for agency in supports}
    held = {(a.agency_id, a.role): a for a in _all(revision.session, task)}
    for key in sorted(held):
        if key in wanted:
            _give_back(revision, held[key])
        else:
            _cancel(revision.session, held[key], revision.actor, revision.now, revision.said)
    assert task.id is not None
    givings = [
        Giving(
            task.id,
            [agency for agency in ids if (agency, role) not in held],
            role,
            open_labels(row.deadlines, row.classified),
        )
        for role, ids in (("lead", leads), ("support", supports))
    ]
    assignments.create_all(
        revision.session, [giving for giving in givings if giving.agencies], revision.actor, revision.now,
        hold_before=local_day(revision.now), said=revision.said,
    )  # fmt: skip


def _all(session: Session, task: Task) -> Sequence[Assignment]:
    return session.exec(select(Assignment).where(Assignment.task_id == task.id).order_by(col(Assignment.id))).all()


def _cancel(session: Session, assignment: Assignment, actor: Actor, now: dt.datetime, said: Said) -> None:
    if assignment.state != "cancelled":
        after = replace(assignments.snapshot_of(session, assignment), state="cancelled")
        assignments.record(session, assignment, "cancelled", after, actor, now, replace(said, text="plan_revised"))


def _give_back(revision: Revision, assignment: Assignment) -> None:
    """What an earlier edition had cancelled stands again as it stood then; what an officer cancelled stays so."""
    if assignment.state != "cancelled":
        return
    last = revision.session.exec(
        select(Update).where(Update.assignment_id == assignment.id).order_by(col(Update.id).desc())
    ).first()
    if last is None or last.kind != "cancelled" or last.text != "plan_revised":
        return
    now_stands = assignments.snapshot_of(revision.session, assignment)
    was = Snapshot.from_json(last.before)
    after = replace(now_stands, state=was.state, percent=was.percent)
    assignments.record(
        revision.session, assignment, "plan_revised", after, revision.actor, revision.now, revision.said
    )  # fmt: skip


def _redate(revision: Revision, task: Task, deadlines: Sequence[Deadline]) -> None:
    """New milestones; open assignments follow, with what they had met kept and the change on record."""
    session = revision.session
    for milestone in session.exec(select(Milestone).where(Milestone.task_id == task.id)).all():
        session.delete(milestone)
    session.flush()
    assert task.id is not None
    for number, d in enumerate(deadlines, start=1):
        session.add(Milestone(task_id=task.id, slot=number, label=d.label, kind=d.kind, start=d.start, due=d.due))
    session.flush()
    for assignment in _all(session, task):
        reslot(
            session, assignment, open_labels(deadlines, task.classified), revision.actor, revision.now, revision.said
        )


def _relabel(session: Session, task: Task, deadlines: Sequence[Deadline]) -> None:
    """The names of the milestones as messages may show them."""
    for number, deadline in enumerate(open_labels(deadlines, task.classified), start=1):
        of_task = sa.select(col(Assignment.id)).where(col(Assignment.task_id) == task.id)
        session.execute(
            sa.update(Slot)
            .where(col(Slot.assignment_id).in_(of_task), col(Slot.slot) == number)
            .values(label=deadline.label)
        )


def open_labels(deadlines: Sequence[Deadline], classified: bool) -> list[Deadline]:
    """The deadlines as an assignment carries them into messages: a classified task's milestones have no names."""
    return [replace(one, label="") for one in deadlines] if classified else list(deadlines)


def _printable(deadline: Deadline) -> dict[str, Any]:
    return {
        "label": deadline.label, "kind": deadline.kind,
        "start": deadline.start.isoformat() if deadline.start else None,
        "due": deadline.due.isoformat() if deadline.due else None,
    }  # fmt: skip
