"""What a person fills in about a task, in a cell or in chat: deadline and agencies, read by the rules of the plan."""

from collections.abc import Sequence
from dataclasses import replace

from catalog.agencies.registry import Registry
from catalog.plans.meaning.actors.actors import read_actor_columns
from catalog.plans.meaning.dates.deadlines import read_deadlines
from catalog.plans.meaning.tasks import unassigned
from catalog.plans.model import Actors, ParsedTask, PlanWarning

_LEAD_WARNINGS = ("unassigned", "lead_unclear", "cut_off", "succession")
_DATE_WARNINGS = ("deadline_unclear", "date_elsewhere")


class UnknownAgency(ValueError):
    """A name that is no agency of today, no former one and no group: it was mistyped. `name` as it was written."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def with_deadline(task: ParsedTask, text: str, year: int | None) -> ParsedTask:
    """The task with the deadline written in `text` ("" for none); `year` is the plan's, for dates without one."""
    reading = read_deadlines(text, plan_year=year)
    kept = _without(task.warnings, _DATE_WARNINGS)
    return replace(task, deadline_raw=text, deadlines=reading.deadlines, warnings=(*kept, *reading.warnings))


def with_lead(task: ParsedTask, text: str, registry: Registry) -> ParsedTask:
    """The task led by whom `text` names, divided as in a plan's column. Raises UnknownAgency."""
    new = read_actor_columns(text, "", registry)
    check_known(new.lead_named, registry)
    actors = replace(task.actors, lead_named=new.lead_named, lead=new.lead, lead_groups=new.lead_groups)
    actors = replace(actors, warnings=_new_warnings(new.warnings, ()))
    warnings = _without(task.warnings, _LEAD_WARNINGS)
    extra = () if task.heading_only else unassigned(actors)
    return replace(task, actors=actors, lead_raw=text, warnings=(*warnings, *extra))


def with_support(task: ParsedTask, text: str, registry: Registry) -> ParsedTask:
    """The task supported by whom `text` names. Raises UnknownAgency."""
    new = read_actor_columns("", text, registry)
    check_known(new.support_named, registry)
    old = task.actors
    actors = replace(
        old, support_named=new.support_named, support=new.support, support_groups=new.support_groups,
        warnings=_new_warnings(new.warnings, old.warnings),
    )  # fmt: skip
    return replace(task, actors=actors, support_raw=text)


def check_known(names: Sequence[str], registry: Registry) -> None:
    """Raises UnknownAgency for the first name nobody knows."""
    for name in names:
        alone = read_actor_columns(name, "", registry)
        if not alone.lead and not alone.lead_groups and registry.resolve_printed(name).kind == "unknown":
            raise UnknownAgency(name)


def empty_task(title: str) -> ParsedTask:
    """A task that stands in no document yet."""
    return ParsedTask(
        annex="", section="", section_title="", number="", title=title, output="", deadline_raw="", deadlines=(),
        actors=Actors(),
    )  # fmt: skip


def _new_warnings(new: Sequence[PlanWarning], kept: Sequence[PlanWarning]) -> tuple[PlanWarning, ...]:
    told = [warning for warning in new if warning.kind != "unassigned"]
    return tuple(dict.fromkeys((*kept, *told)))


def _without(warnings: Sequence[PlanWarning], kinds: Sequence[str]) -> tuple[PlanWarning, ...]:
    return tuple(warning for warning in warnings if warning.kind not in kinds)
