"""/viec and /moi with words: what they narrow the list to, whom they invite; nothing that is said is dropped."""

from catalog.messaging.inbox_and_outbox import Choice, Message
from handlers.conversation.context import Context
from handlers.focal_point import tasks
from handlers.officer import invite, invite_many
from handlers.words import asked, inviting
from handlers.words.known import known_of
from handlers.words.model import Meant
from handlers.words.router import understand
from templates.render import say

LISTS = ("my_tasks", "overdue", "due_within", "search", "task_card", "plan_status", "agency_status")
"""What /viec can be narrowed to."""


def listing(ctx: Context) -> list[Message]:
    """/viec; /viec 12: that task; /viec quá hạn, tuần này, sắp đến hạn, tìm ...: the list they ask for."""
    bare = ctx.words.lstrip("#").strip()
    if not bare or bare.isdigit():
        return tasks.listing(ctx)
    role = asked.role_of(ctx.rights)
    for words in (ctx.words, f"việc {ctx.words}"):
        meant = understand(words, role, known_of(ctx.session), ctx.today).meant
        if meant is not None and meant.intent in LISTS and (meant.slots or words == ctx.words):
            return asked.lead(ctx, meant)
    found = Meant("search", {"query": ctx.words[:80]})
    rows = ((Choice(asked.label(found), "words", {"intent": "search", "slots": dict(found.slots), "text": ""}),),)
    return [Message(say("asked.viec_how", words=ctx.words[:80]), rows)]


def invite_said(ctx: Context) -> list[Message]:
    """/moi: one agency; several, a group ("tất cả các xã chưa kết nối") or a typed list are counted before."""
    several, not_found = invite_many.named_in(ctx, ctx.words)
    if several:
        return invite_many.preview(ctx, several, not_found)
    said = f"mời {ctx.words}"
    understood = understand(said, asked.role_of(ctx.rights), known_of(ctx.session), ctx.today)
    meant = understood.meant
    if meant is None and inviting.nobody_called(ctx, said):
        meant = next((one for one in understood.choices if one.intent == "invite"), None)
    if not ctx.words or meant is None or meant.intent != "invite" or isinstance(meant.slots.get("agency"), str):
        return invite.invite(ctx)
    ctx.words = said
    return asked.lead(ctx, meant)
