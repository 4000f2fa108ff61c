"""Events that were set aside are handled once more: after an upgrade a reader may understand what none did before."""

from typing import Literal

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog.tables import Inbox
from catalog.upkeep.privacy import still_kept

SetAside = Literal["unreadable", "failed"]


def reread(session: Session, state: SetAside) -> int:
    """Put all events of that state back into the inbox, in their order; how many. Forgotten ones stay as they are."""
    waits = {"state": "new", "attempts": 0, "claimed_by": None, "handled_at": None, "error": ""}
    chosen = sa.update(Inbox).where(col(Inbox.state) == state, still_kept()).values(**waits)
    return int(session.execute(chosen).rowcount)  # type: ignore[attr-defined]
