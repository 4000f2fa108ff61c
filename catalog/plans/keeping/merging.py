"""What a new edition changes, and what an officer had changed before: both are kept.

Three states of one row: as it stood when the edition was made (`base`: what the document printed last time, or what
the workbook was exported with), as the new edition has it, and as it stands now. Only what the edition itself changed
is taken from it.
"""

from dataclasses import replace

from catalog.plans.model import Actors, ParsedTask, PlanWarning

_LEAD_WARNINGS = frozenset({"unassigned", "lead_unclear", "cut_off", "succession"})
_DATE_WARNINGS = frozenset({"deadline_unclear", "date_elsewhere"})


def merge(base: ParsedTask, new: ParsedTask, current: ParsedTask) -> ParsedTask:
    """`new` with everything kept from `current` that an officer changed and the edition did not.

    Deadline, lead and support each go together with their printed cell: a cell printed as before is unchanged,
    however it is read today.
    """
    merged = new
    for name in ("annex", "section", "number", "title", "output", "notes", "classified"):
        if getattr(new, name) == getattr(base, name):
            merged = replace(merged, **{name: getattr(current, name)})
    if new.deadline_raw == base.deadline_raw and _edited(base, current, "deadline_raw", "deadlines"):
        merged = replace(
            merged, deadline_raw=current.deadline_raw, deadlines=current.deadlines,
            warnings=_swapped(merged.warnings, current.warnings, _DATE_WARNINGS),
        )  # fmt: skip
    if new.lead_raw == base.lead_raw and _lead(current.actors) != _lead(base.actors):
        merged = replace(
            merged, lead_raw=current.lead_raw, actors=_with_lead(merged.actors, current.actors),
            warnings=_swapped(merged.warnings, current.warnings, _LEAD_WARNINGS),
        )  # fmt: skip
    if new.support_raw == base.support_raw and _support(current.actors) != _support(base.actors):
        merged = replace(
            merged, support_raw=current.support_raw, actors=_with_support(merged.actors, current.actors)
        )  # fmt: skip
    return merged


def same_facts(one: ParsedTask, other: ParsedTask) -> bool:
    """Whether two rows say the same, warnings and source positions aside."""
    bare = replace(one.actors, warnings=()), replace(other.actors, warnings=())
    plain = {"warnings": (), "source_row": 0, "number_printed": "", "actors": Actors()}
    return bare[0] == bare[1] and replace(one, **plain) == replace(other, **plain)  # type: ignore[arg-type]


def _edited(base: ParsedTask, current: ParsedTask, *names: str) -> bool:
    return any(getattr(base, name) != getattr(current, name) for name in names)


def _lead(actors: Actors) -> tuple[object, ...]:
    return actors.lead_named, actors.lead, actors.lead_groups


def _support(actors: Actors) -> tuple[object, ...]:
    return actors.support_named, actors.support, actors.support_groups


def _with_lead(actors: Actors, source: Actors) -> Actors:
    kept = tuple(warning for warning in actors.warnings if warning.kind not in _LEAD_WARNINGS)
    return replace(
        actors, lead_named=source.lead_named, lead=source.lead, lead_groups=source.lead_groups, warnings=kept
    )  # fmt: skip


def _with_support(actors: Actors, source: Actors) -> Actors:
    return replace(
        actors, support_named=source.support_named, support=source.support, support_groups=source.support_groups
    )  # fmt: skip


def _swapped(
    new: tuple[PlanWarning, ...], current: tuple[PlanWarning, ...], kinds: frozenset[str]
) -> tuple[PlanWarning, ...]:
    """`new` with the warnings of these kinds taken from `current`."""
    return (*(w for w in new if w.kind not in kinds), *(w for w in current if w.kind in kinds))
