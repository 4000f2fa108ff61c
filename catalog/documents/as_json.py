"""A `Document` as plain JSON and back: how it leaves the process that read the file."""

import dataclasses
import datetime as dt
from collections.abc import Iterable
from typing import Any

from catalog.documents.model import Block, Cell, Document, Paragraph, Place, Remark, Row, Seen, Table


def to_json(document: Document) -> dict[str, Any]:
    """The document as dictionaries and lists; fields that hold what they hold by default are left out."""
    found: dict[str, Any] = _plain(document)
    return found


def from_json(data: dict[str, Any]) -> Document:
    """The document that `to_json` wrote."""
    return Document(
        blocks=tuple(map(_block, data.get("blocks", ()))),
        format=data["format"],
        pages=data.get("pages", 0),
        remarks=tuple(Remark(one["kind"], one["text"], _place(one)) for one in data.get("remarks", ())),
        pictured=tuple(data.get("pictured", ())),
    )


def blocks_to_json(blocks: Iterable[Block]) -> list[Any]:
    """Blocks of a page as dictionaries and lists."""
    return [_plain(one) for one in blocks]


def blocks_from_json(data: Iterable[dict[str, Any]]) -> tuple[Block, ...]:
    """The blocks that `blocks_to_json` wrote."""
    return tuple(map(_block, data))


def _plain(value: Any) -> Any:
    if dataclasses.is_dataclass(value):
        fields = {one.name: (getattr(value, one.name), one.default) for one in dataclasses.fields(value)}
        return {name: _plain(own) for name, (own, usual) in fields.items() if own != usual}
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, dt.datetime) else value


def _block(data: dict[str, Any]) -> Block:
    if "rows" in data:
        return Table(tuple(map(_row, data["rows"])), _place(data))
    return Paragraph(**{**data, "place": _place(data), "seen": _seen(data)})


def _row(data: dict[str, Any]) -> Row:
    return Row(tuple(map(_cell, data["cells"])), data.get("torn", False))


def _cell(data: dict[str, Any]) -> Cell:
    value = data.get("value")
    return Cell(
        **{
            **data,
            "place": _place(data),
            "origin": tuple(data["origin"]) if "origin" in data else None,
            "seen": _seen(data),
            "value": dt.datetime.fromisoformat(value) if isinstance(value, str) else value,
        }
    )


def _place(data: dict[str, Any]) -> Place:
    return Place(**data.get("place", {}))


def _seen(data: dict[str, Any]) -> Seen | None:
    seen = data.get("seen")
    if seen is None:
        return None
    left, top, right, bottom = seen["box"]
    return Seen(seen["sure"], (left, top, right, bottom), seen.get("before", ""))
