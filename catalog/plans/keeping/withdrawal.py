"""A new edition that would withdraw more than a fifth of a plan's tasks is asked about: half a file is no decision."""

from collections.abc import Sequence

from catalog.tables import Plan, Task

ASKED_ABOVE = 1 / 5
"""The share of the standing tasks above which nothing is withdrawn unasked."""


class ManyWithdrawn(Exception):
    """So many tasks (`count` of `total`) of a plan (`plan_id`, `title`) would be withdrawn; `titles` of the first."""

    def __init__(self, plan: Plan, gone: Sequence[Task], total: int) -> None:
        super().__init__(
            f"Bản này thiếu {len(gone)} trong {total} nhiệm vụ của kế hoạch đã có "
            f"(mã {plan.id}: “{plan.title[:120]}”); nhập vào thì các nhiệm vụ đó bị rút"
        )
        assert plan.id is not None
        self.plan_id, self.title = plan.id, plan.title
        self.count, self.total = len(gone), total
        self.titles = [task.title for task in gone if not task.classified][:5]


def check_withdrawn(plan: Plan, standing: Sequence[Task], gone: Sequence[Task]) -> None:
    """Raises ManyWithdrawn where more than a fifth of the standing tasks would go."""
    work = [task for task in standing if not task.heading_only]
    lost = [task for task in gone if not task.heading_only]
    if len(lost) > ASKED_ABOVE * len(work):
        raise ManyWithdrawn(plan, lost, len(work))
