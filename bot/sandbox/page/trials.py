"""What a visitor puts a bot to the test with: switches of the platforms, and what becomes of a group."""

from collections.abc import Callable

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.world.groups import Groups
from bot.sandbox.world.how_written import How
from bot.sandbox.world.world import World

WAYS: dict[str, How] = {
    "": How(), "forwarded": How(forwarded_from="Trần Văn Minh"), "forwarded_hidden": How(forwarded_from="?"),
    "admin": How(hidden="admin"), "channel": How(hidden="channel"), "linked_channel": How(hidden="linked_channel"),
    "via": How(via="gif"), "external_reply": How(external_reply=True),
}  # fmt: skip
"""How a message may be written, by the name the page gives it."""


def how_of(form: FormData) -> How:
    """How the form says its message is written: `way` is one of WAYS, `topic` a number. Raises ValueError."""
    way, topic = str(form.get("way", "")), str(form.get("topic", ""))
    if way not in WAYS:
        raise ValueError(way)
    chosen = WAYS[way]
    return How(int(topic) if topic else None, chosen.forwarded_from, chosen.hidden, chosen.via, chosen.external_reply)


class Trials:
    """The actions of that part of the page."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._groups = Groups(world)

    async def switch(self, request: Request) -> Response:
        """`{"name", "value"}`: turns a switch of the world. Raises LookupError, ValueError."""
        asked = await request.json()
        with self._world.lock:
            self._world.switches.set(str(asked["name"]), asked.get("value"))
        self._world.changes.bump()
        return JSONResponse({})

    async def group(self, request: Request) -> Response:
        """`{"do", "person", "chat", "topic", "title"}`: one of `_acts`, done by that person. Raises LookupError."""
        asked = await request.json()
        done = self._acts(asked)[str(asked["do"])]()
        return JSONResponse({"id": done})

    def _acts(self, asked: Json) -> dict[str, Callable[[], int | None]]:
        groups, by = self._groups, int(asked["person"])
        chat, title = int(asked.get("chat") or 0), str(asked.get("title") or "Nhóm thử")[:64]
        topic = int(asked["topic"]) if asked.get("topic") else None
        everybody = [by, *(one for one in self._world.people if one != by)]
        return {
            "create": lambda: groups.create(title, everybody, forum=True),
            "open_topic": lambda: groups.open_topic(chat, title, by),
            "close_topic": lambda: groups.close_topic(chat, topic),
            "reopen_topic": lambda: groups.close_topic(chat, topic, closed=False),
            "delete_topic": lambda: groups.delete_topic(chat, topic or 0),
            "mute": lambda: groups.mute_bot(chat, by),
            "unmute": lambda: groups.unmute_bot(chat, by),
            "lock_files": lambda: groups.lock_files(chat),
            "unlock_files": lambda: groups.lock_files(chat, locked=False),
            "remove_bot": lambda: groups.remove_bot(chat, by),
            "add_bot": lambda: groups.add_bot(chat, by),
        }
