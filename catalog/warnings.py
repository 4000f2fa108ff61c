"""Early warnings (DESIGN section 4): what will go wrong if nobody acts, why we think so, and what could be done.

Each rule is a function over the rows of a day and gives its reason in words. Nothing here is a figure: a warning
never moves a row from one official part to another. Past days are read from what was stored by their end.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import end_of_day, local_day
from catalog.stands import NOT_SPOKEN, Place, Scope, Stand, linked_agencies, places_of, stands_on
from catalog.tables import AgencyRow, Assignment, Blocker, Extension, Membership, Plan, Slot, Update

Kind = Literal["trajectory", "silence", "blocker", "extensions", "cluster", "support_silence", "unlinked"]

KINDS: dict[Kind, str] = {
    "blocker": "Vướng mắc đã báo",
    "trajectory": "Tiến độ chậm so với thời gian",
    "silence": "Sắp đến hạn mà chưa cập nhật",
    "extensions": "Gia hạn nhiều lần",
    "cluster": "Dồn nhiều việc vào một tuần",
    "support_silence": "Cơ quan phối hợp chưa trả lời",
    "unlinked": "Chưa có đầu mối kết nối",
}
"""Kinds in the order they are shown, with their Vietnamese name."""

BLOCKERS = {
    "funding": "kinh phí", "staff": "nhân lực", "guidance": "chờ hướng dẫn", "coordination": "phối hợp",
    "procurement": "đấu thầu, mua sắm", "land": "đất đai, mặt bằng", "technical": "kỹ thuật", "other": "vướng mắc khác",
}  # fmt: skip

WHO_CAN_HELP = {"funding": "Sở Tài chính", "staff": "Sở Nội vụ"}
"""For a shortage of resources: the department that advises the province on it, unless an officer named another."""

HALF_TIME = 0.5
"""From this share of the time on, progress is compared with it."""
FAR_BELOW = 0.5
"""Progress under this share of the time elapsed is far below it."""
SILENT_DAYS = 30
DAYS_LEFT = 30
MANY_EXTENSIONS = 2
MANY_DUES = 5
"""So many dues of one agency (or one focal point) in one week, Monday to Sunday, are a cluster."""
CLUSTER_AHEAD = dt.timedelta(days=60)
SUPPORT_DAYS = 7
"""How long a supporting agency that was asked may take before its silence is shown."""


@dataclass(frozen=True)
class EarlyWarning:
    """One warning. `assignment_id`, `task_id` and `place` are None where it is about an agency as a whole."""

    kind: Kind
    reason: str
    advice: str
    agency_id: int
    agency: str
    assignment_id: int | None = None
    task_id: int | None = None
    place: Place | None = None
    due: dt.date | None = None
    blocker: str = ""
    helper: str = ""

    def to_json(self) -> dict[str, Any]:
        """As `dondoc status --json` prints it; a classified task's title is not in it."""
        place = self.place
        return {
            "kind": self.kind, "reason": self.reason, "advice": self.advice, "agency": self.agency,
            "plan": (place.plan_number or place.plan) if place else None, "annex": place.annex if place else None,
            "section": place.section if place else None, "number": place.number if place else None,
            "task": self.task_id, "due": self.due.isoformat() if self.due else None,
            **({"blocker": self.blocker, "helper": self.helper} if self.blocker else {}),
        }  # fmt: skip


def early_warnings(
    session: Session, day: dt.date, scope: Scope | None = None, stands: Sequence[Stand] | None = None
) -> list[EarlyWarning]:
    """All warnings of `day` (province day, today or past) over the scope, by kind and then by due.

    `stands` are the rows of that day and scope where the caller has read them already.
    """
    scope = scope or Scope()
    rows = stands_on(session, day, scope) if stands is None else stands
    working = [s for s in rows if s.snapshot.open]
    by_id = {s.assignment_id: s for s in working}
    found = [
        *_blockers(session, day, by_id),
        *_trajectories(session, day, working),
        *_silences(day, working),
        *_extensions(session, day, by_id),
        *_clusters(session, day, working),
        *_support_silences(session, day, scope),
        *_unlinked(session, day, working),
    ]
    order = list(KINDS)
    return sorted(found, key=lambda w: (order.index(w.kind), w.due or dt.date.max, w.agency, w.task_id or 0))


def shortages(warnings: Iterable[EarlyWarning]) -> dict[str, list[EarlyWarning]]:
    """The tasks short of resources by the department that can help: the list that is sent to that department."""
    lists: dict[str, list[EarlyWarning]] = defaultdict(list)
    for warning in warnings:
        if warning.helper:
            lists[warning.helper].append(warning)
    return dict(sorted(lists.items()))


def _about(stand: Stand, kind: Kind, reason: str, advice: str, **more: Any) -> EarlyWarning:
    values = {"due": stand.snapshot.next_due(), **more}
    return EarlyWarning(
        kind, reason, advice, stand.agency_id, stand.agency, stand.assignment_id, stand.task_id, stand.place, **values
    )


def _blockers(session: Session, day: dt.date, stands: dict[int, Stand]) -> Iterator[EarlyWarning]:
    moment = end_of_day(day)
    query = (
        sa.select(Blocker, col(AgencyRow.name))
        .outerjoin(AgencyRow, col(AgencyRow.id) == col(Blocker.must_act_agency_id))
        .where(
            col(Blocker.opened_at) < moment,
            sa.or_(col(Blocker.resolved_at).is_(None), col(Blocker.resolved_at) >= moment),
        )
    )
    for blocker, must_act in session.execute(query):
        stand = stands.get(blocker.assignment_id)
        if stand is None:
            continue
        word, since = BLOCKERS.get(blocker.kind, blocker.kind), local_day(blocker.opened_at)
        helper = must_act or WHO_CAN_HELP.get(blocker.kind, "")
        told = f" “{_one_line(blocker.text)}”" if blocker.text and not stand.place.classified else ""
        yield _about(
            stand, "blocker",
            f"Báo vướng về {word} từ ngày {_day(since)} ({(day - since).days} ngày), chưa được giải quyết.{told}",
            f"Đề nghị {helper} xem xét, hỗ trợ." if helper else "Đề nghị cơ quan theo dõi chủ trì họp tháo gỡ.",
            blocker=blocker.kind, helper=helper,
        )  # fmt: skip


def _trajectories(session: Session, day: dt.date, stands: Sequence[Stand]) -> Iterator[EarlyWarning]:
    """Only where something was reported: what was never heard of is a silence."""
    told = [s for s in stands if s.last_update_at is not None and s.snapshot.state == "in_progress"]
    starts = _starts(session, told)
    for stand in told:
        due, start = stand.snapshot.next_due(), starts.get(stand.assignment_id)
        if due is None or start is None or due < day or due <= start:
            continue
        elapsed = (day - start).days / (due - start).days
        progress = _progress(stand)
        if elapsed >= HALF_TIME and progress < FAR_BELOW * elapsed:
            reached = f"mới báo đạt {progress:.0%}" if progress else "chưa báo được kết quả bằng tỷ lệ"
            yield _about(
                stand, "trajectory",
                f"Đã qua {elapsed:.0%} thời gian ({_day(start)} – {_day(due)}) nhưng {reached}.",
                f"Đề nghị cơ quan nêu rõ khó khăn và tiến độ từng tuần đến hạn {_day(due)}.",
            )  # fmt: skip


def _progress(stand: Stand) -> float:
    """Reported progress, 0-1: the percentage, or the share of milestones met where that is more."""
    slots = stand.snapshot.slots
    return max(stand.snapshot.percent / 100, sum(slot.met for slot in slots) / len(slots))


def _silences(day: dt.date, stands: Sequence[Stand]) -> Iterator[EarlyWarning]:
    for stand in stands:
        due = stand.snapshot.next_due()
        if due is None or stand.snapshot.state == "reported" or not 0 <= (due - day).days <= DAYS_LEFT:
            continue
        last = local_day(stand.last_update_at) if stand.last_update_at else None
        if last is None or (day - last).days >= SILENT_DAYS:
            since = "chưa cập nhật lần nào" if last is None else f"không cập nhật từ ngày {_day(last)}"
            yield _about(
                stand, "silence",
                f"Còn {(due - day).days} ngày đến hạn {_day(due)} mà {since}.",
                "Đề nghị gọi điện cho đầu mối; không trả lời thì báo lãnh đạo cơ quan.",
            )  # fmt: skip


def _extensions(session: Session, day: dt.date, stands: dict[int, Stand]) -> Iterator[EarlyWarning]:
    """Extensions asked for and not refused or withdrawn."""
    query = (
        sa.select(col(Extension.assignment_id), sa.func.count(), sa.func.min(col(Extension.old_due)))
        .where(col(Extension.asked_at) < end_of_day(day), col(Extension.decision).in_(("", "granted")))
        .group_by(col(Extension.assignment_id))
        .having(sa.func.count() >= MANY_EXTENSIONS)
    )
    for assignment_id, times, first in session.execute(query):
        stand = stands.get(assignment_id)
        if stand is not None:
            yield _about(
                stand, "extensions",
                f"Đã xin gia hạn {times} lần; hạn ban đầu {_day(first)}.",
                "Đề nghị rà soát tính khả thi, chia thành các mốc nhỏ hoặc điều chỉnh cơ quan thực hiện.",
            )  # fmt: skip


def _clusters(session: Session, day: dt.date, stands: Sequence[Stand]) -> Iterator[EarlyWarning]:
    weeks: dict[tuple[int, dt.date], list[Stand]] = defaultdict(list)
    for stand in stands:
        if stand.snapshot.state == "reported":
            continue
        dues = {s.due for s in stand.snapshot.slots if s.due and not s.met and day <= s.due <= day + CLUSTER_AHEAD}
        for monday in {due - dt.timedelta(days=due.weekday()) for due in dues}:
            weeks[stand.agency_id, monday].append(stand)
    for (agency_id, monday), rows in weeks.items():
        if len(rows) >= MANY_DUES:
            yield _cluster(agency_id, rows[0].agency, monday, len(rows), "")
    for agencies in _one_persons_agencies(session, day):
        for monday in sorted({week for agency, week in weeks if agency in agencies}):
            parts = [weeks[agency, monday] for agency in agencies if (agency, monday) in weeks]
            # Where one of the agencies is a cluster by itself, that was said above.
            if sum(map(len, parts)) >= MANY_DUES > max(map(len, parts)):
                names = "; ".join(rows[0].agency for rows in parts)
                first = parts[0][0]
                yield _cluster(first.agency_id, first.agency, monday, sum(map(len, parts)), names)


def _cluster(agency_id: int, agency: str, monday: dt.date, dues: int, shared: str) -> EarlyWarning:
    who = f"Một đầu mối của {shared}" if shared else agency
    return EarlyWarning(
        "cluster",
        f"{who} có {dues} việc đến hạn trong tuần {_day(monday)} – {_day(monday + dt.timedelta(days=6))}.",
        "Đề nghị bố trí thêm người hoặc làm sớm một số việc.",
        agency_id, agency, due=monday,
    )  # fmt: skip


def _one_persons_agencies(session: Session, day: dt.date) -> list[tuple[int, ...]]:
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


def _support_silences(session: Session, day: dt.date, scope: Scope) -> Iterator[EarlyWarning]:
    """Shown under the supporting agency, apart from the lead's own delay."""
    moment = end_of_day(day)
    query = (
        sa.select(
            col(Assignment.id), col(Assignment.task_id), col(Assignment.agency_id), col(AgencyRow.name),
            col(Assignment.asked_at), col(Assignment.due),
        )
        .join(AgencyRow, col(AgencyRow.id) == col(Assignment.agency_id))
        .where(
            col(Assignment.role) == "support",
            col(Assignment.asked_at) < moment,
            col(Assignment.state).in_(("not_started", "in_progress")),
            ~sa.exists().where(
                col(Update.assignment_id) == col(Assignment.id), col(Update.kind).not_in(NOT_SPOKEN),
                col(Update.at) >= col(Assignment.asked_at), col(Update.at) < moment,
            ),
        )
    )  # fmt: skip
    rows = session.execute(query).all()
    places = places_of(session, [row.task_id for row in rows], scope)
    for row in rows:
        asked = local_day(row.asked_at)
        shown = row.task_id in places and (scope.agency_ids is None or row.agency_id in scope.agency_ids)
        if shown and (day - asked).days >= SUPPORT_DAYS:
            yield EarlyWarning(
                "support_silence",
                f"Cơ quan phối hợp được đề nghị từ ngày {_day(asked)}, đã {(day - asked).days} ngày chưa trả lời.",
                "Đề nghị cơ quan chủ trì hoặc cơ quan theo dõi trao đổi trực tiếp với cơ quan phối hợp.",
                row.agency_id, row.name, row.id, row.task_id, places[row.task_id], row.due,
            )  # fmt: skip


def _unlinked(session: Session, day: dt.date, stands: Sequence[Stand]) -> Iterator[EarlyWarning]:
    linked = linked_agencies(session, day)
    of_agency: dict[int, list[Stand]] = defaultdict(list)
    for stand in stands:
        if stand.agency_id not in linked:
            of_agency[stand.agency_id].append(stand)
    for agency_id, rows in of_agency.items():
        due = min((d for s in rows if (d := s.snapshot.next_due())), default=None)
        nearest = f"; hạn gần nhất {_day(due)}" if due else ""
        yield EarlyWarning(
            "unlinked",
            f"Chưa có ai của {rows[0].agency} kết nối, trong khi còn {len(rows)} việc đang mở{nearest}.",
            "Đề nghị mời đầu mối của cơ quan (/moi) hoặc gửi công văn đề nghị cử đầu mối.",
            agency_id, rows[0].agency, due=due,
        )  # fmt: skip


def _starts(session: Session, stands: Sequence[Stand]) -> dict[int, dt.date]:
    """From when time is counted: the milestone's printed start, else the plan's date, else the day of assigning."""
    wanted = {s.assignment_id: min((x.slot for x in s.snapshot.slots if not x.met), default=0) for s in stands}
    plans = {plan: date for plan, date in session.execute(sa.select(col(Plan.id), col(Plan.date))) if date}
    starts: dict[int, dt.date] = {}
    query = sa.select(col(Slot.assignment_id), col(Slot.slot), col(Slot.start), col(Assignment.created_at)).join(
        Assignment, col(Assignment.id) == col(Slot.assignment_id)
    )
    plan_of = {s.assignment_id: s.place.plan_id for s in stands}
    for ids in (list(wanted)[i : i + 500] for i in range(0, len(wanted), 500)):
        for assignment_id, slot, start, created in session.execute(query.where(col(Slot.assignment_id).in_(ids))):
            if slot == wanted[assignment_id]:
                starts[assignment_id] = start or plans.get(plan_of[assignment_id]) or local_day(created)
    return starts


def _day(day: dt.date) -> str:
    return f"{day.day}/{day.month}/{day.year}"


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:119].rstrip() + "…"
