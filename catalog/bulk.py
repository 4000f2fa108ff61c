"""Many rows of one table at once, without an object for each: a morning writes thousands.

What the session holds of these rows is not brought up to date; whoever writes so reads them anew (`expire_all`).
"""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

Values = Mapping[str, Any]


def insert_rows(session: Session, table: type[SQLModel], rows: Sequence[Values]) -> None:
    """Store these rows; each names every column that may not be null, all name the same columns."""
    if rows:
        session.flush()
        session.connection().execute(_insert(table), rows)


def insert_for_ids(session: Session, table: type[SQLModel], rows: Sequence[Values]) -> list[int]:
    """As `insert_rows`; the new ids in the order of `rows`."""
    if not rows:
        return []
    session.flush()
    return [int(row_id) for row_id in session.connection().execute(_insert_for_ids(table), rows).scalars()]


def update_rows(session: Session, table: type[SQLModel], rows: Sequence[Values]) -> None:
    """Write the given columns (the same in all) of the rows with these ids."""
    if rows:
        session.flush()
        names = tuple(name for name in rows[0] if name != "id")
        bound = [{f"_{name}": value for name, value in row.items()} for row in rows]
        session.connection().execute(_update(table, names), bound)


@functools.cache
def _stored(table: type[SQLModel]) -> sa.Table:
    return SQLModel.metadata.tables[str(table.__tablename__)]


@functools.cache
def _insert(table: type[SQLModel]) -> sa.Insert:
    return sa.insert(_stored(table))


@functools.cache
def _insert_for_ids(table: type[SQLModel]) -> sa.sql.dml.ReturningInsert[Any]:
    stored = _stored(table)
    return sa.insert(stored).returning(stored.c.id, sort_by_parameter_order=True)


@functools.cache
def _update(table: type[SQLModel], names: tuple[str, ...]) -> sa.Update:
    stored = _stored(table)
    return sa.update(stored).where(stored.c.id == sa.bindparam("_id")).values({n: sa.bindparam(f"_{n}") for n in names})
