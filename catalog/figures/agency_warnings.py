"""Early warnings about agencies and people rather than single tasks: clusters, silent supporters, nobody linked."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import end_of_day, local_day
from catalog.figures.early_warning import EarlyWarning, printed
from catalog.figures.standing_on_day import NOT_SPOKEN, AssignmentOnDay, Scope, linked_agencies, places_of
from catalog.figures.warning_days import weeks_of_dues
from catalog.tables import AgencyRow, Assignment, Membership, Update
from catalog.work.snapshot import TO_DO

MANY_DUES = 5
"""So many dues of one agency (or one focal point) in one week, Monday to Sunday, are a cluster."""
SUPPORT_DAYS = 7
"""How long a supporting agency that was asked may take before its silence is shown."""


def clusters(session: Session, day: dt.date, stands: Sequence[AssignmentOnDay]) -> Iterator[EarlyWarning]:
    """Many dues of one agency, or of one focal point with several agencies, in the same week."""
    weeks: dict[tuple[int, dt.date], list[AssignmentOnDay]] = defaultdict(list)
    for stand in stands:
        for monday, (first, last) in weeks_of_dues(stand.snapshot).items():
            if first <= day <= last:
                weeks[stand.agency_id, monday].append(stand)
    for (agency_id, monday), rows in weeks.items():
        if len(rows) >= MANY_DUES:
            yield _cluster(agency_id, rows[0].agency, monday, len(rows), "")
    for agencies in one_persons_agencies(session, day):
        for monday in sorted({week for agency, week in weeks if agency in agencies}):
            parts = [weeks[agency, monday] for agency in agencies if (agency, monday) in weeks]
            # Where one of the agencies is a cluster by itself, that was said above.
            if sum(map(len, parts)) >= MANY_DUES > max(map(len, parts)):
                names = "; ".join(rows[0].agency for rows in parts)
                one = parts[0][0]
                yield _cluster(one.agency_id, one.agency, monday, sum(map(len, parts)), names)


def _cluster(agency_id: int, agency: str, monday: dt.date, dues: int, shared: str) -> EarlyWarning:
    who = f"Một đầu mối của {shared}" if shared else agency
    return EarlyWarning(
        "cluster",
        f"{who} có {dues} việc đến hạn trong tuần {printed(monday)} – {printed(monday + dt.timedelta(days=6))}.",
        "Đề nghị bố trí thêm người hoặc làm sớm một số việc.",
        agency_id, agency, due=monday,
    )  # fmt: skip


def one_persons_agencies(session: Session, day: dt.date) -> list[tuple[int, ...]]:
    """The agencies of each focal point who has several."""
    moment = end_of_day(day)
    query = sa.select(col(Membership.person_id), col(Membership.agency_id)).where(
        col(Membership.role) == "focal",
        col(Membership.agency_id).is_not(None),
        col(Membership.since) < moment,
        sa.or_(col(Membership.ended_at).is_(None), col(Membership.ended_at) >= moment),
        sa.or_(col(Membership.until).is_(None), col(Membership.until) >= day),
    )
    of_person: dict[int, set[int]] = defaultdict(set)
    for person, agency in session.execute(query):
        of_person[person].add(agency)
    return sorted({tuple(sorted(agencies)) for agencies in of_person.values() if len(agencies) > 1})


def support_silences(session: Session, day: dt.date, scope: Scope) -> Iterator[EarlyWarning]:
    """A supporting agency that was asked and is silent, shown under its own name, apart from the lead's delay."""
    moment = end_of_day(day)
    query = (
        sa.select(
            col(Assignment.id), col(Assignment.task_id), col(Assignment.agency_id), col(AgencyRow.name),
            col(Assignment.asked_at), col(Assignment.due), col(Assignment.role), col(Assignment.state),
        )
        .join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        # By the index of those asked, who are few; a condition on the state would have the store go by that.
        .where(
            col(Assignment.asked_at) < moment,
            ~sa.exists().where(
                col(Update.assignment_id) == col(Assignment.id), col(Update.kind).not_in(NOT_SPOKEN),
                col(Update.at) >= col(Assignment.asked_at), col(Update.at) < moment,
            ),
        )
    )  # fmt: skip
    rows = [row for row in session.execute(query) if row.role == "support" and row.state in TO_DO]
    places = places_of(session, [row.task_id for row in rows], scope)
    own = [row.task_id for row in rows if row.agency_id in scope.also_agency_ids]
    of_own = places_of(session, own, replace(scope, coordinator_ids=None))
    for row in rows:
        asked = local_day(row.asked_at)
        place = places.get(row.task_id) or (of_own.get(row.task_id) if row.agency_id in scope.also_agency_ids else None)
        shown = scope.agency_ids is None or row.agency_id in scope.agency_ids
        if place and shown and (day - asked).days >= SUPPORT_DAYS:
            yield EarlyWarning(
                "support_silence",
                f"Cơ quan phối hợp được đề nghị từ ngày {printed(asked)}, đã {(day - asked).days} ngày chưa trả lời.",
                "Đề nghị cơ quan chủ trì hoặc cơ quan theo dõi trao đổi trực tiếp với cơ quan phối hợp.",
                row.agency_id, row.name, row.id, row.task_id, place, row.due,
            )  # fmt: skip


def unlinked(session: Session, day: dt.date, stands: Sequence[AssignmentOnDay]) -> Iterator[EarlyWarning]:
    """Agencies with open work and nobody to talk to; one warning an agency."""
    linked = linked_agencies(session, day)
    of_agency: dict[int, list[AssignmentOnDay]] = defaultdict(list)
    for stand in stands:
        if stand.agency_id not in linked:
            of_agency[stand.agency_id].append(stand)
    for agency_id, rows in of_agency.items():
        due = min((d for s in rows if (d := s.snapshot.next_due())), default=None)
        nearest = f"; hạn gần nhất {printed(due)}" if due else ""
        yield EarlyWarning(
            "unlinked",
            f"Chưa có ai của {rows[0].agency} kết nối, trong khi còn {len(rows)} việc đang mở{nearest}.",
            "Đề nghị mời đầu mối của cơ quan (/moi) hoặc gửi công văn đề nghị cử đầu mối.",
            agency_id, rows[0].agency, due=due,
        )  # fmt: skip
