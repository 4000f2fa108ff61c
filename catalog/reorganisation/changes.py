"""Changes of units on a day: decided once with the document they rest on, carried out when the day has come.

One transaction carries out one change: names, successors, tasks, people, all or nothing; carried out again it does
nothing. A day to come waits in `unit_change` until `carry_out_due`, which the sweep calls.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies import editing
from catalog.agencies.registry import Registry
from catalog.agencies.stored import agency_id, agency_name, registry_of, touch
from catalog.agencies.written import spelled
from catalog.audit import Actor
from catalog.clock import local_day, start_of_day
from catalog.reorganisation.following import follow, people_of
from catalog.reorganisation.handing_over import hand_over, open_assignments
from catalog.reorganisation.organisation_renamed import rename_organisation
from catalog.tables import AgencyRow, Assignment, Succession, UnitChange, UnitGroup, Update
from catalog.text import clean

WAITS = "Chờ phân công sau khi chia tách"
"""On record with a task that was put to wait by a split."""


class ChangeRefused(ValueError):
    """The change cannot be; `reason` is a stable word, `detail` what it speaks of (a unit, a number, a day)."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


@dataclass(frozen=True)
class Wish:
    """What is to change. `how`: renamed, merged, split, removed, organisation_renamed. `units` are rows.

    `into`: names of heirs, new or known, or the new name. `main`: of a merger into a new unit, whose kind and groups
    it takes (the first one where it is None).
    """

    how: str
    units: tuple[int, ...]
    into: tuple[str, ...] = ()
    main: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        return {"units": list(self.units), "into": list(self.into), "main": self.main}


@dataclass
class Effect:
    """What a change does, or did: open tasks that go along or wait, and the persons who do."""

    change: int
    how: str
    day: dt.date
    units: list[str]
    heirs: list[str]
    open_tasks: int = 0
    people: list[int] = field(default_factory=list)
    waits: bool = False
    heir_ids: list[int] = field(default_factory=list)
    both: int = 0

    def to_json(self) -> dict[str, Any]:
        """For `--json`."""
        return {**vars(self), "day": self.day.isoformat(), "people": len(self.people)}


def decide(session: Session, wish: Wish, day: dt.date, document: str, actor: Actor, now: dt.datetime) -> Effect:
    """Store the change and carry it out if its day has come. Raises ChangeRefused, editing.NameRefused."""
    _check(session, wish, day, now)
    change = UnitChange(
        how=wish.how, day=day, document=clean(document), wish=wish.to_json(), person_id=actor.person_id,
        channel=actor.channel, decided_at=now,
    )  # fmt: skip
    session.add(change)
    session.flush()
    audit.append(
        session, actor, "unit_change.decided", f"unit_change:{change.id}", now,
        {"how": wish.how, "day": day.isoformat(), "document": change.document, **wish.to_json()},
    )  # fmt: skip
    if day > local_day(now):
        return _foreseen(session, change, wish, now)
    return _carry_out(session, change, actor, now)


def foreseen(session: Session, wish: Wish, day: dt.date, now: dt.datetime) -> Effect:
    """What the change would do if it were decided; nothing is stored. Raises as `decide` does."""
    _check(session, wish, day, now)
    return _foreseen(session, UnitChange(how=wish.how, day=day, document="", channel="", decided_at=now), wish, now)


def carry_out_due(session: Session, now: dt.datetime) -> list[Effect]:
    """Changes whose day has come, in the order of their days; [] at most times."""
    due = select(UnitChange).where(
        col(UnitChange.done_at).is_(None), col(UnitChange.undone_at).is_(None), UnitChange.day <= local_day(now)
    )
    done = []
    for change in session.exec(due.order_by(col(UnitChange.day), col(UnitChange.id))).all():
        actor = Actor(change.person_id, change.channel)
        try:
            with session.begin_nested():
                done.append(_carry_out(session, change, actor, now))
        except (ChangeRefused, editing.NameRefused) as refused:  # what was true when it was decided is so no more
            change.undone_at, change.effects = now, {"refused": refused.reason}
            session.add(change)
            subject = f"unit_change:{change.id}"
            audit.append(session, actor, "unit_change.refused", subject, now, {"reason": refused.reason})
    return done


def any_due(session: Session, now: dt.datetime) -> bool:
    """Whether a change waits for a day that has come: one look at an index."""
    due = sa.select(col(UnitChange.id)).where(
        col(UnitChange.done_at).is_(None), col(UnitChange.undone_at).is_(None), col(UnitChange.day) <= local_day(now)
    )
    return session.execute(due.limit(1)).first() is not None


def _check(session: Session, wish: Wish, day: dt.date, now: dt.datetime) -> None:
    if wish.how == "organisation_renamed":
        return
    rows = [session.get_one(AgencyRow, unit) for unit in wish.units]
    for row in rows:
        if not row.active:
            raise ChangeRefused("ended", row.name)
    if len(set(wish.units)) != len(wish.units):
        raise ChangeRefused("twice", rows[0].name)
    known = {name: found for name in wish.into if (found := _standing(session, name)) is not None}
    names = [clean(name) for name in wish.into]
    if len(set(names)) != len(names):
        raise ChangeRefused("twice", names[0])
    if wish.how in ("split", "removed") and set(known.values()) & set(wish.units):
        raise ChangeRefused("itself", rows[0].name)
    if wish.how == "merged" and len(wish.units) < 2 and set(known.values()) >= set(wish.units):
        raise ChangeRefused("itself", rows[0].name)
    if wish.how == "split" and len(names) < 2:
        raise ChangeRefused("one_heir", rows[0].name)
    _not_promised(session, wish, rows)
    for name in names:
        if name not in known:
            editing.free_name(registry_of(session), name, _of(rows) if wish.how == "renamed" else None)
    if day < local_day(now):
        _no_answers_since(session, rows, day)
    if wish.how == "removed" and not wish.into:
        hanging = _hanging(session, rows[0], now)
        if hanging:
            raise ChangeRefused("hanging", f"{rows[0].name} còn {hanging}")


def _of(rows: Sequence[AgencyRow]) -> AgencyRow:
    return rows[0]


def standing_name(registry: Registry, typed: str) -> str:
    """The name of the unit of today that is spelled so, case aside; what was typed where it is a new one's."""
    found = registry.by_name(typed)
    same = found is not None and (typed.isascii() or spelled(found.name) == spelled(typed))
    return found.name if found is not None and same else typed.strip()


def _standing(session: Session, name: str) -> int | None:
    """The unit of today of exactly this name."""
    found = registry_of(session).by_name(name)
    return agency_id(session, found.name) if found is not None and found.name == clean(name) else None


def _not_promised(session: Session, wish: Wish, rows: Sequence[AgencyRow]) -> None:
    """A unit that ends by a change still to come goes into no other: A into B and B into A would be a circle."""
    waiting = select(UnitChange).where(col(UnitChange.done_at).is_(None), col(UnitChange.undone_at).is_(None))
    ours = {*wish.units, *(found for name in wish.into if (found := _standing(session, name)) is not None)}
    for change in session.exec(waiting).all():
        heirs = {_standing(session, name) for name in change.wish["into"]}
        if ours & {*change.wish["units"], *heirs}:
            raise ChangeRefused("waiting", f"{change.day:%d/%m/%Y}")


def _no_answers_since(session: Session, rows: Sequence[AgencyRow], day: dt.date) -> None:
    """A day gone by can only be taken where nothing was said for the unit since."""
    for row in rows:
        said = (
            sa.select(col(Update.id))
            .join(Assignment, col(Assignment.id) == col(Update.assignment_id))
            .where(col(Assignment.agency_id) == row.id, col(Update.at) >= start_of_day(day))
            .where(col(Update.kind).not_in(("created", "plan_revised")))
        )
        if session.execute(said.limit(1)).first() is not None:
            raise ChangeRefused("answered", row.name)


def _hanging(session: Session, row: AgencyRow, now: dt.datetime) -> str:
    """What still hangs on a unit, in words: open tasks, people, parts; "" for nothing."""
    assert row.id is not None
    parts = session.execute(sa.select(sa.func.count()).where(col(AgencyRow.part_of) == row.id, col(AgencyRow.active)))
    counts = (
        (len(open_assignments(session, row.id)), "nhiệm vụ đang mở"),
        (len({one.person_id for one in people_of(session, row.id, now)}), "người"),
        (parts.scalar_one(), "đơn vị trực thuộc"),
    )
    return ", ".join(f"{count} {what}" for count, what in counts if count)


def _foreseen(session: Session, change: UnitChange, wish: Wish, now: dt.datetime) -> Effect:
    names = [agency_name(session, unit) for unit in wish.units]
    effect = Effect(change.id or 0, wish.how, change.day, names, list(wish.into), waits=True)
    if wish.how != "renamed":
        effect.open_tasks = sum(len(open_assignments(session, unit)) for unit in wish.units)
        held = [one.person_id for unit in wish.units for one in people_of(session, unit, now)]
        effect.people = list(dict.fromkeys(held))
    return effect


def _carry_out(session: Session, change: UnitChange, actor: Actor, now: dt.datetime) -> Effect:
    wish = Wish(change.how, tuple(change.wish["units"]), tuple(change.wish["into"]), change.wish["main"])
    names = [agency_name(session, unit) for unit in wish.units]
    effect = Effect(change.id or 0, wish.how, change.day, names, list(wish.into))
    before: dict[str, list[str]] = {}
    if wish.how == "organisation_renamed":
        rename_organisation(session, wish.into[0], change.day, change.document, actor, now)
    elif wish.how == "renamed":
        row = session.get_one(AgencyRow, wish.units[0])
        before = {"before": [row.name, row.full_name]}
        editing.rename_agency(session, row, wish.into[0], actor, now, day=change.day, document=change.document)
        effect.heir_ids = [wish.units[0]]
    else:
        _succeed(session, wish, change, actor, now, effect)
    change.done_at = now
    change.effects = {"heirs": effect.heir_ids, "open_tasks": effect.open_tasks, "people": effect.people, **before}
    session.add(change)
    touch(session)
    return effect


def _succeed(session: Session, wish: Wish, change: UnitChange, actor: Actor, now: dt.datetime, effect: Effect) -> None:
    heirs = [_heir(session, name, wish, change, actor, now) for name in wish.into]
    effect.heir_ids = heirs
    ending = [unit for unit in wish.units if unit not in heirs]
    for unit in ending:
        work = open_assignments(session, unit)
        effect.open_tasks += len(work)
        for place, heir in enumerate(heirs):
            session.add(
                Succession(
                    from_unit=unit, to_unit=heir, day=change.day, how=wish.how, main=place == 0 and wish.how != "split",
                    document=change.document,
                )
            )  # fmt: skip
        if wish.how == "split":
            _wait(session, work, actor, now, change.document)
            effect.people += [one.person_id for one in people_of(session, unit, now)]
        elif heirs:
            handed = hand_over(session, work, heirs[0], actor, now, change.document)
            effect.both += sum(one.had for one in handed)
            effect.people += follow(session, unit, heirs[0], actor, now)
        _end(session, unit, change, actor, now)
    effect.people = list(dict.fromkeys(effect.people))


def _heir(session: Session, name: str, wish: Wish, change: UnitChange, actor: Actor, now: dt.datetime) -> int:
    """The unit of this name: one of today, else a new one of the kind and groups of the one it follows."""
    known = _standing(session, name)
    if known is not None:
        return known
    model = session.get_one(AgencyRow, wish.main or wish.units[0])
    made = editing.add_agency(
        session, name, actor, now, kind=model.kind, groups=model.groups, born=change.day, part_of=model.part_of
    )
    assert made.id is not None
    return made.id


def _wait(session: Session, work: Sequence[Assignment], actor: Actor, now: dt.datetime, document: str) -> None:
    """Tasks of a unit that was split wait for an officer's choice: suspended, so that nobody is reminded of them."""
    from dataclasses import replace

    from catalog.work import assignments
    from catalog.work.assignments import Said

    for one in work:
        before = assignments.snapshot_of(session, one)
        if before.state != "suspended":
            said = Said(text=WAITS, document_number=document)
            assignments.record(session, one, "suspended", replace(before, state="suspended"), actor, now, said)


def _end(session: Session, unit: int, change: UnitChange, actor: Actor, now: dt.datetime) -> None:
    row = session.get_one(AgencyRow, unit)
    row.active, row.died = False, change.day
    session.add(row)
    editing.end_names(session, unit, ("short", "full"), change.day)
    for group in session.exec(select(UnitGroup).where(UnitGroup.unit_id == unit, col(UnitGroup.until).is_(None))):
        group.until = change.day
        session.add(group)
    session.flush()
    detail = {"how": change.how, "day": change.day.isoformat(), "document": change.document}
    audit.append(session, actor, "unit.ended", f"agency:{unit}", now, detail)
