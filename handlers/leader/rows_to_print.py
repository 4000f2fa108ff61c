"""The rows behind one number as a sheet to print or filter: what the screen shows a page at a time, whole."""

import datetime as dt
from typing import Any

from sqlmodel import Session

from catalog.figures.reporting import rows_of
from catalog.figures.rows_behind import rows_behind
from catalog.messaging.inbox_and_outbox import Choice, Message, OutFile
from catalog.people.rights import rights_of
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.scope import Asked, asked_by, asked_of
from templates.render import say

MOST = 2000
"""So many rows a sheet holds; a province has fewer behind one number of one plan."""


def button(asked: Asked, part: str) -> Choice:
    """The way from the rows on the screen to all of them as a sheet."""
    return Choice(say("status.button_sheet"), "status_sheet", {**asked.kept, "part": part})


def sheet(ctx: Context) -> list[Message]:
    """Tapped: the file is made on delivery, with the rights of that moment."""
    if not ctx.rights.anywhere("status"):
        raise NotAllowed("status")
    asked, part = asked_by(ctx), str(ctx.args["part"])
    args = {**asked.kept, "day": asked.day.isoformat(), "person": ctx.person_id, "part": part}
    file = OutFile(f"danh-sach-{asked.day:%Y%m%d}.xlsx", make="rows", args=args)
    return [Message(say("status.sheet", title=asked.title, day=asked.day, part=part), files=(file,))]


def made(session: Session, args: dict[str, Any], now: dt.datetime) -> bytes:
    """The .xlsx of these rows, earliest due first."""
    from handlers.leader.report_workbook import rows_xlsx  # xlsxwriter is slow to load

    asked = asked_of(session, rights_of(session, int(args["person"]), now), args, now)
    part = str(args["part"])
    _, stands = rows_behind(session, asked.day, now, asked.scope, part, limit=MOST)
    title = say("status.sheet", title=asked.title, day=asked.day, part=part)
    return rows_xlsx(title, rows_of(session, asked.day, stands), now)
