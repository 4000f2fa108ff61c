"""The record held against the audit log: every update has its link, every link its update, and nothing was changed.

The log alone proves itself (`catalog.audit.verify`). The updates it speaks of are rows of another table, so each link
carries a digest of the rows it vouches for, and here the two are compared row by row.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.audit import digest_of
from catalog.tables import Audit, Update

CREATED = "created"
"""Kind of the first update of an assignment: many of them share one link."""


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
            breaks.append(Break(f"update:{update_id}", "nhật ký không có (bản ghi thêm vào, hoặc nhật ký bị cắt)"))
        elif known[1] != digest_of([row.model_dump()]):
            breaks.append(Break(f"update:{update_id}", "nội dung đã bị sửa hoặc đảo thứ tự"))
        elif known[0] < last_link:
            breaks.append(Break(f"update:{update_id}", "đứng sai thứ tự"))
        else:
            last_link = known[0]
    breaks += [Break(f"update:{gone}", "đã bị xóa") for gone in sorted(vouched.digests.keys() - seen)]
    return breaks + list(_broken_groups(vouched, first_ones))


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
