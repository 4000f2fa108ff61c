"""One thing that is to be said, and the digests it goes out in: rows stored together, with their messages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from sqlmodel import Session

from catalog.messaging import inbox_and_outbox
from catalog.messaging.inbox_and_outbox import Message
from catalog.store.columns import insert_for_ids, update_rows
from catalog.tables import Contact, Digest, GroupDigest
from scheduler.digests.digest import Entry
from scheduler.ladder.due import Due

AnyDigest = TypeVar("AnyDigest", Digest, GroupDigest)
_STORED = {"person_id", "contact_id", "day", "items", "created_at"}


@dataclass(frozen=True)
class Reminder:
    """One thing to be said: of an assignment or a duty period, to whom (person -> only as the agency's leader)."""

    kind: str
    id: int
    agency_id: int
    due: Due
    hearing: Mapping[int, bool]

    def entry(self, *, as_leader: bool = False) -> Entry:
        """As a number of a digest."""
        kind: Literal["task", "duty"] = "duty" if self.kind == "duty" else "task"
        slot = "" if kind == "duty" else self.due.slot
        return Entry(kind, self.id, slot, self.due.due, as_leader)


def store_digests(session: Session, table: type[AnyDigest], rows: Sequence[AnyDigest]) -> None:
    """Store these and give each its id: a morning has one for everybody."""
    values = [row.model_dump(include=_STORED) for row in rows]
    for row, row_id in zip(rows, insert_for_ids(session, table, values), strict=True):
        row.id = row_id


def queue_digests(
    session: Session, table: type[AnyDigest], letters: Sequence[tuple[AnyDigest, Contact, Message]]
) -> None:
    """Put each digest's message into the outbox, and its number into the digest's row."""
    if not letters:
        return
    now = letters[0][0].created_at
    sent = inbox_and_outbox.queue_all(session, [letter[1:] for letter in letters], now, priority=inbox_and_outbox.NUDGE)
    for (row, _, _), outbox_id in zip(letters, sent, strict=True):
        row.outbox_id = outbox_id
    update_rows(session, table, [{"id": row.id, "outbox_id": row.outbox_id} for row, _, _ in letters])
