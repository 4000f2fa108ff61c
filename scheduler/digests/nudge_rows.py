"""Every reminder on record: which person or group chat it went to, or why it went to nobody (DESIGN section 5)."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.store.columns import insert_rows, portions
from catalog.tables import Digest, DutyNudge, Nudge
from scheduler.digests.group_digests import GroupReminders
from scheduler.digests.stored_together import Reminder
from scheduler.ladder.due import Due
from scheduler.ladder.rungs import NudgeKey

UNREACHABLE = "không có kênh liên lạc"
NOBODY = "cơ quan chưa có đầu mối"

Row = dict[str, Any]


def record(
    session: Session,
    found: Sequence[Reminder],
    rows: Mapping[int, Digest],
    said: Mapping[int, Sequence[Reminder]],
    reminders: Mapping[int, Sequence[tuple[int, Due]]],
    groups: Sequence[GroupReminders],
    now: dt.datetime,
) -> None:
    """Write the nudges of one look.

    `said` is what each person's digest (`rows`) says anew, `reminders` what it asks an officer besides; `groups` what
    group chats were told. What nobody hears of is written with the reason, once.
    """
    tasks: list[Row] = []
    duties: list[Row] = []
    for person, row in rows.items():
        note = "" if row.outbox_id else UNREACHABLE
        to = {**_to(now, row.outbox_id, note), "person_id": person, "digest_id": row.id}
        _add(tasks, duties, said.get(person, ()), to)
        tasks += [{"assignment_id": about, **due.key._asdict(), **to} for about, due in reminders.get(person, ())]
    for group in groups:
        to = {**_to(now, group.row.outbox_id, ""), "contact_id": group.row.contact_id}
        _add(tasks, duties, group.reminders, to)
    told = {(one.kind, one.id) for group in groups for one in group.reminders}
    unheard = [one for one in found if not one.hearing and (one.kind, one.id) not in told]
    _add(tasks, duties, _not_yet_noted(session, unheard), _to(now, None, NOBODY))
    insert_rows(session, Nudge, tasks)
    insert_rows(session, DutyNudge, duties)


def _to(now: dt.datetime, outbox_id: int | None, note: str) -> Row:
    return {
        "person_id": None, "contact_id": None, "digest_id": None, "outbox_id": outbox_id, "created_at": now,
        "note": note,
    }  # fmt: skip


def _add(tasks: list[Row], duties: list[Row], told: Sequence[Reminder], to: Row) -> None:
    for one in told:
        key = one.due.key
        if one.kind == "task":
            tasks.append({"assignment_id": one.id, **key._asdict(), **to})
        else:
            duties.append({"duty_period_id": one.id, "rung": key.rung, "snooze": key.snooze, **to})


def _not_yet_noted(session: Session, unheard: Sequence[Reminder]) -> list[Reminder]:
    """Without what is on record already: the sweep may look at the same rung again before anybody is linked."""
    known: set[tuple[str, int, NudgeKey]] = set()
    for part in portions([one.id for one in unheard if one.kind == "task"]):
        query = sa.select(
            col(Nudge.assignment_id), col(Nudge.slot), col(Nudge.rung), col(Nudge.due), col(Nudge.snooze)
        ).where(col(Nudge.assignment_id).in_(part), col(Nudge.person_id).is_(None), col(Nudge.contact_id).is_(None))
        known |= {("task", about, NudgeKey(*key)) for about, *key in session.execute(query)}
    reports = [one for one in unheard if one.kind == "duty"]
    noted: set[tuple[int, str, int]] = set()
    for part in portions([one.id for one in reports]):
        rungs = sa.select(col(DutyNudge.duty_period_id), col(DutyNudge.rung), col(DutyNudge.snooze)).where(
            col(DutyNudge.duty_period_id).in_(part), col(DutyNudge.person_id).is_(None),
            col(DutyNudge.contact_id).is_(None),
        )  # fmt: skip
        noted |= {(about, rung, snooze) for about, rung, snooze in session.execute(rungs)}
    known |= {
        ("duty", one.id, one.due.key) for one in reports if (one.id, one.due.key.rung, one.due.key.snooze) in noted
    }
    return [one for one in unheard if (one.kind, one.id, one.due.key) not in known]
