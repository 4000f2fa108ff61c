"""The page behind a one-time link: who it is for and one button; and the way out.

GET uses nothing up: previews of messengers and scanners of mail look at every link. In a browser that is signed in as
this person already the link just leads on.
"""

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.board.access import Access, Visitor, posted, to_board
from bot.web.pages import shown
from catalog.clock import Clock
from catalog.messaging import board_sessions
from catalog.people.people import display_name
from catalog.store.store import Store
from catalog.tables import BoardSession

_OURS = ("none", "same-origin")
"""What a browser says of a press of our own button; one that says nothing is believed."""

_STATUS = {"": 200, "used": 410, "expired": 410, "no_right": 403, "unknown": 404}


class SignIn:
    """The way in and out over one store."""

    def __init__(self, store: Store, clock: Clock, access: Access) -> None:
        self._store = store
        self._clock = clock
        self._access = access

    def routes(self) -> list[Route]:
        """What the application serves."""
        path = f"/{board_sessions.LINK_PATH}/{{token}}"
        return [
            Route(path, self._show, methods=["GET"]),
            Route(path, self._open, methods=["POST"]),
            Route(f"/{board_sessions.PATH}/ket-thuc", self._access.signed_in(self._end), methods=["POST"]),
        ]

    async def _show(self, request: Request) -> Response:
        token, now = request.path_params["token"], self._clock()
        visitor = await self._access.visitor(request)

        def look(session: Session) -> tuple[str, BoardSession | None, str]:
            state, row = board_sessions.find(session, token, now)
            return state, row, display_name(session, row.person_id) if row is not None and not state else ""

        state, row, name = await self._store.read_async(look)
        theirs = visitor is not None and row is not None and row.person_id == visitor.signed.row.person_id
        if theirs and row is not None and state in ("", "used"):
            return to_board(row.page, up=True)
        return shown("board/open.j2", _STATUS[state], state=state, name=name, row=row)

    async def _open(self, request: Request) -> Response:
        if request.headers.get("sec-fetch-site", "none") not in _OURS:
            return await self._show(request)  # pressed by another site: nobody is signed in without knowing
        token, now = request.path_params["token"], self._clock()
        opened = await self._store.write_async(lambda session: board_sessions.open_with(session, token, now))
        if opened is None:
            return await self._show(request)
        secret, page = opened
        return self._access.let_in(to_board(page, up=True), secret)

    async def _end(self, request: Request, visitor: Visitor) -> Response:
        if await posted(request, visitor) is None:
            return shown("board/problem.j2", 403, visitor=visitor, why="form")
        now = self._clock()
        await self._store.write_async(lambda session: board_sessions.end(session, visitor.signed, now))
        return self._access.let_out(shown("board/signed_out.j2", ended=True))
