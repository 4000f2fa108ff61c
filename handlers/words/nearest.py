"""What a sentence is likest to, by the words and pairs of words of the sentences in `data/said.txt`.

A naive Bayes classifier, counted when the first sentence is read: it sees what no rule foresaw. Its answers stand among
the choices; what a rule is sure of while this finds it unlike everything said is offered; and what is far likelier than
all else may be shown (`plainly`), though nothing is ever done or recorded for likeness alone.
"""

import math
import pathlib
import re
from collections import Counter, defaultdict
from functools import cache, lru_cache

from handlers.words.intents import intents
from handlers.words.line import read_line
from handlers.words.model import UPDATE, Role
from handlers.words.names.said import Said

NOTHING = "-"
"""Said of nothing here: small talk, the weather."""

_SAID = pathlib.Path(__file__).parent / "data" / "said.txt"
_MARKS = frozenset({"agency", "group", "task", "plan", "when", "day", "doc"})
_WORD = re.compile(r"[A-Za-z0-9_%]+")
_SLOTS_OF = {
    "TASK": frozenset({"task"}), "PLAN": frozenset({"plan"}), "AGENCY|GROUP": frozenset({"agency", "group"}),
    "WHEN|DAY": frozenset({"period", "due", "against"}),
}  # fmt: skip
_STRANGE = 1.5
"""What is named and has no place in an intent speaks so much against it."""

_PLAINLY = 10.0
"""So much likelier: on 700 sentences of others all but one of those shown for it were what was meant."""

_ALIKE = 2
"""So many sentences of each kind are taken to be like all others: what is said seldom is not likely for that."""

_SELDOM = 0.3
"""A word that was never seen in one of two kinds is taken as if it had been seen so often."""
_OFTEN = 0.5
"""How much counts that some things are asked more often than others."""


def likest(said: Said, role: Role) -> tuple[str, ...]:
    """Intents, `UPDATE` and `NOTHING` by likeness, the likest first; empty where no word was ever said before."""
    score = _likeness(said.plain, role)
    return tuple(sorted(score, key=lambda name: -score[name]))


def plainly(said: Said, role: Role) -> str | None:
    """What these words are so much likelier to mean than anything else that it may be shown; None where nothing is."""
    score = _likeness(said.plain, role)
    first, second = (sorted(score, key=lambda name: -score[name])[:2]) if len(score) > 1 else ("", "")
    return first if first and score[first] - score[second] >= _PLAINLY else None


@lru_cache(maxsize=8)  # asked up to four times of one sentence, and of nothing but the last ones
def _likeness(plain: str, role: Role) -> dict[str, float]:
    """The logarithm of a likelihood for each; empty where no word was ever said before."""
    table = _counted()
    known = [log for one in _features(_WORD.findall(plain)) if (log := table.get(one)) is not None]
    if not known:
        return {}
    prior = _prior()
    named = {slots for mark, slots in _SLOTS_OF.items() if re.search(rf"\b(?:{mark})\b", plain)}
    return {
        name: prior[name] + sum(log[name] for log in known) - _STRANGE * _unfitting(name, named)
        for name in prior
        if name in (UPDATE, NOTHING) or role in intents()[name].roles
    }


def progress(said: Said) -> float:
    """How much likelier these words are said in a report on one's work than in anything else: the log of the odds."""
    table = _of_progress()
    return sum(table.get(one, 0.0) for one in _features(_WORD.findall(said.plain)))


def small_talk(said: Said, role: Role) -> bool:
    """Whether the words are likest to what is said of nothing here, and unlike news of one's work."""
    near = likest(said, role)
    return near[:1] == (NOTHING,) or (NOTHING in near[:2] and UPDATE not in near[:5])


@cache
def _of_progress() -> dict[str, float]:
    """For every word and pair the log of how much oftener it stands in reports than in anything else."""
    reports: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for name, features in _sentences():
        (reports if name == UPDATE else others).update(features)
    told = sum(name == UPDATE for name, _ in _sentences())
    base = math.log((len(_sentences()) - told + 2 * _SELDOM) / (told + 2 * _SELDOM))
    return {one: math.log((reports[one] + _SELDOM) / (others[one] + _SELDOM)) + base for one in {*reports, *others}}


def _unfitting(name: str, named: set[frozenset[str]]) -> int:
    """How many kinds of names the line has that the intent has no place for."""
    return 0 if name in (UPDATE, NOTHING) else sum(not (slots & set(intents()[name].slots)) for slots in named)


def _features(words: list[str]) -> frozenset[str]:
    return frozenset(words) | {f"{one} {two}" for one, two in zip(["<", *words], [*words, ">"], strict=True)}


@cache
def _sentences() -> tuple[tuple[str, frozenset[str]], ...]:
    found: list[tuple[str, frozenset[str]]] = []
    for line in _SAID.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            text, _, name = line.rpartition(" => ")
            found.append((name, _features(_marked(read_line(text).plain))))
    for intent in intents().values():
        found += [(intent.name, _features(_marked(read_line(text).plain))) for _, text in intent.examples]
    return tuple(found)


def _marked(plain: str) -> list[str]:
    return [word.upper() if word in _MARKS else word for word in _WORD.findall(plain)]


@cache
def _prior() -> dict[str, float]:
    return {name: _OFTEN * math.log(count + 2) for name, count in Counter(name for name, _ in _sentences()).items()}


@cache
def _counted() -> dict[str, dict[str, float]]:
    """For every word and pair how much it speaks for each intent, as the logarithm of a ratio."""
    sizes = Counter(name for name, _ in _sentences())
    seen: dict[str, Counter[str]] = defaultdict(Counter)
    for name, features in _sentences():
        for one in features:
            seen[one][name] += 1
    return {one: _ratios(by_name, sizes, sum(sizes.values())) for one, by_name in seen.items()}


def _ratios(by_name: Counter[str], sizes: Counter[str], total: int) -> dict[str, float]:
    often = sum(by_name.values()) / total
    return {name: math.log((by_name[name] / often + _ALIKE) / (size + _ALIKE)) for name, size in sizes.items()}


def count() -> None:
    """Count the sentences, once."""
    _counted()
    _of_progress()
