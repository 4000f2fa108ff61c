"""The web application: the Bot API at /bot<TOKEN>/<method>, downloads at /file/bot<TOKEN>/<path>, the page at /.

Zalo's platform is at /zalo/bot<TOKEN>/<method>, the OpenAPI of its Official Account at /oa/...
"""

from collections.abc import Callable

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.routing import Route

from bot.sandbox.page.pages import Page
from bot.sandbox.telegram.answering import BotApi, Cut
from bot.sandbox.world.world import World
from bot.sandbox.zalo.platform import ZaloPlatform
from bot.sandbox.zalo_oa.platform import OaPlatform


async def _no_connection(_request: Request) -> None:
    """Stands for a cut connection where an ASGI client asks in the same process."""
    raise ConnectionResetError("the sandbox cut this connection on order")


def build_app(world: World, stopping: Callable[[], bool] = lambda: False, cut: Cut = _no_connection) -> Starlette:
    """The ASGI application for one world."""
    api = BotApi(world, stopping, cut)
    return Starlette(
        routes=[
            Route("/bot{token}/{method}", api.call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", api.download, methods=["GET"]),
            *ZaloPlatform(world, stopping, cut).routes(),
            *OaPlatform(world, cut).routes(),
            *Page(world, stopping).routes(),
        ]
    )
