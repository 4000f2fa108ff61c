"""A row of a scan that the machine missed: the officer says behind which row it stands, and what it says."""

import re

from catalog.messaging.inbox_and_outbox import Message
from catalog.plans.keeping.missed_rows import add_row
from handlers.conversation.context import Context
from handlers.conversation.open_conversations import enter, leave
from handlers.officer.plans.scanned_pages import after, page_shown, waiting
from templates.render import say

ROW = re.compile(r"^\s*(?:sau\s+)?(?:hàng\s*)?(\d{1,4})\s*[:=]\s*(.*\S.*)$", re.S | re.I)


def ask_row(ctx: Context) -> list[Message]:
    """A row of the paper that the machine missed: where does it stand, what does it say?"""
    row, page = waiting(ctx)
    if page is None:
        return [after(ctx, row)]
    enter(ctx, "scan_row", {"file": row.id})
    return [Message(say("scanned_pages.ask_row"))]


def row_given(ctx: Context) -> list[Message]:
    """The words of a missed row came."""
    row, page = waiting(ctx)
    if page is None:
        leave(ctx)
        return [after(ctx, row)]
    found = ROW.match(ctx.words)
    if found is None:
        return [Message(say("scanned_pages.ask_row"))]
    if not add_row(page, int(found[1]), re.split(r"\s*[|\t]\s*", found[2].strip())):
        return [Message(say("scanned_pages.no_row", line=int(found[1])))]
    ctx.session.add(page)
    leave(ctx)
    return [page_shown(ctx.session, row, page)]
