"""A province in small: the four bundled plans with three whole agencies, run day by day with the real sweep."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM
from catalog.clock import at_local, local_day
from catalog.people import people
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.store.store import Store
from catalog.tables import AgencyRow, Assignment, DutyNudge, DutyPeriod, Nudge, Outbox
from scheduler.digests.preview import Days
from scheduler.digests.sweep import sweep
from scheduler.ladder.working_calendar import WorkCalendar, shipped_calendar

AGENCIES = (
    "Sở Khoa học và Công nghệ", "Sở Nội vụ", "UBND xã Vạn Ninh",
)  # fmt: skip
IMPORTED = at_local(dt.date(2026, 1, 2), dt.time(9, 0))
"""A Friday that is off by a swap: the first working day is Monday the 5th."""


@dataclass
class Province:
    """A store with plans, and the hand that moves the clock: `run` sweeps a day several times and delivers."""

    store: Store
    calendar: WorkCalendar = field(default_factory=shipped_calendar)
    focal: dict[int, int] = field(default_factory=dict)

    def link(self, session: Session, agency: int, role: str = "focal", now: dt.datetime = IMPORTED) -> int:
        """A new person with that role, who can be written to; the person's id."""
        chats = session.execute(sa.text("SELECT count(*) FROM contact")).scalar_one()
        contact = people.contact_for(session, "telegram", f"chat {chats}", f"Người {chats}", now)
        assert contact.person_id is not None
        people.grant(session, contact.person_id, role, agency or None, SYSTEM, now)
        return contact.person_id

    def link_all(self) -> None:
        """One focal point for each agency that has something to do."""

        def work(session: Session) -> None:
            agencies = [found for name in AGENCIES if (found := agency_id(session, name)) is not None]
            self.focal = {agency: self.link(session, agency) for agency in agencies}

        self.store.write(work)

    def run(
        self,
        first: dt.date,
        last: dt.date,
        hours: Sequence[int] = (8,),
        between: Callable[[Session, dt.datetime], None] | None = None,
        *,
        deliver: bool = True,
    ) -> None:
        """Sweep on each day at each of these hours; what is queued is delivered at once. `between` acts at noon."""
        for n in range((last - first).days + 1):
            day = first + dt.timedelta(days=n)

            def work(session: Session, day: dt.date = day) -> None:
                for hour in hours:
                    now = at_local(day, dt.time(hour))
                    if now >= IMPORTED:
                        sweep(session, now, self.calendar)
                if deliver:
                    self.delivered(session, at_local(day, dt.time(max(hours))))
                if between is not None:
                    between(session, at_local(day, dt.time(12)))

            self.store.write(work)

    def delivered(self, session: Session, now: dt.datetime) -> None:
        """The provider took everything that waits."""
        session.execute(
            sa.update(Outbox)
            .where(col(Outbox.state) == "queued", col(Outbox.not_before) <= now)
            .values(state="sent", provider_message_id="m", sent_at=now)
        )


def found(store: Store) -> Province:
    """The bundled plans imported on 2 January 2026, kept whole for three agencies; nobody is linked yet."""

    def work(session: Session) -> None:
        keep = [agency_id(session, name) for name in AGENCIES]
        for row in session.exec(select(AgencyRow).where(col(AgencyRow.id).not_in(keep))):
            row.groups = []  # a group's task goes to its members among them
        session.flush()
        for plan in load_bundled():
            import_plan(session, plan, SYSTEM, IMPORTED)
        # What single other agencies lead is left out: the record behind it stays, nobody looks at it here.
        session.execute(
            sa.update(Assignment)
            .where(col(Assignment.agency_id).not_in(keep))
            .values(next_nudge_at=None, state="cancelled")
        )

    store.write(work)
    return Province(store)


Said = tuple[dt.date, int, str, str]


def promised(days: Days) -> set[Said]:
    """What a preview says will be said to people."""
    return {
        (day, int(who), str(item.assignment_id or f"duty {item.duty_id} {item.agency}"), f"{item.key.slot} {item.key.rung}")
        for day, digests in days.items()
        for (kind, who), items in digests.items()
        if kind == "person"
        for item in items
    }  # fmt: skip


def sent(session: Session, since: dt.datetime) -> set[Said]:
    """What was said to people since then, in the same words."""
    found: set[Said] = set()
    for nudge in session.exec(select(Nudge).where(col(Nudge.created_at) >= since, col(Nudge.person_id).is_not(None))):
        found.add(
            (local_day(nudge.created_at), nudge.person_id or 0, str(nudge.assignment_id), f"{nudge.slot} {nudge.rung}")
        )
    names = {row.id: row.name for row in session.exec(select(AgencyRow))}
    for told, owed in session.exec(
        select(DutyNudge, DutyPeriod)
        .join(DutyPeriod, col(DutyPeriod.id) == col(DutyNudge.duty_period_id))
        .where(col(DutyNudge.created_at) >= since, col(DutyNudge.person_id).is_not(None))
    ):
        about = f"duty {owed.duty_id} {names[owed.agency_id]}"
        found.add((local_day(told.created_at), told.person_id or 0, about, f"{owed.period} {told.rung}"))
    return found
