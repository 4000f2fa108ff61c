"""Deadlines nobody can have meant: over before the plan was issued, or farther off than any plan reaches."""

import datetime as dt
from collections.abc import Iterable

from catalog.plans.meaning.dates.deadlines import UNCLEAR
from catalog.plans.model import PlanWarning
from catalog.work.deadline import Deadline

FARTHEST = 10
"""Years from the plan's own day after which a deadline is taken for a slip of the pen."""


def implausible(
    deadlines: Iterable[Deadline], printed_on: dt.date | None, plan_year: int | None
) -> tuple[PlanWarning, ...]:
    """A warning for each due day before the plan's date (its year, where the day is unknown) or far beyond it."""
    since = printed_on or (dt.date(plan_year, 1, 1) if plan_year else None)
    if since is None:
        return ()
    warnings: list[PlanWarning] = []
    for deadline in deadlines:
        if deadline.due is None:
            continue
        said = f"Thời hạn {deadline.due:%d/%m/%Y}"
        if deadline.due < since:
            before = f"ngày ban hành văn bản ({since:%d/%m/%Y})" if printed_on else f"năm của văn bản ({since.year})"
            warnings.append(PlanWarning(UNCLEAR, f"{said} ở trước {before}, đề nghị kiểm tra."))
        elif deadline.due.year - since.year > FARTHEST:
            warnings.append(PlanWarning(UNCLEAR, f"{said} cách năm {since.year} hơn {FARTHEST} năm, đề nghị kiểm tra."))
    return tuple(warnings)
