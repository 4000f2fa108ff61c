"""Which plan is meant by what people type: its number, the number's head ("2821"), its id, or words of its title."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from catalog.tables import Plan
from catalog.text import fold

ENOUGH = 4
"""So many letters of a title, or figures of a number, are needed to know a plan by a part of it."""


INITIALS = 3
"""So many initials of a title's words ("cchc") may stand for it."""


def plan_called(session: Session, words: str, *, by_id: bool = False) -> tuple[Plan | None, Sequence[Plan]]:
    """(the plan that is surely meant, all plans to choose from where there is none)."""
    plans = session.exec(select(Plan).order_by(col(Plan.id))).all()
    key = fold(words).strip(" .…")
    named = [p for p in plans if p.number and key in (fold(p.number), fold(p.number).partition("/")[0])]
    if by_id:
        named = [p for p in plans if key == str(p.id)] or named
    if not named and len(key) >= ENOUGH:
        named = [p for p in plans if (p.number and fold(p.number).startswith(key)) or key in fold(p.title)]
    if len(named) > 1:  # as a list prints it: the beginning of the title
        beginning = [p for p in named if fold(p.title).startswith(key)]
        named = beginning if len(beginning) == 1 else named
    if not named and len(key) >= INITIALS and key.isalpha():
        named = [p for p in plans if key in "".join(word[0] for word in fold(p.title).split())]
    return (named[0], ()) if len(named) == 1 else (None, named or plans)
