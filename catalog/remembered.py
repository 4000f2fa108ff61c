"""What a running deployment writes down for itself, a value a key: who the bot is, where its pages are reached."""

import datetime as dt
from typing import Any

from sqlmodel import Session

from catalog.tables import Setting


def remember(session: Session, key: str, value: Any, now: dt.datetime) -> None:
    """Keep a JSON value under its key; nothing is written, and `now` is no change, where it stands there already."""
    row = session.get(Setting, key) or Setting(key=key, value=None, changed_at=now)
    if row.value != value:
        row.value, row.changed_at = value, now
        session.add(row)
        session.flush()
