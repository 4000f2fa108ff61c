"""The way into the table on the web: a one-time link asked for in chat, and the session of one browser it opens.

Seeing the link's page uses nothing up (previews and scanners of mail look at every link), only its button does. What
a session may do is asked of `catalog.people.rights` at every request; it ends by itself at the end of the day, when
the person or an officer ends it, and when a role held at its beginning ends.
"""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.clock import end_of_day, local_day
from catalog.messaging.upload_links import public_url
from catalog.people.rights import Rights, grounds_of, rights_of, still_grounded
from catalog.tables import BoardSession, Contact

LINK_LIFE = dt.timedelta(hours=24)
"""How long a link is good for: it may stand in a digest or a letter that is read in the afternoon."""

LONGEST = dt.timedelta(hours=12)
"""A session of a working day: it ends after so long, and at midnight in any case."""

KEPT = dt.timedelta(days=30)
"""How long what is over stays: so long a used link says that it was used; the record has its beginning and end."""

PATH, LINK_PATH = "bang", "mo-bang"
"""Where the board and the page that opens it are, under the public address."""

AT_ONCE = 1000
"""So many rows go in one transaction."""

_TOKEN_BYTES = 32


@dataclass(frozen=True)
class SignedIn:
    """Who a request is from: the session, the chat it was asked for in, and what the person may do right now."""

    row: BoardSession
    contact: Contact
    rights: Rights

    @property
    def session_id(self) -> int:
        """The session's row."""
        return self.row.id or 0

    @property
    def actor(self) -> Actor:
        """For the record: this person, on the channel the link was asked for."""
        return Actor(self.row.person_id, self.contact.channel)


def offer(session: Session, contact: Contact, person_id: int, now: dt.datetime, page: str = "") -> str:
    """The address of a new one-time link for this person; "" where the web application is not reachable.

    `page` is where it leads, as a path and query under the board. Only a private chat gets one.
    """
    address = public_url(session)
    if not address or contact.kind != "private" or contact.id is None:
        return ""
    never_opened = (col(BoardSession.contact_id) == contact.id, col(BoardSession.opened_at).is_(None))
    session.execute(sa.delete(BoardSession).where(*never_opened, col(BoardSession.expires_at) <= now))
    token = new_token()
    row = BoardSession(
        link_sha256=hash_of(token), person_id=person_id, contact_id=contact.id, page=page, created_at=now,
        expires_at=now + LINK_LIFE,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return f"{address}/{LINK_PATH}/{token}"


def find(session: Session, token: str, now: dt.datetime) -> tuple[str, BoardSession | None]:
    """(what is wrong with the link, its row): "" it can be opened, "used", "expired", "no_right", "unknown"."""
    row = session.exec(select(BoardSession).where(BoardSession.link_sha256 == hash_of(token))).first()
    if row is None:
        return "unknown", None
    contact = session.get_one(Contact, row.contact_id)
    if contact.person_id != row.person_id or not rights_of(session, row.person_id, now).linked:
        return "no_right", row
    if row.opened_at is not None or row.ended_at is not None:
        return "used", row
    return ("expired" if row.expires_at <= now else ""), row


def open_with(session: Session, token: str, now: dt.datetime) -> tuple[str, str] | None:
    """Use the link up: (the secret of the new session, the page it leads to); None where it cannot be used.

    The button may be pressed twice at once: only one UPDATE finds the link unused.
    """
    state, row = find(session, token, now)
    if state or row is None:
        return None
    secret = new_token()
    contact = session.get_one(Contact, row.contact_id)
    ends = min(now + LONGEST, end_of_day(local_day(now)))
    used = session.execute(
        sa.update(BoardSession)
        .where(col(BoardSession.id) == row.id, col(BoardSession.opened_at).is_(None))
        .values(session_sha256=hash_of(secret), opened_at=now, ends_at=ends, grounds=grounds_of(session, contact, now))
    )
    if used.rowcount != 1:  # type: ignore[attr-defined]
        return None
    session.refresh(row)
    actor = Actor(row.person_id, contact.channel)
    audit.append(session, actor, "board.opened", f"board:{row.id}", now, {"ends": ends.isoformat()})
    return secret, row.page


def signed_in(session: Session, secret: str, now: dt.datetime) -> SignedIn | None:
    """Who this browser belongs to at `now`; None where its session is over, or never was."""
    if not secret:
        return None
    row = session.exec(select(BoardSession).where(BoardSession.session_sha256 == hash_of(secret))).first()
    if row is None or row.ended_at is not None or row.ends_at is None or row.ends_at <= now:
        return None
    contact = session.get_one(Contact, row.contact_id)
    rights = rights_of(session, row.person_id, now)
    stands = contact.person_id == row.person_id and rights.linked and still_grounded(session, contact, row.grounds, now)
    return SignedIn(row, contact, rights) if stands else None


def end(session: Session, signed: SignedIn, now: dt.datetime) -> None:
    """The person ends this session."""
    _end(session, signed.actor, now, col(BoardSession.id) == signed.session_id)


def end_all(session: Session, person_id: int, actor: Actor, now: dt.datetime) -> int:
    """Every session and unopened link of a person is over, whoever says so; how many there were."""
    return _end(session, actor, now, col(BoardSession.person_id) == person_id)


def open_sessions(session: Session, person_id: int, now: dt.datetime) -> int:
    """How many browsers this person is signed in with."""
    of = (col(BoardSession.person_id) == person_id, col(BoardSession.ended_at).is_(None))
    query = sa.select(sa.func.count()).select_from(BoardSession).where(*of, col(BoardSession.ends_at) > now)
    return int(session.execute(query).scalar_one())


def forget_ended(session: Session, now: dt.datetime) -> int:
    """Sessions and links that were over `KEPT` before `now` go; how many. The newest stays: no number comes twice."""
    over = sa.func.coalesce(col(BoardSession.ends_at), col(BoardSession.expires_at)) < now - KEPT
    newest = session.execute(sa.select(sa.func.max(col(BoardSession.id)))).scalar()
    ids = list(session.execute(sa.select(col(BoardSession.id)).where(over, col(BoardSession.id) != newest)).scalars())
    if ids:
        session.execute(sa.delete(BoardSession).where(col(BoardSession.id).in_(ids[:AT_ONCE])))
    return len(ids[:AT_ONCE])


def _end(session: Session, actor: Actor, now: dt.datetime, which: sa.ColumnElement[bool]) -> int:
    stands = (which, col(BoardSession.ended_at).is_(None))
    alive = sa.or_(col(BoardSession.ends_at) > now, sa.and_(col(BoardSession.ends_at).is_(None),
                                                            col(BoardSession.expires_at) > now))  # fmt: skip
    ids = list(session.execute(sa.select(col(BoardSession.id)).where(*stands, alive)).scalars())
    if ids:
        gone = sa.update(BoardSession).where(col(BoardSession.id).in_(ids))
        session.execute(gone.values(ended_at=now, ended_by_id=actor.person_id))
        for one in ids:
            audit.append(session, actor, "board.ended", f"board:{one}", now, {})
    return len(ids)


def new_token() -> str:
    """A secret nobody guesses, fit for an address."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


def hash_of(token: str) -> str:
    """What is stored of a secret."""
    return hashlib.sha256(token.encode()).hexdigest()
