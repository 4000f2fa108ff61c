"""The card of one task: what it is, its history, its evidence, and every action its card has in the chat.

A button here is the chat's own (`handlers.on_page`), sealed for this session; what it answers is shown with the buttons
and the question it brings, as the chat would show them.
"""

import asyncio
from typing import Any

from sqlmodel import Session, select
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.board.access import Visitor
from bot.web.board.desk import Desk
from bot.web.board.downloads import download, is_picture, page_of_pdf
from bot.web.board.pressing import offered, pressed
from catalog.messaging.inbox_and_outbox import Message, OutFile
from catalog.people.rights import may_assignment
from catalog.tables import Assignment, Evidence, EvidenceBlob, Task
from catalog.work.evidence import FileDamaged
from catalog.work.evidence_of_assignment import evidence_of
from catalog.work.evidence_page import pages_of
from handlers import on_page
from handlers.dispatch_table import TAKE_FILES
from handlers.focal_point import tasks
from handlers.leader.table_view import Unknown

SHOWN_HERE = frozenset({"card", "card_whole", "evidence_show", "queue", "bulk", "report_one", "board", "list"})
"""Buttons of the chat whose screens the board has pages of its own for."""

HISTORY = 200


class Card:
    """The pages of single tasks over one deployment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """What the application serves."""
        return [
            self._desk.route("viec-{one:int}", self._show),
            self._desk.route("viec-{one:int}", self._act, "POST"),
            self._desk.route("thao-tac", self._act, "POST"),
            self._desk.route("tep-{evidence:int}", self._evidence),
            self._desk.route("tep-{evidence:int}-trang-{number:int}", self._page_of),
            self._desk.route("tai", self._made),
        ]

    async def _show(self, request: Request, visitor: Visitor) -> Response:
        return await self._card(request.path_params["one"], visitor)

    async def _card(
        self, one: int, visitor: Visitor, shown: on_page.Shown | None = None, status: int = 200
    ) -> Response:
        now = self._desk.clock()

        def facts(session: Session) -> dict[str, Any]:
            assignment = self._seen(session, visitor, one)
            ctx = on_page.looking(session, visitor.signed, now, self._desk.handlers)
            ctx.args = {"assignment": one}
            files = evidence_of(session, one)
            mimes = {f.sha256: session.get_one(EvidenceBlob, f.sha256).mime for f in files}
            secret = session.get_one(Task, assignment.task_id).classified
            return {
                **tasks.facts(ctx, assignment), "assignment": assignment, "files": [] if secret else files,
                "mimes": mimes, "history": tasks.history(ctx, assignment, HISTORY),
                "buttons": offered([Message("", (tuple(tasks.acts(ctx, assignment)),))], SHOWN_HERE),
            }  # fmt: skip

        found = await self._desk.store.read_async(facts)
        pages: dict[int | None, int] = {}
        for file in found["files"]:
            if found["mimes"][file.sha256] == "application/pdf":
                pages[file.id] = await self._pages(file.sha256)
        return self._desk.shown(
            visitor, "card.j2", status, one=one, shown=shown, pages=pages, is_picture=is_picture,
            offered=offered(shown.messages if shown else (), SHOWN_HERE),
            takes_files=bool(shown and shown.flow in TAKE_FILES),
            **found,
        )  # fmt: skip

    async def _pages(self, sha256: str) -> int:
        try:
            data = await asyncio.to_thread(self._desk.evidence.read, sha256)
        except FileDamaged:
            return 0
        return await asyncio.to_thread(pages_of, data)

    def _seen(self, session: Session, visitor: Visitor, one: int) -> Assignment:
        """The assignment, if this person may see it; else it is as if there were none. Raises Unknown."""
        found = session.get(Assignment, one) if one < 1 << 31 else None
        if found is None or not may_assignment(session, visitor.signed.rights, "see", found):
            raise Unknown("assignment")
        return found

    async def _act(self, request: Request, visitor: Visitor) -> Response:
        """A button of the chat, or words (and files) for the question that a button brought."""
        shown = await pressed(self._desk, request, visitor)
        if shown is None:
            return self._desk.problem(visitor, "form", 403)
        one = request.path_params.get("one")
        if one is not None:
            return await self._card(one, visitor, shown)
        return self._desk.shown(visitor, "answer.j2", shown=shown, offered=offered(shown.messages),
                                takes_files=shown.flow in TAKE_FILES)  # fmt: skip

    async def _evidence(self, request: Request, visitor: Visitor) -> Response:
        row = await self._file(request, visitor)
        return await download(self._desk, visitor, OutFile(row.name, sha256=row.sha256))

    async def _page_of(self, request: Request, visitor: Visitor) -> Response:
        row = await self._file(request, visitor)
        try:
            ready = await self._desk.file_of(OutFile(row.name, sha256=row.sha256))
        except FileDamaged:
            return Response(status_code=404)
        return await page_of_pdf(ready.data, request.path_params["number"])

    async def _file(self, request: Request, visitor: Visitor) -> Evidence:
        """The file, if its task may be seen and is not classified. Raises Unknown."""
        wanted = request.path_params["evidence"]

        def find(session: Session) -> Evidence:
            row = session.exec(select(Evidence).where(Evidence.id == wanted)).first() if wanted < 1 << 31 else None
            if row is None or row.withdrawn_at is not None:
                raise Unknown("evidence")
            assignment = self._seen(session, visitor, row.assignment_id)
            if session.get_one(Task, assignment.task_id).classified:
                raise Unknown("evidence")
            return row

        return await self._desk.store.read_async(find)

    async def _made(self, request: Request, visitor: Visitor) -> Response:
        """A file that an answer offered, made now."""
        sealed = visitor.unseal(request.query_params.get("tep", ""))
        if not isinstance(sealed, dict):
            return self._desk.problem(visitor, "unknown", 404)
        return await download(self._desk, visitor, OutFile(**sealed))
