"""The page that confirms what was said in a letter: GET shows it, only its button (POST) does it. Gateways that follow
every link in a letter therefore confirm nothing."""

from collections.abc import Callable

import structlog
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.web.pages import shown
from catalog.clock import Clock
from catalog.messaging import confirmations
from catalog.store.store import Store

_STATUS = {"": 200, "used": 200, "expired": 410, "unknown": 404}

log = structlog.get_logger()


class ConfirmPage:
    """The page over one store; `stored` is called after something was stored, so that it is handled at once."""

    def __init__(self, store: Store, clock: Clock, stored: Callable[[], None]) -> None:
        self._store = store
        self._clock = clock
        self._stored = stored

    def routes(self) -> list[Route]:
        """What the application serves."""
        path = f"/{confirmations.PATH}/{{token}}"
        return [Route(path, self._show, methods=["GET"]), Route(path, self._post, methods=["POST"])]

    async def _show(self, request: Request) -> Response:
        token, now = request.path_params["token"], self._clock()
        asked = await self._store.write_async(lambda session: confirmations.find(session, token, now))
        return shown("confirm.j2", _STATUS[asked.state], asked=asked)

    async def _post(self, request: Request) -> Response:
        token, now = request.path_params["token"], self._clock()
        taken = await self._store.write_async(lambda session: confirmations.take(session, token, now))
        log.info("confirm.stored" if taken else "confirm.known", message=taken)
        self._stored()
        return RedirectResponse(f"./{token}", 303, headers={"Cache-Control": "no-store"})
