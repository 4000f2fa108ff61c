"""The command line `dondoc`: one file a group of commands, all listed here."""

import sys

import typer

from bot.cli import agency, messages, people, plan, serve, status, store
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
app.add_typer(store.database, name="db")
app.add_typer(store.audit_app, name="audit")
for register in (status.register, people.register, serve.register):
    register(app)


def main() -> None:
    """Entry point: expected problems are one sentence on stderr and exit code 2."""
    try:
        app()
    except (SettingsProblem, StoreProblem, NotAPlan) as problem:
        fail(str(problem))
    except KeyboardInterrupt:
        sys.exit(130)
