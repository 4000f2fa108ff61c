"""/toi: what is stored about me, why, how long; asking to be erased, and the officer's or admin's doing it."""

from catalog.agencies.stored import agency_name
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.people import people
from catalog.people.rights import OF_AN_AGENCY, ROLES, Action, people_with
from catalog.tables import Person
from catalog.upkeep import privacy
from handlers.conversation.context import Context, NotAllowed
from handlers.joining import my_channels, phone_number
from templates.render import say


def me(ctx: Context) -> list[Message]:
    """/toi: everything the store has on this person, with the way to have it removed; /toi 0905...: one's number."""
    if ctx.words and (kept := phone_number.said(ctx)) is not None:
        return kept
    held = [(h.role, agency_name(ctx.session, h.agency_id)) for h in ctx.rights.in_force]
    text = say("privacy.me", stored=privacy.stored_about(ctx.session, ctx.person_id), held=held)
    forget_me = (Choice(say("privacy.button_why"), "me_why"), Choice(say("privacy.button_forget"), "forget_ask"))
    return [Message(f"{text}\n\n{my_channels.lines(ctx)}", (*my_channels.buttons(ctx), forget_me))]


def why(ctx: Context) -> list[Message]:
    """What it is stored for and how long."""
    return [Message(say("privacy.why"))]


def ask_forget(ctx: Context) -> list[Message]:
    """One question before: it cannot be taken back."""
    yes = Choice(say("privacy.button_forget_yes"), "forget_yes")
    return [Message(say("privacy.forget_really", linked=ctx.rights.linked), ((yes,),))]


def forget(ctx: Context) -> list[Message]:
    """The person wants to be erased: at once where no agency loses anybody, else an officer or admin does it.

    No answer after erasing: there is no chat left to send it to, and the question before it said so.
    """
    if not ctx.rights.linked:
        privacy.erase(ctx.session, ctx.person_id, ctx.actor, ctx.now)
        return []
    fresh = privacy.ask_erasure(ctx.session, ctx.person_id, ctx.actor, ctx.now)
    told = sum(ctx.tell(person, _request(ctx, ctx.person_id)) for person in _deciders(ctx)) if fresh else 0
    return [Message(say("privacy.asked", told=told, fresh=fresh))]


def erase(ctx: Context) -> list[Message]:
    """An officer or admin erases a person who asked for it, if he may take every role that person holds."""
    person_id = int(ctx.args["person"])
    person = ctx.session.get(Person, person_id)
    if person is None or person.erased_at is not None:
        return [Message(say("privacy.erased_before"))]
    if not _may_erase(ctx, person_id) or person_id not in privacy.waiting_for_erasure(ctx.session):
        raise NotAllowed("erase", f"person:{person_id}")
    privacy.erase(ctx.session, person_id, ctx.actor, ctx.now)
    return [Message(say("privacy.erased", number=person_id))]


def _request(ctx: Context, person_id: int) -> Message:
    held = [(h.role, agency_name(ctx.session, h.agency_id)) for h in ctx.rights.in_force]
    text = say("privacy.request", name=people.display_name(ctx.session, person_id), held=held)
    return Message(text, ((Choice(say("privacy.button_erase"), "erase", {"person": person_id}),),))


def _deciders(ctx: Context) -> list[int]:
    """Officers where an officer may do it, else admins; never the person himself."""
    admins_only = any(held.role not in OF_AN_AGENCY for held in ctx.rights.in_force)
    roles = ("admin",) if admins_only else ("officer", "admin")
    found = [person for role in roles for person in people_with(ctx.session, role, None, ctx.now)]  # type: ignore[arg-type]
    return [person for person in dict.fromkeys(found) if person != ctx.person_id]


def _may_erase(ctx: Context, person_id: int) -> bool:
    if person_id == ctx.person_id:
        return False
    takes: dict[str, Action] = {
        role: "remove_person" if role in OF_AN_AGENCY else "remove_officer" for role in ROLES
    }  # as `people_desk`: officers take the roles of an agency, admins the others
    may = [role for role, action in takes.items() if ctx.rights.may(action)]
    return privacy.may_be_erased_by(ctx.session, person_id, may, ctx.now)
