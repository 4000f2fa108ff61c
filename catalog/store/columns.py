"""Rows asked for and written by their columns: many at once without an object for each, or at every message.

What the session holds of many rows is not brought up to date; whoever writes so reads them anew (`expire_all`).
"""

import functools
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy.orm.attributes import set_committed_value
from sqlmodel import Session, SQLModel

from catalog.tables import table_of

Values = Mapping[str, Any]
Rows = sa.CursorResult[*tuple[Any, ...]]
Item = TypeVar("Item")

_PORTION = 500
"""Ids asked for in one query: well below what SQLite takes."""


def ask(session: Session, question: sa.Executable, **given: Any) -> Rows:
    """The answer to a question on columns (`catalog.tables.table_of`), built once; a statement that writes, too."""
    session.flush()
    return session.connection().execute(question, given)


def portions(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    """Ids, or what carries them, in portions that one query takes."""
    return (items[i : i + _PORTION] for i in range(0, len(items), _PORTION))


def insert_rows(session: Session, table: type[SQLModel], rows: Sequence[Values]) -> None:
    """Store these rows; each names every column that may not be null, all name the same columns."""
    if rows:
        session.flush()
        session.connection().execute(_insert(table), rows)


def insert_for_ids(session: Session, table: type[SQLModel], rows: Sequence[Values]) -> list[int]:
    """As `insert_rows`; the new ids in the order of `rows`."""
    if len(rows) < 2:
        return [insert_row(session, table, row) for row in rows]
    session.flush()
    return [int(row_id) for row_id in session.connection().execute(_insert_for_ids(table), rows).scalars()]


def update_rows(session: Session, table: type[SQLModel], rows: Sequence[Values]) -> None:
    """Write the given columns (the same in all) of the rows with these ids."""
    if rows:
        session.flush()
        names = tuple(name for name in rows[0] if name != "id")
        bound = [{f"_{name}": value for name, value in row.items()} for row in rows]
        session.connection().execute(_update(table, names), bound)


def insert_row(session: Session, table: type[SQLModel], row: Values) -> int:
    """Store one row, as `insert_rows`; its id."""
    key = ask(session, _insert(table), **row).inserted_primary_key
    assert key is not None
    return int(key[0])


def write_row(session: Session, row: SQLModel, **values: Any) -> None:
    """Write these columns of a row with an id that the session holds; the object shows them, too."""
    update_rows(session, type(row), [{"id": row.id, **values}])  # type: ignore[attr-defined]  # every such row has one
    for name, value in values.items():
        set_committed_value(row, name, value)


@sa.event.listens_for(sa.orm.Session, "after_soft_rollback")
def _read_anew(session: sa.orm.Session, _ended: object) -> None:
    """A savepoint takes back what `write_row` wrote, and only the store knows what there was before."""
    session.expire_all()


@functools.cache
def _insert(table: type[SQLModel]) -> sa.Insert:
    return sa.insert(table_of(table))


@functools.cache
def _insert_for_ids(table: type[SQLModel]) -> sa.sql.dml.ReturningInsert[Any]:
    stored = table_of(table)
    return sa.insert(stored).returning(stored.c.id, sort_by_parameter_order=True)


@functools.cache
def _update(table: type[SQLModel], names: tuple[str, ...]) -> sa.Update:
    stored = table_of(table)
    return sa.update(stored).where(stored.c.id == sa.bindparam("_id")).values({n: sa.bindparam(f"_{n}") for n in names})
