"""Which agency of this deployment is meant by what people type."""

from dataclasses import dataclass

from sqlmodel import Session

from catalog.agencies.stored import agency_id, registry_of
from catalog.agencies.typed.matching import match


@dataclass(frozen=True)
class Called:
    """`row` of the agency that is surely meant, None in doubt; `near` are (row, name) of those it may be.

    The best comes first, five at most; a sure one stands alone.
    """

    row: int | None
    near: tuple[tuple[int, str], ...]

    @property
    def names(self) -> list[str]:
        """The short official names of `near`."""
        return [name for _, name in self.near]


def agency_called(session: Session, words: str) -> Called:
    """Never raises; what names no agency of this province is near nothing."""
    found = match(words, registry_of(session))
    rows = ((agency_id(session, candidate.agency), candidate.agency) for candidate in found.candidates)
    near = tuple((row, name) for row, name in rows if row is not None)
    return Called(near[0][0] if near and found.decision == "match" else None, near)
