"""The value of each slot, by its name."""

import datetime as dt
import re
from typing import Any

from handlers.words.names.said import Said
from handlers.words.slots.as_typed import person, query, reason, what
from handlers.words.slots.days import against, due, period
from handlers.words.slots.narrowing import only, order, state

_FORMATS = (
    ("docx", r"\b(?:word|docx|doc)\b"),
    ("xlsx", r"\b(?:excel|xlsx|xls|bang tinh|ex+el)\b"),
    ("pdf", r"\bpdf\b"),
)


def slot(name: str, intent: str, said: Said, today: dt.date) -> Any:
    """What was said for one slot of `intent`; None where nothing was."""
    reader = _READERS.get(name)
    return reader(intent, said, today) if reader else None


def _plan(intent: str, said: Said, today: dt.date) -> str | None:
    return said.plan or None


def _agency(intent: str, said: Said, today: dt.date) -> Any:
    if not said.agencies:
        return None
    return said.agencies[0] if len(said.agencies) == 1 else said.agencies


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
