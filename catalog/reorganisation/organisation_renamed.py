"""The organisation is called otherwise: a province becomes a city, a hospital gets another name. No task is touched.

Where its kind changes, the names of its units follow by rule: "Công an tỉnh" is "Công an thành phố" from that day on.
"""

import datetime as dt
from contextlib import suppress

from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies import editing
from catalog.agencies.editing import NameRefused
from catalog.agencies.stored import own_organisation, touch
from catalog.audit import Actor
from catalog.organisations.by_kind import called_in
from catalog.tables import AgencyRow
from catalog.text import clean

_LEVELS = ("tỉnh", "thành phố", "phường", "xã", "đặc khu")


def rename_organisation(
    session: Session, name: str, day: dt.date, document: str, actor: Actor, now: dt.datetime
) -> int:
    """The organisation has this name from the day on; how many of its units are called otherwise with it.

    Raises NameRefused("same_name"), NameRefused("name_unfit") and LookupError before an organisation is set.
    """
    organisation = own_organisation(session)
    if organisation is None:
        raise LookupError("no organisation")
    name = clean(name)
    name = name[:1].upper() + name[1:]
    if name == organisation.name:
        raise NameRefused("same_name")
    if sum(letter.isalpha() for letter in name) < 2 or len(name) > editing.LONGEST_NAME:
        raise NameRefused("name_unfit")
    before, level = organisation.name, organisation.level
    organisation.also = list(dict.fromkeys([*organisation.also, organisation.place or before]))
    organisation.name, organisation.full_name, organisation.since = name, name, day
    found = next((one for one in _LEVELS if name.lower().startswith(f"{one} ")), "")
    if organisation.pack in ("province", "commune") and found:
        organisation.level, organisation.place = found, name[len(found) + 1 :]
        organisation.full_name = f"Ủy ban nhân dân {found} {organisation.place}"
    session.add(organisation)
    touch(session)
    detail = {"from": before, "to": name, "day": day.isoformat(), "document": document}
    audit.append(session, actor, "organisation.renamed", "organisation:1", now, detail)
    if organisation.level == level:
        return 0
    return _units_follow(session, level, organisation.level, day, document, actor, now)


def _units_follow(
    session: Session, before: str, level: str, day: dt.date, document: str, actor: Actor, now: dt.datetime
) -> int:
    changed = 0
    for row in session.exec(select(AgencyRow).where(col(AgencyRow.active)).order_by(col(AgencyRow.id))).all():
        name, full_name = (called_in(text, before, level) for text in (row.name, row.full_name))
        if name != row.name:
            with suppress(NameRefused):
                editing.rename_agency(session, row, name, actor, now, day=day, document=document, full_name=full_name)
                changed += 1
    return changed
