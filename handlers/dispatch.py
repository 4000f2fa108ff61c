"""The dispatch table: which words, buttons and open conversations lead where. The only place that lists them.

A handler is a plain function `(Context) -> list[Message]`: it changes the catalog inside the caller's transaction
and returns what to answer in the same chat.
"""

from collections.abc import Callable
from dataclasses import dataclass

from catalog import audit, messages
from catalog.messages import Message
from catalog.tables import Conversation, Outbox
from catalog.text import fold
from handlers import (
    agency_desk,
    answering,
    approvals,
    asking,
    evidence,
    grouping,
    inviting,
    linking,
    orientation,
    people_desk,
    status,
    tasks,
)
from handlers.flow import leave
from handlers.incoming import Context, NotAllowed
from templates.render import say

Handler = Callable[[Context], list[Message]]

MAX_TEXT = 4000
"""Longer messages are answered with a sentence and change nothing: an update is short, a report is a file."""


@dataclass(frozen=True)
class Command:
    """`names`: Vietnamese first, English alias after; `linked`: only for people who hold a role.

    `private`: not in a group, where all members read along (names, codes, decisions).
    """

    names: tuple[str, ...]
    handle: Handler
    linked: bool = True
    private: bool = False


COMMANDS: tuple[Command, ...] = (
    Command(("start",), linking.start, linked=False),
    Command(("lienket", "link"), linking.link, linked=False),
    Command(("trogiup", "help"), orientation.guide, linked=False),
    Command(("toi", "me"), orientation.me, linked=False, private=True),
    Command(("huy", "cancel"), orientation.leave_conversation, linked=False),
    Command(("viec", "tasks"), tasks.listing),
    Command(("capnhat", "update"), answering.start),
    Command(("minhchung", "evidence"), evidence.start),
    Command(("vuongmac", "blocker"), asking.start_blocker),
    Command(("giahan", "extend"), asking.start_extension),
    Command(("hoantac", "undo"), answering.undo),
    Command(("tonghop", "status"), status.overview),
    Command(("kehoach", "plans"), status.plans),
    Command(("duyet", "approve"), approvals.queue, private=True),
    Command(("moi", "invite"), inviting.invite, private=True),
    Command(("danhba", "people"), people_desk.directory, private=True),
)

CHOICES: dict[str, Handler] = {
    "join_ask": linking.ask_to_join,
    "join_no": linking.not_this_agency,
    "join_decide": linking.decide,
    "channel_remove": linking.remove_channel,
    "deputy_for": inviting.deputy_for,
    "handover_for": inviting.handover_for,
    "member_end": people_desk.ask_end,
    "member_end_yes": people_desk.end,
    "agency_add": agency_desk.add,
    "agency_rename": agency_desk.rename,
    "agency_alias": agency_desk.alias,
    "group_bind": grouping.bind,
    "card": tasks.card,
    "list": tasks.page,
    "digest_more": tasks.digest_page,
    "update": answering.about,
    "said": answering.said,
    "which": answering.which,
    "done_slot": answering.done_slot,
    "undo": answering.undo_choice,
    "evidence": evidence.about,
    "evidence_for": answering.files_for,
    "evidence_show": evidence.show,
    "blocker": asking.blocker_about,
    "blocker_kind": asking.blocker_kind,
    "blocker_resolved": asking.blocker_resolved,
    "extend": asking.extension_about,
    "extend_decide": approvals.decide_extension,
    "accept": approvals.accept,
    "return": approvals.ask_reason,
    "queue": approvals.queue,
    "snooze": asking.snooze,
    "status": status.overview,
    "status_by": status.groups,
    "status_rows": status.rows,
}
"""What a tapped button does: the `do` of a `Choice`."""

FOR_STRANGERS = frozenset({"join_ask", "join_no", "group_bind"})
"""Buttons for people who hold no role (here: a group that is nobody's yet); any other is refused from them, whatever
they may have been shown before."""

FLOWS: dict[str, Handler] = {
    "link": linking.typed,
    "update": answering.free_text,
    "evidence": answering.free_text,
    "which": answering.free_text,
    "blocker": asking.blocker_text,
    "extend": asking.extension_text,
    "return": approvals.reason_given,
}
"""What free text means while a conversation is open."""

_BY_NAME = {name: command for command in COMMANDS for name in command.names}


def respond(ctx: Context) -> list[Message]:
    """The answer to one event. Raises what is a fault of ours; refusals and doubts are answers."""
    try:
        return _route(ctx)
    except NotAllowed as refusal:
        audit.append(ctx.session, ctx.actor, f"refused.{refusal.action}", refusal.subject, ctx.now, {})
        return [Message(say("orientation.not_allowed"))]


def _route(ctx: Context) -> list[Message]:
    if ctx.incoming.event == "unsupported":
        return [Message(say("orientation.unsupported"))]
    if ctx.incoming.event == "unblocked":
        return grouping.welcome(ctx)
    if ctx.incoming.choice is not None:
        return _chosen(ctx, *ctx.incoming.choice)
    text = ctx.incoming.text.strip()
    if text.startswith("/") and len(text) <= MAX_TEXT:
        return _command(ctx, text)
    if ctx.incoming.group and not grouping.speaks_to_us(ctx):
        return []  # in a group only commands and answers to our own messages are meant for us
    if len(text) > MAX_TEXT:
        return [Message(say("orientation.too_long", length=len(text), limit=MAX_TEXT))]
    numbered = _numbered_choice(ctx, text)
    if numbered is not None:
        return _chosen(ctx, *numbered)
    return _words(ctx, text)


def _words(ctx: Context, text: str) -> list[Message]:
    """Free text: what it means in the open conversation, else an update, else somebody who wants in."""
    flow = grouping.open_flow(ctx) if ctx.incoming.group else ctx.session.get(Conversation, ctx.contact.id)
    if flow is not None and flow.flow in FLOWS:
        if flow.flow != "link" and not ctx.rights.linked:
            leave(ctx)  # begun under a role that has ended
            raise NotAllowed(flow.flow, f"contact:{ctx.contact.id}")
        ctx.args, ctx.words = dict(flow.data), text
        return FLOWS[flow.flow](ctx)
    ctx.words = text
    if ctx.incoming.group:
        return grouping.said(ctx)
    if not ctx.rights.linked:
        return linking.typed(ctx)
    return answering.free_text(ctx)


def _command(ctx: Context, text: str) -> list[Message]:
    head, _, rest = text[1:].partition(" ")
    name = fold(head.partition("@")[0])
    command = _BY_NAME.get(name)
    group = ctx.incoming.group
    if command is None:
        # Without our name it may be meant for another bot of the group.
        return [] if group else [Message(say("orientation.unknown_command", typed=head[:40]))]
    if command.private and group:
        return [Message(say("grouping.private_only"))]
    if command.linked and not ctx.rights.linked:
        return [Message(say("grouping.members_only" if group else "linking.link_first"))]
    leave(ctx)
    ctx.words = rest.strip()
    return command.handle(ctx)


def _chosen(ctx: Context, outbox_id: int, index: int) -> list[Message]:
    """A tapped button. It must be one we sent to this very chat: made-up or foreign data is refused, on record."""
    row = ctx.session.get(Outbox, outbox_id)
    if row is None or row.contact_id != ctx.contact.id:
        raise NotAllowed("choice", f"outbox:{outbox_id}")
    choices = Message.from_json(row.payload).flat_choices()
    if not 0 <= index < len(choices):
        raise NotAllowed("choice", f"outbox:{outbox_id}")
    choice = choices[index]
    if choice.do not in CHOICES:
        return [Message(say("orientation.old_button"))]
    if not ctx.rights.linked and choice.do not in FOR_STRANGERS:
        raise NotAllowed(choice.do, f"outbox:{outbox_id}")
    ctx.args, ctx.words = dict(choice.args), ""
    return CHOICES[choice.do](ctx)


def _numbered_choice(ctx: Context, text: str) -> tuple[int, int] | None:
    """Where a channel has no buttons, "2" alone answers the newest question of this chat, if it had choices."""
    if not text.isdigit() or ctx.incoming.reply_to:
        return None
    assert ctx.contact.id is not None
    row = messages.last_with_choices(ctx.session, ctx.contact.id)
    if row is None or not messages.asks_by_number(row):
        return None
    index = int(text) - 1
    return (row.id or 0, index) if 0 <= index < len(Message.from_json(row.payload).flat_choices()) else None
