"""A scanned plan in the officer's chat: page by page beside its picture, doubtful cells one by one; then it is read.

Nothing a machine read becomes a task before a person confirmed its page (`catalog.plans.keeping.scanned_pages`).
"""

import datetime as dt
import io
import re
from typing import Any

from sqlmodel import Session

from catalog.messaging.inbox_and_outbox import Choice, Message, OutFile
from catalog.messaging.upload_links import public_url
from catalog.plans.keeping import scanned_pages as pages
from catalog.plans.keeping.scanned_pages import Look, Spot
from catalog.tables import PlanFile, ScanPage
from handlers.conversation.board_address import button
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.open_conversations import enter, leave
from handlers.officer.plans import read_alike
from handlers.officer.plans.import_plan import may_import, tell
from templates.render import say

WHERE = re.compile(r"^\s*(?:hàng\s*)?(\d{1,4})\s*[,;.\s]\s*(?:cột\s*)?(\d{1,3})\s*[:=]\s*(.*)$", re.S | re.I)
PAGE_OF = "doi-chieu-"
"""Where the board shows the pages of a file, before the file's id."""

_AROUND = 12  # thousandths of the page around a cell that is shown


def still_reading(
    session: Session, file_id: int, number: int, total: int, minutes: int | None, now: dt.datetime
) -> None:
    """How far the reading is: "trang 3/12, còn khoảng 1 phút"."""
    row = session.get_one(PlanFile, file_id)
    if row.state == "waiting":
        text = say("scanned_pages.progress", name=row.name, number=number, total=total, minutes=minutes)
        stop = Choice(say("scanned_pages.button_stop"), "scan_stop", {"file": file_id})
        tell(session, row, Message(text, ((stop,),)), now)


def all_read(session: Session, file_id: int, now: dt.datetime) -> None:
    """Every page was read: the first one waits to be confirmed."""
    row = session.get_one(PlanFile, file_id)
    page = pages.next_open(session, file_id)
    if row.state != "waiting" or page is None:
        return
    row.state = "scanned"
    session.add(row)
    session.flush()
    tell(session, row, page_shown(session, row, page), now)


def stamped(session: Session, file_id: int, now: dt.datetime) -> None:
    """A page is stamped as secret: nothing of the file is shown or kept."""
    row = session.get_one(PlanFile, file_id)
    if row.state != "waiting":
        return
    row.state = "refused"
    session.add(row)
    pages.forget(session, file_id)
    tell(session, row, Message(say("edit_plan.stamped", name=row.name)), now)


def show(ctx: Context) -> list[Message]:
    """The page that waits, once more."""
    row = _mine(ctx)
    return [after(ctx, row)]


def right(ctx: Context) -> list[Message]:
    """ "Đúng cả trang"."""
    return _confirmed(ctx, left_out=False)


def skip(ctx: Context) -> list[Message]:
    """ "Bỏ trang này": nothing of it is imported."""
    return _confirmed(ctx, left_out=True)


def stop(ctx: Context) -> list[Message]:
    """ "Không nhập": the reading ends, nothing of it is imported."""
    row = _mine(ctx)
    if row.state in ("waiting", "scanned"):
        row.state = "dropped"
        ctx.session.add(row)
    return [Message(say("edit_plan.over", state=row.state))]


def cell(ctx: Context) -> list[Message]:
    """The next cell that needs a look of its own, with its piece of the picture."""
    row, page = waiting(ctx)
    if page is None:
        return [after(ctx, row)]
    doubts = pages.doubts_of(page)
    return [cell_alone(row, page, doubts, ctx.session)] if doubts else [after(ctx, row)]


def cell_right(ctx: Context) -> list[Message]:
    """This cell is right as it was read, or all of its row, or all like it."""
    row, page = waiting(ctx)
    if page is None:
        return [after(ctx, row)]
    spot = _spot(ctx.args)
    look = pages.look_at(page, spot)
    if ctx.args.get("which") == "all" and look is not None:
        read_alike.settle(ctx.session, row, look)
        return cell(ctx)
    which = {"row": pages.row_of, "like": pages.same_as}.get(str(ctx.args.get("which")))
    pages.settle(page, which(page, spot) if which else [spot])
    ctx.session.add(page)
    return cell(ctx)


def all_alike(ctx: Context) -> list[Message]:
    """What was corrected once is corrected in every cell that reads the same, on all pages that wait."""
    row, page = waiting(ctx)
    if page is not None:
        read = ctx.args["read"]
        look = Look(Spot(0, int(read["column"])), read["head"], read["text"], read["before"], 0.0, (0, 0, 0, 0))
        read_alike.settle(ctx.session, row, look, str(ctx.args["text"]))
    return cell(ctx)


def ask_text(ctx: Context) -> list[Message]:
    """What does the paper say there? Of one cell, or of any ("3, 6 = 12/2026")."""
    row, page = waiting(ctx)
    if page is None:
        return [after(ctx, row)]
    enter(ctx, "scan_text", dict(ctx.args))
    return [Message(say("scanned_pages.ask", any="line" not in ctx.args))]


def text_given(ctx: Context) -> list[Message]:
    """The words of a cell came."""
    row, page = waiting(ctx)
    if page is None:
        leave(ctx)
        return [after(ctx, row)]
    if "line" in ctx.args:
        spot, text, likewise = _spot(ctx.args), ctx.words.strip(), True
    else:
        found = WHERE.match(ctx.words)
        if found is None:
            return [Message(say("scanned_pages.ask", any=True))]
        spot, text, likewise = Spot(int(found[1]), int(found[2])), found[3].strip(), False
    look = pages.look_at(page, spot)
    if not pages.settle(page, [spot], text):
        return [Message(say("scanned_pages.no_cell", line=spot.line, column=spot.column))]
    ctx.session.add(page)
    leave(ctx)
    ctx.session.flush()
    # Figures are each their own: that one "6/2026" is "5/2026" says nothing of the next one.
    if look is not None and look.text != text and not any(letter.isdigit() for letter in look.text):
        others = pages.alike(ctx.session, row.id or 0, look)
        if others:
            return [read_alike.offered(row, look, text, others, cell_next=likewise)]
    return cell(ctx) if likewise else [page_shown(ctx.session, row, page)]


def picture(session: Session, args: dict[str, Any], now: dt.datetime) -> bytes:
    """The picture of a page, or the piece of it around a box in thousandths; made on delivery."""
    page = session.get_one(ScanPage, int(args["page"]))
    box = args.get("box")
    if not box:
        return page.picture
    from PIL import Image

    with Image.open(io.BytesIO(page.picture)) as whole:
        wide, tall = whole.size
        left, top, right, bottom = box
        piece = whole.crop(
            (
                max(0, (left - _AROUND) * wide // 1000), max(0, (top - _AROUND) * tall // 1000),
                min(wide, (right + _AROUND) * wide // 1000), min(tall, (bottom + _AROUND) * tall // 1000),
            )
        )  # fmt: skip
        written = io.BytesIO()
        piece.resize((2 * piece.width, 2 * piece.height)).save(written, "JPEG", quality=85)
        return written.getvalue()


def _confirmed(ctx: Context, *, left_out: bool) -> list[Message]:
    row, page = waiting(ctx)
    if page is not None:
        pages.confirm(page, ctx.person_id, ctx.now, left_out=left_out)
        ctx.session.add(page)
        ctx.session.flush()
    return [after(ctx, row)]


def after(ctx: Context, row: PlanFile) -> Message:
    """The next page, or that all are confirmed and the plan is read from them now."""
    if row.state != "scanned":
        return Message(say("edit_plan.over", state=row.state))
    page = pages.next_open(ctx.session, row.id or 0)
    if page is not None:
        return page_shown(ctx.session, row, page)
    row.state = "waiting"
    ctx.session.add(row)
    return Message(say("scanned_pages.all_confirmed", name=row.name))


def page_shown(session: Session, row: PlanFile, page: ScanPage) -> Message:
    """A page that waits, with its buttons."""
    doubts = pages.doubts_of(page)
    about = {"file": row.id, "page": page.number}
    text = say(
        "scanned_pages.page", name=row.name, number=page.number, total=len(pages.numbers_kept(session, row.id or 0)),
        lines=pages.lines_of(page), doubts=len(doubts), problem=page.problem,
    )  # fmt: skip
    one_by_one = (Choice(say("scanned_pages.button_doubts", count=len(doubts)), "scan_cell", about),)
    rows = (
        *([one_by_one] if doubts else []),
        *(
            []
            if page.problem
            else [
                (Choice(say("scanned_pages.button_right"), "scan_right", about),),
                (
                    Choice(say("scanned_pages.button_any"), "scan_text", about),
                    Choice(say("scanned_pages.button_add"), "scan_row", about),
                ),
            ]
        ),
        (
            Choice(say("scanned_pages.button_skip"), "scan_skip", about),
            Choice(say("edit_plan.button_drop"), "scan_stop", {"file": row.id}),
        ),
        *([(button(f"{PAGE_OF}{row.id}"),)] if public_url(session) else []),
    )
    files = (OutFile(f"trang-{page.number}.jpg", make="scan_page", args={"page": page.id}, picture=True),)
    return Message(text, rows, files if page.picture else ())


def cell_alone(row: PlanFile, page: ScanPage, doubts: list[Look], session: Session | None = None) -> Message:
    """The first of these cells, with its piece of the picture and its buttons; with a `session` "all like this" goes
    over all pages that wait, else over this one.
    """
    look = doubts[0]
    about = about_cell(page, look.spot)
    if session is None:
        like, which = len(pages.same_as(page, look.spot)), "like"
    else:
        like, which = sum(len(spots) for _, spots in pages.alike(session, row.id or 0, look)), "all"
    rows = (
        (
            Choice(say("scanned_pages.button_cell"), "scan_cell_right", about),
            Choice(say("scanned_pages.button_correct"), "scan_text", about),
        ),
        (Choice(say("scanned_pages.button_row"), "scan_cell_right", {**about, "which": "row"}),),
        *(
            [(Choice(say("scanned_pages.button_like", count=like), "scan_cell_right", {**about, "which": which}),)]
            if like > 1
            else []
        ),
        (Choice(say("scanned_pages.button_page"), "scan_show", {"file": row.id}),),
    )
    cut = OutFile("o.jpg", make="scan_page", args={"page": page.id, "box": list(look.box)}, picture=True)
    return Message(say("scanned_pages.cell", look=look, page=page.number, left=len(doubts) - 1), rows, (cut,))


def about_cell(page: ScanPage, spot: Spot) -> dict[str, Any]:
    """What a button about a cell carries; the page, too: one of an earlier page settles nothing of the next."""
    return {"file": page.file_id, "page": page.number, "line": spot.line, "column": spot.column}


def _mine(ctx: Context) -> PlanFile:
    """The file, of whoever sent it and may still import. Raises NotAllowed."""
    row = ctx.session.get_one(PlanFile, int(ctx.args["file"]))
    if row.person_id != ctx.person_id or not may_import(ctx.rights):
        raise NotAllowed("import", f"plan_file:{row.id}")
    return row


def waiting(ctx: Context) -> tuple[PlanFile, ScanPage | None]:
    """The file and its page that waits to be confirmed; None where none does, or a button is of another page."""
    row = _mine(ctx)
    page = pages.next_open(ctx.session, row.id or 0) if row.state == "scanned" else None
    of = ctx.args.get("page")
    return row, page if page is None or of is None or page.number == int(of) else None


def _spot(args: dict[str, Any]) -> Spot:
    return Spot(int(args["line"]), int(args["column"]))
