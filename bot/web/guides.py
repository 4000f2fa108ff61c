"""GET /huong-dan/<name>: the guides of templates/guides as pages, and the pictures beside them."""

from functools import cache
from importlib.resources import files

from markdown_it import MarkdownIt
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.pages import shown

_FOLDER = files("templates") / "guides"


def guide_routes() -> list[Route]:
    """The list of guides and each of them."""
    return [
        Route("/huong-dan/", _list, methods=["GET"]),
        Route("/huong-dan/{name}.png", _picture, methods=["GET"]),
        Route("/huong-dan/{name}", _one, methods=["GET"]),
    ]


@cache
def titles() -> dict[str, str]:
    """Name -> title (its first heading) of every guide, by title."""
    named = ((file.name.removesuffix(".md"), file) for file in _FOLDER.iterdir() if file.name.endswith(".md"))
    found = {name: file.read_text("utf-8").lstrip().partition("\n")[0].lstrip("# ").strip() for name, file in named}
    return dict(sorted(found.items(), key=lambda pair: pair[1]))


@cache
def _body(name: str) -> Markup:
    """A guide as HTML. HTML inside a guide is shown, not obeyed."""
    text = (_FOLDER / f"{name}.md").read_text("utf-8")
    return Markup(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))  # noqa: S704


async def _list(_request: Request) -> Response:
    return shown("guides.j2", guides=titles())


@cache
def _pictures() -> frozenset[str]:
    return frozenset(file.name.removesuffix(".png") for file in _FOLDER.iterdir() if file.name.endswith(".png"))


async def _picture(request: Request) -> Response:
    """A picture that stands beside the guides: "![](viec.png)" in one of them."""
    name = request.path_params["name"]
    if name not in _pictures():
        return Response(status_code=404)
    headers = {"Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
    return Response((_FOLDER / f"{name}.png").read_bytes(), media_type="image/png", headers=headers)


async def _one(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in titles():  # only what is there: no part of a path gets further than this
        return shown("guides.j2", 404, guides=titles())
    return shown("guide.j2", title=titles()[name], body=_body(name))
