"""A plan as the JSON of `dondoc plan export --json`: the contract of DESIGN section 9, key by key."""

import datetime as dt

from catalog.plans.model import Actors, ParsedIndicator, ParsedPlan, ParsedTask, PlanWarning, ReportingDuty
from catalog.work.deadline import Deadline

Json = dict[str, object]


def export_plan(plan: ParsedPlan) -> Json:
    """The plan with its tasks, indicators and reporting duties; dates ISO or None, lists in printed order."""
    return {
        "number": plan.number,
        "title": plan.title,
        "issuer": plan.issuer,
        "date": _iso(plan.date),
        "year": plan.year,
        "coordinator": plan.coordinator,
        "tasks": [_task(task) for task in plan.tasks],
        "indicators": [_indicator(indicator) for indicator in plan.indicators],
        "reporting": [_duty(duty) for duty in plan.reporting],
        "warnings": _warnings(plan.warnings),
    }


def _task(task: ParsedTask) -> Json:
    return {
        "id": task.task_id or None,
        "annex": task.annex,
        "section": task.section,
        "section_title": task.section_title,
        "number": task.number,
        "number_printed": task.number_printed,
        "parent": task.parent_number,
        "title": task.title,
        "output": task.output,
        "deadline_raw": task.deadline_raw,
        "deadlines": [_deadline(deadline) for deadline in task.deadlines],
        **_actors(task.actors),
        "heading_only": task.heading_only,
        "classified": task.classified,
        "notes": task.notes,
        "children": list(task.children),
        "source_row": task.source_row,
        "warnings": _warnings((*task.warnings, *task.actors.warnings)),
    }


def _indicator(indicator: ParsedIndicator) -> Json:
    return {
        "annex": indicator.annex,
        "number": indicator.number,
        "section": indicator.section,
        "name": indicator.name,
        "unit": indicator.unit,
        "target_raw": indicator.target_raw,
        "op": indicator.op,
        "value": indicator.value,
        **_actors(indicator.actors),
        "heading_only": indicator.heading_only,
        "source_row": indicator.source_row,
        "warnings": _warnings((*indicator.warnings, *indicator.actors.warnings)),
    }


def _duty(duty: ReportingDuty) -> Json:
    return {
        "who": duty.who,
        "to": duty.to,
        "period": duty.period,
        "day_rule": duty.day_rule,
        "due": _iso(duty.due),
        "text": duty.text,
    }


def _actors(actors: Actors) -> Json:
    return {
        "lead_named": list(actors.lead_named),
        "lead": list(actors.lead),
        "lead_groups": list(actors.lead_groups),
        "support_named": list(actors.support_named),
        "support": list(actors.support),
        "support_groups": list(actors.support_groups),
    }


def _deadline(deadline: Deadline) -> Json:
    return {
        "label": deadline.label,
        "kind": deadline.kind,
        "start": _iso(deadline.start),
        "due": _iso(deadline.due),
    }


def _warnings(warnings: tuple[PlanWarning, ...]) -> list[Json]:
    return [{"kind": warning.kind, "text": warning.text} for warning in warnings]


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
