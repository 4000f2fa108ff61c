"""The value of each slot, by its name."""

import datetime as dt
import re
from typing import Any

from handlers.words.names.said import Said
from handlers.words.slots.as_typed import person, reason, what
from handlers.words.slots.days import against, due, period
from handlers.words.slots.narrowing import only, order, state
from handlers.words.slots.sought import query

_FORMATS = (
    ("docx", r"\b(?:word|docx|doc)\b"),
    ("xlsx", r"\b(?:excel|xlsx|xls|bang tinh|ex+el)\b"),
    ("pdf", r"\bpdf\b"),
)

_LEFT_OUT = re.compile(r"\b(?:tru|ngoai tru|chua_? ra|khong ke)(?: \w+)? AGENCY\b")
""" "Nhắc tất cả trừ Sở Y tế": named to be left out."""

_LINKED = re.compile(r"\bAGENCY(?: (?:va|voi|cung|,))? AGENCY\b")
_TO = re.compile(r"(?<!khong )\b(?:sang|cho|ve|qua|thanh|giao)(?: (?:ben|cho|phia))? $")

_GOES_TO = re.compile(r"\b(?:sang|qua|ve|len)(?: (?:lam|cong tac|ben|o))* AGENCY\b")
"""The agency somebody leaves for is not the one whose focal point changes."""


def slot(name: str, intent: str, said: Said, today: dt.date) -> Any:
    """What was said for one slot of `intent`; None where nothing was."""
    reader = _READERS.get(name)
    return reader(intent, said, today) if reader else None


def _plan(intent: str, said: Said, today: dt.date) -> str | None:
    return said.plan or None


def _agency(intent: str, said: Said, today: dt.date) -> Any:
    if not said.agencies or _LEFT_OUT.search(said.plain):
        return None
    if intent == "handover" and _GOES_TO.search(said.plain):
        return None
    if intent == "move_task" and len(said.agencies) > 1:
        return _moved_to(said)
    return said.agencies[0] if len(said.agencies) == 1 else said.agencies


def _moved_to(said: Said) -> str | None:
    """Of several agencies the one that a task goes to: "từ Sở Y tế sang Sở Nội vụ"; None where that cannot be told."""
    places = [found.start() for found in re.finditer(r"\bAGENCY\b", said.plain)]
    to = [number for number, place in enumerate(places) if _TO.search(said.plain[:place])]
    linked = _LINKED.search(said.plain) is not None
    return said.agencies[to[0]] if len(places) == len(said.agencies) and len(to) == 1 and not linked else None


def _task(intent: str, said: Said, today: dt.date) -> Any:
    if not said.tasks:
        return None
    return said.tasks[0] if len(said.tasks) == 1 else said.tasks


def _doc(intent: str, said: Said, today: dt.date) -> str | None:
    return said.documents[-1] if said.documents else None


def _group(intent: str, said: Said, today: dt.date) -> str | None:
    return said.group or None


def _format(intent: str, said: Said, today: dt.date) -> str | None:
    return next((name for name, form in _FORMATS if re.search(form, said.plain)), None)


def _about(intent: str, said: Said, today: dt.date) -> str | None:
    return None


_READERS = {
    "plan": _plan, "agency": _agency, "task": _task, "period": period, "against": against, "due": due, "doc": _doc,
    "group": _group, "only": only, "state": state, "order": order, "format": _format, "person": person,
    "reason": reason, "what": what, "query": query, "about": _about,
}  # fmt: skip
