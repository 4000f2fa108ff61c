"""Assignments: who must do what, and the one way their state changes.

Everything that changes an assignment goes through `record`: it appends the update with the snapshots before and
after, brings the current row up to it, marks the assignment for the sweep, and adds the audit link - all in the
caller's transaction. Rights are checked before, in `catalog.people.rights`.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.clock import local_day
from catalog.store.columns import ask, write_row
from catalog.store.memory import Question, note_own, own
from catalog.tables import Assignment, Milestone, Slot, Task, Update, table_of
from catalog.work.deadline import Deadline
from catalog.work.snapshot import SlotStand, Snapshot

SILENT = frozenset(
    {"plan_revised", "cancelled", "nudging_started", "taken_over", "document_corrected", "linked", "unlinked"}
)
"""Kinds that are no word of the agency or its officer about the work: they break no silence."""

_SLOT, _UPDATE = table_of(Slot), table_of(Update)
SLOTS = Question(
    sa.select(_SLOT.c.assignment_id, _SLOT.c.slot, _SLOT.c.label, _SLOT.c.due, _SLOT.c.reported_on)
    .where(_SLOT.c.assignment_id.in_(sa.bindparam("ids", expanding=True)))
    .order_by(_SLOT.c.slot)
)
"""The milestones of assignments."""
_BEFORE = _UPDATE.alias("before")
_SAID_BEFORE = (
    sa.select(sa.func.count())
    .select_from(_BEFORE)
    .where(_BEFORE.c.inbox_id == sa.bindparam("_inbox_id"), _BEFORE.c.assignment_id == sa.bindparam("_assignment_id"))
)
_APPEND = (
    sa.insert(_UPDATE)
    .values({c.name: sa.bindparam(f"_{c.name}") for c in _UPDATE.c if c.name not in ("id", "sequence")})
    .values(sequence=_SAID_BEFORE.scalar_subquery())
    .returning(_UPDATE.c.id, _UPDATE.c.sequence)
)
"""Numbered among what the same event says of the same assignment."""


@dataclass(frozen=True)
class Said:
    """Where an update comes from: the words, the inbox event and the document they came with."""

    text: str = ""
    inbox_id: int | None = None
    document_number: str = ""
    on_behalf: bool = False


def snapshot_of(session: Session, assignment: Assignment) -> Snapshot:
    """How the assignment stands now."""
    slots = SLOTS.ask_each(session, [_id(assignment.id)])[_id(assignment.id)]
    return Snapshot(
        state=assignment.state,  # type: ignore[arg-type]  # the column holds exactly the words of State
        percent=assignment.percent,
        slots=tuple(SlotStand(slot.slot, slot.due, slot.reported_on) for slot in slots),
        self_confirmed=assignment.self_confirmed,
        expected=assignment.expected_on,
    )


@dataclass(frozen=True)
class Giving:
    """One task given to agencies in one role, with a deadline a milestone (none: the task falls due on no day).

    `in_doubt`: its cells that were not read for certain (`catalog.work.in_doubt`); a lead waits for the officer then.
    """

    task_id: int
    agencies: Sequence[int]
    role: str
    deadlines: Sequence[Deadline] = ()
    in_doubt: str = ""


def create(
    session: Session,
    task: Task,
    agencies: Sequence[int],
    role: str,
    actor: Actor,
    now: dt.datetime,
    *,
    hold_before: dt.date | None = None,
) -> list[int]:
    """New assignments of one task, each with a slot a milestone as stored. Returns the new ids, in order."""
    rows = session.exec(select(Milestone).where(Milestone.task_id == task.id).order_by(col(Milestone.slot))).all()
    deadlines = [Deadline(m.kind, m.label, m.start, m.due) for m in rows]  # type: ignore[arg-type]
    return create_all(session, [Giving(_id(task.id), agencies, role, deadlines)], actor, now, hold_before=hold_before)


def create_all(
    session: Session,
    givings: Sequence[Giving],
    actor: Actor,
    now: dt.datetime,
    *,
    hold_before: dt.date | None = None,
    said: Said | None = None,
) -> list[int]:
    """New assignments of many tasks at once, each with its slots (slot 0 without a deadline) and its first update.

    What fell due before `hold_before` waits for the officer (`held`). Returns the new ids, in order. One audit link
    for all: a plan may give a hundred tasks to eighty agencies.
    """
    rows: list[dict[str, Any]] = []
    slots_of: list[list[dict[str, Any]]] = []
    for giving in givings:
        slots: list[dict[str, Any]] = [
            {"slot": n, "label": d.label, "kind": d.kind, "start": d.start, "original_due": d.due, "due": d.due}
            for n, d in enumerate(giving.deadlines, start=1)
        ] or [{"slot": 0, "label": "", "kind": "none", "start": None, "original_due": None, "due": None}]
        due = min((slot["due"] for slot in slots if slot["due"]), default=None)
        late = bool(hold_before and due and due < hold_before)
        held = giving.role == "lead" and late
        in_doubt = giving.in_doubt if giving.role == "lead" else ""
        for agency in giving.agencies:
            rows.append(
                {
                    "task_id": giving.task_id, "agency_id": agency, "role": giving.role, "state": "not_started",
                    "percent": 0, "due": due, "overdue_at_import": held, "in_doubt": in_doubt,
                    "self_confirmed": False, "snoozes": 0, "created_at": now, "next_nudge_at": now,
                }
            )  # fmt: skip
            slots_of.append(slots)
    if not rows:
        return []
    audit.hold(session)
    made = session.execute(sa.insert(Assignment).returning(col(Assignment.id), sort_by_parameter_order=True), rows)
    ids = [int(row[0]) for row in made]
    session.execute(
        sa.insert(Slot),
        [{"assignment_id": new, **slot} for new, slots in zip(ids, slots_of, strict=True) for slot in slots],
    )
    said = said or Said()
    first = {
        "kind": "created", "at": now, "person_id": actor.person_id, "channel": actor.channel, "sequence": 0,
        "text": said.text, "document_number": said.document_number, "on_behalf": False, "effects": [],
    }  # fmt: skip
    updates = []
    for new, slots in zip(ids, slots_of, strict=True):
        printed = Snapshot(slots=tuple(SlotStand(slot["slot"], slot["due"]) for slot in slots)).to_json()
        updates.append({"assignment_id": new, **first, "before": printed, "after": printed})
    session.execute(sa.insert(Update), updates)
    given: dict[str, list[int]] = {}
    for new, row in zip(ids, rows, strict=True):
        given.setdefault(f"{row['task_id']}:{row['role']}", []).append(new)
    subject = f"task:{givings[0].task_id}" if len(givings) == 1 else f"tasks:{len(givings)}"
    detail = {"assignments": given, "digest": audit.digest_of(updates)}
    audit.append(session, actor, "assigned", subject, now, detail)
    return ids


def record(
    session: Session,
    assignment: Assignment,
    kind: str,
    after: Snapshot,
    actor: Actor,
    now: dt.datetime,
    said: Said | None = None,
    *,
    undoes_id: int | None = None,
    before: Snapshot | None = None,
    effects: Sequence[dict[str, Any]] = (),
) -> int:
    """Append one update and make it the current state. Returns the id of the update.

    `before` is how it stood, where the caller knows it already (or the slots themselves were replaced by a revised
    plan); `effects` are the rows beside the snapshot that go with it (`catalog.work.undo` takes them back).
    """
    before = before or snapshot_of(session, assignment)
    for stand in after.slots:
        if stand not in before.slots:
            session.execute(
                sa.update(Slot)
                .where(col(Slot.assignment_id) == assignment.id, col(Slot.slot) == stand.slot)
                .values(due=stand.due, reported_on=stand.reported_on)
            )
    return _store(session, assignment, before, after, kind, said or Said(), actor, now, undoes_id, effects)


def _store(
    session: Session,
    assignment: Assignment,
    before: Snapshot,
    after: Snapshot,
    kind: str,
    said: Said,
    actor: Actor,
    now: dt.datetime,
    undoes_id: int | None = None,
    effects: Sequence[dict[str, Any]] = (),
) -> int:
    audit.hold(session)
    update: dict[str, Any] = {
        "assignment_id": _id(assignment.id), "kind": kind, "at": now, "person_id": actor.person_id,
        "channel": actor.channel, "inbox_id": said.inbox_id, "text": said.text,
        "document_number": said.document_number, "on_behalf": said.on_behalf, "undoes_id": undoes_id,
        "before": before.to_json(), "after": after.to_json(), "effects": list(effects),
    }  # fmt: skip
    update_id: int
    update_id, update["sequence"] = ask(session, _APPEND, **{f"_{k}": v for k, v in update.items()}).one()
    note_said(session, said.inbox_id, actor.person_id, kind, update_id)
    if after.state == "cancelled":  # who followed it is reminded of by itself again
        session.execute(
            sa.update(Assignment)
            .where(col(Assignment.follows_id) == assignment.id)
            .values(follows_id=None, next_nudge_at=now)
        )
    if kind == "return":  # the officer of this plan wants more than the other plan's
        assignment.follows_id = None
    write_row(
        session, assignment,
        state=after.state, percent=after.percent, self_confirmed=after.self_confirmed, due=after.next_due(),
        expected_on=after.expected,
        last_update_at=assignment.last_update_at if kind in SILENT else now,
        # The sweep works out when to speak next; here we only say that it must look (DESIGN section 8).
        next_nudge_at=now,
    )  # fmt: skip
    audit.append(
        session, actor, f"update.{kind}", f"assignment:{assignment.id}", now,
        {"update": update_id, "state": after.state, "percent": after.percent, "day": local_day(now).isoformat(),
         "digest": audit.digest_of([update])},
    )  # fmt: skip
    return update_id


def note_said(session: Session, inbox_id: int | None, person_id: int | None, kind: str, update_id: int) -> None:
    """Note what an event has said so far, for whoever offers to take it back (`said_in`)."""
    name = ("said", inbox_id, person_id)
    note_own(session, name, [*(own(session, name) or ()), (kind, update_id)])


def said_in(session: Session, inbox_id: int, person_id: int) -> Sequence[tuple[str, int]]:
    """What this transaction has stored of that event by that person (kind, id), () where that is not known."""
    return own(session, ("said", inbox_id, person_id)) or ()


def _id(value: int | None) -> int:
    assert value is not None, "a stored row has an id"
    return value
