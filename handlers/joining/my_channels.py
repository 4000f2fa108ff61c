"""Where a person is written to: the chats they have, and choosing the one they prefer."""

from sqlmodel import select

from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.reachable_chats import IN_ORDER, contact_of
from catalog.people import people
from catalog.tables import Contact
from handlers.conversation.context import Context, NotAllowed
from templates.render import say


def lines(ctx: Context) -> str:
    """The person's chats, each in a line: which one is written to, which cannot be."""
    now_in = contact_of(ctx.session, ctx.person_id, ctx.now)
    shown = [
        (chat.channel, chat.name, "blocked" if chat.blocked_at else "used" if now_in and chat.id == now_in.id else "")
        for chat in _chats(ctx)
    ]
    return say("privacy.channels", chats=shown)


def buttons(ctx: Context) -> tuple[tuple[Choice, ...], ...]:
    """To be written to in another chat, one button each that could be written to and is not preferred."""
    chats = [chat for chat in _chats(ctx) if chat.blocked_at is None]
    if len(chats) < 2:
        return ()
    return tuple(
        (Choice(say("privacy.button_prefer", channel=chat.channel, name=chat.name), "channel_prefer",
                {"contact": chat.id}),)
        for chat in chats
        if not chat.preferred
    )  # fmt: skip


def prefer(ctx: Context) -> list[Message]:
    """From now on reminders and notices go to the chosen chat, as long as it can be written to."""
    chat = ctx.session.get(Contact, int(ctx.args["contact"]))
    if chat is None or chat.person_id != ctx.person_id or chat.kind != "private":
        raise NotAllowed("channel_prefer", f"contact:{ctx.args['contact']}")
    people.prefer(ctx.session, chat, ctx.actor, ctx.now)
    return [Message(say("privacy.preferred", channel=chat.channel, name=chat.name))]


def _chats(ctx: Context) -> list[Contact]:
    rows = select(Contact).where(Contact.person_id == ctx.person_id, Contact.kind == "private")
    return list(ctx.session.exec(rows.order_by(*IN_ORDER)).all())
