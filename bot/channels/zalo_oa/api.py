"""HTTP to the OpenAPI of an Official Account: a token in the header, JSON, `error` other than 0 is a refusal.

An error comes with HTTP 200. GET parameters travel as one parameter `data` that holds JSON. Which version a call has is
a matter of its family: messages v3.0, uploads, conversations and the account itself v2.0.
"""

import hashlib
import hmac
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any
from urllib.parse import urljoin

import httpx
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError

from bot.channels.zalo_oa.account import OaAccount
from bot.channels.zalo_oa.problems import AnswerLost, NotSent, Refused, ServerFailed
from bot.channels.zalo_oa.tokens import INVALID, TokenKeeper

Json = dict[str, Any]

LONGEST_WAY = 4
"""So many addresses of one file are followed."""

_Word = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value))]
_Yes = Annotated[bool, BeforeValidator(lambda value: str(value).lower() in ("true", "1"))]


class Me(BaseModel):
    """The account (getoa): what explains refusals before they happen."""

    model_config = ConfigDict(extra="ignore")
    oaid: _Word
    name: _Word = ""
    is_verified: _Yes = False
    package_name: _Word = ""
    linked_ZCA: _Word = ""  # noqa: N815 - the platform's own name


class _Charged(BaseModel):
    model_config = ConfigDict(extra="ignore")
    quota_type: _Word = ""
    remain: _Word = ""


class _Taken(BaseModel):
    model_config = ConfigDict(extra="ignore")
    message_id: _Word = ""
    quota: _Charged | None = None


@dataclass(frozen=True)
class Taken:
    """A message the platform took: its id, what it was charged to ("" where it was billed), what is left of that."""

    message_id: str
    quota: str = ""
    left: int | None = None


@dataclass
class OaApi:
    """The calls the channel needs; `answer` bounds one in seconds. Every method raises OaProblem."""

    account: OaAccount
    http: httpx.AsyncClient
    tokens: TokenKeeper | None = None
    answer: float = 30.0

    async def me(self, token: str = "") -> Me:
        """Who the account is; with a `token` of its own, tried as it is."""
        data = await (self._once("GET", "/v2.0/oa/getoa", token) if token else self._get("/v2.0/oa/getoa"))
        try:
            return Me.model_validate(data)
        except ValidationError:
            raise AnswerLost("getoa said nothing of an account") from None

    async def send(self, user_id: str, message: Json) -> Taken:
        """A consultation message in one of the documented forms (`message.py`)."""
        return _taken(await self._post("/v3.0/oa/message/cs", {"recipient": {"user_id": user_id}, "message": message}))

    async def send_template(self, user_id: str, template: str, filled: dict[str, str]) -> Taken:
        """An approved template, by the person's id."""
        body = {"user_id": user_id, "template_id": template, "template_data": filled}
        return _taken(await self._post("/v3.0/oa/message/template", body))

    async def upload(self, kind: str, name: str, data: bytes) -> str:
        """What a picture ("image") or a document ("file") is called at the platform for seven days."""
        found = await self._call("POST", f"/v2.0/oa/upload/{kind}", files={"file": (name, data)})
        ref = found.get("token" if kind == "file" else "attachment_id") if isinstance(found, dict) else None
        if not isinstance(ref, str) or not ref:
            raise Refused(-201, "the upload was answered without a name")  # so it is with kinds that are not taken
        return ref

    async def name_of(self, user_id: str) -> str:
        """The name a person shows there, "" where none is told."""
        found = await self._get("/v3.0/oa/user/detail", {"user_id": user_id})
        return str(found.get("display_name") or "") if isinstance(found, dict) else ""

    async def conversation(self, user_id: str, count: int = 10) -> list[Json]:
        """The newest lines with a person, both sides, the newest first."""
        return _lines(await self._get("/v2.0/oa/conversation", {"user_id": user_id, "offset": 0, "count": count}))

    async def recent(self, offset: int, count: int = 10) -> list[Json]:
        """The newest lines with anybody, the newest first."""
        return _lines(await self._get("/v2.0/oa/listrecentchat", {"offset": offset, "count": count}))

    async def package_left(self) -> int | None:
        """How many messages of the package are left, None where it does not say."""
        asked = {"quota_owner": "OA", "product_type": "cs", "quota_type": "sub_quota"}
        found = await self._post("/v3.0/oa/quota/message", asked)
        rows = found if isinstance(found, list) else [found]
        left = [
            str(row.get("remain")) for row in rows if isinstance(row, dict) and row.get("quota_type") == "sub_quota"
        ]
        return sum(map(int, left)) if left and all(one.isdigit() for one in left) else None

    async def _get(self, path: str, data: Json | None = None) -> Any:
        return await self._call("GET", path, params={"data": json.dumps(data)} if data is not None else None)

    async def _post(self, path: str, body: Json) -> Any:
        return await self._call("POST", path, json=body)

    async def _call(self, method: str, path: str, **how: Any) -> Any:
        """With the token in hand; one that is not taken is renewed once and the call made once more."""
        assert self.tokens is not None
        token = await self.tokens.access()
        try:
            return await self._once(method, path, token, **how)
        except Refused as refusal:
            if refusal.code not in INVALID:
                raise
        return await self._once(method, path, await self.tokens.renewed(token), **how)

    async def _once(self, method: str, path: str, token: str, **how: Any) -> Any:
        headers = {"access_token": token}
        if self.account.proof:
            proof = hmac.new(self.account.app_secret.encode(), token.encode(), hashlib.sha256)
            headers["appsecret_proof"] = proof.hexdigest()
        try:
            response = await self.http.request(
                method, f"{self.account.api}{path}", headers=headers, timeout=self.answer, **how
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as problem:
            raise NotSent(type(problem).__name__) from None
        except httpx.HTTPError as problem:
            raise AnswerLost(type(problem).__name__) from None
        return _data_of(response)

    async def fetch(self, url: str, limit: int, allowed: Callable[[str], bool]) -> bytes:
        """A file a person sent; raises Refused(413) above `limit` bytes, Refused(403) where one may not go.

        No token goes along. Where it leads elsewhere, that address must be allowed, too.
        """
        for _ in range(LONGEST_WAY):
            if not allowed(url):
                raise Refused(403, "not an address of Zalo")
            data = bytearray()
            try:
                async with self.http.stream("GET", url, follow_redirects=False, timeout=self.answer) as response:
                    if response.is_redirect:
                        url = urljoin(url, response.headers["location"])
                        continue
                    if response.status_code >= 500:
                        raise ServerFailed(response.status_code)
                    if response.status_code >= 300:
                        raise Refused(response.status_code, "file not available")
                    async for chunk in response.aiter_bytes():
                        data += chunk
                        if len(data) > limit:
                            raise Refused(413, "file is too big")
            except (httpx.HTTPError, httpx.InvalidURL) as problem:
                raise NotSent(type(problem).__name__) from None
            return bytes(data)
        raise Refused(508, "leads nowhere")


def _data_of(response: httpx.Response) -> Any:
    """`data` of an answer whose `error` is 0. Whatever is no such JSON is somebody else's answer."""
    try:
        body = response.json()
    except ValueError:
        raise ServerFailed(response.status_code if response.status_code >= 500 else 502) from None
    if not isinstance(body, dict) or "error" not in body:
        raise ServerFailed(response.status_code if response.status_code >= 500 else 502)
    code = body["error"]
    if code in (0, "0"):
        return body.get("data")
    text = str(code)
    raise Refused(int(text) if text.lstrip("-").isdigit() and len(text) < 9 else 0, str(body.get("message") or ""))


def _taken(data: Any) -> Taken:
    """`error` 0 without a message id proves nothing, and is no refusal either."""
    try:
        taken = _Taken.model_validate(data)
    except ValidationError:
        raise AnswerLost("taken in another form") from None
    if not taken.message_id:
        raise AnswerLost("taken without a message id")
    if taken.quota is None:
        return Taken(taken.message_id)
    left = taken.quota.remain
    return Taken(taken.message_id, taken.quota.quota_type, int(left) if left.isdigit() else None)


def _lines(data: Any) -> list[Json]:
    return [line for line in data if isinstance(line, dict)] if isinstance(data, list) else []
