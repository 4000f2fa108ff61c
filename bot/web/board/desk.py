"""What every page of the board stands on: the store, the clock, who is signed in, and how a page is answered."""

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.board.access import Access, Page, Posted, Visitor, posted
from bot.web.pages import shown
from bot.web.uploads import AT_ONCE, JUDGED_AT_ONCE, PATIENCE, WHOLE
from catalog.clock import Clock, local_day
from catalog.messaging import board_sessions
from catalog.messaging.board_sessions import PATH, SignedIn
from catalog.messaging.inbox_and_outbox import OutFile
from catalog.store.store import Store
from catalog.work.evidence import EvidenceStore
from handlers import on_page
from handlers.conversation.context import NotAllowed
from handlers.leader.table_view import Unknown
from scheduler.delivery.channel import ReadyFile

SMALLEST = 1000
"""Bytes from which a page is compressed."""


class SignedOut(Exception):
    """The session ended between the request and its effect."""


@dataclass(frozen=True)
class Desk:
    """One deployment, as its pages know it. `file_of` makes a file that a message would carry."""

    store: Store
    clock: Clock
    evidence: EvidenceStore
    access: Access
    handlers: on_page.Desk
    file_of: Callable[[OutFile], Awaitable[ReadyFile]]
    stored: Callable[[], None]
    """Called after something was stored, so that notices leave at once."""

    judging: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(JUDGED_AT_ONCE))
    turns: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(AT_ONCE))

    def route(self, path: str, page: Page, *methods: str) -> Route:
        """A page under the board, for whoever is signed in; what is not there is said so."""

        async def found(request: Request, visitor: Visitor) -> Response:
            try:
                return await page(request, visitor)
            except (Unknown, NotAllowed):
                return self.problem(visitor, "unknown", 404)
            except SignedOut:
                return shown("board/signed_out.j2", 401)

        endpoint = self.access.signed_in(found)
        compressed = [Middleware(GZipMiddleware, minimum_size=SMALLEST)]
        return Route(f"/{PATH}/{path}", endpoint, methods=list(methods or ("GET",)), middleware=compressed)

    @property
    def today(self) -> dt.date:
        """The province's day."""
        return local_day(self.clock())

    async def posted(self, request: Request, visitor: Visitor, files: int) -> Posted | None:
        """A form with so many files at the most: as many at a time, as large and as slow as on the upload page."""
        try:
            async with self.turns, asyncio.timeout(PATIENCE):
                return await posted(request, visitor, files=files, whole=max(self.evidence.limit, WHOLE))
        except (TimeoutError, ClientDisconnect):
            return None

    def shown(self, visitor: Visitor, name: str, status: int = 200, /, **values: Any) -> Response:
        """A page of templates/pages/board for this person."""
        return shown(f"board/{name}", status, **{"visitor": visitor, "today": self.today, **values})

    def problem(self, visitor: Visitor, why: str, status: int) -> Response:
        """A page that says in one sentence why there is nothing to see."""
        return self.shown(visitor, "problem.j2", status, why=why)

    async def act(
        self, visitor: Visitor, form: Posted, do: on_page.Handler, *, data: Any = None, flow: str = "",
        words: str = "", files: Any = (),
    ) -> on_page.Shown:  # fmt: skip
        """Have the chat's handler do it, once for this post."""
        now, post = self.clock(), on_page.Post(form.event, words, files)
        done = await self.store.write_async(
            lambda s: on_page.act(s, self._signed(s, visitor), post, do, now, self.handlers, data, flow)
        )
        self.stored()
        return done

    def _signed(self, session: Session, visitor: Visitor) -> SignedIn:
        """Who acts, asked again inside the transaction: rights may have ended since the page was opened."""
        signed = board_sessions.signed_in(session, visitor.secret, self.clock())
        if signed is None:
            raise SignedOut
        return signed
