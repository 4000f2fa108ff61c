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

from catalog.clock import end_of_day, local_day
from catalog.figures import By, Figures, Level, Picture, count, picture, task_bucket
from catalog.stands import Scope, Stand, linked_agencies, stands_on, unassigned_on
from catalog.tables import AgencyRow, Nudge, Outbox, Plan, Update
from catalog.warnings import KINDS, EarlyWarning, early_warnings, shortages

WEEK = dt.timedelta(days=7)
TREND_WEEKS = 8

TOLD = ("progress", "report", "blocker", "extension_asked")
"""Kinds of update with words of the agency in them."""

STATES = {
    "not_started": "Chưa thực hiện", "in_progress": "Đang thực hiện", "reported": "Đã báo cáo, chờ nghiệm thu",
    "done": "Đã hoàn thành", "suspended": "Tạm dừng", "cancelled": "Đã hủy",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """One lead assignment as a report prints it. `words` is what the agency said last, "" for a classified task."""

    stand: Stand
    state: str
    words: str
    days_late: int

    @property
    def waits(self) -> bool:
        """Whether the agency has reported it and the officer is to judge: nothing to press for."""
        return self.stand.snapshot.state == "reported"

    @property
    def blocked_or_said(self) -> str:
        return self.words or "Cơ quan chưa báo cáo."


@dataclass(frozen=True)
class Report:
    """All that a report of a day prints. `before` are the figures a week earlier; `trend` goes oldest first.

    `coordinator` is "" where the plans have several; `issuer` is who issued most of them.
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
    unassigned: Picture
    warnings: tuple[EarlyWarning, ...]
    trend: tuple[tuple[dt.date, Figures], ...]

    @property
    def blockers(self) -> list[EarlyWarning]:
        return [w for w in self.warnings if w.kind == "blocker"]

    def proposals(self) -> list[str]:
        """What the report asks for, each from a rule over the rows above."""
        said = [
            f"Đề nghị {helper} xem xét, hỗ trợ {len(rows)} nhiệm vụ đang thiếu nguồn lực (mục III)."
            for helper, rows in shortages(self.warnings).items()
        ]
        late = sorted(self.by_agency, key=lambda g: (-g.counts["open_overdue"], g.name))[:3]
        names = "; ".join(f"{g.name} ({g.counts['open_overdue']})" for g in late if g.counts["open_overdue"])
        if names:
            said.append(
                f"Đề nghị các cơ quan có nhiều nhiệm vụ quá hạn tập trung thực hiện, báo cáo hằng tuần: {names}."
            )
        silent = sum(w.kind == "silence" for w in self.warnings)
        if silent:
            said.append(f"Đề nghị các cơ quan cập nhật {silent} nhiệm vụ đến hạn trong 30 ngày tới.")
        unlinked = self.whole.agencies - self.whole.linked
        if unlinked:
            said.append(f"Đề nghị {unlinked} cơ quan chưa kết nối cử đầu mối theo dõi, cập nhật tiến độ.")
        if self.whole.unassigned:
            said.append(f"Xem xét phân công cơ quan chủ trì đối với {self.whole.unassigned} nhiệm vụ chưa giao.")
        return said or ["Không có."]


def report(session: Session, day: dt.date, now: dt.datetime, scope: Scope, title: str) -> Report:
    """The report of `day` (province day, today or past) over the scope."""
    stands, nobody = stands_on(session, day, scope), unassigned_on(session, day, scope)
    linked = linked_agencies(session, day)
    plans = [count(day, stands, nobody, linked, by=by) for by in ("plan", "agency", "section")]
    whole = plans[0]
    ids = sorted({s.place.plan_id for s in stands} | {u.place.plan_id for u in nobody})
    rows = _rows(session, day, stands)
    named = tuple(session.get_one(Plan, plan_id) for plan_id in ids)
    coordinators = {plan.coordinator_id for plan in named}
    only = coordinators.pop() if len(coordinators) == 1 else None
    issuers = Counter(plan.issuer for plan in named if plan.issuer).most_common(1)
    return Report(
        day=day, title=title, plans=named,
        coordinator=session.get_one(AgencyRow, only).name if only else "",
        issuer=issuers[0][0] if issuers else "",
        whole=whole.whole,
        before=picture(session, day - WEEK, now, scope=scope).whole,
        by_plan=whole.groups, by_agency=_ranked(plans[1].groups), by_section=plans[2].groups,
        rows=rows,
        overdue=tuple(sorted((r for r in rows if r.stand.bucket == "open_overdue"), key=_most_late)),
        unassigned=whole,
        warnings=tuple(early_warnings(session, day, scope, stands)),
        trend=trend(session, day, now, scope),
    )  # fmt: skip


def trend(session: Session, day: dt.date, now: dt.datetime, scope: Scope) -> tuple[tuple[dt.date, Figures], ...]:
    """The figures of the last weeks, a week apart and ending with `day`; weeks before the first record are left out."""
    days = [day - WEEK * n for n in range(TREND_WEEKS, -1, -1)]
    shown = [(each, picture(session, each, now, scope=scope).whole) for each in days]
    return tuple((each, figures) for each, figures in shown if figures.total)


def _ranked(groups: Iterable[Figures]) -> tuple[Figures, ...]:
    return tuple(sorted(groups, key=lambda g: (-g.counts["open_overdue"], -g.total, g.name)))


def _most_late(row: Row) -> tuple[int, str, int]:
    return (-row.days_late, row.stand.agency, row.stand.assignment_id)


def _rows(session: Session, day: dt.date, stands: Sequence[Stand]) -> tuple[Row, ...]:
    said = last_words(session, day)
    return tuple(
        Row(
            stand, STATES[stand.snapshot.state],
            "" if stand.place.classified else said.get(stand.assignment_id, ""),
_days_late(stand, day),
        )
        for stand in stands
    )  # fmt: skip


def _days_late(stand: Stand, day: dt.date) -> int:
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
    for ids in (assignment_ids[i : i + 500] for i in range(0, len(assignment_ids), 500)):
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


def quarter_of(day: dt.date) -> tuple[dt.date, dt.date]:
    """The first and the last day of the quarter `day` lies in."""
    first = dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    following = dt.date(first.year + first.month // 10, (first.month + 2) % 12 + 1, 1)
    return first, following - dt.timedelta(days=1)


def ranking(session: Session, day: dt.date, now: dt.datetime, scope: Scope) -> list[dict[str, Any]]:
    """The agencies in order at the end of the quarter of `day` (or at `day` where it still runs).

    Of what has fallen due (done or overdue), the share met on time decides; then fewer overdue, then the update rate,
    and who is equal in all three shares a place. An agency of which nothing has fallen due stands last, without a
    place: there is nothing to judge.
    """
    last = min(quarter_of(day)[1], local_day(now))
    groups = [g for g in picture(session, last, now, scope=scope, by="agency").groups if g.total]
    judged = [g for g in groups if _judged(g)]
    judged.sort(key=lambda g: (*_merit(g), g.name))
    waiting = sorted((g for g in groups if not _judged(g)), key=lambda g: g.name)
    merits = [_merit(g) for g in judged]
    places: list[int | None] = [merits.index(merit) + 1 for merit in merits]
    return [
        {
            "place": place, "agency": g.name, "total": g.total, "done_on_time": g.counts["done_on_time"],
            "done_late": g.counts["done_late"], "open_overdue": g.counts["open_overdue"],
            "on_time_rate": round(_on_time(g), 4) if _judged(g) else None, "update_rate": g.update_rate,
        }
        for place, g in zip([*places, *[None] * len(waiting)], [*judged, *waiting], strict=True)
    ]  # fmt: skip


def _merit(g: Figures) -> tuple[float, int, float]:
    """The smaller, the better."""
    return (-_on_time(g), g.counts["open_overdue"], -(g.update_rate or 0))


def _judged(g: Figures) -> int:
    return g.done + g.counts["open_overdue"]


def _on_time(g: Figures) -> float:
    return g.counts["done_on_time"] / _judged(g)


def warning_counts(warnings: Iterable[EarlyWarning]) -> list[tuple[str, int]]:
    """(Vietnamese name of the kind, how many), in the order they are shown."""
    found = [w.kind for w in warnings]
    return [(name, found.count(kind)) for kind, name in KINDS.items() if kind in found]


def status_document(
    session: Session, day: dt.date, now: dt.datetime, scope: Scope, by: By | None = None, level: Level = "assignments"
) -> dict[str, Any]:
    """The figures as the contract prints them (DESIGN section 9): one source for the command line and the HTTP API."""
    shown = picture(session, day, now, scope=scope, by=by, level=level)
    return {
        "date": day.isoformat(), "level": level, **shown.whole.to_json(),
        "groups": [group.to_json() for group in shown.groups],
        "warnings": [warning.to_json() for warning in early_warnings(session, day, scope, shown.stands)],
    }  # fmt: skip


def row_documents(session: Session, day: dt.date, scope: Scope) -> list[dict[str, Any]]:
    """Every lead assignment of the day as plain JSON, in the order of their ids: what the figures are counted from."""
    return [
        {
            "assignment": r.stand.assignment_id, "task": r.stand.task_id,
            "plan": r.stand.place.plan_number or r.stand.place.plan, "annex": r.stand.place.annex,
            "section": r.stand.place.section, "number": r.stand.place.number, "title": r.stand.place.title,
            "output": r.stand.place.output, "agency": r.stand.agency,
            "due": r.stand.due.isoformat() if r.stand.due else None, "state": r.stand.snapshot.state,
            "percent": r.stand.snapshot.percent, "part": r.stand.bucket,
            "reported_on": r.stand.reported_on.isoformat() if r.stand.reported_on else None,
            "last_update": local_day(r.stand.last_update_at).isoformat() if r.stand.last_update_at else None,
            "words": r.words,
        }
        for r in _rows(session, day, stands_on(session, day, scope))
    ]  # fmt: skip


def monthly_form(session: Session, day: dt.date, scope: Scope) -> list[dict[str, Any]]:
    """The month's report to the central monitoring system: a row a task, as of `day`.

    Source: footnote 1 of Phụ lục II of the 2026 plan on science, technology and digital transformation orders the
    monthly report and names no columns; these are the printed ones of that annex and what is known of each.
    """
    rows = row_documents(session, day, scope)
    troubles: dict[int, list[str]] = defaultdict(list)
    for warning in early_warnings(session, day, scope):
        if warning.kind == "blocker" and warning.task_id is not None:
            troubles[warning.task_id].append(f"{warning.agency}: {warning.reason}")
    tasks: dict[int, list[dict[str, Any]]] = defaultdict(list)
    for row in rows:
        if row["state"] != "cancelled":
            tasks[row["task"]].append(row)
    return [
        {
            "month": f"{day:%Y-%m}", "task": task, "annex": parts[0]["annex"], "section": parts[0]["section"],
            "number": parts[0]["number"], "title": parts[0]["title"], "output": parts[0]["output"],
            "leads": len(parts), "agencies": "; ".join(part["agency"] for part in parts),
            "due": min((part["due"] for part in parts if part["due"]), default=None),
            "done": sum(part["state"] == "done" for part in parts),
            "overdue": sum(part["part"] == "open_overdue" for part in parts),
            "percent": round(sum(part["percent"] for part in parts) / len(parts)),
            "part": task_bucket([part["part"] for part in parts]),
            "result": "; ".join(f"{part['agency']}: {part['words']}" for part in parts if part["words"])[:2000],
            "troubles": "; ".join(troubles[task]),
        }
        for task, parts in tasks.items()
    ]  # fmt: skip
