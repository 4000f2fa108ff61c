"""The rows that give power or change meaning, in the audit chain by digest.

At the end of every transaction of the writer, what it wrote into the proven tables (`catalog.tables.proven`) is put
into one link: for each row the digest of its columns, or null where it was removed. `verify_rows` holds the tables
against the newest digest of each row. Of the table of personal data only the number of rows is in the chain.
"""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog import audit, tables
from catalog.store import touched
from catalog.store.columns import portions
from catalog.store.store import before_commit
from catalog.tables import Audit, table_of
from catalog.tables.proven import PERSONAL, PROVEN

ACTION, BEGUN = "proof", "proof.begun"
"""Links with digests: of what a transaction wrote; of what stood in a table before the chain vouched for it."""

_A_LINK = 400
"""Rows in one link at the most."""

_LINKS = table_of(Audit)
_NEWEST_BEGUN = sa.select(_LINKS.c.detail).where(_LINKS.c.action == BEGUN).order_by(_LINKS.c.id.desc()).limit(1)

_DIGITS = 32
"""Hexadecimal digits of a digest: half of SHA-256, 128 bits."""

_BEGINNING = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)

Digests = dict[str, dict[str, str | None]]
"""Table -> key -> digest, null for a row that was removed."""


def seal(session: Session) -> None:
    """Put what this transaction wrote into the chain. The store calls it before each commit."""
    written = touched.taken(session.connection())
    digests = {table: _digests(session, table, keys) for table, keys in written.items() if table in PROVEN}
    counts = {table: _count(session, table) for table in written if table in PERSONAL}
    if digests or counts:
        _link(session, ACTION, digests, counts)


def take_in(session: Session, form: str) -> None:
    """What stood in a table before the chain vouched for it, or was rewritten as the store was brought to a new `form`
    (its revision), is taken into the chain. Nothing happens where that was done.
    """
    if is_taken_in(session, form):
        return
    known, _ = sealed(session)
    new: Digests = {}
    for table in sorted(PROVEN):
        there = dict(_all_digests(session, table))
        changed = {key: digest for key, digest in there.items() if known.get(table, {}).get(key) != digest}
        gone = {key: None for key, digest in known.get(table, {}).items() if digest and key not in there}
        if changed or gone:
            new[table] = changed | gone
    counts = {table: _count(session, table) for table in sorted(PERSONAL)}
    _link(session, ACTION, new, counts)
    audit.append(session, audit.SYSTEM, BEGUN, "proof", _now(session), {
        "form": form, "tables": sorted(PROVEN), "rows": {table: len(rows) for table, rows in new.items()},
    })  # fmt: skip


def is_taken_in(session: Session, form: str) -> bool:
    """Whether the chain vouches for all proven tables as the store's present form has them."""
    begun = session.execute(_NEWEST_BEGUN).scalar() or {}
    return begun.get("form") == form and set(begun.get("tables", [])) == set(PROVEN)


def sealed(session: Session) -> tuple[Digests, dict[str, int]]:
    """What the chain says there must be: the newest digest of each row, and how many rows of personal data."""
    known: Digests = {table: {} for table in PROVEN}
    counts: dict[str, int] = {}
    links = session.execute(
        sa.select(col(Audit.detail)).where(col(Audit.action) == ACTION).order_by(col(Audit.id)),
        execution_options={"yield_per": 500},
    )
    for (detail,) in links:
        for table, rows in detail.get("rows", {}).items():
            known.setdefault(table, {}).update(rows)
        counts.update(detail.get("counts", {}))
    return known, counts


def current(session: Session) -> Iterator[tuple[str, str, str]]:
    """(table, key, digest) of every proven row there is."""
    for table in sorted(PROVEN):
        for key, digest in _all_digests(session, table):
            yield table, key, digest


def count_personal(session: Session) -> dict[str, int]:
    """How many rows of personal data there are."""
    return {table: _count(session, table) for table in sorted(PERSONAL)}


def _link(session: Session, action: str, digests: Digests, counts: Mapping[str, int]) -> None:
    flat = [(table, key, digest) for table, rows in digests.items() for key, digest in rows.items()]
    now = _now(session)
    for start in range(0, max(len(flat), 1), _A_LINK):
        rows: Digests = {}
        for table, key, digest in flat[start : start + _A_LINK]:
            rows.setdefault(table, {})[key] = digest
        detail: dict[str, Any] = {"rows": rows}
        if counts and not start:
            detail["counts"] = dict(counts)
        audit.append(session, audit.SYSTEM, action, "proof", now, detail)


def _now(session: Session) -> dt.datetime:
    """The moment of the link before: the proof adds nothing to when something was done."""
    newest = session.execute(sa.select(col(Audit.at)).order_by(col(Audit.id).desc()).limit(1)).scalar()
    return newest or _BEGINNING


def _count(session: Session, table: str) -> int:
    return int(session.execute(sa.select(sa.func.count()).select_from(tables.metadata.tables[table])).scalar_one())


def _digests(session: Session, table: str, keys: list[str]) -> dict[str, str | None]:
    """Of the rows with these keys; None for those that are not there."""
    found: dict[str, str | None] = dict.fromkeys(keys)
    stored = tables.metadata.tables[table]
    columns = [stored.c[name] for name in touched.key_columns(table)]
    for part in portions(keys):
        if len(columns) == 1:
            (column,) = columns
            wanted = column.in_([_typed(column, key) for key in part])
        else:
            values = [tuple(_typed(c, v) for c, v in zip(columns, key.split("/"), strict=True)) for key in part]
            wanted = sa.tuple_(*columns).in_(values)
        for row in session.execute(sa.select(stored).where(wanted)).mappings():
            found[_key(table, row)] = digest(table, row)
    return found


def _all_digests(session: Session, table: str) -> Iterator[tuple[str, str]]:
    rows = session.execute(sa.select(tables.metadata.tables[table]), execution_options={"yield_per": 1000})
    for row in rows.mappings():
        yield _key(table, row), digest(table, row)


def digest(table: str, row: Mapping[Any, Any]) -> str:
    """Of the columns that count and hold something, so that a new column that is empty changes no digest."""
    left_out = PROVEN[table]
    values = {str(name): value for name, value in row.items() if name not in left_out and value not in _EMPTY}
    return audit.hash_of({"table": table, "row": values})[:_DIGITS]


_EMPTY: tuple[Any, ...] = (None, "", 0, False, [], {})


def _key(table: str, row: Mapping[Any, Any]) -> str:
    return "/".join(_printed(row[name]) for name in touched.key_columns(table))


def _printed(value: Any) -> str:
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def _typed(column: sa.Column[Any], value: str) -> Any:
    if isinstance(column.type, sa.Integer):
        return int(value)
    return dt.date.fromisoformat(value) if isinstance(column.type, sa.Date) else value


before_commit.append(seal)
