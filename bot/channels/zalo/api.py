"""HTTP to the Zalo Bot Platform: `<address>/bot<TOKEN>/<method>`, POST and JSON (docs.zaloplatforms.com/docs/BOT).

Zalo says in the body what happened: a bad token came as HTTP 200 with `ok: false`. Nothing here is taken for done
without `ok: true`. What was verified and what was not stands in templates/guides/zalo.md.
"""

import contextlib
from typing import Annotated, Any

import httpx
from pydantic import BaseModel, BeforeValidator, ConfigDict, ValidationError


class ZaloProblem(Exception):
    """A call that did not succeed. The text never holds the token or an address."""


class NotSent(ZaloProblem):
    """No connection could be made: nothing left this machine."""


class AnswerLost(ZaloProblem):
    """The request left and no answer of Zalo came back: it may have been carried out."""


class ServerFailed(ZaloProblem):
    """Zalo, or a machine in front of it, answered 5xx."""

    def __init__(self, status: int) -> None:
        super().__init__(f"server error {status}")
        self.status = status


class Refused(ZaloProblem):
    """`ok: false`, whatever the HTTP status: `code` is Zalo's error_code, `retry_after` seconds where one is named."""

    def __init__(self, code: int, description: str, retry_after: float | None = None) -> None:
        super().__init__(f"{code} {description}")
        self.code = code
        self.retry_after = retry_after


class NotFound(Refused):
    """404: what was asked for is not there; which, depends on the method."""

    def __init__(self, description: str) -> None:
        super().__init__(404, description)


class _Answer(BaseModel):
    """The envelope of every answer."""

    model_config = ConfigDict(extra="allow")
    ok: bool
    result: Any = None
    error_code: Annotated[int, BeforeValidator(lambda code: code if str(code).isdigit() else 0)] = 0
    description: Annotated[str, BeforeValidator(lambda words: words if isinstance(words, str) else "")] = ""


class Me(BaseModel):
    """Who the bot is (getMe)."""

    model_config = ConfigDict(coerce_numbers_to_str=True)
    id: str
    account_name: str = ""


class _Taken(BaseModel):
    """What a send returns."""

    model_config = ConfigDict(coerce_numbers_to_str=True)
    message_id: str = ""


class ZaloApi:
    """One bot at one address. `answer` bounds a call in seconds, `photo` one for which Zalo fetches a picture first;
    every method raises ZaloProblem."""

    def __init__(self, token: str, base: str, answer: float = 30.0, photo: float = 150.0) -> None:
        self._prefix = f"{base.rstrip('/')}/bot{token}"
        self._answer = answer
        self._photo = photo
        self._http = httpx.AsyncClient(timeout=answer, follow_redirects=False)

    async def close(self) -> None:
        """Close all connections."""
        await self._http.aclose()

    async def get_me(self) -> Me:
        """Check the token."""
        try:
            return Me.model_validate(await self._call("getMe"))
        except ValidationError:
            raise AnswerLost("getMe said nothing of a bot") from None

    async def get_updates(self, seconds: int) -> Any:
        """The next event as it came, None when there was none for so long. There is no offset: once answered, gone."""
        try:
            return await self._call("getUpdates", wait=seconds + self._answer, timeout=seconds)
        except Refused as refusal:
            if refusal.code == 408:  # how Zalo says that nothing came
                return None
            raise

    async def set_webhook(self, url: str, secret: str) -> None:
        """Have events brought to `url` with `secret` (8-256 characters) in X-Bot-Api-Secret-Token."""
        await self._call("setWebhook", url=url, secret_token=secret)

    async def delete_webhook(self) -> None:
        """Back to getUpdates; done, too, where none was set."""
        with contextlib.suppress(NotFound):
            await self._call("deleteWebhook")

    async def webhook_url(self) -> str:
        """Where events are brought, "" when nowhere: Zalo says 404 to a bot that has no webhook."""
        try:
            found = await self._call("getWebhookInfo")
        except NotFound:
            return ""
        return str(found.get("url") or "") if isinstance(found, dict) else ""

    async def test_webhook(self) -> Any:
        """Ask Zalo to try the webhook. It stands in no public reference: nothing may depend on it."""
        return await self._call("testWebhook")

    async def send_message(self, chat_id: str, text: str) -> str:
        """Plain text of 1-2000 characters; Zalo's id of the message."""
        return self._taken(await self._call("sendMessage", chat_id=chat_id, text=text))

    async def send_photo(self, chat_id: str, url: str, caption: str) -> str:
        """A picture that Zalo fetches from `url` before it answers; caption up to 2000 characters, none where ""."""
        taken = await self._call("sendPhoto", wait=self._photo, chat_id=chat_id, photo=url, caption=caption or None)
        return self._taken(taken)

    async def send_sticker(self, chat_id: str, sticker: str) -> str:
        """A sticker of Zalo's own catalogue."""
        return self._taken(await self._call("sendSticker", chat_id=chat_id, sticker=sticker))

    async def send_voice(self, chat_id: str, url: str) -> str:
        """A recording (.aac) that Zalo fetches from `url`; private chats only."""
        return self._taken(await self._call("sendVoice", chat_id=chat_id, voice_url=url))

    async def send_chat_action(self, chat_id: str, action: str = "typing") -> None:
        """Show that an answer is being written."""
        await self._call("sendChatAction", chat_id=chat_id, action=action)

    async def fetch(self, url: str, limit: int) -> bytes:
        """A picture a person sent, from Zalo's servers; raises Refused(413) when it is larger than `limit` bytes."""
        data = bytearray()
        try:
            async with self._http.stream("GET", url, follow_redirects=True) as response:
                if response.status_code >= 500:
                    raise ServerFailed(response.status_code)
                if response.status_code >= 400:
                    raise Refused(response.status_code, "file not available")
                async for chunk in response.aiter_bytes():
                    data += chunk
                    if len(data) > limit:
                        raise Refused(413, "file is too big")
        except (httpx.HTTPError, httpx.InvalidURL) as problem:
            raise NotSent(type(problem).__name__) from None
        return bytes(data)

    def _taken(self, result: Any) -> str:
        """The message id. `ok: true` without one is no proof of anything, and no refusal either."""
        try:
            taken = _Taken.model_validate(result).message_id
        except ValidationError:
            taken = ""
        if not taken:
            raise AnswerLost("taken without a message id")
        return taken

    async def _call(self, method: str, wait: float | None = None, **parameters: Any) -> Any:
        """`result` of a method that was carried out."""
        try:
            response = await self._http.post(
                f"{self._prefix}/{method}",
                json={name: value for name, value in parameters.items() if value is not None},
                timeout=wait if wait is not None else self._answer,
            )
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as problem:
            raise NotSent(type(problem).__name__) from None
        except httpx.HTTPError as problem:
            raise AnswerLost(type(problem).__name__) from None
        return _result_of(response)


def _result_of(response: httpx.Response) -> Any:
    """What the answer holds. A JSON envelope is believed before the HTTP status."""
    status = response.status_code
    try:
        answer = _Answer.model_validate_json(response.content)
    except ValidationError:  # not Zalo's form: somebody in between has spoken for it
        if status == 429:
            raise Refused(429, "too many requests", _seconds(response.headers.get("retry-after"))) from None
        if status == 413:
            raise Refused(413, "request is too large") from None
        if status >= 500 and status != 504:
            raise ServerFailed(status) from None
        raise AnswerLost(f"no answer of the Bot Platform, HTTP {status}") from None
    if answer.ok and status < 400:
        return answer.result
    code = answer.error_code or (404 if answer.description.lower() == "not found" else status)
    if code >= 500 and code != 504:
        raise ServerFailed(code)
    if code == 404:
        raise NotFound(answer.description[:200])
    named = (answer.model_extra or {}).get("parameters")
    seconds = named.get("retry_after") if isinstance(named, dict) else response.headers.get("retry-after")
    raise Refused(code, answer.description[:200], _seconds(seconds))


def _seconds(value: object) -> float | None:
    """Seconds to wait, where they are named."""
    try:
        return max(float(str(value)), 1.0)
    except ValueError:
        return None
