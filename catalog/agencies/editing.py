"""An officer's changes to the units that take effect at once: added, renamed, given another name or another group.

What changes on a day, with people and tasks, is in `catalog.reorganising`. Two units may have names that differ by
accents or kind only; one name, as it is spelled, never leads to two units of today.
"""

import datetime as dt
from collections.abc import Sequence

from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies.records import COMMUNES, DEPARTMENTS, TYPE_WORDS
from catalog.agencies.registry import Registry
from catalog.agencies.stored import registry_of, touch
from catalog.agencies.written import spelled
from catalog.audit import Actor
from catalog.tables import AgencyRow, UnitGroup, UnitName
from catalog.text import clean, fold

KINDS = ("department", "vertical", "public_unit", "office", "party", "association", "enterprise", *TYPE_WORDS)
LONGEST_NAME = 150


class NameRefused(ValueError):
    """The name cannot be given; `reason` is a stable word, `holder` the unit that has it already."""

    def __init__(self, reason: str, holder: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.holder = holder


def add_agency(
    session: Session,
    name: str,
    actor: Actor,
    now: dt.datetime,
    *,
    kind: str = "",
    full_name: str = "",
    code: str = "",
    groups: Sequence[str] | None = None,
    born: dt.date | None = None,
    part_of: int | None = None,
    source: str = "officer",
) -> AgencyRow:
    """A new unit. Without `kind` it is what its name says, else a public unit outside the groups.

    Groups follow the kind unless they are given, so that "các sở" and "UBND cấp xã" mean it too. Raises NameRefused.
    """
    name = free_name(registry_of(session), name)
    full_name = free_name(registry_of(session), full_name) if clean(full_name) else name
    kind = kind or kind_of(name)
    if kind not in KINDS:
        raise NameRefused("kind_unknown")
    if groups is None:
        groups = [DEPARTMENTS] if kind == "department" else [COMMUNES] if kind in TYPE_WORDS else []
    make_room(session, name)
    row = AgencyRow(
        name=name, full_name=full_name, code=clean(code), kind=kind, groups=list(groups), born=born, part_of=part_of,
        source=source,
    )  # fmt: skip
    session.add(row)
    session.flush()
    assert row.id is not None
    put_name(session, row.id, "short", name, source, since=born)
    put_name(session, row.id, "full", full_name, source, since=born)
    session.add_all(UnitGroup(unit_id=row.id, group=group, since=born) for group in groups)
    touch(session)
    audit.append(session, actor, "agency.added", f"agency:{row.id}", now, {"name": name, "kind": kind})
    return row


def rename_agency(
    session: Session, row: AgencyRow, name: str, actor: Actor, now: dt.datetime, *, day: dt.date | None = None,
    document: str = "", full_name: str = "",
) -> None:  # fmt: skip
    """Another official name from `day` (today) on; the old one is still understood. Raises NameRefused."""
    registry = registry_of(session)
    before, full_before = row.name, row.full_name
    name = free_name(registry, name, of=row)
    full_name = free_name(registry, full_name, of=row) if clean(full_name) else name
    if (name, full_name) == (before, full_before) or name == before:
        raise NameRefused("same_name")
    assert row.id is not None
    make_room(session, name, but=row.id)
    row.name, row.full_name = name, full_name
    session.add(row)
    session.flush()
    end_names(session, row.id, ("short", "full"), day)
    put_name(session, row.id, "short", name, "officer", since=day)
    put_name(session, row.id, "full", full_name, "officer", since=day)
    touch(session)
    detail = {"from": before, "to": name, "document": document, "day": day.isoformat() if day else None}
    audit.append(session, actor, "agency.renamed", f"agency:{row.id}", now, detail)


def add_alias(session: Session, row: AgencyRow, alias: str, actor: Actor, now: dt.datetime) -> None:
    """Another way people write this unit's name. Raises NameRefused."""
    alias = free_name(registry_of(session), alias, of=row)
    assert row.id is not None
    if alias in (row.name, row.full_name, *aliases_of(session, row)):
        raise NameRefused("same_name")
    put_name(session, row.id, "also", alias, "officer")
    touch(session)
    audit.append(session, actor, "agency.alias", f"agency:{row.id}", now, {"alias": alias})


def set_groups(session: Session, row: AgencyRow, groups: Sequence[str], day: dt.date | None = None) -> None:
    """The groups the unit belongs to from a day on, instead of those it belonged to."""
    assert row.id is not None
    if list(groups) == row.groups:
        return
    for old in session.exec(select(UnitGroup).where(UnitGroup.unit_id == row.id, col(UnitGroup.until).is_(None))):
        if day is None:
            session.delete(old)
        else:
            old.until = day
            session.add(old)
    row.groups = list(groups)
    session.add(row)
    session.add_all(UnitGroup(unit_id=row.id, group=group, since=day) for group in groups)
    touch(session)


def aliases_of(session: Session, row: AgencyRow) -> list[str]:
    """The other names the unit has or had, in the order they were given."""
    wanted = col(UnitName.role).in_(("also", "short", "full"))
    rows = select(UnitName.text).where(UnitName.unit_id == row.id, wanted).order_by(col(UnitName.id))
    return list(dict.fromkeys(text for text in session.exec(rows) if text not in (row.name, row.full_name)))


def put_name(
    session: Session, unit: int, role: str, text: str, source: str, *, since: dt.date | None = None
) -> UnitName:
    """One more name of a unit, from a day on."""
    row = UnitName(unit_id=unit, role=role, text=text, key=fold(text), since=since, source=source)
    session.add(row)
    session.flush()
    return row


def end_names(session: Session, unit: int, roles: Sequence[str], day: dt.date | None) -> None:
    """The unit's names of these roles hold until the day before; without a day they are other names from now on."""
    rows = select(UnitName).where(
        UnitName.unit_id == unit, col(UnitName.role).in_(roles), col(UnitName.until).is_(None)
    )
    for row in session.exec(rows).all():
        if day is None:
            row.role = "also"
        else:
            row.until = day
        session.add(row)
    session.flush()


def free_name(registry: Registry, name: str, of: AgencyRow | None = None) -> str:
    """The name cleaned, if it is one and no other unit of today is spelled so. Raises NameRefused."""
    name = clean(name)
    if len(name) > LONGEST_NAME or sum(ch.isalpha() for ch in name) < 2:
        raise NameRefused("name_unfit")
    alike = fold if name.isascii() else spelled  # without accents it reads like every twin
    for agency in registry.agencies:
        if of is not None and agency.name == of.name:
            continue
        if alike(name) in {alike(known) for known in (agency.name, agency.full_name, agency.code, *agency.aliases)}:
            raise NameRefused("name_taken", agency.name)
    return name


def make_room(session: Session, name: str, but: int | None = None) -> None:
    """A unit that ended gives its name in the list to one that takes it anew: "Phòng A (đến 31/12/2026)"."""
    old = session.exec(select(AgencyRow).where(AgencyRow.name == name, col(AgencyRow.active).is_(False))).first()
    if old is None or old.id == but:
        return
    last = f" (đến {old.died - dt.timedelta(days=1):%d/%m/%Y})" if old.died else " (trước)"
    place, called = 1, name + last
    while session.exec(select(AgencyRow.id).where(AgencyRow.name == called)).first() is not None:
        place += 1
        called = f"{name}{last} [{place}]"
    old.name = called
    session.add(old)
    session.flush()


def kind_of(name: str) -> str:
    """What a unit is by its name: a department, a commune, an office, else a public unit."""
    folded = fold(name)
    if folded.startswith("so "):
        return "department"
    for kind, word in TYPE_WORDS.items():
        heads = ("ubnd", "uy ban nhan dan", "dang uy")
        if folded.startswith((f"{fold(word)} ", *(f"{head} {fold(word)} " for head in heads))):
            return kind
    return "office" if folded.startswith(("phong ", "khoa ", "vu ")) else "public_unit"
