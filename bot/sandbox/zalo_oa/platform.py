"""Zalo's OpenAPI at /oa/...: oauth, the account, messages, uploads, conversations, quotas. Refusals come with HTTP 200.

All of Zalo's hosts are one here; the paths do not collide.
"""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from starlette.datastructures import UploadFile
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.sandbox.telegram_forms.calls import Call
from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.telegram_forms.text import formatted
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.faults import Fault
from bot.sandbox.world.messages import Message
from bot.sandbox.world.oa_desk import FILES, FREE, PAID, UPLOAD_LIFE, Uploaded, is_on_oa, millis, oa_message_id, oa_user
from bot.sandbox.world.world import World
from bot.sandbox.zalo_oa.forms import OaRefusal, invalid, read_message

PICTURE, DOCUMENT = 1_048_576, 5_242_880
_STARTS = {".pdf": b"%PDF", ".docx": b"PK\x03\x04", ".doc": b"\xd0\xcf", ".png": b"\x89PNG", ".jpg": b"\xff\xd8"}
Cut = Callable[[Request], Awaitable[None]]
Answer = Callable[[Request, Json], Awaitable[Any]]


class OaPlatform:
    """Answers the bot out of one world; `cut` closes a connection without an answer."""

    def __init__(self, world: World, cut: Cut) -> None:
        self._world, self._cut = world, cut

    def routes(self) -> list[Route]:
        """The calls, by the path of their family's version."""
        table: list[tuple[str, str, Answer]] = [
            ("POST", "/oa/v4/oa/access_token", self._token), ("GET", "/oa/v2.0/oa/getoa", self._me),
            ("POST", "/oa/v3.0/oa/message/cs", self._cs), ("POST", "/oa/v3.0/oa/message/template", self._template),
            ("POST", "/oa/v2.0/oa/upload/{kind}", self._upload), ("GET", "/oa/v3.0/oa/user/detail", self._detail),
            ("GET", "/oa/v2.0/oa/conversation", self._conversation),
            ("GET", "/oa/v2.0/oa/listrecentchat", self._conversation),
            ("POST", "/oa/v3.0/oa/quota/message", self._quota),
        ]  # fmt: skip
        return [
            *(Route(path, self._around(path, answer), methods=[method]) for method, path, answer in table),
            Route("/oa/v4/oa/permission", self._permission, methods=["GET"]),
            Route(FILES + "/{unique_id}", self._file, methods=["GET"]),
        ]

    def _around(self, path: str, answer: Answer) -> Callable[[Request], Awaitable[Response]]:
        name = "oa." + path.partition("/oa/v")[2].partition("/oa/")[2]

        async def call(request: Request) -> Response:
            self._world.oa.base = str(request.base_url).rstrip("/")
            body = await self._body(request)
            chat = self._chat(body)
            with self._world.lock:
                faults = self._world.faults.striking(name, chat.id if chat else None)
            before = next((fault for fault in faults if fault.kind in ("refuse", "cut", "garbage")), None)
            if before is not None:
                return await self._spoiled(request, name, body, before)
            try:
                if "access_token" not in path:
                    self._authorise(request)
                found = await answer(request, body)
                told: Json = found if "access_token" in path else {"error": 0, "message": "Success", "data": found}
            except OaRefusal as refusal:
                told = refusal.body
            except ClientDisconnect:  # the bot was killed while it asked
                return Response()
            lost = any(fault.kind in ("lose_answer", "torn") for fault in faults)
            self._record(name, body, told, delivered=not lost)
            if lost:
                await self._cut(request)
                return Response()
            await self._world.faults.hold_back(faults)
            return JSONResponse(told)

        return call

    async def _spoiled(self, request: Request, name: str, body: Json, fault: Fault) -> Response:
        """What was ordered to go wrong before anything was carried out; the code of a refusal is Zalo's own."""
        if fault.error is not None:
            told = OaRefusal(fault.error.code, fault.error.description).body
            self._record(name, body, told, delivered=True)
            return JSONResponse(told)
        self._record(name, body, None, delivered=fault.kind == "garbage")
        if fault.kind == "garbage":
            return Response("<html><body>502 Bad Gateway</body></html>", 502, media_type="text/html")
        await self._cut(request)
        return Response()

    def _record(self, name: str, body: Json, told: Json | None, *, delivered: bool) -> None:
        taken = told is not None and told.get("error", 0) == 0
        answer = {**told, "ok": taken} if told is not None else None
        with self._world.lock:
            self._world.calls.append(Call(name, body, answer, 200, self._world.clock(), {}, taken, delivered))
        self._world.changes.bump()

    async def _body(self, request: Request) -> Json:
        if request.method == "GET":
            given: Any = request.query_params.get("data", "{}")
        elif request.headers.get("content-type", "").startswith("application/json"):
            given = await request.body()
        else:
            return {}
        try:
            body = json.loads(given)
        except ValueError:
            return {}
        return body if isinstance(body, dict) else {}

    def _authorise(self, request: Request) -> None:
        pair, given = self._world.oa.pair, request.headers.get("access_token", "")
        if pair is None or not hmac.compare_digest(given.encode(), pair.access.encode()):
            raise OaRefusal(-216)
        if self._world.clock() >= pair.access_until:
            raise OaRefusal(-220)

    # --- tokens ---

    async def _permission(self, request: Request) -> Response:
        """An administrator consents at once: back to the callback with a code of ten minutes."""
        desk = self._world.oa
        if (
            request.query_params.get("app_id") != desk.app_id
            or request.query_params.get("redirect_uri") != desk.callback
        ):
            return JSONResponse(OaRefusal(-14003).body)
        code = secrets.token_hex(20)
        desk.codes[code] = self._world.clock()
        return RedirectResponse(f"{desk.callback}?{urlencode({'code': code, 'oa_id': desk.oa_id})}")

    async def _token(self, request: Request, _body: Json) -> Json:
        desk, now = self._world.oa, self._world.clock()
        async with request.form() as given_form:
            form = {key: str(value) for key, value in given_form.items()}
        if request.headers.get("secret_key") != desk.app_secret or form.get("app_id") != desk.app_id:
            raise OaRefusal(-14002)
        if form.get("grant_type") == "authorization_code":
            if desk.codes.pop(form.get("code", ""), None) is None:
                raise OaRefusal(-14004)
            digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
            if desk.challenge and urlsafe_b64encode(digest).rstrip(b"=").decode() != desk.challenge:
                raise OaRefusal(-14004)
        else:
            given = form.get("refresh_token", "")
            good = desk.pair is not None and given == desk.pair.refresh and now < desk.pair.refresh_until
            desk.refreshes.append((given, good))
            if not good:
                raise OaRefusal(-14014)
        pair = desk.new_pair(now)
        return {"access_token": pair.access, "refresh_token": pair.refresh, "expires_in": "90000"}

    # --- the account and its people ---

    async def _me(self, _request: Request, _body: Json) -> Json:
        desk = self._world.oa
        return {
            "oaid": desk.oa_id, "name": desk.name, "is_verified": True, "oa_type": 4, "package_name": "Nâng cao",
            "linked_ZCA": "1", "num_follower": len(desk.last),
        }  # fmt: skip

    def _chat(self, body: Json) -> Chat | None:
        recipient = body.get("recipient")
        wanted = str((recipient if isinstance(recipient, dict) else body).get("user_id", ""))
        chats = self._world.chats.values()
        return next((one for one in chats if is_on_oa(one.person) and oa_user(one.id) == wanted), None)

    def _known(self, body: Json) -> Chat:
        chat = self._chat(body)
        if chat is None or chat.person is None:
            raise invalid("user_id")
        return chat

    async def _detail(self, _request: Request, body: Json) -> Json:
        chat = self._known(body)
        assert chat.person is not None
        return {"user_id": oa_user(chat.id), "display_name": chat.person.first_name, "user_is_follower": True}

    async def _conversation(self, request: Request, body: Json) -> list[Json]:
        offset, count = int(body.get("offset", 0)), int(body.get("count", 5))
        if not 0 < count <= 10:
            raise invalid("count")
        chats = (
            [self._known(body)] if "user_id" in body else [c for c in self._world.chats.values() if is_on_oa(c.person)]
        )
        if request.url.path.endswith("/conversation") and "user_id" not in body:
            raise invalid("user_id")
        with self._world.lock:
            lines = sorted((m for c in chats for m in self._world.in_chat(c.id)), key=lambda m: (m.date, m.message_id))
        return [self._line(message) for message in reversed(lines)][offset : offset + count]

    def _line(self, message: Message) -> Json:
        us, them = self._world.oa.oa_id, oa_user(message.chat.id)
        return {
            "src": 0 if message.from_bot else 1, "time": int(millis(message.date)), "message": message.text,
            "type": "photo" if message.photo else "text", "message_id": oa_message_id(message),
            "from_id": us if message.from_bot else them, "to_id": them if message.from_bot else us,
        }  # fmt: skip

    async def _quota(self, _request: Request, body: Json) -> Any:
        if "user_id" in body:
            last = self._world.oa.last.get(self._known(body).id)
            return {"last_interaction": millis(last) if last else "0"}
        left = self._world.switches.oa_package_left
        return [{"product_type": "cs", "quota_type": "sub_quota", "remain": left or 0, "total": 500}]

    # --- messages ---

    async def _cs(self, _request: Request, body: Json) -> Json:
        with self._world.lock:
            chat = self._known(body)
            text, buttons, file = read_message(body.get("message"), self._uploaded)
            if chat.bot == "kicked":
                raise OaRefusal(-213)
            last, now = self._world.oa.last.get(chat.id), self._world.clock()
            if last is None or now - last > PAID:
                self._world.oa.outside += 1
                raise OaRefusal(-232 if last is None else -230)
            quota = {"quota_type": "reply"} if now - last <= FREE else self._charge()
            return self._sent(chat, text, buttons, file, quota)

    def _charge(self) -> Json | None:
        switches = self._world.switches
        if switches.oa_package_left:
            switches.oa_package_left -= 1
            return {"quota_type": "sub_quota", "remain": str(switches.oa_package_left), "total": "500"}
        if not switches.oa_money:
            raise OaRefusal(-321)
        switches.oa_money -= 1
        return None  # billed: the answer has no quota

    async def _template(self, _request: Request, body: Json) -> Json:
        with self._world.lock:
            chat, wanted = self._known(body), self._world.oa.templates.get(str(body.get("template_id")))
            data = body.get("template_data")
            if wanted is None or set(body) - {"user_id", "template_id", "template_data"}:
                raise OaRefusal(-131)
            if not isinstance(data, dict) or set(wanted) - set(data):
                raise OaRefusal(-1122)
            if any(len(str(data[name])) > longest for name, longest in wanted.items()):
                raise OaRefusal(-1121)
            if chat.bot == "kicked":
                raise OaRefusal(-213)
            if not self._world.switches.oa_money:
                raise OaRefusal(-321)
            self._world.switches.oa_money -= 1
            text = "Nhắc nhiệm vụ sắp đến hạn\n" + "\n".join(f"{name}: {data[name]}" for name in wanted)
            return self._sent(chat, text, [], None, {"quota_type": "purchase_quota"}, "template")

    def _sent(
        self, chat: Chat, text: str, buttons: list[tuple[str, str]], file: Uploaded | None, quota: Json | None,
        kind: str = "",
    ) -> Json:  # fmt: skip
        desk, world = self._world.oa, self._world
        message = world.new_message(chat, world.bot)
        message.content = formatted(text, None)
        if file is not None and file.kind == "image":
            message.photo = [file.file]
        elif file is not None:
            message.document = file.file
        if buttons:
            message.markup = {"inline_keyboard": [[{"text": t, "callback_data": p}] for t, p in buttons]}
        charged = kind or (quota or {}).get("quota_type", "billed")
        desk.by_class[charged] = desk.by_class.get(charged, 0) + 1
        world.changes.bump()
        told = {"message_id": oa_message_id(message), "user_id": oa_user(chat.id), "sent_time": millis(message.date)}
        return told | ({"quota": quota} if quota else {})

    def _uploaded(self, ref: Any, kind: str) -> Uploaded:
        found = self._world.oa.uploads.get(ref) if isinstance(ref, str) else None
        if found is None or found.kind != kind:
            raise invalid("token" if kind == "file" else "attachment_id")
        if self._world.clock() > found.until:
            raise OaRefusal(-100)
        return found

    async def _upload(self, request: Request, _body: Json) -> Json:
        kind = request.path_params["kind"]
        async with request.form() as form:
            part = form.get("file")
            if kind not in ("image", "file") or not isinstance(part, UploadFile):
                raise invalid("file")
            data, name = await part.read(), part.filename or ""
        end = "." + name.lower().rpartition(".")[2]
        takes = (".png", ".jpg") if kind == "image" else (".pdf", ".doc", ".docx")
        if end not in takes or not data.startswith(_STARTS[end]):
            raise invalid("file")
        if len(data) > (PICTURE if kind == "image" else DOCUMENT):
            raise OaRefusal(-210)
        with self._world.lock:
            stored = self._world.files.add(data, name, "", "photo" if kind == "image" else "document")
            ref = secrets.token_hex(20)
            self._world.oa.uploads[ref] = Uploaded(kind, stored, self._world.clock() + UPLOAD_LIFE)
        return {"token" if kind == "file" else "attachment_id": ref}

    async def _file(self, request: Request) -> Response:
        stored = self._world.files.by_unique_id(request.path_params["unique_id"])
        return Response(status_code=404) if stored is None else Response(stored.data, media_type=stored.mime)
