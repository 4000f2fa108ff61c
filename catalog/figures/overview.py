"""One look at the whole: the official figures, their groups and the warnings by kind, without going through the rows.

Today is read from the kept counters, a day that has ended from what was kept when it did (`figures.rollup`), the
sections from sums of the store (`figures.sections`); where there is none of them (one section alone, days before the
counters began) it is counted from the record. All give the same numbers; a test compares them.
"""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import local_day
from catalog.figures.agency_warnings import MANY_DUES, one_persons_agencies, support_silences
from catalog.figures.early_warning import KINDS, Kind
from catalog.figures.measures import WEEK
from catalog.figures.official import NOBODY, By, Figures, group_name, picture
from catalog.figures.rollup import Sums, Within, closed, sums
from catalog.figures.rollup_change import NOBODY_ID, UNASSIGNED
from catalog.figures.sections import by_section, section_names
from catalog.figures.standing_on_day import Scope, linked_agencies
from catalog.figures.warnings import early_warnings
from catalog.tables import AgencyRow, Plan
from catalog.work.snapshot import FIVE_FIGURES

OPEN = ("open_in_time", "open_overdue", "no_deadline")
"""The parts of what is still to be done."""

_PARTS = (*FIVE_FIGURES, "suspended", "cancelled")
_FIGURES = (*_PARTS, "reported", "self_confirmed", "updated", UNASSIGNED)
"""The measures that figures are made of."""

_SUMMED: tuple[Kind, ...] = ("blocker", "trajectory", "silence", "extensions")
"""Warnings about single assignments, which the counters hold as they are."""


@dataclass(frozen=True)
class Overview:
    """The whole of a day, its groups (as `figures.official.picture` counts them) and how many warnings of each kind."""

    day: dt.date
    whole: Figures
    groups: tuple[Figures, ...]
    warnings: Mapping[Kind, int]

    def warned(self) -> list[tuple[str, int]]:
        """(Vietnamese name of the kind, how many) of those there are, in the order they are shown."""
        return [(name, self.warnings[kind]) for kind, name in KINDS.items() if self.warnings[kind]]


def overview(session: Session, day: dt.date, now: dt.datetime, scope: Scope, by: By = "agency") -> Overview:
    """The figures of `day` (province day, today or past) over the scope, in groups.

    Raises ValueError for a day that has not come at `now`.
    """
    kept = None
    if scope.section is None:
        within = within_of(session, scope)
        if day == local_day(now):
            kept = sums(session, day, within, plans_apart=by == "plan")
        else:
            kept = closed(session, day, within)
    if kept is not None:
        return _from_counters(session, day, now, scope, by, kept)
    shown = picture(session, day, now, scope=scope, by=by)
    warned = Counter(w.kind for w in early_warnings(session, day, scope, shown.assignments))
    return Overview(day, shown.whole, shown.groups, warned)


@dataclass(frozen=True)
class InSight:
    """What somebody may look at today: the figures of a scope, and the plans and agencies there are to choose from."""

    figures: Figures
    plans: tuple[int, ...]
    agencies: tuple[int, ...]


def in_sight(session: Session, today: dt.date, now: dt.datetime, own: Scope, scope: Scope) -> InSight:
    """The figures of `scope`, as `overview` has them, and what there is in `own` around it; read in one go."""
    kept = sums(session, today, within_of(session, own), measures=_FIGURES) or {}
    there = [key for key, of in kept.items() if any(of.get(part) for part in (*_PARTS, UNASSIGNED))]
    plans = tuple(sorted({plan for plan, _ in there}))
    agencies = tuple(sorted({agency for _, agency in there if agency != NOBODY_ID}))
    if not kept or scope.section is not None:
        return InSight(overview(session, today, now, scope).whole, plans, agencies)
    within = within_of(session, scope)
    of = {key: measures for key, measures in kept.items() if within.holds(*key)}
    return InSight(_figures(of, linked_agencies(session, today)), plans, agencies)


def whole_of(session: Session, day: dt.date, now: dt.datetime, scope: Scope) -> Figures:
    """The figures alone, without groups and warnings: what a trend and "since last week" need."""
    return kept_of(session, day, now, scope) or picture(session, day, now, scope=scope).whole


def kept_of(session: Session, day: dt.date, now: dt.datetime, scope: Scope) -> Figures | None:
    """As `whole_of`, of a day that has ended and was kept when it did; None where it has to be counted from the record,
    which costs as much as there is on record.
    """
    kept = closed(session, day, within_of(session, scope)) if scope.section is None and day < local_day(now) else None
    return None if kept is None else _figures(kept, linked_agencies(session, day))


def within_of(session: Session, scope: Scope) -> Within:
    """The scope in terms of the counters; an agency's own view has nothing that belongs to nobody."""
    plans: frozenset[int] | None = None
    if scope.coordinator_ids is not None:
        query = sa.select(col(Plan.id)).where(col(Plan.coordinator_id).in_(scope.coordinator_ids))
        plans = frozenset(plan for plan in session.execute(query).scalars() if plan is not None)
    agencies = None if scope.agency_ids is None else frozenset(scope.agency_ids)
    return Within(plans, agencies, scope.plan_id, frozenset(scope.also_agency_ids))


def _from_counters(session: Session, day: dt.date, now: dt.datetime, scope: Scope, by: By, kept: Sums) -> Overview:
    linked = linked_agencies(session, day)
    members = by_section(session, day, now, scope) if by == "section" else _grouped(kept, by)
    names = _names(session, by)
    found = (_figures(of, linked, key, names[key] if key in names else group_name(key)) for key, of in members.items())
    groups = tuple(group for group in found if any(group.counts.values()) or group.unassigned)
    return Overview(day, _figures(kept, linked), groups, _warnings(session, day, scope, kept, linked))


def _grouped(kept: Sums, by: By) -> dict[str, Sums]:
    members: dict[str, Sums] = defaultdict(dict)
    for (plan, agency), measures in kept.items():
        key = str(plan) if by == "plan" else str(agency) if agency != NOBODY_ID else NOBODY
        members[key][plan, agency] = measures
    return members


def _figures(kept: Sums, linked: frozenset[int], key: str = "", name: str = "") -> Figures:
    total: Counter[str] = Counter()
    agencies: set[int] = set()
    for (_, agency), measures in kept.items():
        for measure, count in measures.items():
            total[measure] += count
        if any(measures.get(part) for part in FIVE_FIGURES):
            agencies.add(agency)
    return Figures(
        counts={part: total[part] for part in (*FIVE_FIGURES, "cancelled", "suspended")},
        reported=total["reported"], unassigned=total[UNASSIGNED], updated=total["updated"], agencies=len(agencies),
        linked=len(agencies & linked), self_confirmed=total["self_confirmed"], key=key, name=name,
    )  # fmt: skip


def _warnings(session: Session, day: dt.date, scope: Scope, kept: Sums, linked: frozenset[int]) -> Mapping[Kind, int]:
    found: Counter[Kind] = Counter()
    weeks: Counter[tuple[int, str]] = Counter()
    working: set[int] = set()
    for (_, agency), measures in kept.items():
        for kind in _SUMMED:
            found[kind] += measures.get(kind, 0)
        weeks.update({(agency, m): count for m, count in measures.items() if count and m.startswith(WEEK)})
        if any(measures.get(part) for part in OPEN):
            working.add(agency)
    found["cluster"] = _clusters(weeks, one_persons_agencies(session, day))
    found["support_silence"] = sum(1 for _ in support_silences(session, day, scope))
    found["unlinked"] = len(working - linked)
    return found


def _clusters(weeks: Counter[tuple[int, str]], shared: Iterable[tuple[int, ...]]) -> int:
    """As `figures.agency_warnings.clusters` counts them: of one agency, or of one person's agencies together."""
    alone = sum(count >= MANY_DUES for count in weeks.values())
    together = 0
    for agencies in shared:
        for week in {week for agency, week in weeks if agency in agencies}:
            parts = [weeks[agency, week] for agency in agencies]
            together += sum(parts) >= MANY_DUES > max(parts)
    return alone + together


def _names(session: Session, by: By) -> dict[str, str]:
    if by == "section":
        return section_names(session)
    query: Iterable[tuple[int | None, str]] = (
        session.execute(sa.select(col(Plan.id), col(Plan.title)))
        if by == "plan"
        else session.execute(sa.select(col(AgencyRow.id), col(AgencyRow.name)))
    )
    return {str(key): name for key, name in query}
