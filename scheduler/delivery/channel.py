"""What a channel must be able to do: send one message, fetch one file. Everything else about it stays with it."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.messaging.message import Choice
from scheduler.delivery.retry import Outcome


@dataclass(frozen=True)
class ReadyFile:
    """A file with its bytes in hand; `picture` is shown as a photo where the channel can."""

    name: str
    data: bytes
    picture: bool = False


@dataclass(frozen=True)
class Parcel:
    """One message as a channel gets it. `outbox_id` names it in the buttons' data (outbox id and index).

    A channel that can tell calls `on_its_way` when the request was written to a connection that stands.
    `maybe_there`: an earlier attempt had no answer, so that this one may double it. `made_at` is when it was decided,
    `way` how it goes where a channel has windows (`catalog.messaging.windows`), `reminder` what a template is filled
    with ("name", "count", "due") where that is the way.
    """

    outbox_id: int
    chat_id: str
    text: str
    choices: Sequence[Sequence[Choice]] = ()
    file: ReadyFile | None = None
    on_its_way: Callable[[], None] = lambda: None
    maybe_there: bool = False
    made_at: dt.datetime | None = None
    way: str = ""
    reminder: dict[str, str] | None = None


class NothingToShow(Exception):
    """Raised by a maker: what would be shown beside the words cannot be made, and they go without it."""


class FetchProblem(Exception):
    """A file could not be fetched; `permanent` when trying again is of no use."""

    def __init__(self, reason: str, *, permanent: bool) -> None:
        super().__init__(reason)
        self.permanent = permanent


class Channel(Protocol):
    """A way to a person. Implementations: one small file each under bot/."""

    name: str

    async def send(self, parcel: Parcel) -> Outcome:
        """Hand one message to the provider and say what it answered; never raises for what a provider can do."""

    async def answers(self) -> bool:
        """Whether the platform answers a question that changes nothing, whatever it says; never raises for what a
        provider can do.
        """

    async def fetch(self, ref: str) -> bytes:
        """The bytes of an announced attachment. Raises FetchProblem."""
