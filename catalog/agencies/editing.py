"""An officer's changes to the list of agencies: added, renamed, given another name. Stored as rows, never in the facts.

A name must never lead to two agencies: whatever is already the name of another is refused.
"""

import datetime as dt

from sqlmodel import Session, col, select

from catalog import audit
from catalog.agencies.records import COMMUNES, DEPARTMENTS, TYPE_WORDS
from catalog.agencies.stored import registry_of
from catalog.audit import Actor
from catalog.tables import AgencyAliasRow, AgencyRow
from catalog.text import clean, fold

KINDS = ("department", "vertical", "public_unit", "party", "association", "enterprise", *TYPE_WORDS)
LONGEST_NAME = 150


class NameRefused(ValueError):
    """The name cannot be given; `reason` is a stable word, `holder` the agency that has it already."""

    def __init__(self, reason: str, holder: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.holder = holder


def add_agency(
    session: Session, name: str, actor: Actor, now: dt.datetime, *, kind: str = "", full_name: str = "", code: str = ""
) -> AgencyRow:
    """A new agency. Without `kind` it is a commune where the name says so, else a public unit outside the groups.

    Groups follow the kind, so that "các sở" and "UBND cấp xã" mean it too. Raises NameRefused.
    """
    name = _free_name(session, name)
    kind = kind or _kind_of(name)
    if kind not in KINDS:
        raise NameRefused("kind_unknown")
    groups = [DEPARTMENTS] if kind == "department" else [COMMUNES] if kind in TYPE_WORDS else []
    row = AgencyRow(name=name, full_name=clean(full_name) or name, code=clean(code), kind=kind, groups=groups)
    session.add(row)
    session.flush()
    audit.append(session, actor, "agency.added", f"agency:{row.id}", now, {"name": name, "kind": kind})
    return row


def rename_agency(session: Session, row: AgencyRow, name: str, actor: Actor, now: dt.datetime) -> None:
    """Another official name from now on; the old one is still understood. Raises NameRefused."""
    name = _free_name(session, name, of=row)
    before = row.name
    if name == before:
        raise NameRefused("same_name")
    row.name, row.full_name = name, name
    session.add(row)
    session.flush()
    _keep_alias(session, row, before)
    audit.append(session, actor, "agency.renamed", f"agency:{row.id}", now, {"from": before, "to": name})


def add_alias(session: Session, row: AgencyRow, alias: str, actor: Actor, now: dt.datetime) -> None:
    """Another way people write this agency's name. Raises NameRefused."""
    alias = _free_name(session, alias, of=row)
    if not _keep_alias(session, row, alias):
        raise NameRefused("same_name")
    audit.append(session, actor, "agency.alias", f"agency:{row.id}", now, {"alias": alias})


def aliases_of(session: Session, row: AgencyRow) -> list[str]:
    """The aliases this deployment gave to the agency, oldest first."""
    rows = select(AgencyAliasRow.alias).where(AgencyAliasRow.agency_id == row.id).order_by(col(AgencyAliasRow.id))
    return list(session.exec(rows).all())


def _keep_alias(session: Session, row: AgencyRow, alias: str) -> bool:
    assert row.id is not None
    if alias in (row.name, row.bundled_as, *aliases_of(session, row)):
        return False
    session.add(AgencyAliasRow(agency_id=row.id, alias=alias))
    session.flush()
    return True


def _free_name(session: Session, name: str, of: AgencyRow | None = None) -> str:
    """The name cleaned, if no other agency of today or of before carries it."""
    name = clean(name)
    if len(name) > LONGEST_NAME or sum(ch.isalpha() for ch in name) < 2:
        raise NameRefused("name_unfit")
    registry, wanted = registry_of(session), fold(name)
    for agency in registry.agencies:
        if of is not None and agency.name == of.name:
            continue
        if wanted in (fold(known) for known in (agency.name, agency.full_name, agency.code, *agency.aliases) if known):
            raise NameRefused("name_taken", agency.name)
    for former in registry.former:
        heir = former.primary or "; ".join(former.successors[:3])
        if wanted in (fold(known) for known in (former.name, *former.aliases)) and (of is None or heir != of.name):
            raise NameRefused("name_taken", former.name)
    return name


def _kind_of(name: str) -> str:
    folded = fold(name)
    if folded.startswith("so "):
        return "department"
    for kind, word in TYPE_WORDS.items():
        if folded.startswith((f"ubnd {fold(word)} ", f"{fold(word)} ")):
            return kind
    return "public_unit"
