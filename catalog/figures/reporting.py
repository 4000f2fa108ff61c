"""What a report on the plans says: the same figures and rows as /status, put together once for every document.

Plain values: the Word and Excel forms (`templates.documents`) only print them.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.agencies.stored import own_organisation
from catalog.clock import end_of_day, local_day
from catalog.figures.monthly_form import filled_in
from catalog.figures.official import Figures, Picture, count
from catalog.figures.overview import whole_of
from catalog.figures.ranking import ranked
from catalog.figures.standing_on_day import AssignmentOnDay, Scope, assignments_on, linked_agencies, unassigned_on
from catalog.figures.warnings import KINDS, EarlyWarning, early_warnings
from catalog.store.columns import portions
from catalog.tables import AgencyRow, Nudge, Organisation, Outbox, Plan, Update

WEEK = dt.timedelta(days=7)
TREND_WEEKS = 8

TOLD = ("progress", "report", "blocker", "extension_asked")
"""Kinds of update with words of the agency in them."""


@dataclass(frozen=True)
class Row:
    """One lead assignment as a report prints it. `words` is what the agency said last, "" for a classified task."""

    stand: AssignmentOnDay
    words: str
    days_late: int

    @property
    def waits(self) -> bool:
        """Whether the agency has reported it and the officer is to judge: nothing to press for."""
        return self.stand.snapshot.state == "reported"


@dataclass(frozen=True)
class Report:
    """All that a report of a day prints. `before` are the figures a week earlier; `trend` goes oldest first.

    `ranking` is the quarter's so far, `monthly` the tasks a plan orders to report every month (`figures.monthly_form`).
    `coordinator` is "" where the plans have several; `issuer` is who issued most of them; `organisation` is the
    deployment's own, None before it is set.
    """

    day: dt.date
    title: str
    plans: tuple[Plan, ...]
    coordinator: str
    issuer: str
    whole: Figures
    before: Figures
    by_plan: tuple[Figures, ...]
    by_agency: tuple[Figures, ...]
    by_section: tuple[Figures, ...]
    rows: tuple[Row, ...]
    overdue: tuple[Row, ...]
    shown: Picture
    warnings: tuple[EarlyWarning, ...]
    trend: tuple[tuple[dt.date, Figures], ...]
    ranking: tuple[dict[str, Any], ...] = ()
    monthly: tuple[dict[str, Any], ...] = ()
    organisation: Organisation | None = None

    @property
    def blockers(self) -> list[EarlyWarning]:
        """The warnings about reported blockers."""
        return [w for w in self.warnings if w.kind == "blocker"]


def report(session: Session, day: dt.date, now: dt.datetime, scope: Scope, title: str) -> Report:
    """The report of `day` (province day, today or past) over the scope."""
    stands, nobody = assignments_on(session, day, scope), unassigned_on(session, day, scope)
    linked = linked_agencies(session, day)
    plans = [count(day, stands, nobody, linked, by=by) for by in ("plan", "agency", "section")]
    whole = plans[0]
    ids = sorted({s.place.plan_id for s in stands} | {u.place.plan_id for u in nobody})
    rows = rows_of(session, day, stands)
    warnings = early_warnings(session, day, scope, stands)
    troubles = [(w.task_id, f"{w.agency}: {w.reason}") for w in warnings if w.kind == "blocker" and w.task_id]
    named = tuple(session.get_one(Plan, plan_id) for plan_id in ids)
    coordinators = {plan.coordinator_id for plan in named}
    only = coordinators.pop() if len(coordinators) == 1 else None
    issuers = Counter(plan.issuer for plan in named if plan.issuer).most_common(1)
    return Report(
        day=day, title=title, plans=named,
        coordinator=session.get_one(AgencyRow, only).name if only else "",
        issuer=issuers[0][0] if issuers else "",
        whole=whole.whole,
        before=whole_of(session, day - WEEK, now, scope),
        by_plan=whole.groups, by_agency=_ranked(plans[1].groups), by_section=plans[2].groups,
        rows=rows,
        overdue=tuple(sorted((r for r in rows if r.stand.bucket == "open_overdue"), key=_most_late)),
        shown=whole,
        warnings=tuple(warnings),
        trend=trend(session, day, now, scope),
        ranking=tuple(ranked(day, stands)),
        organisation=own_organisation(session),
        monthly=tuple(filled_in(session, day, scope, [row_document(row) for row in rows], troubles)),
    )  # fmt: skip


def trend(session: Session, day: dt.date, now: dt.datetime, scope: Scope) -> tuple[tuple[dt.date, Figures], ...]:
    """The figures of the last weeks, a week apart and ending with `day`; weeks before the first record are left out."""
    days = [day - WEEK * n for n in range(TREND_WEEKS, -1, -1)]
    shown = [(each, whole_of(session, each, now, scope)) for each in days]
    return tuple((each, figures) for each, figures in shown if figures.total)


def _ranked(groups: Iterable[Figures]) -> tuple[Figures, ...]:
    return tuple(sorted(groups, key=lambda g: (-g.counts["open_overdue"], -g.total, g.name)))


def _most_late(row: Row) -> tuple[int, str, int]:
    return (-row.days_late, row.stand.agency, row.stand.assignment_id)


def rows_of(session: Session, day: dt.date, stands: Sequence[AssignmentOnDay]) -> tuple[Row, ...]:
    """The rows of a day with what a report says of each, in the order they come."""
    said = last_words(session, day)
    return tuple(
        Row(
            stand, "" if stand.place.classified else said.get(stand.assignment_id, ""), _days_late(stand, day)
        )
        for stand in stands
    )  # fmt: skip


def row_document(row: Row) -> dict[str, Any]:
    """A row as plain JSON (the HTTP API, the monthly form)."""
    s, place = row.stand, row.stand.place
    return {
        "assignment": s.assignment_id, "task": s.task_id, "plan": place.plan_number or place.plan,
        "annex": place.annex, "section": place.section, "number": place.number, "title": place.title,
        "output": place.output, "agency": s.agency, "due": s.due.isoformat() if s.due else None,
        "state": s.snapshot.state, "percent": s.snapshot.percent, "part": s.bucket,
        "reported_on": s.reported_on.isoformat() if s.reported_on else None,
        "last_update": local_day(s.last_update_at).isoformat() if s.last_update_at else None, "words": row.words,
    }  # fmt: skip


def _days_late(stand: AssignmentOnDay, day: dt.date) -> int:
    """Days by which the latest milestone is, or was, over its due; what was reported stops counting on that day."""
    if stand.bucket != "open_overdue":
        return 0
    return max(((slot.reported_on or day) - slot.due).days for slot in stand.snapshot.slots if slot.due)


def last_words(session: Session, day: dt.date) -> dict[int, str]:
    """What each agency said last about an assignment by the end of `day`, by assignment; on one line."""
    newest = (
        sa.select(sa.func.max(Update.id))
        .where(col(Update.at) < end_of_day(day), col(Update.kind).in_(TOLD), col(Update.text) != "")
        .group_by(col(Update.assignment_id))
    )
    query = sa.select(col(Update.assignment_id), col(Update.text)).where(col(Update.id).in_(newest))
    return {assignment: " ".join(text.split())[:300] for assignment, text in session.execute(query)}


def reminders(session: Session, assignment_ids: Sequence[int]) -> dict[int, list[dt.date]]:
    """The days on which reminders of these assignments were really sent (the provider answered), oldest first."""
    days: dict[int, list[dt.date]] = defaultdict(list)
    for ids in portions(assignment_ids):
        query = (
            sa.select(col(Nudge.assignment_id), col(Outbox.sent_at))
            .join(Outbox, col(Outbox.id) == col(Nudge.outbox_id))
            .where(col(Nudge.assignment_id).in_(ids), col(Outbox.state) == "sent", col(Outbox.sent_at).is_not(None))
            .order_by(col(Outbox.sent_at))
        )
        for assignment_id, sent_at in session.execute(query):
            day = local_day(sent_at)
            if day not in days[assignment_id]:
                days[assignment_id].append(day)
    return days


def warning_counts(warnings: Iterable[EarlyWarning]) -> list[tuple[str, int]]:
    """(Vietnamese name of the kind, how many), in the order they are shown."""
    found = [w.kind for w in warnings]
    return [(name, found.count(kind)) for kind, name in KINDS.items() if kind in found]
