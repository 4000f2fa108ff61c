"""HTTP for python-telegram-bot over aiohttp: the library's own transport slows down under concurrency.

It also tells apart what delivery must know (`scheduler.delivery.retry`): the request never left, the answer was
lost, the server answered that it failed, or that we were too fast.
"""

import io
import json
from collections.abc import Callable
from contextvars import ContextVar
from types import SimpleNamespace
from typing import Any
from urllib.parse import urlencode

import aiohttp
from telegram.error import BadRequest, NetworkError, TelegramError
from telegram.request import BaseRequest, RequestData

on_its_way: ContextVar[Callable[[], None] | None] = ContextVar("on_its_way", default=None)
"""Told when a request of this task was written to a connection that stands: making one may take several trips."""

_LONGEST_WAIT = 86_400.0  # seconds; what names more has named nothing


class NotSent(NetworkError):
    """No connection could be made: nothing left this machine."""


class AnswerLost(NetworkError):
    """The request left and no whole answer came back."""


class ServerFailed(NetworkError):
    """The server answered 5xx, or somebody in its place refused the request."""

    def __init__(self, status: int) -> None:
        super().__init__(f"server error {status}")
        self.status = status


class TooFast(TelegramError):
    """429: nothing was taken; `seconds` is what the server asks to wait, 0 where it does not say."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"too many requests, retry after {seconds:g} s")
        self.seconds = seconds


class AiohttpRequest(BaseRequest):
    """One connection pool. `timeout` in seconds bounds a whole request, `connect` making the connection."""

    def __init__(self, *, timeout: float = 30.0, connect: float = 10.0, connections: int = 64) -> None:
        self._timeout = aiohttp.ClientTimeout(total=timeout, connect=connect)
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None

    @property
    def read_timeout(self) -> float | None:
        """Seconds a whole request may take."""
        return self._timeout.total

    async def initialize(self) -> None:
        """Open the pool (again after `shutdown`)."""
        if self._session is None or self._session.closed:
            connector = aiohttp.TCPConnector(limit=self._connections)
            traces = aiohttp.TraceConfig()
            traces.on_request_headers_sent.append(_left)
            self._session = aiohttp.ClientSession(connector=connector, timeout=self._timeout, trace_configs=[traces])

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """(status, body). Raises NotSent, AnswerLost, ServerFailed or TooFast; the library makes its errors of the
        rest.
        """
        await self.initialize()
        assert self._session is not None
        try:
            told = on_its_way.get()
            body, kind = _form(request_data)
            async with self._session.request(method, url, data=body, headers=kind, trace_request_ctx=told) as response:
                answer = await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as problem:
            raise NotSent(type(problem).__name__) from None
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as problem:
            raise AnswerLost(type(problem).__name__) from None
        status = _status_of(response.status, answer)
        _raise_for(status, answer, response.headers.get("retry-after"))
        if status >= 400:
            try:
                self.parse_json_payload(answer)
            except AnswerLost:  # a page of a firewall or a proxy: the library would read it as Telegram's own words
                raise ServerFailed(status) from None
        return status, answer

    async def call(self, url: str, parameters: dict[str, Any]) -> Any:
        """The raw JSON `result` of a method: for updates, which are stored before anybody tries to understand them.

        Raises TelegramError, also for an answer that is not the Bot API's.
        """
        body = await self._request_wrapper(url, "POST", _Raw(parameters))  # type: ignore[arg-type]
        return self.parse_json_payload(body).get("result")

    async def download(self, url: str, limit: int) -> bytes:
        """A file, read up to `limit` bytes and no further: what was announced as small may be large.

        Raises BadRequest for more, or where it is not there; NotSent, AnswerLost, ServerFailed, TooFast.
        """
        await self.initialize()
        assert self._session is not None
        data = bytearray()
        try:
            async with self._session.get(url) as response:
                if response.status != 200:
                    _raise_for(response.status, await response.read(), response.headers.get("retry-after"))
                    raise BadRequest(f"file not available: {response.status}")
                async for part in response.content.iter_chunked(1 << 16):
                    data += part
                    if len(data) > limit:
                        raise BadRequest("file is too big")
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as problem:
            raise NotSent(type(problem).__name__) from None
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as problem:
            raise AnswerLost(type(problem).__name__) from None
        return bytes(data)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """An answer of the Bot API. Raises AnswerLost for anything else: somebody in between has spoken for it."""
        try:
            answer = json.loads(payload, parse_constant=lambda _: None)  # NaN is no JSON and cannot be stored
        except ValueError:
            raise AnswerLost("no JSON") from None
        if not isinstance(answer, dict) or not answer.keys() & {"result", "description"}:
            raise AnswerLost("no answer of the Bot API")
        return answer


async def _left(_session: aiohttp.ClientSession, context: SimpleNamespace, _: object) -> None:
    if context.trace_request_ctx is not None:
        context.trace_request_ctx()


def _status_of(status: int, body: bytes) -> int:
    """The status, or where a gateway gave a refusal out as a success the code that stands in it."""
    if status >= 400 or b"false" not in body[:200]:
        return status
    try:
        answer = json.loads(body)
    except ValueError:
        return status
    code = answer.get("error_code") if isinstance(answer, dict) and answer.get("ok") is False else None
    return code if type(code) is int and 400 <= code < 600 else status


def _raise_for(status: int, body: bytes, header: str | None) -> None:
    """What the library would call by another name, or read only with a warning (RetryAfter.retry_after)."""
    if status == 429:
        raise TooFast(_retry_after(body, header))
    if status == 413:  # https://core.telegram.org/bots/api#sending-files: over the limit, however often it is tried
        raise BadRequest("Request Entity Too Large")
    if status == 504:
        raise AnswerLost("gateway timeout")  # the server behind the gateway may have taken it
    if status >= 500:
        raise ServerFailed(status)


def _retry_after(body: bytes, header: str | None) -> float:
    """Seconds named in the answer or its header, a day at the most; 0 where none are named."""
    try:
        named = float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, KeyError, TypeError):
        try:
            named = float(header or 0)
        except ValueError:  # a date, as gateways may say it
            named = 0.0
    return min(max(named, 1.0), _LONGEST_WAIT) if named > 0 else 0.0


class _Raw:
    """Parameters in the form of the library's RequestData, without files."""

    multipart_data: None = None

    def __init__(self, parameters: dict[str, Any]) -> None:
        self.json_parameters = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()
        }


def _form(request_data: RequestData | None) -> tuple[aiohttp.FormData | bytes | None, dict[str, str]]:
    """A body and its headers; without files in one piece, for which the library's own form is much too slow."""
    if request_data is None:
        return None, {}
    if not request_data.multipart_data:
        return urlencode(request_data.json_parameters).encode(), {"Content-Type": "application/x-www-form-urlencoded"}
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        # As a stream: aiohttp would hold up everybody while it writes a large body in one piece.
        body = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, body, filename=filename, content_type=mime)
    return form, {}
