"""From what was found to be said to digests: one a person, one a group chat, written with the nudges in them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import messages
from catalog.bulk import insert_for_ids, insert_rows, update_rows
from catalog.clock import at_local, local_day
from catalog.messages import Message
from catalog.tables import Assignment, Briefing, Contact, Digest, DutyNudge, DutyPeriod, GroupDigest, Nudge, Outbox
from scheduler import digest, view
from scheduler.briefing import Part, brief
from scheduler.calendar import WorkCalendar
from scheduler.digest import Entry
from scheduler.due import Due
from scheduler.listeners import groups_of

UNREACHABLE = "không có kênh liên lạc"
SUPERSEDED = "chưa gửi được; nội dung chuyển sang bản nhắc việc sau"


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


@dataclass(frozen=True)
class Told:
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


def tell(
    session: Session, found: Sequence[Told], briefed: Sequence[int], now: dt.datetime, calendar: WorkCalendar
) -> Swept:
    """Write the digests of everybody who hears of something, and of officers and leaders with something waiting."""
    by_person: dict[int, list[Told]] = defaultdict(list)
    for told in found:
        for person in told.hearing:
            by_person[person].append(told)
    people = list(dict.fromkeys([*by_person, *briefed]))
    parts = {person: brief(session, person, now, calendar) for person in briefed}
    late = _superseded(session, people, now)
    waiting = {person: [Entry.from_json(e) for row in rows for e in row.items] for person, rows in late.items()}
    awake = _awake(session, [entry for entries in waiting.values() for entry in entries])
    rows: dict[int, Digest] = {}
    for person in people:
        entries = _entries(person, by_person[person], [e for e in waiting.get(person, ()) if (e.kind, e.id) in awake])
        if entries or parts.get(person):
            items = [entry.to_json() for entry in entries]
            rows[person] = Digest(person_id=person, day=local_day(now), items=items, created_at=now)
    _insert(session, Digest, list(rows.values()))
    _queue(session, rows, parts, now)
    _move_nudges(session, late, rows)
    _store_nudges(session, rows, by_person, parts, now)
    looked = [
        {"person_id": person, "day": local_day(now), "digest_id": rows[person].id if person in rows else None}
        for person in briefed
    ]
    insert_rows(session, Briefing, looked)
    done = Swept(digests=len(rows) + _tell_groups(session, found, now))
    done.nudges = sum(map(len, by_person.values())) + sum(len(p.reminders) for ps in parts.values() for p in ps)
    session.flush()
    return done


def _entries(person: int, told: Sequence[Told], carried: Sequence[Entry]) -> list[Entry]:
    """What the person's digest says: what is new, and what an unsent one said and is still to be said."""
    new = [item.entry(as_leader=item.hearing[person]) for item in told]
    known = {(entry.kind, entry.id, entry.slot) for entry in new}
    left = {(e.kind, e.id, e.slot): e for e in carried if (e.kind, e.id, e.slot) not in known}
    return digest.most_urgent_first([*new, *left.values()])


def _queue(session: Session, rows: Mapping[int, Digest], parts: Mapping[int, list[Part]], now: dt.datetime) -> None:
    """One message a digest, to the chat its person is written to."""
    shown = digest.first_lines(session, rows.values(), now)
    contacts = messages.contacts_of(session, list(rows))
    letters: list[tuple[Digest, Contact, Message]] = []
    for person, row in rows.items():
        contact = contacts.get(person)
        if contact is not None:
            message = digest.compose(session, row, now, known=shown) if row.items else Message("")
            letters.append((row, contact, _joined(message, parts.get(person, []))))
    _send(session, Digest, letters, now)


AnyDigest = TypeVar("AnyDigest", Digest, GroupDigest)


def _insert(session: Session, table: type[AnyDigest], rows: Sequence[AnyDigest]) -> None:
    """Store these in one statement and give each its id: a morning has one for everybody."""
    values = [row.model_dump(include={"person_id", "contact_id", "day", "items", "created_at"}) for row in rows]
    for row, row_id in zip(rows, insert_for_ids(session, table, values), strict=True):
        row.id = row_id


def _send(
    session: Session, table: type[AnyDigest], letters: Sequence[tuple[AnyDigest, Contact, Message]], now: dt.datetime
) -> None:
    """Put each digest's message into the outbox, and its number into the digest's row."""
    sent = messages.queue_all(session, [letter[1:] for letter in letters], now, priority=messages.NUDGE)
    for (row, _, _), outbox_id in zip(letters, sent, strict=True):
        row.outbox_id = outbox_id
    update_rows(session, table, [{"id": row.id, "outbox_id": row.outbox_id} for row, _, _ in letters])


def _joined(message: Message, parts: Sequence[Part]) -> Message:
    text = "\n\n".join(piece for piece in (message.text, *(part.text for part in parts)) if piece)
    return replace(message, text=text, choices=(*message.choices, *(row for part in parts for row in part.choices)))


def _store_nudges(
    session: Session,
    rows: Mapping[int, Digest],
    by_person: Mapping[int, Sequence[Told]],
    parts: Mapping[int, list[Part]],
    now: dt.datetime,
) -> None:
    tasks: list[dict[str, object]] = []
    duties: list[dict[str, object]] = []
    for person, row in rows.items():
        common = {
            "person_id": person, "created_at": now, "digest_id": row.id, "outbox_id": row.outbox_id,
            "note": "" if row.outbox_id else UNREACHABLE,
        }  # fmt: skip
        told = [(item.id, item.due.key) for item in by_person[person] if item.kind == "task"]
        told += [(about, due.key) for part in parts.get(person, ()) for about, due in part.reminders]
        tasks += [{"assignment_id": about, **key._asdict(), **common} for about, key in told]
        owed = [item for item in by_person[person] if item.kind == "duty"]
        duties += [{"duty_period_id": item.id, "rung": item.due.key.rung, **common} for item in owed]
    insert_rows(session, Nudge, tasks)
    insert_rows(session, DutyNudge, duties)


def _superseded(session: Session, people: Sequence[int], now: dt.datetime) -> dict[int, list[Digest]]:
    """Earlier digests of these people that could not leave yet: the new ones take their place.

    While a channel is down for a week, seven digests would wait; a person is to get one.
    """
    found: dict[int, list[Digest]] = defaultdict(list)
    # Asked of what is queued, which is little, and not of the digests there ever were.
    waiting = sa.select(col(Outbox.id)).where(
        col(Outbox.state) == "queued", col(Outbox.priority) == messages.NUDGE,
        col(Outbox.created_at) < at_local(local_day(now), dt.time(0)),
    )  # fmt: skip
    queued = session.execute(waiting).scalars().all()
    for part in view.parts(queued):
        query = select(Digest).where(col(Digest.outbox_id).in_(part), col(Digest.person_id).in_(people))
        for row in session.exec(query.order_by(col(Digest.id))):
            found[row.person_id].append(row)
    if found:
        rows = session.execute(
            sa.select(col(Outbox.contact_id), col(Outbox.created_at)).where(
                col(Outbox.id).in_([row.outbox_id for rows in found.values() for row in rows])
            )
        ).all()
        session.execute(
            sa.update(Outbox)  # also the first pieces of a digest too long for one message
            .where(
                col(Outbox.state) == "queued", col(Outbox.priority) == messages.NUDGE,
                col(Outbox.contact_id).in_({contact for contact, _ in rows}),
                col(Outbox.created_at).in_({at for _, at in rows}),
            )
            .values(state="failed", error=SUPERSEDED)
        )  # fmt: skip
    return found


def _awake(session: Session, entries: Sequence[Entry]) -> set[tuple[str, int]]:
    """Which of these are still to be spoken of."""
    if not entries:
        return set()
    tasks = sa.select(col(Assignment.id)).where(
        col(Assignment.id).in_({entry.id for entry in entries if entry.kind == "task"}),
        col(Assignment.state).in_(("not_started", "in_progress")),
        col(Assignment.held).is_(False),
    )
    duties = sa.select(col(DutyPeriod.id)).where(
        col(DutyPeriod.id).in_({entry.id for entry in entries if entry.kind == "duty"}),
        col(DutyPeriod.closed_at).is_(None),
        col(DutyPeriod.reported_at).is_(None),
    )
    return {("task", found) for found in session.execute(tasks).scalars()} | {
        ("duty", found) for found in session.execute(duties).scalars()
    }


def _move_nudges(session: Session, late: Mapping[int, Sequence[Digest]], rows: Mapping[int, Digest]) -> None:
    """The proof of a reminder names the message that carried it, also where that is a later one."""
    for person, old in late.items():
        if person not in rows:
            continue
        for table in (Nudge, DutyNudge):
            session.execute(
                sa.update(table)
                .where(col(table.digest_id).in_([row.id for row in old]))
                .values(digest_id=rows[person].id, outbox_id=rows[person].outbox_id)
            )


def _tell_groups(session: Session, found: Sequence[Told], now: dt.datetime) -> int:
    """The digest of an agency into its group chat, once a day."""
    by_agency: dict[int, list[Told]] = defaultdict(list)
    for told in found:
        by_agency[told.agency_id].append(told)
    chats = [(chat, agency) for agency, chats in groups_of(session, list(by_agency)).items() for chat in chats]
    served = _served_groups(session, [chat for chat, _ in chats], now)
    letters: list[tuple[GroupDigest, Contact]] = []
    for chat, agency in chats:
        if chat.id not in served:
            entries = digest.most_urgent_first(told.entry() for told in by_agency[agency])
            items = [entry.to_json() for entry in entries]
            row = GroupDigest(contact_id=chat.id or 0, day=local_day(now), items=items, created_at=now)
            letters.append((row, chat))
    rows = [row for row, _ in letters]
    _insert(session, GroupDigest, rows)
    shown = digest.first_lines(session, rows, now)
    composed = [(row, chat, digest.compose(session, row, now, known=shown)) for row, chat in letters]
    _send(session, GroupDigest, composed, now)
    return len(rows)


def _served_groups(session: Session, chats: Sequence[Contact], now: dt.datetime) -> set[int]:
    """Which of these group chats got today's digest already."""
    if not chats:
        return set()
    query = sa.select(col(GroupDigest.contact_id)).where(
        col(GroupDigest.contact_id).in_([chat.id for chat in chats]), col(GroupDigest.day) == local_day(now)
    )
    return set(session.execute(query).scalars())
