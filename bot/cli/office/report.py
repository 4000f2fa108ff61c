"""dondoc report: the official report as a Word or Excel file."""

import pathlib
from typing import Annotated

import typer

from bot.cli.command_context import find_agency, find_plan, opened, past_day_or_fail
from bot.cli.output import fail, print_text
from catalog.figures.official import Scope
from catalog.figures.reporting import report as report_of
from catalog.organisations.by_kind import kind_of_whole
from handlers.leader.report_documents import report_docx
from handlers.leader.report_workbook import report_xlsx
from templates.documents.forms import BrokenForm


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("report")(report)


def report(
    out: Annotated[pathlib.Path, typer.Option(help="Tệp ghi ra: .docx hoặc .xlsx.")],
    on: Annotated[str, typer.Option(help="Ngày (NĂM-THÁNG-NGÀY); trống là hôm nay.")] = "",
    plan: Annotated[str, typer.Option(help="Chỉ một kế hoạch.")] = "",
    agency: Annotated[str, typer.Option(help="Chỉ một cơ quan.")] = "",
) -> None:
    """Báo cáo theo thể thức văn bản hành chính (.docx) hoặc bảng tính (.xlsx)."""
    kind = out.suffix.lower()
    if kind not in (".docx", ".xlsx"):
        fail(f"--out: “{out}” phải là tệp .docx hoặc .xlsx.")
    if not out.parent.is_dir():
        fail(f"--out: không có thư mục “{out.parent}”.")
    with opened() as (settings, store):
        now = settings.moment()
        day = past_day_or_fail(on, "--on", now)
        with store.read() as session:
            chosen = find_plan(session, plan) if plan else None
            led = find_agency(session, agency) if agency else None
            scope = Scope(plan_id=chosen.id if chosen else None, agency_ids=(led[0],) if led else None)
            names = [led[1] if led else "", (chosen.number or chosen.title) if chosen else ""]
            facts = report_of(
                session, day, now, scope, " · ".join(n for n in names if n) or f"toàn {kind_of_whole(session)}"
            )
            if not facts.whole.total and not facts.whole.unassigned:
                fail("Chưa có nhiệm vụ nào trong phạm vi này: hãy nhập kế hoạch bằng `dondoc plan import`.")
            try:
                data = report_docx(facts, now, settings.home / "forms") if kind == ".docx" else report_xlsx(facts, now)
            except BrokenForm as problem:
                fail(str(problem))
    try:
        out.write_bytes(data)
    except OSError as problem:
        fail(f"--out: không ghi được “{out}”: {problem.strerror}.")
    print_text(f"Đã ghi {out} ({facts.whole.total} lượt giao, ngày {day:%d/%m/%Y}).")
