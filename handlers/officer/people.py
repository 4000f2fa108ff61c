"""/danhba: who is in charge, which agencies have nobody, and an officer's ways to change either."""

import datetime as dt
from typing import Any

from sqlmodel import col, select

from catalog import audit
from catalog.agencies.stored import agency_name
from catalog.agencies.typed.called_by_name import agency_called
from catalog.messaging import board_sessions
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
FEW = 3
"""So many people stand with their buttons; more are numbered."""


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
    """Few people with their buttons at once; of many a page, where a number opens a person."""
    members = [(agency, m) for agency, of_it in groups for m in of_it]
    many = len(members) > FEW and (ctx.rights.may("remove_person") or ctx.rights.may("remove_officer"))
    facts = {"missing": missing, "officer": ctx.rights.has("officer")}
    if many:
        return _page(ctx, members, facts)
    entries = [(agency, [_facts_of(ctx, m) for m in of_it]) for agency, of_it in groups]
    asked = (
        missing is None and any(of_it for _, of_it in groups) and not any(m[3] for _, of_it in entries for m in of_it)
    )
    rows = [row for _, of_it in groups for m in of_it if (row := _buttons(ctx, m))]
    if missing:
        rows.insert(0, (Choice(say("digest.button_unlinked", count=missing), "unlinked", {}),))
    text = say("people.directory", entries=entries, asked=asked and _reads_numbers(ctx), **facts)
    return Message(text, tuple(rows[:MOST_BUTTONS]))


def _page(ctx: Context, members: list[tuple[str, Membership]], facts: dict[str, Any]) -> Message:
    page = int(ctx.args.get("page", 0))
    shown = list(enumerate(members, start=1))[page * PAGE : (page + 1) * PAGE]
    entries = [(n, agency, *_facts_of(ctx, m)) for n, (agency, m) in shown]
    rows = in_rows([Choice(str(n), "member", {"membership": m.id}) for n, (_, m) in shown], 5)
    if len(members) > (page + 1) * PAGE:
        left = len(members) - (page + 1) * PAGE
        rows.append((Choice(say("digest.button_more", count=left), "directory", {"page": page + 1}),))
    if facts["missing"]:
        rows.append((Choice(say("digest.button_unlinked", count=facts["missing"]), "unlinked", {}),))
    return Message(say("people.directory", entries=entries, numbered=True, total=len(members), **facts), tuple(rows))


def directory_page(ctx: Context) -> list[Message]:
    """The next page of one's own directory."""
    return [_own_directory(ctx)]


def member(ctx: Context) -> list[Message]:
    """One person of the directory, with what may be done about the role."""
    one = ctx.session.get_one(Membership, int(ctx.args["membership"]))
    if not (ctx.rights.may("remove_person") or ctx.rights.may("remove_officer")):
        raise NotAllowed("remove_person", f"membership:{one.id}")
    entries = [(agency_name(ctx.session, one.agency_id) or say("people.at_province"), [_facts_of(ctx, one)])]
    buttons = _buttons(ctx, one)
    if buttons and board_sessions.open_sessions(ctx.session, one.person_id, ctx.now):
        buttons += (Choice(say("people.button_end_board"), "board_end", {"membership": one.id}),)
    text = say("people.directory", entries=entries, missing=None, officer=False)
    return [Message(text, (buttons,) if buttons else ())]


def _reads_numbers(ctx: Context) -> bool:
    """Numbers are for who coordinates or reads everything, not for every focal point."""
    return ctx.rights.may("invite") or ctx.rights.may("see")


def _facts_of(ctx: Context, one: Membership) -> tuple[str, str, dt.date | None, str]:
    """Name, role, until when, phone."""
    own = one.agency_id in ctx.rights.agencies()
    phone = people.phone_of(ctx.session, one.person_id) if own or _reads_numbers(ctx) else ""
    return people.display_name(ctx.session, one.person_id), one.role, one.until, phone


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


def end_board(ctx: Context) -> list[Message]:
    """A person's sessions and links of the board are over at once: a phone was lost, a browser left open."""
    membership = _removable(ctx)
    count = board_sessions.end_all(ctx.session, membership.person_id, ctx.actor, ctx.now)
    if count and membership.person_id != ctx.person_id:
        ctx.tell(membership.person_id, Message(say("table.ended_by_officer")))
    return [Message(say("people.board_ended", count=count, **_facts(ctx, membership)))]


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
