"""The digest: one message a person a day, the most urgent first, numbered so that a short reply answers it."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlmodel import Session, select

from catalog.clock import local_day
from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.inbox_and_outbox import Choice, DutySubject, Message, Subject
from catalog.messaging.message import in_rows
from catalog.tables import Contact, Digest, GroupDigest
from scheduler.digests.wording import DutyLine, Line, duty_lines_of, lines_of
from templates.render import say

PAGE = 5
"""Tasks shown at once, one screen of a phone; the rest is behind "xem tiếp" and numbers go on (79 tasks of one plan
fall due in 12/2026)."""

WHOLE = 100
"""Tasks shown in a letter: it is read on a screen, kept and answered number by number, so a long list stays in one."""

Kind = Literal["task", "duty"]
AnyLine = Line | DutyLine


@dataclass(frozen=True)
class Entry:
    """One number of a digest: an assignment and its milestone, or a duty period (`slot` "").

    `as_leader`: the reader hears of it as the agency's leader, who is told and not asked.
    """

    kind: Kind
    id: int
    slot: str
    due: dt.date | None
    as_leader: bool = False

    def to_json(self) -> list[Any]:
        """As stored in `digest.items`."""
        return [self.kind, self.id, self.slot, self.due.isoformat() if self.due else "", self.as_leader]

    @classmethod
    def from_json(cls, data: Sequence[Any]) -> "Entry":
        """What `to_json` printed."""
        kind, entry_id, slot, due, as_leader = data
        return cls(kind, int(entry_id), slot, dt.date.fromisoformat(due) if due else None, as_leader)

    def bare(self) -> "Entry":
        """What it is about, whoever reads it."""
        return Entry(self.kind, self.id, self.slot, None)


Shown = dict[Entry, AnyLine]
"""Lines by what they are about (`Entry.bare`)."""


def most_urgent_first(entries: Iterable[Entry]) -> list[Entry]:
    """What is asked before what is only told; by due day, what has none last; stable, so that numbers stay."""
    return sorted(entries, key=lambda e: (e.as_leader, e.due is None, e.due or dt.date.max, e.kind, e.id, e.slot))


def size_in(channel: str) -> int:
    """How many tasks one page of a digest shows there."""
    return WHOLE if CHANNELS[channel].letters else PAGE


def compose(
    session: Session,
    row: Digest | GroupDigest,
    now: dt.datetime,
    *,
    page: int = 0,
    known: Shown | None = None,
    size: int = PAGE,
) -> Message:
    """One page of the digest whose items stand in `row`; the caller adds what else its reader has to know.

    `known` are lines already read (`first_lines`), else they are read here.
    """
    entries = [Entry.from_json(item) for item in row.items]
    more = {"digest" if isinstance(row, Digest) else "group": row.id}
    return page_of(session, entries, now, page=page, more=more, known=known, size=size)


def first_lines(session: Session, rows: Iterable[Digest | GroupDigest], now: dt.datetime, size: int = PAGE) -> Shown:
    """The lines of the first pages of many digests, read together."""
    entries = {Entry.from_json(item).bare() for row in rows for item in row.items[:size]}
    return _shown(session, sorted(entries, key=lambda e: (e.kind, e.id, e.slot)), now)


def page_of(
    session: Session,
    entries: Sequence[Entry],
    now: dt.datetime,
    *,
    page: int = 0,
    more: dict[str, Any] | None = None,
    known: Shown | None = None,
    manual: bool = False,
    size: int = PAGE,
) -> Message:
    """The lines and buttons of one page of `size`; `more` names the row that the button "xem tiếp" reads on from.

    `manual`: an officer's own reminder and not the day's digest.
    """
    start, today = page * size, local_day(now)
    shown = entries[start : start + size]
    found = known or _shown(session, shown, now)
    lines = [found[entry.bare()].at(position) for position, entry in enumerate(shown, start=start + 1)]
    asked = [line for entry, line in zip(shown, lines, strict=True) if not entry.as_leader]
    told = [line for entry, line in zip(shown, lines, strict=True) if entry.as_leader]
    text = say(
        "digest.nudges", groups=_grouped(asked, today), told=told, total=len(entries), today=today,
        shown=len(lines), asks=any(not entry.as_leader for entry in entries), manual=manual,
        agencies=len({line.agency for line in lines}) > 1, first=start + 1, plans=sorted({line.plan for line in lines}),
        late=sum(1 for entry in entries if entry.due is not None and entry.due < today),
    )  # fmt: skip
    rest = len(entries) - start - len(shown)
    rows = _buttons(asked, told)
    if rest and more:
        button = Choice(say("digest.button_more", count=rest), "digest_more", {**more, "page": page + 1})
        rows = [*rows[:-1], (*rows[-1], button)] if rows else [(button,)]
    return Message(
        text,
        tuple(rows),
        about=tuple(Subject(ln.position, ln.assignment_id, ln.slot) for ln in lines if isinstance(ln, Line)),
        duties=tuple(DutySubject(ln.position, ln.duty_period_id) for ln in lines if isinstance(ln, DutyLine)),
    )


def more(session: Session, args: dict[str, Any], person_id: int, contact_id: int, now: dt.datetime) -> Message | None:
    """A later page of a digest that this person (or this group's chat) got; None when it was not theirs."""
    row: Digest | GroupDigest | None
    if "group" in args:
        query = select(GroupDigest).where(GroupDigest.id == int(args["group"]), GroupDigest.contact_id == contact_id)
        row = session.exec(query).first()
    else:
        row = session.exec(
            select(Digest).where(Digest.id == int(args["digest"]), Digest.person_id == person_id)
        ).first()
    page, size = int(args["page"]), size_in(session.get_one(Contact, contact_id).channel)
    if row is None or page * size >= len(row.items):
        return None
    return compose(session, row, now, page=page, size=size)


def _shown(session: Session, entries: Sequence[Entry], now: dt.datetime) -> Shown:
    """The entries' lines, each with the due of the milestone the reminder is about."""
    tasks = [entry for entry in entries if entry.kind == "task"]
    duties = [entry for entry in entries if entry.kind == "duty"]
    found: Shown = {}
    if tasks:
        lines = lines_of(session, [(entry.id, entry.slot) for entry in tasks], now)
        found.update(zip([entry.bare() for entry in tasks], lines, strict=True))
    if duties:
        owed = duty_lines_of(session, [(0, entry.id) for entry in duties])
        found.update(zip([entry.bare() for entry in duties], owed, strict=True))
    return found


def _buttons(asked: Sequence[AnyLine], told: Sequence[AnyLine]) -> list[tuple[Choice, ...]]:
    if not asked:
        cards = [Choice(f"{t.position}", "card", {"assignment": t.assignment_id}) for t in told if isinstance(t, Line)]
        return in_rows(cards, 5)
    tasks = [line.assignment_id for line in asked if isinstance(line, Line)]
    rows = _only(asked[0]) if len(asked) == 1 else _numbers(asked)
    reports = [line.duty_period_id for line in asked if isinstance(line, DutyLine)]
    later = {"assignments": tasks, "periods": reports, "days": 3}
    rows.append((Choice(say("digest.button_later"), "snooze", later),))
    return rows


def _numbers(asked: Sequence[AnyLine]) -> list[tuple[Choice, ...]]:
    numbers = [
        Choice(str(line.position), "update", {"assignment": line.assignment_id})
        if isinstance(line, Line)
        else Choice(
            say("digest.button_report", position=line.position), "duty_reported", {"period": line.duty_period_id}
        )
        for line in asked
    ]
    return in_rows(numbers, 5)


def _reported(line: DutyLine, position: str) -> Choice:
    return Choice(say("digest.button_report", position=position), "duty_reported", {"period": line.duty_period_id})


def _only(line: AnyLine) -> list[tuple[Choice, ...]]:
    if isinstance(line, DutyLine):
        return [(_reported(line, ""),)]
    about = {"assignment": line.assignment_id}
    return [
        (
            Choice(say("updates.button_update"), "update", about),
            Choice(say("evidence.button_send"), "evidence", about),
        ),
        (
            Choice(say("updates.button_blocker"), "blocker", about),
            Choice(say("updates.button_extend"), "extend", about),
        ),
    ]


def _grouped(lines: Sequence[AnyLine], today: dt.date) -> list[tuple[str, list[AnyLine]]]:
    groups: dict[str, list[AnyLine]] = {"overdue": [], "today": [], "week": [], "later": [], "steady": []}
    for line in lines:
        groups[_group(line.due, today)].append(line)
    return [(name, members) for name, members in groups.items() if members]


def _group(due: dt.date | None, today: dt.date) -> str:
    if due is None:
        return "steady"
    if due < today:
        return "overdue"
    if due == today:
        return "today"
    return "week" if due <= today + dt.timedelta(days=7) else "later"
