"""What people say and type instead of a body's official name, in any province: kept by hand in `facts/spoken.json`."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from catalog.organisations.facts import filled


@dataclass(frozen=True)
class Spoken:
    """`aliases` plans print too, `typed` only people type, `asked` may mean several and are never sure."""

    aliases: tuple[str, ...] = ()
    typed: tuple[str, ...] = ()
    asked: tuple[str, ...] = ()


def of(name: str, kind: str) -> Spoken:
    """Of a body of today by its short name, slots and all, for an organisation of this kind."""
    said = _file()["bodies"].get(name, {})
    typed, asked = (tuple(filled(alias, kind) for alias in said.get(key, ())) for key in ("typed", "asked"))
    return Spoken((), typed, asked)


def of_former(name: str) -> Spoken:
    """Of a body that is no more."""
    said = _file()["former"].get(name, {})
    return Spoken(tuple(said.get("aliases", ())), tuple(said.get("typed", ())))


@cache
def _file() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        (files("catalog.organisations") / "facts" / "spoken.json").read_text(encoding="utf-8")
    )
    return found
