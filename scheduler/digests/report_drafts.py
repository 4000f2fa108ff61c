"""Drafts of the periodic reports a plan orders, sent to its officers before the report's date.

Each report is drafted once for each officer: the row in `report_draft` is the promise. The file itself is made when
the message is sent, from the figures of that day.
"""

import datetime as dt
from dataclasses import dataclass

from sqlmodel import Session, col, select

from catalog import audit
from catalog.clock import local_day
from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Message, OutFile
from catalog.messaging.reachable_chats import contact_of
from catalog.people.rights import people_with
from catalog.tables import Plan, ReportDraft, ReportingDutyRow
from scheduler.digests.wording import plan_label
from scheduler.ladder.duty_days import NotADayRule, Occurrence, occurrences, parse_day_rule
from scheduler.ladder.working_calendar import WorkCalendar
from templates.render import say

AHEAD = dt.timedelta(days=7)
"""A draft comes a week before its date: time to read it, to ask for what is missing, and to have it signed."""


@dataclass(frozen=True)
class Draft:
    """One report to draft: of which duty and period, due when, for which officer."""

    duty_id: int
    slot: str
    due: dt.date
    plan_id: int
    person_id: int


def drafts_due(session: Session, now: dt.datetime, calendar: WorkCalendar) -> list[Draft]:
    """The drafts that are due now and not queued yet; [] outside office hours. Reads only."""
    if not calendar.is_office_hour(now):
        return []
    today = local_day(now)
    duties = session.exec(
        select(ReportingDutyRow).where(col(ReportingDutyRow.withdrawn_at).is_(None)).order_by(col(ReportingDutyRow.id))
    ).all()
    coming = [(duty, occurrence) for duty in duties for occurrence in _coming(duty, today)]
    found = []
    for duty, occurrence in coming:
        plan = session.get_one(Plan, duty.plan_id)
        for person in people_with(session, "officer", plan.coordinator_id, now):
            if not _drafted(session, duty.id, occurrence.slot, person) and contact_of(session, person, now):
                found.append(Draft(duty.id or 0, occurrence.slot, occurrence.due, duty.plan_id, person))
    return found


def _coming(duty: ReportingDutyRow, today: dt.date) -> list[Occurrence]:
    try:
        rule = parse_day_rule(duty.day_rule)
    except NotADayRule:
        return []  # an officer was told of it at the import
    return list(occurrences(duty.period, rule, today, today + AHEAD, duty.due))  # type: ignore[arg-type]


def _drafted(session: Session, duty_id: int | None, slot: str, person_id: int) -> bool:
    known = select(ReportDraft.id).where(
        ReportDraft.duty_id == duty_id, ReportDraft.period == slot, ReportDraft.person_id == person_id
    )
    return session.exec(known).first() is not None


def draft_report(session: Session, draft: Draft, now: dt.datetime) -> bool:
    """Queue one draft; False where it was queued meanwhile. Runs in the writer."""
    contact = contact_of(session, draft.person_id, now)
    if contact is None or _drafted(session, draft.duty_id, draft.slot, draft.person_id):
        return False  # without a chat it is drafted as soon as there is one
    duty, plan = session.get_one(ReportingDutyRow, draft.duty_id), session.get_one(Plan, draft.plan_id)
    args = {"plan": plan.id, "person": draft.person_id, "kind": "docx", "addressee": duty.addressee}
    file = OutFile(f"du-thao-bao-cao-{draft.slot}.docx", make="report", args=args)
    text = say("digest.draft", plan=plan_label(plan), addressee=duty.addressee, due=draft.due, order=duty.text)
    outbox = inbox_and_outbox.queue(
        session, contact, Message(text, files=(file,)), now, priority=inbox_and_outbox.NOTICE
    )
    session.add(
        ReportDraft(
            duty_id=draft.duty_id, period=draft.slot, person_id=draft.person_id, due=draft.due, created_at=now,
            outbox_id=outbox,
        )
    )  # fmt: skip
    session.flush()
    audit.append(session, audit.SYSTEM, "report.drafted", f"duty:{duty.id}", now, {"period": draft.slot})
    return True
