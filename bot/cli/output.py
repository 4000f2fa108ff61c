"""How the command line speaks: JSON for programs, tables for people, one sentence for bad input."""

import contextlib
import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any, NoReturn

from templates.terms import in_words


def print_json(value: Any) -> None:
    """One JSON document on one line."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def print_table(title: str, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """A table for a person at a terminal: what stands in brackets or between colons is a name's own, and no markup."""
    from rich.console import Console  # programs ask for JSON
    from rich.table import Table

    table = Table(*header, title=title, title_justify="left")
    for row in rows:
        table.add_row(*(in_words(cell) for cell in row))
    Console(markup=False, emoji=False).print(table)


def print_text(text: str) -> None:
    """Plain words."""
    sys.stdout.write(text + "\n")


BAD_INPUT, TRY_AGAIN = 2, 75
"""Exit codes: somebody has to change something first; it may go better in a moment (EX_TEMPFAIL of sysexits.h)."""


def fail(sentence: str, code: int = BAD_INPUT) -> NoReturn:
    """Bad input, or what is away just now: one clear sentence on stderr and the exit code."""
    with contextlib.suppress(OSError, ValueError):  # nobody may be listening any more: the code says it, too
        sys.stderr.write(sentence.rstrip() + "\n")
        sys.stderr.flush()
    raise SystemExit(code)
