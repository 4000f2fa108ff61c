"""HTTP for python-telegram-bot over aiohttp: the library's own transport slows down under concurrency.

It also tells apart what delivery must know (`scheduler.retry`): the request never left, the answer was lost, or the
server answered that it failed.
"""

import json
from typing import Any

import aiohttp
from telegram.error import NetworkError
from telegram.request import BaseRequest, RequestData


class NotSent(NetworkError):
    """No connection could be made: nothing left this machine."""


class AnswerLost(NetworkError):
    """The request left and no whole answer came back."""


class ServerFailed(NetworkError):
    """The server answered 5xx."""

    def __init__(self, status: int) -> None:
        super().__init__(f"server error {status}")
        self.status = status


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
            self._session = aiohttp.ClientSession(connector=connector, timeout=self._timeout)

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self, url: str, method: str, request_data: RequestData | None = None, *_: Any, **__: Any
    ) -> tuple[int, bytes]:
        """(status, body). Raises NotSent, AnswerLost or ServerFailed; the library makes its errors of the rest."""
        await self.initialize()
        assert self._session is not None
        try:
            async with self._session.request(method, url, data=_form(request_data)) as response:
                body = await response.read()
        except (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError) as problem:
            raise NotSent(type(problem).__name__) from None
        except (TimeoutError, aiohttp.ClientError, ConnectionError) as problem:
            raise AnswerLost(type(problem).__name__) from None
        if response.status >= 500:
            raise ServerFailed(response.status)
        return response.status, body

    async def call(self, url: str, parameters: dict[str, Any]) -> Any:
        """The raw JSON `result` of a method: for updates, which are stored before anybody tries to understand them."""
        body = await self._request_wrapper(url, "POST", _Raw(parameters))  # type: ignore[arg-type]
        return json.loads(body)["result"]


class _Raw:
    """Parameters in the form of the library's RequestData, without files."""

    multipart_data: None = None

    def __init__(self, parameters: dict[str, Any]) -> None:
        self.json_parameters = {
            name: value if isinstance(value, str) else json.dumps(value) for name, value in parameters.items()
        }


def _form(request_data: RequestData | None) -> aiohttp.FormData | dict[str, str] | None:
    if request_data is None:
        return None
    if not request_data.multipart_data:
        return request_data.json_parameters
    form = aiohttp.FormData(quote_fields=False)
    for name, value in request_data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mime) in request_data.multipart_data.items():
        form.add_field(name, content, filename=filename, content_type=mime)
    return form
