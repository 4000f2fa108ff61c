"""The digest of an agency in its group chat, once a day."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import local_day
from catalog.tables import Contact, GroupDigest
from scheduler.digests import digest
from scheduler.digests.stored_together import Reminder, queue_digests, store_digests
from scheduler.digests.superseded import move_proof, still_open, superseded, with_carried
from scheduler.ladder.recipients import groups_of


@dataclass(frozen=True)
class GroupReminders:
    """What one group chat was told, and in which digest."""

    row: GroupDigest
    reminders: Sequence[Reminder]


def tell_groups(
    session: Session, found: Sequence[Reminder], now: dt.datetime, late: Sequence[int] = ()
) -> list[GroupReminders]:
    """Write what was found into the group chats of its agencies; a group that had its digest today is left out.

    `late` are chats that are owed the digest of an earlier day.
    """
    by_agency: dict[int, list[Reminder]] = defaultdict(list)
    for told in found:
        by_agency[told.agency_id].append(told)
    chats = _unserved(session, list(by_agency), local_day(now))
    chats += [(session.get_one(Contact, one), 0) for one in late]
    waiting = superseded(session, GroupDigest, [chat.id or 0 for chat, _ in chats], now)
    carried = still_open(session, waiting)
    chats = [(chat, agency) for chat, agency in chats if by_agency[agency] or carried.get(chat.id or 0)]
    rows: dict[int, GroupDigest] = {}
    for chat, agency in chats:
        entries = with_carried([told.entry() for told in by_agency[agency]], carried.get(chat.id or 0, ()))
        items = [entry.to_json() for entry in digest.most_urgent_first(entries)]
        rows[chat.id or 0] = GroupDigest(contact_id=chat.id or 0, day=local_day(now), items=items, created_at=now)
    store_digests(session, GroupDigest, list(rows.values()))
    shown = digest.first_lines(session, rows.values(), now)
    letters = [
        (rows[chat.id or 0], chat, digest.compose(session, rows[chat.id or 0], now, known=shown)) for chat, _ in chats
    ]
    queue_digests(session, GroupDigest, letters)
    move_proof(session, waiting, rows)
    return [GroupReminders(rows[chat.id or 0], by_agency[agency]) for chat, agency in chats]


def groups_served(session: Session, agencies: Collection[int], today: dt.date) -> set[int]:
    """The agencies with group chats that all had their digest today."""
    groups = groups_of(session, agencies)
    unserved = {agency for _, agency in _without(session, groups, today)}
    return {agency for agency in groups if agency not in unserved}


def _unserved(session: Session, agencies: Collection[int], today: dt.date) -> list[tuple[Contact, int]]:
    return _without(session, groups_of(session, agencies), today)


def _without(
    session: Session, groups: dict[int, list[Contact]], today: dt.date
) -> list[tuple[Contact, int]]:  # fmt: skip
    """The chats among these, with their agency, that did not have today's digest."""
    chats = [(chat, agency) for agency, members in groups.items() for chat in members]
    if not chats:
        return []
    query = sa.select(col(GroupDigest.contact_id)).where(
        col(GroupDigest.contact_id).in_([chat.id for chat, _ in chats]), col(GroupDigest.day) == today
    )
    served = set(session.execute(query).scalars())
    return [(chat, agency) for chat, agency in chats if chat.id not in served]
