"""The same cells as in the chat, all at once beside the picture of the paper: what the board shows of them.

Nothing is settled here: each cell carries the buttons its message has in the chat.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from catalog.messaging.inbox_and_outbox import Choice, Message, OutFile
from catalog.plans.keeping import scanned_pages as pages
from catalog.plans.keeping.scanned_pages import Look, Spot
from catalog.tables import PlanFile, ScanPage
from handlers.conversation.context import Context, NotAllowed
from handlers.officer.plans import doubtful_cells, import_plan, scanned_pages
from templates.render import say

MOST = 12
"""Cells of plans on one page: each has a picture, which takes a second to draw."""


@dataclass(frozen=True)
class CellSeen:
    """A cell of a scan; `look` where it needs one, then with the buttons of its message and that of a correction."""

    text: str
    look: Look | None = None
    buttons: Sequence[Choice] = ()
    correct: Choice | None = None


@dataclass(frozen=True)
class RowSeen:
    """A printed row of a scan: its cells, and the button for all of it where one of them needs a look."""

    cells: Sequence[CellSeen]
    whole: Choice | None


@dataclass(frozen=True)
class ScanSeen:
    """A scan of this person; `page` is the one that waits (None: no page does), with its rows and its own buttons."""

    file: PlanFile
    page: ScanPage | None
    total: int
    rows: Sequence[RowSeen] = ()
    buttons: Sequence[Choice] = ()

    @property
    def columns(self) -> int:
        """Cells of its widest row."""
        return max((len(row.cells) for row in self.rows), default=1)

    @property
    def over(self) -> str:
        """What is said where no page waits."""
        return say("edit_plan.over", state=self.file.state)

    @property
    def doubts(self) -> list[Look]:
        """All that need a look, in printed order."""
        return [cell.look for row in self.rows for cell in row.cells if cell.look is not None]


def scan(ctx: Context, file_id: int) -> ScanSeen:
    """The scan and its page that waits. Raises NotAllowed for one that is not there, or somebody else's."""
    if ctx.session.get(PlanFile, file_id) is None:
        raise NotAllowed("import", f"plan_file:{file_id}")
    ctx.args = {"file": file_id}
    file, page = scanned_pages.waiting(ctx)
    total = len(pages.numbers_kept(ctx.session, file_id))
    if page is None:
        return ScanSeen(file, None, total)
    rows = [_row(file, page, cells) for cells in pages.grid_of(page)]
    settling = ("scan_right", "scan_skip", "scan_stop")
    buttons = [one for one in scanned_pages.page_shown(ctx.session, file, page).flat_choices() if one.do in settling]
    return ScanSeen(file, page, total, rows, buttons)


def _row(file: PlanFile, page: ScanPage, cells: Sequence[tuple[str, Look | None]]) -> RowSeen:
    seen: list[CellSeen] = []
    whole = None
    for text, look in cells:
        if look is None:
            seen.append(CellSeen(text))
            continue
        offered = scanned_pages.cell_alone(file, page, [look]).flat_choices()
        settling = [one for one in offered if one.do == "scan_cell_right"]
        whole = next((one for one in settling if one.args.get("which") == "row"), whole)
        correct = next(one for one in offered if one.do == "scan_text")
        alone = [one for one in settling if one.args.get("which") != "row"]
        seen.append(CellSeen(text, look, alone, correct))
    return RowSeen(seen, whole)


def picture(ctx: Context, file_id: int, number: int, spot: Spot | None) -> OutFile | None:
    """The picture of a page of this person's scan, or the piece of it around a cell; None where there is none."""
    seen = scan(ctx, file_id)
    if seen.page is None or seen.page.number != number or not seen.page.picture:
        return None
    args: dict[str, Any] = {"page": seen.page.id}
    if spot is not None:
        look = next((one for one in seen.doubts if one.spot == spot), None)
        if look is None:
            return None
        args["box"] = list(look.box)
    return OutFile(f"trang-{number}.jpg", make="scan_page", args=args, picture=True)


def cells_in_doubt(ctx: Context) -> tuple[int, list[tuple[dict[str, Any], Message]]]:
    """(how many cells of plans wait, the first of them): what a button about one carries, and its message in the chat.

    Raises NotAllowed where the chat would.
    """
    if import_plan.may_import(ctx.rights) and not ctx.rights.has("officer"):
        return 0, []
    waiting = doubtful_cells.waiting(ctx)
    shown = []
    for cell in waiting[:MOST]:
        ctx.args = doubtful_cells.about(cell)
        shown.append((ctx.args, doubtful_cells.one(ctx)[0]))
    return len(waiting), shown


def scans_waiting(ctx: Context) -> list[PlanFile]:
    """The scans of this person of which a page waits."""
    return import_plan.scans_waiting(ctx) if import_plan.may_import(ctx.rights) else []
