"""Reports that agencies owe: sent, taken back. Beside the official figures, and on the audit log like everything."""

import datetime as dt
import re
from collections.abc import Sequence

from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.clock import local_day
from catalog.tables import DutyPeriod
from catalog.text import fold
from catalog.work.guards import Impossible

UNDO_HOURS = 24
"""How long "đã gửi" can be taken back by whoever said it, as with updates (DESIGN section 4)."""

_LEADS_OF_TASKS = re.compile(r"co quan chu tri (?:cac )?nhiem vu(?: tai phu luc (?P<annex>[ivx\d]+))?")


def annex_of_leads(who: str) -> str | None:
    """The annex whose lead agencies owe a report ("Cơ quan chủ trì các nhiệm vụ tại Phụ lục II": "II").

    "" for the leads of all the plan's tasks, None where somebody else owes it.
    """
    found = _LEADS_OF_TASKS.match(fold(who))
    return None if found is None else (found["annex"] or "").upper()


def report_sent(session: Session, owed: DutyPeriod, actor: Actor, now: dt.datetime, document_number: str = "") -> None:
    """The report was sent: nobody is reminded of it any more. Raises Impossible("already_reported")."""
    if owed.reported_at is not None:
        raise Impossible("already_reported")
    owed.reported_at, owed.reported_by_id, owed.next_nudge_at = now, actor.person_id, None
    owed.document_number = document_number
    session.add(owed)
    session.flush()
    audit.append(
        session, actor, "duty.reported", f"duty_period:{owed.id}", now,
        {"period": owed.period, "late": local_day(now) > owed.due, "document": document_number},
    )  # fmt: skip


def take_back(session: Session, owed: DutyPeriod, actor: Actor, now: dt.datetime) -> None:
    """It was not sent after all. Raises Impossible("not_reported" | "not_last" | "too_old")."""
    if owed.reported_at is None:
        raise Impossible("not_reported")
    if owed.reported_by_id != actor.person_id:
        raise Impossible("not_last")
    if owed.reported_at <= now - dt.timedelta(hours=UNDO_HOURS):
        raise Impossible("too_old")
    owed.reported_at, owed.reported_by_id, owed.document_number = None, None, ""
    owed.next_nudge_at = now if owed.closed_at is None else None
    session.add(owed)
    session.flush()
    audit.append(session, actor, "duty.taken_back", f"duty_period:{owed.id}", now, {"period": owed.period})


def owed_by(session: Session, agency_ids: Sequence[int]) -> list[int]:
    """The ids of the reports these agencies still owe, the earliest due first."""
    query = select(DutyPeriod.id).where(
        col(DutyPeriod.agency_id).in_(agency_ids), col(DutyPeriod.reported_at).is_(None),
        col(DutyPeriod.closed_at).is_(None),
    )  # fmt: skip
    return [one for one in session.exec(query.order_by(col(DutyPeriod.due), col(DutyPeriod.id))) if one is not None]


def said_last(session: Session, person_id: int, now: dt.datetime) -> list[DutyPeriod]:
    """The reports that this person last said were sent, as long as that can be taken back; [] for none."""
    rows = session.exec(
        select(DutyPeriod)
        .where(
            DutyPeriod.reported_by_id == person_id, col(DutyPeriod.reported_at) > now - dt.timedelta(hours=UNDO_HOURS)
        )
        .order_by(col(DutyPeriod.reported_at).desc(), col(DutyPeriod.id))
    ).all()
    return [row for row in rows if row.reported_at == rows[0].reported_at]
