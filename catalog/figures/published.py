"""Figures and rows as plain JSON, for programs: the command line's --json and the HTTP API print the same."""

import datetime as dt
from typing import Any

from sqlmodel import Session

from catalog.figures.monthly_form import filled_in
from catalog.figures.official import By, Level, picture
from catalog.figures.reporting import row_document, rows_of
from catalog.figures.standing_on_day import Scope, assignments_on
from catalog.figures.warnings import early_warnings


def status_document(
    session: Session, day: dt.date, now: dt.datetime, scope: Scope, by: By | None = None, level: Level = "assignments"
) -> dict[str, Any]:
    """The figures as the contract prints them (DESIGN section 9): one source for the command line and the HTTP API."""
    shown = picture(session, day, now, scope=scope, by=by, level=level)
    return {
        "date": day.isoformat(), "level": level, **shown.whole.to_json(),
        "groups": [group.to_json() for group in shown.groups],
        "warnings": [warning.to_json() for warning in early_warnings(session, day, scope, shown.assignments)],
    }  # fmt: skip


def row_documents(session: Session, day: dt.date, scope: Scope) -> list[dict[str, Any]]:
    """Every lead assignment of the day as plain JSON, in the order of their ids: what the figures are counted from."""
    return [row_document(row) for row in rows_of(session, day, assignments_on(session, day, scope))]


def monthly_form(session: Session, day: dt.date, scope: Scope) -> list[dict[str, Any]]:
    """The month's report to the central monitoring system as of `day` (`figures.monthly_form`)."""
    troubles = [
        (w.task_id, f"{w.agency}: {w.reason}")
        for w in early_warnings(session, day, scope)
        if w.kind == "blocker" and w.task_id is not None
    ]
    return filled_in(session, day, scope, row_documents(session, day, scope), troubles)
