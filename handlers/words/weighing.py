"""How sure the rules make each intent: every one that some rule finds, with its score and what was said of it."""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from handlers.words.intents import Intent, intents
from handlers.words.model import Meant, Role
from handlers.words.names.said import Said
from handlers.words.restraints import OFFERED, at_most
from handlers.words.slots.reading import slot
from handlers.words.unread import OWN

ASKS = re.compile(
    r"\?|^(?:ai|nhung|danh sach|top|bao nhieu)\b|\b(?:nhung|cac|may) \w+(?: \w+)? (?:gi|"
    r"nao)\b|\b(?:chua|khong) (?:biet|hieu|ranh|ro) (?:cach|lam sao|dung_?|phai)\b|"
    r"\b(?:nao|bao nhieu|the nao|"
    r"ra sao|lam sao|tai sao|vi sao|bao gio|khi nao|"
    r"may gio|la gi|gi vay|gi the|la ai|ai vay|phai khong|dung_ khong|nhu the nao)\b"
    r"|\b(?:chua|khong|ha|sao|gi|dau|ai)(?: (?:a|em|anh|chi|ban|vay|the|nhi|roi|ta|troi))*(?: \?)?$"
)
_PARTICLES = ("à", "hả", "ư", "nhỉ")
"""Typed so at the end they ask, whatever they look like without accents."""


@dataclass(frozen=True)
class Scored:
    """An intent with what was said of it; of two alike the one whose `place` in the table is earlier wins."""

    score: int
    meant: Meant
    acts: bool
    place: int


def weighed(said: Said, role: Role, today: dt.date) -> list[Scored]:
    """Every intent that some rule finds, the best first."""
    found: list[Scored] = []
    asks = ASKS.search(said.plain) is not None or said.masked.tokens[-1].typed in _PARTICLES
    for place, intent, score in _found_in(said.plain, role, asks):
        if role not in intent.roles:
            score = min(score, OFFERED)
        slots = slots_of(intent, said, today)
        score = min(score, at_most(intent, slots, said, role, today, asks=asks))
        found.append(Scored(score, Meant(intent.name, slots), intent.acts, place))
    return sorted(found, key=lambda one: (-one.score, one.place))


@lru_cache(maxsize=2048)  # names and numbers taken out, people say the same few things
def _found_in(plain: str, role: Role, asks: bool) -> tuple[tuple[int, Intent, int], ...]:
    """Every intent that some rule finds in the masked line, with its place in the table and its best rule's score."""
    found: list[tuple[int, Intent, int]] = []
    for place, intent in enumerate(intents().values()):
        scores = [
            rule.score
            for rule in intent.rules
            if role in rule.roles and (asks or not rule.asks) and rule.found_in(plain)
        ]
        if score := max(scores, default=0):
            found.append((place, intent, score))
    return tuple(found)


def slots_of(intent: Intent, said: Said, today: dt.date) -> dict[str, object]:
    """What was said for each slot of `intent`; what was not said is left out."""
    values = {name: slot(name, intent.name, said, today) for name in intent.slots}
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def wants_agency(best: Scored) -> bool:
    """Whether it is asked or ordered of an agency; not so what is one's own, or sought by words."""
    return best.meant.intent not in (*OWN, "search") and "agency" in intents()[best.meant.intent].slots
