"""The doors of the web application under attack: webhooks, upload page, links to files, the API, health and metrics.

The application is the real one over the store under attack, asked without a socket. What a platform brings with the
right secret is handled like any event; without it nothing may be stored. No door may answer with a fault of ours, with
the victim's words or with anything that opens another door.
"""

import asyncio
import datetime as dt
import json
import pathlib
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

import account_door
import httpx
import sqlalchemy as sa
from attack import ATTACKER, MARK, START, Account, Attack
from board_door import BoardDoor
from hostile_inputs import FILE_NAMES, FILES, POISON, TEMPLATE_MARK, WORDS, Hostile
from sqlmodel import Session, col, select

from bot.app import App
from bot.channels.telegram.channel import Telegram
from bot.logs import place_of
from bot.settings import load_settings
from bot.web.app import make_web
from bot.web.webhooks import ANSWER_WITHIN
from catalog.clock import SetClock
from catalog.messaging import upload_links
from catalog.people.people import known_contact
from catalog.tables import Inbox
from handlers import process
from handlers.focal_point import uploaded

PUBLIC = "https://bot.example.vn"
SECRET, API_TOKEN, METRICS = "bi-mat-cua-tinh", "a" * 40, "m" * 40
TOKEN = "1234567890:" + "A" * 35
HEADERS = {"telegram": "X-Telegram-Bot-Api-Secret-Token", "zalo": "X-Bot-Api-Secret-Token"}
WRONG = ("", " ", SECRET[:-1], SECRET + "x", SECRET.upper(), f"Bearer {SECRET}", "\xff" * 20, "0", "x" * 8000, TOKEN)
GARBAGE = (b"", b"{", b"[]", b"null", b"5", b"[" * 100_000, b'{"a":' * 50_000, b"\xff\xfe{}", b" " * 1_000_001, b'"x"')
PATHS = (
    "..", "../../etc/passwd", "..%2f..%2fetc%2fpasswd", "%00", "a" * 3000, "' OR 1=1 --", "{{98765431*7}}", "<script>",
    "-1-9999999999-" + "0" * 32, "1-9999999999-" + "f" * 32, "1-٣-" + "0" * 32, "%ff%fe", "1", "null", "%2e%2e", ";",
)  # fmt: skip


class Doors:
    """One web application over the store of an attack."""

    def __init__(self, under_attack: Attack, home: pathlib.Path, seed: int) -> None:
        self.attack = under_attack
        self.random = random.Random(seed)
        settings = load_settings(
            {
                "home": home, "public_url": PUBLIC, "telegram_token": TOKEN, "zalo_token": TOKEN, "webhook_secret": SECRET,
                "telegram_webhook": True, "zalo_webhook": True, "api_tokens": f"so:{API_TOKEN}", "metrics_token": METRICS,
                "upload_limit_mb": 1, **account_door.SETTINGS,
            }
        )  # fmt: skip
        self.clock = SetClock(START, frozen=True)
        self.app = App(settings, under_attack.store, self.clock)
        self.web = make_web(self.app)
        telegram = self.app.channels["telegram"]
        assert isinstance(telegram, Telegram)
        telegram._stop_spinner = _nothing  # type: ignore[method-assign]  # the only call out that a webhook leads to
        now = self.clock()
        under_attack.store.write(lambda s: upload_links.remember_public_url(s, PUBLIC, now))
        # A setting the bot writes itself at its start is none that an attacker changed.
        under_attack.before["setting"].add(f"public_url={PUBLIC}")
        self.updates = Hostile(seed, [8001, 8002, ATTACKER], [-8003], 50)
        self.updates.outbox_ids = under_attack.seen_outbox
        self._kinds: dict[str, Callable[[int], Awaitable[None]]] = {
            "webhook secret": self._wrong_secret, "webhook garbage": self._garbage, "webhook telegram": self._telegram,
            "webhook zalo": self._zalo, "webhook replayed": self._replayed, "upload page": self._upload,
            "forged link": self._forged, "api": self._api, "account signed": self._account,
            "account forged": self._account_forged, **BoardDoor(self, seed).kinds,
        }  # fmt: skip

    @property
    def account(self) -> Account:
        """Where everything is counted."""
        return self.attack.account

    async def wave(self, first: int, size: int) -> None:
        """So many knocks, then what was stored is handled and what went out is looked at."""
        for number in range(first, first + size):
            kind = self.random.choice(list(self._kinds))
            self.account.tried[kind] += 1
            self.clock.set(self.clock() + self.random.choice((_SOON, _LATER)))
            await self._kinds[kind](number)
        await asyncio.to_thread(self._handle)

    def _handle(self) -> None:
        store, now = self.app.store, self.clock()
        with store.read() as session:
            waiting = list(session.exec(select(Inbox).where(Inbox.state == "new").order_by(col(Inbox.id))))
        for row in waiting:
            try:
                if uploaded.is_upload(row.payload):
                    incoming, received = (
                        uploaded.read(row.channel, row.chat_key, row.payload),
                        uploaded.received(row.payload),
                    )
                else:
                    incoming, received = self.app.channels[row.channel].read(row.payload), []
                store.write(lambda s, row=row, i=incoming, r=received: process.handle(s, row.id, i, r, now, 1_000_000))  # type: ignore[misc]
            except Exception as problem:
                self.account.wrong("crashed", f"{problem!r} at {place_of(problem)} of {row.payload!r}")
        with store.read() as session:
            self.attack._look(session)

    # --- asking ---

    async def _ask(
        self, method: str, path: str, expected: tuple[int, ...], stores: bool = False, **given: Any
    ) -> httpx.Response | None:
        """One request: its status must be one of these, and it may store an event only where that is said."""
        before, begun = self._stored(), time.monotonic()
        transport = httpx.ASGITransport(self.web, client=("203.0.113.7", 4711))
        try:
            async with httpx.AsyncClient(transport=transport, base_url="http://bot") as client:
                answer = await client.request(method, path, **given)
        except (httpx.InvalidURL, UnicodeEncodeError):
            return None  # no client can send that
        except Exception as problem:
            self.account.wrong("crashed", f"{method} {path[:80]}: {problem!r}")
            return None
        if answer.status_code == 503 and time.monotonic() - begun >= ANSWER_WITHIN:
            return None  # this machine was too slow to store it in time: the platform is told to bring it again
        if answer.status_code not in expected:
            what = "crashed" if answer.status_code >= 500 else "let_in"
            self.account.wrong(what, f"{method} {path[:80]} said {answer.status_code} {answer.text[:100]}")
        if self._stored() - before > int(stores):
            self.account.wrong("let_in", f"{method} {path[:80]} stored {self._stored() - before} events")
        for secret in (MARK, SECRET, account_door.OA_SECRET, account_door.APP_SECRET, API_TOKEN, METRICS, TOKEN):
            if secret in answer.text:
                self.account.wrong("leaked", f"{secret} by {method} {path[:80]}")
        if "html" in answer.headers.get("content-type", "") and any(one in answer.text for one in _RAW):
            self.account.wrong("not_plain", f"markup in the page of {path[:80]}")
        return answer

    def _stored(self) -> int:
        with self.app.store.read() as session:
            return int(session.execute(sa.select(sa.func.count()).select_from(Inbox)).scalar_one())

    def _channel(self) -> str:
        return self.random.choice(list(HEADERS))

    async def _bring(self, channel: str, body: dict[str, Any]) -> None:
        """A platform's own request: acknowledged whatever is in it."""
        await self._ask(
            "POST",
            f"/webhooks/{channel}",
            (200,),
            stores=True,
            content=json.dumps(body),
            headers={HEADERS[channel]: SECRET},
        )

    # --- the kinds ---

    async def _wrong_secret(self, number: int) -> None:
        channel = self._channel()
        name = self.random.choice((*HEADERS.values(), "Authorization", "Cookie"))
        given = self.random.choice((*WRONG, SECRET))
        if name == HEADERS[channel] and given == SECRET:
            given = "x" + given
        headers = [(name.encode(), given.encode("latin-1"))]
        await self._ask(
            "POST", f"/webhooks/{channel}", (403,), content=json.dumps(self._event(number)), headers=headers
        )

    async def _garbage(self, number: int) -> None:
        channel = self._channel()
        headers = {
            HEADERS[channel]: SECRET,
            "Content-Type": self.random.choice(("application/json", "text/plain", "x")),
        }
        await self._ask(
            "POST", f"/webhooks/{channel}", (400, 413), content=self.random.choice(GARBAGE), headers=headers
        )

    async def _telegram(self, number: int) -> None:
        await self._bring("telegram", self.updates.update(number + 1_000_000)[1])

    async def _zalo(self, number: int) -> None:
        await self._bring("zalo", self._event(number))

    async def _replayed(self, number: int) -> None:
        event = self._event(number)
        event.pop("junk", None)
        await self._bring("zalo", event)
        before = self._stored()
        await self._bring("zalo", {"ok": True, "result": event})
        if self._stored() != before:
            self.account.wrong("let_in", f"the same event twice: {event!r}")

    def _account_event(self, number: int) -> tuple[bytes, str]:
        """An event of the Official Account and its moment; often torn."""
        stamp = str(int(self.clock().timestamp() * 1000))
        body = account_door.event(self.random, number, stamp, ATTACKER, self.attack.seen_outbox)
        if self.random.random() < 0.4:
            body = {**self.updates.torn(body), "timestamp": stamp}
        return account_door.bytes_of(body), stamp

    async def _account(self, number: int) -> None:
        raw, stamp = self._account_event(number)
        headers = {account_door.HEADER: account_door.signed(raw, stamp)}
        await self._ask("POST", account_door.PATH, (200,), stores=True, content=raw, headers=headers)
        before = self._stored()
        await self._ask("POST", account_door.PATH, (200,), content=raw, headers=headers)
        if self._stored() != before:
            self.account.wrong("let_in", f"the same event twice: {raw[:200]!r}")

    async def _account_forged(self, number: int) -> None:
        raw, stamp = self._account_event(number)
        headers = {account_door.HEADER: account_door.forged(raw, stamp, self.random)}
        await self._ask("POST", account_door.PATH, (200,), content=raw, headers=headers)

    def _event(self, number: int) -> dict[str, Any]:
        """An event of the Zalo Bot Platform, often torn."""
        pick = self.random
        sender = {"id": pick.choice(("z1", "z2", str(ATTACKER), "", "../x")), "display_name": pick.choice(POISON)}
        message: dict[str, Any] = {
            "from": sender, "chat": {"id": sender["id"], "chat_type": pick.choice(("PRIVATE", "GROUP", "x"))},
            "message_id": f"m{number}", "date": pick.choice((0, 1_773_624_600_000, -1, 10**18)),
            "text": pick.choice((*POISON, *WORDS, "/viec", "/start ABCDE-23456", "/duyet")),
        }  # fmt: skip
        if pick.random() < 0.3:
            message["photo"] = pick.choice(
                ("http://169.254.169.254/latest", "file:///etc/passwd", "x", "https://x/%00")
            )
        event = {"event_name": pick.choice((*_EVENTS, "x")), "message": message, "junk": {"upload": 1}}
        if pick.random() < 0.1:
            event["upload"] = pick.choice((1, "1", None, [], -1))
        return self.updates.torn(event) if pick.random() < 0.4 else event

    async def _upload(self, number: int) -> None:
        """The attacker's own page: everything posted through it is hostile, and posted twice."""
        now = self.clock()

        def offered(session: Session) -> str:
            contact = known_contact(session, "telegram", str(ATTACKER))
            assert contact is not None
            return upload_links.offer(session, contact, contact.person_id or 0, now)

        path = self.app.store.write(offered).removeprefix(PUBLIC)
        name, (data, refused) = self.random.choice(FILE_NAMES), self.random.choice(FILES)
        words = {"words": self.random.choice(POISON).encode("utf-8", "replace").decode()}
        files = [("files", (name.encode("utf-8", "replace").decode() or "x", data))] * self.random.choice((1, 1, 2, 11))
        await self._ask("GET", path, (200,))
        await self._ask("POST", path, (303, 400, 413, 422), stores=not refused, data=words, files=files)
        await self._ask("POST", path, (303, 400, 413, 422), stores=not refused, data=words, files=files)
        await self._ask("GET", path, (200,))

    async def _forged(self, number: int) -> None:
        door = self.random.choice(("/minh-chung/", "/files/", "/huong-dan/", "/static/", "/webhooks/", "/"))
        method = self.random.choice(("GET", "POST", "PUT", "DELETE", "HEAD"))
        path = door + self.random.choice(PATHS)
        await self._ask(method, path, (303, 307, 400, 401, 403, 404, 405, 410, 413), content=b"x=1")

    async def _api(self, number: int) -> None:
        path = self.random.choice(("/api/v1/status", "/api/v1/tasks", "/api/v1/warnings", "/metrics", "/api/v1/x"))
        given = self.random.choice(
            ("", "Bearer", "Bearer ", f"Basic {API_TOKEN}", f"Bearer {API_TOKEN[:-1]}", f"Bearer {SECRET}")
        )
        await self._ask(
            "GET", path, (401, 403, 404), headers={"Authorization": given}, params={"token": API_TOKEN[:-1]}
        )


_SOON, _LATER = dt.timedelta(seconds=7), dt.timedelta(minutes=3)
_EVENTS = (
    "message.text.received",
    "message.image.received",
    "message.sticker.received",
    "message.unsupported.received",
)
_RAW = ("<b>đậm</b>", "<script>alert(1)", "<img src=x>", TEMPLATE_MARK)


async def _nothing(_callback_id: str, words: str = "", after: float = 0.0) -> None:
    """The tap's spinner goes on turning."""


async def knock(doors: Doors, inputs: int) -> None:
    """So many knocks, in waves."""
    for first in range(0, inputs, 50):
        await doors.wave(first, min(50, inputs - first))
    doors.app.turns.end()
