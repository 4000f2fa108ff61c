"""Invitations in words: whom, as what, and what of it nobody is called here; read back before any code is made."""

import re
from collections.abc import Callable

from catalog.agencies.stored import agency_id
from catalog.agencies.typed.called_by_name import agency_called
from catalog.messaging.inbox_and_outbox import Message
from handlers.conversation.context import Context
from handlers.officer import invite as codes
from handlers.officer import invite_many
from handlers.words.known import known_of
from handlers.words.model import Meant, Slots
from handlers.words.names.all_named import all_named
from handlers.words.names.not_named import not_named
from handlers.words.showing import each

_WHOM = re.compile(
    r"\b(?:mời|moi)\b(?:\s+(?:giúp|giup|cho|em|tôi|toi|thêm|them|các|cac|đầu mối|dau moi|của|cua)\b)*\s*(.*)$",
    re.IGNORECASE | re.DOTALL,
)


def order(otherwise: Callable[[Context, Slots], list[Message]]) -> Callable[[Context, Slots], list[Message]]:
    """Whoever may invite somebody is answered here: an admin, who gives no other order, invites officers."""

    def given(ctx: Context, slots: Slots) -> list[Message]:
        return invite(ctx, slots) if _may_invite(ctx) else otherwise(ctx, slots)

    return given


def invite(ctx: Context, slots: Slots) -> list[Message]:
    """How many agencies would be invited, or as what somebody would be; the codes are made at the tap."""
    said = str(ctx.args.get("said", ""))
    agencies = [row for name in each(slots.get("agency")) if (row := agency_id(ctx.session, name)) is not None]
    roles = codes.roles_said(said)
    if roles and roles != ("focal",):
        return codes.as_role(ctx, agencies, roles)
    if not agencies and not slots and (whom := _whom(said)):
        return [codes.which(whom, agency_called(ctx.session, whom).near)]
    if not agencies:
        agencies = invite_many.of_group(ctx, str(slots.get("group", "all")))
    return invite_many.preview(ctx, agencies, nobody_called(ctx, said))


def nobody_called(ctx: Context, said: str) -> list[str]:
    """The parts of a typed list that are no agency here."""
    return not_named(all_named(said, known_of(ctx.session), ctx.today)) if said else []


def doubtful(ctx: Context, choices: tuple[Meant, ...]) -> Meant | None:
    """The invitation among what the words may mean, where reading it back tells what is not clear in them: a name that
    nobody has, a role, a unit with its likely agency. None where buttons say it as well.
    """
    if not _may_invite(ctx):
        return None
    wish = next((one for one in choices if one.intent == "invite"), None)
    roles = codes.roles_said(ctx.words)
    if wish is None:
        return Meant("invite", {}) if roles and re.match(r"\W*mời\b", ctx.words.lower()) else None
    if (roles and roles != ("focal",)) or nobody_called(ctx, ctx.words):
        return wish
    whom = "" if wish.slots else _whom(ctx.words)
    return wish if whom and agency_called(ctx.session, whom).near else None


def _may_invite(ctx: Context) -> bool:
    return ctx.rights.may("invite") or ctx.rights.may("invite_officer")


def _whom(said: str) -> str:
    found = _WHOM.search(said)
    return found[1].strip(" .!?") if found is not None else ""
