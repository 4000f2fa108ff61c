"""Which lead assignments have an early warning today, as conditions of the table: by what is kept, not row by row.

They are the rows that `figures.warnings.early_warnings` names: of a warning about an agency, its open work. A test
compares the two after random histories.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import end_of_day
from catalog.figures.agency_warnings import MANY_DUES, one_persons_agencies
from catalog.figures.early_warning import Kind
from catalog.figures.measures import WEEK, Counted
from catalog.figures.overview import within_of
from catalog.figures.rollup import mark_of, sums
from catalog.figures.rollup_change import newest
from catalog.figures.standing_on_day import Scope, assignments_on, linked_agencies
from catalog.figures.warning_days import DAYS_LEFT, FAR_BELOW, SILENT_DAYS
from catalog.figures.warnings import early_warnings
from catalog.tables import Assignment, RollupKept, Update
from catalog.work.snapshot import OPEN, TO_DO


def warned(session: Session, day: dt.date, scope: Scope, kind: Kind) -> list[sa.ColumnElement[bool]]:
    """The rows of a scope with this warning today, the province's `day`."""
    state, agency = col(Assignment.state), col(Assignment.agency_id)
    if kind == "silence":
        return _silent(day)
    if kind == "unlinked":
        return [state.in_(OPEN), agency.not_in(inline(linked_agencies(session, day)))]
    if kind == "cluster" and (agencies := _clustered(session, day, scope)) is not None:
        return [state.in_(OPEN), agency.in_(inline(agencies))]
    if kind == "trajectory" and (slow := _slow(session, day, scope)) is not None:
        return [col(Assignment.id).in_(inline(slow))]
    found = early_warnings(session, day, scope, only=kind)
    agencies = {w.agency_id for w in found if w.assignment_id is None}
    ids = {w.assignment_id for w in found if w.assignment_id is not None}
    open_there = sa.and_(agency.in_(inline(agencies)), state.in_(OPEN))
    return [sa.or_(col(Assignment.id).in_(inline(ids)), open_there)]


def inline(ids: Iterable[int]) -> Any:
    """Ids of our own as they stand, in any number: a statement takes only so many parameters."""
    return sa.bindparam(None, sorted(ids), expanding=True, literal_execute=True, unique=True, type_=sa.Integer())


def _silent(day: dt.date) -> list[sa.ColumnElement[bool]]:
    """`figures.warning_days.silent_days` of assignments as they stand."""
    due, heard = col(Assignment.due), col(Assignment.last_update_at)
    long_ago = end_of_day(day - dt.timedelta(days=SILENT_DAYS))
    return [col(Assignment.state).in_(TO_DO), due >= day, due <= day + dt.timedelta(days=DAYS_LEFT),
            sa.or_(heard.is_(None), heard < long_ago)]  # fmt: skip


def _clustered(session: Session, day: dt.date, scope: Scope) -> set[int] | None:
    """The agencies that `agency_warnings.clusters` names, by the counters; None where they do not say."""
    kept = sums(session, day, within_of(session, scope)) if scope.section is None else None
    if kept is None:
        return None
    weeks: Counter[tuple[int, str]] = Counter()
    for (_, agency), measures in kept.items():
        weeks.update({(agency, m): count for m, count in measures.items() if count and m.startswith(WEEK)})
    found = {agency for (agency, _), count in weeks.items() if count >= MANY_DUES}
    for agencies in one_persons_agencies(session, day):
        for week in {week for agency, week in weeks if agency in agencies}:
            parts = [weeks[agency, week] for agency in agencies if weeks[agency, week]]
            if parts and sum(parts) >= MANY_DUES > max(parts):
                found.add(next(agency for agency in agencies if weeks[agency, week]))
    return found


def _slow(session: Session, day: dt.date, scope: Scope) -> set[int] | None:
    """The assignments with a "trajectory", by what the counters keep of each; None where they do not say.

    What was recorded since the counters' mark is looked at anew. The scope is left to the rows' other conditions.
    """
    mark, (_, _, run) = mark_of(session), newest(session)
    if mark.day is None or mark.day > day or mark.import_id != run:
        return None
    query = (
        sa.select(col(RollupKept.assignment_id), col(RollupKept.counted))
        .join(Assignment, col(Assignment.id) == col(RollupKept.assignment_id))
        .where(
            col(Assignment.role) == "lead", col(Assignment.state) == "in_progress", col(Assignment.due) >= day,
            col(Assignment.percent) < int(100 * FAR_BELOW), col(RollupKept.counted).contains('"trajectory"'),
        )
    )  # fmt: skip
    slow = {one for one, text in session.execute(query) if Counted.holds_on(text, "trajectory", day)}
    since = sa.select(col(Update.assignment_id)).where(col(Update.id) > mark.update_id)
    changed = set(session.execute(since.distinct()).scalars())
    if not changed:
        return slow
    stands = assignments_on(session, day, scope, sorted(changed))
    anew = early_warnings(session, day, scope, stands, only="trajectory")
    return slow - changed | {w.assignment_id for w in anew if w.assignment_id is not None}
