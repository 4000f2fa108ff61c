"""As somebody who has the database in hand: the record's own protection taken off."""

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
