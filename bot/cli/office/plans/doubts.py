"""What an import leaves to a person: the cells that were not read for certain, listed and settled at a terminal."""

import datetime as dt
from collections.abc import Sequence
from typing import Annotated, Any

import typer
from sqlmodel import Session, col, select

from bot.cli.command_context import find_plan, opened
from bot.cli.output import fail, print_json, print_table, print_text
from catalog.audit import Actor
from catalog.plans.keeping.amend import Impossible, confirm_cell
from catalog.plans.keeping.doubts import doubtful_cells
from catalog.tables import Plan, Task
from catalog.work.assignments import Said
from templates.render import say

CLI = Actor(None, "cli")


def register(app: typer.Typer) -> None:
    """Add the commands of this file to the group `dondoc plan`."""
    app.command("doubts")(doubts)
    app.command("confirm")(confirm)


def doubts(
    plan: Annotated[str, typer.Argument(help="Mã, số hoặc tên kế hoạch; trống là tất cả.")] = "",
    json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False,
) -> None:
    """Các ô chưa đọc chắc, chờ cán bộ xác nhận trước khi nhắc."""
    with opened() as (_, store), store.read() as session:
        ids = [find_plan(session, plan).id or 0] if plan else list(session.exec(select(col(Plan.id))))
        cells = [one.to_json() for one in doubtful_cells(session, [one or 0 for one in ids])]
    if json:
        print_json({"in_doubt": cells})
    elif cells:
        tell_cells(cells)
    else:
        print_text(say("doubtful_cells.nothing"))


def tell_cells(cells: Sequence[dict[str, Any]]) -> None:
    """The cells with the printed words of each, and the command that settles one."""
    first = cells[0]
    rows = [
        (f"#{one['task']}", one["row"], _named(one["cell"]), one["printed"] or "(trống)", one["why"]) for one in cells
    ]
    columns = ("Nhiệm vụ", "Dòng", "Ô", "In trên văn bản", "Vì sao")
    print_table(f"Chưa đọc chắc, chưa nhắc ai ({len(rows)})", columns, rows)
    print_text(
        f"  Xác nhận từng ô: dondoc plan confirm {first['task']} {first['cell']} --accept "
        "(hoặc --value NỘI DUNG, --leave)."
    )


def confirm(
    task: Annotated[int, typer.Argument(help="Mã nhiệm vụ, ví dụ 12.")],
    cell: Annotated[str, typer.Argument(help="Ô nào: “lead” (cơ quan chủ trì) hoặc “deadline” (thời hạn).")],
    accept: Annotated[bool, typer.Option("--accept", help="Đúng như đã đọc.")] = False,
    value: Annotated[str, typer.Option(help="Nội dung đúng theo văn bản.")] = "",
    leave: Annotated[bool, typer.Option("--leave", help="Để chưa phân công, hoặc không thời hạn.")] = False,
) -> None:
    """Xác nhận, sửa hoặc để trống một ô chưa đọc chắc."""
    if cell not in ("lead", "deadline"):
        fail("Ô phải là “lead” hoặc “deadline”.")
    if sum((accept, bool(value), leave)) != 1:
        fail("Cần đúng một trong ba: --accept, --value NỘI DUNG, --leave.")
    with opened() as (settings, store):
        now = settings.moment()
        store.write(lambda session: _confirm(session, task, cell, None if accept else value, now))
    print_text(f"Đã ghi ô {say('doubtful_cells.cell_of', cell=cell)} của nhiệm vụ #{task}.")


def _confirm(session: Session, task_id: int, cell: str, value: str | None, now: dt.datetime) -> None:
    task = session.get(Task, task_id)
    waiting = doubtful_cells(session, [task.plan_id]) if task is not None else []
    if task is None or (task_id, cell) not in {(one.task, one.cell) for one in waiting}:
        fail(f"Nhiệm vụ #{task_id} không có ô {say('doubtful_cells.cell_of', cell=cell)} nào chờ xác nhận.")
    said = Said(document_number=session.get_one(Plan, task.plan_id).number)
    try:
        confirm_cell(session, task, cell, value, CLI, now, said)
    except Impossible as problem:
        fail(say("edit_plan.impossible", problem=problem).strip())


def _named(cell: str) -> str:
    return say("doubtful_cells.cell_of", cell=cell).strip()
