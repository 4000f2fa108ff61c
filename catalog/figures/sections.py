"""The figures by section of a plan: no counter is kept of them, the store sums them up."""

import datetime as dt
from collections import defaultdict
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.figures.current_sums import how_many, moved_since, unmoved
from catalog.figures.official import section_name, updated_since
from catalog.figures.rollup import Sums
from catalog.figures.rollup_change import NOBODY_ID, UNASSIGNED
from catalog.figures.standing_on_day import Scope, unassigned_on
from catalog.tables import Task
from catalog.work.snapshot import FIVE_FIGURES


def by_section(session: Session, day: dt.date, now: dt.datetime, scope: Scope) -> dict[str, Sums]:
    """The measures of `day` (province day, today or past) by section, as "plan id/annex/section"."""
    found: dict[str, Sums] = defaultdict(lambda: defaultdict(lambda: defaultdict(int)))
    row, since = unmoved(day, now, scope).c, updated_since(day)
    where = (row.plan_id, row.annex, row.section, row.agency_id, row.part)
    heard = row.last_update_at >= since
    query = sa.select(*where, sa.func.count(), how_many(row.waits), how_many(row.self_confirmed), how_many(heard))
    for plan, annex, section, agency, part, count, *others in session.execute(query.group_by(*where)):
        _add(found[_key(plan, annex, section)][plan, agency], part, count, *others)
    for s in moved_since(session, day, now, scope):
        updated = s.last_update_at is not None and s.last_update_at >= since
        _add(found[_key_of(s.place)][s.place.plan_id, s.agency_id], s.bucket, 1, s.snapshot.state == "reported",
             s.snapshot.self_confirmed, updated)  # fmt: skip
    for task in unassigned_on(session, day, scope):
        found[_key_of(task.place)][task.place.plan_id, NOBODY_ID][UNASSIGNED] += 1
    return found


def _add(measures: dict[str, int], part: str, count: int, waiting: int, vouched: int, updated: int) -> None:
    measures[part] += count
    if part in FIVE_FIGURES:
        measures["reported"] += waiting
        measures["updated"] += updated
    if part.startswith("done"):
        measures["self_confirmed"] += vouched


def section_names(session: Session) -> dict[str, str]:
    """What the sections are called, by the same keys; one that is called several things by its first task."""
    place = (col(Task.plan_id), col(Task.annex), col(Task.section), col(Task.section_title))
    query = sa.select(*place).where(col(Task.heading_only).is_(False)).group_by(*place)
    names: dict[str, str] = {}
    for plan, annex, section, title in session.execute(query.order_by(sa.func.min(col(Task.id)))):
        names.setdefault(_key(plan, annex, section), section_name(annex, section, title))
    return names


def _key(plan: int, annex: str, section: str) -> str:
    return f"{plan}/{annex}/{section}"


def _key_of(place: Any) -> str:
    return _key(place.plan_id, place.annex, place.section)
