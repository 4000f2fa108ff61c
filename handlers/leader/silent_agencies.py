"""Who was reminded and has answered nothing since: "ai chưa trả lời?"."""

from catalog.agencies.stored import agency_names
from catalog.figures.unanswered import unanswered
from catalog.messaging.inbox_and_outbox import Choice, Message
from catalog.messaging.message import in_rows
from handlers.conversation.context import Context, NotAllowed
from handlers.conversation.scope import asked_by
from templates.render import say

PAGE = 8


def listed(ctx: Context) -> list[Message]:
    """The agencies with the most unanswered reminders first; a number opens one, a button reminds all."""
    if not any(ctx.rights.has(role) for role in ("officer", "leader", "inspector")):
        raise NotAllowed("see", "silent_agencies")
    asked, page = asked_by(ctx), int(ctx.args.get("page", 0))
    found = unanswered(ctx.session, asked.scope, ctx.now)
    names = agency_names(ctx.session)
    shown = found[page * PAGE : (page + 1) * PAGE]
    first = page * PAGE
    opens = [
        Choice(str(first + n), "tasks_listed", {**asked.kept, "agency": one.agency_id, "kind": "open"})
        for n, one in enumerate(shown, start=1)
    ]
    rows = in_rows(opens, 4)
    if len(found) > first + len(shown):
        left = len(found) - first - len(shown)
        rows.append((Choice(say("digest.button_more", count=left), "silent", {**asked.kept, "page": page + 1}),))
    if found and ctx.rights.has("officer"):
        about = {"what": "agencies", "agencies": [one.agency_id for one in found], "only": "silent"}
        rows.append((Choice(say("asked.button_remind_all", count=len(found)), "nudge_about", about),))
    text = say("status.silent", title=asked.title, total=len(found), first=first, rows=shown, names=names)
    return [Message(text, tuple(rows))]
