"""What somebody hands on from elsewhere: never taken for their own word, only after they have said yes to it.

The same for what is said of a message in another chat, or made by another bot. It is then recorded by whoever handed
it on, in the place of whoever wrote it (marked as entered on behalf).
"""

from catalog.messaging.inbox_and_outbox import Choice, Message
from handlers.conversation.context import Context, Received
from handlers.conversation.which_task import assignment_of
from handlers.focal_point import evidence, updates
from handlers.replies import parse_reply
from templates.render import say


def came(ctx: Context) -> list[Message]:
    """Words are shown back and asked about; files wait for a task to be named, whatever was under discussion."""
    words = ctx.incoming.text.strip()
    flow = ctx.conversation
    if ctx.received and flow is not None and flow.flow == "evidence":  # the task was named before
        ctx.args, ctx.words = dict(flow.data), ""
        return [*evidence.keep_for(ctx, assignment_of(ctx)), *([_not_taken()] if words else [])]
    if not words.startswith("/") and parse_reply(words, ctx.today).items:
        return [_ask(ctx, words)]
    if ctx.received:
        ctx.words = ""
        return evidence.ask_which(ctx)
    return [_not_taken()]


def _ask(ctx: Context, words: str) -> Message:
    kept = {"words": words, "files": [file.to_json() for file in ctx.received if file.kept is not None]}
    if ctx.rights.agencies("focal"):
        yes = Choice(say("forwarded.button_yes"), "forwarded_yes", kept)
    else:
        officer = ctx.rights.anywhere("enter_on_behalf")
        code = _one_task(ctx, words) if officer else None
        if code is None:
            return Message(say("forwarded.not_yours", officer=officer))
        yes = Choice(say("forwarded.button_yes"), "forwarded_behalf", {**kept, "code": code})
    no = Choice(say("forwarded.button_no"), "forwarded_no")
    text = say("forwarded.ask", words=words, author=ctx.incoming.author, files=[file.name for file in ctx.received])
    return Message(text, ((yes, no),))


def _one_task(ctx: Context, words: str) -> int | None:
    """The task that the words name by its code; None where they name several or go by the places of a list."""
    named = {(item.ref or "").partition(".")[0] for item in parse_reply(words, ctx.today).items}
    code = named.pop()[1:] if len(named) == 1 and all(ref.startswith("#") for ref in named) else ""
    return int(code) if code.isdigit() else None


def _not_taken() -> Message:
    return Message(say("forwarded.not_taken"))


def yes(ctx: Context) -> list[Message]:
    """Recorded as said, in the place of whoever wrote it."""
    ctx.words, ctx.received = str(ctx.args["words"]), Received.waiting_in(ctx.args)
    ctx.args = {"forwarded": True}
    return updates.free_text(ctx)


def no(_ctx: Context) -> list[Message]:
    """Nothing is recorded."""
    return [Message(say("forwarded.left"))]
