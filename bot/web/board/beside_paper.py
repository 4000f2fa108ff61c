"""What a machine read, beside the picture of the paper: the pages of a scan as tables, and cells of plans in doubt.

Each button is the chat's own (`handlers.officer.plans`): one cell, all of its row, all like it, or the right words.
"""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.board.access import Visitor
from bot.web.board.desk import Desk
from bot.web.board.downloads import download
from bot.web.board.pressing import pressed
from catalog.messaging.inbox_and_outbox import OutFile
from catalog.plans.keeping.scanned_pages import Spot
from handlers import on_page
from handlers.leader.table_view import Unknown
from handlers.officer.plans import beside_paper
from handlers.officer.plans.scanned_pages import PAGE_OF


class BesidePaper:
    """The pages on which a reading is compared, over one deployment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """What the application serves."""
        scan = f"{PAGE_OF}{{file:int}}"
        return [
            self._desk.route("doi-chieu", self._cells),
            self._desk.route("doi-chieu", self._press_cell, "POST"),
            self._desk.route("doi-chieu-hang-{task:int}", self._printed),
            self._desk.route(scan, self._scan),
            self._desk.route(scan, self._press_scan, "POST"),
            self._desk.route(f"{scan}-trang-{{number:int}}", self._picture),
        ]

    # --- cells of plans ---

    async def _cells(self, request: Request, visitor: Visitor) -> Response:
        return await self._doubts(request, visitor)

    async def _press_cell(self, request: Request, visitor: Visitor) -> Response:
        shown = await pressed(self._desk, request, visitor)
        return (
            self._desk.problem(visitor, "form", 403) if shown is None else await self._doubts(request, visitor, shown)
        )

    async def _doubts(self, request: Request, visitor: Visitor, shown: on_page.Shown | None = None) -> Response:
        plan, now = request.query_params.get("ke-hoach", ""), self._desk.clock()

        def facts(session: Session) -> dict[str, Any]:
            ctx = on_page.looking(session, visitor.signed, now, self._desk.handlers)
            ctx.args = {"plan": int(plan)} if plan.isascii() and plan.isdigit() and len(plan) <= 9 else {}
            waits = beside_paper.scans_waiting(ctx)
            total, cells = beside_paper.cells_in_doubt(ctx)
            return {"scans": waits, "cells": cells, "total": total}

        found = await self._desk.store.read_async(facts)
        query = f"?{request.url.query}" if request.url.query else ""
        return self._desk.shown(visitor, "cells_in_doubt.j2", shown=shown, query=query, **found)

    async def _printed(self, request: Request, visitor: Visitor) -> Response:
        """The row of a task as it is printed; with "?ca-trang" the whole page."""
        args = {"task": request.path_params["task"], "person": visitor.signed.row.person_id}
        if "ca-trang" in request.query_params:
            args["whole"] = True
        if args["task"] >= 1 << 31:
            raise Unknown("task")
        async with self._desk.judging:  # drawn in a process of its own
            return await download(self._desk, visitor, OutFile("dong-in", make="printed_cell", args=args, picture=True))

    # --- pages of scans ---

    async def _scan(self, request: Request, visitor: Visitor) -> Response:
        return await self._page(request, visitor)

    async def _press_scan(self, request: Request, visitor: Visitor) -> Response:
        shown = await pressed(self._desk, request, visitor)
        return self._desk.problem(visitor, "form", 403) if shown is None else await self._page(request, visitor, shown)

    async def _page(self, request: Request, visitor: Visitor, shown: on_page.Shown | None = None) -> Response:
        file, now = request.path_params["file"], self._desk.clock()

        def facts(session: Session) -> dict[str, Any]:
            ctx = on_page.looking(session, visitor.signed, now, self._desk.handlers)
            return {"seen": beside_paper.scan(ctx, file)}

        return self._desk.shown(visitor, "scan.j2", shown=shown, **await self._desk.store.read_async(facts))

    async def _picture(self, request: Request, visitor: Visitor) -> Response:
        """The picture of a page, or with "?hang=...&cot=..." the piece of it around one of its cells."""
        file, number, now = request.path_params["file"], request.path_params["number"], self._desk.clock()
        given = [request.query_params.get(name, "") for name in ("hang", "cot")]
        at = [int(one) for one in given if one.isascii() and one.isdigit() and len(one) <= 6]
        spot = Spot(*at) if len(at) == len(given) else None

        def find(session: Session) -> OutFile:
            ctx = on_page.looking(session, visitor.signed, now, self._desk.handlers)
            found = beside_paper.picture(ctx, file, number, spot)
            if found is None:
                raise Unknown("page")
            return found

        return await download(self._desk, visitor, await self._desk.store.read_async(find))
