"""dondoc plan export: stored plans as JSON, or one as a workbook to fill in and import again."""

import pathlib
import sys
from typing import Annotated, Any

import typer
from sqlmodel import col, select

from bot.cli.command_context import find_plan, opened
from bot.cli.output import fail, print_json
from bot.os_errors import why
from catalog.agencies.stored import registry_of
from catalog.plans.export.as_json import export_plan
from catalog.plans.facts import plan_facts
from catalog.plans.keeping.stored import documents_of, read_stored
from catalog.plans.model import ParsedPlan
from catalog.tables import Plan

Json = Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")]


def register(app: typer.Typer) -> None:
    """Add the command to the group `dondoc plan`."""
    app.command("export")(export)


def export(
    plan: Annotated[str, typer.Argument(help="Mã, số hoặc tên kế hoạch; trống là tất cả.")] = "",
    json: Json = False,
    xlsx: Annotated[pathlib.Path | None, typer.Option(help="Ghi ra bảng tính để điền và nhập lại.")] = None,
) -> None:
    """Xuất kế hoạch ra JSON hoặc bảng tính."""
    if json == (xlsx is not None):
        fail("Cần đúng một trong hai: --json, hoặc --xlsx TỆP.")
    with opened() as (_, store), store.read() as session:
        wanted = [find_plan(session, plan)] if plan else list(session.exec(select(Plan).order_by(col(Plan.id))).all())
        parsed: list[tuple[dict[str, Any], ParsedPlan]] = [
            ({**plan_facts(row), "documents": documents_of(session, row.id or 0)}, read_stored(session, row))
            for row in wanted
        ]
        registry = registry_of(session)
    if json:
        print_json(
            {
                "plans": [
                    {**export_plan(read), "id": facts["id"], "documents": facts["documents"]} for facts, read in parsed
                ]
            }
        )
        return
    assert xlsx is not None
    if len(parsed) != 1:
        fail("Bảng tính chỉ xuất được một kế hoạch mỗi lần: nêu mã hoặc số kế hoạch.")
    from catalog.plans.export.as_workbook import export_xlsx  # openpyxl is slow to load, and most commands need none

    try:
        xlsx.write_bytes(export_xlsx(parsed[0][1], registry))
    except OSError as problem:
        fail(f"Không ghi được tệp {xlsx}: {why(problem)}.")
    sys.stderr.write(f"Đã ghi {xlsx}.\n")
