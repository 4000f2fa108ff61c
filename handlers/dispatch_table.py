"""The dispatch table: which words, buttons and open conversations lead where. The only place that lists them.

A handler is a plain function `(Context) -> list[Message]`: it changes the catalog inside the caller's transaction
and returns what to answer in the same chat.
"""

from collections.abc import Callable
from dataclasses import dataclass

from catalog.messaging.inbox_and_outbox import Message
from handlers.conversation import pick_one
from handlers.conversation.context import Context
from handlers.conversation.open_conversations import leave
from handlers.focal_point import (
    amend,
    ask_extension,
    blockers,
    evidence,
    forwarded,
    indicators,
    not_ours,
    receipt,
    received,
    reporting_duties,
    snooze,
    support,
    tasks,
    undo,
    updates,
)
from handlers.focal_point.doubts import which
from handlers.joining import group_chat, help, link, my_channels, privacy
from handlers.leader import compare, reports, rows_to_print, silent_agencies, status, status_rows, table_link, task_list
from handlers.officer import (
    after_split,
    agencies,
    approvals,
    days_off,
    decide_extension,
    desk,
    indicators_on_behalf,
    invite,
    invite_many,
    on_behalf,
    people,
    redirect_blocker,
    remind,
    reminder_ladder,
    suspend,
)
from handlers.officer.plans import (
    doubtful_cells,
    edit_in_workbook,
    edit_plan,
    import_plan,
    missed_rows,
    overdue_at_import,
    scanned_pages,
    twins,
)
from handlers.officer.reports import accept_many, return_with_reason, settle_list
from handlers.words import about_oneself, asked, commands_in_words, ordering

Handler = Callable[[Context], list[Message]]


@dataclass(frozen=True)
class Command:
    """`names`: Vietnamese first, English alias after; `linked`: only for people who hold a role.

    `private`: not in a group, where all members read along (names, codes, decisions). `looks`: it shows
    something and changes no task, so a question stays open while one looks for the answer (`look_up_meanwhile`).
    """

    names: tuple[str, ...]
    handle: Handler
    linked: bool = True
    private: bool = False
    looks: bool = False


COMMANDS: tuple[Command, ...] = (
    Command(("start",), link.start, linked=False),
    Command(("lienket", "link"), link.link, linked=False),
    Command(("trogiup", "help"), help.guide, linked=False, looks=True),
    Command(("toi", "me"), privacy.me, linked=False, private=True, looks=True),
    Command(("roi", "stop"), about_oneself.ask_leave, private=True),
    Command(("huy", "cancel"), help.leave_conversation, linked=False),
    Command(("viec", "tasks"), commands_in_words.listing, looks=True),
    Command(("capnhat", "update"), on_behalf.update),
    Command(("minhchung", "evidence"), evidence.start),
    Command(("vuongmac", "blocker"), blockers.start),
    Command(("giahan", "extend"), ask_extension.start),
    Command(("chitieu", "indicators"), indicators_on_behalf.start),
    Command(("hoantac", "undo"), undo.undo),
    Command(("tonghop", "status"), status.overview, looks=True),
    Command(("bang", "board"), table_link.start, private=True, looks=True),
    Command(("baocao", "report"), reports.start, private=True),
    Command(("congvan", "letter"), reports.letter, private=True),
    Command(("kehoach", "plans"), status.plans, looks=True),
    Command(("nhac", "nudge"), remind.start, private=True),
    Command(("lich", "calendar"), days_off.calendar),
    Command(("giaoviec", "assign"), edit_plan.start, private=True),
    Command(("duyet", "approve"), approvals.queue, private=True),
    Command(("moi", "invite"), commands_in_words.invite_said, private=True),
    Command(("danhba", "people"), people.directory, private=True, looks=True),
)

CHOICES: dict[str, Handler] = {
    "address_confirm": link.address_confirmed,
    "join_ask": link.ask_to_join,
    "join_no": link.not_this_agency,
    "join_decide": link.decide,
    "channel_remove": link.remove_channel,
    "channel_prefer": my_channels.prefer,
    "deputy_for": invite.deputy_for,
    "invite_officer": invite.officer_of,
    "invite_role": invite.make_as,
    "handover_for": invite.handover_for,
    "directory": people.directory_page,
    "member": people.member,
    "member_end": people.ask_end,
    "board_end": people.end_board,
    "member_end_yes": people.end,
    "agency_add": agencies.add,
    "agency_rename": agencies.rename,
    "agency_alias": agencies.alias,
    "agency_merge": agencies.merge,
    "after_split": after_split.listed,
    "after_split_people": after_split.people,
    "after_split_task": after_split.one,
    "after_split_give": after_split.give,
    "after_split_move": after_split.move,
    "group_bind": group_chat.bind,
    "words": asked.chosen,
    "words_pass": ordering.pass_on,
    "tasks_listed": task_list.listed,
    "silent": silent_agencies.listed,
    "compare": compare.changes,
    "compare_by": compare.by_agency,
    "invite_many": invite_many.make,
    "invite_book": invite_many.take_book,
    "return_really": return_with_reason.really,
    "return_yes": return_with_reason.send_back,
    "leave_ask": about_oneself.ask_leave,
    "leave_yes": about_oneself.left,
    "deputy_until": about_oneself.deputy_until,
    "deputy_code": about_oneself.deputy_code,
    "hand_over": about_oneself.hand_over,
    "task_new_of": edit_plan.new_of_plan,
    "task_book": edit_in_workbook.book,
    "card": tasks.card,
    "list": tasks.page,
    "digest_more": tasks.digest_page,
    "update": updates.about,
    "said": updates.said,
    "task_not_ours": not_ours.ask,
    "task_not_ours_yes": not_ours.tell,
    "task_not_ours_kept": desk.kept,
    "which": which.chosen,
    "which_each": which.one_chosen,
    "edit_which": receipt.edit_which,
    "pick": pick_one.more,
    "on_behalf": on_behalf.chosen,
    "done_slot": updates.done_slot,
    "forwarded_yes": forwarded.yes,
    "forwarded_no": forwarded.no,
    "forwarded_behalf": on_behalf.handed_on,
    "undo": undo.undo_choice,
    "amend": amend.amend,
    "evidence": evidence.about,
    "evidence_show": evidence.show,
    "card_whole": tasks.whole,
    "card_further": tasks.further_acts,
    "indicator": indicators.about,
    "indicator_behalf": indicators_on_behalf.chosen,
    "indicator_undo": indicators.undo_choice,
    "indicators": indicators.page,
    "blocker": blockers.about,
    "blocker_kind": blockers.kind_chosen,
    "blocker_resolved": blockers.resolved,
    "blocker_acted": redirect_blocker.acted,
    "redirect": redirect_blocker.ask,
    "redirect_to": redirect_blocker.to,
    "extend": ask_extension.about,
    "extend_to": ask_extension.day_chosen,
    "extend_decide": decide_extension.decide,
    "extend_other": decide_extension.ask_other_day,
    "extend_document": decide_extension.ask_document,
    "accept": approvals.accept,
    "return": approvals.ask_reason,
    "queue": approvals.queue,
    "bulk": approvals.bulk,
    "bulk_accept": accept_many.accept_listed,
    "settle_yes": settle_list.settle,
    "report_one": approvals.one,
    "suspend": suspend.ask,
    "snooze": snooze.snooze,
    "received": received.thanked,
    "duty_reported": reporting_duties.reported,
    "duty_undo": reporting_duties.undo,
    "nudge_about": remind.about,
    "nudge_send": remind.send,
    "nudge_week": remind.week,
    "nudge_log": remind.log,
    "overdue_at_import": overdue_at_import.listing,
    "overdue_at_import_one": overdue_at_import.one,
    "overdue_at_import_close": overdue_at_import.ask_close,
    "overdue_at_import_extend": overdue_at_import.ask_extend,
    "overdue_at_import_move": overdue_at_import.ask_move,
    "overdue_at_import_to": overdue_at_import.to_agency,
    "overdue_at_import_start": overdue_at_import.start,
    "doubts": doubtful_cells.listing,
    "doubt_one": doubtful_cells.one,
    "doubt_accept": doubtful_cells.accept,
    "doubt_correct": doubtful_cells.correct,
    "doubt_leave": doubtful_cells.leave_open,
    "twins": twins.listing,
    "twin_link": twins.link,
    "twin_unlink": twins.unlink,
    "ask_support": support.ask,
    "unlinked": people.unconnected,
    "ladder": reminder_ladder.plans,
    "ladder_of": reminder_ladder.of_plan,
    "ladder_default": reminder_ladder.default,
    "plan_send": import_plan.ask_for_file,
    "plan_take": import_plan.take,
    "plan_not": import_plan.is_evidence,
    "plan_confirm": import_plan.confirm,
    "plan_drop": import_plan.drop,
    "plan_is": import_plan.is_plan,
    "plan_row": import_plan.is_task,
    "plan_withdraw": import_plan.may_withdraw,
    "scan_show": scanned_pages.show,
    "scan_right": scanned_pages.right,
    "scan_skip": scanned_pages.skip,
    "scan_stop": scanned_pages.stop,
    "scan_cell": scanned_pages.cell,
    "scan_cell_right": scanned_pages.cell_right,
    "scan_text": scanned_pages.ask_text,
    "scan_alike": scanned_pages.all_alike,
    "scan_row": missed_rows.ask_row,
    "task_plans": edit_plan.plans,
    "task_unassigned": edit_plan.unassigned,
    "task_new": edit_plan.new,
    "task_add": edit_plan.add,
    "task_leave": edit_plan.not_now,
    "task_card": edit_plan.card,
    "task_field": edit_plan.ask_field,
    "task_change": edit_plan.change,
    "task_secret": edit_plan.secret,
    "help_all": help.commands,
    "me_why": privacy.why,
    "forget_ask": privacy.ask_forget,
    "forget_yes": privacy.forget,
    "erase": privacy.erase,
    "board": table_link.tapped,
    "status": status.overview,
    "status_by": status.groups,
    "plans": status.plans,
    "status_rows": status_rows.rows,
    "status_sheet": rows_to_print.sheet,
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

ONCE = frozenset(
    {
        "join_ask", "join_no", "join_decide", "channel_remove", "member_end_yes", "group_bind", "said", "which",
        "which_each", "done_slot", "undo", "indicator_undo", "blocker_resolved", "blocker_acted", "redirect_to",
        "extend_decide", "accept", "bulk_accept", "settle_yes", "duty_reported", "duty_undo", "nudge_send",
        "overdue_at_import_to", "overdue_at_import_start", "doubt_accept", "doubt_leave", "twin_unlink",
        "plan_take", "plan_not", "plan_confirm", "plan_drop", "plan_is", "plan_row",
        "scan_right", "scan_skip", "scan_stop", "scan_cell_right", "scan_alike",
        "task_add", "task_leave", "task_change", "task_secret", "forget_yes", "erase", "forwarded_yes", "forwarded_no",
        "forwarded_behalf",
    }
)  # fmt: skip
"""Buttons that are used up by one tap: they are taken away from their message, where the channel can."""

FOR_STRANGERS = frozenset(
    {"address_confirm", "join_ask", "join_no", "group_bind", "me_why", "forget_ask", "forget_yes", "example"}
)
"""Buttons for people who hold no role (here: a group that is nobody's yet); any other is refused from them, whatever
they may have been shown before."""


def _picked(ctx: Context) -> list[Message]:
    """The question "which task?" is answered by typing: as a tap on it, or the words say something else.

    Where they say nothing that can be recorded, it stays open.
    """
    asked, target = ctx.args, pick_one.typed(ctx)
    if target is None:
        if asked["do"] == "which_each" and (several := which.typed(ctx)) is not None:
            return several
        ctx.args = {}
        return updates.free_text(ctx)
    leave(ctx)
    ctx.args, ctx.words = {**asked["extra"], "assignment": target.id}, ""
    return CHOICES[asked["do"]](ctx)


def _why_later(ctx: Context) -> list[Message]:
    """The question why a later date is needed is answered, or the words go on to other tasks."""
    if not ask_extension.reports_on_others(ctx):
        return ask_extension.reason_given(ctx)
    leave(ctx)
    ctx.args = {}
    return updates.free_text(ctx)


FLOWS: dict[str, Handler] = {
    "pick": _picked,
    "plan_file": import_plan.came,
    "task_new": edit_plan.new_text,
    "task_field": edit_plan.field_text,
    "link": link.typed,
    "update": updates.how_far,
    "evidence": updates.free_text,
    "which": updates.which_typed,
    "on_behalf": on_behalf.entered,
    "indicator": indicators.value_given,
    "indicator_behalf": indicators_on_behalf.entered,
    "blocker": blockers.described,
    "redirect": redirect_blocker.named,
    "extend": ask_extension.date_given,
    "overdue_at_import_close": overdue_at_import.close,
    "overdue_at_import_extend": overdue_at_import.extend,
    "overdue_at_import_move": overdue_at_import.move,
    "doubt_correct": doubtful_cells.corrected,
    "scan_text": scanned_pages.text_given,
    "scan_row": missed_rows.row_given,
    "ladder": reminder_ladder.typed,
    "extend_reason": _why_later,
    "extend_other": decide_extension.other_day_given,
    "extend_document": decide_extension.document_given,
    "return": approvals.reason_given,
    "settle": settle_list.reason_given,
    "suspend": suspend.reason_given,
}
"""What free text means while a conversation is open."""

ABOUT_PROGRESS = frozenset({"pick", "update", "which", "evidence"})
"""Open questions about how far the work is: what is asked meanwhile in plain words is answered, as a command is."""

ASKS_FOR_FORM = frozenset(
    {"task_field", "task_new", "redirect", "overdue_at_import_close", "overdue_at_import_extend",
     "overdue_at_import_move", "extend_other", "extend_document", "ladder", "plan_file"}
)  # fmt: skip
"""Open questions answered by a document's number, a day or a name: another question or order is no answer to them."""

TAKE_FILES = frozenset({"pick", "plan_file", "update", "evidence", "which", "on_behalf", "link"})
"""Open conversations that take files themselves; elsewhere a file comes beside the words (`files_beside`)."""
