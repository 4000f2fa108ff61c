"""From one event to the handler it is meant for: commands, taps, typed numbers, open conversations, free words.

What leads where is listed in `handlers.dispatch_table`.
"""

from dataclasses import replace

from catalog import audit
from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Message
from catalog.tables import Outbox
from catalog.text import fold
from handlers.conversation import bystanders, look_up_meanwhile
from handlers.conversation.context import Context, NotAllowed, Tapped
from handlers.conversation.open_conversations import leave
from handlers.conversation.which_task import numbers
from handlers.dispatch_table import (
    ABOUT_PROGRESS,
    ASKS_FOR_FORM,
    CHOICES,
    COMMANDS,
    FLOWS,
    FOR_STRANGERS,
    ONCE,
    TAKE_FILES,
)
from handlers.focal_point import files_beside, forwarded, updates, upload_links, uploaded
from handlers.joining import group_chat, help, phone_number
from handlers.joining import link as linking
from handlers.officer import invite_many, remind
from handlers.officer.plans import import_plan
from handlers.officer.reports import settle_list
from handlers.words import asked
from templates.render import say

MAX_TEXT = 4000
"""Longer messages are answered with a sentence and change nothing: an update is short, a report is a file."""

WITHOUT_SLASH = {"huy": "huy", "huybo": "huy", "thoat": "huy", "hoantac": "hoantac", "trogiup": "trogiup"}
"""Commands that people type as a word (folded, without blanks): "hủy" must never become the reason of a return."""

_BY_NAME = {name: command for command in COMMANDS for name in command.names}


def respond(ctx: Context) -> list[Message]:
    """The answer to one event. Raises what is a fault of ours; refusals and doubts are answers."""
    try:
        return _route(ctx)
    except NotAllowed as refusal:
        audit.append(ctx.session, ctx.actor, f"refused.{refusal.action}", refusal.subject, ctx.now, {})
        return [bystanders.refused(ctx, refusal)]


def _route(ctx: Context) -> list[Message]:
    if ctx.incoming.event == "unsupported":
        link, documents = upload_links.link_for_unreadable(ctx), upload_links.takes_documents(ctx)
        return [Message(say("help.unsupported", link=link, documents=documents))]
    if ctx.incoming.event == "empty":
        return [Message(say("mail.empty"))]
    if ctx.incoming.event == "edited":
        return [Message(say("help.edited"))]
    if ctx.incoming.event == "upload":
        return uploaded.came(ctx, (import_plan.awaited, invite_many.offer_book, import_plan.offer))
    if ctx.incoming.event == "unblocked":
        return group_chat.welcome(ctx)
    if ctx.incoming.choice is not None:
        return _chosen(ctx, *ctx.incoming.choice)
    text = ctx.incoming.text.strip()
    if ctx.incoming.forwarded and ctx.rights.linked and len(text) <= MAX_TEXT:
        return _handed_on(ctx, text)
    if text.startswith("/") and len(text) <= MAX_TEXT:
        return _command(ctx, text)
    if ctx.incoming.group and not group_chat.speaks_to_us(ctx):
        return []  # in a group only commands and answers to our own messages are meant for us
    if len(text) > MAX_TEXT:
        return [Message(say("help.too_long", length=len(text), limit=MAX_TEXT))]
    numbered = _numbered_choice(ctx, text) if not ctx.received else None  # "2" under a photo is about the photo
    if numbered is not None:
        return _chosen(ctx, *numbered)
    return _words(ctx, text)


def _handed_on(ctx: Context, text: str) -> list[Message]:
    """Not one's own words, so no command either; but a plan is a plan. In a group only a reply to us is said to us."""
    if ctx.incoming.group and not group_chat.speaks_to_us(ctx):
        return []
    ctx.words = text
    plan = import_plan.offer(ctx) if ctx.received and not ctx.incoming.group else None
    return plan if plan is not None else forwarded.came(ctx)


def _words(ctx: Context, text: str) -> list[Message]:
    """Free text: what it means in the open conversation, else an update, else somebody who wants in."""
    bare = fold(text).strip(" .!").replace(" ", "")
    if bare in WITHOUT_SLASH and not (ctx.received or ctx.incoming.group or ctx.points_at_ours):
        return _command(ctx, f"/{WITHOUT_SLASH[bare]}")
    flow = group_chat.open_flow(ctx) if ctx.incoming.group else ctx.conversation
    if flow is not None and flow.flow in FLOWS:
        if flow.flow != "link" and not ctx.rights.linked:
            leave(ctx)  # begun under a role that has ended
            raise NotAllowed(flow.flow, f"contact:{ctx.contact.id}")
        ctx.args, ctx.words = dict(flow.data), text
        if flow.flow in ABOUT_PROGRESS and not ctx.received and (shown := asked.instead(ctx)) is not None:
            return shown
        if flow.flow in ASKS_FOR_FORM and not ctx.received and (shown := asked.in_place_of_form(ctx, flow.flow)):
            return shown
        if flow.flow == "link" and not ctx.received and (shown := asked.instead_of_agency(ctx)) is not None:
            return shown
        if flow.flow not in TAKE_FILES and (plan := import_plan.offer(ctx)) is not None:
            return plan  # the question stays open
        if ctx.received and flow.flow not in TAKE_FILES:
            return files_beside.taken(ctx, flow.flow, FLOWS[flow.flow])
        return FLOWS[flow.flow](ctx)
    ctx.words = text
    if ctx.incoming.group:
        return group_chat.said(ctx)
    if not ctx.rights.linked:
        return linking.typed(ctx)
    for meaning in (phone_number.said, invite_many.offer_book, import_plan.offer, remind.asked, settle_list.asked):
        if (answer := meaning(ctx)) is not None:
            return answer
    return updates.free_text(ctx) if ctx.received or ctx.points_at_ours else asked.answer(ctx)


def _command(ctx: Context, text: str) -> list[Message]:
    head, _, rest = text[1:].partition(" ")
    name = fold(head.partition("@")[0])
    command = _BY_NAME.get(name)
    group = ctx.incoming.group
    if command is None:
        # Without our name it may be meant for another bot of the group.
        return [] if group else [Message(say("help.unknown_command", typed=head[:40]))]
    if command.private and group:
        return [Message(say("group_chat.private_only"))]
    if command.linked and not ctx.rights.linked:
        return [Message(say("group_chat.members_only"))] if group else linking.not_linked(ctx)
    flow = group_chat.open_flow(ctx) if group else ctx.conversation
    asked = (flow.flow, dict(flow.data)) if command.looks and flow is not None else None
    stays = asked is not None and asked[0] in look_up_meanwhile.STAY_OPEN
    if command.handle is not help.leave_conversation and not stays:
        leave(ctx)  # /huy says itself whether there was something to leave
    ctx.words = rest.strip()
    answer = command.handle(ctx)
    return look_up_meanwhile.reminded(ctx, answer, *asked) if asked is not None else answer


def _chosen(ctx: Context, outbox_id: int, index: int) -> list[Message]:
    """A tapped button. It must be one we sent to this very chat: made-up or foreign data is refused, on record."""
    row = ctx.session.get(Outbox, outbox_id)
    if row is None or row.contact_id != ctx.contact.id:
        ctx.tapped = Tapped(void=True)
        raise NotAllowed("choice", f"outbox:{outbox_id}")
    choices = Message.from_json(row.payload).flat_choices()
    ctx.tapped = Tapped(row.provider_message_id, outbox_id, void=True)
    if not choices and row.has_choices:
        return [Message(say("help.forgotten_button"))]  # its words were taken out when they had become old
    if not 0 <= index < len(choices):
        raise NotAllowed("choice", f"outbox:{outbox_id}")
    choice = choices[index]
    if choice.do == help.EXAMPLE:
        return _command(ctx, str(choice.args["text"]))
    if choice.do not in CHOICES:
        return [Message(say("help.old_button"))]
    if not ctx.rights.linked and choice.do not in FOR_STRANGERS:
        raise NotAllowed(choice.do, f"outbox:{outbox_id}")
    ctx.args, ctx.words = dict(choice.args), ""
    ctx.tapped = replace(ctx.tapped, void=False)
    answer = CHOICES[choice.do](ctx)
    left = [(place, one) for place, one in enumerate(choices) if one.do not in ONCE]
    ctx.tapped = replace(ctx.tapped, used=choice.do in ONCE, left=left)
    return answer


def _numbered_choice(ctx: Context, text: str) -> tuple[int, int] | None:
    """ "2" alone is the button "2" under the newest answer; where a channel has no buttons, what was printed so.

    That is the newest message with choices or the newest answer; outside a conversation also what came unasked a
    little earlier. Where something was asked since that takes free text, the number belongs there.
    """
    if not text.isdigit():
        return None
    if ctx.incoming.reply_to:
        return _number_of(ctx.session.get(Outbox, ctx.replied_to or 0), text)
    assert ctx.contact.id is not None
    recent = inbox_and_outbox.recent_with_choices(ctx.session, ctx.contact.id)
    answer = inbox_and_outbox.last_answer(ctx.session, ctx.contact.id)
    flow = ctx.conversation
    if answer is not None and recent and recent[0].id == answer.id and not inbox_and_outbox.asks_by_number(answer):
        labels = [choice.label for choice in Message.from_json(answer.payload).flat_choices()]
        return (answer.id or 0, labels.index(text)) if text in labels else None
    for row in recent:
        answers = answer is not None and row.inbox_id == answer.inbox_id  # several messages, numbered apart
        current = row.id == recent[0].id or answers
        unasked = flow is None and row.priority != inbox_and_outbox.REPLY
        words_asked_since = flow is not None and answer is not None and not answer.has_choices and answer.id > row.id  # type: ignore[operator]
        if not inbox_and_outbox.asks_by_number(row) or words_asked_since or not (current or unasked):
            continue
        if not current and int(text) in numbers(ctx):
            continue  # a later page of that list has come since: it is the task of that number
        if (meant := _number_of(row, text)) is not None:
            return meant
    return None


def _number_of(row: Outbox | None, text: str) -> tuple[int, int] | None:
    """The choice that was printed under this number in that very message."""
    if row is None or not inbox_and_outbox.asks_by_number(row):
        return None
    numbers = [choice.number for choice in Message.from_json(row.payload).flat_choices()]
    return (row.id or 0, numbers.index(text)) if text in numbers else None
