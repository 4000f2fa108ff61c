"""Calendars: the page on which one gets or revokes a secret address, and the feed (iCalendar, RFC 5545) itself."""

import datetime as dt
from collections.abc import Iterator, Sequence

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.board.access import Visitor, posted
from bot.web.board.desk import Desk
from catalog.clock import ONE_DAY
from catalog.messaging import calendar_feeds
from catalog.messaging.inbox_and_outbox import Message
from catalog.people.rights import rights_of
from handlers.conversation.context import Context
from handlers.leader.calendar_rows import Due, dues_of
from templates.render import say

_FOLD = 73
"""Bytes of a line before it goes on in the next, with the blank in front (RFC 5545, 3.1)."""


class Calendars:
    """Calendars over one deployment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """What the application serves; the feed is fetched by programs, which have no session."""
        return [
            self._desk.route("lich", self._show),
            self._desk.route("lich", self._post, "POST"),
            Route(f"/{calendar_feeds.PATH}/{{token}}.ics", self._feed, methods=["GET"]),
        ]

    async def _show(self, request: Request, visitor: Visitor) -> Response:
        return await self._page(visitor)

    async def _page(self, visitor: Visitor, address: str = "", said: str = "") -> Response:
        person = visitor.signed.row.person_id
        since = await self._desk.store.read_async(lambda s: calendar_feeds.opened(s, person))
        return self._desk.shown(visitor, "calendar.j2", since=since, address=address, said=said)

    async def _post(self, request: Request, visitor: Visitor) -> Response:
        form = await posted(request, visitor)
        if form is None:
            return self._desk.problem(visitor, "form", 403)
        wanted = form.text("viec")
        addresses: list[str] = []

        def do(ctx: Context) -> list[Message]:
            if wanted == "tao":
                addresses.append(calendar_feeds.renew(ctx.session, ctx.person_id, ctx.actor, ctx.now))
                return [Message(say("table.calendar_made"))]
            calendar_feeds.revoke(ctx.session, ctx.person_id, ctx.actor, ctx.now)
            return [Message(say("table.calendar_revoked"))]

        shown = await self._desk.act(visitor, form, do)
        return await self._page(visitor, "".join(addresses), shown.text)

    async def _feed(self, request: Request) -> Response:
        token, now, today = request.path_params["token"], self._desk.clock(), self._desk.today

        def facts(session: Session) -> list[Due] | None:
            person = calendar_feeds.owner(session, token)
            rights = rights_of(session, person, now) if person is not None else None
            return dues_of(session, rights, today) if rights is not None and rights.anywhere("status") else None

        dues = await self._desk.store.read_async(facts)
        if dues is None:
            return Response(status_code=404)
        headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
        return Response(feed(dues, now), media_type="text/calendar; charset=utf-8", headers=headers)


def feed(dues: Sequence[Due], now: dt.datetime) -> str:
    """The calendar as a program reads it: a whole day for each."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Don Doc//VI", "CALSCALE:GREGORIAN",
             f"X-WR-CALNAME:{_text(say('table.calendar_name'))}"]  # fmt: skip
    for due in dues:
        whose = due.agency if due.agencies == 1 else say("table.calendar_agencies", count=due.agencies)
        lines += [
            "BEGIN:VEVENT", f"UID:task-{due.task_id}-{due.day:%Y%m%d}@dondoc", f"DTSTAMP:{now:%Y%m%dT%H%M%SZ}",
            f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}", f"DTEND;VALUE=DATE:{due.day + ONE_DAY:%Y%m%d}",
            f"SUMMARY:{_text(f'#{due.task_id} {due.title}')}", f"DESCRIPTION:{_text(f'{whose} – {due.plan}')}",
            "TRANSP:TRANSPARENT", "END:VEVENT",
        ]  # fmt: skip
    return "".join(f"{piece}\r\n" for line in [*lines, "END:VCALENDAR"] for piece in _folded(line))


def _text(value: str) -> str:
    escaped = value.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return " ".join(escaped.split())


def _folded(line: str) -> Iterator[str]:
    """The line in pieces of so many bytes, never within a letter; each but the first begins with a blank."""
    piece, size, lead = "", 0, ""
    for letter in line:
        width = len(letter.encode())
        if size + width > _FOLD:
            yield lead + piece
            piece, size, lead = "", 0, " "
        piece, size = piece + letter, size + width
    yield lead + piece
