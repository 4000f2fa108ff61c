"""Who may do what: one table, asked at one place.

A right is looked up when an action is taken and again when a message is sent. Roles and actions are DESIGN
section 2's. `own` means: of the agency (or, for an officer, of the plans the agency coordinates) the role is for.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import local_day
from catalog.store.memory import Question
from catalog.tables import Assignment, Contact, DutyPeriod, Membership, Plan, ReportingDutyRow, Task, table_of

Role = Literal["focal", "agency_leader", "officer", "leader", "inspector", "admin"]
Action = Literal[
    "see", "update", "evidence", "ask_extension", "report_blocker", "resolve_blocker",
    "accept", "return", "decide_extension", "decide_join", "invite", "nudge", "import", "edit_task", "enter_on_behalf",
    "status", "report", "settings", "invite_officer", "remove_person", "remove_officer", "ask_support", "name_deputy",
    "hand_over", "bind_group", "edit_agency",
]  # fmt: skip
Scope = Literal["own", "all"]

ROLES: tuple[Role, ...] = ("focal", "agency_leader", "officer", "leader", "inspector", "admin")
OF_AN_AGENCY: tuple[Role, ...] = ("focal", "agency_leader")
"""Roles an officer gives and takes; the others are an admin's to give (DESIGN section 2)."""

PROVINCE_WIDE: tuple[Role, ...] = ("leader", "inspector", "admin")
"""Roles that belong to no agency."""

RIGHTS: dict[Role, dict[Action, Scope]] = {
    "focal": {
        "see": "own", "status": "own", "update": "own", "evidence": "own", "ask_extension": "own",
        "report_blocker": "own", "resolve_blocker": "own", "ask_support": "own", "report": "own",
        "name_deputy": "own", "hand_over": "own", "bind_group": "own",
    },
    "agency_leader": {"see": "own", "status": "own", "report": "own"},
    "officer": {
        "see": "own", "status": "own", "report": "own", "accept": "own", "return": "own", "decide_extension": "own",
        "nudge": "own", "import": "own", "edit_task": "own", "enter_on_behalf": "own", "resolve_blocker": "own",
        "ask_support": "own", "decide_join": "all", "invite": "all", "remove_person": "all", "hand_over": "all",
        "bind_group": "all", "edit_agency": "all",
    },
    "leader": {"see": "all", "status": "all", "report": "all"},
    "inspector": {"see": "all", "status": "all", "report": "all"},
    "admin": {"invite_officer": "all", "settings": "all", "remove_person": "all", "remove_officer": "all"},
}  # fmt: skip
"""Role -> action -> scope. What is not here is not allowed.

`status` and `report` are ways of seeing, so whoever sees has them over what he sees. People are an officer's for all
agencies, because one agency works on the plans of several departments; work is his for his department's plans only.
`remove_person` takes a role of OF_AN_AGENCY, `remove_officer` any other.
"""


@dataclass(frozen=True)
class RoleInForce:
    """A role in force: `agency_id` None for province-wide roles."""

    role: Role
    agency_id: int | None


@dataclass(frozen=True)
class Rights:
    """What one person may do at one moment, already read from the store."""

    person_id: int
    in_force: tuple[RoleInForce, ...]

    @property
    def linked(self) -> bool:
        """Whether the person has any role at all."""
        return bool(self.in_force)

    def has(self, role: Role) -> bool:
        """Whether the person holds this role anywhere."""
        return any(held.role == role for held in self.in_force)

    def agencies(self, *roles: Role) -> tuple[int, ...]:
        """The agencies for which the person holds one of the roles (all roles when none is named), each once."""
        ids = (h.agency_id for h in self.in_force if h.agency_id is not None and (not roles or h.role in roles))
        return tuple(dict.fromkeys(ids))

    def may(self, action: Action, *, agency_id: int | None = None, coordinator_id: int | None = None) -> bool:
        """Whether one of the roles allows `action` on a thing of that agency, in a plan of that coordinator.

        An officer without an agency (a deployment with one department) coordinates every plan.
        """
        for held in self.in_force:
            scope = RIGHTS[held.role].get(action)
            if scope == "all":
                return True
            if scope == "own" and held.role == "officer":
                if held.agency_id is None or held.agency_id == coordinator_id:
                    return True
            elif scope == "own" and held.agency_id is not None and held.agency_id == agency_id:
                return True
        return False

    def anywhere(self, action: Action) -> bool:
        """Whether one of the roles allows `action` on anything at all."""
        return any(action in RIGHTS[held.role] for held in self.in_force)

    def within(self, agency_id: int | None) -> "Rights":
        """Only what is held for that agency: what a person may do and see in the agency's group."""
        kept = (held for held in self.in_force if held.role in OF_AN_AGENCY and held.agency_id == agency_id)
        return Rights(self.person_id, tuple(kept))

    def status_of(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """What `status` covers where it is not everything: (departments whose plans, agencies whose work)."""
        own = [h for h in self.in_force if h.agency_id is not None and RIGHTS[h.role].get("status") == "own"]
        plans = dict.fromkeys(h.agency_id for h in own if h.role == "officer" and h.agency_id is not None)
        work = dict.fromkeys(h.agency_id for h in own if h.role in OF_AN_AGENCY and h.agency_id is not None)
        return tuple(plans), tuple(work)

    def sees_everything(self) -> bool:
        """Whether `status` covers the whole province for this person."""
        return any(
            RIGHTS[h.role].get("status") == "all" or (h.role == "officer" and h.agency_id is None)
            for h in self.in_force
        )


def in_force(now: dt.datetime) -> sa.ColumnElement[bool]:
    """Memberships in force at `now`: not ended, and a deputy's last day not passed (province time)."""
    return sa.and_(
        col(Membership.ended_at).is_(None),
        sa.or_(col(Membership.until).is_(None), col(Membership.until) >= local_day(now)),
    )


_MEMBERSHIP = table_of(Membership)
_ROLES_IN_FORCE = Question(
    sa.select(_MEMBERSHIP.c.person_id, _MEMBERSHIP.c.role, _MEMBERSHIP.c.agency_id)
    .where(
        _MEMBERSHIP.c.person_id.in_(sa.bindparam("ids", expanding=True)),
        _MEMBERSHIP.c.ended_at.is_(None),
        sa.or_(_MEMBERSHIP.c.until.is_(None), _MEMBERSHIP.c.until >= sa.bindparam("today")),
    )
    .order_by(_MEMBERSHIP.c.id)
)
"""`in_force` for certain people, asked at every message."""


def rights_of(session: Session, person_id: int, now: dt.datetime) -> Rights:
    """The roles in force at `now`."""
    rows = _ROLES_IN_FORCE.ask_each(session, [person_id], today=local_day(now))[person_id]
    return Rights(person_id, tuple(dict.fromkeys(RoleInForce(role, agency) for _, role, agency in rows)))


def grounds_of(session: Session, contact: Contact, now: dt.datetime) -> list[list[Any]]:
    """What a message to this chat is written under, as plain JSON: its reader's roles, or the group's agency."""
    return grounds_of_all(session, [contact], now)[0]


def grounds_of_all(session: Session, contacts: Sequence[Contact], now: dt.datetime) -> list[list[list[Any]]]:
    """The same for many chats, read together: in the order of `contacts`."""
    people = {contact.person_id for contact in contacts if contact.kind != "group" and contact.person_id is not None}
    rows = _ROLES_IN_FORCE.ask_each(session, sorted(people), today=local_day(now))
    held: dict[int | None, dict[tuple[str, int | None], None]] = {
        person: {(role, agency): None for _, role, agency in roles} for person, roles in rows.items()
    }
    return [
        ([["group", contact.agency_id]] if contact.agency_id is not None else [])
        if contact.kind == "group"
        else [list(role) for role in held.get(contact.person_id, ())]
        for contact in contacts
    ]


def still_grounded(session: Session, contact: Contact, grounds: Iterable[Sequence[Any]], now: dt.datetime) -> bool:
    """Whether everything a message was written under is in force now."""
    today = grounds_of(session, contact, now)
    return all(list(ground) in today for ground in grounds)


def may_assignment(
    session: Session, rights: Rights, action: Action, assignment: Assignment | sa.Row[*tuple[Any, ...]]
) -> bool:
    """Whether `rights` allow `action` on this assignment; of a row its `agency_id` and `task_id` are looked at.

    Whose plan it is decides for officers alone, and is looked up only for them: a task code can stand for a hundred
    agencies' assignments.
    """
    if rights.may(action, agency_id=assignment.agency_id):
        return True
    if not rights.has("officer"):
        return False
    coordinator = session.execute(
        sa.select(col(Plan.coordinator_id))
        .join(Task, col(Task.plan_id) == col(Plan.id))
        .where(col(Task.id) == assignment.task_id)
    ).scalar_one()
    return rights.may(action, agency_id=assignment.agency_id, coordinator_id=coordinator)


def may_report_duty(session: Session, rights: Rights, owed: DutyPeriod) -> bool:
    """Whether this person may say that the report was sent: a focal point of the agency, or its officer."""
    coordinator = session.execute(
        sa.select(col(Plan.coordinator_id))
        .join(ReportingDutyRow, col(ReportingDutyRow.plan_id) == col(Plan.id))
        .where(col(ReportingDutyRow.id) == owed.duty_id)
    ).scalar_one()
    return rights.may("update", agency_id=owed.agency_id) or rights.may(
        "enter_on_behalf", agency_id=owed.agency_id, coordinator_id=coordinator
    )


def officers_of(session: Session, coordinator_id: int | None, now: dt.datetime) -> list[int]:
    """Who coordinates the plans of that department: its officers and those for every plan (all officers where a plan
    has no coordinator). Ids of people; [] where nobody is there.
    """
    if coordinator_id is None:
        return list(people_with(session, "officer", None, now))
    mine = sa.or_(col(Membership.agency_id) == coordinator_id, col(Membership.agency_id).is_(None))
    found = sa.select(col(Membership.person_id)).where(col(Membership.role) == "officer", in_force(now), mine)
    return list(session.execute(found.distinct().order_by(col(Membership.person_id))).scalars())


def people_with(session: Session, role: Role, agency_id: int | None, now: dt.datetime) -> Sequence[int]:
    """Ids of the people who hold `role` for that agency now (`agency_id` None: for any agency or none)."""
    where = [col(Membership.role) == role, in_force(now)]
    if agency_id is not None:
        where.append(col(Membership.agency_id) == agency_id)
    return session.execute(sa.select(col(Membership.person_id)).where(*where).distinct()).scalars().all()
