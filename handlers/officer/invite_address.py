"""An agency's official address is added with nothing but the address: its first answer confirms it.

The code of the invitation goes to that address alone, and whoever answers from there has read it. An address for a
person with other rights is invited by code: a shared mailbox must not hold them.
"""

import re

from catalog.messaging import inbox_and_outbox
from catalog.messaging.bot_identity import known_bots
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.people import people
from catalog.people.rights import OF_AN_AGENCY, rights_of
from catalog.text import fold
from handlers.conversation.context import Context, Sorry
from templates.render import say

ACCEPT = "address_confirm"
"""The choice that takes the invitation; any clear yes does, too."""

_ADDRESS = re.compile(r"[A-Za-z0-9][\w.+-]{0,63}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_YES = re.compile(
    r"(?:da |vang,? |vang a,? )?(?:dong y|xac nhan|nhan|da nhan|ok|oke|co|vang|duoc|chap nhan|nhat tri)\b.{0,80}"
)


def address_in(words: str) -> str | None:
    """The mail address somebody typed, None where there is none."""
    found = _ADDRESS.search(words)
    return found[0] if found else None


def write_to(ctx: Context, address: str, code: str, role: str, agency: str) -> list[Message]:
    """The invitation as a letter to that address. Raises Sorry where it cannot be written to."""
    if "email" not in known_bots(ctx.session):
        raise Sorry(say("mail.no_mail"))
    if role not in OF_AN_AGENCY:
        raise Sorry(say("mail.not_by_address"))
    known = people.known_contact(ctx.session, "email", address)
    if known is not None and rights_of(ctx.session, known.person_id or 0, ctx.now).linked:
        raise Sorry(say("mail.address_known", address=address))
    contact = people.contact_for(ctx.session, "email", address, "", ctx.now)
    text = say("mail.invitation", role=role, agency=agency)
    yes = Choice(say("mail.button_accept"), ACCEPT, {"code": code})
    inbox_and_outbox.queue(
        ctx.session, contact, Message(text, ((yes,),)), ctx.now, priority=inbox_and_outbox.NOTICE, inbox_id=ctx.inbox_id
    )
    return [Message(say("mail.invited", address=address, agency=agency))]


def code_accepted(ctx: Context) -> str:
    """The code of the invitation that the newest letter to this address offered, where the words say yes; else ""."""
    recent = inbox_and_outbox.recent_with_choices(ctx.session, ctx.contact.id or 0)
    offered = Message.from_json(recent[0].payload).flat_choices() if recent else []
    code = next((str(choice.args["code"]) for choice in offered if choice.do == ACCEPT), "")
    return code if _YES.fullmatch(fold(ctx.words).strip(" .!,")) else ""
