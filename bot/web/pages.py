"""Pages as answers: the headers all of them carry, and the few files they need."""

from functools import cache
from importlib.resources import files
from typing import Any

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from catalog.store.store import is_away
from templates.render import page

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Referrer-Policy": "no-referrer",  # the address of a page may be a secret
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-store",
}
_STATIC = {
    "page.css": "text/css", "board.css": "text/css", "upload.js": "text/javascript", "board.js": "text/javascript",
    "mark.svg": "image/svg+xml",
}  # fmt: skip

log = structlog.get_logger()


def shown(name: str, status: int = 200, /, **values: Any) -> Response:
    """A page of templates/pages."""
    return Response(page(name, **values), status, media_type="text/html", headers=_HEADERS)


async def away(_request: Request, problem: Exception) -> Response:
    """What people see while the store is away; raises any other problem, which is a fault of ours."""
    if not is_away(problem):
        raise problem
    log.warning("web.store", error=type(problem).__name__)
    return shown("away.j2", 503)


def static_route() -> Route:
    """GET /static/<name>: only what is listed here."""
    return Route("/static/{name}", _static, methods=["GET"])


async def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return Response(status_code=404)
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response(_content(name), media_type=_STATIC[name], headers=headers)


@cache
def _content(name: str) -> bytes:
    return (files("templates") / "pages" / "static" / name).read_bytes()
