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
    days,
    deciding,
    evidence,
    grouping,
    held,
    indicators,
    inviting,
    ladders,
    linking,
    my_channels,
    nudging,
    on_behalf,
    orientation,
    owed,
    people_desk,
    picking,
    plan_files,
    planning,
    privacy,
    redirecting,
    reports,
    standing,
    status,
    status_rows,
    supporting,
    tasks,
    upload_links,
    uploading,
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
    Command(("toi", "me"), privacy.me, linked=False, private=True),
    Command(("huy", "cancel"), orientation.leave_conversation, linked=False),
    Command(("viec", "tasks"), tasks.listing),
    Command(("capnhat", "update"), on_behalf.update),
    Command(("minhchung", "evidence"), evidence.start),
    Command(("vuongmac", "blocker"), asking.start_blocker),
    Command(("giahan", "extend"), asking.start_extension),
    Command(("chitieu", "indicators"), indicators.start),
    Command(("hoantac", "undo"), answering.undo),
    Command(("tonghop", "status"), status.overview),
    Command(("baocao", "report"), reports.start, private=True),
    Command(("congvan", "letter"), reports.letter, private=True),
    Command(("kehoach", "plans"), status.plans),
    Command(("nhac", "nudge"), nudging.start, private=True),
    Command(("lich", "calendar"), days.calendar),
    Command(("giaoviec", "assign"), planning.start, private=True),
    Command(("duyet", "approve"), approvals.queue, private=True),
    Command(("moi", "invite"), inviting.invite, private=True),
    Command(("danhba", "people"), people_desk.directory, private=True),
)

CHOICES: dict[str, Handler] = {
    "join_ask": linking.ask_to_join,
    "join_no": linking.not_this_agency,
    "join_decide": linking.decide,
    "channel_remove": linking.remove_channel,
    "channel_prefer": my_channels.prefer,
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
    "which": answering.for_task,
    "pick": picking.more,
    "on_behalf": on_behalf.chosen,
    "done_slot": answering.done_slot,
    "undo": answering.undo_choice,
    "evidence": evidence.about,
    "evidence_show": evidence.show,
    "card_whole": tasks.whole,
    "indicator": indicators.about,
    "indicator_undo": indicators.undo_choice,
    "indicators": indicators.page,
    "blocker": asking.blocker_about,
    "blocker_kind": asking.blocker_kind,
    "blocker_resolved": asking.blocker_resolved,
    "redirect": redirecting.ask,
    "redirect_to": redirecting.to,
    "extend": asking.extension_about,
    "extend_decide": deciding.decide,
    "extend_other": deciding.ask_other_day,
    "extend_document": deciding.ask_document,
    "accept": approvals.accept,
    "return": approvals.ask_reason,
    "queue": approvals.queue,
    "bulk": approvals.bulk,
    "bulk_accept": approvals.bulk_accept,
    "standing": standing.ask,
    "snooze": asking.snooze,
    "duty_reported": owed.reported,
    "duty_undo": owed.undo,
    "nudge_about": nudging.about,
    "nudge_send": nudging.send,
    "nudge_week": nudging.week,
    "nudge_log": nudging.log,
    "held": held.listing,
    "held_one": held.one,
    "held_close": held.ask_close,
    "held_extend": held.ask_extend,
    "held_move": held.ask_move,
    "held_to": held.to_agency,
    "held_start": held.start,
    "ask_support": supporting.ask,
    "unlinked": people_desk.directory,
    "ladder": ladders.plans,
    "ladder_of": ladders.of_plan,
    "ladder_default": ladders.default,
    "plan_send": plan_files.ask_for_file,
    "plan_take": plan_files.take,
    "plan_not": plan_files.is_evidence,
    "plan_confirm": plan_files.confirm,
    "plan_drop": plan_files.drop,
    "plan_is": plan_files.is_plan,
    "plan_row": plan_files.is_task,
    "task_plans": planning.plans,
    "task_unassigned": planning.unassigned,
    "task_new": planning.new,
    "task_add": planning.add,
    "task_leave": planning.not_now,
    "task_card": planning.card,
    "task_field": planning.ask_field,
    "task_change": planning.change,
    "task_secret": planning.secret,
    "forget_ask": privacy.ask_forget,
    "forget_yes": privacy.forget,
    "erase": privacy.erase,
    "status": status.overview,
    "status_by": status.groups,
    "status_rows": status_rows.rows,
    "status_warnings": status_rows.warnings,
    "shortages": status_rows.lacking,
    "status_numbers": status.numbers,
    "status_chart": status.chart,
    "ranking": reports.rank,
    "report": reports.start,
    "report_make": reports.make,
    "letter": reports.letter,
    "example": lambda ctx: _command(ctx, str(ctx.args["text"])),
}
"""What a tapped button does: the `do` of a `Choice`."""

FOR_STRANGERS = frozenset({"join_ask", "join_no", "group_bind", "forget_ask", "forget_yes", "example"})
"""Buttons for people who hold no role (here: a group that is nobody's yet); any other is refused from them, whatever
they may have been shown before."""


def _picked(ctx: Context) -> list[Message]:
    """The question "which task?" is answered by typing: as a tap on it, or the words say something else."""
    asked, target = ctx.args, picking.typed(ctx)
    leave(ctx)
    if target is None:
        ctx.args = {}
        return answering.free_text(ctx)
    ctx.args, ctx.words = {**asked["extra"], "assignment": target.id}, ""
    return CHOICES[asked["do"]](ctx)


FLOWS: dict[str, Handler] = {
    "pick": _picked,
    "plan_file": plan_files.came,
    "task_new": planning.new_text,
    "task_field": planning.field_text,
    "link": linking.typed,
    "update": answering.free_text,
    "evidence": answering.free_text,
    "which": answering.which_typed,
    "on_behalf": on_behalf.entered,
    "indicator": indicators.value_given,
    "blocker": asking.blocker_text,
    "redirect": redirecting.named,
    "extend": asking.extension_text,
    "held_close": held.close,
    "held_extend": held.extend,
    "held_move": held.move,
    "ladder": ladders.typed,
    "extend_reason": asking.reason_text,
    "extend_other": deciding.other_day_given,
    "extend_document": deciding.document_given,
    "return": approvals.reason_given,
    "standing": standing.reason_given,
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
        link, documents = upload_links.link_for_unreadable(ctx), upload_links.takes_documents(ctx)
        return [Message(say("orientation.unsupported", link=link, documents=documents))]
    if ctx.incoming.event == "upload":
        return uploading.came(ctx)
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
    offered = plan_files.offer(ctx)
    return offered if offered is not None else answering.free_text(ctx)


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
    if command.handle is not orientation.leave_conversation:
        leave(ctx)  # /huy says itself whether there was something to leave
    ctx.words = rest.strip()
    return command.handle(ctx)


def _chosen(ctx: Context, outbox_id: int, index: int) -> list[Message]:
    """A tapped button. It must be one we sent to this very chat: made-up or foreign data is refused, on record."""
    row = ctx.session.get(Outbox, outbox_id)
    if row is None or row.contact_id != ctx.contact.id:
        raise NotAllowed("choice", f"outbox:{outbox_id}")
    choices = Message.from_json(row.payload).flat_choices()
    if not choices and row.has_choices:
        return [Message(say("orientation.forgotten_button"))]  # its words were taken out when they had become old
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
    """Where a channel has no buttons, "2" alone answers the newest question of this chat, if it had choices.

    The numbers are those the message was printed with. Where something was asked since that takes free text, the
    number belongs there.
    """
    if not text.isdigit() or ctx.incoming.reply_to:
        return None
    assert ctx.contact.id is not None
    row = messages.last_with_choices(ctx.session, ctx.contact.id)
    if row is None or not messages.asks_by_number(row) or _asked_since(ctx, row):
        return None
    numbers = [choice.number for choice in Message.from_json(row.payload).flat_choices()]
    return (row.id or 0, numbers.index(text)) if text in numbers else None


def _asked_since(ctx: Context, row: Outbox) -> bool:
    """Whether the open conversation asked for words after that message."""
    flow = ctx.session.get(Conversation, ctx.contact.id)
    newest = messages.last_answer(ctx.session, ctx.contact.id or 0)
    return flow is not None and newest is not None and (newest.id or 0) > (row.id or 0) and not newest.has_choices
