"""What a running bot says of itself, in a file beside the store: `dondoc doctor` is another process and reads it."""

import json
import os
import pathlib
import time
from typing import Any

NAME = "health.json"

OLD = 20.0
"""Seconds after which the file of a running bot is old: it is written every two."""

Health = dict[str, Any]
"""`at` (seconds since 1970), `pid`, `fault`, `still`, `away` (channel -> seconds), `log_dropped`, `clock_jumps`,
`copy`."""


def write(home: pathlib.Path, health: Health) -> None:
    """Put it in place in one step. Raises OSError."""
    unfinished = home / f"{NAME}.part"
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as file:
        json.dump(health, file)
    unfinished.replace(home / NAME)


def read(home: pathlib.Path) -> Health | None:
    """The last word of the bot, None where there is none that can be read."""
    try:
        found = json.loads((home / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None


def age(health: Health) -> float:
    """Seconds since it was written, by this machine's clock."""
    return time.time() - float(health.get("at", 0.0))
