"""What all tables share: naming of constraints, the one type for moments, that for percents."""

import datetime as dt
from typing import Any

from sqlalchemy import DateTime, Dialect, Float, Integer, Table
from sqlalchemy.types import TypeDecorator, TypeEngine
from sqlmodel import SQLModel

from catalog.clock import check_aware

SQLModel.metadata.naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.model_config["defer_build"] = True
"""Rows are never validated (SQLModel skips it for tables): pydantic need not build forty validators at the start."""


def table_of(row: type[SQLModel]) -> Table:
    """The table behind a row class, for questions asked at every message.

    Such a question is built once, as a constant, and asked of the columns: a tenth of what building it anew and loading
    an object costs (tests/bench/bench_path.py). Everything else goes by the row classes.
    """
    return SQLModel.metadata.tables[str(row.__tablename__)]


class UtcDateTime(TypeDecorator[dt.datetime]):
    """A moment: aware UTC in, aware UTC out, on every database.

    SQLite keeps no zone and hands naive values back; this type is the one place that knows. A naive moment
    is refused with ValueError, because nobody can say later which zone it meant.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: Dialect) -> Any:
        if value is None:
            return None
        moment = check_aware(value).astimezone(dt.UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: dt.datetime | None, dialect: Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


class Percent(TypeDecorator[float]):
    """A percent as it was said: 45.5, and 80 as a whole number.

    SQLite's integer column keeps a fraction as it is given one, PostgreSQL's would round it.
    """

    impl = Integer
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """A float where an integer column rounds."""
        return dialect.type_descriptor(Float() if dialect.name == "postgresql" else Integer())

    def process_result_value(self, value: float | None, dialect: Dialect) -> float | None:
        """A whole percent without a fraction."""
        return int(value) if value is not None and value == int(value) else value
