"""What can be named in this deployment, from its store."""

from sqlmodel import Session, col, select

from catalog.agencies.stored import registry_of
from catalog.tables import Plan
from handlers.words.names.said import Known, KnownPlan


def known_of(session: Session) -> Known:
    """The agencies and plans of the store as people may call them; an empty store knows no plan."""
    plans = session.exec(select(Plan).order_by(col(Plan.id))).all()
    return Known(registry_of(session), tuple(KnownPlan(plan.number, plan.title) for plan in plans))
