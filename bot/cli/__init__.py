"""The command line `dondoc`: one file a group of commands, all listed here.

Only the file of the command that was called is loaded: most of the time and memory of a short command would go into
importing the others.
"""

import gc
import importlib
import os
import sys
from typing import Any

import typer

from bot import AT_WORK, LOADING, __version__
from bot.cli.output import fail

GROUPS: dict[str, tuple[str, str]] = {
    "plan": ("office.plan", "app"),
    "org": ("office.org", "app"),
    "unit": ("office.unit", "app"),
    "agency": ("office.unit", "app"),
    "reply": ("office.messages", "reply"),
    "words": ("office.words", "app"),
    "nudge": ("office.messages", "nudge"),
    "calendar": ("office.calendar", "app"),
    "mail": ("office.mail", "app"),
    "evidence": ("office.evidence", "app"),
    "forms": ("office.forms", "app"),
    "db": ("deployment.store", "database"),
    "audit": ("deployment.store", "audit_app"),
    "zalo-oa": ("deployment.zalo_oa", "app"),
    "privacy": ("deployment.privacy", "privacy_app"),
    "messages": ("deployment.messages", "app"),
}
"""Groups of commands: name -> (file under bot/cli, its Typer)."""

SYNONYMS = {"agency": "unit"}
"""Groups kept under the name they had before, which is not shown: that name -> the group's."""

COMMANDS: dict[str, str] = {
    "status": "office.status",
    "report": "office.report",
    "api": "deployment.api",
    "invite": "office.people",
    "people": "office.people",
    "run": "deployment.serve",
    "demo": "deployment.demo",
    "init": "deployment.init",
    "doctor": "deployment.doctor",
    "trace": "deployment.trace",
    "quota": "deployment.quota",
    "probe": "deployment.probe",
}
"""Commands that stand alone: name -> file under bot/cli, whose `register` adds all of its commands."""

_USAGE: type[Exception] = typer.BadParameter.__mro__[1]
"""Typer's error for wrong commands and options, which it does not export by name."""


GUESTS: dict[str, tuple[str, str]] = {
    "copy": ("deployment.copy", "db"),
    "import": ("office.plans.imported", "plan"),
    "export": ("office.plans.exported", "plan"),
    "doubts": ("office.plans.doubts", "plan"),
    "confirm": ("office.plans.doubts", "plan"),
    "link": ("office.plans.twins", "plan"),
    "ladder": ("office.plans.ladder", "plan"),
    "read": ("office.plans.read", "plan"),
    "rename": ("office.unit_changes", "unit"),
    "merge": ("office.unit_changes", "unit"),
    "split": ("office.unit_changes", "unit"),
    "remove": ("office.unit_changes", "unit"),
    "assign": ("office.unit_changes", "unit"),
    "undo": ("office.unit_changes", "unit"),
    "group": ("office.org_groups", "org"),
}
"""Commands that a file of their own adds (`register`) to a group: name -> (file, group)."""


def build(*words: str) -> typer.Typer:
    """The command line with the command that `words` call, or with all of them where they call none ("--help")."""
    app = typer.Typer(
        name="dondoc", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False,
        help="Đôn Đốc: theo dõi, đôn đốc nhiệm vụ trong các kế hoạch.",
    )  # fmt: skip
    called, sub = [*words, "", ""][:2]
    known = called in GROUPS or called in COMMANDS
    for name, (file, attribute) in GROUPS.items():
        if name == called or not known:
            app.add_typer(_group(name, file, attribute, sub), name=name, hidden=name in SYNONYMS)
    for file in dict.fromkeys(file for name, file in COMMANDS.items() if name == called or not known):
        _load(file).register(app)
    if known:
        # One command alone would swallow its own name as an argument (typer's shorthand for single commands).
        app.callback()(lambda: None)
    return app


def _group(name: str, file: str, attribute: str, sub: str) -> typer.Typer:
    """A group with its guests; of these only the one that was called is loaded, none for a command of the group's own,
    all for its help.
    """
    group: typer.Typer = getattr(_load(file), attribute)
    host = SYNONYMS.get(name, name)
    guests = {guest: guest_file for guest, (guest_file, group_of) in GUESTS.items() if group_of == host}
    there = _commands(group)
    for guest, guest_file in guests.items():
        if guest not in there and sub not in there and (guest == sub or sub not in guests):
            _load(guest_file).register(group)
            there |= _commands(group)
    return group


def _commands(group: typer.Typer) -> set[str]:
    own = {str(one.name or getattr(one.callback, "__name__", "")) for one in group.registered_commands}
    return own | {str(one.name) for one in group.registered_groups}


def _load(file: str) -> Any:
    return importlib.import_module(f"bot.cli.{file}")


def __getattr__(name: str) -> Any:
    """`bot.cli.app` is the whole command line."""
    if name == "app":
        return build()
    raise AttributeError(name)


def main() -> None:
    """Entry point: expected problems are one sentence on stderr and exit code 2."""
    if sys.argv[1:2] == ["--version"]:
        print(f"dondoc {__version__}")
        return
    os.umask(0o077)  # what any command writes holds names, chat ids or evidence
    if None in (sys.stdin, sys.stdout, sys.stderr):
        from bot.log_writer import stand_without_terminal

        stand_without_terminal()
    try:
        gc.set_threshold(LOADING)
        command = build(*sys.argv[1:3])
        gc.freeze()  # what is loaded stays: looking through it, at the end too, took a quarter of a short command
        gc.set_threshold(AT_WORK)
        sys.exit(command(standalone_mode=False) or 0)
    except _USAGE as problem:
        said = str(getattr(problem, "format_message", problem.__str__)())
        if not said.strip():  # a group named alone: its help was printed
            sys.exit(2)
        fail(f"Lệnh chưa đúng: {said} Gõ `dondoc --help` để xem cách dùng.")
    except typer.Abort:
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)
    except Exception as problem:
        if _is_told_as_it_is(problem):
            fail(str(problem))
        raise


def _is_told_as_it_is(problem: Exception) -> bool:
    """Whether the text of a problem is a sentence for people. Its kinds are loaded only now: a start needs none."""
    from bot.settings import SettingsProblem
    from catalog.plans.model import NotAPlan
    from catalog.store.store import StoreProblem

    return isinstance(problem, SettingsProblem | StoreProblem | NotAPlan)
