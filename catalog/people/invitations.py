"""One-time codes: a new role, one more channel, a deputy until a date, a successor.

A code is passed on by people, so it proves little: it is bound to one thing, dies after one use or a few days, stops
working when whoever gave it may no longer give it, and its giver hears who used it.
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.clock import local_day
from catalog.people.one_time_codes import hash_of, new_code, printed
from catalog.people.people import Refused, end, grant, memberships_of, still_held
from catalog.people.rights import OF_AN_AGENCY, Action, Role, rights_of
from catalog.tables import Contact, Invitation, JoinRequest, Membership

INVITATION_DAYS = 7
"""How long an invitation is good for (issue: linking; DESIGN section 2)."""

CHANNEL_CODE_LIFE = dt.timedelta(minutes=30)
"""A code for a second channel opens a whole account, and its owner holds both chats: it need not live long."""

TRIES_A_DAY = 10

TRIES_OF_ALL_AN_HOUR = 30
"""So many wrong codes of all accounts together within an hour, and nobody may try one for the rest of it: many accounts
guess as well as one. An officer's approval stays open to everybody."""

"""Wrong codes a person may type in 24 hours before we stop looking at them."""

LONGEST_DEPUTY = dt.timedelta(days=366)
"""Standing in for longer is no deputy but a successor."""

_GUESSES = ("code_unknown", "code_used", "code_expired", "code_withdrawn")


@dataclass(frozen=True)
class Welcome:
    """What a code gave: the membership (None for one more channel) and the invitation it came from."""

    invitation: Invitation
    membership: Membership | None


def invite(session: Session, role: Role, agency_id: int | None, actor: Actor, now: dt.datetime) -> str:
    """A new one-time code for that role (and agency); only its hash is stored."""
    return _issue(session, "role", actor, now, role=role, agency_id=agency_id)


def invite_channel(session: Session, person_id: int, actor: Actor, now: dt.datetime) -> str:
    """A code that makes one more chat this person's; it lives CHANNEL_CODE_LIFE."""
    return _issue(session, "channel", actor, now, CHANNEL_CODE_LIFE, person_id=person_id)


def invite_deputy(session: Session, membership: Membership, until: dt.date, actor: Actor, now: dt.datetime) -> str:
    """A code for somebody who stands in until that day (inclusive).

    Raises Refused("not_held" | "deputy_of_deputy" | "until_past" | "until_far").
    """
    _own_and_in_force(membership, now)
    if until < local_day(now):
        raise Refused("until_past")
    if until > local_day(now) + LONGEST_DEPUTY:
        raise Refused("until_far")
    return _issue(session, "deputy", actor, now, of=membership, until=until)


def invite_successor(session: Session, membership: Membership, actor: Actor, now: dt.datetime) -> str:
    """A code for whoever takes this membership over. Raises Refused("not_held" | "deputy_of_deputy")."""
    _own_and_in_force(membership, now)
    return _issue(session, "handover", actor, now, of=membership)


def _own_and_in_force(membership: Membership, now: dt.datetime) -> None:
    if not still_held(membership, now):
        raise Refused("not_held")
    if membership.deputy_of_id is not None:
        raise Refused("deputy_of_deputy")


def _issue(
    session: Session,
    kind: str,
    actor: Actor,
    now: dt.datetime,
    life: dt.timedelta = dt.timedelta(days=INVITATION_DAYS),
    *,
    role: str = "",
    agency_id: int | None = None,
    person_id: int | None = None,
    of: Membership | None = None,
    until: dt.date | None = None,
) -> str:
    code = new_code()
    invitation = Invitation(
        code_sha256=hash_of(code), kind=kind, role=of.role if of else role,
        agency_id=of.agency_id if of else agency_id, membership_id=of.id if of else None,
        person_id=person_id, until=until, created_by_id=actor.person_id, created_at=now, expires_at=now + life,
    )  # fmt: skip
    session.add(invitation)
    session.flush()
    audit.append(
        session, actor, "invite", f"invitation:{invitation.id}", now,
        {"kind": kind, "role": invitation.role, "agency": invitation.agency_id},
    )  # fmt: skip
    return printed(code)


def redeem(session: Session, code: str, contact: Contact, now: dt.datetime) -> Welcome:
    """Use a code from this chat. Raises Refused; a wrong, used or expired one counts as a try and is on record.

    Reasons: code_unknown, code_used, code_expired, code_withdrawn (its giver may not give it any more),
    too_many_tries, own_invitation, own_channel, already_linked, already_held.
    """
    actor = Actor(contact.person_id, contact.channel)
    invitation = session.exec(select(Invitation).where(Invitation.code_sha256 == hash_of(code))).first()
    reason = _refusal(session, invitation, contact, now)
    # Two chats may type one code at the same moment: only one UPDATE finds it unused.
    if not reason and invitation is not None and not _take(session, invitation, contact, now):
        reason = "code_used"
    if reason or invitation is None:
        counted = reason in _GUESSES
        subject = f"invitation:{invitation.id}" if invitation is not None else "invitation"
        audit.append(session, actor, "code.refused" if counted else "refused.code", subject, now, {"why": reason})
        raise Refused(reason)
    return Welcome(invitation, _give(session, invitation, contact, actor, now))


def _take(session: Session, invitation: Invitation, contact: Contact, now: dt.datetime) -> bool:
    taken = session.execute(
        sa.update(Invitation)
        .where(col(Invitation.id) == invitation.id, col(Invitation.used_at).is_(None))
        .values(used_at=now, used_by_id=contact.person_id)
    )
    return bool(taken.rowcount == 1)  # type: ignore[attr-defined]


def _give(
    session: Session, invitation: Invitation, contact: Contact, actor: Actor, now: dt.datetime
) -> Membership | None:
    assert contact.person_id is not None
    if invitation.kind == "channel":
        _join_channel(session, invitation, contact, actor, now)
        return None
    deputy = invitation.kind == "deputy"
    membership = grant(
        session, contact.person_id, invitation.role, invitation.agency_id, actor, now, invitation.created_by_id,
        until=invitation.until, deputy_of_id=invitation.membership_id if deputy else None,
    )  # fmt: skip
    if invitation.kind == "handover":
        before = session.get_one(Membership, invitation.membership_id)
        end(session, before, actor, now)
    return membership


def _join_channel(session: Session, invitation: Invitation, contact: Contact, actor: Actor, now: dt.datetime) -> None:
    """The chat changes hands; what its stranger had asked for before is the owner's no more."""
    stranger, contact.person_id = contact.person_id, invitation.person_id
    session.add(contact)
    asked = select(JoinRequest).where(JoinRequest.person_id == stranger, JoinRequest.decision == "")
    for request in session.exec(asked).all():
        request.decision, request.decided_at = "withdrawn", now
        session.add(request)
    session.flush()
    audit.append(session, actor, "channel.added", f"person:{invitation.person_id}", now, {"contact": contact.id})


def _refusal(session: Session, invitation: Invitation | None, contact: Contact, now: dt.datetime) -> str:
    recent = audit.count_since(session, contact.person_id, "code.refused", now - dt.timedelta(days=1))
    if recent >= TRIES_A_DAY:
        return "too_many_tries"
    if audit.count_lately(session, "code.refused", now - dt.timedelta(hours=1)) >= TRIES_OF_ALL_AN_HOUR:
        return "too_many_tries"
    if invitation is None:
        return "code_unknown"
    if invitation.used_at is not None:
        return "code_used"
    if invitation.expires_at <= now:
        return "code_expired"
    if not _still_given(session, invitation, now):
        return "code_withdrawn"
    return _misused(session, invitation, contact, now)


def _still_given(session: Session, invitation: Invitation, now: dt.datetime) -> bool:
    """Whether its giver may still give it: what somebody handed out dies with the right to hand it out."""
    if invitation.membership_id is not None:
        membership = session.get(Membership, invitation.membership_id)
        if not still_held(membership, now):
            return False
    if invitation.until is not None and invitation.until < local_day(now):
        return False
    if invitation.created_by_id is None or invitation.kind == "channel":
        return True
    giver = rights_of(session, invitation.created_by_id, now)
    return giver.may(_needed(invitation), agency_id=invitation.agency_id)


def _needed(invitation: Invitation) -> Action:
    if invitation.kind == "deputy":
        return "name_deputy"
    if invitation.kind == "handover":
        return "hand_over"
    return "invite" if invitation.role in OF_AN_AGENCY else "invite_officer"


def _misused(session: Session, invitation: Invitation, contact: Contact, now: dt.datetime) -> str:
    """A good code in the wrong hands: one's own, or of somebody who has what it would give."""
    assert contact.person_id is not None
    if invitation.kind == "channel":
        if invitation.person_id == contact.person_id:
            return "own_channel"
        return "already_linked" if rights_of(session, contact.person_id, now).linked else ""
    replaced = session.get(Membership, invitation.membership_id) if invitation.membership_id is not None else None
    if contact.person_id in (invitation.created_by_id, replaced.person_id if replaced else None):
        return "own_invitation"
    held = memberships_of(session, contact.person_id, now, invitation.role)
    same = any(m.agency_id == invitation.agency_id and m.until is None for m in held)
    return "already_held" if same and invitation.kind != "handover" else ""
