"""One-time pages that confirm what was said in a letter: a mark in a letter can be passed on, this page's address
goes to the confirmed address alone.

What was said is an event of the inbox. Pressing the button stores it once more, marked, and it is handled as if it had
come just now; the event's own id makes that happen once.
"""

import datetime as dt
import hashlib
import hmac
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from catalog import audit
from catalog.audit import Actor
from catalog.messaging.inbox_and_outbox import receive
from catalog.messaging.mail_keys import mail_keys
from catalog.messaging.upload_links import public_url
from catalog.people.people import known_contact
from catalog.tables import Inbox

PATH = "xac-nhan"
"""Where the page is, under the public address."""

LIFE = dt.timedelta(days=3)
"""How long something said can be confirmed."""

_MARK = "dondoc.confirmed"  # a key no letter has in its event


@dataclass(frozen=True)
class Asked:
    """What waits to be confirmed: the event and its words. `state`: "" it can be, "used", "expired", "unknown"."""

    state: str
    inbox_id: int = 0
    words: str = ""
    subject: str = ""


def offer(session: Session, inbox_id: int, now: dt.datetime) -> str:
    """The address of the page that confirms this event; "" where the web application is not reachable."""
    address = public_url(session)
    return f"{address}/{PATH}/{inbox_id}-{_mac(mail_keys(session, now)[0], inbox_id)}" if address else ""


def find(session: Session, token: str, now: dt.datetime) -> Asked:
    """What the page of that token shows."""
    number, _, mac = token.partition("-")
    inbox_id = int(number) if number.isascii() and number.isdigit() and len(number) < 10 else 0
    row = session.get(Inbox, inbox_id)
    good = any(hmac.compare_digest(mac.encode(), _mac(key, inbox_id).encode()) for key in mail_keys(session, now))
    if row is None or not good:
        return Asked("unknown")
    if _known(session, row, inbox_id):
        return Asked("used", inbox_id)
    if now - row.received_at > LIFE:
        return Asked("expired", inbox_id)
    headers = dict(row.payload.get("letter", {})).get("headers", {})
    return Asked("", inbox_id, str(row.payload.get("typed", "")), next(iter(headers.get("subject", [])), ""))


def take(session: Session, token: str, now: dt.datetime) -> int | None:
    """Store the event once more as one that was confirmed; None where nothing can be (any more)."""
    asked = find(session, token, now)
    if asked.state:
        return None
    row = session.get_one(Inbox, asked.inbox_id)
    taken = receive(
        session, row.channel, _event(asked.inbox_id), row.chat_key, {_MARK: asked.inbox_id, **row.payload}, now
    )
    contact = known_contact(session, row.channel, row.chat_key)
    actor = Actor(contact.person_id if contact is not None else None, row.channel)
    audit.append(session, actor, "confirmed.on_page", f"inbox:{asked.inbox_id}", now, {"inbox": taken})
    return taken


def confirmed(payload: dict[str, Any]) -> dict[str, Any] | None:
    """The event as it first came, where this one was stored by `take`; None for any other."""
    if type(payload.get(_MARK)) is not int:
        return None
    return {name: value for name, value in payload.items() if name != _MARK}


def _known(session: Session, row: Inbox, inbox_id: int) -> bool:
    known = select(Inbox.id).where(Inbox.channel == row.channel, Inbox.event_id == _event(inbox_id))
    return session.exec(known).first() is not None


def _event(inbox_id: int) -> str:
    return f"confirmed-{inbox_id}"


def _mac(key: bytes, inbox_id: int) -> str:
    return hmac.new(key, f"page|{inbox_id}".encode(), hashlib.sha256).hexdigest()[:32]
