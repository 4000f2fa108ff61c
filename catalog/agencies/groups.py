"""The groups of units that plans print after "các", as an officer names and edits them: "khoa lâm sàng", "vụ".

Two of them every organisation has, under words of the program: "departments" and "communes". Any other word is the
organisation's own. A group is there as long as a unit of today belongs to it.
"""

import datetime as dt
import re

import sqlalchemy as sa
from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies.records import COMMUNES, DEPARTMENTS
from catalog.agencies.stored import own_organisation, touch
from catalog.audit import Actor
from catalog.tables import AgencyRow, UnitGroup
from catalog.text import clean, fold

LONGEST = 150
COMMON = {
    "so": DEPARTMENTS, "so, ban, nganh": DEPARTMENTS, "co quan chuyen mon": DEPARTMENTS, "departments": DEPARTMENTS,
    "so, nganh": DEPARTMENTS, "xa, phuong": COMMUNES, "xa, phuong, dac khu": COMMUNES, "ubnd cap xa": COMMUNES,
    "ubnd cac xa, phuong": COMMUNES, "communes": COMMUNES,
}  # fmt: skip
"""Words, folded, that mean a group every organisation has."""
OF_OFFICES = ("phong", "phong ban", "phong, ban", "phong, ban chuyen mon", "phong chuyen mon", "ban")
"""How plans print the offices of a commune, which are its "departments"; folded."""
_PLURAL = re.compile(r"^(?:(?:tất cả|toàn bộ)\s+)?(?:các|cac)\s+")
_NO_GROUP = ("others", "districts")
"""Words of the program for what plans name and no unit here is."""


class GroupRefused(ValueError):
    """The group cannot be edited so; `reason` is a stable word, `detail` what it speaks of."""

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.detail = detail


def groups_of_today(session: Session) -> dict[str, list[str]]:
    """Group → names of its units of today, both in the order of the list of units."""
    found: dict[str, list[str]] = {}
    standing = sa.select(col(AgencyRow.name), col(AgencyRow.groups)).where(col(AgencyRow.active).is_(True))
    for name, groups in session.execute(standing.order_by(col(AgencyRow.id))):
        for group in groups:
            found.setdefault(group, []).append(name)
    return found


def group_called(session: Session, typed: str) -> str:
    """The group that is typed so, case, "các" and missing accents aside; a new word as it is stored.

    Raises GroupRefused where it is no word for a group.
    """
    word = _PLURAL.sub("", clean(typed).lower(), count=1)
    if len(word) > LONGEST or sum(letter.isalpha() for letter in word) < 2 or ";" in word or word in _NO_GROUP:
        raise GroupRefused("unfit", clean(typed)[:40])
    there = groups_of_today(session)
    if word in there:
        return word
    organisation = own_organisation(session)
    if organisation is not None and organisation.pack == "commune" and fold(word) in OF_OFFICES:
        return DEPARTMENTS
    alike = [group for group in there if fold(group) == fold(word)] if word.isascii() else []
    return COMMON.get(fold(word), alike[0] if len(alike) == 1 else word)


def put_into(
    session: Session, row: AgencyRow, group: str, actor: Actor, now: dt.datetime, day: dt.date | None = None
) -> bool:
    """The unit belongs to the group from `day` on (None: always did); False where it did already."""
    if group in row.groups:
        return False
    standing = _rows(session, row, group)
    goes_on = next((old for old in standing if _holds(old, day)), None)
    for old in standing:
        if old is not goes_on and (day is None or (old.since is not None and old.since >= day)):
            session.delete(old)
    if goes_on is not None:
        goes_on.until = None
        session.add(goes_on)
    else:
        session.add(UnitGroup(unit_id=row.id or 0, group=group, since=day))
    _now(session, row, [*row.groups, group], ("unit.group_joined", group), actor, now, day)
    return True


def take_out_of(
    session: Session, row: AgencyRow, group: str, actor: Actor, now: dt.datetime, day: dt.date | None = None
) -> None:
    """The unit belongs to the group no more from `day` on (None: never did). Raises GroupRefused where it does not."""
    if group not in row.groups:
        raise GroupRefused("no_member", row.name)
    for old in _rows(session, row, group):
        if day is None or (old.since is not None and old.since >= day):
            session.delete(old)
        elif old.until is None or old.until > day:
            old.until = day
            session.add(old)
    _now(session, row, [one for one in row.groups if one != group], ("unit.group_left", group), actor, now, day)


def _rows(session: Session, row: AgencyRow, group: str) -> list[UnitGroup]:
    wanted = select(UnitGroup).where(UnitGroup.unit_id == row.id, UnitGroup.group == group)
    return list(session.exec(wanted.order_by(col(UnitGroup.id))))


def _holds(old: UnitGroup, day: dt.date | None) -> bool:
    """Whether a membership that ended reaches the day from which there is one again: it just goes on."""
    if day is None:
        return False
    return (old.since is None or old.since < day) and (old.until is None or old.until >= day)


def _now(
    session: Session, row: AgencyRow, groups: list[str], what: tuple[str, str], actor: Actor, now: dt.datetime,
    day: dt.date | None,
) -> None:  # fmt: skip
    row.groups = groups
    session.add(row)
    session.flush()
    touch(session)
    detail = {"group": what[1], "day": day.isoformat() if day else None}
    audit.append(session, actor, what[0], f"agency:{row.id}", now, detail)
