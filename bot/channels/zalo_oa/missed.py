"""What people said while nobody listened: the platform retries for less than two hours, then the event is gone.

The conversations are read backwards to where we were last heard; what is found there gets the id the event would have
had, so that what did arrive is known.
"""

import datetime as dt
from typing import Any

from bot.channels.zalo_oa.api import Json, OaApi
from bot.channels.zalo_oa.reading import SAID, WITH_FILES, OaEvent, read
from bot.channels.zalo_oa.signature import moment_of

AT_ONCE, PAGES = 10, 50
"""Lines a call, calls at the most: 500 lines of everybody's."""

_KINDS = {"photo": "image", "nosupport": "unsupported"}


async def missed(api: OaApi, since: dt.datetime, own_id: str) -> list[OaEvent]:
    """The events of people since then, oldest first. Raises OaProblem."""
    lines: list[Json] = []
    for page in range(PAGES):
        found = await api.recent(page * AT_ONCE, AT_ONCE)
        new = [line for line in found if (at := moment_of(line.get("time"))) is not None and at > since]
        lines += new
        if len(new) < len(found) or len(found) < AT_ONCE:
            break
    events = [read(_event(line, own_id), own_id) for line in lines if str(line.get("src")) == "1"]
    return [event for event in reversed(events) if event is not None]


def _event(line: Json, own_id: str) -> Json:
    """A line of a conversation in the form its event would have had."""
    kind = str(line.get("type") or "text")
    kind = _KINDS.get(kind, kind)
    message: dict[str, Any] = {"msg_id": line.get("message_id"), "text": line.get("message")}
    if kind in WITH_FILES and line.get("url"):
        message["attachments"] = [{"type": kind, "payload": {"url": line["url"]}}]
    return {
        "event_name": f"{SAID}{kind}", "sender": {"id": line.get("from_id")}, "timestamp": str(line.get("time")),
        "recipient": {"id": line.get("to_id") or own_id}, "message": message,
    }  # fmt: skip
