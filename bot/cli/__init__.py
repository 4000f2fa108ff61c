"""The command line `dondoc`: one file a group of commands, all listed here."""

import sys

import typer

from bot.cli import (
    agency,
    api,
    calendar,
    doctor,
    evidence,
    ladder,
    messages,
    people,
    plan,
    report,
    serve,
    status,
    store,
    trace,
)
from bot.cli.output import fail
from bot.settings import SettingsProblem
from catalog.plans.model import NotAPlan
from catalog.store import StoreProblem

app = typer.Typer(
    name="dondoc", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
    help="Đôn Đốc: theo dõi, đôn đốc nhiệm vụ các kế hoạch của tỉnh.",
)  # fmt: skip
app.add_typer(plan.app, name="plan")
app.add_typer(agency.app, name="agency")
app.add_typer(messages.reply, name="reply")
app.add_typer(messages.nudge, name="nudge")
app.add_typer(calendar.app, name="calendar")
ladder.register(plan.app)
app.add_typer(evidence.app, name="evidence")
app.add_typer(store.database, name="db")
app.add_typer(store.audit_app, name="audit")
for register in (
    status.register,
    report.register,
    api.register,
    people.register,
    serve.register,
    doctor.register,
    trace.register,
):
    register(app)


_USAGE: type[Exception] = typer.BadParameter.__mro__[1]
"""Typer's error for wrong commands and options, which it does not export by name."""


def main() -> None:
    """Entry point: expected problems are one sentence on stderr and exit code 2."""
    try:
        sys.exit(app(standalone_mode=False) or 0)
    except _USAGE as problem:
        said = str(getattr(problem, "format_message", problem.__str__)())
        if not said.strip():  # a group named alone: its help was printed
            sys.exit(2)
        fail(f"Lệnh chưa đúng: {said} Gõ `dondoc --help` để xem cách dùng.")
    except typer.Abort:
        sys.exit(1)
    except (SettingsProblem, StoreProblem, NotAPlan) as problem:
        fail(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
