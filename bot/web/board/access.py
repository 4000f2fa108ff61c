"""Who a request is from, and forms that only the page itself can have sent.

The cookie is all that makes a browser somebody's; it is kept from scripts and from other sites. Each form carries a
mark made for it alone: it proves that the page is ours (no other site knows the cookie), and names the post, so that
pressing a button twice does it once.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
import secrets
from collections.abc import AsyncGenerator, Awaitable, Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import structlog
from sqlmodel import Session
from starlette.datastructures import FormData
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from bot.web.pages import shown
from bot.web.uploads import TooMuch, limited
from catalog.agencies.stored import agency_name
from catalog.clock import Clock
from catalog.messaging import board_sessions
from catalog.messaging.board_sessions import LONGEST, PATH, SignedIn
from catalog.people.people import display_name
from catalog.store.store import Store

COOKIE = "dondoc_bang"
MARK = "mark"
"""The field of every form that proves it is ours."""

MOST_FIELDS = 8000
LARGEST_FORM = 4_000_000
"""Bytes of a form without files: a thousand rows with four cells each fit."""

_NONCE_BYTES = 12
_SIGNATURE = 32

log = structlog.get_logger()


@dataclass(frozen=True)
class Visitor:
    """The signed-in person behind one request; `secret` is the browser's, and signs what its pages carry."""

    signed: SignedIn
    secret: str
    name: str
    roles: tuple[tuple[str, str], ...]

    def mark(self) -> str:
        """A new mark for a form."""
        nonce = secrets.token_urlsafe(_NONCE_BYTES)
        return f"{nonce}.{self._sign(nonce)}"

    def event(self, mark: str) -> str:
        """The name of the post of that mark, "" where the mark is none of ours."""
        nonce, _, signature = mark.partition(".")
        good = len(mark) < 100 and hmac.compare_digest(signature.encode(), self._sign(nonce).encode())
        return nonce if good and nonce else ""

    def seal(self, value: Any) -> str:
        """Plain JSON as text that comes back from a form unchanged or not at all."""
        packed = base64.urlsafe_b64encode(json.dumps(value, separators=(",", ":")).encode()).decode()
        return f"{packed}.{self._sign(packed)}"

    def unseal(self, text: str) -> Any:
        """What `seal` was given; None for anything made up or of another session."""
        packed, _, signature = text.partition(".")
        if not hmac.compare_digest(signature.encode(), self._sign(packed).encode()):
            return None
        return json.loads(base64.urlsafe_b64decode(packed))

    def _sign(self, text: str) -> str:
        return hmac.new(self.secret.encode(), text.encode(), hashlib.sha256).hexdigest()[:_SIGNATURE]


Page = Callable[[Request, Visitor], Awaitable[Response]]


class Access:
    """Finds out who a request is from. `public_url` is where the board is reached; "" on this machine only."""

    def __init__(self, store: Store, clock: Clock, public_url: str) -> None:
        self._store = store
        self._clock = clock
        address = urlsplit(public_url)
        self._secure = address.scheme == "https"
        self._path = f"{address.path.rstrip('/')}/"

    def signed_in(self, page: Page) -> Callable[[Request], Awaitable[Response]]:
        """The page for whoever is signed in; anybody else is told how to come in."""

        async def endpoint(request: Request) -> Response:
            visitor = await self.visitor(request)
            return await page(request, visitor) if visitor is not None else shown("board/signed_out.j2", 401)

        return endpoint

    async def visitor(self, request: Request) -> Visitor | None:
        """Who this browser belongs to right now, None for nobody."""
        secret, now = request.cookies.get(COOKIE, ""), self._clock()
        return await self._store.read_async(lambda session: _visitor(session, secret, now))

    def let_in(self, response: Response, secret: str) -> Response:
        """The answer that makes this browser somebody's."""
        response.set_cookie(
            COOKIE, secret, max_age=int(LONGEST.total_seconds()), path=self._path, secure=self._secure, httponly=True,
            samesite="lax",
        )  # fmt: skip
        return response

    def let_out(self, response: Response) -> Response:
        """The answer after which this browser is nobody's."""
        response.delete_cookie(COOKIE, path=self._path, secure=self._secure, httponly=True, samesite="lax")
        return response


def _visitor(session: Session, secret: str, now: dt.datetime) -> Visitor | None:
    signed = board_sessions.signed_in(session, secret, now)
    if signed is None:
        return None
    roles = tuple((held.role, agency_name(session, held.agency_id)) for held in signed.rights.in_force)
    return Visitor(signed, secret, display_name(session, signed.row.person_id), roles)


@dataclass(frozen=True)
class Posted:
    """A form that came from a page of ours: `event` names the post."""

    event: str
    form: FormData

    def text(self, name: str, longest: int = 4000) -> str:
        """A field as it was typed, without blanks around; "" where there is none."""
        value = self.form.get(name)
        return value[:longest].replace("\r\n", "\n").strip() if isinstance(value, str) else ""


async def posted(request: Request, visitor: Visitor, *, files: int = 0, whole: int = LARGEST_FORM) -> Posted | None:
    """The form of this post, with so many files and bytes at the most; None where it is none of ours or too large."""
    body: AsyncGenerator[bytes, None] = limited(request.stream(), whole)
    kind = request.headers.get("content-type", "")
    try:
        if kind.startswith("multipart/form-data"):
            form = await MultiPartParser(
                request.headers, body, max_files=files, max_fields=MOST_FIELDS, max_part_size=LARGEST_FORM
            ).parse()
        else:
            form = await FormParser(request.headers, body).parse()
    except (TooMuch, MultiPartException, KeyError):
        return None
    event = visitor.event(str(form.get(MARK) or ""))
    if not event:
        log.warning("board.foreign_form", session=visitor.signed.session_id)
        await form.close()
        return None
    return Posted(event, form)


def to_board(page: str = "", *, up: bool = False) -> Response:
    """On to a page of the board; relative, so that it holds under any public address."""
    where = f"../{PATH}/{page}" if up else f"./{page}"
    return RedirectResponse(where, 303, headers={"Cache-Control": "no-store"})
