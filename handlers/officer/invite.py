"""Handing out codes: an officer's invitations, and a focal point's second channel, deputy and successor."""

import datetime as dt
import re
from collections.abc import Sequence

from catalog import audit
from catalog.agencies.stored import agency_name
from catalog.agencies.typed.called_by_name import agency_called
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.people import invitations, one_time_codes, people
from catalog.people.rights import PROVINCE_WIDE, Action, Role
from catalog.tables import Membership
from catalog.text import fold
from handlers.conversation.context import Context, NotAllowed
from handlers.officer import invite_address
from handlers.replies import first_day
from templates.render import say

_INVITED_AS: dict[str, Role] = {
    "dau moi": "focal", "focal": "focal", "lanh dao co quan": "agency_leader", "agency_leader": "agency_leader",
    "can bo": "officer", "can bo tong hop": "officer", "officer": "officer",
    "lanh dao": "leader", "lanh dao tinh": "leader", "leader": "leader",
    "kiem tra": "inspector", "giam sat": "inspector", "inspector": "inspector", "quan tri": "admin", "admin": "admin",
}  # fmt: skip

_ROLES_SAID: dict[str, tuple[Role, ...]] = {
    "can bo tong hop": ("officer",), "can bo theo doi": ("officer",), "can bo": ("focal", "officer"),
    "chuyen vien": ("focal", "officer"), "dau moi": ("focal",), "lanh dao co quan": ("agency_leader",),
    "lanh dao tinh": ("leader",), "lanh dao ubnd tinh": ("leader",), "lanh dao": ("agency_leader",),
    "pho giam doc": ("agency_leader",), "giam doc": ("agency_leader",), "thu truong": ("agency_leader",),
    "quan tri": ("admin",), "kiem tra": ("inspector",), "giam sat": ("inspector",),
}  # fmt: skip
"""As people say it in an order; the longer before what it begins with."""

_SAID_AS = re.compile(
    rf"\bmoi (?:(?:cac|mot|them|dong chi|anh|chi|ca|ong|ba|cho|vai tro|lam) )*({'|'.join(_ROLES_SAID)})\b(?! cong chuc)"
)

MOST_NAMED = 5
"""So many agencies have buttons of their own."""

_CHANNEL = ("them kenh", "kenh khac", "kenh")
_DEPUTY = ("cu nguoi thay", "nguoi thay", "uy quyen")
_HANDOVER = ("ban giao",)


def invite(ctx: Context) -> list[Message]:
    """/moi [vai trò] <agency>: a one-time code to pass on."""
    if (address := invite_address.address_in(ctx.words)) is not None:
        ctx.words = ctx.words.replace(address, " ").strip(" ,;<>()")
    role, wanted = _role_and_agency(ctx.words)
    if role is None:
        return [Message(say("invite.how", admin=ctx.rights.has("admin")))]
    agency, name = None, ""
    ctx.require_role(_right(role))
    if role not in PROVINCE_WIDE:
        called = agency_called(ctx.session, wanted)
        if called.row is None:
            return [which(wanted, called.near, (role,))]
        agency, name = called.near[0]
    if address is not None:
        code = invitations.invite(ctx.session, role, agency, ctx.actor, ctx.now)
        return invite_address.write_to(ctx, address.lower(), code, role, name)
    return [_code_for(ctx, role, agency, name)]


def roles_said(words: str) -> tuple[Role, ...]:
    """As what somebody is to be invited in an order in words; () where it is not said, several where it is not clear:
    "cán bộ Sở Nội vụ" may be who reports for it or who coordinates its plans.
    """
    found = _SAID_AS.search(fold(words))
    return _ROLES_SAID[found[1]] if found is not None else ()


def as_role(ctx: Context, agencies: Sequence[int], roles: Sequence[Role]) -> list[Message]:
    """Whom as what, before any code is made: a button for each agency and role that this person may invite."""
    allowed = [role for role in roles if ctx.rights.may(_right(role))]
    if not allowed:
        return [Message(say("invite.by_admin", roles=roles))]
    named: list[tuple[int | None, str]] = [(row, agency_name(ctx.session, row)) for row in agencies[:MOST_NAMED]]
    named = named or [(None, "")]
    rows = tuple(
        _as(role, row, name) for row, name in named for role in allowed if (row is None) is (role in PROVINCE_WIDE)
    )
    refused = [role for role in roles if role not in allowed]
    if not rows:
        return [Message(say("invite.which", typed="", candidates=()))]
    return [Message(say("invite.as_which", names=[name for _, name in named if name], refused=refused), rows)]


def which(typed: str, near: Sequence[tuple[int, str]], roles: Sequence[Role] = ("focal",)) -> Message:
    """The agency is not sure: each it may be as a button."""
    rows = tuple(_as(role, row, name) for row, name in near for role in roles)
    return Message(say("invite.which", typed=typed[:80], candidates=[name for _, name in near]), rows)


def make_as(ctx: Context) -> list[Message]:
    """Tapped: a code for the agency and role of the button."""
    role: Role = ctx.args["role"]
    agency = ctx.args.get("agency")
    ctx.require_role(_right(role))
    row = None if role in PROVINCE_WIDE or agency is None else int(agency)
    if row is None and role not in PROVINCE_WIDE:
        raise NotAllowed(_right(role), "agency:None")
    return [_code_for(ctx, role, row, agency_name(ctx.session, row) if row is not None else "")]


def _as(role: Role, agency: int | None, name: str) -> tuple[Choice, ...]:
    return (Choice(say("invite.button_as", role=role, agency=name), "invite_role", {"role": role, "agency": agency}),)


def _code_for(ctx: Context, role: Role, agency: int | None, name: str) -> Message:
    """A new code of the role, as a message that can be passed on."""
    code = invitations.invite(ctx.session, role, agency, ctx.actor, ctx.now)
    return letter(ctx, "role", code, invitations.INVITATION_DAYS, role=role, agency=name)


def _right(role: Role) -> Action:
    return "invite" if role in ("focal", "agency_leader") else "invite_officer"


def officer_of(ctx: Context) -> list[Message]:
    """An admin's tap: a code for an officer of the department for which something waits."""
    ctx.require_role("invite_officer")
    agency = int(ctx.args["agency"])
    return [_code_for(ctx, "officer", agency, agency_name(ctx.session, agency))]


def _role_and_agency(words: str) -> tuple[Role | None, str]:
    folded = fold(words)
    for spoken, role in sorted(_INVITED_AS.items(), key=lambda item: -len(item[0])):
        if folded == spoken or folded.startswith(spoken + " "):
            return role, " ".join(words.split()[len(spoken.split()) :])
    return ("focal", words) if words else (None, "")


def letter(
    ctx: Context, kind: str, code: str, days: int = 0, *, role: str = "", agency: str = "", until: dt.date | None = None
) -> Message:
    """The code as a message that can be passed on as it is; `kind` role, channel, deputy or handover."""
    links = one_time_codes.deep_links(ctx.session, code)
    return Message(say("invite.letter", kind=kind, code=code, links=links, days=days, role=role, agency=agency,
                       until=until))  # fmt: skip


def handed_out(ctx: Context) -> list[Message] | None:
    """What the words after /lienket or /danhba ask to hand out; None when they ask for something else."""
    folded = fold(ctx.words)
    if folded.startswith(_CHANNEL):
        return add_channel(ctx)
    if folded.startswith(_DEPUTY):
        return name_deputy(ctx)
    if folded.startswith(_HANDOVER):
        return hand_over(ctx)
    return None


def add_channel(ctx: Context) -> list[Message]:
    """A code that makes another chat mine; only for somebody who is linked here."""
    if not ctx.rights.linked:
        return [Message(say("link.link_first"))]
    code = invitations.invite_channel(ctx.session, ctx.person_id, ctx.actor, ctx.now)
    minutes = int(invitations.CHANNEL_CODE_LIFE.total_seconds() // 60)
    return [letter(ctx, "channel", code, minutes)]


def name_deputy(ctx: Context) -> list[Message]:
    """ "cử người thay đến 30/6": the day first, then the agency if there are several."""
    day = first_day(fold(ctx.words), ctx.today)
    if not ctx.rights.has("focal"):
        ctx.require_role("name_deputy")
    if day is None:
        return [Message(say("invite.until_when"))]
    return for_which(ctx, "deputy_for", {"until": day.isoformat()})


def deputy_for(ctx: Context) -> list[Message]:
    """The agency is clear: a code for the deputy."""
    membership = ctx.session.get_one(Membership, int(ctx.args["membership"]))
    ctx.require_role("name_deputy", agency_id=membership.agency_id)
    if membership.person_id != ctx.person_id:
        raise NotAllowed("name_deputy", f"membership:{membership.id}")
    until = dt.date.fromisoformat(ctx.args["until"])
    try:
        code = invitations.invite_deputy(ctx.session, membership, until, ctx.actor, ctx.now)
    except people.Refused as refusal:
        return _refused(ctx, "name_deputy", membership, refusal)
    agency = agency_name(ctx.session, membership.agency_id)
    return [letter(ctx, "deputy", code, invitations.INVITATION_DAYS, role=membership.role, agency=agency, until=until)]


def hand_over(ctx: Context) -> list[Message]:
    """ "bàn giao": a code for the successor; until it is used nothing changes."""
    if not ctx.rights.has("focal"):
        ctx.require_role("hand_over")
    return for_which(ctx, "handover_for", {})


def handover_for(ctx: Context) -> list[Message]:
    """Whose work is handed over is clear: a code for the successor. An officer may do it for somebody else."""
    membership = ctx.session.get_one(Membership, int(ctx.args["membership"]))
    ctx.require_role("hand_over", agency_id=membership.agency_id)
    if membership.person_id != ctx.person_id and not ctx.rights.may("hand_over"):
        raise NotAllowed("hand_over", f"membership:{membership.id}")  # a colleague's is not mine to give away
    try:
        code = invitations.invite_successor(ctx.session, membership, ctx.actor, ctx.now)
    except people.Refused as refusal:
        return _refused(ctx, "hand_over", membership, refusal)
    agency = agency_name(ctx.session, membership.agency_id)
    return [letter(ctx, "handover", code, invitations.INVITATION_DAYS, role=membership.role, agency=agency)]


def for_which(ctx: Context, do: str, args: dict[str, object]) -> list[Message]:
    """Go on (`do`: deputy_for or handover_for) with the one agency this person is focal point of, or ask which."""
    mine = [m for m in people.memberships_of(ctx.session, ctx.person_id, ctx.now, "focal") if m.deputy_of_id is None]
    if not mine:
        return [Message(say("invite.nothing_of_yours"))]
    if len(mine) == 1:
        ctx.args = {**args, "membership": mine[0].id}
        return deputy_for(ctx) if do == "deputy_for" else handover_for(ctx)
    rows = tuple((Choice(agency_name(ctx.session, m.agency_id), do, {**args, "membership": m.id}),) for m in mine)
    return [Message(say("invite.which_of_yours"), rows)]


def _refused(ctx: Context, action: str, membership: Membership, refusal: people.Refused) -> list[Message]:
    audit.append(
        ctx.session, ctx.actor, f"refused.{action}", f"membership:{membership.id}", ctx.now, {"why": refusal.reason}
    )
    return [Message(say("invite.refused", reason=refusal.reason))]
