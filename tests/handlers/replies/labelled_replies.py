"""Reads the labelled replies of `replies*.txt`: the specification by example of what a reply says."""

import datetime as dt
import pathlib
from dataclasses import dataclass, replace

from handlers.replies import Item, Reply

TODAY = dt.date(2026, 6, 10)
_HERE = pathlib.Path(__file__).parent
_STATES = ("not_started", "in_progress", "reported")


@dataclass(frozen=True)
class Labelled:
    """One reply with what it says; `place` is "file:line", `today` the day it was typed on ("# today DAY")."""

    place: str
    today: dt.date
    text: str
    meant: Reply


def labelled(pattern: str = "replies*.txt") -> list[Labelled]:
    """Every labelled reply of the files that fit `pattern`."""
    rows: list[Labelled] = []
    for path in sorted(_HERE.glob(pattern)):
        today = TODAY
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
            if line.startswith("# today "):
                today = dt.date.fromisoformat(line.removeprefix("# today "))
            elif line and not line.startswith("# "):
                text, _, label = line.rpartition(" => ")
                rows.append(Labelled(f"{path.name}:{number}", today, text.replace("\\n", "\n"), _reply(label)))
    return rows


def labels_of(reply: Reply) -> Reply:
    """`reply` without what no label tells: which words its documents stood in, which product was claimed, slips undone."""
    items = tuple(replace(item, documents=(), by_product=None, expected=None) for item in reply.items)
    return replace(reply, items=items, repairs=(), left_over=(), unsure=())


def _reply(label: str) -> Reply:
    words = label.split()
    documents = tuple(word[4:] for word in words if word.startswith("doc="))
    doubts = tuple(word[1:] for word in words if word.startswith("?"))
    rest = [word for word in words if not word.startswith(("doc=", "?")) and word != "-"]
    parts = " ".join(rest).split(" ; ") if rest else []
    return Reply(tuple(_item(part.split()) for part in parts), documents, doubts)  # type: ignore[arg-type]


def _item(words: list[str]) -> Item:
    values: dict[str, object] = {}
    for word in words:
        if word.endswith(":"):
            values["ref"] = word[:-1]
        elif word in _STATES:
            values["state"] = word
        elif word.endswith("%"):
            values["percent"] = float(word[:-1])
        elif word.startswith("due="):
            values["requested_due"] = dt.date.fromisoformat(word[4:])
        elif word.startswith("by="):
            values["extend_by"] = word[3:]
        elif word == "ext":
            values["asks_extension"] = True
        else:
            values["blocker"] = word
    return Item(**values)  # type: ignore[arg-type]
