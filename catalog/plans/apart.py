"""A plan read out of a stranger's file in a process of its own, from its bytes to its tasks, within limits.

`python -m catalog.plans.apart MEMORY SECONDS NAME` is that process: registry and file come by its standard input.
"""

from functools import cache
from typing import Any

from pydantic import TypeAdapter

from catalog.agencies.registry import Registry
from catalog.documents.apart import MEMORY, SECONDS, answer, answered
from catalog.documents.model import NotReadable
from catalog.plans.codec import plan_from_json, plan_to_json
from catalog.plans.model import NotAPlan, ParsedPlan


def read_plan_apart(
    data: bytes, filename: str, registry: Registry, *, seconds: float = SECONDS, memory: int = MEMORY
) -> ParsedPlan:
    """What `catalog.plans.reader.read_plan` gives. Raises NotAPlan, also where a limit was reached."""
    known = _registries().dump_json(registry)
    given = len(known).to_bytes(8, "big") + known + data
    try:
        return plan_from_json(answered("catalog.plans.apart", filename, given, seconds=seconds, memory=memory))
    except NotReadable as refused:
        raise NotAPlan(str(refused)) from refused


def _read(given: bytes, filename: str) -> Any:
    from catalog.plans.reader import read_plan

    end = 8 + int.from_bytes(given[:8], "big")
    try:
        return plan_to_json(read_plan(given[end:], filename, _registries().validate_json(given[8:end])))
    except NotAPlan as none:
        raise NotReadable(str(none)) from none


@cache
def _registries() -> TypeAdapter[Registry]:
    return TypeAdapter(Registry)


if __name__ == "__main__":
    answer(_read)
