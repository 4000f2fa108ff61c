"""The record held against the audit log: every row has its link, every link its row, and nothing was changed.

The log alone proves itself (`catalog.audit.verify`). The updates and the values of indicators it speaks of are rows of
other tables, so each link carries a digest of the rows it vouches for, and here the two are compared row by row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.audit import digest_of
from catalog.tables import Audit, IndicatorValue, Update
from catalog.work.indicators import vouched

CREATED = "created"
"""Kind of the first update of an assignment: many of them share one link."""

NOT_IN_LOG = "nhật ký không có (bản ghi thêm vào, hoặc nhật ký bị cắt)"
CHANGED = "nội dung đã bị sửa hoặc đảo thứ tự"
MISPLACED = "đứng sai thứ tự"
REMOVED = "đã bị xóa"


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
    """Where the record and the log disagree: updates, then values of indicators; [] when each proves the other."""
    return verify_updates(session) + verify_values(session)


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
