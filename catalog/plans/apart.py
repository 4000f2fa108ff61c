"""A plan read out of a stranger's file in a process of its own, from its bytes to its tasks, within limits.

`python -m catalog.plans.apart MEMORY SECONDS NAME` is that process: registry and file come by its standard input.
"""

import json
from functools import cache
from typing import Any

from pydantic import TypeAdapter

from catalog.agencies.registry import Registry
from catalog.documents.apart import MEMORY, SECONDS, answer, answered
from catalog.documents.as_json import from_json, to_json
from catalog.documents.model import Document, NotReadable, Scanned
from catalog.plans.codec import plan_from_json, plan_to_json
from catalog.plans.model import NotAPlan, OnlyPictures, ParsedPlan

_FILE, _PICTURES, _DOCUMENT = b"F", b"P", b"D"


def read_plan_apart(
    data: bytes, filename: str, registry: Registry, *, seconds: float = SECONDS, memory: int = MEMORY,
    pictures: bool = False,
) -> ParsedPlan:  # fmt: skip
    """What `catalog.plans.reader.read_plan` gives. Raises NotAPlan, also where a limit was reached; OnlyPictures."""
    return _asked(_PICTURES if pictures else _FILE, data, filename, registry, seconds, memory)


def plan_of_apart(document: Document, filename: str, registry: Registry) -> ParsedPlan:
    """What `catalog.plans.reader.plan_of` gives for a document that was read before. Raises NotAPlan as above."""
    return _asked(_DOCUMENT, json.dumps(to_json(document)).encode(), filename, registry, SECONDS, MEMORY)


def _asked(what: bytes, data: bytes, filename: str, registry: Registry, seconds: float, memory: int) -> ParsedPlan:
    known = _registries().dump_json(registry)
    given = what + len(known).to_bytes(8, "big") + known + data
    try:
        return plan_from_json(answered("catalog.plans.apart", filename, given, seconds=seconds, memory=memory))
    except Scanned as pictures:
        raise OnlyPictures(str(pictures), some=pictures.some) from pictures
    except NotReadable as refused:
        raise NotAPlan(str(refused)) from refused


def _read(given: bytes, filename: str) -> Any:
    from catalog.plans.reader import plan_of, read_plan

    end = 9 + int.from_bytes(given[1:9], "big")
    registry = _registries().validate_json(given[9:end])
    try:
        if given[:1] == _DOCUMENT:
            return plan_to_json(plan_of(from_json(json.loads(given[end:])), filename, registry))
        return plan_to_json(read_plan(given[end:], filename, registry, pictures=given[:1] == _PICTURES))
    except OnlyPictures as pictures:
        raise Scanned(str(pictures), some=pictures.some) from pictures
    except NotAPlan as none:
        raise NotReadable(str(none)) from none


@cache
def _registries() -> TypeAdapter[Registry]:
    return TypeAdapter(Registry)


if __name__ == "__main__":
    answer(_read)
