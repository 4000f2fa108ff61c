"""A press on a page: a button of the chat, or words (and files) for the question it brought, done by its handler."""

from collections.abc import Container, Iterable

from starlette.datastructures import UploadFile
from starlette.requests import Request

from bot.web.board.access import Visitor
from bot.web.board.desk import Desk
from bot.web.uploads import MOST_FILES, kept
from catalog.messaging.inbox_and_outbox import Choice, Message
from handlers import on_page
from handlers.conversation.context import NotAllowed, Received
from handlers.joining.help import EXAMPLE


async def pressed(desk: Desk, request: Request, visitor: Visitor) -> on_page.Shown | None:
    """What the chat answers; None for a form that is none of ours, or a button that nobody offered."""
    form = await desk.posted(request, visitor, MOST_FILES)
    if form is None:
        return None
    try:
        sealed = visitor.unseal(form.text("nut", 100_000) or form.text("hoi", 100_000))
        if not isinstance(sealed, dict):
            return None
        try:
            handler = on_page.tap(sealed["do"]) if "do" in sealed else on_page.answer(sealed["flow"])
        except NotAllowed:
            return None
        files: list[Received] = []
        for file in form.form.getlist("tep"):
            if isinstance(file, UploadFile) and file.filename:
                files.append(await kept(desk.evidence, file, desk.judging))
        words = "" if "do" in sealed else form.text("loi")
        return await desk.act(
            visitor, form, handler, data=sealed.get("args", {}), flow=str(sealed.get("flow", "")), words=words,
            files=files,
        )  # fmt: skip
    finally:
        await form.form.close()


def offered(messages: Iterable[Message], hidden: Container[str] = ()) -> list[Choice]:
    """The buttons of these messages, without those whose screens the board has pages of its own for (`hidden`)."""
    choices = [choice for message in messages for choice in message.flat_choices()]
    return [choice for choice in choices if choice.do not in hidden and choice.do != EXAMPLE]
