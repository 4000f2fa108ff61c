"""/bang: the way from the chat to the table on the web, by a one-time link; as a sheet where there is no web page."""

from catalog.messaging import board_sessions
from catalog.messaging.inbox_and_outbox import Message
from catalog.people.people import display_name
from catalog.text import fold
from handlers.conversation.board_address import KEYS, page_of, values_of
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.scope import Unclear, asked_by
from handlers.leader.status import asked_list
from handlers.leader.table_sheet import file_of
from handlers.leader.table_view import SIZES
from templates.render import say

COMPARISON, SUMMARY, ANSWERS, EDIT, BESIDE_PAPER = "so-sanh", "tong-hop", "tra-loi", "sua", "doi-chieu"
"""Pages of the board beside the table itself."""

_PAGES = {
    "so sanh": COMPARISON, "thang truoc": COMPARISON, "toan canh": SUMMARY, "tra loi": ANSWERS, "sua": EDIT,
    "doi chieu": BESIDE_PAPER,
}  # fmt: skip
_END = ("dong", "dang xuat", "ket thuc")


def start(ctx: Context) -> list[Message]:
    """/bang, alone or with what it should show ("/bang quá hạn kế hoạch 2821", "/bang in quá hạn", "/bang đóng")."""
    words = fold(ctx.words)
    if words in _END:
        ended = board_sessions.end_all(ctx.session, ctx.person_id, ctx.actor, ctx.now)
        return [Message(say("table.ended", count=ended))]
    page = next((page for said, page in _PAGES.items() if words == said or words.startswith(f"{said} ")), "")
    if page:
        ctx.words = ""
        return _link(ctx, page)
    if words == "in" or words.startswith("in "):
        ctx.words = words.removeprefix("in").strip()
        return to_print(ctx)
    return _rows(ctx)


def to_print(ctx: Context) -> list[Message]:
    """The rows that the words ask for on paper: the page behind the link opens the printer's window by itself."""
    return _rows(ctx, size=SIZES[-1], paper=1)


def _rows(ctx: Context, **more: object) -> list[Message]:
    part = str(ctx.args.get("part", "")) or asked_list(ctx)
    try:
        asked = asked_by(ctx)
    except Unclear as unclear:
        return [unclear.message]
    if part in ("warnings", "shortages", "unassigned") or part.startswith("by:"):
        part = ""
    return _link(ctx, page_of(asked.kept, part=part, **more))


def tapped(ctx: Context) -> list[Message]:
    """A button of the chat: the same rows as the screen it stands under. `page` is where it leads."""
    return _link(ctx, str(ctx.args.get("page", "")))


def _link(ctx: Context, page: str) -> list[Message]:
    if not ctx.rights.anywhere("status"):
        raise NotAllowed("status", "board")
    address = board_sessions.offer(ctx.session, ctx.contact, ctx.person_id, ctx.now, page)
    if not address:
        file = file_of(ctx.person_id, values_of(page), ctx.today)
        return [Message(say("table.no_address", admin=ctx.rights.has("admin")), files=(file,))]
    name = display_name(ctx.session, ctx.person_id)
    return [Message(say("table.link", address=address, name=name, paper=KEYS["paper"] in values_of(page)))]
