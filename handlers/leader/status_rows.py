"""The rows behind every number of the screen, and the early warnings with their reasons, a page at a time."""

from collections.abc import Sequence

from catalog.figures.overview import overview
from catalog.figures.rows_behind import rows_behind
from catalog.figures.standing_on_day import Unassigned, unassigned_on
from catalog.figures.warnings import KINDS, early_warnings, help_wanted, shortages
from catalog.messaging.inbox_and_outbox import Choice, Message, Subject
from catalog.messaging.message import in_rows
from handlers.conversation.context import Context
from handlers.conversation.scope import Asked, asked_by
from handlers.leader import rows_to_print
from scheduler.delivery.unattended import departments_without_officer
from templates.render import say

ROWS = 5
"""Two lines each: with heading and buttons one screen of a phone."""

WARNINGS = 3
"""A warning takes three lines: so many fit a phone's screen."""


def rows(ctx: Context) -> list[Message]:
    """The assignments (or tasks nobody leads) behind one number, ten at a time."""
    part, page = str(ctx.args["part"]), int(ctx.args.get("page", 0))
    asked = asked_by(ctx)
    if part == "unassigned":
        return [_unassigned(ctx, asked, unassigned_on(ctx.session, asked.day, asked.scope), page)]
    if part in ("linked", "not_linked"):
        return [_agencies(ctx, asked, part, page)]
    total, shown = rows_behind(ctx.session, asked.day, ctx.now, asked.scope, part, first=page * ROWS, limit=ROWS)
    text = say("status.rows", title=asked.title, day=asked.day, part=part, total=total, first=page * ROWS, rows=shown)
    about = tuple(Subject(page * ROWS + n, stand.assignment_id) for n, stand in enumerate(shown, start=1))
    whole = (rows_to_print.button(asked, part),) if total > ROWS and not ctx.incoming.group else ()
    turn = _pages(asked, "status_rows", {"part": part}, page, total, ROWS, whole)
    return [Message(text, (*_opens([s.assignment_id for s in shown], page * ROWS), *turn), about=about)]


def _opens(ids: Sequence[int | None], before: int) -> list[tuple[Choice, ...]]:
    """A number for each row shown, which opens its card; None has none."""
    cards = [Choice(str(before + n), "card", {"assignment": one}) for n, one in enumerate(ids, start=1) if one]
    return in_rows(cards, 5)


def warnings(ctx: Context) -> list[Message]:
    """The early warnings: first how many of each kind, then those of one kind with reason and advice."""
    asked = asked_by(ctx)
    kind, page = str(ctx.args.get("kind", "")), int(ctx.args.get("page", 0))
    if kind:
        found = early_warnings(ctx.session, asked.day, asked.scope, only=kind)  # type: ignore[arg-type]
        part = found[page * WARNINGS : (page + 1) * WARNINGS]
        text = say("status.warned", kind=KINDS[kind], warnings=part, total=len(found), first=page * WARNINGS)  # type: ignore[index]
        turn = _pages(asked, "status_warnings", {"kind": kind}, page, len(found), WARNINGS)
        return [Message(text, (*_opens([w.assignment_id for w in part], page * WARNINGS), *turn))]
    counts = overview(ctx.session, asked.day, ctx.now, asked.scope).warnings
    sizes = [(kind, name, counts[kind]) for kind, name in KINDS.items()]
    buttons = [
        (Choice(f"{name}: {size}", "status_warnings", {**asked.kept, "kind": kind}),)
        for kind, name, size in sizes
        if size
    ]
    if counts["blocker"] or help_wanted(ctx.session, asked.day, agency_ids=ctx.rights.status_of()[1]):
        buttons.append((Choice(say("status.button_shortages"), "shortages", asked.kept),))
    text = say("status.warnings", title=asked.title, day=asked.day, sizes=sizes, unattended=without_officer(ctx, asked))
    return [Message(text, (*buttons, *_back(asked)))]


def without_officer(ctx: Context, asked: Asked) -> list[str]:
    """The departments in sight whose plans nobody coordinates; none of them where only a part is asked for."""
    scope = asked.scope
    if asked.narrowed:
        return []
    own_work_alone = scope.agency_ids is not None and scope.coordinator_ids is None
    return departments_without_officer(ctx.session, ctx.now, () if own_work_alone else scope.coordinator_ids)


def lacking(ctx: Context) -> list[Message]:
    """Tasks short of resources by who can help: of what one sees, and what is asked of one's own agency."""
    asked, page = asked_by(ctx), int(ctx.args.get("page", 0))
    found = help_wanted(ctx.session, asked.day, asked.scope)
    own = ctx.rights.status_of()[1]
    if own and not asked.narrowed:
        known = {(w.assignment_id, w.blocker) for w in found}
        of_own = help_wanted(ctx.session, asked.day, agency_ids=own)
        found += [w for w in of_own if (w.assignment_id, w.blocker) not in known]
    lists = shortages(found)
    helper = str(ctx.args.get("helper", "")) or (next(iter(lists)) if len(lists) == 1 else "")
    if helper not in lists:
        buttons = tuple(
            (Choice(f"{name}: {len(rows)}", "shortages", {**asked.kept, "helper": name}),)
            for name, rows in lists.items()
        )
        return [Message(say("status.shortages", title=asked.title, lists=lists), (*buttons, *_back(asked)))]
    rows = lists[helper]
    text = say("status.lacking", title=asked.title, helper=helper, total=len(rows), first=page * WARNINGS,
               warnings=rows[page * WARNINGS : (page + 1) * WARNINGS])  # fmt: skip
    opens = _opens([w.assignment_id for w in rows[page * WARNINGS : (page + 1) * WARNINGS]], page * WARNINGS)
    return [Message(text, (*opens, *_pages(asked, "shortages", {"helper": helper}, page, len(rows), WARNINGS)))]


def _agencies(ctx: Context, asked: Asked, part: str, page: int) -> Message:
    """The agencies with somebody to talk to, or without, that the linked rate is counted from."""
    groups = overview(ctx.session, asked.day, ctx.now, asked.scope).groups
    found = [g for g in groups if g.agencies and (g.linked > 0) is (part == "linked")]
    found.sort(key=lambda g: (-g.total, g.name))
    shown = found[page * ROWS : (page + 1) * ROWS]
    text = say("status.agencies", title=asked.title, day=asked.day, part=part, total=len(found), first=page * ROWS,
               groups=shown)  # fmt: skip
    opens = [
        Choice(str(page * ROWS + n), "status", {**asked.kept, "agency": int(g.key)})
        for n, g in enumerate(shown, start=1)
        if g.key.isdigit()
    ]
    turn = _pages(asked, "status_rows", {"part": part}, page, len(found), ROWS)
    return Message(text, (*in_rows(opens, 5), *turn))


def _unassigned(ctx: Context, asked: Asked, tasks: list[Unassigned], page: int) -> Message:
    text = say(
        "status.unassigned", title=asked.title, tasks=tasks[page * ROWS : (page + 1) * ROWS], total=len(tasks),
        first=page * ROWS, opens=ctx.rights.anywhere("edit_task"),
    )  # fmt: skip
    opens = [
        Choice(str(page * ROWS + n), "task_card", {"task": one.task_id})
        for n, one in enumerate(tasks[page * ROWS : (page + 1) * ROWS], start=1)
        if ctx.rights.anywhere("edit_task")
    ]
    turn = _pages(asked, "status_rows", {"part": "unassigned"}, page, len(tasks), ROWS)
    return Message(text, (*in_rows(opens, 5), *turn))


def _pages(
    asked: Asked, do: str, args: dict[str, object], page: int, total: int, size: int, also: tuple[Choice, ...] = ()
) -> tuple[tuple[Choice, ...], ...]:
    """One row: what else there is of all rows, the pages beside this one, the way back."""
    return ((*also, *turns(do, {**asked.kept, **args}, page, total, size), *_back(asked)[0]),)


def turns(do: str, args: dict[str, object], page: int, total: int, size: int) -> tuple[Choice, ...]:
    """The page before and the one after, where there are such: `do` shows page `page`, `size` of `total` rows."""
    before = Choice(say("status.button_before"), do, {**args, "page": page - 1})
    after = Choice(say("tasks.button_next"), do, {**args, "page": page + 1})
    return (*((before,) if page else ()), *((after,) if total > (page + 1) * size else ()))


def _back(asked: Asked) -> tuple[tuple[Choice, ...], ...]:
    return ((Choice(say("status.button_back"), "status", asked.kept),),)
