"""/danhba: who is in charge, which agencies have nobody, and an officer's ways to change either."""

from sqlmodel import col, select

from catalog import audit
from catalog.agencies.called_by_name import agency_called
from catalog.agencies.stored import agency_name
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.message import in_rows
from catalog.people import people
from catalog.people.rights import OF_AN_AGENCY, Action, in_force
from catalog.people.unconnected import without_focal
from catalog.tables import Membership
from handlers.conversation.context import Context, NotAllowed
from handlers.officer import agencies, invite
from scheduler.digests.officer_desk import coordinated, unlinked_at_work
from templates.render import say

MOST_BUTTONS = 12
PAGE = 10


def directory(ctx: Context) -> list[Message]:
    """/danhba [agency]: who is in charge, and for officers which agencies have nobody."""
    asked = invite.handed_out(ctx) or agencies.edits(ctx)
    if asked is not None:
        return asked
    if not ctx.words:
        return [_own_directory(ctx)]
    wanted = agency_called(ctx.session, ctx.words).near[:3]
    if not wanted:
        return [Message(say("link.no_such_agency", typed=ctx.words[:80]))]
    return [_shown(ctx, [(name, people.memberships_at(ctx.session, row, ctx.now)) for row, name in wanted])]


def unconnected(ctx: Context) -> list[Message]:
    """The agencies without a focal point, a page at a time; a number invites one, a button all of them."""
    if not (ctx.rights.may("invite") or ctx.rights.may("see")):
        raise NotAllowed("see", "unconnected")
    group, page = str(ctx.args.get("group", "")), int(ctx.args.get("page", 0))
    kept = {key: ctx.args[key] for key in ("group", "at_work") if ctx.args.get(key)}
    if kept.get("at_work"):  # the number of the desk: of those who lead open work of this officer's plans
        plans = [plan.id or 0 for plan in coordinated(ctx.session, ctx.rights)]
        found = unlinked_at_work(ctx.session, plans, ctx.now)
    else:
        found = without_focal(ctx.session, ctx.now, group)
    shown = found[page * PAGE : (page + 1) * PAGE]
    rows: list[tuple[Choice, ...]] = []
    if ctx.rights.may("invite"):
        numbers = [
            Choice(str(page * PAGE + n), "invite_many", {"agencies": [row]})
            for n, (row, _) in enumerate(shown, start=1)
        ]
        rows = in_rows(numbers, 5)
    turn: tuple[Choice, ...] = ()
    if page:
        turn = (Choice(say("status.button_before"), "unlinked", {**kept, "page": page - 1}),)
    if len(found) > (page + 1) * PAGE:
        left = len(found) - (page + 1) * PAGE
        turn += (Choice(say("digest.button_more", count=left), "unlinked", {**kept, "page": page + 1}),)
    if turn:
        rows.append(turn)
    if found and ctx.rights.may("invite"):
        label = say("invite.button_all", count=len(found))
        rows.append((Choice(label, "invite_many", {"agencies": [row for row, _ in found]}),))
    text = say(
        "people.unconnected", total=len(found), names=[name for _, name in shown], first=page * PAGE, group=group,
        at_work=bool(kept.get("at_work")),
        officer=ctx.rights.may("invite"),
    )  # fmt: skip
    return [Message(text, tuple(rows))]


def _own_directory(ctx: Context) -> Message:
    """My agencies; for officers also those that nobody answers for, for admins who works at province level."""
    groups = [
        (agency_name(ctx.session, a), people.memberships_at(ctx.session, a, ctx.now)) for a in ctx.rights.agencies()
    ]
    if ctx.rights.may("remove_officer"):
        rows = select(Membership).where(col(Membership.role).not_in(OF_AN_AGENCY), in_force(ctx.now))
        groups.append((say("people.at_province"), list(ctx.session.exec(rows.order_by(col(Membership.id))).all())))
    known = ctx.rights.may("invite") or ctx.rights.may("see")
    missing = len(without_focal(ctx.session, ctx.now)) if known else None
    return _shown(ctx, groups, missing)


def _shown(ctx: Context, groups: list[tuple[str, list[Membership]]], missing: int | None = None) -> Message:
    entries = [
        (agency, [(people.display_name(ctx.session, m.person_id), m.role, m.until) for m in members])
        for agency, members in groups
    ]
    rows = [row for _, members in groups for m in members if (row := _buttons(ctx, m))]
    text = say("people.directory", entries=entries, missing=missing, officer=ctx.rights.has("officer"))
    if missing:
        rows.insert(0, (Choice(say("digest.button_unlinked", count=missing), "unlinked", {}),))
    return Message(text, tuple(rows[:MOST_BUTTONS]))


def _buttons(ctx: Context, membership: Membership) -> tuple[Choice, ...]:
    """What this person may do with that role: take it away, hand it over."""
    name = people.display_name(ctx.session, membership.person_id) or say("people.nameless")
    about = {"membership": membership.id}
    row: tuple[Choice, ...] = ()
    if ctx.rights.may(_removal(membership)):
        row += (Choice(say("people.button_end_of", name=name), "member_end", about),)
    if membership.role == "focal" and membership.deputy_of_id is None and ctx.rights.may("hand_over"):
        row += (Choice(say("people.button_hand_over"), "handover_for", about),)
    return row


def _removal(membership: Membership) -> Action:
    """Who gives a role takes it: officers those of an agency, admins the others."""
    return "remove_person" if membership.role in OF_AN_AGENCY else "remove_officer"


def ask_end(ctx: Context) -> list[Message]:
    """One question before a role is taken away."""
    membership = _removable(ctx)
    yes = Choice(say("people.button_end_yes"), "member_end_yes", {"membership": membership.id})
    return [Message(say("people.end_really", **_facts(ctx, membership)), ((yes,),))]


def end(ctx: Context) -> list[Message]:
    """The role is taken away, the person told. From now on nothing goes to them for it."""
    membership = _removable(ctx)
    try:
        people.end(ctx.session, membership, ctx.actor, ctx.now)
    except people.Refused as refusal:
        audit.append(
            ctx.session, ctx.actor, "refused.remove_person", f"membership:{membership.id}", ctx.now,
            {"why": refusal.reason},
        )  # fmt: skip
        return [Message(say("people.already_ended"))]
    facts = _facts(ctx, membership)
    if membership.person_id != ctx.person_id:
        ctx.tell(membership.person_id, Message(say("people.you_ended", **facts)))
    return [Message(say("people.ended", **facts))]


def _removable(ctx: Context) -> Membership:
    """The role a button names. A focal point may end that of his own deputy. Raises NotAllowed."""
    membership = ctx.session.get_one(Membership, int(ctx.args["membership"]))
    action = _removal(membership)
    stood_in_for = ctx.session.get(Membership, membership.deputy_of_id) if membership.deputy_of_id is not None else None
    own_deputy = (
        stood_in_for is not None
        and stood_in_for.person_id == ctx.person_id
        and ctx.rights.may("name_deputy", agency_id=membership.agency_id)
    )
    if not own_deputy and not ctx.rights.may(action, agency_id=membership.agency_id):
        raise NotAllowed(action, f"membership:{membership.id}")
    return membership


def _facts(ctx: Context, membership: Membership) -> dict[str, str]:
    return {
        "name": people.display_name(ctx.session, membership.person_id),
        "role": membership.role,
        "agency": agency_name(ctx.session, membership.agency_id),
    }
