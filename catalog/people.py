"""People, their chats and how they come in: invitations, join requests, memberships."""

import datetime as dt
import hashlib
import secrets

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.rights import Role
from catalog.tables import Assignment, Contact, Invitation, JoinRequest, Membership, Person

INVITATION_DAYS = 7
"""How long an invitation is good for (issue: linking; DESIGN section 2)."""

TRIES_A_DAY = 10
"""Wrong codes a person may type in 24 hours before we stop looking at them."""

_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_CODE_LENGTH = 10


class Refused(Exception):
    """The people's rules forbid it; `reason` is a stable word the conversation turns into a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def contact_for(
    session: Session, channel: str, chat_id: str, name: str, now: dt.datetime, *, kind: str = "private"
) -> Contact:
    """The chat's row, made on first sight (with a person of its own when private); the name is kept up to date."""
    contact = session.exec(select(Contact).where(Contact.channel == channel, Contact.chat_id == chat_id)).first()
    if contact is None:
        contact = Contact(channel=channel, chat_id=chat_id, kind=kind, created_at=now)
        if kind == "private":
            person = Person(created_at=now)
            session.add(person)
            session.flush()
            contact.person_id = person.id
    if name and kind == "private":
        contact.name = name[:200]
    contact.last_in_at = now
    if kind == "private":
        contact.blocked_at = None  # somebody who writes to us can be written to again
    session.add(contact)
    session.flush()
    return contact


def display_name(session: Session, person_id: int | None) -> str:
    """The name shown for a person, "" when erased or unknown."""
    if person_id is None:
        return ""
    return (
        session.execute(
            sa.select(col(Contact.name)).where(col(Contact.person_id) == person_id, col(Contact.name) != "").limit(1)
        ).scalar()
        or ""
    )


def invite(
    session: Session,
    role: Role,
    agency_id: int | None,
    actor: Actor,
    now: dt.datetime,
    *,
    person_id: int | None = None,
) -> str:
    """A new one-time code for that role (and agency); only its hash is stored.

    `person_id` binds it to an existing person: a second channel for the same human being.
    """
    code = "".join(secrets.choice(_ALPHABET) for _ in range(_CODE_LENGTH))
    invitation = Invitation(
        code_sha256=_hash(code), role=role, agency_id=agency_id, person_id=person_id,
        created_by_id=actor.person_id, created_at=now, expires_at=now + dt.timedelta(days=INVITATION_DAYS),
    )  # fmt: skip
    session.add(invitation)
    session.flush()
    audit.append(session, actor, "invite", f"invitation:{invitation.id}", now, {"role": role, "agency": agency_id})
    return f"{code[:5]}-{code[5:]}"


def looks_like_code(text: str) -> bool:
    """Whether the text has the form of an invitation code (with or without the dash)."""
    bare = _bare(text)
    return len(bare) == _CODE_LENGTH and all(ch in _ALPHABET for ch in bare) and any(ch.isdigit() for ch in bare)


def redeem(session: Session, code: str, contact: Contact, now: dt.datetime) -> Membership | None:
    """Use an invitation: the membership it gives (None when it only adds this chat to an existing person).

    Raises Refused("code_unknown" | "code_used" | "code_expired" | "too_many_tries").
    """
    actor = Actor(contact.person_id, contact.channel)
    invitation = session.exec(select(Invitation).where(Invitation.code_sha256 == _hash(_bare(code)))).first()
    reason = _refusal(session, invitation, contact, now)
    if reason or invitation is None:
        raise Refused(reason)
    # Two chats may type one code at the same moment: only one UPDATE finds it unused.
    taken = session.execute(
        sa.update(Invitation)
        .where(col(Invitation.id) == invitation.id, col(Invitation.used_at).is_(None))
        .values(used_at=now, used_by_id=contact.person_id)
    )
    if taken.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused("code_used")
    if invitation.person_id is not None:
        contact.person_id = invitation.person_id
        session.add(contact)
        audit.append(session, actor, "channel.added", f"person:{invitation.person_id}", now, {})
        return None
    assert contact.person_id is not None
    return grant(
        session,
        contact.person_id,
        invitation.role,
        invitation.agency_id,
        actor,
        now,
        invitation.created_by_id,
    )


def _refusal(session: Session, invitation: Invitation | None, contact: Contact, now: dt.datetime) -> str:
    recent = audit.count_since(session, contact.person_id, "code.refused", now - dt.timedelta(days=1))
    if recent >= TRIES_A_DAY:
        return "too_many_tries"
    if invitation is None:
        return "code_unknown"
    if invitation.used_at is not None:
        return "code_used"
    return "code_expired" if invitation.expires_at <= now else ""


def grant(
    session: Session,
    person_id: int,
    role: str,
    agency_id: int | None,
    actor: Actor,
    now: dt.datetime,
    granted_by_id: int | None = None,
    *,
    until: dt.date | None = None,
    deputy_of_id: int | None = None,
) -> Membership:
    """Give a role; the one already in force when there is the same one."""
    held = session.exec(
        select(Membership).where(
            Membership.person_id == person_id, Membership.role == role, Membership.agency_id == agency_id,
            col(Membership.ended_at).is_(None), col(Membership.until).is_(None),
        )
    ).first()  # fmt: skip
    if held is not None and until is None:
        return held
    membership = Membership(
        person_id=person_id, role=role, agency_id=agency_id, since=now, granted_by_id=granted_by_id,
        until=until, deputy_of_id=deputy_of_id,
    )  # fmt: skip
    session.add(membership)
    session.flush()
    audit.append(
        session, actor, "membership.granted", f"membership:{membership.id}", now,
        {"person": person_id, "role": role, "agency": agency_id},
    )  # fmt: skip
    if agency_id is not None:
        # Somebody to talk to: the sweep looks anew at what it passed over for want of a person.
        session.execute(
            sa.update(Assignment)
            .where(col(Assignment.agency_id) == agency_id, col(Assignment.state).in_(("not_started", "in_progress")))
            .values(next_nudge_at=now)
        )
    return membership


def end(session: Session, membership: Membership, actor: Actor, now: dt.datetime) -> None:
    """Take a role away; from now on nothing is sent for it and nothing taken from it."""
    membership.ended_at = now
    session.add(membership)
    audit.append(
        session,
        actor,
        "membership.ended",
        f"membership:{membership.id}",
        now,
        {"person": membership.person_id},
    )


def ask_to_join(session: Session, person_id: int, agency_id: int, actor: Actor, now: dt.datetime) -> JoinRequest:
    """Somebody names an agency; an open request for the same agency is not doubled."""
    request = session.exec(
        select(JoinRequest).where(
            JoinRequest.person_id == person_id, JoinRequest.agency_id == agency_id, JoinRequest.decision == ""
        )
    ).first()
    if request is None:
        request = JoinRequest(person_id=person_id, agency_id=agency_id, asked_at=now)
        session.add(request)
        session.flush()
        audit.append(session, actor, "join.asked", f"join:{request.id}", now, {"agency": agency_id})
    return request


def decide_join(session: Session, request: JoinRequest, approve: bool, actor: Actor, now: dt.datetime) -> None:
    """Approve or refuse. Raises Refused("already_decided" | "own_request")."""
    if request.decision:
        raise Refused("already_decided")
    if request.person_id == actor.person_id:
        raise Refused("own_request")
    request.decision = "approved" if approve else "refused"
    request.decided_at, request.decided_by_id = now, actor.person_id
    session.add(request)
    audit.append(session, actor, f"join.{request.decision}", f"join:{request.id}", now, {"person": request.person_id})
    if approve:
        grant(session, request.person_id, request.role, request.agency_id, actor, now, actor.person_id)


def _bare(code: str) -> str:
    return "".join(ch for ch in code.upper() if ch.isalnum())


def _hash(code: str) -> str:
    return hashlib.sha256(_bare(code).encode()).hexdigest()
