"""Invitations for many agencies: counted first, then one message with the codes and files to print or forward."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, select

from catalog.agencies.stored import agency_id, agency_name, members_of
from catalog.agencies.typed.called_by_name import agency_called
from catalog.messaging.inbox_and_outbox import Choice, Message, OutFile
from catalog.people import invitations, one_time_codes
from catalog.people.unconnected import without_focal
from catalog.tables import Invitation, PlanFile
from handlers.conversation.context import Context, Received
from handlers.officer import invite
from handlers.officer.plans import import_plan
from templates.render import say

_INVITES = re.compile(r"\b(?:mời|moi|mã mời|ma moi)\b(?! (?:họp|hop|dự|du)\b)", re.IGNORECASE)

SHOWN = 5
"""So many names stand in the question, so many codes at the most in the message; of more the files have all."""

OF_MANY = 2
"""So many codes stand in the message where the files are needed anyway: one screen of a phone."""

AGAIN = dt.timedelta(minutes=10)
"""A second tap within this time makes no second set of codes."""


def of_group(ctx: Context, group: str) -> list[int]:
    """The agencies of a group that have no focal point; "all": of every one."""
    if group in ("communes", "departments"):
        wanted = set(members_of(ctx.session, group))
        return [row for row, _ in without_focal(ctx.session, ctx.now) if row in wanted]
    return [row for row, _ in without_focal(ctx.session, ctx.now)]


def preview(ctx: Context, agencies: Sequence[int], not_found: Sequence[str] = ()) -> list[Message]:
    """How many would be invited, by name, and what was named that is no agency here; nothing is made before the tap."""
    ctx.require_role("invite")
    message = _preview(ctx.session, agencies, ctx.now) if agencies else Message(say("invite.nobody_left"))
    if not_found:
        message = replace(message, text=f"{message.text}\n{say('invite.not_found', names=list(not_found))}")
    return [message]


def _preview(session: Session, agencies: Sequence[int], now: dt.datetime) -> Message:
    names = [agency_name(session, row) for row in agencies[:SHOWN]]
    without = {row for row, _ in without_focal(session, now)}
    held = [agency_name(session, row) for row in agencies if row not in without]
    yes = Choice(say("invite.button_make", count=len(agencies)), "invite_many", {"agencies": list(agencies)})
    text = say("invite.many_really", names=names, count=len(agencies), held=held, days=invitations.INVITATION_DAYS)
    return Message(text, ((yes,),))


def offer_book(ctx: Context) -> list[Message] | None:
    """A document under words like "mời các cơ quan trong tệp": whom it names is read; None for anything else."""
    documents = import_plan.one_document(ctx)
    if not documents or not _INVITES.search(ctx.words):
        return None
    return import_plan.to_be_read(ctx, documents, invite=True) if ctx.rights.may("invite") else None


def take_book(ctx: Context) -> list[Message]:
    """Tapped under a document that came without a word: it lists whom to invite."""
    ctx.require_role("invite")
    return import_plan.to_be_read(ctx, Received.waiting_in(ctx.args), invite=True)


def book_read(session: Session, file_id: int, names: Sequence[str], unclear: Sequence[str], now: dt.datetime) -> None:
    """The document was read: whom it names is counted as if they had been typed; what was not clear is told."""
    row = session.get_one(PlanFile, file_id)
    if row.state != "waiting":
        return
    row.state = "dropped"  # it is no plan: nothing of it is left to confirm
    session.add(row)
    agencies = [found for name in names if (found := agency_id(session, name)) is not None]
    message = _preview(session, agencies, now) if agencies else Message(say("invite.book_nobody", name=row.name))
    if unclear:
        message = replace(message, text=f"{message.text}\n{say('invite.book_unclear', names=list(unclear))}")
    import_plan.tell(session, row, message, now)


def make(ctx: Context) -> list[Message]:
    """Confirmed: a code each. One agency gets the usual letter; of several the files hold a page each."""
    ctx.require_role("invite")
    agencies = [int(row) for row in ctx.args["agencies"]]
    if len(agencies) > 1 and _just_made(ctx, agencies):
        return [Message(say("invite.just_made", count=len(agencies)))]
    made = [
        (agency_name(ctx.session, row), invitations.invite(ctx.session, "focal", row, ctx.actor, ctx.now))
        for row in agencies
    ]
    if len(made) == 1:
        return [invite.letter(ctx, "role", made[0][1], invitations.INVITATION_DAYS, role="focal", agency=made[0][0])]
    entries = [
        {"agency": name, "code": code, "links": one_time_codes.deep_links(ctx.session, code)} for name, code in made
    ]
    until = (ctx.now + dt.timedelta(days=invitations.INVITATION_DAYS)).date()
    args = {"entries": entries, "until": until.isoformat()}
    paper, sheet = (
        OutFile(f"ma-moi-{ctx.today:%Y%m%d}.{kind}", make=f"invitations_{kind}", args=args) for kind in ("docx", "xlsx")
    )
    text = say(
        "invite.many",
        entries=entries[: SHOWN if len(entries) <= SHOWN else OF_MANY],
        count=len(entries),
        days=invitations.INVITATION_DAYS,
    )
    return [Message(text, files=(paper,)), Message("", files=(sheet,))]


def _just_made(ctx: Context, agencies: Sequence[int]) -> bool:
    """Whether this officer made codes for all of them a moment ago: a button tapped twice."""
    rows = ctx.session.exec(
        select(Invitation.agency_id).where(
            Invitation.kind == "role", Invitation.created_by_id == ctx.person_id,
            col(Invitation.created_at) > ctx.now - AGAIN, col(Invitation.used_at).is_(None),
        )
    ).all()  # fmt: skip
    return set(agencies) <= set(rows)


def named_in(ctx: Context, words: str) -> tuple[list[int], list[str]]:
    """The agencies of a typed list, one a line or between semicolons, and what of it is none; ([], []) where it is no
    list or nothing of it is clear.
    """
    parts = [part.strip(" -•\t") for part in words.replace(";", "\n").splitlines() if part.strip()]
    found = [agency_called(ctx.session, part).row for part in parts] if len(parts) > 1 else []
    rows = [row for row in dict.fromkeys(found) if row is not None]
    return rows, [part for part, row in zip(parts, found, strict=False) if row is None] if rows else []
