"""As somebody who has the database in hand: the record's own protection taken off."""

import re

import sqlalchemy as sa
from sqlmodel import Session


def unprotect(session: Session, *tables: str) -> None:
    """These append-only tables can be changed."""
    for table in tables:
        if session.get_bind().dialect.name == "sqlite":
            session.execute(sa.text(f"DROP TRIGGER {table}_no_update"))
            session.execute(sa.text(f"DROP TRIGGER {table}_no_delete"))
        else:
            session.execute(sa.text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))


def as_spoken(session: Session, statement: str) -> sa.TextClause:
    """The statement in the words of this database: PostgreSQL replaces words only in what is text."""
    if session.get_bind().dialect.name != "sqlite":
        statement = re.sub(r"replace\((\w+), (.*?)\)", r"CAST(replace(CAST(\1 AS text), \2) AS json)", statement)
    return sa.text(statement)
