"""The keys that sign the bot's letters: kept in the store, so that all replicas and a restored copy know them."""

import datetime as dt
import secrets

from sqlmodel import Session

from catalog.remembered import remember
from catalog.tables import Setting

_KEY = "mail_keys"
KEPT = 2
"""So many keys are believed: the newest signs, the one before still opens what people have in their mailboxes."""


def known_keys(session: Session) -> list[bytes]:
    """The keys, newest first; [] before the first is made."""
    row = session.get(Setting, _KEY)
    return [bytes.fromhex(key) for key in str(row.value).split(",")] if row is not None else []


def mail_keys(session: Session, now: dt.datetime) -> list[bytes]:
    """The keys, newest first; one is made where there is none."""
    return known_keys(session) or renew_mail_key(session, now)


def renew_mail_key(session: Session, now: dt.datetime) -> list[bytes]:
    """Sign with a new key from now on; the one before is believed until the next time."""
    keys = [secrets.token_hex(32), *(key.hex() for key in known_keys(session))][:KEPT]
    remember(session, _KEY, ",".join(keys), now)
    return [bytes.fromhex(key) for key in keys]
