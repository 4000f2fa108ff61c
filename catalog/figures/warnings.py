"""Early warnings (DESIGN section 4): what will go wrong if nobody acts, why we think so, and what could be done.

Each rule is a function over the rows of a day and gives its reason in words. Nothing here is a figure: a warning
never moves a row from one official part to another. Past days are read from what was stored by their end.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.clock import end_of_day, local_day
from catalog.figures.agency_warnings import clusters, support_silences, unlinked
from catalog.figures.current_sums import touched_after
from catalog.figures.early_warning import KINDS, EarlyWarning, Kind, printed
from catalog.figures.measures import MANY_EXTENSIONS
from catalog.figures.shortages import asked_of, helpers
from catalog.figures.standing_on_day import AssignmentOnDay, Scope, assignments_on
from catalog.figures.time_given import starts_of
from catalog.figures.warning_days import DAYS_LEFT, FAR_BELOW, progress, silent_days, slow_days
from catalog.tables import AgencyRow, Assignment, Blocker, Extension
from catalog.work.snapshot import TO_DO

__all__ = ["BLOCKERS", "KINDS", "EarlyWarning", "Kind", "early_warnings", "help_wanted", "shortages"]

BLOCKERS = {
    "funding": "vướng mắc về kinh phí", "staff": "vướng mắc về nhân lực", "guidance": "vướng mắc do chờ hướng dẫn",
    "coordination": "vướng mắc về phối hợp", "procurement": "vướng mắc về đấu thầu, mua sắm",
    "land": "vướng mắc về đất đai, mặt bằng", "technical": "vướng mắc về kỹ thuật", "other": "vướng mắc khác",
}  # fmt: skip
"""What was reported, by kind, as it goes on after "báo"."""


def early_warnings(
    session: Session,
    day: dt.date,
    scope: Scope | None = None,
    stands: Sequence[AssignmentOnDay] | None = None,
    *,
    only: Kind | None = None,
) -> list[EarlyWarning]:
    """All warnings of `day` (province day, today or past) over the scope, by kind and then by due.

    `stands` are the rows of that day and scope where the caller has read them already, `only` the one kind wanted.
    """
    scope = scope or Scope()
    rows = assignments_on(session, day, scope, _candidates(day, only)) if stands is None else stands
    working = [s for s in rows if s.snapshot.open]
    by_id = {s.assignment_id: s for s in working}
    rules: dict[Kind, Callable[[], Iterable[EarlyWarning]]] = {
        "blocker": lambda: _blockers(session, day, by_id),
        "trajectory": lambda: _trajectories(session, day, working),
        "silence": lambda: _silences(day, working),
        "extensions": lambda: _extensions(session, day, by_id),
        "cluster": lambda: clusters(session, day, working),
        "support_silence": lambda: support_silences(session, day, scope),
        "unlinked": lambda: unlinked(session, day, working),
    }
    found = [w for kind, rule in rules.items() if only in (None, kind) for w in rule()]
    order = list(KINDS)
    return sorted(found, key=lambda w: (order.index(w.kind), w.due or dt.date.max, w.agency, w.task_id or 0))


def _candidates(day: dt.date, only: Kind | None) -> sa.Select[Any] | None:
    """The assignments that can have a warning of this kind, and perhaps others; None where it may be any."""
    state, due = col(Assignment.state), col(Assignment.due)
    soon = [state.in_(TO_DO), due >= day, due <= day + dt.timedelta(days=DAYS_LEFT)]
    slow = [state == "in_progress", due >= day, col(Assignment.percent) < int(100 * FAR_BELOW)]
    touched = col(Assignment.id).in_(touched_after(day))  # these may have stood otherwise on that day
    queries: dict[Kind, sa.Select[Any]] = {
        "silence": sa.select(col(Assignment.id)).where(sa.or_(sa.and_(*soon), touched)),
        "trajectory": sa.select(col(Assignment.id)).where(sa.or_(sa.and_(*slow), touched)),
        "support_silence": sa.select(col(Assignment.id)).where(sa.false()),
        "blocker": sa.select(col(Blocker.assignment_id)).where(
            sa.or_(col(Blocker.resolved_at).is_(None), col(Blocker.resolved_at) >= end_of_day(day))
        ),
        "extensions": sa.select(col(Extension.assignment_id))
        .group_by(col(Extension.assignment_id))
        .having(sa.func.count() >= MANY_EXTENSIONS),
    }
    return queries.get(only) if only else None


def shortages(warnings: Iterable[EarlyWarning]) -> dict[str, list[EarlyWarning]]:
    """The tasks short of resources by the department that can help: the list that is sent to that department."""
    lists: dict[str, list[EarlyWarning]] = defaultdict(list)
    for warning in warnings:
        if warning.helper:
            lists[warning.helper].append(warning)
    return dict(sorted(lists.items()))


def help_wanted(
    session: Session, day: dt.date, scope: Scope | None = None, agency_ids: tuple[int, ...] | None = None
) -> list[EarlyWarning]:
    """The open blockers today that some department can help with; of these agencies' where given, by due.

    The same warnings as `early_warnings` gives, without looking at the rows nobody is asked to help with.
    """
    ids = asked_of(session, agency_ids)
    stands = assignments_on(session, day, scope or Scope(), ids) if ids else []
    found = _blockers(session, day, {s.assignment_id: s for s in stands if s.snapshot.open})
    wanted = [w for w in found if w.helper_id is not None and (agency_ids is None or w.helper_id in agency_ids)]
    return sorted(wanted, key=lambda w: (w.due or dt.date.max, w.agency, w.task_id or 0))


def _about(stand: AssignmentOnDay, kind: Kind, reason: str, advice: str, **more: Any) -> EarlyWarning:
    values = {"due": stand.snapshot.next_due(), **more}
    return EarlyWarning(
        kind, reason, advice, stand.agency_id, stand.agency, stand.assignment_id, stand.task_id, stand.place, **values
    )


def _blockers(session: Session, day: dt.date, stands: dict[int, AssignmentOnDay]) -> Iterator[EarlyWarning]:
    moment = end_of_day(day)
    departments = helpers(session)
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
        word, since = BLOCKERS.get(blocker.kind, BLOCKERS["other"]), local_day(blocker.opened_at)
        helper_id, helper = departments.get(blocker.kind, (None, ""))
        if must_act:
            helper_id, helper = blocker.must_act_agency_id, must_act
        told = f" “{_one_line(blocker.text)}”" if blocker.text and not stand.place.classified else ""
        yield _about(
            stand, "blocker",
            f"Báo {word} từ ngày {printed(since)} ({(day - since).days} ngày), chưa được giải quyết.{told}",
            f"Đề nghị {helper} xem xét, hỗ trợ." if helper else "Đề nghị cơ quan theo dõi chủ trì họp tháo gỡ.",
            blocker=blocker.kind, helper=helper, helper_id=helper_id,
        )  # fmt: skip


def _trajectories(session: Session, day: dt.date, stands: Sequence[AssignmentOnDay]) -> Iterator[EarlyWarning]:
    """Only where something was reported: what was never heard of is a silence."""
    told = [s for s in stands if s.last_update_at is not None and s.snapshot.state == "in_progress"]
    starts = starts_of(session, {s.assignment_id: s.snapshot for s in told})
    for stand in told:
        due, start = stand.snapshot.next_due(), starts.get(stand.assignment_id)
        days = slow_days(stand.snapshot, start) if start else None
        if due and start and days and days[0] <= day <= days[1]:
            elapsed, reached = (day - start).days / (due - start).days, float(progress(stand.snapshot))
            said = f"mới báo đạt {reached:.0%}" if reached else "chưa báo được kết quả bằng tỷ lệ"
            yield _about(
                stand, "trajectory",
                f"Đã qua {elapsed:.0%} thời gian ({printed(start)} – {printed(due)}) nhưng {said}.",
                f"Đề nghị cơ quan nêu rõ khó khăn và tiến độ từng tuần đến hạn {printed(due)}.",
            )  # fmt: skip


def _silences(day: dt.date, stands: Sequence[AssignmentOnDay]) -> Iterator[EarlyWarning]:
    for stand in stands:
        last = local_day(stand.last_update_at) if stand.last_update_at else None
        due, days = stand.snapshot.next_due(), silent_days(stand.snapshot, last)
        if due and days and days[0] <= day <= days[1]:
            since = "chưa cập nhật lần nào" if last is None else f"không cập nhật từ ngày {printed(last)}"
            yield _about(
                stand, "silence",
                f"Còn {(due - day).days} ngày đến hạn {printed(due)} mà {since}.",
                "Đề nghị gọi điện cho đầu mối; không trả lời thì báo lãnh đạo cơ quan.",
            )  # fmt: skip


def _extensions(session: Session, day: dt.date, stands: dict[int, AssignmentOnDay]) -> Iterator[EarlyWarning]:
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
                f"Đã xin gia hạn {times} lần; hạn ban đầu {printed(first)}.",
                "Đề nghị rà soát tính khả thi, chia thành các mốc nhỏ hoặc điều chỉnh cơ quan thực hiện.",
            )  # fmt: skip


def _one_line(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 120 else line[:119].rstrip() + "…"
