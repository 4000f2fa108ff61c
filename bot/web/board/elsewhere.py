"""What else one does in the chat with buttons, from the board: what waits to be decided, invitations, reminders, the
report. Each button is the chat's own and is answered on the page.
"""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.board.access import Visitor
from bot.web.board.desk import Desk
from catalog.messaging.inbox_and_outbox import Choice
from catalog.people.rights import Action
from templates.render import say

OFFERED: tuple[tuple[Action, Choice], ...] = (
    ("accept", Choice("queue", "queue")),
    ("edit_task", Choice("plans", "task_plans")),
    ("import", Choice("overdue_at_import", "overdue_at_import")),
    ("nudge", Choice("overdue", "nudge_about", {"what": "overdue"})),
    ("invite", Choice("unlinked", "unlinked")),
    ("report", Choice("report", "report")),
    ("status", Choice("warnings", "status_warnings")),
)
"""The right a button needs, and the button under the name of its label."""


class Elsewhere:
    """The page of the other screens over one deployment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """What the application serves; the buttons post to the card's own address for them."""
        return [self._desk.route("khac", self._show)]

    async def _show(self, request: Request, visitor: Visitor) -> Response:
        rights = visitor.signed.rights
        buttons = [
            Choice(say("table.button_to", name=choice.label), choice.do, choice.args)
            for action, choice in OFFERED
            if rights.anywhere(action)
        ]
        return self._desk.shown(visitor, "elsewhere.j2", buttons=buttons)
