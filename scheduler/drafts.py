"""Drafts of the periodic reports a plan orders, sent to its officers before the report's date.

Each report is drafted once for each officer: the row in `report_draft` is the promise. The file itself is made when
the message is sent, from the figures of that day.
"""

import datetime as dt

from sqlmodel import Session, col, select

from catalog import audit, messages
from catalog.clock import local_day
from catalog.messages import Message, OutFile
from catalog.rights import people_with
from catalog.tables import Plan, ReportDraft, ReportingDutyRow
from scheduler.calendar import WorkCalendar
from scheduler.duties import NotADayRule, Occurrence, occurrences, parse_day_rule
from scheduler.wording import plan_label
from templates.render import say

AHEAD = dt.timedelta(days=7)
"""A draft comes a week before its date: time to read it, to ask for what is missing, and to have it signed."""


def draft_reports(session: Session, now: dt.datetime, calendar: WorkCalendar) -> int:
    """Queue the drafts due now, in office hours; returns how many messages. Runs in the writer."""
    if not calendar.is_office_hour(now):
        return 0
    queued = 0
    today = local_day(now)
    duties = session.exec(
        select(ReportingDutyRow).where(col(ReportingDutyRow.withdrawn_at).is_(None)).order_by(col(ReportingDutyRow.id))
    ).all()
    for duty in duties:
        for occurrence in _coming(duty, today):
            plan = session.get_one(Plan, duty.plan_id)
            for person in people_with(session, "officer", plan.coordinator_id, now):
                queued += _draft(session, duty, occurrence, plan, person, now)
    return queued


def _coming(duty: ReportingDutyRow, today: dt.date) -> list[Occurrence]:
    try:
        rule = parse_day_rule(duty.day_rule)
    except NotADayRule:
        return []  # an officer was told of it at the import
    return list(occurrences(duty.period, rule, today, today + AHEAD, duty.due))  # type: ignore[arg-type]


def _draft(
    session: Session, duty: ReportingDutyRow, occurrence: Occurrence, plan: Plan, person: int, now: dt.datetime
) -> int:
    known = select(ReportDraft.id).where(
        ReportDraft.duty_id == duty.id, ReportDraft.period == occurrence.slot, ReportDraft.person_id == person
    )
    if session.exec(known).first() is not None:
        return 0
    contact = messages.contact_of(session, person)
    if contact is None:
        return 0  # drafted as soon as there is a chat to send it to
    args = {"plan": plan.id, "person": person, "kind": "docx", "addressee": duty.addressee}
    file = OutFile(f"du-thao-bao-cao-{occurrence.slot}.docx", make="report", args=args)
    text = say("digest.draft", plan=plan_label(plan), addressee=duty.addressee, due=occurrence.due, order=duty.text)
    outbox = messages.queue(session, contact, Message(text, files=(file,)), now, priority=messages.NOTICE)
    session.add(
        ReportDraft(
            duty_id=duty.id or 0, period=occurrence.slot, person_id=person, due=occurrence.due, created_at=now,
            outbox_id=outbox,
        )
    )  # fmt: skip
    session.flush()
    audit.append(session, audit.SYSTEM, "report.drafted", f"duty:{duty.id}", now, {"period": occurrence.slot})
    return 1
