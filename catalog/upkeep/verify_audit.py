"""The record held against the audit log: every row has its link, every link its row, and nothing was changed.

The log alone proves itself (`catalog.audit.verify`). What it speaks of are rows of other tables, so its links carry
digests of the rows they vouch for, and here the two are compared row by row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.audit import digest_of
from catalog.proof import count_personal, current, sealed
from catalog.tables import Assignment, Audit, IndicatorValue, Slot, Update
from catalog.work.indicators import vouched
from catalog.work.snapshot import SlotStand, Snapshot

CREATED = "created"
"""Kind of the first update of an assignment: many of them share one link."""

NOT_IN_LOG = "nhật ký không có (bản ghi thêm vào, hoặc nhật ký bị cắt)"
CHANGED = "nội dung đã bị sửa hoặc đảo thứ tự"
MISPLACED = "đứng sai thứ tự"
REMOVED = "đã bị xóa"
NOT_AS_SAID = "hiện trạng không khớp với cập nhật cuối cùng"


@dataclass(frozen=True)
class Break:
    """One place where record and log disagree: `subject` names the row ("update:12", "audit:40")."""

    subject: str
    reason: str


@dataclass
class _Vouched:
    """What the log says there must be."""

    digests: dict[int, tuple[int, str]] = field(default_factory=dict)  # update -> (link, digest)
    group_of: dict[int, int] = field(default_factory=dict)  # assignment -> link that created it
    groups: dict[int, tuple[int, str]] = field(default_factory=dict)  # link -> (how many, digest)


def verify_record(session: Session) -> list[Break]:
    """Where the store and the log disagree; [] when each proves the other.

    Updates, values of indicators, how things stand after the last update, then the rows of all proven tables.
    """
    return verify_updates(session) + verify_values(session) + verify_current(session) + verify_rows(session)


def verify_rows(session: Session) -> list[Break]:
    """Where rows of the proven tables are not as the chain last saw them (`catalog.proof`)."""
    known, counts = sealed(session)
    breaks = []
    for table, key, digest in current(session):
        expected = known[table].pop(key, None)
        if expected != digest:
            breaks.append(Break(f"{table}:{key}", NOT_IN_LOG if expected is None else CHANGED))
    for table in sorted(known):
        breaks += [Break(f"{table}:{key}", REMOVED) for key, digest in known[table].items() if digest is not None]
    for table, there in count_personal(session).items():
        if table in counts and counts[table] != there:
            reason = f"có {there} dòng, nhật ký ghi {counts[table]} (thêm hoặc xóa ngoài chương trình)"
            breaks.append(Break(table, reason))
    return breaks


def verify_current(session: Session) -> list[Break]:
    """Assignments that do not stand as their last update says: the rows beside the updates are only a convenience."""
    newest = sa.select(sa.func.max(col(Update.id))).group_by(col(Update.assignment_id))
    said = {
        assignment: Snapshot.from_json(after)
        for assignment, after in session.execute(
            sa.select(col(Update.assignment_id), col(Update.after)).where(col(Update.id).in_(newest))
        )
    }
    slots: dict[int, list[SlotStand]] = {}
    for slot in session.exec(select(Slot).order_by(col(Slot.assignment_id), col(Slot.slot))):
        slots.setdefault(slot.assignment_id, []).append(SlotStand(slot.slot, slot.due, slot.reported_on))
    breaks = []
    for row in session.exec(select(Assignment).order_by(col(Assignment.id))):
        stands = tuple(slots.get(row.id or 0, ()))
        now_is = Snapshot(row.state, row.percent, stands, row.self_confirmed, row.expected_on)  # type: ignore[arg-type]
        if said.get(row.id or 0) != now_is or row.due != now_is.next_due():
            breaks.append(Break(f"assignment:{row.id}", NOT_AS_SAID))
    return breaks


def verify_updates(session: Session) -> list[Break]:
    """Where updates and log disagree, in the order of the updates; [] when each proves the other."""
    vouched = _read_log(session)
    breaks: list[Break] = []
    first_ones: dict[int, list[dict[str, object]]] = {link: [] for link in vouched.groups}
    seen: set[int] = set()
    last_link = 0
    for row in session.exec(select(Update).order_by(col(Update.id)).execution_options(yield_per=1000)):
        update_id = row.id or 0
        if row.kind == CREATED:
            link = vouched.group_of.get(row.assignment_id)
            if link is None:
                breaks.append(Break(f"update:{update_id}", "không có trong nhật ký (thêm vào sau)"))
            else:
                first_ones[link].append(row.model_dump())
            continue
        known = vouched.digests.get(update_id)
        seen.add(update_id)
        if known is None:
            breaks.append(Break(f"update:{update_id}", NOT_IN_LOG))
        elif known[1] != digest_of([row.model_dump()]):
            breaks.append(Break(f"update:{update_id}", CHANGED))
        elif known[0] < last_link:
            breaks.append(Break(f"update:{update_id}", MISPLACED))
        else:
            last_link = known[0]
    breaks += [Break(f"update:{gone}", REMOVED) for gone in sorted(vouched.digests.keys() - seen)]
    return breaks + list(_broken_groups(vouched, first_ones))


def verify_values(session: Session) -> list[Break]:
    """Where the values of indicators and the log disagree, in the order of the values."""
    links = session.execute(
        sa.select(col(Audit.id), col(Audit.detail))
        .where(col(Audit.action) == "indicator.value")
        .order_by(col(Audit.id))
    )
    vouched: dict[int, tuple[int, dict[str, Any]]] = {detail["row"]: (link, detail) for link, detail in links}
    breaks: list[Break] = []
    last_link = 0
    for row in session.exec(select(IndicatorValue).order_by(col(IndicatorValue.id)).execution_options(yield_per=1000)):
        subject = f"indicator_value:{row.id}"
        link, detail = vouched.pop(row.id or 0, (0, {}))
        if not link:
            breaks.append(Break(subject, NOT_IN_LOG))
        elif not _vouches(detail, row):
            breaks.append(Break(subject, CHANGED))
        elif link < last_link:
            breaks.append(Break(subject, MISPLACED))
        else:
            last_link = link
    return breaks + [Break(f"indicator_value:{gone}", REMOVED) for gone in sorted(vouched)]


def _vouches(detail: dict[str, Any], row: IndicatorValue) -> bool:
    """Links of the first releases carry no digest of a value, only its agency and its figure."""
    if "digest" in detail:
        return bool(detail["digest"] == digest_of([vouched(row)]))
    return bool((detail["agency"], detail["value"]) == (row.agency_id, row.value))


def _read_log(session: Session) -> _Vouched:
    vouched = _Vouched()
    links = session.execute(
        sa.select(col(Audit.id), col(Audit.action), col(Audit.detail))
        .where(sa.or_(col(Audit.action) == "assigned", col(Audit.action).like("update.%")))
        .order_by(col(Audit.id))
        .execution_options(yield_per=1000)
    )
    for link, action, detail in links:
        if action == "assigned":
            ids = [one for given in detail.get("assignments", {}).values() for one in given]
            vouched.groups[link] = (len(ids), detail.get("digest", ""))
            vouched.group_of.update(dict.fromkeys(ids, link))
        elif "update" in detail:
            vouched.digests[detail["update"]] = (link, detail.get("digest", ""))
    return vouched


def _broken_groups(vouched: _Vouched, first_ones: dict[int, list[dict[str, object]]]) -> Iterator[Break]:
    for link, (count, digest) in vouched.groups.items():
        rows = first_ones[link]
        if len(rows) != count:
            yield Break(f"audit:{link}", f"giao {count} việc nhưng còn {len(rows)} bản ghi đầu tiên")
        elif digest_of(rows) != digest:
            yield Break(f"audit:{link}", "bản ghi giao việc đầu tiên đã bị sửa")
