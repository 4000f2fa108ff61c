"""What the bot asked for and what it was told: the record tests read."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from bot.sandbox.telegram_forms.errors import Json


@dataclass(frozen=True)
class Upload:
    """A file inside a request."""

    name: str
    mime: str
    data: bytes


@dataclass(frozen=True)
class Call:
    """One request to the Bot API.

    `params` as the bot gave them (form values are strings), `answer` the body of the answer, `status` its HTTP
    status, `time` aware UTC by the sandbox's clock. `taken` says the method was carried out; `delivered` says
    the bot received the answer: taken and not delivered is the case of a lost answer.
    """

    method: str
    params: Json
    answer: Json | None
    status: int
    time: dt.datetime
    uploads: dict[str, Upload] = field(default_factory=dict)
    taken: bool = True
    delivered: bool = True

    @property
    def ok(self) -> bool:
        """Whether the bot was told that it worked."""
        return self.delivered and bool(self.answer and self.answer.get("ok"))

    @property
    def result(self) -> Any:
        """What the method returned, None when it was refused."""
        return (self.answer or {}).get("result")
