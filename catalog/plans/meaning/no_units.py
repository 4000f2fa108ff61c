"""A plan read before an organisation is set: nobody can be given work yet, which is said once and not of every row."""

from dataclasses import replace

from catalog.plans.model import Actors, ParsedPlan, PlanWarning

_SAID = (
    "Chưa đặt tổ chức nên chưa giao được nhiệm vụ nào cho đơn vị: "
    "hãy đặt tổ chức (dondoc org set) rồi nhập lại kế hoạch."
)


def said_once(plan: ParsedPlan) -> ParsedPlan:
    """The plan with one remark instead of one of every row that nobody leads."""
    tasks = (replace(task, warnings=_but(task.warnings), actors=_silent(task.actors)) for task in plan.tasks)
    rows = (replace(row, warnings=_but(row.warnings), actors=_silent(row.actors)) for row in plan.indicators)
    remark = PlanWarning("unassigned", _SAID)
    return replace(plan, tasks=tuple(tasks), indicators=tuple(rows), warnings=(remark, *plan.warnings))


def _silent(actors: Actors) -> Actors:
    return replace(actors, warnings=_but(actors.warnings))


def _but(warnings: tuple[PlanWarning, ...]) -> tuple[PlanWarning, ...]:
    return tuple(warning for warning in warnings if warning.kind != "unassigned")
