"""New deadlines of a task, carried into one assignment: what was met stays met, what was promised stays promised."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from catalog.audit import Actor
from catalog.tables import Assignment, Extension, Slot
from catalog.text import fold
from catalog.work import assignments
from catalog.work.assignments import Said
from catalog.work.deadline import Deadline
from catalog.work.snapshot import SlotStand, Snapshot


def reslot(
    session: Session, assignment: Assignment, deadlines: Sequence[Deadline], actor: Actor, now: dt.datetime, said: Said
) -> None:
    """Replace the slots by the new milestones, on record as "plan_revised".

    A milestone is the old one with its label, else with its date, else in its order. A report of it stands; an
    extension stands where it reaches beyond the new date. Work that was done or reported and has a new milestone to
    meet is in progress again.
    """
    before = assignments.snapshot_of(session, assignment)
    old = list(session.exec(select(Slot).where(Slot.assignment_id == assignment.id).order_by(col(Slot.slot))).all())
    old_by_new = _same(old, deadlines)
    kept = {number: (slot.slot, slot.original_due, slot.due, slot.reported_on) for number, slot in old_by_new.items()}
    for slot in old:
        session.delete(slot)
    session.flush()
    assert assignment.id is not None
    rows: list[Slot] = []
    for number, d in enumerate(deadlines, start=1) if deadlines else ((0, Deadline("date")),):
        was, original, due, reported_on = kept.get(number, (None, None, None, None))
        extended = due if due and original and due > original and was is not None else None
        in_force = max(d.due, extended) if d.due and extended else d.due
        rows.append(
            Slot(
                assignment_id=assignment.id, slot=number, label=d.label, kind=d.kind if deadlines else "none",
                start=d.start, original_due=d.due, due=in_force, reported_on=reported_on,
            )
        )  # fmt: skip
    session.add_all(rows)
    session.flush()
    _settle_requests(session, assignment, {was: rows[i] for i, was in _places(rows, kept)}, now)
    stands = tuple(SlotStand(row.slot, row.due, row.reported_on) for row in rows)
    after = _reopened(replace(before, slots=stands))
    assignments.record(session, assignment, "plan_revised", after, actor, now, said, before=before)


def _same(old: Sequence[Slot], deadlines: Sequence[Deadline]) -> dict[int, Slot]:
    """New slot number -> the old slot it goes on from."""
    if not deadlines:
        return {0: old[0]} if len(old) == 1 else {}
    left = list(old)
    found: dict[int, Slot] = {}
    tests = (
        lambda slot, d: bool(d.label) and fold(slot.label) == fold(d.label),
        lambda slot, d: d.due is not None and slot.original_due == d.due,
    )
    for test in tests:
        for number, deadline in enumerate(deadlines, start=1):
            slot = next((slot for slot in left if number not in found and test(slot, deadline)), None)
            if slot is not None:
                found[number] = slot
                left.remove(slot)
    if len(old) == len(deadlines) or len(old) == 1:
        for number in range(1, len(deadlines) + 1):
            if number not in found and left:
                found[number] = left.pop(0)
    return found


def _places(
    rows: Sequence[Slot], kept: dict[int, tuple[int, dt.date | None, dt.date | None, dt.date | None]]
) -> list[tuple[int, int]]:
    return [(index, kept[row.slot][0]) for index, row in enumerate(rows) if row.slot in kept]


def _reopened(stand: Snapshot) -> Snapshot:
    if stand.state in ("reported", "done") and stand.unmet():
        return replace(stand, state="in_progress", percent=min(stand.percent, 99))
    return stand


def _settle_requests(session: Session, assignment: Assignment, by_old: dict[int, Slot], now: dt.datetime) -> None:
    """A request for more time goes with its milestone; one the new date grants, or without its milestone, is over."""
    waiting = session.exec(
        select(Extension).where(Extension.assignment_id == assignment.id, Extension.decision == "")
    ).all()
    for request in waiting:
        slot = by_old.get(request.slot)
        if slot is None or slot.due is None or slot.due >= request.asked_due:
            request.decision, request.decided_at = "withdrawn", now
        else:
            request.slot, request.old_due = slot.slot, slot.due
        session.add(request)
