"""The dispatch table: which words, buttons and open conversations lead where. The only place that lists them.

A handler is a plain function `(Context) -> list[Message]`: it changes the catalog inside the caller's transaction
and returns what to answer in the same chat.
"""

from collections.abc import Callable
from dataclasses import dataclass

from catalog.messages import Message
from handlers import (
    agency_desk,
    amending,
    answering,
    approvals,
    blockers,
    days,
    deciding,
    evidence,
    extensions,
    grouping,
    held,
    indicators,
    indicators_on_behalf,
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
    snoozing,
    standing,
    status,
    status_rows,
    supporting,
    tasks,
    undoing,
)
from handlers.flow import leave
from handlers.incoming import Context

Handler = Callable[[Context], list[Message]]


@dataclass(frozen=True)
class Command:
    """`names`: Vietnamese first, English alias after; `linked`: only for people who hold a role.

    `private`: not in a group, where all members read along (names, codes, decisions). `looks`: it shows
    something and changes no task, so a question stays open while one looks for the answer (`handlers.looking`).
    """

    names: tuple[str, ...]
    handle: Handler
    linked: bool = True
    private: bool = False
    looks: bool = False


COMMANDS: tuple[Command, ...] = (
    Command(("start",), linking.start, linked=False),
    Command(("lienket", "link"), linking.link, linked=False),
    Command(("trogiup", "help"), orientation.guide, linked=False, looks=True),
    Command(("toi", "me"), privacy.me, linked=False, private=True, looks=True),
    Command(("huy", "cancel"), orientation.leave_conversation, linked=False),
    Command(("viec", "tasks"), tasks.listing, looks=True),
    Command(("capnhat", "update"), on_behalf.update),
    Command(("minhchung", "evidence"), evidence.start),
    Command(("vuongmac", "blocker"), blockers.start),
    Command(("giahan", "extend"), extensions.start),
    Command(("chitieu", "indicators"), indicators_on_behalf.start),
    Command(("hoantac", "undo"), undoing.undo),
    Command(("tonghop", "status"), status.overview, looks=True),
    Command(("baocao", "report"), reports.start, private=True),
    Command(("congvan", "letter"), reports.letter, private=True),
    Command(("kehoach", "plans"), status.plans, looks=True),
    Command(("nhac", "nudge"), nudging.start, private=True),
    Command(("lich", "calendar"), days.calendar),
    Command(("giaoviec", "assign"), planning.start, private=True),
    Command(("duyet", "approve"), approvals.queue, private=True),
    Command(("moi", "invite"), inviting.invite, private=True),
    Command(("danhba", "people"), people_desk.directory, private=True, looks=True),
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
    "undo": undoing.undo_choice,
    "amend": amending.amend,
    "evidence": evidence.about,
    "evidence_show": evidence.show,
    "card_whole": tasks.whole,
    "indicator": indicators.about,
    "indicator_behalf": indicators_on_behalf.chosen,
    "indicator_undo": indicators.undo_choice,
    "indicators": indicators.page,
    "blocker": blockers.about,
    "blocker_kind": blockers.kind_chosen,
    "blocker_resolved": blockers.resolved,
    "blocker_acted": redirecting.acted,
    "redirect": redirecting.ask,
    "redirect_to": redirecting.to,
    "extend": extensions.about,
    "extend_decide": deciding.decide,
    "extend_other": deciding.ask_other_day,
    "extend_document": deciding.ask_document,
    "accept": approvals.accept,
    "return": approvals.ask_reason,
    "queue": approvals.queue,
    "bulk": approvals.bulk,
    "bulk_accept": approvals.bulk_accept,
    "standing": standing.ask,
    "snooze": snoozing.snooze,
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


def _why_later(ctx: Context) -> list[Message]:
    """The question why a later date is needed is answered, or the words go on to other tasks."""
    if not extensions.reports_on_others(ctx):
        return extensions.reason_given(ctx)
    leave(ctx)
    ctx.args = {}
    return answering.free_text(ctx)


FLOWS: dict[str, Handler] = {
    "pick": _picked,
    "plan_file": plan_files.came,
    "task_new": planning.new_text,
    "task_field": planning.field_text,
    "link": linking.typed,
    "update": answering.how_far,
    "evidence": answering.free_text,
    "which": answering.which_typed,
    "on_behalf": on_behalf.entered,
    "indicator": indicators.value_given,
    "indicator_behalf": indicators_on_behalf.entered,
    "blocker": blockers.described,
    "redirect": redirecting.named,
    "extend": extensions.date_given,
    "held_close": held.close,
    "held_extend": held.extend,
    "held_move": held.move,
    "ladder": ladders.typed,
    "extend_reason": _why_later,
    "extend_other": deciding.other_day_given,
    "extend_document": deciding.document_given,
    "return": approvals.reason_given,
    "standing": standing.reason_given,
}
"""What free text means while a conversation is open."""

TAKE_FILES = frozenset({"pick", "plan_file", "update", "evidence", "which", "on_behalf", "link"})
"""Open conversations that take files themselves; in any other a file comes beside the words (`handlers.beside`)."""
