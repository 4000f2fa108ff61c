"""The organisation that most tests play in: Khánh Hòa, as `demo` founds it."""

import datetime as dt

from sqlmodel import Session

from catalog.audit import SYSTEM
from catalog.organisations.founding import found_bundled

_DAY = dt.datetime(2025, 7, 1, tzinfo=dt.UTC)


def founded(session: Session) -> bool:
    """Found Khánh Hòa; False where it is already."""
    return found_bundled(session, SYSTEM, _DAY)
