"""The table: rows by a filter that lives in the address, its figures, as a sheet; reports judged many at once."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.board.access import Visitor, posted, to_board
from bot.web.board.desk import Desk
from bot.web.board.downloads import download
from catalog.agencies.stored import agency_names
from catalog.figures.early_warning import KINDS
from catalog.figures.overview import in_sight
from catalog.figures.rows_behind import PARTS
from catalog.figures.standing_on_day import own_scope
from catalog.figures.table.filtered import ORDERS
from catalog.people.rights import Rights
from catalog.tables import Assignment, Plan
from handlers.conversation.context import Context, NotAllowed
from handlers.leader.table_sheet import file_of
from handlers.leader.table_view import SIZES, TableRow, rows_of_page, view_of
from handlers.officer.reports import accept_many, return_with_reason
from scheduler.digests.wording import plan_label
from templates.documents.letterhead import letterhead

MOST_JUDGED = 200
"""Reports judged with one press: no more than can be looked over."""


class Table:
    """The pages of the table over one deployment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """What the application serves."""
        return [
            self._desk.route("", self._show),
            self._desk.route("xuat", self._sheet),
            self._desk.route("duyet", self._judge, "POST"),
            self._desk.route("duyet", self._back, "GET"),
        ]

    async def _show(self, request: Request, visitor: Visitor) -> Response:
        return await self._page(request, visitor)

    async def _back(self, request: Request, visitor: Visitor) -> Response:
        """The address of a post that somebody opened again: the rows it was about."""
        return to_board(f"?{request.url.query}" if request.url.query else "")

    async def _page(self, request: Request, visitor: Visitor, said: str = "", status: int = 200) -> Response:
        given, now, today = dict(request.query_params), self._desk.clock(), self._desk.today
        rights = visitor.signed.rights

        def facts(session: Session) -> dict[str, Any]:
            view = view_of(session, rights, given, today)
            seen = in_sight(session, today, now, own_scope(rights), view.asked.scope)
            total, rows = rows_of_page(session, view, seen.figures)
            plans = {p.id or 0: p for p in session.execute(sa.select(Plan).order_by(col(Plan.id))).scalars()}
            names = agency_names(session)
            return {
                "view": view, "figures": seen.figures, "total": total, "rows": rows,
                "plans": [(one, plan_label(plans[one])) for one in seen.plans],
                "agencies": sorted(((one, names[one]) for one in seen.agencies), key=lambda a: a[1]),
                "judged": judged(rights, rows, {i: p.coordinator_id for i, p in plans.items()}, visitor),
                "warnings": [(kind, name) for kind, name in KINDS.items()],
                "edits": rights.anywhere("edit_task"), "answers": bool(rights.agencies("focal")),
                "head": letterhead(office_of(visitor)),
            }  # fmt: skip

        found = await self._desk.store.read_async(facts)
        return self._desk.shown(
            visitor, "table.j2", status, parts=PARTS, orders=ORDERS, sizes=SIZES, said=said, **found
        )  # fmt: skip

    async def _sheet(self, request: Request, visitor: Visitor) -> Response:
        given, today = dict(request.query_params), self._desk.today
        await self._desk.store.read_async(lambda s: view_of(s, visitor.signed.rights, given, today))
        return await download(self._desk, visitor, file_of(visitor.signed.row.person_id, given, today))

    async def _judge(self, request: Request, visitor: Visitor) -> Response:
        form = await posted(request, visitor)
        if form is None:
            return self._desk.problem(visitor, "form", 403)
        ticked = [pair for text in form.form.getlist("chon") if (pair := _pair(str(text))) is not None]
        reason, returns = form.text("ly-do"), form.text("viec") == "tra-lai"
        if not ticked or len(ticked) > MOST_JUDGED or (returns and not reason):
            why = "none" if not ticked else "many" if len(ticked) > MOST_JUDGED else "reason"
            return await self._page(request, visitor, why, 422)

        def do(ctx: Context) -> list[Any]:
            if any(ctx.session.get(Assignment, one) is None for one, _ in ticked):
                raise NotAllowed("accept", "assignment")
            if not returns:
                return accept_many.accept_listed(ctx)[:1]
            return [return_with_reason.send_back(ctx)[0]]

        data: dict[str, Any] = (
            {"ids": [a for a, _ in ticked], "reports": [r for _, r in ticked], "reason": reason}
            if returns
            else {"reports": [list(pair) for pair in ticked]}
        )
        done = await self._desk.act(visitor, form, do, data=data, words=reason)
        return await self._page(request, visitor, "again" if done.known else done.text)


def judged(rights: Rights, rows: Sequence[TableRow], coordinators: dict[int, int | None], visitor: Visitor) -> set[int]:
    """The rows that this person may accept or return together with others: reported, and not by oneself."""
    found = set()
    for row in rows:
        stand = row.stand
        by = coordinators.get(stand.place.plan_id)
        if stand.snapshot.state != "reported" or row.reported_by == visitor.signed.row.person_id:
            continue
        if rights.may("accept", agency_id=stand.agency_id, coordinator_id=by):
            found.add(stand.assignment_id)
    return found


def office_of(visitor: Visitor) -> str:
    """The body this person works for, as the head of a printed page names it; "" for whom no one is known."""
    return next((agency for role, agency in visitor.roles if agency), "")


def _pair(text: str) -> tuple[int, int] | None:
    """(assignment, report) of a ticked row; None for anything else."""
    one, _, report = text.partition("-")
    good = all(part.isascii() and part.isdigit() and len(part) <= 12 for part in (one, report))
    return (int(one), int(report)) if good else None
