"""Which column says what: the column titles the plans print, and what each stands for."""

import re
from collections.abc import Sequence
from typing import Literal

from catalog.plans.reading.markup import plain
from catalog.text import fold

Role = Literal[
    "number", "title", "output", "deadline", "lead", "support", "assignment", "notes", "unit", "target", "other"
]

# On folded titles, the first that fits wins. "assignment" is one column for lead and support together.
_TITLES: tuple[tuple[Role, str], ...] = (
    ("number", r"^(?:tt|stt|s\.t\.t|so tt|so thu tu|so)\.?$"),
    ("assignment", r"chu tri.*phoi hop|phan cong(?! nhiem vu)|co quan thuc hien|don vi thuc hien|trach nhiem"),
    ("lead", r"chu tri|dau moi"),
    ("support", r"phoi hop"),
    ("deadline", r"tien do|thoi gian|thoi han|han hoan thanh|thoi diem|hoan thanh trong"),
    ("notes", r"ghi chu|luu y"),
    ("title", r"nhiem vu|noi dung|cong viec|ten chi tieu|giai phap|de an|hoat dong|danh muc"),
    ("output", r"ket qua|san pham|dau ra"),
    ("unit", r"^don vi(?: tinh)?$|^dvt$"),
    ("target", r"chi tieu|muc tieu|muc phan dau|gia tri"),
)
_CHECKS = tuple((role, re.compile(pattern)) for role, pattern in _TITLES)


def role_of(title: str) -> Role:
    """What the column with this printed title holds; "other" for one that none of the known titles fits."""
    folded = fold(plain(title)).rstrip(" ¹²³⁴⁵⁶⁷⁸⁹")
    return next((role for role, pattern in _CHECKS if pattern.search(folded)), "other")


def roles_of(header: Sequence[str]) -> tuple[Role, ...]:
    """The role of every column; a role is given once, a second column of the same role is "other"."""
    seen: set[Role] = set()
    roles: list[Role] = []
    for title in header:
        role = role_of(title)
        roles.append("other" if role in seen else role)
        seen.add(role)
    return tuple(roles)


def is_header(cells: Sequence[str]) -> bool:
    """True for a row of column titles: short cells of which at least half, and two at least, are known titles."""
    filled = [cell for cell in cells if cell.strip()]
    if len(filled) < 2 or any(len(cell) > 120 for cell in filled):
        return False
    known = [role_of(cell) for cell in filled]
    if sum(role != "other" for role in known) * 2 < len(filled):
        return False
    if role_of(cells[0]) == "number":
        return True
    unnumbered = not re.match(r"^[\dIVX]+[.)]?$|^[-–+]$", filled[0].strip()) and all(len(cell) < 60 for cell in filled)
    return unnumbered and len(filled) >= 3 and "other" not in known and "title" in known and len(set(known)) >= 3


def is_indicator_table(roles: Sequence[Role]) -> bool:
    """True where the rows are indicators: a unit or target column, and no deadline or output."""
    return "target" in roles and "unit" in roles and "deadline" not in roles
