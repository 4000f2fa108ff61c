"""Coming in: /start, invitations, naming one's agency, and the officer's yes or no."""

import sqlalchemy as sa
from sqlmodel import col, select

from catalog import audit, codes, invitations, people
from catalog.agencies.matching import match
from catalog.agencies.stored import agency_id, agency_name, registry_of
from catalog.messages import Choice, Message
from catalog.rights import Role, people_with
from catalog.tables import AgencyRow, JoinRequest, Membership
from catalog.text import fold
from handlers.flow import enter, leave
from handlers.incoming import Context, Sorry
from templates.render import say

_INVITED_AS = {
    "dau moi": "focal", "focal": "focal", "lanh dao co quan": "agency_leader", "agency_leader": "agency_leader",
    "can bo": "officer", "officer": "officer", "lanh dao": "leader", "leader": "leader",
    "kiem tra": "inspector", "inspector": "inspector", "admin": "admin",
}  # fmt: skip
_PROVINCE_WIDE: tuple[Role, ...] = ("leader", "inspector", "admin")


def start(ctx: Context) -> list[Message]:
    """/start, with the code of a deep link or without."""
    if ctx.words:
        return _redeem(ctx, ctx.words)
    if ctx.rights.linked:
        return [Message(say("linking.already", roles=_roles(ctx)))]
    enter(ctx, "link", {})
    return [Message(say("linking.welcome", name=ctx.contact.name))]


def link(ctx: Context) -> list[Message]:
    """/lienket CODE, or /lienket <agency>, or alone: asks."""
    if ctx.words:
        return typed(ctx)
    enter(ctx, "link", {})
    return [Message(say("linking.how"))]


def typed(ctx: Context) -> list[Message]:
    """A code or the name of an agency, typed by somebody who wants in."""
    if codes.code_in(ctx.words):
        return _redeem(ctx, ctx.words)
    if not ctx.words:
        return [Message(say("linking.how"))]
    found = match(ctx.words, registry_of(ctx.session))
    if found.decision == "match" and found.agency is not None:
        return [_confirm(ctx, [found.agency])]
    if found.decision == "ask":
        return [_confirm(ctx, [candidate.agency for candidate in found.candidates])]
    enter(ctx, "link", {})
    return [Message(say("linking.no_such_agency", typed=ctx.words[:80]))]


def _confirm(ctx: Context, names: list[str]) -> Message:
    enter(ctx, "link", {})
    rows = [
        (Choice(name, "join_ask", {"agency": agency_id(ctx.session, name)}),)
        for name in names
        if agency_id(ctx.session, name)
    ]
    rows.append((Choice(say("linking.button_other"), "join_no"),))
    text = say("linking.confirm_one", agency=names[0]) if len(names) == 1 else say("linking.confirm_many")
    return Message(text, choices=tuple(rows))


def not_this_agency(ctx: Context) -> list[Message]:
    """None of the offered agencies was right."""
    enter(ctx, "link", {})
    return [Message(say("linking.how"))]


def ask_to_join(ctx: Context) -> list[Message]:
    """The agency was confirmed: ask the officers."""
    leave(ctx)
    agency = int(ctx.args["agency"])
    name = agency_name(ctx.session, agency)
    if agency in ctx.rights.agencies("focal"):
        return [Message(say("linking.already", roles=_roles(ctx)))]
    request = people.ask_to_join(ctx.session, ctx.person_id, agency, ctx.actor, ctx.now)
    others = [people.display_name(ctx.session, p) for p in people_with(ctx.session, "focal", agency, ctx.now)]
    notice = Message(
        say("linking.join_notice", name=ctx.contact.name, agency=name, others=others),
        choices=(
            (
                Choice(say("linking.button_approve"), "join_decide", {"request": request.id, "approve": True}),
                Choice(say("linking.button_refuse"), "join_decide", {"request": request.id, "approve": False}),
            ),
        ),
    )
    reached = sum(ctx.tell(person, notice) for person in _join_officers(ctx) if person != ctx.person_id)
    return [Message(say("linking.asked", agency=name, reached=reached))]


def decide(ctx: Context) -> list[Message]:
    """An officer says yes or no to a join request."""
    request = ctx.session.get(JoinRequest, int(ctx.args["request"]))
    if request is None:
        return [Message(say("orientation.old_button"))]
    ctx.require_role("decide_join", agency_id=request.agency_id)
    name = agency_name(ctx.session, request.agency_id)
    who = people.display_name(ctx.session, request.person_id)
    try:
        people.decide_join(ctx.session, request, bool(ctx.args["approve"]), ctx.actor, ctx.now)
    except people.Refused as refusal:
        audit.append(
            ctx.session, ctx.actor, "refused.decide_join", f"join:{request.id}", ctx.now, {"why": refusal.reason}
        )
        return [Message(say("linking.join_not_decided", reason=refusal.reason, name=who, agency=name))]
    approved = request.decision == "approved"
    ctx.tell(request.person_id, Message(say("linking.joined" if approved else "linking.join_refused", agency=name)))
    return [Message(say("linking.join_decided", approved=approved, name=who, agency=name))]


def _redeem(ctx: Context, code: str) -> list[Message]:
    try:
        membership = invitations.redeem(ctx.session, codes.code_in(code) or code, ctx.contact, ctx.now).membership
    except people.Refused as refusal:
        return [Message(say("linking.code_refused", reason=refusal.reason))]
    leave(ctx)
    if membership is None:
        return [Message(say("linking.channel_added"))]
    agency = agency_name(ctx.session, membership.agency_id)
    return [Message(say("linking.linked", role=membership.role, agency=agency))]


def invite(ctx: Context) -> list[Message]:
    """/moi [vai trò] <agency>: a one-time code to pass on."""
    role, wanted = _role_and_agency(ctx.words)
    if role is None:
        return [Message(say("linking.invite_how"))]
    if role in _PROVINCE_WIDE or role == "officer":
        ctx.require_role("invite_officer")
    agency, name = None, ""
    if role not in _PROVINCE_WIDE:
        found = match(wanted, registry_of(ctx.session))
        if found.decision != "match" or found.agency is None:
            raise Sorry(say("linking.invite_which", typed=wanted[:80], candidates=[c.agency for c in found.candidates]))
        name, agency = found.agency, agency_id(ctx.session, found.agency)
    ctx.require_role("invite", agency_id=agency)
    code = invitations.invite(ctx.session, role, agency, ctx.actor, ctx.now)
    return [Message(say("linking.invitation", code=code, role=role, agency=name, days=invitations.INVITATION_DAYS))]


def _role_and_agency(words: str) -> tuple[Role | None, str]:
    folded = fold(words)
    for spoken, role in sorted(_INVITED_AS.items(), key=lambda item: -len(item[0])):
        if folded == spoken or folded.startswith(spoken + " "):
            return role, " ".join(words.split()[len(spoken.split()) :])  # type: ignore[return-value]
    return ("focal", words) if words else (None, "")


def directory(ctx: Context) -> list[Message]:
    """/danhba [agency]: who is in charge, and which agencies have nobody."""
    if ctx.words:
        found = match(ctx.words, registry_of(ctx.session))
        ids = [agency_id(ctx.session, c.agency) for c in found.candidates[:3]] if found.decision != "none" else []
        wanted = [i for i in ids if i is not None]
        if not wanted:
            return [Message(say("linking.no_such_agency", typed=ctx.words[:80]))]
    else:
        wanted = list(ctx.rights.agencies())
    officer = ctx.rights.has("officer") or ctx.rights.has("admin")
    entries = [(agency_name(ctx.session, a), _people_of(ctx, a)) for a in wanted]
    missing = _unlinked_agencies(ctx) if officer and not ctx.words else []
    return [Message(say("linking.directory", entries=entries, missing=missing))]


def _people_of(ctx: Context, agency: int) -> list[tuple[str, str]]:
    rows = ctx.session.exec(
        select(Membership).where(Membership.agency_id == agency, col(Membership.ended_at).is_(None))
    ).all()
    return [(people.display_name(ctx.session, m.person_id), m.role) for m in rows]


def _unlinked_agencies(ctx: Context) -> list[str]:
    linked = sa.select(col(Membership.agency_id)).where(
        col(Membership.ended_at).is_(None), col(Membership.role).in_(("focal", "agency_leader"))
    )
    return list(
        ctx.session.exec(
            select(AgencyRow.name)
            .where(col(AgencyRow.active).is_(True), col(AgencyRow.id).not_in(linked))
            .order_by(col(AgencyRow.id))
        ).all()
    )


def _join_officers(ctx: Context) -> list[int]:
    return [p for role in ("officer", "admin") for p in people_with(ctx.session, role, None, ctx.now)]


def _roles(ctx: Context) -> list[tuple[str, str]]:
    return [(held.role, agency_name(ctx.session, held.agency_id)) for held in ctx.rights.held]
