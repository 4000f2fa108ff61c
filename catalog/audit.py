"""The audit log: who did what, each link holding the hash of the one before.

The hash covers every column but the id, so a changed, removed, inserted or reordered row is found. It refers to
people by id; names, phones and chat ids must not be put into `detail`: what is in the chain cannot be erased.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.clock import check_aware
from catalog.store.columns import ask
from catalog.store.memory import note_own, own
from catalog.tables import Audit, AuditHead, table_of

GENESIS = "0" * 64
"""What the first link takes as the hash before it."""

_HEAD = 1
"""The only row of `audit_head`."""

_AUDIT, _END = table_of(Audit), table_of(AuditHead)
_LAST = sa.select(_END.c.hash).where(_END.c.id == _HEAD).with_for_update()
_LINK = sa.insert(_AUDIT)
_MOVE = sa.update(_END).where(_END.c.id == _HEAD).values(links=_END.c.links + 1, hash=sa.bindparam("link"))


@dataclass(frozen=True)
class Actor:
    """Who acts, and from where: `person_id` None is the system itself, `channel` "cli", "telegram", "system" ..."""

    person_id: int | None
    channel: str


SYSTEM = Actor(None, "system")


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: `broken_at` is the id of the first link that does not fit, None when the chain is whole.

    `head` is the hash of the last link that fits: written down elsewhere (a log, a backup's manifest), it proves later
    that nothing before it was changed, even to somebody who does not trust this store.
    """

    links: int
    broken_at: int | None = None
    reason: str = ""
    head: str = GENESIS


def hold(session: Session) -> None:
    """Take the chain's end now instead of at the first link: whoever writes after us waits until we are committed.

    What is numbered while it is held is committed in the order of its numbers, so that nobody who has read up to a
    number misses a smaller one (`catalog.figures.rollup`). SQLite has one writer at a time anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        _end(session)


def append(
    session: Session,
    actor: Actor,
    action: str,
    subject: str,
    now: dt.datetime,
    detail: Mapping[str, Any] | None = None,
) -> None:
    """Add a link. `subject` names the thing by kind and id ("assignment:12"); `detail` must be plain JSON.

    Must run inside the one writer's transaction: two writers at once would fork the chain, which the unique
    key on `previous`'s successor (`hash`) does not forgive.
    """
    head = _end(session)
    previous = head or GENESIS
    row: dict[str, Any] = {
        "at": check_aware(now).astimezone(dt.UTC),
        "person_id": actor.person_id,
        "channel": actor.channel,
        "action": action,
        "subject": subject,
        "detail": dict(detail or {}),
        "previous": previous,
    }
    link = hash_of(row)
    ask(session, _LINK, **row, hash=link)
    if head is None:
        ask(session, sa.insert(_END), id=_HEAD, links=1, hash=link)
    else:
        ask(session, _MOVE, link=link)
    note_own(session, _END.name, link, lasting=True)


def _end(session: Session) -> str | None:
    """The hash of the last link, None before the first; on PostgreSQL held from now on."""
    head: str | None = own(session, _END.name)
    if head is None and (head := ask(session, _LAST).scalar_one_or_none()) is not None:
        note_own(session, _END.name, head, lasting=True)
    return head


def count_since(session: Session, person_id: int | None, action: str, since: dt.datetime) -> int:
    """How often that person did `action` since that moment."""
    count: int = session.execute(
        sa.select(sa.func.count())
        .select_from(Audit)
        .where(col(Audit.person_id) == person_id, col(Audit.action) == action, col(Audit.at) >= since)
    ).scalar_one()
    return count


def count_lately(session: Session, action: str, since: dt.datetime, within: int = 5000) -> int:
    """How often anybody did `action` since that moment, among so many of the last links."""
    newest = sa.select(sa.func.max(col(Audit.id))).scalar_subquery()
    count: int = session.execute(
        sa.select(sa.func.count())
        .select_from(Audit)
        .where(col(Audit.id) > newest - within, col(Audit.action) == action, col(Audit.at) >= since)
    ).scalar_one()
    return count


def verify(session: Session, expect: str = "") -> Verdict:
    """Walk the whole chain to its head; says where it first breaks. `upkeep.verify_audit` holds the record against it.

    `expect` is a hash that was written down earlier: it must still be in the chain.
    """
    previous, links, last, met = GENESIS, 0, None, not expect
    with session.exec(select(Audit).order_by(col(Audit.id)).execution_options(yield_per=1000)) as rows:
        for row in rows:
            fields = row.model_dump(exclude={"id", "hash"})
            if row.previous != previous:
                return Verdict(links, row.id, "không nối với bản ghi trước (thiếu, thừa hoặc đảo thứ tự)")
            if row.hash != hash_of(fields):
                return Verdict(links, row.id, "nội dung đã bị sửa")
            previous, links, last = row.hash, links + 1, row.id
            met = met or row.hash == expect
    head = session.get(AuditHead, _HEAD)
    if (head.links, head.hash) != (links, previous) if head else links:
        return Verdict(links, (last or 0) + 1, "các bản ghi cuối đã bị xóa, hoặc có bản ghi thêm vào", previous)
    if not met:
        return Verdict(links, (last or 0) + 1, "chuỗi không còn chứa mã đã ghi lại: nhật ký bị thay cả chuỗi", previous)
    return Verdict(links, head=previous)


def hash_of(fields: Mapping[str, Any]) -> str:
    """The hash of a row's columns, the same however the database orders or prints them; moments must be aware UTC."""
    text = json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_printed)
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(rows: Iterable[Mapping[str, Any]]) -> str:
    """What a link says of the rows it vouches for: the hash of their columns without the id and what is empty."""
    return hash_of({"rows": [{k: v for k, v in row.items() if k != "id" and v is not None} for row in rows]})


def _printed(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in the chain")
