"""The upload page: GET and POST /minh-chung/<token>.

A form that works without scripts. What is posted goes to disk as it comes, never more than a fixed amount, and only
for a link that is good; files are judged as in chat, kept by content, and stored as one event of the person's chat in
the transaction that uses the link up. A second post, a reload or a crash in between doubles nothing.
"""

import asyncio
import datetime as dt
from collections.abc import AsyncGenerator, Callable, Sequence
from dataclasses import dataclass

import structlog
from sqlmodel import Session
from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.pages import shown
from catalog.clock import Clock
from catalog.messaging import upload_links
from catalog.store.store import Store
from catalog.tables import AgencyRow, Assignment, Inbox, Task, UploadLink
from catalog.text import plain, plain_name
from catalog.work.evidence import EvidenceStore, FileRefused
from handlers.conversation.context import Received
from handlers.focal_point.uploaded import payload_of, received

MOST_FILES = 10
WHOLE = 100_000_000
"""Bytes of one post at the most; a file of the largest size taken always fits."""

LONGEST_WORDS = 1000
AT_ONCE = 16
"""Posts read at a time; others wait. With `WHOLE` this bounds what lies on the disk unjudged."""

JUDGED_AT_ONCE = 2
"""Files held in memory at a time, while it is found out what they are."""

PATIENCE = 900.0
"""Seconds a post may take: 50 MB over a bad mobile line."""

_FORM_OVERHEAD = 100_000
_MOST_FIELDS = 4
_STATUS = {"": 200, "used": 200, "unknown": 404, "expired": 410, "no_right": 403, "classified": 403, "closed": 410}

log = structlog.get_logger()


@dataclass(frozen=True)
class View:
    """What a link shows: `state` as `catalog.messaging.upload_links.refusal` says it, "unknown" where there is none.

    `code`, `title` and `agency` are the task's, empty without one or where it must not be shown; `files` are what
    came, once the link is used up.
    """

    state: str
    link_id: int = 0
    expires_at: dt.datetime | None = None
    code: int = 0
    title: str = ""
    agency: str = ""
    files: Sequence[Received] = ()


class TooMuch(MultiPartException):
    """The post is larger than anything we take."""


class UploadPage:
    """The page over one store; `stored` is called after something was stored, so that it is handled at once."""

    def __init__(self, store: Store, evidence: EvidenceStore, clock: Clock, stored: Callable[[], None]) -> None:
        self._store = store
        self._evidence = evidence
        self._clock = clock
        self._stored = stored
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._judging = asyncio.Semaphore(JUDGED_AT_ONCE)
        self._whole = max(evidence.limit, min(WHOLE, MOST_FILES * evidence.limit))

    def routes(self) -> list[Route]:
        """What the application serves."""
        path = f"/{upload_links.PATH}/{{token}}"
        return [Route(path, self._show, methods=["GET"]), Route(path, self._post, methods=["POST"])]

    async def _view(self, request: Request) -> View:
        token, now = request.path_params["token"], self._clock()
        return await self._store.read_async(lambda session: view_of(session, token, now))

    async def _show(self, request: Request) -> Response:
        view = await self._view(request)
        return self._page(view, _STATUS[view.state])

    async def _post(self, request: Request) -> Response:
        view = await self._view(request)
        if view.state == "used":  # pressed twice, or the answer to the first was lost: it is read and left aside
            await self._drain(request)
            return _to_the_page(request)
        if view.state:
            return self._page(view, _STATUS[view.state])
        try:
            async with self._turns, asyncio.timeout(PATIENCE):
                return await self._taken(request, view)
        except TooMuch:
            return self._page(view, 413, problem="too_much")
        except (MultiPartException, ClientDisconnect, TimeoutError, KeyError):
            return self._page(view, 400, problem="unreadable")

    async def _taken(self, request: Request, view: View) -> Response:
        parser = MultiPartParser(
            request.headers, limited(request.stream(), self._whole + _FORM_OVERHEAD), max_files=MOST_FILES + 1,
            max_fields=_MOST_FIELDS, max_part_size=_FORM_OVERHEAD,
        )  # fmt: skip
        form = await parser.parse()
        try:
            return await self._judged(request, view, form)
        finally:
            await form.close()

    async def _judged(self, request: Request, view: View, form: FormData) -> Response:
        words = plain(str(form.get("words") or "")).replace("\r\n", "\n").strip()
        sent = [file for file in form.getlist("files") if isinstance(file, UploadFile) and file.filename]
        if len(sent) > MOST_FILES:
            raise TooMuch("too many files")
        problem = "words" if len(words) > LONGEST_WORDS else "" if sent else "none"
        if problem:
            return self._page(view, 422, words=words[:LONGEST_WORDS], problem=problem)
        files = [await kept(self._evidence, file, self._judging) for file in sent]
        if not any(file.kept for file in files):
            return self._page(view, 422, words=words, refused=files)
        payload, now = payload_of(view.link_id, words, files), self._clock()
        inbox_id = await self._store.write_async(lambda s: upload_links.take(s, view.link_id, payload, now))
        log.info("upload.stored" if inbox_id else "upload.known", message=inbox_id, link=view.link_id)
        self._stored()
        return _to_the_page(request)

    async def _drain(self, request: Request) -> None:
        """Read a post to its end without keeping it: a browser that is cut off shows an error instead of the page."""
        try:
            async with asyncio.timeout(PATIENCE):
                async for _ in limited(request.stream(), self._whole + _FORM_OVERHEAD):
                    pass
        except (TooMuch, ClientDisconnect, TimeoutError):
            return

    def _page(
        self, view: View, status: int, *, words: str = "", problem: str = "", refused: Sequence[Received] = ()
    ) -> Response:
        return shown(
            "upload.j2", status, view=view, words=words, problem=problem, refused=refused, most=MOST_FILES,
            limit=self._evidence.limit, kinds=self._evidence.accepted, whole=self._whole, longest=LONGEST_WORDS,
        )  # fmt: skip


async def kept(evidence: EvidenceStore, file: UploadFile, judging: asyncio.Semaphore) -> Received:
    """A posted file in the evidence store, or why it was not taken; `judging` holds how many at a time."""
    name = plain_name(file.filename or "")
    if (file.size or 0) > evidence.limit:
        return Received(name, refused="too_large")
    async with judging:
        data = await file.read()
        try:
            return Received(name, await asyncio.to_thread(evidence.keep, data, name))
        except FileRefused as refusal:
            return Received(name, refused=refusal.reason)


def view_of(session: Session, token: str, now: dt.datetime) -> View:
    """What the link of that token shows at `now`."""
    link = upload_links.find(session, token)
    if link is None or link.id is None:
        return View("unknown")
    state = upload_links.refusal(session, link, now)
    code, title, agency = _task(session, link) if state in ("", "used") else (0, "", "")
    files = _came(session, link) if state == "used" else []
    return View(state, link.id, link.expires_at, code, title, agency, files)


def _task(session: Session, link: UploadLink) -> tuple[int, str, str]:
    if link.assignment_id is None:
        return 0, "", ""
    assignment = session.get_one(Assignment, link.assignment_id)
    task = session.get_one(Task, assignment.task_id)
    if task.classified:
        return 0, "", ""
    return task.id or 0, task.title, session.get_one(AgencyRow, assignment.agency_id).name


def _came(session: Session, link: UploadLink) -> list[Received]:
    event = session.get(Inbox, link.inbox_id) if link.inbox_id is not None else None
    return received(event.payload) if event is not None else []


async def limited(stream: AsyncGenerator[bytes, None], most: int) -> AsyncGenerator[bytes, None]:
    """The stream up to `most` bytes. Raises TooMuch for more."""
    read = 0
    async for chunk in stream:
        read += len(chunk)
        if read > most:
            raise TooMuch("the post is too large")
        yield chunk


def _to_the_page(request: Request) -> Response:
    """Relative, so that it holds under any public address; 303, so that a reload posts nothing."""
    return RedirectResponse(f"./{request.path_params['token']}", 303, headers={"Cache-Control": "no-store"})
