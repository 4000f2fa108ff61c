"""One piece of work that stands in two plans, linked or parted at a terminal."""

from typing import Annotated

import typer
from sqlmodel import Session

from bot.cli.command_context import opened
from bot.cli.output import fail, print_text
from catalog.audit import Actor
from catalog.tables import Task
from catalog.work import twins
from catalog.work.assignments import Said
from catalog.work.guards import Impossible
from templates.render import say

CLI = Actor(None, "cli")


def register(app: typer.Typer) -> None:
    """Add the command to the group `dondoc plan`."""
    app.command("link")(link)


def link(
    task: Annotated[int, typer.Argument(help="Mã nhiệm vụ của kế hoạch sau.")],
    first: Annotated[int, typer.Argument(help="Mã nhiệm vụ của kế hoạch trước: chỉ nhắc theo nhiệm vụ này.")],
    undo: Annotated[bool, typer.Option("--undo", help="Bỏ liên kết.")] = False,
) -> None:
    """Một việc ở hai kế hoạch: chỉ nhắc một lần, trả lời một lần cho cả hai."""
    with opened() as (settings, store):
        now = settings.moment()

        def work(session: Session) -> str:
            found, other = session.get(Task, task), session.get(Task, first)
            if found is None or other is None:
                fail(f"Không có nhiệm vụ #{task if found is None else first}.")
            if undo:
                twins.unlink(session, found, CLI, now, Said())
                return say("twins.unlinked", task=found)
            try:
                count = twins.link(session, found, other, CLI, now, Said())
            except Impossible as problem:
                fail(say("twins.impossible", reason=problem.reason).strip())
            return say("twins.linked", task=found, other=other, agencies=count)

        told = store.write(work)
    print_text(told.strip())
