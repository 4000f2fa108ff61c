"""dondoc plan ladder: when the tasks of one plan are pressed for."""

import json as jsonlib
import pathlib
from typing import Annotated, Any

import typer
from sqlmodel import Session

from bot.cli.command_context import find_plan, opened
from bot.cli.output import fail, print_json, print_text
from catalog.audit import Actor
from scheduler.ladder.definition import LadderError
from scheduler.ladder.deployment_overrides import set_ladder
from scheduler.ladder.obligations import ladder_of


def register(app: typer.Typer) -> None:
    """Add the command to the group `dondoc plan`."""
    app.command("ladder")(ladder)


def ladder(
    plan: Annotated[str, typer.Argument(help="Mã, số hoặc tên kế hoạch.")],
    file: Annotated[pathlib.Path | None, typer.Argument(help="Tệp JSON mốc nhắc; trống là chỉ xem.")] = None,
    default: Annotated[bool, typer.Option("--default", help="Dùng lại mốc chung.")] = False,
    json: Annotated[bool, typer.Option("--json", help="In JSON.")] = False,
) -> None:
    """Xem hoặc đặt mốc nhắc việc riêng của một kế hoạch."""
    if default and file is not None:
        fail("Chỉ chọn một: tệp mốc nhắc, hoặc --default.")
    override = _read(file) if file is not None else None
    with opened() as (settings, store):
        now = settings.moment()

        def change(session: Session) -> None:
            set_ladder(session, find_plan(session, plan), override, Actor(None, "cli"), now)

        try:
            if override is not None or default:
                store.write(change)
            with store.read() as session:
                row = find_plan(session, plan)
                own, stands = row.ladder, ladder_of(row)
        except LadderError as problem:
            fail(str(problem))
    if json:
        print_json({"override": own})
    else:
        before, overdue = (", ".join(map(str, days)) for days in (stands.before, stands.overdue.at))
        every = f", sau đó cứ {stands.overdue.every} ngày" if stands.overdue.every else ""
        print_text(f"Mốc nhắc {'riêng của kế hoạch' if own else 'chung'}: trước hạn {before} ngày; "
                   f"quá hạn {overdue} ngày làm việc{every}.")  # fmt: skip


def _read(file: pathlib.Path) -> dict[str, Any]:
    try:
        data = jsonlib.loads(file.read_text(encoding="utf-8"))
    except OSError as problem:
        fail(f"Không đọc được tệp {file}: {problem.strerror}.")
    except ValueError:
        fail(f"Tệp {file} không phải JSON.")
    if not isinstance(data, dict):
        fail(f'Tệp {file} phải chứa một đối tượng JSON, ví dụ {{"before": [14, 3]}}.')
    return data
