"""Figures and rows as plain JSON, for programs: the command line's --json and the HTTP API print the same."""

import datetime as dt
from typing import Any

from sqlmodel import Session

from catalog.clock import local_day
from catalog.figures import By, Level, picture
from catalog.monthly_form import filled_in
from catalog.reporting import rows_of
from catalog.stands import Scope, stands_on
from catalog.warnings import early_warnings


def status_document(
    session: Session, day: dt.date, now: dt.datetime, scope: Scope, by: By | None = None, level: Level = "assignments"
) -> dict[str, Any]:
    """The figures as the contract prints them (DESIGN section 9): one source for the command line and the HTTP API."""
    shown = picture(session, day, now, scope=scope, by=by, level=level)
    return {
        "date": day.isoformat(), "level": level, **shown.whole.to_json(),
        "groups": [group.to_json() for group in shown.groups],
        "warnings": [warning.to_json() for warning in early_warnings(session, day, scope, shown.stands)],
    }  # fmt: skip


def row_documents(session: Session, day: dt.date, scope: Scope) -> list[dict[str, Any]]:
    """Every lead assignment of the day as plain JSON, in the order of their ids: what the figures are counted from."""
    return [
        {
            "assignment": r.stand.assignment_id, "task": r.stand.task_id,
            "plan": r.stand.place.plan_number or r.stand.place.plan, "annex": r.stand.place.annex,
            "section": r.stand.place.section, "number": r.stand.place.number, "title": r.stand.place.title,
            "output": r.stand.place.output, "agency": r.stand.agency,
            "due": r.stand.due.isoformat() if r.stand.due else None, "state": r.stand.snapshot.state,
            "percent": r.stand.snapshot.percent, "part": r.stand.bucket,
            "reported_on": r.stand.reported_on.isoformat() if r.stand.reported_on else None,
            "last_update": local_day(r.stand.last_update_at).isoformat() if r.stand.last_update_at else None,
            "words": r.words,
        }
        for r in rows_of(session, day, stands_on(session, day, scope))
    ]  # fmt: skip


def monthly_form(session: Session, day: dt.date, scope: Scope) -> list[dict[str, Any]]:
    """The month's report to the central monitoring system as of `day` (`catalog.monthly_form`)."""
    troubles = [
        (w.task_id, f"{w.agency}: {w.reason}")
        for w in early_warnings(session, day, scope)
        if w.kind == "blocker" and w.task_id is not None
    ]
    return filled_in(session, day, scope, row_documents(session, day, scope), troubles)
