"""The queue of updates: what happened, kept until the bot confirms it by asking for what comes after."""

import datetime as dt
from collections import deque
from dataclasses import dataclass

from bot.sandbox.telegram_forms.errors import Json
from catalog.clock import Clock

KEPT = dt.timedelta(hours=24)  # https://core.telegram.org/bots/api#getting-updates
_UNASKED = ("chat_member", "message_reaction", "message_reaction_count")  # come only when named


@dataclass(frozen=True)
class QueuedUpdate:
    """One update in Telegram's form, and when it was queued (aware UTC)."""

    update_id: int
    body: Json
    queued: dt.datetime


class UpdateQueue:
    """Updates waiting for the bot, oldest first; only those of a kind the bot asked for are queued."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._waiting: list[QueuedUpdate] = []
        self._taken: deque[QueuedUpdate] = deque(maxlen=1000)
        self._last_id = 824_600_000
        self.allowed: list[str] = []
        self.poll = 0  # goes up with every getUpdates, so that an older one knows it was replaced

    def add(self, kind: str, content: Json) -> Json | None:
        """Queues `{kind: content}` under the next update_id; None when the bot did not ask for this kind."""
        if kind not in self.allowed if self.allowed else kind in _UNASKED:
            return None
        self._last_id += 1
        body = {"update_id": self._last_id, kind: content}
        self.add_raw(body)
        return body

    def add_raw(self, body: Json) -> None:
        """Queues an update exactly as given, whatever it holds; one without an id gets the next id."""
        if not isinstance(body.get("update_id"), int):
            self._last_id += 1
            body = {"update_id": self._last_id, **body}
        self._last_id = max(self._last_id, body["update_id"])
        self._waiting.append(QueuedUpdate(body["update_id"], body, self._clock()))

    def waiting(self, limit: int = 100) -> list[Json]:
        """The oldest updates nobody confirmed; those older than 24 hours are gone, as on Telegram."""
        self._forget_old()
        return [update.body for update in self._waiting[:limit]]

    def confirm_before(self, offset: int) -> None:
        """Forgets what is below `offset`; a negative offset keeps only that many from the end."""
        if offset < 0:
            kept = self._waiting[offset:]
        else:
            kept = [update for update in self._waiting if update.update_id >= offset]
        kept_ids = {update.update_id for update in kept}
        self._taken.extend(update for update in self._waiting if update.update_id not in kept_ids)
        self._waiting = kept

    def confirm(self, body: Json) -> None:
        """Forgets this one update, which a webhook has taken."""
        self._taken.extend(update for update in self._waiting if update.body is body)
        self._waiting = [update for update in self._waiting if update.body is not body]

    def redeliver(self, update_id: int | None = None) -> list[Json]:
        """Queues again what was confirmed before (the last 1000): this one, or all; the answer is what comes again."""
        again = [one for one in self._taken if update_id in (None, one.update_id)]
        self._waiting = [*self._waiting, *again]
        return [one.body for one in again]

    def clear(self) -> None:
        """Forgets everything."""
        self._waiting = []

    def _forget_old(self) -> None:
        oldest = self._clock() - KEPT
        if self._waiting and self._waiting[0].queued < oldest:
            self._waiting = [update for update in self._waiting if update.queued >= oldest]
