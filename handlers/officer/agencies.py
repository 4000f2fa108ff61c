"""An officer's changes to the list of agencies, in chat: add one, rename one, give one another name."""

import re

from catalog.agencies import editing
from catalog.agencies.called_by_name import agency_called
from catalog.agencies.editing import NameRefused
from catalog.agencies.stored import agency_name
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.tables import AgencyRow
from catalog.text import clean, fold
from handlers.conversation.context import Context, Sorry
from templates.render import say

_ADD = "them co quan"
_RENAME = "doi ten"
_ALIAS = "ten khac"
_BECOMES = re.compile(r"\s*(?:=>?|->|→|\bthành\b)\s*", re.IGNORECASE)


def edits(ctx: Context) -> list[Message] | None:
    """What the words after /danhba ask to change; None when they change nothing."""
    words = clean(ctx.words)
    folded = fold(words)
    for begin, ask in ((_ADD, _ask_add), (_RENAME, _ask_rename), (_ALIAS, _ask_alias)):
        if folded == begin or folded.startswith(begin + " "):
            ctx.require_role("edit_agency")
            ctx.words = " ".join(words.split()[len(begin.split()) :])
            return ask(ctx)
    return None


def _ask_add(ctx: Context) -> list[Message]:
    if not ctx.words:
        return [Message(say("agencies.how"))]
    return [_sure(say("agencies.add_really", name=ctx.words), "agency_add", {"name": ctx.words})]


def _ask_rename(ctx: Context) -> list[Message]:
    row, name = _agency_and_name(ctx)
    text = say("agencies.rename_really", before=agency_name(ctx.session, row), name=name)
    return [_sure(text, "agency_rename", {"agency": row, "name": name})]


def _ask_alias(ctx: Context) -> list[Message]:
    row, name = _agency_and_name(ctx)
    text = say("agencies.alias_really", agency=agency_name(ctx.session, row), name=name)
    return [_sure(text, "agency_alias", {"agency": row, "name": name})]


def _agency_and_name(ctx: Context) -> tuple[int, str]:
    """ "Sở A = Tên mới". Raises Sorry when it says less than that."""
    left, *right = _BECOMES.split(ctx.words, maxsplit=1)
    if not right or not right[0]:
        raise Sorry(say("agencies.how"))
    called = agency_called(ctx.session, left)
    if called.row is None:
        raise Sorry(say("invite.which", typed=left[:80], candidates=called.names))
    return called.row, right[0]


def _sure(text: str, do: str, args: dict[str, object]) -> Message:
    return Message(text, ((Choice(say("agencies.button_yes"), do, args),),))


def add(ctx: Context) -> list[Message]:
    """Confirmed: a new agency."""
    ctx.require_role("edit_agency")
    try:
        row = editing.add_agency(ctx.session, str(ctx.args["name"]), ctx.actor, ctx.now)
    except NameRefused as refusal:
        return [_not_possible(refusal)]
    return [Message(say("agencies.added", name=row.name, kind=row.kind))]


def rename(ctx: Context) -> list[Message]:
    """Confirmed: a new official name; the old one is still understood."""
    ctx.require_role("edit_agency")
    row = ctx.session.get_one(AgencyRow, int(ctx.args["agency"]))
    before = row.name
    try:
        editing.rename_agency(ctx.session, row, str(ctx.args["name"]), ctx.actor, ctx.now)
    except NameRefused as refusal:
        return [_not_possible(refusal)]
    return [Message(say("agencies.renamed", before=before, name=row.name))]


def alias(ctx: Context) -> list[Message]:
    """Confirmed: one more way people write it."""
    ctx.require_role("edit_agency")
    row = ctx.session.get_one(AgencyRow, int(ctx.args["agency"]))
    try:
        editing.add_alias(ctx.session, row, str(ctx.args["name"]), ctx.actor, ctx.now)
    except NameRefused as refusal:
        return [_not_possible(refusal)]
    return [Message(say("agencies.aliased", agency=row.name, name=str(ctx.args["name"])))]


def _not_possible(refusal: NameRefused) -> Message:
    return Message(say("agencies.refused", reason=refusal.reason, holder=refusal.holder))
