"""One's own phone number, said in a sentence or behind /toi: officers and leaders find it in the directory."""

import re

from catalog import audit
from catalog.messaging.inbox_and_outbox import Message
from catalog.people import people
from catalog.text import fold
from handlers.conversation.context import Context
from templates.render import say

_SAID = re.compile(r"(?:(?:so|sdt|dien thoai)(?: \w+){0,6}?[ :,]*)?(?P<number>(?:\+?84|0)\d{9})[ .!]*")


def said(ctx: Context) -> list[Message] | None:
    """ "Số của tôi là 0905 123 456": kept with this chat; None where the words say anything else or no number."""
    found = _SAID.fullmatch(re.sub(r"(?<=\d)[ .-](?=\d)", "", fold(ctx.words)))
    if found is None or ctx.incoming.group or not ctx.rights.linked:
        return None
    number = re.sub(r"^\+?84", "0", found["number"])
    people.keep_phone(ctx.session, ctx.contact, number)
    audit.append(ctx.session, ctx.actor, "phone.kept", f"person:{ctx.person_id}", ctx.now, {})
    return [Message(say("privacy.phone_kept", number=number))]
