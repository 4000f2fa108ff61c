"""The units of this deployment as a registry, and the small questions asked of them at every turn."""

import datetime as dt
import secrets
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import lru_cache

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog.agencies.own_organisation import own_organisation as own_organisation
from catalog.agencies.records import TYPE_WORDS, Agency, Former, Home
from catalog.agencies.registry import Earlier, Registry
from catalog.store.memory import Question
from catalog.tables import AgencyRow, FormerName, Organisation, Succession, UnitName, table_of

_REGISTRIES = 16
_kept: dict[str, Registry] = {}
_REVISION = Question(sa.select(table_of(Organisation).c.revision))


def registry_of(session: Session) -> Registry:
    """The units of today with all their names, and the names of before. One without units while none is set.

    Made once for each revision of the organisation: at most times this is one look at one row.
    """
    rows = _REVISION.ask(session)
    if not rows:
        return _no_registry()
    revision: str = rows[0][0]
    found = _kept.get(revision)
    if found is None:
        organisation = own_organisation(session)
        assert organisation is not None
        while len(_kept) >= _REGISTRIES:
            _kept.pop(next(iter(_kept)), None)
        found = _kept[revision] = _read(session, organisation)
    return found


def touch(session: Session) -> None:
    """Give the organisation another revision, in the transaction that changes it or a unit; never one it had."""
    organisation = own_organisation(session)
    if organisation is not None:
        organisation.revision = secrets.token_hex(8)
        session.add(organisation)
        session.flush()


def home_of(organisation: Organisation) -> Home:
    """The organisation as a registry's home."""
    return Home(
        organisation.name, organisation.full_name, organisation.pack, organisation.level, organisation.place,
        tuple(organisation.also), organisation.within,
    )  # fmt: skip


def agency_id(session: Session, name: str) -> int | None:
    """The row of a unit by its short name, today's, the one it was laid out with, or one it had before."""
    found = session.exec(select(AgencyRow.id).where(AgencyRow.name == name)).first()
    found = found or session.exec(select(AgencyRow.id).where(AgencyRow.bundled_as == name)).first()
    if found is not None:
        return found
    before = select(UnitName.unit_id).where(UnitName.text == name, UnitName.role == "short")
    return session.exec(before.order_by(col(UnitName.id).desc())).first()


def agency_name(session: Session, agency_id: int | None) -> str:
    """The short official name of a row, "" for none."""
    return "" if agency_id is None else session.exec(select(AgencyRow.name).where(AgencyRow.id == agency_id)).one()


def agency_names(session: Session) -> dict[int, str]:
    """The short official names of all agencies, by row."""
    return dict(session.execute(sa.select(col(AgencyRow.id), col(AgencyRow.name))).all())


def names_before(session: Session) -> dict[str, int]:
    """Every short name that a unit has or had → its row; of a name that two had, the one that has it today."""
    rows = sa.select(col(UnitName.text), col(UnitName.unit_id)).where(col(UnitName.role) == "short")
    found: dict[str, int] = dict(session.execute(rows.order_by(col(UnitName.id))).all())
    for unit, name, bundled_as in session.execute(
        sa.select(col(AgencyRow.id), col(AgencyRow.name), col(AgencyRow.bundled_as)).order_by(col(AgencyRow.id))
    ):
        if bundled_as:
            found.setdefault(bundled_as, unit)
        found[name] = unit
    return found


def members_of(session: Session, group: str) -> list[int]:
    """Rows of the agencies that belong to a printed group ("departments", "khoa lâm sàng"), in a stable order."""
    query = sa.select(col(AgencyRow.id), col(AgencyRow.groups)).where(col(AgencyRow.active).is_(True))
    return [row for row, groups in session.execute(query.order_by(col(AgencyRow.id))) if group in groups]


def led_under(session: Session, unit: int) -> tuple[set[str], set[str]]:
    """Names by which a plan may have given work to a unit (its own, those it had, those of units it followed as their
    main heir), and its groups.
    """
    followers = _Followers.read(session)
    ours = {unit} | {old for old in followers.heirs if next(iter(_heirs(old, followers)), None) == unit}
    names = {name for name, row in names_before(session).items() if row in ours}
    row = session.get_one(AgencyRow, unit)
    return names, set(row.groups)


def standing_heirs(session: Session) -> Callable[[int], list[int]]:
    """Who followed a unit that ended, down to the units of today, the main one first; itself where it stands.

    What it needs is read once, for any number of units.
    """
    followers = _Followers.read(session)
    return lambda unit: list(dict.fromkeys(_heirs(unit, followers)))


@dataclass
class _Followers:
    """Which units stand today, and for those that do not, who followed each (main heir first) and whether one did."""

    names: dict[int, str] = field(default_factory=dict)
    heirs: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    how: dict[int, str] = field(default_factory=dict)

    @classmethod
    def read(cls, session: Session) -> "_Followers":
        found = cls()
        query = sa.select(col(AgencyRow.id), col(AgencyRow.name)).where(col(AgencyRow.active).is_(True))
        found.names = dict(session.execute(query).all())
        rows = select(Succession).order_by(col(Succession.main).desc(), col(Succession.id))
        for row in session.exec(rows):
            found.heirs[row.from_unit].append(row.to_unit)
            found.how[row.from_unit] = row.how
        return found


def _heirs(unit: int, followers: _Followers, seen: frozenset[int] = frozenset()) -> Iterable[int]:
    if unit in followers.names:
        yield unit
        return
    for heir in followers.heirs.get(unit, []):
        if heir not in seen:
            yield from _heirs(heir, followers, seen | {unit})


def _read(session: Session, organisation: Organisation) -> Registry:
    words: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    columns = sa.select(
        col(UnitName.unit_id), col(UnitName.role), col(UnitName.text), col(UnitName.since), col(UnitName.until)
    ).order_by(col(UnitName.id))  # fmt: skip
    dated: list[tuple[int, str, dt.date | None, dt.date]] = []
    for unit, role, text, since, until in session.execute(columns):
        if until is not None and role in ("short", "full"):
            dated.append((unit, text, since, until))
        words[unit][role if until is None or role not in ("short", "full") else "also"].append(text)
    rows = session.execute(
        sa.select(
            col(AgencyRow.id), col(AgencyRow.name), col(AgencyRow.full_name), col(AgencyRow.code), col(AgencyRow.kind),
            col(AgencyRow.groups), col(AgencyRow.active),
        ).order_by(col(AgencyRow.id))
    ).all()  # fmt: skip
    followers = _Followers.read(session)
    home = home_of(organisation)
    agencies, former = [], []
    for unit, name, full_name, code, kind, groups, active in rows:
        said = words[unit]
        place = place_of(name, kind, home)
        if active:
            agencies.append(
                Agency(
                    name, full_name, code, kind, tuple(groups), _but((*said["also"],), name, full_name),
                    unit=place, family=(said["family"] or [""])[0], districts=tuple(said["district"]),
                    typed=tuple(said["typed"]), asked=tuple(said["asked"]),
                )
            )  # fmt: skip
        else:
            former += _ended(unit, name, full_name, kind, home, said, followers)
    for row in session.exec(select(FormerName).order_by(col(FormerName.id))):
        former.append(_former(row, followers))
    kinds = {row[0]: row[4] for row in rows}
    earlier = tuple(
        Earlier(since, until, _as_called_then(unit, text, kinds[unit], home, followers))
        for unit, text, since, until in dated
    )
    return Registry(tuple(agencies), tuple(former), home, earlier)


def _as_called_then(unit: int, text: str, kind: str, home: Home, followers: _Followers) -> Former:
    """What a name of before means by now: the unit itself, or those who followed it."""
    if unit in followers.names:
        return Former(text, "body", "renamed", followers.names[unit], (followers.names[unit],))
    return _ended(unit, text, text, kind, home, {"also": [], "typed": []}, followers)[0]


def place_of(name: str, kind: str, home: Home) -> str:
    """The bare name of a commune by the name of its committee: "UBND xã Hòa Ninh" is "Hòa Ninh"; "" for others."""
    head = f"{home.committee} {TYPE_WORDS.get(kind, '')} "
    return name.removeprefix(head) if kind in TYPE_WORDS and name.startswith(head) else ""


def _ended(
    unit: int, name: str, full_name: str, kind: str, home: Home, said: dict[str, list[str]], followers: _Followers
) -> list[Former]:
    """A unit that is no more, as a former name that leads to those who followed it."""
    heirs = tuple(dict.fromkeys(followers.names[heir] for heir in _heirs(unit, followers)))
    how = "split" if followers.how.get(unit) == "split" else "merged"
    primary = heirs[0] if heirs and how == "merged" else ""
    place = place_of(name, kind, home)
    called = f"{TYPE_WORDS[kind]} {place}" if place else name
    also = _but((full_name, *said["also"]), name)
    return [
        Former(called, "commune" if place else "body", how, primary, heirs, also if not place else (),
               typed=tuple(said["typed"]))
    ]  # fmt: skip


def _former(row: FormerName, followers: _Followers) -> Former:
    heirs = tuple(dict.fromkeys(followers.names[heir] for old in row.successors for heir in _heirs(old, followers)))
    work = {followers.names[int(unit)]: said for unit, said in row.work.items() if int(unit) in followers.names}
    followed = row.followed and bool(heirs)
    return Former(
        row.name, row.kind, row.how, heirs[0] if followed else "", heirs, tuple(row.also), row.district,
        tuple(work.items()), tuple(row.typed),
    )  # fmt: skip


def _but(names: Iterable[str], *known: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name not in known))


@lru_cache(maxsize=1)
def _no_registry() -> Registry:
    return Registry(())


def renamed_since(session: Session, day: dt.date) -> dict[int, str]:
    """The short name that a unit had on a day, of those that have another one by now."""
    rows = sa.select(col(UnitName.unit_id), col(UnitName.text)).where(
        col(UnitName.role) == "short",
        sa.or_(col(UnitName.since).is_(None), col(UnitName.since) <= day),
        col(UnitName.until) > day,
    )  # fmt: skip
    return dict(session.execute(rows.order_by(col(UnitName.id))).all())
