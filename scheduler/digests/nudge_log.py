"""The proof: every reminder with person, time, channel and the provider's message id, or why it was not sent."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import local
from catalog.tables import AgencyRow, Assignment, Contact, DutyNudge, DutyPeriod, Nudge, Outbox, ReportingDutyRow, Task


@dataclass(frozen=True)
class Reminded:
    """One reminder. `task` is the code, None for a report that is owed (`duty`); `name` may be "".

    To a person, to the group `chat` of the agency, or (both None) to nobody, because nobody is linked.
    `sent_at` and `message_id` are there only once the provider answered; `why_not` says why they are not.
    """

    task: int | None
    duty: int | None
    agency: str
    slot: str
    rung: str
    due: str
    person: int | None
    chat: int | None
    name: str
    created_at: dt.datetime
    channel: str
    state: str
    sent_at: dt.datetime | None
    message_id: str
    why_not: str

    def to_json(self) -> dict[str, Any]:
        """As `nudge log --json` prints it; moments in province time."""
        return {
            **vars(self),
            "created_at": local(self.created_at).isoformat(),
            "sent_at": local(self.sent_at).isoformat() if self.sent_at else None,
        }


def reminders(
    session: Session, *, task_id: int | None = None, agency_ids: Sequence[int] | None = None, limit: int | None = None
) -> list[Reminded]:
    """The reminders of one task (of all tasks and reports where none is named), the newest first."""
    found = _of_tasks(session, task_id, agency_ids, limit)
    if task_id is None:
        found += _of_duties(session, agency_ids, limit)
        found.sort(key=lambda reminded: reminded.created_at, reverse=True)
    return _named(session, found[:limit])


def _named(session: Session, found: Sequence[Reminded]) -> list[Reminded]:
    """With the names people show today; an erased person has none."""
    query = sa.select(col(Contact.person_id), col(Contact.name)).where(
        col(Contact.person_id).in_({reminded.person for reminded in found if reminded.person}), col(Contact.name) != ""
    )
    names = {row[0]: row[1] for row in session.execute(query.order_by(col(Contact.id).desc()))}
    groups = sa.select(col(Contact.id), col(Contact.name)).where(
        col(Contact.id).in_({reminded.chat for reminded in found if reminded.chat})
    )
    titles = {row[0]: row[1] for row in session.execute(groups)}
    return [
        replace(reminded, name=titles.get(reminded.chat, "") if reminded.chat else names.get(reminded.person, ""))
        for reminded in found
    ]


def _of_tasks(
    session: Session, task_id: int | None, agency_ids: Sequence[int] | None, limit: int | None
) -> list[Reminded]:
    query = (
        sa.select(Nudge, Outbox, col(Task.id), col(AgencyRow.name))
        .join(Assignment, col(Assignment.id) == col(Nudge.assignment_id))
        .join(Task, col(Task.id) == col(Assignment.task_id))
        .join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        .outerjoin(Outbox, col(Outbox.id) == col(Nudge.outbox_id))
        .order_by(col(Nudge.id).desc())
    )
    if task_id is not None:
        query = query.where(col(Task.id) == task_id)
    if agency_ids is not None:
        query = query.where(col(Assignment.agency_id).in_(agency_ids))
    return [
        _reminded(nudge, sent, task, None, agency, nudge.slot, nudge.due)
        for nudge, sent, task, agency in session.execute(query.limit(limit))
    ]


def _of_duties(session: Session, agency_ids: Sequence[int] | None, limit: int | None) -> list[Reminded]:
    query = (
        sa.select(DutyNudge, Outbox, DutyPeriod, col(ReportingDutyRow.id), col(AgencyRow.name))
        .join(DutyPeriod, col(DutyPeriod.id) == col(DutyNudge.duty_period_id))
        .join(ReportingDutyRow, col(ReportingDutyRow.id) == col(DutyPeriod.duty_id))
        .join(AgencyRow, col(AgencyRow.id) == col(DutyPeriod.agency_id))
        .outerjoin(Outbox, col(Outbox.id) == col(DutyNudge.outbox_id))
        .order_by(col(DutyNudge.id).desc())
    )
    if agency_ids is not None:
        query = query.where(col(DutyPeriod.agency_id).in_(agency_ids))
    return [
        _reminded(nudge, sent, None, duty, agency, owed.period, owed.due.isoformat())
        for nudge, sent, owed, duty, agency in session.execute(query.limit(limit))
    ]


def _reminded(
    nudge: Nudge | DutyNudge, sent: Outbox | None, task: int | None, duty: int | None, agency: str,
    slot: str, due: str,
) -> Reminded:  # fmt: skip
    went = sent is not None and sent.state == "sent"
    return Reminded(
        task=task, duty=duty, agency=agency, slot=slot, rung=nudge.rung, due=due, person=nudge.person_id,
        chat=nudge.contact_id,
        name="", created_at=nudge.created_at,
        channel=sent.channel if sent else "", state=sent.state if sent else "not_sent",
        sent_at=sent.sent_at if sent else None, message_id=sent.provider_message_id if sent else "",
        why_not="" if went else (nudge.note or (sent.error if sent else "")),
    )  # fmt: skip
