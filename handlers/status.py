"""/tonghop = /status: the true picture in one screen, and the rows behind every number."""

from sqlmodel import col, select

from catalog.agencies.matching import match
from catalog.agencies.stored import agency_id, agency_name, registry_of
from catalog.figures import By, Picture, Scope, picture
from catalog.messages import Choice, Message
from catalog.progress import FIVE_FIGURES
from catalog.tables import Assignment, Plan
from catalog.text import fold
from handlers.incoming import Context
from scheduler.wording import line_of, plan_label
from templates.render import say

ROWS = 10


def overview(ctx: Context) -> list[Message]:
    """One screen over what this person may see; words narrow it ("sở nội vụ", "kế hoạch 2821")."""
    scope, title, problem = _scope(ctx)
    if problem:
        return [Message(problem)]
    shown = picture(ctx.session, ctx.today, ctx.now, scope=scope, by="agency")
    if not shown.whole.total and not shown.whole.unassigned:
        return [Message(say("status.nothing", title=title))]
    return [Message(say("status.overview", title=title, picture=shown, worst=_worst(shown)), _buttons(ctx))]


def groups(ctx: Context) -> list[Message]:
    """The same figures by plan, agency or section; every line sums to the whole above."""
    by: By = ctx.args["by"]
    scope, title, _ = _scope(ctx)
    shown = picture(ctx.session, ctx.today, ctx.now, scope=scope, by=by)
    ranked = sorted(shown.groups, key=lambda g: (-g.counts["open_overdue"], -g.total, g.name))
    return [Message(say("status.groups", title=title, by=by, picture=shown, groups=ranked[:30]), _buttons(ctx))]


def rows(ctx: Context) -> list[Message]:
    """The assignments behind one figure, ten at a time."""
    part, page = str(ctx.args["part"]), int(ctx.args.get("page", 0))
    scope, title, _ = _scope(ctx)
    behind = [s for s in picture(ctx.session, ctx.today, ctx.now, scope=scope).stands if s.bucket == part]
    behind.sort(key=lambda s: (s.snapshot.next_due() or ctx.today, s.assignment_id))
    shown = behind[page * ROWS : (page + 1) * ROWS]
    lines = [
        line_of(ctx.session, ctx.session.get_one(Assignment, s.assignment_id), ctx.now, page * ROWS + i)
        for i, s in enumerate(shown, start=1)
    ]
    buttons: list[tuple[Choice, ...]] = []
    if len(behind) > (page + 1) * ROWS:
        buttons.append((Choice(say("tasks.button_next"), "status_rows", {**ctx.args, "page": page + 1}),))
    buttons.append((Choice(say("status.button_back"), "status", _kept(ctx)),))
    return [
        Message(
            say("status.rows", title=title, part=part, lines=lines, total=len(behind), today=ctx.today), tuple(buttons)
        )
    ]


def plans(ctx: Context) -> list[Message]:
    """/kehoach: the plans this person may see, each with its total and overdue."""
    scope, _, _ = _scope(ctx)
    shown = picture(ctx.session, ctx.today, ctx.now, scope=scope, by="plan")
    return [Message(say("status.plans", groups=shown.groups))]


def _scope(ctx: Context) -> tuple[Scope, str, str]:
    """(scope, its name, a sentence when the words name nothing): rights first, then what was asked for."""
    own = _own_scope(ctx)
    words = ctx.words
    if "agency" in ctx.args:
        agency = int(ctx.args["agency"])
        return _within(own, Scope(agency_ids=(agency,))), agency_name(ctx.session, agency), ""
    if "plan" in ctx.args:
        plan = ctx.session.get_one(Plan, int(ctx.args["plan"]))
        return _within(own, Scope(plan_id=plan.id)), plan_label(plan), ""
    if not words:
        return own, _own_title(ctx, own), ""
    for plan in ctx.session.exec(select(Plan).order_by(col(Plan.id))).all():
        asked = fold(words).removeprefix("ke hoach").strip()
        if asked and plan.number and fold(plan.number).startswith(asked):
            ctx.args = {"plan": plan.id}
            return _within(own, Scope(plan_id=plan.id)), plan_label(plan), ""
    found = match(words, registry_of(ctx.session))
    if found.decision == "match" and found.agency:
        agency_row = agency_id(ctx.session, found.agency)
        ctx.args = {"agency": agency_row}
        return _within(own, Scope(agency_ids=(agency_row or 0,))), found.agency, ""
    return own, "", say("status.unknown", words=words[:80], candidates=[c.agency for c in found.candidates[:3]])


def _own_scope(ctx: Context) -> Scope:
    if ctx.rights.sees_everything():
        return Scope()
    coordinated = ctx.rights.agencies("officer")
    if coordinated:
        return Scope(coordinator_ids=coordinated)
    return Scope(agency_ids=ctx.rights.agencies("focal", "agency_leader"))


def _within(own: Scope, asked: Scope) -> Scope:
    """What was asked for, never wider than one's own."""
    agencies = asked.agency_ids if asked.agency_ids is not None else own.agency_ids
    if asked.agency_ids is not None and own.agency_ids is not None:
        agencies = tuple(a for a in asked.agency_ids if a in own.agency_ids)
    return Scope(asked.plan_id, agencies, own.coordinator_ids)


def _own_title(ctx: Context, own: Scope) -> str:
    if own.agency_ids is not None:
        return "; ".join(agency_name(ctx.session, a) for a in own.agency_ids) or "—"
    if own.coordinator_ids is not None:
        return say("status.title_coordinated", agencies=[agency_name(ctx.session, a) for a in own.coordinator_ids])
    return say("status.title_province")


def _worst(shown: Picture) -> list[object]:
    """The three agencies with the most overdue work."""
    late = [g for g in shown.groups if g.counts["open_overdue"]]
    return sorted(late, key=lambda g: (-g.counts["open_overdue"], g.name))[:3]  # type: ignore[return-value]


def _kept(ctx: Context) -> dict[str, object]:
    return {key: ctx.args[key] for key in ("agency", "plan") if key in ctx.args}


def _buttons(ctx: Context) -> tuple[tuple[Choice, ...], ...]:
    kept = _kept(ctx)
    by = tuple(
        Choice(say("status.button_by", by=by), "status_by", {**kept, "by": by}) for by in ("plan", "agency", "section")
    )
    parts = ("open_overdue", "open_in_time", "done_late", "done_on_time", "no_deadline")
    assert set(parts) == set(FIVE_FIGURES)
    shown = [Choice(say("status.button_part", part=part), "status_rows", {**kept, "part": part}) for part in parts]
    return (by, tuple(shown[:2]), tuple(shown[2:]))
