"""/baocao and /congvan: the report and the pressing letter as files, and the makers that draw them on delivery."""

import datetime as dt
import pathlib
from collections.abc import Callable
from typing import Any

import structlog
from sqlmodel import Session

from catalog.agencies.stored import agency_id, agency_name, own_organisation
from catalog.figures.ranking import quarter_of, ranking
from catalog.figures.reporting import Report, report
from catalog.figures.rows_behind import to_press
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.inbox_and_outbox import Choice, Message, OutFile
from catalog.messaging.message import in_rows
from catalog.people.rights import rights_of
from catalog.text import fold
from catalog.work.evidence import EvidenceStore
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.scope import Asked, Unclear, asked_by, asked_of
from handlers.leader import rows_to_print, table_sheet
from handlers.leader.report_documents import letter_docx, report_chart, report_docx
from handlers.leader.status_rows import turns
from handlers.officer.invitation_documents import as_word, as_workbook
from handlers.officer.plans import edit_in_workbook, printed_cell, scanned_pages
from scheduler.delivery.channel import NothingToShow
from scheduler.delivery.files_of_messages import Maker
from templates.documents.forms import BrokenForm
from templates.documents.letterhead import full
from templates.documents.page_one import NoPicture, page_one
from templates.render import say

OFFERED = 8
"""So many agencies with overdue work are offered for a letter."""

RANKED = 5
"""So many agencies of the ranking fit one screen of a phone."""

log = structlog.get_logger()


def start(ctx: Context) -> list[Message]:
    """/baocao [whose] [word|excel]: which form, or the file at once where the words say it."""
    if not ctx.rights.anywhere("report"):
        raise NotAllowed("report")
    kind = ""
    for word, of in (("excel", "xlsx"), ("xlsx", "xlsx"), ("word", "docx"), ("docx", "docx")):
        if word in fold(ctx.words).split():
            kind = of
            ctx.words = " ".join(w for w in ctx.words.split() if fold(w) != word)
    try:
        asked = asked_by(ctx)
    except Unclear as unclear:
        return [unclear.message]
    if kind:
        return _report(ctx, asked, kind)
    choices = tuple(
        Choice(say("status.button_form", kind=kind), "report_make", {**asked.kept, "kind": kind})
        for kind in ("docx", "xlsx")
    )
    return [Message(say("status.report_which", title=asked.title, day=asked.day), (choices,))]


def make(ctx: Context) -> list[Message]:
    """The form was chosen."""
    if not ctx.rights.anywhere("report"):
        raise NotAllowed("report")
    return _report(ctx, asked_by(ctx), str(ctx.args["kind"]))


def letter(ctx: Context) -> list[Message]:
    """/congvan [agency]: the letter to one agency about its overdue tasks; without one, those that have some."""
    if not ctx.rights.has("officer"):
        raise NotAllowed("letter")
    try:
        asked = asked_by(ctx).coordinated()
    except Unclear as unclear:
        return [unclear.message]
    pressed = to_press(ctx.session, asked.day, ctx.now, asked.scope)
    own = set(ctx.rights.agencies("officer"))
    above = _body_above(ctx.session)
    under = {agency: count for agency, count in pressed.items() if full(agency[1]) != above}
    others = {agency: count for agency, count in under.items() if agency[0] not in own}
    if not others:
        said = "status.letter_to_self" if under else "status.letter_upwards" if pressed else "status.letter_none"
        return [Message(say(said, title=asked.title, day=asked.day))]
    if "agency" not in asked.kept:
        most = sorted(others.items(), key=lambda item: (-item[1], item[0][1]))
        offered = tuple(
            (Choice(f"{name}: {count}", "letter", {**asked.kept, "agency": agency}),)
            for (agency, name), count in most[:OFFERED]
        )
        return [Message(say("status.letter_whom", count=len(others)), offered)]
    args = {**asked.kept, "day": asked.day.isoformat(), "person": ctx.person_id}
    file = OutFile(f"cong-van-don-doc-{asked.day:%Y%m%d}.docx", make="letter", args=args)
    count = sum(others.values())
    return _behind_its_page(ctx, say("status.letter", title=asked.title, day=asked.day, count=count), file)


def _body_above(session: Session) -> str:
    """The organisation's own name in full: its departments report to it and press it for nothing."""
    organisation = own_organisation(session)
    return full(organisation.full_name) if organisation else ""


def rank(ctx: Context) -> list[Message]:
    """The agencies in order, quarter by quarter."""
    asked = asked_by(ctx)
    day = dt.date.fromisoformat(str(ctx.args.get("quarter", asked.day)))
    first, last = quarter_of(day)
    rows, page = ranking(ctx.session, day, ctx.now, asked.scope), int(ctx.args.get("page", 0))
    start = page * RANKED
    shown = rows[start : start + RANKED]
    text = say(
        "status.ranking", title=asked.title, quarter=(first.month + 2) // 3, year=first.year,
        until=min(last, ctx.today), rows=shown, first=start, total=len(rows),
    )  # fmt: skip
    opens = [
        Choice(str(n), "status", {**asked.kept, "agency": row})
        for n, one in enumerate(shown, start=start + 1)
        if (row := agency_id(ctx.session, one["agency"])) is not None
    ]
    turn = turns("ranking", {**asked.kept, "quarter": day.isoformat()}, page, len(rows), RANKED)
    before = first - dt.timedelta(days=1)
    near = [before, *([min(quarter_of(last + dt.timedelta(days=1))[1], ctx.today)] if last < ctx.today else [])]
    quarters = tuple(
        Choice(say("status.button_quarter", day=one), "ranking", {**asked.kept, "quarter": one.isoformat()})
        for one in near
    )
    back = Choice(say("status.button_back"), "status", asked.kept)
    return [Message(text, (*in_rows(opens, 5), *((turn,) if turn else ()), (*quarters, back)))]


def _report(ctx: Context, asked: Asked, kind: str) -> list[Message]:
    args = {**asked.kept, "day": asked.day.isoformat(), "person": ctx.person_id, "kind": kind}
    file = OutFile(f"bao-cao-{asked.day:%Y%m%d}.{kind}", make="report", args=args)
    return _behind_its_page(ctx, say("status.report", title=asked.title, day=asked.day, kind=kind), file)


def _behind_its_page(ctx: Context, words: str, file: OutFile) -> list[Message]:
    """The file under its words; where a page can be drawn they stand under a picture of the first, the file after it.

    They are two messages, so that each arrives once; the words go also where the picture turns out not to be possible.
    """
    if not (ctx.shows_pages and CHANNELS[ctx.contact.channel].files_out):
        return [Message(words, files=(file,))]
    page = OutFile(f"{pathlib.PurePath(file.name).stem}-trang-1.png", make="page_one", picture=True,
                   args={"make": file.make, "args": file.args})  # fmt: skip
    return [Message(words, files=(page,)), Message("", files=(file,))]


Make = Callable[[Session, dict[str, Any], dt.datetime], bytes]


def makers(forms: pathlib.Path, soffice: str = "", files: EvidenceStore | None = None) -> dict[str, Maker]:
    """What makes the files on delivery, with the rights the person has then. `forms`: Word forms edited here.

    `soffice` is LibreOffice's program, "" where it is not installed; `files` are what people sent.
    """

    def made_report(session: Session, args: dict[str, Any], now: dt.datetime) -> bytes:
        facts, office = _facts(session, args, now)
        if args["kind"] == "xlsx":
            from handlers.leader.report_workbook import report_xlsx  # openpyxl is slow to load

            return report_xlsx(facts, now, office)
        return _with_forms(lambda own: report_docx(facts, now, own, args.get("addressee", ""), office), forms)

    def made_letter(session: Session, args: dict[str, Any], now: dt.datetime) -> bytes:
        facts, author = _facts(session, args, now, coordinated=True)
        to = agency_name(session, int(args["agency"]))
        return _with_forms(lambda own: letter_docx(session, facts, to, author, now, own), forms)

    def made_chart(session: Session, args: dict[str, Any], now: dt.datetime) -> bytes:
        return report_chart(_facts(session, args, now)[0])

    def invited(kind: str) -> Make:
        def made(session: Session, args: dict[str, Any], now: dt.datetime) -> bytes:
            return (as_word if kind == "docx" else as_workbook)(args["entries"], str(args["until"]))

        return made

    invitations = {f"invitations_{kind}": invited(kind) for kind in ("docx", "xlsx")}
    documents: dict[str, Make] = {"report": made_report, "letter": made_letter}

    def made_page(session: Session, args: dict[str, Any], now: dt.datetime) -> Callable[[], bytes]:
        document = documents[args["make"]](session, args["args"], now)
        kind = args["args"].get("kind", "docx")

        def drawn() -> bytes:
            try:
                return page_one(document, kind, soffice)
            except NoPicture as problem:
                raise NothingToShow(str(problem)) from problem

        return drawn

    lists: dict[str, Make] = {"rows": rows_to_print.made, "table": table_sheet.made, "plan_book": edit_in_workbook.made}
    pictures: dict[str, Maker] = {
        "chart": made_chart, "page_one": made_page, "scan_page": scanned_pages.picture,
        "printed_cell": printed_cell.maker(files),
    }  # fmt: skip
    return {**documents, **lists, **pictures, **invitations}


def _facts(
    session: Session, args: dict[str, Any], now: dt.datetime, *, coordinated: bool = False
) -> tuple[Report, str]:
    """The facts within what the person may see (or coordinates) at `now`, and the department the person writes for."""
    rights = rights_of(session, int(args["person"]), now)
    asked = asked_of(session, rights, args, now)
    asked = asked.coordinated() if coordinated else asked
    office = next((agency_name(session, agency) for agency in rights.agencies("officer")), "")
    return report(session, asked.day, now, asked.scope, asked.title), office


def _with_forms(build: Callable[[pathlib.Path | None], bytes], forms: pathlib.Path) -> bytes:
    """With the forms edited here; with the shipped one where an edit broke it, because the file was promised."""
    try:
        return build(forms)
    except BrokenForm as problem:
        log.warning("report.form", problem=str(problem))
        return build(None)
