"""One-time links to the upload page, for what a chat cannot carry: who may still use one, and using it once.

A link is bound to a person, a chat and a task (or to none yet). What comes through it is stored as an event of that
chat in the same transaction that uses the link up, and is handled like any message: so its effects happen once.
"""

import datetime as dt
import hashlib
import secrets
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.messaging.inbox_and_outbox import receive
from catalog.people.rights import Rights, may_assignment, rights_of
from catalog.remembered import remember
from catalog.tables import Assignment, Contact, Setting, Task, UploadLink
from catalog.work.assignments import snapshot_of

LINK_LIFE = dt.timedelta(hours=24)
"""How long a link is good for (DESIGN section 6)."""

PATH = "minh-chung"
"""Where the page is, under the public address."""

_ADDRESS = "public_url"
_TOKEN_BYTES = 24


def remember_public_url(session: Session, url: str, now: dt.datetime) -> None:
    """Keep the address the web application is reached at, "" for none: who offers a link knows no settings."""
    remember(session, _ADDRESS, url, now)


def public_url(session: Session) -> str:
    """The address the web application is reached at, without a slash at the end; "" where it is not reachable."""
    row = session.get(Setting, _ADDRESS)
    return row.value if row is not None else ""


def offer(
    session: Session,
    contact: Contact,
    person_id: int,
    now: dt.datetime,
    assignment_id: int | None = None,
    on_behalf_id: int | None = None,
) -> str:
    """The address of a new upload page for this person in this chat; "" where the page is not reachable.

    Only a private chat gets one: in a group everybody could send in that person's name.
    """
    address = public_url(session)
    if not address or contact.kind != "private" or contact.id is None:
        return ""
    session.execute(
        sa.delete(UploadLink).where(
            col(UploadLink.contact_id) == contact.id, col(UploadLink.used_at).is_(None),
            col(UploadLink.expires_at) <= now,
        )
    )  # fmt: skip
    token = secrets.token_urlsafe(_TOKEN_BYTES)
    link = UploadLink(
        token_sha256=_hash(token), person_id=person_id, contact_id=contact.id, assignment_id=assignment_id,
        on_behalf_id=on_behalf_id, created_at=now, expires_at=now + LINK_LIFE,
    )  # fmt: skip
    session.add(link)
    session.flush()
    return f"{address}/{PATH}/{token}"


def find(session: Session, token: str) -> UploadLink | None:
    """The link with that token."""
    return session.exec(select(UploadLink).where(UploadLink.token_sha256 == _hash(token))).first()


def of_event(session: Session, inbox_id: int) -> UploadLink | None:
    """The link an event of the inbox came through; None for any other event."""
    return session.exec(select(UploadLink).where(UploadLink.inbox_id == inbox_id)).first()


def refusal(session: Session, link: UploadLink, now: dt.datetime) -> str:
    """Why nothing can be sent through it now: "used", "expired", "no_right", "classified", "closed"; "" if it can."""
    contact = session.get_one(Contact, link.contact_id)
    rights = rights_of(session, link.person_id, now)
    if contact.person_id != link.person_id or not rights.linked:
        return "no_right"
    if link.used_at is not None:
        return "used"
    if link.expires_at <= now:
        return "expired"
    if link.assignment_id is None:
        return "" if rights.anywhere("evidence") or rights.anywhere("enter_on_behalf") else "no_right"
    return _of_the_task(session, link, rights)


def _of_the_task(session: Session, link: UploadLink, rights: Rights) -> str:
    assignment = session.get_one(Assignment, link.assignment_id)
    entered = link.on_behalf_id == assignment.agency_id and may_assignment(
        session, rights, "enter_on_behalf", assignment
    )
    if not entered and not may_assignment(session, rights, "evidence", assignment):
        return "no_right"
    if session.get_one(Task, assignment.task_id).classified:
        return "classified"
    stands = snapshot_of(session, assignment)
    return "" if stands.open or stands.state == "done" else "closed"


def take(session: Session, link_id: int, payload: dict[str, Any], now: dt.datetime) -> int | None:
    """Use the link up and store what came as an event of its chat; the event, None when nothing may come through.

    Two posts of one page may arrive together: only one UPDATE finds the link unused.
    """
    link = session.get_one(UploadLink, link_id, populate_existing=True)
    if refusal(session, link, now):
        return None
    used = session.execute(
        sa.update(UploadLink)
        .where(col(UploadLink.id) == link_id, col(UploadLink.used_at).is_(None))
        .values(used_at=now)
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        return None
    contact = session.get_one(Contact, link.contact_id)
    inbox_id = receive(session, contact.channel, f"upload-{link_id}", contact.chat_id, payload, now)
    session.execute(sa.update(UploadLink).where(col(UploadLink.id) == link_id).values(inbox_id=inbox_id))
    session.expire(link)
    actor = Actor(link.person_id, contact.channel)
    audit.append(session, actor, "upload.used", f"upload:{link_id}", now, {"inbox": inbox_id})
    return inbox_id


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
