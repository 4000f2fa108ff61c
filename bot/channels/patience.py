"""How long the bot waits for others, in one place: tests and rehearsals are less patient than a deployment."""

from dataclasses import dataclass

from scheduler.delivery.pacing import TELEGRAM, Limits
from scheduler.delivery.retry import DEFAULT_BACKOFF, Backoff


@dataclass(frozen=True)
class Patience:
    """Seconds throughout.

    `answer` bounds a whole request to a platform, `photo` one for which it fetches a picture from us first; `poll` is
    how long a platform may hold a question for updates; `pause` stands between two tries of what failed (doubling, up
    to 30); `look` is how often the outbox and the inbox are looked at without being told; `album` is how long no
    further part of an album has come before the others are handled together; `backoff` sets the retries of a message,
    `limits` the pace of sending.
    """

    answer: float = 30.0
    photo: float = 150.0
    poll: int = 25
    pause: float = 1.0
    look: float = 1.0
    album: float = 0.7
    backoff: Backoff = DEFAULT_BACKOFF
    limits: Limits = TELEGRAM
