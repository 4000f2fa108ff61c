"""The organisation a deployment belongs to, as it is stored: asked before any of its units are."""

from sqlmodel import Session, col, select

from catalog.tables import Organisation


def own_organisation(session: Session) -> Organisation | None:
    """The organisation of this deployment, None before it is set."""
    return session.exec(select(Organisation).order_by(col(Organisation.id))).first()
