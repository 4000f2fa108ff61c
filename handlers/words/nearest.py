"""What a sentence that no rule fits is nearest to: the examples of `intents`, compared by their rarer words."""

import datetime as dt
import math
import re
from collections import Counter
from functools import cache

from handlers.words.intents import Intent, intents
from handlers.words.line import read_line
from handlers.words.model import Meant, Role
from handlers.words.names.said import Said
from handlers.words.slots.reading import slot

MOST = 3
LIKE = 0.28
_WORD = re.compile(r"[a-z_]{2,}")
_COMMON = frozenset(
    [
        "toi",
        "em",
        "minh",
        "anh",
        "chi",
        "cho",
        "giup",
        "voi",
        "nhe",
        "di",
        "la",
        "co",
        "thi",
        "cua",
        "a",
        "oi",
        "the",
        "vay",
        "roi",
        "ban",
        "duoc",
        "khong",
        "da",
        "nao",
        "gi",
        "cac",
    ]
)


def nearest(said: Said, role: Role, today: dt.date) -> tuple[Meant, ...]:
    """Up to three intents whose examples share the most with the line; none where hardly anything is shared."""
    words = _words(said.line.plain)
    if not words:
        return ()
    weights = _weights()
    found: dict[str, float] = {}
    for intent, example in _examples():
        if role not in intent.roles:
            continue
        shared = sum(weights.get(word, 3.0) for word in words & example)
        size = math.sqrt(sum(weights.get(w, 3.0) for w in words) * sum(weights.get(w, 3.0) for w in example))
        found[intent.name] = max(found.get(intent.name, 0.0), shared / size if size else 0.0)
    best = sorted((name for name, like in found.items() if like >= LIKE), key=lambda name: -found[name])
    chosen = []
    for name in best[:MOST]:
        values = {key: slot(key, name, said, today) for key in intents()[name].slots}
        chosen.append(Meant(name, {key: value for key, value in values.items() if value not in (None, "", ())}))
    return tuple(chosen)


def _words(plain: str) -> frozenset[str]:
    return frozenset(word for word in _WORD.findall(plain.lower()) if word not in _COMMON)


@cache
def _examples() -> tuple[tuple[Intent, frozenset[str]], ...]:
    return tuple(
        (intent, _words(read_line(text).plain)) for intent in intents().values() for _, text in intent.examples
    )


@cache
def _weights() -> dict[str, float]:
    counts = Counter(word for _, words in _examples() for word in words)
    total = len(_examples())
    return {word: math.log(1 + total / count) for word, count in counts.items()}
