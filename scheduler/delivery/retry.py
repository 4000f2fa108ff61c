"""What becomes of a message after an attempt to deliver it: a pure function of what the provider answered.

Every state has a name. A message is "sent" only with the provider's message id in hand. Where the answer was lost it
may have arrived or not: it is tried again, and counted, so that nobody is promised "exactly once". A message is given
up only for what is its own: what a platform that is away does to it uses up nothing (`scheduler.delivery.breaker`).
"""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

from catalog.clock import check_aware

GivenUp = Literal["rejected", "server", "file", "lost"]
"""Why a message was given up: its content was refused, the platform failed, its file could not be made, answers to it
were lost."""

DeliveryState = Literal["queued", "sending", "sent", "failed", "ambiguous"]


@dataclass(frozen=True)
class Sent:
    """The provider took the message and gave it this id.

    `kind` is what it was charged to, where a channel's messages cost ("reply", "sub_quota", "billed", ...), `left` what
    the package still holds, where it said so.
    """

    message_id: str
    kind: str = ""
    left: int | None = None


@dataclass(frozen=True)
class Rejected:
    """The provider refuses this message for good (400): no repetition would help."""

    reason: str


@dataclass(frozen=True)
class Blocked:
    """Nothing more may be sent there: the person has blocked the bot or left, a group took away the right to write.

    `topic`: only this topic of a group is closed, not the group.
    """

    reason: str
    topic: bool = False


@dataclass(frozen=True)
class WindowClosed:
    """The channel takes nothing there until the person writes again. Nothing is wrong with message or chat: the
    message takes its next way (`scheduler.delivery.next_way`)."""

    reason: str


@dataclass(frozen=True)
class WayClosed:
    """One way of the channel ("paid", "template") takes nothing until a moment; the message takes the next one."""

    way: str
    reason: str
    until: dt.datetime


@dataclass(frozen=True)
class RateLimited:
    """Too fast (429): `retry_after` seconds, as the provider says; 0 where it does not say."""

    retry_after: float


@dataclass(frozen=True)
class NotNow:
    """This person's own server or mailbox takes nothing now, others' do: tried again after `again` seconds, and the
    chat counts as closed after `tries` attempts."""

    reason: str
    again: float
    tries: int


@dataclass(frozen=True)
class NetworkBeforeSent:
    """No connection: the message certainly did not leave this machine."""

    reason: str


@dataclass(frozen=True)
class Ambiguous:
    """The request left and no answer came (timeout, connection lost, lease expired while sending)."""

    reason: str


@dataclass(frozen=True)
class ServerError:
    """The provider answered that it failed (5xx)."""

    status: int


@dataclass(frozen=True)
class NotReady:
    """Our own fault: what belongs to the message (a picture, a document) could not be made or fetched now."""

    reason: str


@dataclass(frozen=True)
class Migrated:
    """The group has another chat id now; the message did not arrive and belongs there."""

    new_chat_id: str


@dataclass(frozen=True)
class TopicGone:
    """The topic of the group is no more; the message did not arrive and belongs into the group itself."""

    reason: str


Outcome = (
    Sent
    | Rejected
    | Blocked
    | WindowClosed
    | WayClosed
    | RateLimited
    | NotNow
    | NetworkBeforeSent
    | Ambiguous
    | ServerError
    | NotReady
    | Migrated
    | TopicGone
)


@dataclass(frozen=True)
class Backoff:
    """How long to wait: `first` seconds, doubling with each attempt up to `cap`.

    After `server_attempts` attempts that count a 5xx answer, or a file that cannot be made, is taken as final, and
    after `lost_answers` lost answers of which the last is the message's own. Connections that cannot be made are never
    given up on: the message waits for the network, however long that takes.
    """

    first: float = 2.0
    cap: float = 900.0
    server_attempts: int = 10
    lost_answers: int = 3

    @property
    def longest(self) -> dt.timedelta:
        """No retry waits longer."""
        return dt.timedelta(seconds=self.cap)

    def after(self, attempts: int) -> dt.timedelta:
        """The wait after that many attempts (1 or more)."""
        return dt.timedelta(seconds=min(self.first * 2.0 ** min(max(attempts - 1, 0), 30), self.cap))


@dataclass(frozen=True)
class Decision:
    """The message's next state. `not_before` (aware) is set while it is queued.

    `ambiguous` is the new count of lost answers, `counts` whether the attempt is one of the message's, `stop_contact`
    says that nothing more goes to this person, `note` the reason for the record (English, technical),
    `move_to` the chat id a group has moved to. `topic_only`: what is closed is a topic of the group; `topic_gone`: the
    topic is no more, the group itself takes its place. `why` it was given up, where it was.
    """

    state: DeliveryState
    ambiguous: int
    not_before: dt.datetime | None = None
    stop_contact: bool = False
    note: str = ""
    message_id: str = ""
    move_to: str = ""
    topic_only: bool = False
    topic_gone: bool = False
    counts: bool = True
    why: GivenUp = "rejected"


DEFAULT_BACKOFF = Backoff()


def decide(
    attempts: int,
    ambiguous: int,
    outcome: Outcome,
    now: dt.datetime,
    backoff: Backoff = DEFAULT_BACKOFF,
    *,
    own: bool = True,
) -> Decision:
    """What to do after the `attempts`-th attempt (this one counted), with `ambiguous` answers lost before it.

    `own` is whether a failure of the platform says something of this message. Raises ValueError for a naive `now`.
    """
    check_aware(now)
    later, soon = now + backoff.after(attempts), now + dt.timedelta(seconds=backoff.first)
    match outcome:
        case Sent(message_id):
            return Decision("sent", ambiguous, message_id=message_id)
        case Rejected(reason):
            return Decision("failed", ambiguous, note=f"rejected: {reason}")
        case Blocked(reason, topic):
            return Decision("failed", ambiguous, stop_contact=True, note=f"blocked: {reason}", topic_only=topic)
        case WindowClosed(reason) | WayClosed(reason=reason):
            return Decision("queued", ambiguous, now, note=f"closed: {reason}")
        case RateLimited(retry_after):
            wait = dt.timedelta(seconds=max(retry_after, 1.0)) if retry_after else backoff.after(attempts)
            return Decision("queued", ambiguous, now + wait, note=f"rate limited: {retry_after:g} s")
        case NotNow(reason, _, tries) if attempts >= tries:
            return Decision("failed", ambiguous, stop_contact=True, note=f"not taken {attempts} times: {reason}")
        case NotNow(reason, wait_for, _):
            return Decision("queued", ambiguous, now + dt.timedelta(seconds=wait_for), note=f"not taken now: {reason}")
        case NetworkBeforeSent(reason):
            return Decision("queued", ambiguous, soon, note=f"no connection: {reason}", counts=False)
        case Migrated(new_chat_id):
            return Decision("queued", ambiguous, now, note="group migrated", move_to=new_chat_id)
        case TopicGone(reason):
            return Decision("queued", ambiguous, now, note=f"topic gone: {reason}", topic_gone=True)
        case ServerError(status) if not own:
            return Decision("queued", ambiguous, soon, note=f"server error {status}", counts=False)
        case ServerError() | NotReady():
            what = f"server error {outcome.status}" if isinstance(outcome, ServerError) else f"file: {outcome.reason}"
            if attempts >= backoff.server_attempts:
                why: GivenUp = "server" if isinstance(outcome, ServerError) else "file"
                return Decision("failed", ambiguous, note=f"{what}, {attempts} attempts", why=why)
            return Decision("queued", ambiguous, later, note=what)
        case Ambiguous(reason):
            lost = ambiguous + 1
            if own and lost >= backoff.lost_answers:
                return Decision("ambiguous", lost, note=f"answer lost {lost} times: {reason}", why="lost")
            again = now + backoff.after(lost)
            return Decision("queued", lost, again, note=f"answer lost: {reason}", counts=own)
