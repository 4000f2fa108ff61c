"""An officer's changes to the list of agencies, in chat: add, rename, merge, give another name."""

import datetime as dt
import re

from catalog.agencies import editing
from catalog.agencies.editing import NameRefused
from catalog.agencies.stored import agency_name, registry_of
from catalog.agencies.typed.called_by_name import agency_called
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.reorganisation.changes import ChangeRefused, Wish, decide, foreseen, standing_name
from catalog.tables import AgencyRow
from catalog.text import clean, fold
from handlers.conversation.context import Context, Sorry
from scheduler.digests.unit_changes import sentence, tell
from templates.render import say

_ADD = "them co quan"
_RENAME = "doi ten"
_ALIAS = "ten khac"
_MERGE, _JOIN = "nhap", "gop"
_BECOMES = (re.compile(r"\s*(?:=>?|->|→)\s*"), re.compile(r"\s+(?:thành|vào)\s+(?!phố\b|ủy\b|đoàn\b|viên\b)"))
_BETWEEN = re.compile(r"\s*(?:[,;+]|\bvà\b)\s*", re.IGNORECASE)
_ENDS = re.compile(r"\s*(?:[,;+]|\bvà)\s*$", re.IGNORECASE)
_MOST_PARTS = 6
_FROM = re.compile(
    r"\s*[,(]?\s*\btừ\s+(?:ngày\s+)?(?P<day>\d{1,2})[/.-](?P<month>\d{1,2})[/.-](?P<year>\d{4})\)?", re.IGNORECASE
)
_DOCUMENT = re.compile(r"\s*[,(]?\s*\b(?:theo|căn cứ)\s+(?:số\s+)?(?P<number>\d+[-/]\S*[^\s,;.)])\)?", re.IGNORECASE)


def edits(ctx: Context) -> list[Message] | None:
    """What the words after /danhba ask to change; None when they change nothing."""
    words = clean(ctx.words)
    folded = fold(words)
    for begin, ask in ((_ADD, _ask_add), (_RENAME, _ask_rename), (_ALIAS, _ask_alias),
                       (_MERGE, _ask_merge), (_JOIN, _ask_merge)):  # fmt: skip
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
    day, document = _taken_out(ctx)
    row, name = _agency_and_name(ctx)
    before = agency_name(ctx.session, row)
    text = say("agencies.rename_really", before=before, name=name, day=day, document=document)
    return [_sure(text, "agency_rename", {"agency": row, "name": name, **_kept(day, document)})]


def _ask_merge(ctx: Context) -> list[Message]:
    """ "/danhba nhập Phòng A; Phòng B = Phòng C từ 01/3/2027 theo 12/QĐ-UBND": what it would do, read back."""
    day, document = _taken_out(ctx)
    left, *right = _parted(ctx.words)
    if not right or not right[0]:
        raise Sorry(say("agencies.how"))
    units, into = _several(ctx, left), standing_name(registry_of(ctx.session), right[0])
    args: dict[str, object] = {"units": units, "into": into, **_kept(day, document)}
    try:
        effect = foreseen(ctx.session, Wish("merged", tuple(units), (into,)), day or ctx.today, ctx.now)
    except NameRefused as refusal:
        return [_not_possible(refusal)]
    except ChangeRefused as problem:
        return [Message(say("agencies.change_refused", reason=problem.reason, detail=problem.detail))]
    return [_sure(say("agencies.merge_really", done=sentence(effect), document=document), "agency_merge", args)]


def _parted(words: str) -> list[str]:
    """What stands before and behind "=", or "thành" where there is none; the words alone where neither stands."""
    parts = (between.split(words, maxsplit=1) for between in _BECOMES)
    return next((found for found in parts if len(found) > 1), [words])


def _several(ctx: Context, typed: str) -> list[int]:
    """The units of a list. A name with a comma in it counts as one only as it is spelled: no part of a list is dropped.

    Raises Sorry.
    """
    registry = registry_of(ctx.session)
    cuts = [0, *(found.end() for found in _BETWEEN.finditer(typed)), len(typed)]
    found: list[int] = []
    at = 0
    while at < len(cuts) - 1:
        runs = (typed[cuts[at] : cuts[end]] for end in range(min(len(cuts) - 1, at + _MOST_PARTS), at + 1, -1))
        whole = next((run for run in runs if registry.resolve_printed(run.strip(" ,;+")).kind == "current"), None)
        part = whole or typed[cuts[at] : cuts[at + 1]]
        called = agency_called(ctx.session, _ENDS.sub("", part).strip())
        if called.row is None:
            raise Sorry(say("invite.which", typed=_ENDS.sub("", part).strip()[:80], candidates=called.names))
        found.append(called.row)
        at = next(place for place in range(at + 1, len(cuts)) if cuts[place] >= cuts[at] + len(part))
    return list(dict.fromkeys(found))


def _taken_out(ctx: Context) -> tuple[dt.date | None, str]:
    """The day ("từ 01/3/2027") and the document ("theo 12/QĐ-UBND") at the end, taken out of the words."""
    day, document = None, ""
    if found := _DOCUMENT.search(ctx.words):
        document = found["number"]
        ctx.words = ctx.words[: found.start()] + ctx.words[found.end() :]
    if found := _FROM.search(ctx.words):
        try:
            day = dt.date(int(found["year"]), int(found["month"]), int(found["day"]))
        except ValueError:
            raise Sorry(say("agencies.no_such_day", day=found[0].strip())) from None
        ctx.words = ctx.words[: found.start()] + ctx.words[found.end() :]
    ctx.words = ctx.words.strip(" ,;.")
    return day, document


def _kept(day: dt.date | None, document: str) -> dict[str, str]:
    return {"day": day.isoformat() if day else "", "document": document}


def _ask_alias(ctx: Context) -> list[Message]:
    row, name = _agency_and_name(ctx)
    text = say("agencies.alias_really", agency=agency_name(ctx.session, row), name=name)
    return [_sure(text, "agency_alias", {"agency": row, "name": name})]


def _agency_and_name(ctx: Context) -> tuple[int, str]:
    """ "Sở A = Tên mới". Raises Sorry when it says less than that."""
    left, *right = _parted(ctx.words)
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
    return _change(ctx, Wish("renamed", (int(ctx.args["agency"]),), (str(ctx.args["name"]),)))


def merge(ctx: Context) -> list[Message]:
    """Confirmed: the units become one on the day; open work and people go along and hear of it."""
    ctx.require_role("edit_agency")
    return _change(ctx, Wish("merged", tuple(int(unit) for unit in ctx.args["units"]), (str(ctx.args["into"]),)))


def _change(ctx: Context, wish: Wish) -> list[Message]:
    day = dt.date.fromisoformat(ctx.args["day"]) if ctx.args.get("day") else ctx.today
    try:
        effect = decide(ctx.session, wish, day, str(ctx.args.get("document", "")), ctx.actor, ctx.now)
    except NameRefused as refusal:
        return [_not_possible(refusal)]
    except ChangeRefused as problem:
        return [Message(say("agencies.change_refused", reason=problem.reason, detail=problem.detail))]
    tell(ctx.session, effect, ctx.now, but=ctx.person_id)
    return [Message(sentence(effect))]


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
