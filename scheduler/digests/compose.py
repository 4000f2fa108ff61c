"""From what was found to be said to digests: one a person, one a group chat, written with the nudges in them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlmodel import Session

from catalog.clock import local_day
from catalog.messaging.inbox_and_outbox import Message
from catalog.messaging.reachable_chats import contacts_of
from catalog.store.columns import insert_rows
from catalog.tables import Briefing, Contact, Digest, GroupDigest
from scheduler.digests import digest, nudge_rows
from scheduler.digests.briefing import Part, brief
from scheduler.digests.group_digests import tell_groups
from scheduler.digests.received import with_received
from scheduler.digests.stored_together import Reminder, queue_digests, store_digests
from scheduler.digests.superseded import move_proof, still_open, superseded, waiting_owners, with_carried
from scheduler.ladder.working_calendar import WorkCalendar


@dataclass
class Swept:
    """What a sweep did: rows looked at, digests queued, nudges written."""

    looked_at: int = 0
    digests: int = 0
    nudges: int = 0

    def add(self, other: "Swept") -> None:
        """Count another unit's work in."""
        self.looked_at += other.looked_at
        self.digests += other.digests
        self.nudges += other.nudges


def renew_late(session: Session, now: dt.datetime, calendar: WorkCalendar) -> Swept:
    """Digests of earlier days that could not leave, and that nothing new replaced today, are written anew.

    They say then what still holds, with the days as they are counted today. Only at a time when digests are written.
    """
    if calendar.next_sending_moment(now) > now:
        return Swept()
    people, chats = waiting_owners(session, Digest, now), waiting_owners(session, GroupDigest, now)
    if not people and not chats:
        return Swept()
    return tell(session, [], [], now, calendar, late_people=people, late_chats=chats)


def tell(
    session: Session,
    found: Sequence[Reminder],
    briefed: Sequence[int],
    now: dt.datetime,
    calendar: WorkCalendar,
    *,
    late_people: Sequence[int] = (),
    late_chats: Sequence[int] = (),
) -> Swept:
    """Write the digests of everybody who hears of something, and of officers and leaders with something waiting.

    `late_people` and `late_chats` are owed the digest of an earlier day, whether or not there is something new.
    """
    by_person: dict[int, list[Reminder]] = defaultdict(list)
    for told in found:
        for person in told.hearing:
            by_person[person].append(told)
    people = list(dict.fromkeys([*by_person, *briefed, *late_people]))
    parts = {person: brief(session, person, now, calendar) for person in briefed}
    late = superseded(session, Digest, people, now)
    carried = still_open(session, late)
    rows: dict[int, Digest] = {}
    for person in people:
        new = [item.entry(as_leader=item.hearing[person]) for item in by_person[person]]
        entries = digest.most_urgent_first(with_carried(new, carried.get(person, ())))
        if entries or parts.get(person):
            items = [entry.to_json() for entry in entries]
            rows[person] = Digest(person_id=person, day=local_day(now), items=items, created_at=now)
    store_digests(session, Digest, list(rows.values()))
    _queue(session, rows, parts, now)
    move_proof(session, late, rows)
    groups = tell_groups(session, found, now, late_chats)
    reminders = {person: [one for part in said for one in part.reminders] for person, said in parts.items()}
    nudge_rows.record(session, found, rows, by_person, reminders, groups, now)
    looked = [
        {"person_id": person, "day": local_day(now), "digest_id": rows[person].id if person in rows else None}
        for person in briefed
    ]
    insert_rows(session, Briefing, looked)
    session.flush()
    nudges = sum(map(len, by_person.values())) + sum(map(len, reminders.values()))
    return Swept(digests=len(rows) + len(groups), nudges=nudges)


def _queue(session: Session, rows: Mapping[int, Digest], parts: Mapping[int, list[Part]], now: dt.datetime) -> None:
    """One message a digest, to the chat its person is written to."""
    contacts = contacts_of(session, list(rows), now, may_wait=True)
    largest = max((digest.size_in(contact.channel) for contact in contacts.values()), default=digest.PAGE)
    shown = digest.first_lines(session, rows.values(), now, largest)
    letters: list[tuple[Digest, Contact, Message]] = []
    for person, row in rows.items():
        contact = contacts.get(person)
        if contact is not None:
            size = digest.size_in(contact.channel)
            message = digest.compose(session, row, now, known=shown, size=size) if row.items else Message("")
            letters.append((row, contact, with_received(_joined(message, parts.get(person, [])), contact, now)))
    queue_digests(session, Digest, letters)


def _joined(message: Message, parts: Sequence[Part]) -> Message:
    text = "\n\n".join(piece for piece in (message.text, *(part.text for part in parts)) if piece)
    return replace(message, text=text, choices=(*message.choices, *(row for part in parts for row in part.choices)))
