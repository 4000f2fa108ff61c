"""A plan as plain JSON and back, without loss: for the bundled plans and the hidden sheet of a workbook."""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from catalog.plans.model import ParsedPlan, ParsedTask


def plan_to_json(plan: ParsedPlan) -> dict[str, Any]:
    """All facts of a plan as JSON values; days as ISO dates, what is empty left out."""
    return dict(_plans().dump_python(plan, mode="json", exclude_defaults=True))


def plan_from_json(values: Any) -> ParsedPlan:
    """The plan of `plan_to_json`. Raises pydantic.ValidationError (a ValueError) for anything else."""
    return _plans().validate_python(values)


def task_to_json(task: ParsedTask) -> dict[str, Any]:
    """All facts of a task as JSON values, what is empty left out."""
    return dict(_tasks().dump_python(task, mode="json", exclude_defaults=True))


def task_from_json(values: Any) -> ParsedTask:
    """The task of `task_to_json`. Raises pydantic.ValidationError for anything else."""
    return _tasks().validate_python(values)


@cache
def _plans() -> TypeAdapter[ParsedPlan]:
    return TypeAdapter(ParsedPlan)


@cache
def _tasks() -> TypeAdapter[ParsedTask]:
    return TypeAdapter(ParsedTask)
