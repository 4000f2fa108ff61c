"""What came through the upload page: stored as an event of the person's chat, answered there like any message."""

from collections.abc import Callable, Sequence
from typing import Any

from catalog.messaging import upload_links
from catalog.messaging.inbox_and_outbox import Message
from handlers.conversation.context import Context, Incoming, Received
from handlers.conversation.open_conversations import leave
from handlers.focal_point import updates

_MARK = "dondoc.upload"  # a key no platform has in its events


def payload_of(link_id: int, words: str, files: Sequence[Received]) -> dict[str, Any]:
    """The event as the inbox stores it: the files are in the evidence store already."""
    return {_MARK: link_id, "words": words, "files": [file.to_json() for file in files]}


def is_upload(payload: dict[str, Any]) -> bool:
    """Whether an event says it came through the page; `came` makes sure that it did."""
    return type(payload.get(_MARK)) is int


def read(channel: str, chat_id: str, payload: dict[str, Any]) -> Incoming:
    """The event in our own words. Uploads come from private chats only, where chat and sender are one."""
    return Incoming(channel, chat_id, chat_id, "", text=str(payload.get("words", "")), event="upload")


def received(payload: dict[str, Any]) -> list[Received]:
    """The files of such an event, those that were refused too; [] for any other event."""
    return Received.waiting_in(payload) if is_upload(payload) else []


def came(ctx: Context, meanings: Sequence[Callable[[Context], list[Message] | None]] = ()) -> list[Message]:
    """Files and words of the page, as if they had been sent in the chat about the task of the link.

    Through a link of no task they may be something else: the first of `meanings` that answers.
    """
    link = upload_links.of_event(ctx.session, ctx.inbox_id)
    if link is None or link.person_id != ctx.contact.person_id:
        return []  # no link was used up for this: it did not come through the page
    ctx.words = ctx.incoming.text.strip()
    if link.assignment_id is not None:
        leave(ctx)  # the link says which task, whatever the chat has come to since
        ctx.args = {"assignment": link.assignment_id}
        if link.on_behalf_id is not None:
            ctx.args["on_behalf"] = link.on_behalf_id
        return updates.free_text(ctx)
    for meaning in meanings:
        if (answer := meaning(ctx)) is not None:
            return answer
    return updates.free_text(ctx)
