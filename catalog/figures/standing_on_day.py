"""The lead assignments as they stood on a day: the rows behind every official figure.

Today's rows and a past day's are read the same way, from the last update stored by that day's end (province time),
so that what was shown on a day is shown again later. What is counted from them is in `figures.official`.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.agencies.stored import renamed_since
from catalog.clock import end_of_day
from catalog.people.rights import Rights
from catalog.store.columns import portions
from catalog.tables import AgencyRow, Assignment, Membership, Plan, Task, Update
from catalog.work.assignments import SILENT
from catalog.work.snapshot import Bucket, Snapshot, bucket_of

NOT_SPOKEN = ("created", *sorted(SILENT))
"""Kinds of update by which nobody said anything about the work: they break no silence and are no news."""

LINKING_ROLES = ("focal", "agency_leader")
"""Who makes an agency a linked one."""


@dataclass(frozen=True)
class Scope:
    """Which lead assignments are asked about; None means no restriction. `section` is (annex, section) of a plan.

    `coordinator_ids` restricts to the plans these departments coordinate; what `also_agency_ids` lead is in, whoever
    coordinates it (an officer who is a focal point, too).
    """

    plan_id: int | None = None
    agency_ids: tuple[int, ...] | None = None
    coordinator_ids: tuple[int, ...] | None = None
    also_agency_ids: tuple[int, ...] = ()
    section: tuple[str, str] | None = None


@dataclass(frozen=True)
class Place:
    """Where a task stands: its plan and its part of it. `title` is neutral where the task is classified."""

    plan_id: int
    plan: str
    plan_number: str
    annex: str
    section: str
    section_title: str
    number: str
    title: str
    output: str
    classified: bool


@dataclass(frozen=True)
class AssignmentOnDay:
    """One lead assignment on the day asked about."""

    assignment_id: int
    task_id: int
    agency_id: int
    agency: str
    place: Place
    snapshot: Snapshot
    last_update_at: dt.datetime | None
    bucket: Bucket

    @property
    def due(self) -> dt.date | None:
        """The due to look at: the earliest not yet met, else the latest of those met."""
        met = max((slot.due for slot in self.snapshot.slots if slot.due), default=None)
        return self.snapshot.next_due() or met

    @property
    def reported_on(self) -> dt.date | None:
        """The day the last milestone was reported met, None while one is unmet."""
        days = [slot.reported_on for slot in self.snapshot.slots]
        return None if None in days else max((day for day in days if day), default=None)


@dataclass(frozen=True)
class Unassigned:
    """A task with work in it that no agency led on the day."""

    task_id: int
    place: Place


def own_scope(rights: Rights) -> Scope:
    """All that this person may see figures of."""
    if rights.sees_everything():
        return Scope()
    plans, work = rights.status_of()
    if plans:
        return Scope(coordinator_ids=plans, also_agency_ids=work)
    return Scope(agency_ids=work)


def assignments_on(
    session: Session, day: dt.date, scope: Scope, only: Sequence[int] | sa.Select[Any] | None = None
) -> list[AssignmentOnDay]:
    """Every lead assignment there was at the end of `day`, in the order of their ids; of `only` these where given."""
    moment = end_of_day(day)
    named = [] if only is None else [col(Update.assignment_id).in_(only)]
    if scope != Scope():
        # Of a part of the work only that part's updates are looked at.
        leads = (
            sa.select(col(Assignment.id))
            .join(Task, col(Task.id) == col(Assignment.task_id))
            .join(Plan, col(Plan.id) == col(Task.plan_id))
            .where(col(Assignment.role) == "lead", *leads_within(scope))
        )
        named.append(col(Update.assignment_id).in_(leads))
    newest = (
        sa.select(sa.func.max(Update.id).label("id"))
        .where(col(Update.at) < moment, *named)
        .group_by(col(Update.assignment_id))
        .subquery()
    )
    spoken = (
        sa.select(col(Update.assignment_id).label("assignment_id"), sa.func.max(Update.at).label("at"))
        .where(col(Update.at) < moment, col(Update.kind).not_in(NOT_SPOKEN), *named)
        .group_by(col(Update.assignment_id))
        .subquery()
    )
    query = (
        sa.select(
            col(Assignment.id).label("assignment_id"), col(Assignment.task_id), col(Assignment.agency_id),
            col(AgencyRow.name).label("agency"), col(Update.after), spoken.c.at.label("last_at"),
        )
        .select_from(newest)
        .join(Update, col(Update.id) == newest.c.id)
        .join(Assignment, col(Assignment.id) == col(Update.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        .outerjoin(spoken, spoken.c.assignment_id == col(Assignment.id))
        .where(col(Assignment.role) == "lead", *leads_within(scope))
        .order_by(col(Assignment.id))
    )  # fmt: skip
    rows = session.execute(query).all()
    # A task may be led by eighty agencies: its texts are read once.
    places = places_of(session, list({row.task_id for row in rows}))
    called = renamed_since(session, day)
    stands = []
    for row in rows:
        snapshot = Snapshot.from_json(row.after)
        stands.append(
            AssignmentOnDay(
                row.assignment_id, row.task_id, row.agency_id, called.get(row.agency_id, row.agency),
                places[row.task_id], snapshot, row.last_at,
                bucket_of(snapshot, day),
            )
        )  # fmt: skip
    return stands


def unassigned_on(session: Session, day: dt.date, scope: Scope) -> list[Unassigned]:
    """Tasks with work in them that no agency led at the end of `day`; in an agency's own view there are none.

    A lead that left with a new edition of the plan leads no more; one that was cancelled by decision still stands
    in the figure of the cancelled.
    """
    if scope.agency_ids is not None:
        return []
    query = (
        sa.select(col(Task.id).label("task_id"), *_PLACE)
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .where(*_nobody_leads(end_of_day(day)), *_tasks_within(scope))
        .order_by(col(Task.id))
    )
    return [Unassigned(row.task_id, _place(row)) for row in session.execute(query)]


def unassigned_counts(
    session: Session, moment: dt.datetime | None, plans: Collection[int] | None = None
) -> dict[int, int]:
    """How many tasks no agency led before `moment` (None: as it stands now), by plan; of these plans where given."""
    query = (
        sa.select(col(Task.plan_id), sa.func.count())
        .join(Plan, col(Plan.id) == col(Task.plan_id))
        .where(*_nobody_leads(moment))
        .group_by(col(Task.plan_id))
    )
    if plans is not None:
        query = query.where(col(Task.plan_id).in_(plans))
    return dict(session.execute(query).all())


def _nobody_leads(moment: dt.datetime | None) -> tuple[sa.ColumnElement[bool], ...]:
    stored = [] if moment is None else [col(Update.at) < moment]
    newest = (
        sa.select(sa.func.max(col(Update.id)))
        .where(col(Update.assignment_id) == col(Assignment.id), *stored)
        .correlate(Assignment)
        .scalar_subquery()
    )
    # An agency that left with one edition of the plan may have come back with the next.
    left = sa.exists().where(
        col(Update.id) == newest, col(Update.kind) == "cancelled", col(Update.text) == "plan_revised"
    )
    led = sa.exists().where(
        col(Assignment.task_id) == col(Task.id), col(Assignment.role) == "lead", ~left,
        *([] if moment is None else [col(Assignment.created_at) < moment]),
    )  # fmt: skip
    there = (
        [col(Task.withdrawn_at).is_(None)]
        if moment is None
        else [
            sa.or_(col(Task.withdrawn_at).is_(None), col(Task.withdrawn_at) >= moment),
            sa.func.coalesce(col(Task.added_at), col(Plan.imported_at)) < moment,
        ]
    )
    return (col(Task.heading_only).is_(False), *there, ~led)


def linked_agencies(session: Session, day: dt.date) -> frozenset[int]:
    """Agencies with at least one linked person at the end of `day` (today: up to what is stored).

    Read from memberships alone: erasing a person's contact does not change what a past day showed.
    """
    moment = end_of_day(day)
    query = (
        sa.select(col(Membership.agency_id))
        .where(
            col(Membership.role).in_(LINKING_ROLES),
            col(Membership.agency_id).is_not(None),
            col(Membership.since) < moment,
            sa.or_(col(Membership.ended_at).is_(None), col(Membership.ended_at) >= moment),
            # A deputy's last day is inclusive.
            sa.or_(col(Membership.until).is_(None), col(Membership.until) >= day),
        )
        .distinct()
    )
    return frozenset(agency for agency in session.execute(query).scalars() if agency is not None)


_PLACE: tuple[Any, ...] = (
    col(Task.plan_id), col(Plan.title).label("plan"), col(Plan.number).label("plan_number"), col(Task.annex),
    col(Task.section), col(Task.section_title), col(Task.number), col(Task.title), col(Task.output),
    col(Task.classified),
)  # fmt: skip

CLASSIFIED_TITLE = "Nhiệm vụ theo văn bản riêng"
"""What is shown instead of a classified task's title: its content is kept out of every message and picture."""


def _place(row: Any) -> Place:
    return Place(
        row.plan_id, row.plan, row.plan_number, row.annex, row.section, row.section_title, row.number,
        CLASSIFIED_TITLE if row.classified else row.title, "" if row.classified else row.output, row.classified,
    )  # fmt: skip


def leads_within(scope: Scope) -> list[sa.ColumnElement[bool]]:
    """The scope as conditions on assignments joined with their tasks and plans."""
    where = _part_within(scope)
    if scope.coordinator_ids is not None:
        coordinated = col(Plan.coordinator_id).in_(scope.coordinator_ids)
        where.append(sa.or_(coordinated, col(Assignment.agency_id).in_(scope.also_agency_ids)))
    if scope.agency_ids is not None:
        where.append(col(Assignment.agency_id).in_(scope.agency_ids))
    return where


def _tasks_within(scope: Scope) -> list[sa.ColumnElement[bool]]:
    where = _part_within(scope)
    if scope.coordinator_ids is not None:
        where.append(col(Plan.coordinator_id).in_(scope.coordinator_ids))
    return where


def _part_within(scope: Scope) -> list[sa.ColumnElement[bool]]:
    where: list[sa.ColumnElement[bool]] = []
    if scope.plan_id is not None:
        where.append(col(Task.plan_id) == scope.plan_id)
    if scope.section is not None:
        where += [col(Task.annex) == scope.section[0], col(Task.section) == scope.section[1]]
    return where


def places_of(session: Session, task_ids: list[int], scope: Scope | None = None) -> dict[int, Place]:
    """Where these tasks stand, of those that are within the scope."""
    found: dict[int, Place] = {}
    within = _tasks_within(scope or Scope())
    for ids in portions(task_ids):
        query = (
            sa.select(col(Task.id).label("task_id"), *_PLACE)
            .join(Plan, col(Plan.id) == col(Task.plan_id))
            .where(col(Task.id).in_(ids), *within)
        )
        found |= {row.task_id: _place(row) for row in session.execute(query)}
    return found
