"""The names of WordprocessingML, short: `w("p")` is the tag of a paragraph."""

from functools import cache
from typing import Any

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MATH = "http://schemas.openxmlformats.org/officeDocument/2006/math"
COMPATIBILITY = "http://schemas.openxmlformats.org/markup-compatibility/2006"
RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@cache
def w(name: str) -> str:
    """The tag or attribute of this name."""
    return f"{{{W}}}{name}"


@cache
def m(name: str) -> str:
    """The tag of this name in equations."""
    return f"{{{MATH}}}{name}"


def value(parent: Any, name: str) -> str | None:
    """The `w:val` of a child, None where there is no such child."""
    found = parent.find(w(name)) if parent is not None else None
    return None if found is None else found.get(w("val"), "")


def number(parent: Any, name: str, default: int = 0) -> int:
    """The `w:val` of a child as a whole number; `default` where it is missing or none."""
    return whole(value(parent, name), default)


def whole(text: str | None, default: int = 0) -> int:
    """A whole number written in an attribute; `default` for anything else."""
    try:
        return int(text or "")
    except ValueError:
        return default


def is_on(parent: Any, name: str) -> bool | None:
    """Whether a switch (bold, hidden ...) is set: None where the parent does not say."""
    said = value(parent, name)
    return None if said is None else said.lower() not in ("0", "false", "off", "none")
