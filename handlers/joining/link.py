"""Coming in: /start, a code, naming one's agency, and the officer's yes or no."""

from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import col, select

from catalog import audit
from catalog.agencies.stored import agency_name
from catalog.agencies.typed.called_by_name import agency_called
from catalog.messaging import inbox_and_outbox
from catalog.messaging.handover import OpenPrompts, move_open_work
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.people import invitations, one_time_codes, people
from catalog.people.invitations import Welcome
from catalog.people.rights import people_with, rights_of
from catalog.tables import Contact, JoinRequest, Membership
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.open_conversations import enter, leave
from handlers.joining import group_chat
from handlers.officer import invite, invite_address
from handlers.officer.plans import import_plan
from handlers.replies import parse_reply
from scheduler.digests import digest
from templates.render import say

MOST_REQUESTS = 3
"""So many requests of one person may wait at once: nobody tries one agency after the other on the officers."""


def start(ctx: Context) -> list[Message]:
    """/start, with the code of a deep link or without; in a group it asks whose group it is."""
    if ctx.incoming.group:
        return group_chat.welcome(ctx)
    if ctx.words:
        return redeem(ctx, ctx.words)
    if ctx.rights.linked:
        return [_with_first_plan(ctx, say("link.already", roles=_roles(ctx)))]
    enter(ctx, "link", {})
    return [Message(say("link.welcome", name=ctx.contact.name))]


def _with_first_plan(ctx: Context, words: str) -> Message:
    """These words; for who answers for plans while there is none also the next step: the file of the first."""
    if not import_plan.may_import(ctx.rights) or import_plan.any_plan(ctx):
        return Message(words)
    return Message(f"{words}\n\n{say('link.first_plan')}")


def link(ctx: Context) -> list[Message]:
    """/lienket: a code, an agency, or what a focal point hands out (one more channel, a deputy, a successor)."""
    if ctx.incoming.group:
        return group_chat.choose_agency(ctx)
    asked = invite.handed_out(ctx)
    if asked is not None:
        return asked
    if ctx.words:
        return typed(ctx)
    enter(ctx, "link", {})
    return [Message(say("link.how", linked=ctx.rights.linked))]


def typed(ctx: Context) -> list[Message]:
    """A code or the name of an agency, typed by somebody who wants in."""
    code = one_time_codes.code_in(ctx.words) or invite_address.code_accepted(ctx)
    if code:
        return redeem(ctx, code)
    if not ctx.words:
        return [Message(say("link.how", linked=ctx.rights.linked))]
    near = agency_called(ctx.session, ctx.words).near
    if not ctx.rights.linked and (not near or parse_reply(ctx.words, ctx.today).items) and (left := _left(ctx)):
        return left  # "#3 xong": reported as if the role had not ended
    if near:
        return [_confirm(ctx, near)]
    enter(ctx, "link", {})
    if (
        inbox_and_outbox.last_answer(ctx.session, ctx.contact.id or 0) is None
    ):  # a greeting: not every channel has a Start
        return [Message(say("link.welcome", name=ctx.contact.name))]
    return [Message(say("link.no_such_agency", typed=ctx.words[:80]))]


def not_linked(ctx: Context) -> list[Message]:
    """A command of those who hold a role, by somebody who holds none (any more)."""
    return _left(ctx) or [Message(say("link.link_first"))]


def _left(ctx: Context) -> list[Message]:
    """What somebody hears whose last role has ended; [] for one who never held any."""
    left = people.last_ended(ctx.session, ctx.person_id)
    if left is None:
        return []
    enter(ctx, "link", {})
    return [Message(say("link.no_longer", role=left.role, agency=agency_name(ctx.session, left.agency_id)))]


def _confirm(ctx: Context, near: Sequence[tuple[int, str]]) -> Message:
    enter(ctx, "link", {})
    rows = [(Choice(name, "join_ask", {"agency": row}),) for row, name in near]
    rows.append((Choice(say("link.button_other"), "join_no"),))
    text = say("link.confirm_one", agency=near[0][1]) if len(near) == 1 else say("link.confirm_many")
    return Message(text, choices=tuple(rows))


def not_this_agency(ctx: Context) -> list[Message]:
    """None of the offered agencies was right."""
    enter(ctx, "link", {})
    return [Message(say("link.how", linked=ctx.rights.linked))]


def ask_to_join(ctx: Context) -> list[Message]:
    """The agency was confirmed: ask the officers. Tapping twice asks once."""
    leave(ctx)
    agency = int(ctx.args["agency"])
    name = agency_name(ctx.session, agency)
    if agency in ctx.rights.agencies("focal"):
        return [_with_first_plan(ctx, say("link.already", roles=_roles(ctx)))]
    waiting = [r for r in people.open_requests(ctx.session) if r.person_id == ctx.person_id]
    if any(request.agency_id == agency for request in waiting):
        return [Message(say("link.asked", agency=name, reached=True))]
    if len(waiting) >= MOST_REQUESTS:
        audit.append(ctx.session, ctx.actor, "refused.join", f"agency:{agency}", ctx.now, {"why": "too_many_requests"})
        return [Message(say("link.too_many_requests", count=len(waiting)))]
    request = people.ask_to_join(ctx.session, ctx.person_id, agency, ctx.actor, ctx.now)
    notice = join_notice(ctx, request)
    reached = sum(ctx.tell(person, notice) for person in _officers(ctx) if person != ctx.person_id)
    return [Message(say("link.asked", agency=name, reached=reached))]


def join_notice(ctx: Context, request: JoinRequest) -> Message:
    """What an officer needs to decide with one tap: who asks, and who is linked there already."""
    others = [
        people.display_name(ctx.session, p) for p in people_with(ctx.session, "focal", request.agency_id, ctx.now)
    ]
    elsewhere = rights_of(ctx.session, request.person_id, ctx.now).agencies("focal")
    text = say(
        "link.join_notice", name=people.display_name(ctx.session, request.person_id),
        agency=agency_name(ctx.session, request.agency_id), others=others,
        elsewhere=[agency_name(ctx.session, a) for a in elsewhere],
    )  # fmt: skip
    yes = Choice(say("link.button_approve"), "join_decide", {"request": request.id, "approve": True})
    no = Choice(say("link.button_refuse"), "join_decide", {"request": request.id, "approve": False})
    return Message(text, choices=((yes, no),))


def decide(ctx: Context) -> list[Message]:
    """An officer says yes or no to a join request."""
    request = ctx.session.get_one(JoinRequest, int(ctx.args["request"]))
    ctx.require_role("decide_join", agency_id=request.agency_id)
    name = agency_name(ctx.session, request.agency_id)
    who = people.display_name(ctx.session, request.person_id)
    try:
        people.decide_join(ctx.session, request, bool(ctx.args["approve"]), ctx.actor, ctx.now)
    except people.Refused as refusal:
        audit.append(
            ctx.session, ctx.actor, "refused.decide_join", f"join:{request.id}", ctx.now, {"why": refusal.reason}
        )
        return [Message(say("link.join_not_decided", reason=refusal.reason))]
    approved = request.decision == "approved"
    ctx.tell(request.person_id, Message(say("link.joined" if approved else "link.join_refused", agency=name)))
    return [Message(say("link.join_decided", approved=approved, name=who, agency=name))]


def redeem(ctx: Context, code: str) -> list[Message]:
    """A code was typed, pasted or came with a deep link."""
    try:
        given = invitations.redeem(ctx.session, one_time_codes.code_in(code) or code, ctx.contact, ctx.now)
    except people.Refused as refusal:
        return [Message(say("link.code_refused", reason=refusal.reason))]
    leave(ctx)
    ctx.by_code = True
    if given.membership is None:
        return _one_more_channel(ctx)
    agency = agency_name(ctx.session, given.membership.agency_id)
    linked = say("link.linked", role=given.membership.role, agency=agency, until=given.membership.until)
    ctx.rights = rights_of(ctx.session, ctx.contact.person_id or 0, ctx.now)
    welcome = _with_first_plan(ctx, linked)
    if given.invitation.kind == "handover":
        return [welcome, *_take_over(ctx, given, agency)]
    _tell_giver(ctx, given, agency)
    return [welcome]


def address_confirmed(ctx: Context) -> list[Message]:
    """The official address took the invitation that was written to it."""
    return redeem(ctx, str(ctx.args["code"]))


def _one_more_channel(ctx: Context) -> list[Message]:
    """The chats the owner had before are told, and can throw the new one out: a code may have gone astray."""
    notice = Message(
        say("link.channel_notice", name=ctx.contact.name, channel=ctx.contact.channel),
        ((Choice(say("link.button_remove_channel"), "channel_remove", {"contact": ctx.contact.id}),),),
    )
    before = select(Contact).where(
        Contact.person_id == ctx.contact.person_id, Contact.id != ctx.contact.id, Contact.kind == "private",
        col(Contact.blocked_at).is_(None),
    )  # fmt: skip
    for chat in ctx.session.exec(before).all():
        inbox_and_outbox.queue(
            ctx.session, chat, notice, ctx.now, priority=inbox_and_outbox.NOTICE, inbox_id=ctx.inbox_id
        )
    return [Message(say("link.channel_added"))]


def remove_channel(ctx: Context) -> list[Message]:
    """ "That was not me": the chat that came in by a code of mine is a stranger's again."""
    chat = ctx.session.get_one(Contact, int(ctx.args["contact"]))
    if chat.person_id != ctx.person_id or chat.id == ctx.contact.id:
        raise NotAllowed("channel_remove", f"contact:{chat.id}")
    people.detach(ctx.session, chat, ctx.actor, ctx.now)
    return [Message(say("link.channel_removed"))]


def _tell_giver(ctx: Context, given: Welcome, agency: str) -> None:
    """Whoever gave the code hears who used it, and can take the role back at once; officers hear of a deputy."""
    assert given.membership is not None
    text = say(
        "link.code_used_by", name=ctx.contact.name, role=given.membership.role, agency=agency,
        until=given.membership.until,
    )  # fmt: skip
    back = Choice(say("people.button_end"), "member_end", {"membership": given.membership.id})
    told = [given.invitation.created_by_id] if given.invitation.created_by_id is not None else []
    if given.invitation.kind == "deputy":
        told += [person for person in _officers(ctx) if person not in told]
    for person in told:
        ctx.tell(person, Message(text, ((back,),)))


def _take_over(ctx: Context, given: Welcome, agency: str) -> list[Message]:
    """A handover: the open prompts come along, and everybody concerned is told."""
    assert given.membership is not None
    assert given.membership.agency_id is not None
    left = ctx.session.get_one(Membership, given.invitation.membership_id)
    left_open = move_open_work(ctx.session, given.membership.agency_id, left.person_id, ctx.contact, ctx.actor, ctx.now)
    names = {"name": ctx.contact.name, "before": people.display_name(ctx.session, left.person_id), "agency": agency}
    ctx.tell(left.person_id, Message(say("link.you_handed_over", **names)))
    for person in _officers(ctx):
        if person not in (left.person_id, ctx.person_id):
            ctx.tell(person, Message(say("link.handed_over", **names)))
    return [_open_prompts(ctx, left_open)] if left_open else []


def _open_prompts(ctx: Context, left: OpenPrompts) -> Message:
    """What the leaver was last asked, numbered anew and answered like any reminder."""
    entries = [digest.Entry("task", p.assignment_id, str(p.slot), None) for p in left.tasks]
    entries += [digest.Entry("duty", p.duty_period_id, "", None) for p in left.duties]
    page = digest.page_of(ctx.session, entries, ctx.now)
    return replace(page, text=say("link.open_prompts") + "\n\n" + page.text)


def _officers(ctx: Context) -> list[int]:
    return list(people_with(ctx.session, "officer", None, ctx.now))


def _roles(ctx: Context) -> list[tuple[str, str]]:
    return [(held.role, agency_name(ctx.session, held.agency_id)) for held in ctx.rights.in_force]
