"""A focal point's list: every open task with room for its answer and its files, sent with one press."""

from typing import Any

from sqlmodel import Session
from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.web.board.access import Posted, Visitor
from bot.web.board.desk import Desk
from bot.web.board.pressing import offered
from bot.web.uploads import kept
from handlers import on_page
from handlers.conversation.context import Received
from handlers.conversation.which_task import open_assignments
from handlers.dispatch_table import TAKE_FILES
from handlers.focal_point.answer_many import STATES, answer_all
from handlers.leader.table_view import Unknown
from scheduler.digests.wording import lines_of

MOST = 200
MOST_FILES = 30
LONGEST_WORDS = 1000


class Answers:
    """The page of answers over one deployment."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def routes(self) -> list[Route]:
        """What the application serves."""
        return [
            self._desk.route("tra-loi", self._show),
            self._desk.route("tra-loi", self._post, "POST"),
        ]

    async def _show(self, request: Request, visitor: Visitor) -> Response:
        return await self._page(visitor)

    async def _page(self, visitor: Visitor, shown: on_page.Shown | None = None, status: int = 200) -> Response:
        if not visitor.signed.rights.agencies("focal"):
            raise Unknown("answers")
        now = self._desk.clock()

        def facts(session: Session) -> dict[str, Any]:
            open_ones = open_assignments(on_page.looking(session, visitor.signed, now, self._desk.handlers))
            lines = lines_of(session, [(one.id or 0, "") for one in open_ones[:MOST]], now)
            return {"lines": lines, "total": len(open_ones)}

        found = await self._desk.store.read_async(facts)
        buttons = offered(shown.messages) if shown else []
        return self._desk.shown(
            visitor, "answers.j2", status, shown=shown, offered=buttons, longest=LONGEST_WORDS,
            takes_files=bool(shown and shown.flow in TAKE_FILES), **found,
        )  # fmt: skip

    async def _post(self, request: Request, visitor: Visitor) -> Response:
        form = await self._desk.posted(request, visitor, MOST_FILES)
        if form is None:
            return self._desk.problem(visitor, "form", 403)
        try:
            rows, files = await self._filled(form)
        finally:
            await form.form.close()
        shown = await self._desk.act(visitor, form, answer_all, data={"rows": rows}, files=files)
        return await self._page(visitor, shown)

    async def _filled(self, form: Posted) -> tuple[list[dict[str, Any]], list[Received]]:
        """The rows with something in them, and all files; each row says which are its own."""
        rows: list[dict[str, Any]] = []
        files: list[Received] = []
        for name in form.form:
            one = name.removeprefix("trang-thai-")
            if not name.startswith("trang-thai-") or not (one.isascii() and one.isdigit() and len(one) <= 9):
                continue
            state, percent = form.text(name), form.text(f"phan-tram-{one}", 10).replace(",", ".")
            sent = [f for f in form.form.getlist(f"tep-{one}") if isinstance(f, UploadFile) and f.filename]
            own = [await kept(self._desk.evidence, file, self._desk.judging) for file in sent]
            row = {
                "assignment": int(one), "state": state if state in STATES else "", "percent": _percent(percent),
                "words": form.text(f"loi-{one}", LONGEST_WORDS),
                "files": list(range(len(files), len(files) + len(own))),
            }  # fmt: skip
            files += own
            if row["state"] or row["percent"] is not None or row["words"] or own:
                rows.append(row)
        return rows, files


def _percent(text: str) -> float | None:
    """0-100 as typed; None for nothing that is one."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if 0 <= value <= 100 else None
