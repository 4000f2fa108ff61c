"""People, their chats and the roles they hold: coming in by request, being given a role, and leaving it."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.audit import Actor
from catalog.clock import local_day
from catalog.people.rights import in_force, rights_of
from catalog.store.columns import write_row
from catalog.tables import Assignment, Contact, Conversation, JoinRequest, Membership, Person
from catalog.work.snapshot import TO_DO

_CHAT = (
    sa.select(Contact, Conversation)
    .outerjoin(Conversation, col(Conversation.contact_id) == col(Contact.id))
    .where(col(Contact.channel) == sa.bindparam("on"), col(Contact.chat_id) == sa.bindparam("chat"))
)


class Refused(Exception):
    """The people's rules forbid it; `reason` is a stable word the conversation turns into a sentence."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def known_contact(session: Session, channel: str, chat_id: str) -> Contact | None:
    """The chat's row if it was ever seen; changes nothing."""
    found = session.execute(_CHAT, {"on": channel, "chat": chat_id}).first()
    return None if found is None else found[0]


def contact_for(
    session: Session,
    channel: str,
    chat_id: str,
    name: str,
    now: dt.datetime,
    *,
    kind: str = "private",
    heard: bool = True,
    said_at: dt.datetime | None = None,
) -> Contact:
    """The chat's row, made on first sight (with a person of its own when private); the name is kept up to date.

    `heard` False: the person was only seen speaking in a group, so nobody can say that this chat takes messages.
    `said_at` is when the person spoke, where that is known to be earlier than `now`.
    """
    contact, _ = chat_for(session, channel, chat_id, now, kind=kind, heard=heard)
    if seen := seen_of(contact, name, now, kind=kind, heard=heard, said_at=said_at):
        write_row(session, contact, **seen)
    return contact


def chat_for(
    session: Session, channel: str, chat_id: str, now: dt.datetime, *, kind: str, heard: bool
) -> tuple[Contact, Conversation | None]:
    """The chat's row, made on first sight, and what is open in it; `seen_of` it is still to be written."""
    found = session.execute(_CHAT, {"on": channel, "chat": chat_id}).first()
    if found is not None:
        return found[0], found[1]
    contact = Contact(channel=channel, chat_id=chat_id, kind=kind, created_at=now)
    contact.blocked_at = None if heard else now
    if kind == "private":
        contact.person_id = _new_person(session, now)
    session.add(contact)
    session.flush()
    return contact, None


def seen_of(
    contact: Contact, name: str, now: dt.datetime, *, kind: str, heard: bool, said_at: dt.datetime | None
) -> dict[str, Any]:
    """The columns to be written of a chat that was heard just now, as `contact_for`."""
    seen: dict[str, Any] = {}
    if name and kind == "private":
        seen["name"] = name[:200]
    if heard:
        said = said_at or now
        seen["last_in_at"] = min(max(said, contact.last_in_at or said), now)
        seen["blocked_at"] = None  # where somebody writes to us we can write again, in a group as in private
    return seen


def _new_person(session: Session, now: dt.datetime) -> int:
    person = Person(created_at=now)
    session.add(person)
    session.flush()
    assert person.id is not None
    return person.id


def detach(session: Session, contact: Contact, actor: Actor, now: dt.datetime) -> None:
    """This chat is no longer that person's: it becomes a stranger's, with no role."""
    owner = contact.person_id
    contact.person_id, contact.preferred, contact.preferred_at = _new_person(session, now), False, None
    session.add(contact)
    _drop_conversation(session, contact)
    audit.append(session, actor, "channel.removed", f"person:{owner}", now, {"contact": contact.id})


def prefer(session: Session, contact: Contact, actor: Actor, now: dt.datetime) -> None:
    """This chat is the one its owner wants to be written to in first; the one chosen before it is the next."""
    for chat in session.exec(select(Contact).where(Contact.person_id == contact.person_id)).all():
        chat.preferred = chat.id == contact.id
        chat.preferred_at = now if chat.preferred else chat.preferred_at
        session.add(chat)
    session.flush()
    audit.append(session, actor, "channel.preferred", f"contact:{contact.id}", now, {})


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


def keep_phone(session: Session, contact: Contact, number: str) -> None:
    """The phone number a person gave of himself in this chat; it stands in `contact` and is erased with it."""
    contact.phone = number
    session.add(contact)


def phone_of(session: Session, person_id: int | None) -> str:
    """The number a person gave last, "" where none was given."""
    rows = sa.select(col(Contact.phone)).where(col(Contact.person_id) == person_id, col(Contact.phone) != "")
    return session.execute(rows.order_by(col(Contact.id).desc()).limit(1)).scalar() or ""


def memberships_at(session: Session, agency_id: int, now: dt.datetime) -> list[Membership]:
    """Who holds a role for the agency now, in the order they came."""
    rows = select(Membership).where(Membership.agency_id == agency_id, in_force(now)).order_by(col(Membership.id))
    return list(session.exec(rows).all())


def memberships_of(session: Session, person_id: int, now: dt.datetime, role: str = "") -> list[Membership]:
    """The roles a person holds now (one role only where it is named), in the order they were given."""
    where = [col(Membership.person_id) == person_id, in_force(now)]
    if role:
        where.append(col(Membership.role) == role)
    return list(session.exec(select(Membership).where(*where).order_by(col(Membership.id))).all())


def last_ended(session: Session, person_id: int) -> Membership | None:
    """The role a person got last, for one who holds none now; None where they never held any."""
    rows = select(Membership).where(Membership.person_id == person_id).order_by(col(Membership.id).desc())
    return session.exec(rows.limit(1)).first()


def still_held(membership: Membership | None, now: dt.datetime) -> bool:
    """Whether this one membership is in force at `now`, as `catalog.people.rights.in_force` says it of many."""
    if membership is None or membership.ended_at is not None:
        return False
    return membership.until is None or membership.until >= local_day(now)


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
        {"person": person_id, "role": role, "agency": agency_id, "until": until.isoformat() if until else None},
    )  # fmt: skip
    if agency_id is not None:
        # Somebody to talk to: the sweep looks anew at what it passed over for want of a person.
        session.execute(
            sa.update(Assignment)
            .where(col(Assignment.agency_id) == agency_id, col(Assignment.state).in_(TO_DO))
            .values(next_nudge_at=now)
        )
    return membership


def end(session: Session, membership: Membership, actor: Actor, now: dt.datetime) -> None:
    """Take a role away, and those of its deputies: from now on nothing is sent for it and nothing taken from it.

    What waits in the outbox is looked at again before it is sent. Raises Refused("already_ended").
    """
    if membership.ended_at is not None:
        raise Refused("already_ended")
    membership.ended_at = now
    session.add(membership)
    session.flush()
    audit.append(
        session, actor, "membership.ended", f"membership:{membership.id}", now, {"person": membership.person_id}
    )
    deputies = select(Membership).where(
        Membership.deputy_of_id == membership.id, col(Membership.ended_at).is_(None), Membership.id != membership.id
    )
    for deputy in session.exec(deputies).all():
        end(session, deputy, actor, now)
    if not rights_of(session, membership.person_id, now).linked:
        for contact in session.exec(select(Contact).where(Contact.person_id == membership.person_id)).all():
            _drop_conversation(session, contact)


def _drop_conversation(session: Session, contact: Contact) -> None:
    conversation = session.get(Conversation, contact.id)
    if conversation is not None:
        session.delete(conversation)
        session.flush()


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


def open_requests(session: Session) -> list[JoinRequest]:
    """Requests to join that nobody has decided, the oldest first."""
    rows = select(JoinRequest).where(JoinRequest.decision == "").order_by(col(JoinRequest.id))
    return list(session.exec(rows).all())


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
