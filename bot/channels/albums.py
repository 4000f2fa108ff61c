"""An album comes as one event a file, in any order: its parts are waited for and handled as one message."""

import asyncio
import functools
from collections.abc import Callable, Sequence
from dataclasses import replace

from catalog.store.store import Store
from handlers import process
from handlers.conversation.context import Incoming, Reading
from handlers.process import Waiting

MOST_WAITS = 10
"""An album is handled after so many looks at the latest, however slowly its parts go on coming."""

Part = tuple[Waiting, Incoming]


async def other_parts(
    store: Store, first: Waiting, album: str, read: Callable[[Waiting], Reading], settle: float
) -> list[Part]:
    """The further stored parts of an album, once none has come for `settle` seconds; oldest first."""
    parts: list[Part] = []
    for _ in range(MOST_WAITS):
        await asyncio.sleep(settle)
        waiting = await store.read_async(
            functools.partial(process.waiting_in, channel=first.channel, chat_key=first.chat_key)
        )
        read_now = [(event, read(event)) for event in waiting if event.inbox_id != first.inbox_id]
        found = [(event, said) for event, said in read_now if isinstance(said, Incoming) and said.album == album]
        if len(found) == len(parts):
            break
        parts = found
    return parts


def together(first: Incoming, parts: Sequence[Part]) -> Incoming:
    """One message of all files, with whatever words stood under any of them."""
    every = [first, *(said for _, said in parts)]
    return replace(
        first,
        text="\n".join(said.text for said in every if said.text),
        attachments=tuple(file for said in every for file in said.attachments),
        reply_to=next((said.reply_to for said in every if said.reply_to), ""),
    )
