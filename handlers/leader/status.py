"""/tonghop = /status: the true picture in one screen, its groups, and the chart of it. Rows: `status_rows`."""

import datetime as dt
from collections.abc import Sequence

from catalog.figures.official import NOBODY, By, Figures
from catalog.figures.overview import overview as overview_of
from catalog.figures.overview import whole_of
from catalog.messaging.inbox_and_outbox import Choice, Message, OutFile
from catalog.messaging.message import in_rows
from catalog.text import fold
from catalog.work.snapshot import FIVE_FIGURES
from handlers.conversation.board_address import button, page_of
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.scope import Asked, Unclear, asked_by
from handlers.leader import status_rows
from handlers.officer.plans import import_plan
from templates.render import say

GROUPS_A_PAGE = 5
"""Two lines each: with heading, key and buttons one screen of a phone."""
WEEK = dt.timedelta(days=7)

_LISTS = {
    "qua han": "open_overdue", "chua cap nhat": "stale", "cho nghiem thu": "reported", "chua giao": "unassigned",
    "canh bao": "warnings", "thieu nguon luc": "shortages", "theo co quan": "by:agency", "theo ke hoach": "by:plan",
    "theo muc": "by:section",
}  # fmt: skip
"""Words that ask for a list of rows, or for groups, instead of the screen."""


def overview(ctx: Context) -> list[Message]:
    """One screen over what this person may see; words narrow it ("sở nội vụ", "kế hoạch 2821", "tuần trước")."""
    if not ctx.rights.anywhere("status"):
        raise NotAllowed("status")
    part = asked_list(ctx)
    try:
        asked = asked_by(ctx)
    except Unclear as unclear:
        return [unclear.message]
    if part.startswith("by:"):
        ctx.args, ctx.words = {**asked.kept, "by": part[3:]}, ""
        return groups(ctx)
    if part:
        ctx.args, ctx.words = {**asked.kept, "part": part}, ""
        screen = {"warnings": status_rows.warnings, "shortages": status_rows.lacking}.get(part, status_rows.rows)
        return screen(ctx)
    shown = overview_of(ctx.session, asked.day, ctx.now, asked.scope)
    if not shown.whole.total and not shown.whole.unassigned:
        return [Message(say("status.nothing", title=asked.title, day=asked.day), _back(asked))]
    before = whole_of(ctx.session, asked.day - WEEK, ctx.now, asked.scope)
    text = say(
        "status.overview", title=asked.title, day=asked.day, f=shown.whole, before=before, week_ago=asked.day - WEEK,
        worst=worst(shown.groups) if len(shown.groups) > 1 else (), warned=sum(count for _, count in shown.warned()),
        unattended=status_rows.without_officer(ctx, asked),
    )  # fmt: skip
    return [Message(text, _buttons(asked))]


def numbers(ctx: Context) -> list[Message]:
    """Every number of the screen with a button to the rows behind it."""
    asked = asked_by(ctx)
    whole = overview_of(ctx.session, asked.day, ctx.now, asked.scope).whole
    sizes: dict[str, int] = {
        **{part: whole.counts[part] for part in (*FIVE_FIGURES, "suspended", "cancelled")},
        "reported": whole.reported, "self_confirmed": whole.self_confirmed, "unassigned": whole.unassigned,
        "updated": whole.updated, "not_updated": whole.total - whole.updated,
        "linked": whole.linked, "not_linked": whole.agencies - whole.linked,
    }  # fmt: skip
    buttons = [
        Choice(say("status.button_number", part=part, count=size), "status_rows", {**asked.kept, "part": part})
        for part, size in sizes.items()
        if size
    ]
    quiet = Choice(say("status.button_list", part="stale"), "status_rows", {**asked.kept, "part": "stale"})
    board = () if ctx.incoming.group else (button(page_of(asked.kept)),)
    rows = [*in_rows(buttons, 2), (quiet, *board)]
    return [Message(say("status.numbers", title=asked.title, day=asked.day, f=whole), (*rows, *_back(asked)))]


def groups(ctx: Context) -> list[Message]:
    """The same figures by plan, agency or section; every page says what the whole is, all groups sum to it."""
    by: By = ctx.args["by"]
    page = int(ctx.args.get("page", 0))
    asked = asked_by(ctx)
    shown = overview_of(ctx.session, asked.day, ctx.now, asked.scope, by)
    ranked = sorted(shown.groups, key=lambda g: (-g.counts["open_overdue"], -g.total, g.name))
    part = ranked[page * GROUPS_A_PAGE : (page + 1) * GROUPS_A_PAGE]
    text = say(
        "status.groups", title=asked.title, day=asked.day, by=by, whole=shown.whole, groups=part,
        first=page * GROUPS_A_PAGE, all=sum(group.key != NOBODY for group in ranked),
    )  # fmt: skip
    opens = [
        Choice(str(page * GROUPS_A_PAGE + n), "status", {**asked.kept, **_group_args(by, group.key)})
        for n, group in enumerate(part, start=1)
        if group.total or (by != "agency" and group.unassigned)
    ]
    turn = list(status_rows.turns("status_by", {**asked.kept, "by": by}, page, len(ranked), GROUPS_A_PAGE))
    turn += [other for other in _ways_to_group(asked) if other.args["by"] != by]
    if by == "agency":
        turn.append(Choice(say("status.button_ranking"), "ranking", asked.kept))
    return [Message(text, (*in_rows(opens, 5), (*turn, *_back(asked)[0])))]


def chart(ctx: Context) -> list[Message]:
    """The picture of the same figures; it is drawn when it is sent."""
    asked = asked_by(ctx)
    args = {**asked.kept, "day": asked.day.isoformat(), "person": ctx.person_id}
    file = OutFile(f"bieu-do-{asked.day:%Y%m%d}.png", make="chart", args=args, picture=True)
    below = (Choice(say("status.button_list", part="report"), "report", asked.kept), *_back(asked)[0])
    return [Message(say("status.chart", title=asked.title, day=asked.day), (below,), (file,))]


def plans(ctx: Context) -> list[Message]:
    """/kehoach: the plans this person may see, each with its total and overdue, and a button to its own screen."""
    try:
        asked = asked_by(ctx)
    except Unclear as unclear:
        return [unclear.message]
    shown = overview_of(ctx.session, asked.day, ctx.now, asked.scope, "plan")
    page = int(ctx.args.get("page", 0))
    first = page * GROUPS_A_PAGE
    part = shown.groups[first : first + GROUPS_A_PAGE]
    opens = [Choice(str(first + n), "status", {"plan": int(group.key)}) for n, group in enumerate(part, start=1)]
    turn = status_rows.turns("plans", asked.kept, page, len(shown.groups), GROUPS_A_PAGE)
    rows = (*in_rows(opens, 5), *((turn,) if turn else ()), *import_plan.buttons(ctx))
    return [Message(say("status.plans", groups=part, first=first, total=len(shown.groups)), rows)]


def worst(groups: Sequence[Figures]) -> list[Figures]:
    """The three agencies with the most overdue work."""
    late = [g for g in groups if g.counts["open_overdue"]]
    return sorted(late, key=lambda g: (-g.counts["open_overdue"], g.name))[:3]


def asked_list(ctx: Context) -> str:
    """The list that the words ask for; what is left of the words says of whom."""
    words = fold(ctx.words)
    for phrase, part in _LISTS.items():
        if phrase in words:
            ctx.words = words.replace(phrase, " ").strip()
            return part
    return ""


def _group_args(by: By, key: str) -> dict[str, object]:
    if by == "agency":
        return {"agency": int(key)}
    plan, *place = key.split("/")
    return {"plan": int(plan)} if by == "plan" else {"plan": int(plan), "annex": place[0], "section": place[1]}


def _buttons(asked: Asked) -> tuple[tuple[Choice, ...], ...]:
    kept = asked.kept
    lists = (
        Choice(say("status.button_list", part="open_overdue"), "status_rows", {**kept, "part": "open_overdue"}),
        Choice(say("status.button_list", part="warnings"), "status_warnings", kept),
        Choice(say("status.button_list", part="numbers"), "status_numbers", kept),
        Choice(say("status.button_list", part="chart"), "status_chart", kept),
    )
    whole = (Choice(say("status.button_whole"), "status", {}),) if kept else ()
    return tuple(in_rows([*_ways_to_group(asked)[:1], *lists, *whole], 3))


def _ways_to_group(asked: Asked) -> list[Choice]:
    """A button for each grouping that still divides what is asked for; the first stands on the screen itself."""
    kept = asked.kept
    plan = "plan" in kept
    done: dict[By, bool] = {"agency": "agency" in kept, "plan": plan, "section": "section" in kept or not plan}
    return [Choice(say("status.button_by", by=by), "status_by", {**kept, "by": by}) for by in done if not done[by]]


def _back(asked: Asked) -> tuple[tuple[Choice, ...], ...]:
    return ((Choice(say("status.button_back"), "status", asked.kept),),)
