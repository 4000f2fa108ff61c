"""Digests that could not leave: the next one of the same person or group takes their place.

While a channel is down for a week seven digests would wait; people are to get one.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.clock import local_day, start_of_day
from catalog.messaging import inbox_and_outbox
from catalog.store.columns import portions
from catalog.tables import Assignment, Digest, DutyNudge, DutyPeriod, GroupDigest, Nudge, Outbox
from catalog.work.in_doubt import MAY_BE_REMINDED_OF
from catalog.work.snapshot import TO_DO
from scheduler.digests.digest import Entry
from scheduler.digests.stored_together import AnyDigest

SUPERSEDED = "chưa gửi được; nội dung chuyển sang bản nhắc việc sau"


def superseded(
    session: Session, table: type[AnyDigest], owners: Sequence[int], now: dt.datetime
) -> dict[int, list[AnyDigest]]:
    """Earlier digests of these people (of these chats for `GroupDigest`) that wait: marked as replaced."""
    owner = _owner(table)
    found: dict[int, list[AnyDigest]] = defaultdict(list)
    # Asked of what is queued, which is little, and not of the digests there ever were.
    waiting = sa.select(col(Outbox.id)).where(
        col(Outbox.state) == "queued", col(Outbox.priority) == inbox_and_outbox.NUDGE,
        col(Outbox.created_at) < start_of_day(local_day(now)),
    )  # fmt: skip
    for part in portions(session.execute(waiting).scalars().all()):
        query = select(table, owner).where(col(table.outbox_id).in_(part), owner.in_(owners))
        for row, whose in session.exec(query.order_by(col(table.id))):
            found[whose].append(row)
    if found:
        _mark(session, [row.outbox_id for rows in found.values() for row in rows])
    return found


def waiting_owners(session: Session, table: type[AnyDigest], now: dt.datetime) -> list[int]:
    """Whose digest of an earlier day still waits, tells of work, and was replaced by none today."""
    owner, today = _owner(table), local_day(now)
    newer = sa.select(owner).where(col(table.day) == today)
    query = (
        sa.select(owner, col(table.items))
        .join(Outbox, col(Outbox.id) == col(table.outbox_id))
        .where(
            col(Outbox.state) == "queued", col(Outbox.priority) == inbox_and_outbox.NUDGE,
            col(Outbox.created_at) < start_of_day(today), owner.not_in(newer),
        )
        .order_by(owner)
    )  # fmt: skip
    return list(dict.fromkeys(whose for whose, items in session.execute(query) if items))


def _mark(session: Session, outbox_ids: Sequence[int | None]) -> None:
    """Also the first pieces of a digest that was too long for one message."""
    last = session.execute(
        sa.select(col(Outbox.contact_id), col(Outbox.created_at)).where(col(Outbox.id).in_(outbox_ids))
    ).all()
    session.execute(
        sa.update(Outbox)
        .where(
            col(Outbox.state) == "queued", col(Outbox.priority) == inbox_and_outbox.NUDGE,
            col(Outbox.contact_id).in_({contact for contact, _ in last}),
            col(Outbox.created_at).in_({at for _, at in last}),
        )
        .values(state="failed", error=SUPERSEDED)
    )  # fmt: skip


def still_open(session: Session, late: Mapping[int, Sequence[AnyDigest]]) -> dict[int, list[Entry]]:
    """By owner, what these digests said and is still to be said."""
    waiting = {owner: [Entry.from_json(item) for row in rows for item in row.items] for owner, rows in late.items()}
    awake = _awake(session, [entry for entries in waiting.values() for entry in entries])
    return {owner: [e for e in entries if (e.kind, e.id) in awake] for owner, entries in waiting.items()}


def _awake(session: Session, entries: Sequence[Entry]) -> set[tuple[str, int]]:
    """Which of these are still to be spoken of."""
    if not entries:
        return set()
    tasks = sa.select(col(Assignment.id)).where(
        col(Assignment.id).in_({entry.id for entry in entries if entry.kind == "task"}),
        col(Assignment.state).in_(TO_DO),
        MAY_BE_REMINDED_OF,
    )
    duties = sa.select(col(DutyPeriod.id)).where(
        col(DutyPeriod.id).in_({entry.id for entry in entries if entry.kind == "duty"}),
        col(DutyPeriod.closed_at).is_(None),
        col(DutyPeriod.reported_at).is_(None),
    )
    return {("task", found) for found in session.execute(tasks).scalars()} | {
        ("duty", found) for found in session.execute(duties).scalars()
    }


def with_carried(new: Sequence[Entry], carried: Sequence[Entry]) -> list[Entry]:
    """What is new, and what an unsent digest said besides, each once."""
    known = {(entry.kind, entry.id, entry.slot) for entry in new}
    left = {(e.kind, e.id, e.slot): e for e in carried if (e.kind, e.id, e.slot) not in known}
    return [*new, *left.values()]


def move_proof(session: Session, late: Mapping[int, Sequence[AnyDigest]], rows: Mapping[int, AnyDigest]) -> None:
    """The proof of a reminder names the message that carried it, also where that is a later one."""
    for owner, old in late.items():
        if owner not in rows:
            continue
        new = rows[owner]
        digest: dict[str, int | None] = {"digest_id": new.id} if isinstance(new, Digest) else {}
        for table in (Nudge, DutyNudge):
            session.execute(
                sa.update(table)
                .where(col(table.outbox_id).in_([row.outbox_id for row in old]))
                .values(outbox_id=new.outbox_id, **digest)
            )


def _owner(table: type[Digest] | type[GroupDigest]) -> Any:
    return col(GroupDigest.contact_id) if issubclass(table, GroupDigest) else col(Digest.person_id)
