"""What a visitor does on the web chat page: becomes someone, writes, presses, sends files, moves the clock."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from bot.sandbox.page.trials import Trials, how_of
from bot.sandbox.telegram_forms.calls import Upload
from bot.sandbox.telegram_forms.text import formatted
from bot.sandbox.world.chats import Channel
from bot.sandbox.world.groups import Groups
from bot.sandbox.world.people import add_person
from bot.sandbox.world.pictures import picture_size
from bot.sandbox.world.posting import Draft, post, press_button, start_text
from bot.sandbox.world.world import Callback, World

PAGE_HEADER = "X-Sandbox"  # a foreign site cannot send it without this server's leave
SECONDS_FOR_AN_ANSWER = 10.0
CLOCK_STEPS = ("next_reminder", "tomorrow", "in_a_week")
NAME_LIMIT = 64  # as Telegram's first name
LARGEST_BODY_FIELD = 1024 * 1024
Action = Callable[[Request], Awaitable[Response]]


class PageActions:
    """Everything on the page that changes something."""

    def __init__(self, world: World, stopping: Callable[[], bool]) -> None:
        self._world = world
        self._stopping = stopping
        self._groups = Groups(world)
        self._trials = Trials(world)

    def routes(self) -> list[Route]:
        """POST only, and only with the page's header; what cannot be done is answered with 4xx."""
        actions: dict[str, Action] = {
            "people": self._create,
            "send": self._send,
            "press": self._press,
            "block": self._block,
            "clock": self._move_clock,
            "switch": self._trials.switch,
            "group": self._trials.group,
        }
        return [Route(f"/sandbox/{name}", _guarded(action), methods=["POST"]) for name, action in actions.items()]

    async def _create(self, request: Request) -> Response:
        """`{"name", "payload", "channel"}`: a new person, who starts the bot at once when there is an invitation."""
        asked = await request.json()
        name = str(asked["name"]).strip()[:NAME_LIMIT]
        text = start_text(str(asked.get("payload", "")).strip())
        if not name:
            raise HTTPException(400)
        named: dict[object, Channel] = {
            "zalo": "zalo", "zalo_oa": "zalo_oa", "telegram": "telegram", "email": "email",
        }  # fmt: skip
        user_id = add_person(self._world, name, channel=named.get(asked.get("channel")))
        if asked.get("payload"):
            post(self._world, user_id, None, [Draft(formatted(text, None))], None)
        return JSONResponse({"id": user_id})

    async def _send(self, request: Request) -> Response:
        """A form: `person`, `chat`, `text`, `reply_to`, `photo` and `file` uploads. Text alone, or as caption.

        `way` and `topic` say how it is written (`bot.sandbox.page.trials`).
        """
        async with request.form(max_part_size=LARGEST_BODY_FIELD) as form:
            person, chat = int(str(form["person"])), int(str(form["chat"]))
            text, reply = str(form.get("text", "")), str(form.get("reply_to", ""))
            how = how_of(form)
            photos = [await _read(part) for part in form.getlist("photo")]
            documents = [await _read(part) for part in form.getlist("file")]
        drafts = self._drafts(text, photos, documents)
        if not drafts:
            raise HTTPException(400)
        written = [replace(draft, how=how) for draft in drafts]
        post(self._world, person, chat, written, int(reply) if reply else None)
        return JSONResponse({})

    def _drafts(self, text: str, photos: list[Upload], documents: list[Upload]) -> list[Draft]:
        """One message a file, the words as caption of the first; a photo that is no picture goes as a file."""
        content, silent = formatted(text, None), formatted("", None)
        files = self._world.files
        drafts: list[Draft] = []
        for part in [*photos, *documents]:
            words = silent if drafts else content
            if part in photos and picture_size(part.data):
                drafts.append(Draft(words, photo=tuple(files.add_photo(part.data))))
            else:
                drafts.append(Draft(words, files.add(part.data, part.name, part.mime, "document")))
        if not drafts and content.text:
            drafts.append(Draft(content))
        return drafts

    async def _press(self, request: Request) -> Response:
        """`{"person", "chat", "message", "data"}` → what the bot answered: `{"answered", "text", "alert"}`."""
        asked = await request.json()
        callback = press_button(
            self._world, int(asked["person"]), int(asked["chat"]), int(asked["message"]), str(asked["data"])
        )
        await self._answered(callback)
        return JSONResponse({"answered": callback.answered, "text": callback.text, "alert": callback.alert})

    async def _answered(self, callback: Callback) -> None:
        loop = asyncio.get_running_loop()
        end = loop.time() + SECONDS_FOR_AN_ANSWER
        while True:
            seen = self._world.changes.count
            left = end - loop.time()
            if callback.answered or left <= 0 or self._stopping():
                return
            await self._world.changes.after(seen, left)

    async def _block(self, request: Request) -> Response:
        """`{"person", "blocked"}`: blocks the bot or takes it back."""
        asked = await request.json()
        act = self._groups.block_bot if asked["blocked"] else self._groups.unblock_bot
        act(int(asked["person"]))
        return JSONResponse({})

    async def _move_clock(self, request: Request) -> Response:
        """`{"step"}`, one of CLOCK_STEPS: asks the host program to move the whole bot."""
        step = (await request.json())["step"]
        if self._world.on_clock is None or step not in CLOCK_STEPS:
            raise HTTPException(404)
        await self._world.on_clock(step)
        self._world.changes.bump()
        return JSONResponse({})


async def _read(part: UploadFile | str) -> Upload:
    if not isinstance(part, UploadFile):
        raise HTTPException(400)
    return Upload(part.filename or "tep", part.content_type or "", await part.read())


def _guarded(action: Action) -> Action:
    async def run(request: Request) -> Response:
        if PAGE_HEADER not in request.headers:
            return Response(status_code=403)
        try:
            return await action(request)
        except LookupError:
            return Response(status_code=404)
        except (ValueError, TypeError):
            return Response(status_code=400)

    return run
