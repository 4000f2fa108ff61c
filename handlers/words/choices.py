"""What is offered where nothing is sure: three buttons at most, the nearest first."""

import datetime as dt
import re

from handlers.words.intents import intents
from handlers.words.model import UPDATE, Meant
from handlers.words.names.said import Said
from handlers.words.nearest import NOTHING
from handlers.words.restraints import OFFERED, has_all
from handlers.words.weighing import Scored, slots_of, wants_agency

MOST = 3
BESIDE = 55
"""From here on it stands before what the words are only like."""


def each_once(found: list[Meant]) -> tuple[Meant, ...]:
    """The first of each intent, three at most."""
    return tuple(
        {meant.intent: meant for meant in reversed(found)}[name] for name in dict.fromkeys(m.intent for m in found)
    )[:MOST]


def _says_enough(said: Said) -> bool:
    """Whether there are words enough to be like anything: "rồi ạ" answers a question that was asked before."""
    return len([word for word in said.plain.split() if len(word) > 1 and word not in _SAY_LITTLE]) > 2


_SAY_LITTLE = frozenset(
    [
        "em",
        "anh",
        "chi",
        "toi",
        "minh",
        "ban",
        "roi",
        "da",
        "vang",
        "oi",
        "nhe",
        "the",
        "vay",
        "thi",
        "la",
        "ma",
        "duoc",
    ]
)


def likely(near: tuple[str, ...], said: Said, today: dt.date, most: int) -> list[Meant]:
    """The likest as choices; none where the words are likest to nothing asked here."""
    found: list[Meant] = []
    for name in near:
        if name == NOTHING or len(found) == most:
            break
        if name == UPDATE:
            found.append(Meant(UPDATE))
            continue
        intent = intents()[name]
        slots = slots_of(intent, said, today)
        if intent.acts or has_all(intent, slots):
            found.append(Meant(name, slots))
    return found


def choices_of(scored: list[Scored], near: tuple[str, ...], said: Said, today: dt.date) -> tuple[Meant, ...]:
    """The nearest, three at most; an agency that may be several is asked for by name."""
    found: list[Meant] = []
    best = scored[0] if scored else None
    if said.doubtful and not said.agencies and best is not None and best.score >= OFFERED and wants_agency(best):
        return tuple(Meant(best.meant.intent, {**best.meant.slots, "agency": name}) for name in said.doubtful[:MOST])
    found += [one.meant for one in scored if one.score >= BESIDE]
    like = likely(near, said, today, MOST - 1) if scored or _says_enough(said) else []
    found += like[:1]
    if said.tasks:
        found.append(Meant("task_card", {"task": said.tasks[0]}))
    found += like[1:]
    found += [one.meant for one in scored if OFFERED <= one.score < BESIDE]
    if said.tasks:
        found += [Meant("task_card", {"task": said.tasks[0]}), Meant(UPDATE)]
    elif (bare := re.findall(r"(?<![\w/.-])#?(\d{1,6})(?![\w/.-])", said.plain)) and len(said.line.tokens) < 8:
        found.append(Meant("task_card", {"task": bare[0]}))
    if said.doubtful and not found:
        return tuple(Meant("agency_status", {"agency": name}) for name in said.doubtful[:MOST])
    if said.agencies and not any(one.intent == "agency_status" for one in found):
        found.append(Meant("agency_status", {"agency": said.agencies[0]}))
    return each_once(found)
