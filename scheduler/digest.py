"""The digest: one message a person a day, the most urgent first, numbered so that a short reply answers it."""

import datetime as dt
from collections.abc import Iterable, Sequence

from sqlmodel import Session, col, select

from catalog.clock import local_day
from catalog.messages import Choice, Message, Subject
from catalog.tables import Assignment, Nudge
from scheduler.due import Due
from scheduler.wording import Line, line_of
from templates.render import say

PAGE = 10
"""Tasks shown at once; the rest is behind "xem tiếp" and numbers go on (79 tasks of one plan fall due in 12/2026)."""


def most_urgent_first(items: Iterable[tuple[Assignment, Due]]) -> list[tuple[Assignment, Due]]:
    """By due day, what has none last; a stable order, so that numbers mean the same on every page."""
    return sorted(items, key=lambda item: (item[1].due is None, item[1].due or dt.date.max, item[0].id or 0))


def compose(session: Session, digest_id: int, items: Sequence[tuple[Assignment, Due]], now: dt.datetime) -> Message:
    """The first page of a digest over `items`, which are in order."""
    lines = [
        line_of(session, assignment, now, position, slot=item.slot)
        for position, (assignment, item) in enumerate(items[:PAGE], start=1)
    ]
    return _message(digest_id, lines, len(items), 0, now)


def more(session: Session, digest_id: int, person_id: int, page: int, now: dt.datetime) -> Message | None:
    """A later page, from the nudges that went out in that digest; None when there is none for this person."""
    nudges = session.exec(
        select(Nudge).where(Nudge.digest_id == digest_id, Nudge.person_id == person_id).order_by(col(Nudge.id))
    ).all()
    start = page * PAGE
    lines = [
        line_of(session, session.get_one(Assignment, nudge.assignment_id), now, position, slot=nudge.slot)
        for position, nudge in enumerate(nudges[start : start + PAGE], start=start + 1)
    ]
    return _message(digest_id, lines, len(nudges), page, now) if lines else None


def _message(digest_id: int, lines: Sequence[Line], total: int, page: int, now: dt.datetime) -> Message:
    today = local_day(now)
    text = say("digest.nudges", groups=_grouped(lines, today), total=total, today=today, shown=len(lines))
    first = {"assignment": lines[0].assignment_id}
    several = len(lines) > 1
    rows: list[tuple[Choice, ...]] = []
    if several:
        numbers = [Choice(str(line.position), "update", {"assignment": line.assignment_id}) for line in lines]
        rows += [tuple(numbers[i : i + 5]) for i in range(0, len(numbers), 5)]
    else:
        rows.append(
            (
                Choice(say("answering.button_update"), "update", first),
                Choice(say("evidence.button_send"), "evidence", first),
            )
        )
        rows.append(
            (
                Choice(say("answering.button_blocker"), "blocker", first),
                Choice(say("answering.button_extend"), "extend", first),
            )
        )
    snooze = {"assignments": [line.assignment_id for line in lines], "days": 3}
    last = [Choice(say("digest.button_later"), "snooze", snooze)]
    if total > (page + 1) * PAGE:
        rest = total - (page + 1) * PAGE
        last.append(
            Choice(say("digest.button_more", count=rest), "digest_more", {"digest": digest_id, "page": page + 1})
        )
    rows.append(tuple(last))
    subjects = tuple(Subject(line.position, line.assignment_id, line.slot) for line in lines)
    return Message(text, tuple(rows), about=subjects)


def _grouped(lines: Sequence[Line], today: dt.date) -> list[tuple[str, list[Line]]]:
    groups: dict[str, list[Line]] = {"overdue": [], "today": [], "week": [], "later": [], "steady": []}
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
