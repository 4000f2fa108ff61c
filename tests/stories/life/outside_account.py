"""The same transcript on a strict stand-in of Zalo's OpenAPI that is none of ours (../shared/spec/zalo_oa_sandbox.py)."""

import asyncio
import base64
import contextlib
import datetime as dt
import importlib
import pathlib
import re
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
from conversation import task
from sqlmodel import Session, col, select
from two_stages import COORDINATOR, Stage, plan_of

from bot.app import App, open_store
from bot.channels.patience import Patience
from bot.embedded_server import held_port
from bot.settings import load_settings
from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM
from catalog.clock import SetClock
from catalog.messaging.oa_tokens import ACCESS_LIFE, adopt
from catalog.organisations.founding import found_bundled
from catalog.people.invitations import invite
from catalog.people.rights import Role
from catalog.plans.keeping.store import import_plan
from catalog.plans.model import ParsedTask
from catalog.tables import Inbox, Outbox
from scheduler.delivery.pacing import Limits

__all__ = ["COORDINATOR", "outside_stage", "task"]

_BRISK = Patience(look=0.05, album=0.05, limits=Limits(per_second=500, burst=500, chat_gap=0.01, group_burst=500))
_TYPED = re.compile(r"^(\d+)\. (.+)$", re.MULTILINE)
_CHOICES = re.compile(r"\nTrả lời bằng số thứ tự:(\n\d+\. .+)+$")


class Outside:
    """A bot with nothing but an account there. Implements `Stage`."""

    def __init__(self, app: App, clock: SetClock, http: httpx.AsyncClient) -> None:
        self._app, self._clock, self._http = app, clock, http
        self._people: list[str] = []

    async def control(self, path: str, body: dict[str, Any] | None = None) -> Any:
        """A word to the stand-in itself."""
        asked = self._http.get(f"/_control/{path}") if body is None else self._http.post(f"/_control/{path}", json=body)
        return (await asked).json()

    async def person(self, name: str, role: Role, agency: str | None = None) -> str:
        who = str((await self.control("person", {"name": name}))["user_id"])
        await self.control("event", {"user_id": who, "event": "follow"})
        now = self._clock()
        code = self._app.store.write(lambda s: invite(s, role, agency_id(s, agency) if agency else None, SYSTEM, now))
        await self.say(who, f"/start {code}")
        self._people.append(who)
        return who

    async def plan(self, *tasks: ParsedTask) -> None:
        now = self._clock()

        def work(session: Session) -> None:
            found_bundled(session, SYSTEM, now)
            import_plan(session, plan_of(tasks), SYSTEM, now, source_name="bundled")

        self._app.store.write(work)

    async def say(self, who: object, text: str, *files: tuple[str, bytes]) -> list[str]:
        told: dict[str, Any] = {"user_id": who, "event": "user_send_text"} | ({"text": text} if text else {})
        if files:
            name, data = files[0]
            told |= {"event": "user_send_file", "file": {"name": name, "base64": base64.b64encode(data).decode()}}
        return await self._because(str(who), told)

    async def tap(self, who: object, label: str) -> list[str]:
        for line in reversed(await self._lines(str(who))):
            message = line["message"]
            buttons = message.get("attachment", {}).get("payload", {}).get("buttons", [])
            for place, button in reversed(list(enumerate(buttons))):
                if label in button["title"]:
                    tapped = {"user_id": who, "event": "tap", "message_id": line["message_id"], "index": place}
                    return await self._because(str(who), tapped)
            typed = [number for number, words in _TYPED.findall(message.get("text", "")) if label in words]
            if typed:
                return await self.say(who, typed[-1])
        raise LookupError(label)

    async def heard(self, who: object, contains: str) -> str:
        texts = [line["message"].get("text", "") for line in await self._lines(str(who))]
        return next(text for text in reversed(texts) if contains in text)

    async def move_to(self, moment: dt.datetime) -> None:
        """Another day; everybody looks into the account, as people do in the morning."""
        self._clock.set(moment)
        await self.control("clock", {"now": int(moment.timestamp() * 1000)})
        await self._app.sweep_now()
        self._app.delivery.wake()
        await self._quiet()
        for who in self._people:
            await self.say(who, "/toi")

    def read(self) -> contextlib.AbstractContextManager[Session]:
        return self._app.store.read()

    async def _because(self, who: str, event: dict[str, Any]) -> list[str]:
        before = len(await self._lines(who))
        assert (await self.control("event", event))["webhook"] == 200
        await self._quiet()
        said = [line["message"].get("text", "") for line in (await self._lines(who))[before:]]
        return [_CHOICES.sub("", text) for text in said]

    async def _lines(self, who: str) -> list[dict[str, Any]]:
        """What this person got, oldest first."""
        return [line for line in await self.control("messages") if line["to_id"] == who]

    async def _quiet(self) -> None:
        end = asyncio.get_running_loop().time() + 60
        while await self._app.store.read_async(self._waits):
            assert asyncio.get_running_loop().time() < end, "still busy"
            await asyncio.sleep(0.02)

    def _waits(self, session: Session) -> bool:
        if session.exec(select(Inbox.id).where(Inbox.state == "new")).first() is not None:
            return True
        out = select(Outbox.id).where(
            col(Outbox.state).in_(("queued", "sending")), col(Outbox.not_before) <= self._clock()
        )
        return session.exec(out).first() is not None


@contextlib.asynccontextmanager
async def outside_stage(spec: pathlib.Path, home: pathlib.Path, start: dt.datetime) -> AsyncIterator[Stage]:
    """`spec` is the folder the stand-in lies in."""
    sys.path.insert(0, str(spec))
    try:
        theirs = importlib.import_module("zalo_oa_sandbox")
    finally:
        sys.path.remove(str(spec))
    clock = SetClock(start, frozen=True)
    runner, base = await theirs.serve(theirs.Sandbox())
    async with contextlib.AsyncExitStack() as opened:
        port = opened.enter_context(held_port())
        http = await opened.enter_async_context(httpx.AsyncClient(base_url=base, timeout=60))
        await http.post("/_control/clock", json={"now": int(start.timestamp() * 1000)})
        rules = (await http.post("/_control/set", json={})).json()
        pair = (await http.post("/_control/consent", json={})).json()
        settings = load_settings(
            {
                "home": home, "zalo_oa_app_id": rules["app_id"], "zalo_oa_app_secret": rules["app_secret"],
                "zalo_oa_secret": rules["oa_secret"], "zalo_oa_api": base, "zalo_oa_oauth": base,
                "public_url": f"http://127.0.0.1:{port}", "web_port": port,
            }
        )  # fmt: skip
        store = open_store(settings)
        store.write(lambda s: adopt(s, pair["access_token"], pair["refresh_token"], ACCESS_LIFE, start, by_hand=True))
        app = App(settings, store, clock, _BRISK)
        try:
            async with app.running():
                saved = await http.post("/_control/webhook", json={"url": f"http://127.0.0.1:{port}/webhooks/zalo_oa"})
                assert saved.json()["saved"], "the unsigned probe was answered 200 in time"
                yield Outside(app, clock, http)  # type: ignore[misc]
        finally:
            store.close()
            await runner.cleanup()
