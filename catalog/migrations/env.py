"""Alembic's entry: migrates over the connection that `catalog.store.store` hands in."""

from typing import Any, Literal

import sqlmodel
from alembic import context

from catalog.tables import UtcDateTime, metadata


def plain_types(kind: str, item: Any, _context: Any) -> str | Literal[False]:
    """Write migrations in SQLAlchemy's own types, so that old ones do not depend on our code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, sqlmodel.AutoString):
        return "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    render_item=plain_types,
)
with context.begin_transaction():
    context.run_migrations()
