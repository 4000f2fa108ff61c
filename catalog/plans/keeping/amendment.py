"""A document that amends a stored plan: a difference of that plan, applied when an officer says so.

What it does not print stays as it is. It changes the plan as an officer's own change does, by its number: a later
import of the first document does not undo it. One that replaces a plan is a new edition of it.
"""

from collections.abc import Sequence
from dataclasses import replace

from catalog.plans.keeping.pairing import Answers, likeness, pair
from catalog.plans.model import ParsedPlan, ParsedTask
from catalog.tables import Plan, Task
from catalog.text import fold

REPLACES = "thay thế"
_SAME_WORK = 0.6
"""Titles at least this alike under one printed number are one task, whatever section the amendment prints it in."""


class Amendment(Exception):
    """The document amends a stored plan (`plan_id`, `title`): a person must say that it is applied to it.

    `what` it does as printed ("sửa đổi, bổ sung"), `number` and `new_title` its own.
    """

    def __init__(self, plan: Plan, parsed: ParsedPlan) -> None:
        assert parsed.amends is not None
        assert plan.id is not None
        self.plan_id, self.title = plan.id, plan.title
        self.what, self.number, self.new_title = parsed.amends.what, parsed.number, parsed.title
        super().__init__(
            f"Văn bản {parsed.number or '(chưa có số)'} {self.what} kế hoạch đã có "
            f"(mã {plan.id}: {plan.number} “{plan.title[:120]}”)"
        )


def is_difference(parsed: ParsedPlan, plan: Plan | None) -> bool:
    """Whether a document amends this stored plan and is no edition of it."""
    return (
        plan is not None
        and parsed.amends is not None
        and parsed.amends.what != REPLACES
        and same_number(plan.number, parsed.amends.number)
    )


def same_number(one: str, other: str) -> bool:
    """Whether two printed numbers of documents are one, however their accents, case and blanks were typed."""
    plain = ["".join(fold(number).split()) for number in (one, other)]
    return bool(plain[0]) and plain[0] == plain[1]


def pairs_of(
    standing: Sequence[Task], parsed: ParsedPlan, answers: Answers | None
) -> list[tuple[Task | None, ParsedTask]]:
    """The rows of an amendment with the stored tasks they are (None: one it adds). Raises Doubtful."""
    by_number = dict(answers or {})
    for row in parsed.tasks:
        alike = [
            task
            for task in standing
            if row.number and task.number == row.number and likeness(task.title, row.title) >= _SAME_WORK
        ]
        if row.source_row not in by_number and len(alike) == 1:
            by_number[row.source_row] = alike[0].id
    work = [row for row in parsed.tasks if not row.heading_only]
    return pair(standing, work, by_number).rows


def amended(current: ParsedTask, row: ParsedTask) -> ParsedTask:
    """The stored row with what the amendment prints; place and number stay the plan's, a blank cell changes nothing."""
    changed = replace(current, title=row.title, output=row.output or current.output)
    if row.deadline_raw:
        changed = replace(changed, deadline_raw=row.deadline_raw, deadlines=row.deadlines, warnings=row.warnings)
    actors = current.actors
    if row.lead_raw:
        actors = replace(
            actors, lead_named=row.actors.lead_named, lead=row.actors.lead, lead_groups=row.actors.lead_groups,
            warnings=row.actors.warnings,
        )  # fmt: skip
        changed = replace(changed, lead_raw=row.lead_raw)
    if row.support_raw:
        actors = replace(
            actors, support_named=row.actors.support_named, support=row.actors.support,
            support_groups=row.actors.support_groups,
        )  # fmt: skip
        changed = replace(changed, support_raw=row.support_raw)
    return replace(changed, actors=actors)
