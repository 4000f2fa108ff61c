"""A change of units taken back: one that waits for its day, or a new name within seven days.

What moved people and work (a merger, a split, an end) is taken back by another change, never here. A name taken back is
a new record from today on: what was printed and counted on the days between keeps the name it had.
"""

import datetime as dt

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies import editing
from catalog.agencies.stored import agency_name, own_organisation
from catalog.audit import Actor
from catalog.clock import local_day
from catalog.reorganisation.changes import ChangeRefused, Effect
from catalog.tables import AgencyRow, UnitChange, UnitName
from catalog.text import clean

UNDO_DAYS = 7
"""How long after it was carried out a new name can be taken back."""


def undoable(session: Session, now: dt.datetime) -> list[Effect]:
    """Changes that may be taken back, as they were decided, the newest first; `waits` where the day has not come."""
    lately = sa.and_(col(UnitChange.how) == "renamed", col(UnitChange.done_at) >= now - dt.timedelta(days=UNDO_DAYS))
    rows = select(UnitChange).where(
        col(UnitChange.undone_at).is_(None), sa.or_(col(UnitChange.done_at).is_(None), lately)
    )
    newest = session.exec(rows.order_by(col(UnitChange.id).desc())).all()
    return [_as_decided(session, one) for one in newest if one.done_at is None or "before" in one.effects]


def undo(session: Session, number: int, document: str, actor: Actor, now: dt.datetime) -> Effect:
    """Take back the change of this number. `waits` of what comes back: it never was carried out, nobody has to hear.

    Raises ChangeRefused, and editing.NameRefused where the old name is another unit's by now.
    """
    change = session.get(UnitChange, number)
    if change is None or (change.undone_at is not None and change.done_at is None):
        raise ChangeRefused("no_change", str(number))
    if change.undone_at is not None:
        raise ChangeRefused("undone", f"{change.undone_at:%d/%m/%Y}")
    effect = _as_decided(session, change) if change.done_at is None else _old_name_again(
        session, change, document, actor, now
    )  # fmt: skip
    change.undone_at = now
    session.add(change)
    session.flush()
    audit.append(session, actor, "unit_change.undone", f"unit_change:{number}", now, {"how": change.how})
    return effect


def _as_decided(session: Session, change: UnitChange) -> Effect:
    units: list[int] = change.wish["units"]
    if change.done_at is not None:
        names = [change.effects["before"][0]]
    else:
        home = own_organisation(session)
        names = [agency_name(session, unit) for unit in units] or [home.name if home else ""]
    how = "renamed" if change.how == "organisation_renamed" else change.how
    return Effect(change.id or 0, how, change.day, names, list(change.wish["into"]), waits=change.done_at is None)


def _old_name_again(
    session: Session, change: UnitChange, document: str, actor: Actor, now: dt.datetime
) -> Effect:  # fmt: skip
    assert change.done_at is not None
    if change.how != "renamed":
        raise ChangeRefused("organisation" if change.how == "organisation_renamed" else "moved")
    if "before" not in change.effects:  # itself a name taken back, or of a version that did not note it
        raise ChangeRefused("no_change", str(change.id))
    if now - change.done_at > dt.timedelta(days=UNDO_DAYS):
        raise ChangeRefused("too_late", f"{change.done_at:%d/%m/%Y}")
    unit, today = int(change.wish["units"][0]), local_day(now)
    row = session.get_one(AgencyRow, unit)
    if not row.active or row.name != clean(change.wish["into"][0]) or _changed_later(session, change, unit):
        raise ChangeRefused("later", row.name)
    wrong, (old, full) = row.name, change.effects["before"]
    editing.rename_agency(session, row, old, actor, now, day=today, document=document, full_name=full)
    _forget_names_of_no_day(session, unit, today)
    back = UnitChange(
        how="renamed", day=today, document=clean(document), person_id=actor.person_id, channel=actor.channel,
        wish={"units": [unit], "into": [old], "main": None}, effects={"heirs": [unit], "undoes": change.id},
        decided_at=now, done_at=now,
    )  # fmt: skip
    session.add(back)
    session.flush()
    return Effect(back.id or 0, "renamed", today, [wrong], [old], heir_ids=[unit])


def _changed_later(session: Session, change: UnitChange, unit: int) -> bool:
    """Whether a later change, carried out or waiting, is about the unit too."""
    later = select(UnitChange).where(col(UnitChange.id) > change.id, col(UnitChange.undone_at).is_(None))
    return any(
        unit in (*other.wish["units"], *other.effects.get("heirs", []))
        or agency_name(session, unit) in other.wish["into"]
        for other in session.exec(later)
        if "undoes" not in other.effects  # of a later change, which is gone with it
    )


def _forget_names_of_no_day(session: Session, unit: int, today: dt.date) -> None:
    """A name given and taken back on one day never held: another unit may have it."""
    never = select(UnitName).where(UnitName.unit_id == unit, UnitName.since == today, UnitName.until == today)
    for name in session.exec(never).all():
        session.delete(name)
    session.flush()
