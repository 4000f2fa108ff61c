"""An agency's group chat: whose it is, and what may be said there.

A group sees and changes nothing but its own agency's work, whatever else the one who speaks may do elsewhere:
`handlers.process` narrows the rights of whoever speaks in a group to the group's agency.
"""

from catalog.agencies.stored import agency_name
from catalog.agencies.typed.called_by_name import agency_called
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.people import group_chats
from catalog.people.rights import rights_of
from catalog.people.topics import topic_of
from catalog.tables import Conversation
from handlers.conversation.context import Context, NotAllowed
from handlers.focal_point import updates
from handlers.replies import courtesy, parse_reply
from templates.render import say


def welcome(ctx: Context) -> list[Message]:
    """The bot was added, or asked what it does here: whose group is it?"""
    if ctx.contact.agency_id is not None:
        return [_bound(ctx, ctx.contact.agency_id)]
    mine = rights_of(ctx.session, ctx.person_id, ctx.now).agencies("focal")
    return [_offer(ctx, list(mine))]


def choose_agency(ctx: Context) -> list[Message]:
    """/lienket <agency> in a group: one tap by somebody who may binds it."""
    if not ctx.words:
        return welcome(ctx)
    near = agency_called(ctx.session, ctx.words).near
    if not near:
        return [Message(say("group_chat.no_such_agency", typed=ctx.words[:80]))]
    return [_offer(ctx, [row for row, _ in near])]


def _offer(ctx: Context, agencies: list[int]) -> Message:
    rows = tuple((Choice(agency_name(ctx.session, row), "group_bind", {"agency": row}),) for row in agencies)
    return Message(say("group_chat.whose", offered=bool(rows)), rows)


def bind(ctx: Context) -> list[Message]:
    """Tapped: by a focal point of the agency or an officer. A group that is bound is not taken from its agency."""
    speaker = rights_of(ctx.session, ctx.person_id, ctx.now)
    agency = int(ctx.args["agency"])
    for concerned in (agency, ctx.contact.agency_id):
        if concerned is not None and not speaker.may("bind_group", agency_id=concerned):
            raise NotAllowed("bind_group", f"agency:{concerned}")
    if not ctx.incoming.group:
        raise NotAllowed("bind_group", f"contact:{ctx.contact.id}")
    group_chats.bind_group(ctx.session, ctx.contact, agency, ctx.actor, ctx.now)
    return [_bound(ctx, agency)]


def _bound(ctx: Context, agency: int) -> Message:
    named = agency_name(ctx.session, agency)
    return Message(say("group_chat.bound", agency=named, topic=bool(topic_of(ctx.contact.chat_id))))


def speaks_to_us(ctx: Context) -> bool:
    """Whether words in a group are meant for us: they reply to a message of ours."""
    return ctx.replied_to is not None


def open_flow(ctx: Context) -> Conversation | None:
    """What the one who speaks is in the middle of here; another member's flow is not theirs."""
    flow = ctx.conversation
    return flow if flow is not None and flow.person_id == ctx.person_id else None


def said(ctx: Context) -> list[Message]:
    """A reply to our message: an update by a linked member; thanks and talk are left unanswered."""
    reply = parse_reply(ctx.words, ctx.today)
    if not reply.items and not ctx.received and (not reply.doubts or courtesy(ctx.words)):
        return []
    if not ctx.rights.linked:
        raise NotAllowed("update", f"contact:{ctx.contact.id}")
    return updates.free_text(ctx)
