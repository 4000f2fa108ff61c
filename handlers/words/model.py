"""What a sentence in plain words asks for, as data, and its JSON form (`dondoc words parse`)."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from handlers.replies import Reply

Role = Literal["focal", "officer", "leader"]
"""The three kinds of people who ask: a focal point (or an agency's leader), an officer, a leader."""


@dataclass(frozen=True)
class Period:
    """Days from `first` to `last`, both in."""

    first: dt.date
    last: dt.date

    def json(self) -> dict[str, str]:
        """ISO days, as the contract prints them."""
        return {"from": self.first.isoformat(), "to": self.last.isoformat()}


Slots = Mapping[str, Any]
"""What was said of an intent: strings, lists of strings, `Period` or a day, by the names of the contract."""


SLOTS = ("agency", "group", "plan", "task", "day", "period", "against", "due", "query", "person")
"""The names of slots that a sentence of the bot may show."""


@dataclass(frozen=True)
class Meant:
    """One thing that may be meant: an intent of `handlers.words.intents.INTENTS` and what was said of it."""

    intent: str
    slots: Slots = field(default_factory=dict)


UPDATE = "update"
"""Stands among the choices where the words may be progress: "ghi nhận là cập nhật"."""


@dataclass(frozen=True)
class Understood:
    """`meant` where it is sure; else `choices`, nearest first, three at most. `update`: it goes to the reply reader.

    `reply` is what the reply reader makes of the same words, so that they are read once.
    """

    meant: Meant | None = None
    choices: tuple[Meant, ...] = ()
    update: bool = False
    reply: Reply | None = None


def meant_json(meant: Meant) -> dict[str, Any]:
    """An intent and its slots as plain JSON."""
    slots = {
        name: value.json() if isinstance(value, Period) else value.isoformat() if isinstance(value, dt.date)
        else list(value) if isinstance(value, tuple) else value
        for name, value in meant.slots.items()
    }  # fmt: skip
    return {"intent": meant.intent, "slots": slots}


def meant_from_json(data: Mapping[str, Any]) -> Meant:
    """What `meant_json` printed; it waits in a button."""
    slots: dict[str, Any] = {}
    for name, value in data["slots"].items():
        if isinstance(value, dict):
            slots[name] = Period(dt.date.fromisoformat(value["from"]), dt.date.fromisoformat(value["to"]))
        elif name == "due":
            slots[name] = dt.date.fromisoformat(value)
        else:
            slots[name] = tuple(value) if isinstance(value, list) else value
    return Meant(str(data["intent"]), slots)


def understood_json(understood: Understood) -> dict[str, Any]:
    """What `dondoc words parse --json` prints."""
    sure = meant_json(understood.meant) if understood.meant else {"intent": None, "slots": {}}
    return {**sure, "choices": [meant_json(one) for one in understood.choices], "update": understood.update}
