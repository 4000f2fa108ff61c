"""What can be named in this deployment, from its store."""

from functools import lru_cache

import sqlalchemy as sa
from sqlmodel import Session

from catalog.agencies.stored import registry_of
from catalog.store.memory import Question
from catalog.tables import Plan, table_of
from handlers.words.names.said import Known, KnownPlan

_PLANS = Question(sa.select(table_of(Plan).c.number, table_of(Plan).c.title).order_by(table_of(Plan).c.id))


def known_of(session: Session) -> Known:
    """The agencies and plans of the store as people may call them; an empty store knows no plan."""
    return Known(registry_of(session), _plans(tuple((number, title) for number, title in _PLANS.ask(session))))


@lru_cache(maxsize=2)
def _plans(printed: tuple[tuple[str, str], ...]) -> tuple[KnownPlan, ...]:
    """The same plans are the same objects, at every message."""
    return tuple(KnownPlan(number, title) for number, title in printed)
