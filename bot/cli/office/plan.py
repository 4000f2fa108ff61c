"""dondoc plan: the group, and the list of what the catalog holds. Its other commands have files under `plans/`."""

from typing import Annotated

import typer
from sqlmodel import col, select

from bot.cli.command_context import opened
from bot.cli.output import print_json, print_table
from catalog.plans.facts import plan_facts
from catalog.tables import Plan

app = typer.Typer(no_args_is_help=True, help="Kế hoạch: nhập, liệt kê, xuất.")
Json = Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")]


@app.command("list")
def list_(json: Json = False) -> None:
    """Các kế hoạch đã nhập."""
    with opened() as (_, store), store.read() as session:
        plans = session.exec(select(Plan).order_by(col(Plan.id))).all()
        facts = [plan_facts(plan) for plan in plans]
    if json:
        print_json({"plans": facts})
    else:
        print_table(
            "Kế hoạch", ("Mã", "Số", "Tên", "Ngày"), [(f["id"], f["number"], f["title"], f["date"]) for f in facts]
        )
