"""Many cells changed at once: typed in the table, shown as a difference, recorded by one document's number."""

from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.board.access import Posted, Visitor, posted
from bot.web.board.desk import Desk
from catalog.figures.standing_on_day import unassigned_on
from catalog.figures.table.filtered import tasks_filtered
from handlers.conversation.context import NotAllowed
from handlers.leader.table_view import Unknown, view_of
from handlers.officer.plans import edit_many
from handlers.officer.plans.typed_form import split_document

MOST = 100
"""Tasks edited on one page."""


class Editing:
    """The pages on which an officer edits rows over one deployment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """What the application serves."""
        return [
            self._desk.route("sua", self._show),
            self._desk.route("sua", self._post, "POST"),
        ]

    async def _show(self, request: Request, visitor: Visitor) -> Response:
        return await self._page(request, visitor)

    async def _page(
        self, request: Request, visitor: Visitor, why: str = "", status: int = 200, typed: Any = None
    ) -> Response:
        rights, given, today = visitor.signed.rights, dict(request.query_params), self._desk.today
        if not rights.anywhere("edit_task"):
            raise Unknown("edit")

        def facts(session: Session) -> dict[str, Any]:
            view = view_of(session, rights, given, today)
            total, ids = tasks_filtered(session, today, view.asked.scope, view.wanted, MOST)
            if not view.wanted.part and not view.wanted.narrows:  # what nobody leads yet is edited here, too
                ids = [one.task_id for one in unassigned_on(session, today, view.asked.scope)][: MOST - len(ids)] + ids
            rows = [row for one in ids if (row := edit_many.row_of(session, rights, one)) is not None]
            return {"view": view, "total": total, "rows": rows}

        found = await self._desk.store.read_async(facts)
        return self._desk.shown(visitor, "edit.j2", status, why=why, typed=typed or {}, most=MOST, **found)

    async def _post(self, request: Request, visitor: Visitor) -> Response:
        form = await posted(request, visitor)
        if form is None:
            return self._desk.problem(visitor, "form", 403)
        if form.text("viec") == "ghi":
            return await self._record(visitor, form)
        _, document = split_document(form.text("so-van-ban", 200))
        typed = {name: value for name, value in form.form.items() if isinstance(value, str)}
        if not document:
            return await self._page(request, visitor, "document", 422, typed)
        try:
            found = await self._desk.store.read_async(lambda s: _differences(s, visitor, typed))
        except NotAllowed:
            return self._desk.problem(visitor, "unknown", 404)
        if not found:
            return await self._page(request, visitor, "nothing", 422, typed)
        good = [d for d in found if d.wish is not None]
        changes = [{"task": d.row.task_id, "version": d.row.version, "wish": dict(d.wish or {})} for d in good]
        sealed = visitor.seal({"changes": changes, "document": document}) if good else ""
        return self._desk.shown(
            visitor, "differences.j2", found=found, document=document, sealed=sealed, count=len(good),
            back=f"?{request.url.query}" if request.url.query else "",
        )  # fmt: skip

    async def _record(self, visitor: Visitor, form: Posted) -> Response:
        data = visitor.unseal(form.text("thay-doi", 1_000_000))
        if not isinstance(data, dict) or "changes" not in data:
            return self._desk.problem(visitor, "form", 403)
        shown = await self._desk.act(visitor, form, edit_many.change_all, data=data)
        return self._desk.shown(visitor, "answer.j2", shown=shown, offered=[], takes_files=False)


def _differences(session: Session, visitor: Visitor, typed: dict[str, str]) -> list[edit_many.Difference]:
    """What differs of each row of the form, in its order. Raises NotAllowed."""
    found = []
    for name, version in typed.items():
        task = name.removeprefix("ban-")
        if not name.startswith("ban-") or not (task.isascii() and task.isdigit() and len(task) <= 9):
            continue
        cells = {
            cell: " ".join(typed[f"{cell}-{task}"].split()) for cell in edit_many.CELLS if f"{cell}-{task}" in typed
        }
        marked = f"mat-{task}" in typed
        rights = visitor.signed.rights
        one = edit_many.difference(session, rights, int(task), version, cells, classified=marked)
        found += [one] if one is not None else []
    return found
