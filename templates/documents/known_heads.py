"""What offices here know of their own head better than their name tells: place, letters, drafting unit, who signs.

Kept as `heads.json` in the folder of the forms edited here; written by `dondoc forms head`.
"""

import json
import pathlib
from typing import Any, TypedDict

from templates.documents.letterhead import full

FILE = "heads.json"


class KnownHead(TypedDict, total=False):
    """The parts of a `Letterhead` an office has given; those it has not are read off its name."""

    place: str
    symbol: str
    unit: str
    signer: list[str]


def known_head(folder: pathlib.Path | None, office: str) -> KnownHead:
    """What `office` has given, {} where nothing."""
    return _all(folder).get(full(office), {}) if folder else {}


def keep_head(folder: pathlib.Path, office: str, head: KnownHead) -> KnownHead:
    """Store what an office gives of itself beside what it gave before ("" takes a part back); what stands then."""
    heads = _all(folder)
    kept: Any = {name: value for name, value in {**heads.get(full(office), {}), **head}.items() if value}
    heads[full(office)] = kept
    folder.mkdir(parents=True, exist_ok=True)
    beside = folder / f"{FILE}.part"
    beside.write_text(json.dumps(heads, ensure_ascii=False, indent=1), "utf-8")
    beside.replace(folder / FILE)
    found: KnownHead = kept
    return found


def _all(folder: pathlib.Path) -> dict[str, KnownHead]:
    try:
        read = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return read if isinstance(read, dict) else {}
