"""dondoc messages: what came in and was set aside."""

import functools
from typing import Annotated

import typer

from bot.cli.command_context import opened
from bot.cli.output import print_json, print_text
from catalog.upkeep.reread import SetAside, reread

app = typer.Typer(no_args_is_help=True, help="Tin nhắn đến.")


@app.callback()
def _messages() -> None:
    """One command alone would swallow its own name as an argument."""


@app.command("reread")
def reread_(
    failed: Annotated[bool, typer.Option("--failed", help="Cả tin đọc được nhưng xử lý bị lỗi.")] = False,
    json: Annotated[bool, typer.Option("--json", help="In một tài liệu JSON.")] = False,
) -> None:
    """Đọc lại những tin chưa đọc được (sau khi nâng cấp); bot đang chạy xử lý ngay."""
    states: list[SetAside] = ["unreadable", *(["failed"] if failed else [])]  # type: ignore[list-item]
    with opened() as (_, store):
        found = {state: store.write(functools.partial(reread, state=state)) for state in states}
    if json:
        print_json({"reread": found})
        return
    print_text(f"Đưa lại vào hàng chờ xử lý: {sum(found.values())} tin.")
