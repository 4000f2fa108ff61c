"""The audit log: who did what, each link holding the hash of the one before.

The hash covers every column but the id, so a changed, removed, inserted or reordered row is found. It refers to
people by id; names, phones and chat ids must not be put into `detail`: what is in the chain cannot be erased.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.clock import check_aware
from catalog.tables import Audit

GENESIS = "0" * 64
"""What the first link takes as the hash before it."""


@dataclass(frozen=True)
class Actor:
    """Who acts, and from where: `person_id` None is the system itself, `channel` "cli", "telegram", "system" ..."""

    person_id: int | None
    channel: str


SYSTEM = Actor(None, "system")


@dataclass(frozen=True)
class Verdict:
    """What `verify` found: `broken_at` is the id of the first link that does not fit, None when the chain is whole."""

    links: int
    broken_at: int | None = None
    reason: str = ""


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
    previous = (
        session.execute(sa.select(col(Audit.hash)).order_by(col(Audit.id).desc()).limit(1)).scalar_one_or_none()
        or GENESIS
    )
    row: dict[str, Any] = {
        "at": check_aware(now).astimezone(dt.UTC),
        "person_id": actor.person_id,
        "channel": actor.channel,
        "action": action,
        "subject": subject,
        "detail": dict(detail or {}),
        "previous": previous,
    }
    session.execute(sa.insert(Audit).values(**row, hash=_hash(row)))


def count_since(session: Session, person_id: int | None, action: str, since: dt.datetime) -> int:
    """How often that person did `action` since that moment."""
    count: int = session.execute(
        sa.select(sa.func.count())
        .select_from(Audit)
        .where(col(Audit.person_id) == person_id, col(Audit.action) == action, col(Audit.at) >= since)
    ).scalar_one()
    return count


def verify(session: Session) -> Verdict:
    """Walk the whole chain; says where it first breaks."""
    previous, links = GENESIS, 0
    for row in session.exec(select(Audit).order_by(col(Audit.id)).execution_options(yield_per=1000)):
        fields = row.model_dump(exclude={"id", "hash"})
        if row.previous != previous:
            return Verdict(links, row.id, "không nối với bản ghi trước (thiếu, thừa hoặc đảo thứ tự)")
        if row.hash != _hash(fields):
            return Verdict(links, row.id, "nội dung đã bị sửa")
        previous, links = row.hash, links + 1
    return Verdict(links)


def _hash(fields: Mapping[str, Any]) -> str:
    printable = {**fields, "at": fields["at"].isoformat(timespec="microseconds")}
    text = json.dumps(printable, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
