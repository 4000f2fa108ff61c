"""The rows of a filter of the table as a sheet: for who has no web page to open, and to take one's rows along."""

import datetime as dt
from typing import Any

from sqlmodel import Session

from catalog.clock import local_day
from catalog.figures.reporting import rows_of
from catalog.figures.rows_behind import in_order
from catalog.figures.table.filtered import rows_filtered
from catalog.messaging.inbox_and_outbox import OutFile
from catalog.people.rights import rights_of
from handlers.leader.table_view import Unknown, view_of
from scheduler.delivery.channel import NothingToShow
from templates.render import say

MOST = 10_000
"""So many rows a sheet holds; its title says how many there are."""


def file_of(person_id: int, given: dict[str, str], day: dt.date) -> OutFile:
    """The sheet as a file that is made when it is sent."""
    return OutFile(f"bang-theo-doi-{day:%Y%m%d}.xlsx", make="table", args={"person": person_id, "given": given})


def made(session: Session, args: dict[str, Any], now: dt.datetime) -> bytes:
    """The .xlsx of the filter's rows, in its order, with the rights of `now`. Raises NothingToShow."""
    from handlers.leader.report_workbook import rows_xlsx  # xlsxwriter is slow to load

    rights = rights_of(session, int(args["person"]), now)
    if not rights.anywhere("status"):
        raise NothingToShow("no right to see figures any more")
    try:
        view = view_of(session, rights, args["given"], local_day(now))
    except Unknown as problem:
        raise NothingToShow("the filter names what is gone") from problem
    total, ids = rows_filtered(session, view.asked.day, view.asked.scope, view.wanted, limit=MOST)
    rows = rows_of(session, view.asked.day, in_order(session, view.asked.day, ids))
    title = say("table.sheet_title", title=view.asked.title, day=view.asked.day, total=total, shown=len(rows))
    return rows_xlsx(title, rows, now)
