"""/viec with words: what they narrow the list to; words that say nothing of it are told, never dropped."""

from catalog.messaging.inbox_and_outbox import Choice, Message
from handlers.conversation.context import Context
from handlers.focal_point import tasks
from handlers.words import asked
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
