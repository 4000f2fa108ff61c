"""The routes of the one web application, put together for a running bot."""

from collections.abc import Mapping
from typing import Protocol

import sqlalchemy as sa
from starlette.applications import Starlette
from starlette.routing import BaseRoute, Mount

from bot.intake import Intake
from bot.settings import Settings, SettingsProblem
from bot.status_api import make_api, parse_tokens
from bot.supervision.supervisor import Supervisor
from bot.web.board.routes import board_routes
from bot.web.confirm import ConfirmPage
from bot.web.files import FileLinks, Prepared, file_routes
from bot.web.guides import guide_routes
from bot.web.health import health_routes
from bot.web.metrics import Meter, metrics_routes
from bot.web.pages import away, static_route
from bot.web.signed_webhooks import SignedChannel, signed_webhook_routes
from bot.web.uploads import UploadPage
from bot.web.webhooks import HookedChannel, webhook_routes
from catalog.clock import Clock
from catalog.store.store import Store
from catalog.work.evidence import EvidenceStore
from scheduler.delivery.delivery import Delivery
from scheduler.delivery.outbox import withheld


class Running(Protocol):
    """What the pages need of the running bot they are served by."""

    settings: Settings
    store: Store
    clock: Clock
    evidence: EvidenceStore
    supervisor: Supervisor

    @property
    def links(self) -> FileLinks:
        """Addresses of files."""

    @property
    def prepared(self) -> Prepared:
        """Files that stand ready to be fetched."""

    @property
    def intake(self) -> Intake:
        """What takes events in."""

    @property
    def delivery(self) -> Delivery:
        """What brings messages to people."""

    def copy_ages(self) -> dict[str, float | None] | None:
        """Of the copies elsewhere, in seconds."""

    @property
    def hooked_channels(self) -> Mapping[str, HookedChannel]:
        """Those whose platform brings events to us, by name."""

    @property
    def signed_channels(self) -> Mapping[str, SignedChannel]:
        """Those whose platform signs what it brings."""


def make_web(app: Running) -> Starlette:
    """The application of this bot. Raises SettingsProblem when the tokens of the API cannot be used."""
    settings, meter = app.settings, Meter()
    try:
        tokens = parse_tokens(settings.api_tokens.get_secret_value())
    except ValueError as problem:
        raise SettingsProblem(f"Biến môi trường DONDOC_API_TOKENS không hợp lệ: {problem}.") from None
    app.delivery.watch = meter.sent
    loops = {"intake": lambda: app.intake.wake_loop.looked_at, "delivery": lambda: app.delivery.wake_loop.looked_at}
    hooked = app.hooked_channels
    routes: list[BaseRoute] = [
        *health_routes(app.store, loops, app.supervisor.reasons, app.copy_ages),
        *metrics_routes(app.store, meter, app.clock, settings.metrics_token.get_secret_value()),
        *UploadPage(app.store, app.evidence, app.clock, app.intake.wake_loop.wake).routes(),
        *ConfirmPage(app.store, app.clock, app.intake.wake_loop.wake).routes(),
        *board_routes(app),
        *webhook_routes(hooked, {name: settings.hook_secret(name) for name in hooked}, app.intake.take),
        *signed_webhook_routes(app.signed_channels, app.intake.take, meter.dropped),
        *file_routes(app.store, app.links, withheld, app.delivery.files.of, app.prepared),
        *guide_routes(),
        static_route(),
    ]
    if tokens:
        routes.append(Mount("/", make_api(app.store, app.clock, tokens)))
    return Starlette(routes=routes, exception_handlers={sa.exc.DBAPIError: away})
