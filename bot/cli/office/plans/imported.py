"""dondoc plan import: a document becomes a plan of the catalog, in one transaction or not at all."""

import datetime as dt
import pathlib
import sys
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.cli.command_context import find_plan, opened
from bot.cli.dry_run import written
from bot.cli.office.plans.doubts import tell_cells
from bot.cli.office.plans.questions import (
    ask_confirmation,
    ask_pairs,
    ask_withdrawal,
    confirm_amendment,
    read_answers,
    tell_doubts,
)
from bot.cli.office.plans.scan import read_scan
from bot.cli.output import fail, print_json, print_table, print_text
from bot.cli.progress import progress
from bot.reading.plan_sources import Source, read_source
from catalog.agencies.stored import registry_of
from catalog.audit import Actor
from catalog.plans.bundle import load_sources
from catalog.plans.export.as_json import export_plan
from catalog.plans.keeping.amendment import Amendment
from catalog.plans.keeping.identity import Unconfirmed
from catalog.plans.keeping.pairing import Answers, Doubtful
from catalog.plans.keeping.report import ImportReport
from catalog.plans.keeping.store import import_plan
from catalog.plans.keeping.stored import read_stored
from catalog.plans.keeping.withdrawal import ManyWithdrawn
from catalog.plans.model import OnlyPictures
from catalog.store.store import Store
from catalog.tables import Plan
from templates.render import say

Json = Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")]
CLI = Actor(None, "cli")


def register(app: typer.Typer) -> None:
    """Add the command to the group `dondoc plan`."""
    app.command("import")(import_)


def import_(
    file: Annotated[pathlib.Path | None, typer.Argument(help="Tệp kế hoạch: văn bản, DOCX, XLSX, PDF.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Chỉ đọc và báo cáo, không lưu.")] = False,
    bundled: Annotated[bool, typer.Option("--bundled", help="Nhập các kế hoạch kèm theo chương trình.")] = False,
    plan: Annotated[str, typer.Option(help="Kế hoạch đã có mà tệp này là bản mới.")] = "",
    new: Annotated[bool, typer.Option("--new", help="Là kế hoạch mới, dù trùng tên kế hoạch đã có.")] = False,
    pair: Annotated[
        list[str] | None, typer.Option(metavar="DÒNG=MÃ", help="Dòng chưa rõ là nhiệm vụ nào: 31=12, hoặc 31=new.")
    ] = None,
    answers: Annotated[pathlib.Path | None, typer.Option(help='Tệp JSON trả lời các dòng chưa rõ: {"31": 12}.')] = None,
    document: Annotated[str, typer.Option(help="Số văn bản làm căn cứ thay đổi.")] = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Cho rút hơn một phần năm số nhiệm vụ của kế hoạch đã có.")
    ] = False,
    json: Json = False,
) -> None:
    """Nhập một kế hoạch; nhập lại thì giữ nguyên mã và lịch sử nhiệm vụ."""
    if bundled == (file is not None):
        fail("Cần đúng một trong hai: tên tệp, hoặc --bundled.")
    if plan and new:
        fail("Chỉ dùng một trong hai: --plan (bản mới của kế hoạch đã có) hoặc --new (kế hoạch mới).")
    decided = read_answers(pair or [], answers)
    with opened() as (settings, store):
        now = settings.moment()
        read = load_sources() if file is None else [_read(file, store, now, dry_run=dry_run, json=json)]

        def work(session: Session, known: int | None, decided: Answers, withdraw: bool) -> list[ImportReport]:
            reports = []
            if bundled:
                _found_theirs(session, now)
            with progress("Nhập kế hoạch") as show:
                for one, name, sha in read:
                    reports.append(
                        import_plan(
                            session, one, CLI, now, source_name=name, source_sha256=sha, plan_id=known,
                            answers=decided, document_number=document, withdraw=withdraw,
                            hold_doubtful=not bundled,
                        )
                    )  # fmt: skip
                    show(len(reports), len(read))
            return reports

        known = 0 if new else None
        if plan:
            with store.read() as session:
                known = find_plan(session, plan).id
        reports, standing = _run(store, work, known, decided, withdraw, dry_run, json)
    for place, report in enumerate(reports):
        if json:
            print_json(
                {**report.to_json(), "dry_run": dry_run, **({"would_store": standing[place]} if dry_run else {})}
            )
        else:
            tell_import(report, dry_run)


def _found_theirs(session: Session, now: dt.datetime) -> None:
    """The bundled plans are of one province: it is founded where no organisation is set, and refused under another."""
    from catalog.organisations import founding  # only these plans bring their organisation along

    try:
        founding.found_bundled(session, CLI, now)
    except founding.AlreadySet as known:
        fail(f"Đã đặt tổ chức là {known.name}; các kế hoạch kèm theo là của {founding.khanh_hoa_layout().home.name}.")


def _run(
    store: Store,
    work: Any,
    known: int | None,
    decided: dict[int, int | None],
    withdraw: bool,
    dry_run: bool,
    json: bool,
) -> Any:
    """(reports of the import, tasks as a dry run would store them); what is in doubt is asked, else exit code 2."""

    def attempt(session: Session) -> tuple[list[ImportReport], list[Any]]:
        reports: list[ImportReport] = work(session, known, decided, withdraw or dry_run)
        if not dry_run:
            return reports, []
        session.flush()
        plans = [session.get_one(Plan, report.plan["id"]) for report in reports]
        return reports, [export_plan(read_stored(session, one))["tasks"] for one in plans]

    while True:
        try:
            return written(store, attempt, dry_run=dry_run)
        except Amendment as amends:
            if not dry_run:
                difference = _run(store, work, amends.plan_id, decided, True, True, json)[0]
                confirm_amendment(amends, difference, json, tell_import)
            known = amends.plan_id
        except Unconfirmed as same:
            known = ask_confirmation(same)
        except ManyWithdrawn as many:
            withdraw = ask_withdrawal(many)
        except Doubtful as doubt:
            if not sys.stdin.isatty() or json:
                tell_doubts(doubt, json)
            decided = {**decided, **ask_pairs(doubt)}


def _read(file: pathlib.Path, store: Store, now: dt.datetime, *, dry_run: bool, json: bool) -> Source:
    with store.read() as session:
        registry = registry_of(session)
    asked = sys.stdin.isatty() and not json
    try:
        with progress(f"Đọc {file.name}"):
            return read_source(file, registry, pictures=asked or dry_run)
    except OnlyPictures:
        if not asked and not dry_run:
            raise
    return read_scan(file, registry, now, confirmed=not dry_run)


def tell_import(report: ImportReport, dry_run: bool) -> None:
    """What an import read and changed, for a person at a terminal."""
    facts = report.plan
    if report.by_document:
        print_text(say("edit_plan.amends", report=report).strip())
    print_text(f"{'Đọc thử' if dry_run else 'Đã nhập'}: {facts['number'] or '(chưa có số)'} – {facts['title']}")
    print_text(
        f"  {report.tasks} nhiệm vụ ({report.sub_rows} dòng con), {report.indicators} chỉ tiêu, "
        f"{report.reporting} báo cáo định kỳ, {report.unassigned} nhiệm vụ chưa có cơ quan chủ trì, "
        f"{report.overdue_at_import} lượt giao đã quá hạn khi nhập (chờ cán bộ xử lý)"
    )
    print_text(
        f"  Thêm {len(report.added)}, thay đổi {len(report.changed)}, rút {len(report.withdrawn)} so với lần trước"
    )
    if report.self_check:
        print_text(say("edit_plan.self_check", check=report.self_check).strip())
    if report.twins:
        twins = [(f"#{t['task']}", t["title"], f"#{t['other']}", t["other_plan"]) for t in report.twins]
        print_table(
            f"Có thể là một việc với kế hoạch khác ({len(twins)}; dondoc plan link MÃ MÃ_TRƯỚC)",
            ("Mã", "Nhiệm vụ", "Mã trước", "Kế hoạch trước"), twins,
        )  # fmt: skip
    if report.in_doubt:
        tell_cells(report.in_doubt)
    rows = [(w["row"], w["kind"], w["text"]) for w in report.warnings if w["kind"] not in ("succession", "unassigned")]
    if rows:
        print_table(f"Cần xem lại ({len(rows)})", ("Dòng", "Loại", "Nội dung"), rows)
