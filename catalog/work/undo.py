"""Withdrawing one's own last update (/hoantac): new records that put everything back as it was before.

What one message said is withdrawn together: "2 được 40%, vướng kinh phí" is one update to the person who wrote it.
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.audit import Actor
from catalog.store.columns import ask
from catalog.tables import Assignment, Blocker, Evidence, Extension, Update, table_of
from catalog.work import assignments
from catalog.work.assignments import Said
from catalog.work.guards import Impossible
from catalog.work.snapshot import Snapshot

UNDO_HOURS = 24
"""How long one's own last update can be withdrawn (DESIGN section 4)."""

OWN_WORDS = (
    "progress", "report", "blocker", "blocker_resolved", "extension_asked", "extension_reason", "evidence",
)  # fmt: skip
"""Kinds that are somebody's word about the work. An officer's decision is not: it is corrected by another one."""


_UPDATE = table_of(Update)
_SAID_NOW = sa.select(sa.func.max(_UPDATE.c.id)).where(
    _UPDATE.c.inbox_id == sa.bindparam("inbox"), _UPDATE.c.person_id == sa.bindparam("person"),
    _UPDATE.c.kind.in_(OWN_WORDS),
)  # fmt: skip


def last_own_update(session: Session, person_id: int, now: dt.datetime) -> Update | None:
    """The newest update of this person that can still be withdrawn, None when there is none."""
    return session.exec(
        select(Update)
        .where(
            Update.person_id == person_id,
            col(Update.at) > now - dt.timedelta(hours=UNDO_HOURS),
            col(Update.kind).in_(OWN_WORDS),
            _not_withdrawn(),
        )
        .order_by(col(Update.id).desc())
    ).first()


def said_now(session: Session, inbox_id: int, person_id: int) -> int | None:
    """The newest update that this message of this person made and that can be withdrawn; None when it made none."""
    if here := [update for kind, update in assignments.said_in(session, inbox_id, person_id) if kind in OWN_WORDS]:
        return max(here)
    newest: int | None = ask(session, _SAID_NOW, inbox=inbox_id, person=person_id).scalar()
    return newest


def said_together(session: Session, update: Update) -> list[Update]:
    """This update and the others of the same message by the same person, newest first."""
    if update.inbox_id is None:
        return [update]
    return list(
        session.exec(
            select(Update)
            .where(
                Update.inbox_id == update.inbox_id,
                Update.person_id == update.person_id,
                col(Update.kind).in_(OWN_WORDS),
                _not_withdrawn(),
            )
            .order_by(col(Update.id).desc())
        ).all()
    )


def is_withdrawn(session: Session, update: Update) -> bool:
    """Whether it was withdrawn already."""
    return session.exec(select(Update.id).where(Update.id == update.id, _not_withdrawn())).first() is None


def undo(session: Session, update: Update, actor: Actor, now: dt.datetime, said: Said) -> int:
    """Withdraw an update with all that the same message said, newest first; returns the id of the last record written.

    All or nothing. Raises Impossible("not_last" | "too_old" | "accepted").
    """
    together = said_together(session, update)
    known = {row.id for row in together}
    for row in together:
        if row.at <= now - dt.timedelta(hours=UNDO_HOURS):
            raise Impossible("too_old")
        newest = _newest_standing(session, row.assignment_id)
        if newest is None or newest.id not in known:
            raise Impossible("accepted" if newest is not None and newest.kind == "accept" else "not_last")
    done = [_take_back(session, row, actor, now, said) for row in together]
    return done[-1]


def _not_withdrawn() -> Any:
    """That no later record withdraws an update: asked by the index of its assignment, not of all records."""
    later = sa.orm.aliased(Update)
    return ~sa.exists(
        sa.select(later.id).where(  # type: ignore[call-overload]
            later.assignment_id == Update.assignment_id, col(later.id) > col(Update.id), later.undoes_id == Update.id
        )
    )


def _newest_standing(session: Session, assignment_id: int) -> Update | None:
    """The newest record of an assignment that was not withdrawn: withdrawing goes back step by step."""
    return session.exec(
        select(Update)
        .where(Update.assignment_id == assignment_id, Update.kind != "undo", _not_withdrawn())
        .order_by(col(Update.id).desc())
    ).first()


def _take_back(session: Session, update: Update, actor: Actor, now: dt.datetime, said: Said) -> int:
    for effect in reversed(update.effects):
        if "new" in effect:
            _withdraw(session, effect["new"], actor, now)
        else:
            _restore(session, effect["changed"], effect["before"])
    assignment = session.get_one(Assignment, update.assignment_id)
    after = Snapshot.from_json(update.before)
    return assignments.record(session, assignment, "undo", after, actor, now, said, undoes_id=update.id)


def _withdraw(session: Session, name: str, actor: Actor, now: dt.datetime) -> None:
    """What the update had made is there no longer; its row stays on record."""
    row = _named(session, name)
    if isinstance(row, Evidence):
        row.withdrawn_at = now
    elif isinstance(row, Blocker):
        row.resolved_at, row.resolved_by_id = now, actor.person_id
    elif isinstance(row, Extension):
        row.decision, row.decided_at = "withdrawn", now
    session.add(row)


_NAMED_BEFORE = {"held": "overdue_at_import"}
"""Columns by the names they had when a record was written: what is on record is never rewritten."""


def _restore(session: Session, name: str, before: dict[str, Any]) -> None:
    row = _named(session, name)
    for column, value in before.items():
        setattr(row, _NAMED_BEFORE.get(column, column), value)
    session.add(row)


def _named(session: Session, name: str) -> Evidence | Blocker | Extension | Assignment:
    """The row an effect speaks of: "blocker:12"."""
    table, _, number = name.partition(":")
    kinds: dict[str, type[Evidence] | type[Blocker] | type[Extension] | type[Assignment]] = {
        "evidence": Evidence, "blocker": Blocker, "extension": Extension, "assignment": Assignment,
    }  # fmt: skip
    row = session.get_one(kinds[table], int(number))
    assert isinstance(row, Evidence | Blocker | Extension | Assignment)
    return row
