"""Tasks short of resources, by the department that can help: read from the open blockers alone, not from all rows.

Which department helps with which kind of blocker stands in `who_can_help.json`; an agency that was named as the one
that must act comes before it.
"""

import functools
import json
import pathlib

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.agencies.stored import agency_id, agency_name
from catalog.tables import Assignment, Blocker
from catalog.work.snapshot import OPEN

_FILE = pathlib.Path(__file__).parent / "who_can_help.json"


@functools.cache
def _departments() -> dict[str, str]:
    return dict(json.loads(_FILE.read_text(encoding="utf-8"))["departments"])


def helpers(session: Session) -> dict[str, tuple[int | None, str]]:
    """By kind of blocker the department that can help: its row (None where there is none) and its name of today."""
    found: dict[str, tuple[int | None, str]] = {}
    for kind, name in _departments().items():
        row = agency_id(session, name)
        found[kind] = (row, name if row is None else agency_name(session, row))
    return found


def asked_of(session: Session, agency_ids: tuple[int, ...] | None = None) -> list[int]:
    """The assignments with an open blocker that one of these agencies (None: anybody) can help with, oldest first."""
    kinds = [kind for kind, (row, _) in helpers(session).items() if agency_ids is None or row in agency_ids]
    must_act = col(Blocker.must_act_agency_id)
    asked = must_act.is_not(None) if agency_ids is None else must_act.in_(agency_ids)
    query = (
        sa.select(col(Blocker.assignment_id))
        .where(_in_the_way(), sa.or_(asked, sa.and_(must_act.is_(None), col(Blocker.kind).in_(kinds))))
        .order_by(col(Blocker.id))
    )
    return list(dict.fromkeys(session.execute(query).scalars()))


def helping_agencies(session: Session) -> set[int]:
    """The agencies that an open blocker asks for help."""
    departments = helpers(session)
    query = sa.select(col(Blocker.kind), col(Blocker.must_act_agency_id)).where(_in_the_way()).distinct()
    rows = session.execute(query).all()
    return {row for kind, named in rows if (row := named or departments.get(kind, (None, ""))[0]) is not None}


def _in_the_way() -> sa.ColumnElement[bool]:
    """Open blockers of work that is still open."""
    working = sa.select(col(Assignment.id)).where(
        col(Assignment.id) == col(Blocker.assignment_id),
        col(Assignment.state).in_(OPEN),
        col(Assignment.role) == "lead",
    )
    return sa.and_(col(Blocker.resolved_at).is_(None), sa.exists(working))
