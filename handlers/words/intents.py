"""The table from words to what exists, as read from `data/intents.toml`, whose head says how to read and extend it."""

import re
from dataclasses import dataclass
from functools import cache
from typing import cast, get_args

from handlers.words.model import Role
from handlers.words.vocabulary import in_one_line, pattern, read

ALL: tuple[Role, ...] = get_args(Role)


@dataclass(frozen=True)
class Rule:
    """One way to say it: patterns that must all be found, and one that must not; with `asks` only in a question."""

    says: tuple[re.Pattern[str], ...]
    score: int
    unless: re.Pattern[str] | None = None
    roles: tuple[Role, ...] = ALL
    asks: bool = False

    def found_in(self, plain: str) -> bool:
        """Whether the masked line says it."""
        for part in self.says:
            if part.search(plain) is None:
                return False
        return self.unless is None or self.unless.search(plain) is None


@dataclass(frozen=True)
class Intent:
    """One thing that can be asked for or ordered.

    `acts`: it changes or sends something, so it shows what it would do and asks once. `needs`: slots ("a|b": one of
    them) without which it is only offered. `examples`: (role, sentence). `passing`: words that change nothing in it.
    """

    name: str
    slots: tuple[str, ...]
    rules: tuple[Rule, ...]
    acts: bool
    needs: tuple[str, ...]
    roles: tuple[Role, ...]
    examples: tuple[tuple[Role, str], ...]
    passing: frozenset[str] = frozenset()


@cache
def intents() -> dict[str, Intent]:
    """All intents by name, in the order of the table."""
    return {
        name: Intent(
            name, tuple(row["slots"]),
            tuple(
                Rule(
                    tuple(pattern(in_one_line(part)) for part in rule["says"]), int(rule["score"]),
                    pattern(in_one_line(rule["unless"])) if rule.get("unless") else None,
                    tuple(rule.get("roles", ALL)), bool(rule.get("asks")),
                )
                for rule in row["rules"]
            ),
            bool(row.get("acts")), tuple(row.get("needs", ())), tuple(row.get("roles", ALL)),
            tuple((cast(Role, role), text) for role, text in row["examples"]),
            frozenset(row.get("passing", "").split()),
        )
        for name, row in read("intents").items()
    }  # fmt: skip
