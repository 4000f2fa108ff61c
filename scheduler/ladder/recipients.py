"""Who an agency's reminders go to: its focal points, and its leader from the rung that escalates to them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.people.rights import Role
from catalog.tables import Contact, Membership
from scheduler.ladder.due import Due

LISTENING: tuple[Role, ...] = ("focal", "agency_leader")


class Listeners:
    """The focal points and leaders of agencies (of all when none are named), read once; asked for any day."""

    def __init__(self, session: Session, agencies: Collection[int] | None = None) -> None:
        query = sa.select(
            col(Membership.agency_id), col(Membership.role), col(Membership.person_id), col(Membership.until)
        ).where(col(Membership.role).in_(LISTENING), col(Membership.ended_at).is_(None))
        if agencies is not None:
            query = query.where(col(Membership.agency_id).in_(agencies))
        self._in_force: dict[tuple[int, str], list[tuple[int, dt.date | None]]] = defaultdict(list)
        for agency, role, person, until in session.execute(query.order_by(col(Membership.id))):
            self._in_force[agency, role].append((person, until))

    def of(self, agency_id: int, role: Role, day: dt.date) -> list[int]:
        """Who holds the role for the agency on that day (a deputy up to the last day), each once."""
        held = self._in_force.get((agency_id, role), ())
        return list(dict.fromkeys(person for person, until in held if until is None or until >= day))

    def all_of(self, agency_id: int, day: dt.date) -> set[int]:
        """Everybody who may be spoken to for the agency."""
        return {person for role in LISTENING for person in self.of(agency_id, role, day)}

    def hearing(self, agency_id: int, due: Due, day: dt.date) -> dict[int, bool]:
        """Who hears of `due` on that day: person -> whether only as the agency's leader."""
        heard = dict.fromkeys(self.of(agency_id, "focal", day), False)
        if "agency_leader" in due.escalate:
            for leader in self.of(agency_id, "agency_leader", day):
                heard.setdefault(leader, True)
        return heard


def groups_of(session: Session, agencies: Collection[int]) -> dict[int, list[Contact]]:
    """The group chats of these agencies that can be written to."""
    found: dict[int, list[Contact]] = defaultdict(list)
    for contact in session.exec(
        select(Contact).where(
            Contact.kind == "group", col(Contact.agency_id).in_(agencies), col(Contact.blocked_at).is_(None)
        )
    ):
        found[contact.agency_id or 0].append(contact)
    return found
