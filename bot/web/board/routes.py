"""All pages of the board over one running bot."""

from typing import Protocol

from starlette.routing import Route

from bot.intake import Intake
from bot.settings import Settings
from bot.web.board.access import Access
from bot.web.board.answers import Answers
from bot.web.board.beside_paper import BesidePaper
from bot.web.board.calendars import Calendars
from bot.web.board.card import Card
from bot.web.board.desk import Desk
from bot.web.board.editing import Editing
from bot.web.board.elsewhere import Elsewhere
from bot.web.board.pictures import Pictures
from bot.web.board.sign_in import SignIn
from bot.web.board.table import Table
from catalog.clock import Clock
from catalog.store.store import Store
from catalog.work.evidence import EvidenceStore
from handlers import on_page
from scheduler.delivery.delivery import Delivery


class Running(Protocol):
    """What the board needs of the running bot."""

    settings: Settings
    store: Store
    clock: Clock
    evidence: EvidenceStore

    @property
    def intake(self) -> Intake:
        """What takes events in."""

    @property
    def delivery(self) -> Delivery:
        """What brings messages to people."""


def board_routes(app: Running) -> list[Route]:
    """What the application serves of the board."""
    settings = app.settings
    access = Access(app.store, app.clock, settings.public_url)
    handlers = on_page.Desk(app.evidence.limit, settings.hours, app.evidence.accepted)
    desk = Desk(app.store, app.clock, app.evidence, access, handlers, app.delivery.files.of, app.intake.handled.set)
    rows = (Table(desk), Card(desk), Editing(desk), Answers(desk), BesidePaper(desk))
    pages = (*rows, Pictures(desk), Calendars(desk), Elsewhere(desk))
    rooms = (SignIn(app.store, app.clock, access), *pages)
    return [route for room in rooms for route in room.routes()]
