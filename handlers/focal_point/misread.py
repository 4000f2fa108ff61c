"""What was misread, from the records: replies people corrected within the hour, and documents stored with other tasks.

The first are examples for whoever works on the reading, without names; nothing learns by itself. The second were made
before a document was kept with the task whose words name it, and can be put right as new records.
"""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, zip_longest

from sqlmodel import Session, col, select

from catalog.audit import Actor
from catalog.clock import local_day
from catalog.tables import Assignment, Contact, Update
from catalog.work.assignments import Said, record, snapshot_of
from handlers.replies import parse_reply
from templates.render import say

WITHIN = dt.timedelta(hours=1)
CORRECTED = "document_corrected"
_OWN = ("progress", "report", "blocker", "extension_asked")
_PHONE = re.compile(r"(?<!\d)(?:\+84|0)\d(?:[ .]?\d){7,9}(?!\d)")


@dataclass(frozen=True)
class Mistake:
    """What was typed, what was recorded of it, and what its writer did about it ("undone", or the words sent after)."""

    typed: str
    recorded: str
    then: str


@dataclass(frozen=True)
class WrongDocument:
    """An update whose document belongs to another task of the same message; `right` None where nobody can tell."""

    update_id: int
    assignment_id: int
    stored: str
    right: str | None


def mistakes(session: Session, since: dt.datetime) -> list[Mistake]:
    """The replies since `since` that their writers took back or corrected within the hour, newest first."""
    found: list[tuple[dt.datetime, Mistake]] = []
    names = _names(session)
    rows = session.exec(
        select(Update).where(Update.at >= since).order_by(col(Update.assignment_id), col(Update.id))
    ).all()
    for _, of_one in groupby(rows, key=lambda row: row.assignment_id):
        told = list(of_one)
        withdrawn = {row.undoes_id: row for row in told if row.undoes_id is not None}
        said = [row for row in told if row.kind in _OWN and row.text]
        for row, following in zip_longest(said, said[1:]):
            undone = withdrawn.get(row.id or 0)
            again = following is not None and _corrects(row, following)
            if not again and not (undone is not None and undone.at - row.at <= WITHIN):
                continue
            then = following.text if again and following is not None else "undone"
            recorded = f"{row.after['state']} {row.after['percent']}%"
            found.append((row.at, Mistake(_nameless(row.text, names), recorded, _nameless(then, names))))
    return list(dict.fromkeys(mistake for _, mistake in sorted(found, key=lambda one: one[0], reverse=True)))


def wrong_documents(session: Session) -> list[WrongDocument]:
    """The records of one message that hold a document their task's words do not name, and are not put right yet."""
    rows = session.exec(
        select(Update)
        .where(col(Update.inbox_id).is_not(None), Update.document_number != "", col(Update.on_behalf).is_(False))
        .order_by(col(Update.inbox_id), col(Update.id))
    ).all()
    right = set(session.exec(select(Update.inbox_id, Update.assignment_id).where(Update.kind == CORRECTED)).all())
    found: list[WrongDocument] = []
    for _, of_one in groupby(rows, key=lambda row: row.inbox_id):
        found += [wrong for row, wrong in _wrong_of(list(of_one)) if (row.inbox_id, row.assignment_id) not in right]
    return found


def put_right(session: Session, actor: Actor, now: dt.datetime) -> int:
    """A new record for each that can be told: which document is the task's, or that none is; how many were written."""
    rows = [wrong for wrong in wrong_documents(session) if wrong.right is not None]
    for wrong in rows:
        was = session.get_one(Update, wrong.update_id)
        assignment = session.get_one(Assignment, wrong.assignment_id)
        text = say("tasks.document_corrected", stored=wrong.stored)
        said = Said(text, was.inbox_id, wrong.right or "")
        record(session, assignment, CORRECTED, snapshot_of(session, assignment), actor, now, said)
    return len(rows)


def _wrong_of(rows: list[Update]) -> Iterator[tuple[Update, WrongDocument]]:
    """Of one message: tasks are stored in the order of its items, so each is known where their numbers agree."""
    tasks = list(dict.fromkeys(row.assignment_id for row in rows))
    if len(tasks) < 2 or len({row.document_number for row in rows}) > 1:
        return
    items = parse_reply(rows[0].text, local_day(rows[0].at)).items
    known = len(items) == len(tasks) and all(item.ref not in (None, "*") for item in items)
    for place, task in enumerate(tasks):
        row = next(row for row in rows if row.assignment_id == task)
        right = ", ".join(items[place].documents) if known else None
        if right != row.document_number:
            yield row, WrongDocument(row.id or 0, task, row.document_number, right)


def _corrects(row: Update, following: Update) -> bool:
    """Whether the same person says something else of the same task within the hour."""
    other = (row.after["state"], row.after["percent"]) != (following.after["state"], following.after["percent"])
    return (
        other
        and following.person_id == row.person_id
        and following.inbox_id != row.inbox_id
        and following.at - row.at <= WITHIN
    )


def _names(session: Session) -> list[str]:
    """The names people are known by here, the longest first."""
    names = {
        part for name in session.exec(select(Contact.name)) for part in (name, name.split(" ")[-1]) if len(part) > 1
    }
    return sorted(names, key=len, reverse=True)


def _nameless(text: str, names: list[str]) -> str:
    for name in names:
        text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return _PHONE.sub("…", text)
