"""What a question about figures is about: rights first, then what was asked for, and as of which day.

Used by the chat screens, by the pictures and documents made on delivery (which look at the rights again), and for
what people type: "sở nội vụ", "kế hoạch 2821", "tuần trước", "ngày 15/3".
"""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_name, members_of
from catalog.agencies.typed.called_by_name import agency_called
from catalog.clock import local_day
from catalog.figures.standing_on_day import Scope, own_scope
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.organisations.by_kind import kind_of_whole
from catalog.people.rights import Rights
from catalog.plans.called_by_name import plan_called
from catalog.tables import Plan, Task
from catalog.text import fold
from handlers.conversation.context import Context
from scheduler.digests.wording import plan_label
from templates.render import say

KEPT = ("agency", "group", "plan", "annex", "section", "day")
"""What a button carries on from screen to screen."""

_DATE = re.compile(r"(?:ngay )?\b(\d{1,2})[/.-](\d{1,2})(?:[/.-](\d{4}))?\b|(?:ngay )?\b(\d{4})-(\d{1,2})-(\d{1,2})\b")


_PLAN = re.compile(r"(?:ke hoach|kh)(?: so)?\b ?")
_DIGIT = re.compile(r"\d")

OFFERED = 6
"""So many plans are offered where none was named."""


class Unclear(Exception):
    """The words name nothing we know; `message` says so and offers what was probably meant."""

    def __init__(self, message: Message) -> None:
        super().__init__(message.text)
        self.message = message


@dataclass(frozen=True)
class Asked:
    """Whose figures, of which day. `kept` is what a button needs to ask the same again."""

    scope: Scope
    title: str
    day: dt.date
    kept: dict[str, Any]

    @property
    def narrowed(self) -> bool:
        """Whether less than everything this person may see was asked for."""
        return any(key in self.kept for key in ("agency", "group", "plan"))

    def coordinated(self) -> "Asked":
        """Without what is in it only because one's own agency leads it: what an officer may press for."""
        return replace(self, scope=replace(self.scope, also_agency_ids=()))


def asked(session: Session, rights: Rights, args: Mapping[str, Any], today: dt.date) -> Asked:
    """What `args` of a button mean for somebody with these rights: never wider than one's own."""
    kept = {key: args[key] for key in KEPT if key in args}
    day = dt.date.fromisoformat(kept["day"]) if "day" in kept else today
    own = own_scope(rights)
    scope, title = own, _own_title(session, own)
    if "plan" in kept:
        plan = session.get_one(Plan, int(kept["plan"]))
        scope, title = replace(scope, plan_id=plan.id), plan_label(plan)
        if own.agency_ids is not None:
            whose: tuple[int, ...] = own.agency_ids
        else:
            theirs = own.coordinator_ids is None or plan.coordinator_id in own.coordinator_ids
            whose = () if theirs else own.also_agency_ids
        if whose and "agency" not in kept:
            title = f"{'; '.join(agency_name(session, a) for a in whose)} · {title}"
    if "section" in kept:
        annex, section = str(kept.get("annex", "")), str(kept["section"])
        scope = replace(scope, section=(annex, section))
        title = f"{title}, {_section_title(session, scope)}"
    if "agency" in kept:
        agency = int(kept["agency"])
        allowed = own.agency_ids is None or agency in own.agency_ids
        scope = replace(scope, agency_ids=(agency,) if allowed else ())
        name = agency_name(session, agency)
        title = f"{name} · {title}" if "plan" in kept else name
    elif "group" in kept:
        members = members_of(session, str(kept["group"]))
        scope = replace(scope, agency_ids=tuple(a for a in members if own.agency_ids is None or a in own.agency_ids))
        name = say("status.title_group", group=str(kept["group"]))
        title = f"{name} · {title}" if "plan" in kept else name
    return Asked(scope, title, day, kept)


def asked_by(ctx: Context) -> Asked:
    """What this event asks for, by its button or by its words. Raises Unclear."""
    if ctx.words:
        ctx.args = {**ctx.args, **_typed(ctx, ctx.words)}
    return asked(ctx.session, ctx.rights, ctx.args, ctx.today)


def _own_title(session: Session, own: Scope) -> str:
    def named(ids: Iterable[int]) -> list[str]:
        return [agency_name(session, agency) for agency in ids]

    if own.agency_ids is not None:
        return "; ".join(named(own.agency_ids)) or "—"
    if own.coordinator_ids is not None:
        return say("status.title_coordinated", agencies=named(own.coordinator_ids), also=named(own.also_agency_ids))
    return say("status.title_whole", kind=kind_of_whole(session))


def _section_title(session: Session, scope: Scope) -> str:
    assert scope.section is not None
    annex, section = scope.section
    query = select(Task.section_title).where(
        Task.plan_id == scope.plan_id, Task.annex == annex, Task.section == section
    )
    return say("status.section", annex=annex, section=section, title=session.exec(query).first() or "")


def _typed(ctx: Context, words: str) -> dict[str, Any]:
    """The args of what was typed: a day and a plan or an agency, in any order."""
    found: dict[str, Any] = {}
    rest = fold(words)
    for phrase, days in (("tuan truoc", _last_sunday), ("thang truoc", _last_months_end), ("hom qua", _yesterday)):
        if phrase in rest:
            found["day"] = days(ctx.today).isoformat()
            rest = rest.replace(phrase, " ").strip()
    dated = _DATE.search(rest)
    if dated:
        found["day"] = _printed_day(dated, ctx.today).isoformat()
        rest = (rest[: dated.start()] + " " + rest[dated.end() :]).strip()
    if not rest:
        return found
    said = _PLAN.match(rest)
    plan, plans = plan_called(ctx.session, rest[said.end() :] if said else rest)
    if plan is not None:
        return {**found, "plan": plan.id}
    if said and _DIGIT.search(rest):
        # "kế hoạch 2812" is no agency, though one of today once was "Sở Kế hoạch và Đầu tư".
        raise _unclear(words, [], plans, found)
    # The matcher knows accents and raw typing: it gets the words as they were, where nothing was taken out.
    return {**found, **_agency_named(ctx, words if not found else rest, found)}


def _agency_named(ctx: Context, words: str, found: dict[str, Any]) -> dict[str, Any]:
    called = agency_called(ctx.session, words)
    if called.row is not None:
        return {"agency": called.row}
    plans = [] if called.near else ctx.session.exec(select(Plan).order_by(col(Plan.id))).all()
    raise _unclear(words, called.near[:4], plans, found)


def _unclear(words: str, near: Sequence[tuple[int, str]], plans: Sequence[Plan], found: dict[str, Any]) -> Unclear:
    buttons = [(Choice(name, "status", {**found, "agency": row}),) for row, name in near]
    buttons += [(Choice(plan_label(plan), "status", {**found, "plan": plan.id}),) for plan in plans[:OFFERED]]
    text = say("status.unknown", words=words[:80], near=bool(near), plans=bool(plans))
    return Unclear(Message(text, tuple(buttons)))


def _printed_day(found: re.Match[str], today: dt.date) -> dt.date:
    """The day that was typed; without a year the latest one that has come. Raises Unclear."""
    day, month, year = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    try:
        if year:
            printed = dt.date(int(year), int(month), int(day))
        else:
            printed = dt.date(today.year, int(month), int(day))
            printed = printed if printed <= today else dt.date(today.year - 1, int(month), int(day))
    except ValueError:
        raise Unclear(Message(say("status.no_such_day", typed=found[0].removeprefix("ngay ")))) from None
    if printed > today:
        raise Unclear(Message(say("status.not_yet", day=printed)))
    return printed


def _last_sunday(today: dt.date) -> dt.date:
    return today - dt.timedelta(days=today.isoweekday())


def _last_months_end(today: dt.date) -> dt.date:
    return today.replace(day=1) - dt.timedelta(days=1)


def _yesterday(today: dt.date) -> dt.date:
    return today - dt.timedelta(days=1)


def asked_of(session: Session, rights: Rights, args: Mapping[str, Any], now: dt.datetime) -> Asked:
    """As `asked`, for something made later than it was asked for: the day stays, the rights are those of `now`."""
    return asked(session, rights, args, local_day(now))
