"""`--dry-run`: the change is made for real, told, and undone."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from sqlmodel import Session

from catalog.store.store import Store

T = TypeVar("T")


class _OnlyLooking(Exception):
    """Carries a result out of its transaction, which it undoes."""

    def __init__(self, result: Any) -> None:
        super().__init__("dry run")
        self.result = result


def written(store: Store, work: Callable[[Session], T], *, dry_run: bool) -> T:
    """What `work` returns; on a dry run nothing stays of what it wrote. Raises what `work` raises."""

    def attempt(session: Session) -> T:
        result = work(session)
        if dry_run:
            raise _OnlyLooking(result)
        return result

    try:
        return store.write(attempt)
    except _OnlyLooking as looked:
        return cast(T, looked.result)
