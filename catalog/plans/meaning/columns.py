"""Which column says what: by its title and by what stands in it, each role given to the column that fits it best."""

import re
from collections.abc import Sequence

from catalog.plans.meaning.actors.body_words import HEAD
from catalog.plans.meaning.column_content import is_mark, shares
from catalog.plans.meaning.column_titles import SURE, Role, evidence, role_of

_CONTENT_WORTH = 0.6
_ENOUGH = 0.4
_RATHER = 0.1
_ONCE: tuple[Role, ...] = (
    "number", "title", "assignment", "lead", "support", "deadline", "start", "output", "unit", "target",
)  # fmt: skip
_FROM_CONTENT: dict[Role, Role] = {"support": "lead", "assignment": "lead", "start": "deadline"}
_UNITS_OF_ANY_KIND = re.compile(
    r"(?:bộ phận|phòng|khoa|ban|tổ)\s*(?:[,/-]\s*)?(?:phòng|ban|khoa|tổ|phụ trách|thực hiện|chủ trì|được giao"
    r"|chịu|phối hợp|tham gia)",
    re.IGNORECASE,
)
"""The title of a column of units, no unit: "Bộ phận thực hiện", "Khoa/phòng"."""
_TITLE_AS_NUMBER = re.compile(r"^\(?(?:[\dIVX]+|[a-zđ])[.)]*$|^[-–+]$")


def roles_of(header: Sequence[str]) -> tuple[Role, ...]:
    """The role of every column by its title alone; a second column of the same role is "other"."""
    seen: set[Role] = set()
    roles: list[Role] = []
    for title in header:
        role = role_of(title)
        roles.append("other" if role in seen else role)
        seen.add(role)
    return tuple(roles)


def recognise(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Role, ...]:
    """The role of every column by title and content; "other" for a column that fits none.

    A sure title wins over content; what a weak title or none leaves open, the cells decide.
    """
    scored: list[tuple[float, int, Role]] = []
    sure = [role_of(title) for title in header]
    for column, title in enumerate(header):
        said, seen = evidence(title), shares([row[column] for row in rows if column < len(row)])
        for role in _ONCE:
            worth = said.get(role, 0.0)
            if role == "lead" and worth < SURE and "support" in said:
                worth -= _RATHER  # "Bộ phận tham gia": who takes part does not lead
            looks = seen.get(_FROM_CONTENT.get(role, role), 0.0)
            if role in ("support", "assignment", "start") and not worth:
                continue  # a second column of agencies or dates is told by its title only
            if role == "lead" and worth < SURE and looks < 0.34 and seen:
                continue  # "Thực hiện", "Đơn vị": agencies must stand there
            if role in ("deadline", "unit") and worth < SURE and looks < 0.34:
                continue
            if sure[column] not in (role, "other") and worth < SURE:
                worth = 0.0 if sure[column] != "unit" else worth
                looks *= 0.5
            if sure[column] == "unit" and role == "unit" and seen.get("lead", 0) > 0.5:
                worth = 0.0
            total = worth + _CONTENT_WORTH * looks
            if total >= _ENOUGH:
                scored.append((total, -column, role))
    given: dict[int, Role] = {}
    for _, column, role in sorted(scored, key=lambda one: (-one[0], -one[1])):
        if -column not in given and role not in given.values():
            given[-column] = role
    roles = [given.get(column, "notes" if sure[column] == "notes" else "other") for column in range(len(header))]
    if not any(header) and "title" not in roles and {"lead", "deadline"} & set(roles):
        roles = _with_the_wordiest(roles, rows)
    return _with_one_way_of_assigning(_with_a_name(roles, sure), header)


def _with_the_wordiest(roles: list[Role], rows: Sequence[Sequence[str]]) -> list[Role]:
    """Where no column has a title, the one of most words that is nothing else is the work."""
    words = {
        column: sum(len(row[column].split()) for row in rows if column < len(row))
        for column, role in enumerate(roles)
        if role == "other"
    }
    wordiest = max(words, key=lambda column: words[column], default=None)
    if wordiest is None or words[wordiest] < 3 * len(rows):
        return roles
    return ["title" if column == wordiest else role for column, role in enumerate(roles)]


def _with_a_name(roles: list[Role], sure: Sequence[Role]) -> list[Role]:
    """ "Chỉ tiêu | ĐVT | Mục tiêu năm 2026": of two columns called a target the first names what the second sets."""
    targets = [column for column, role in enumerate(sure) if role == "target"]
    if "title" in roles or "unit" not in roles or len(targets) < 2:
        return roles
    named: list[Role] = ["other" if role == "target" else role for role in roles]
    named[targets[0]], named[targets[1]] = "title", "target"
    return named


def _with_one_way_of_assigning(roles: list[Role], header: Sequence[str]) -> tuple[Role, ...]:
    """One column for both parts becomes the lead's where another says who supports; beside a lead it is a note."""
    if "assignment" in roles:
        place = roles.index("assignment")
        if "lead" in roles:
            roles[place] = "support" if "support" not in roles and role_of(header[place]) == "assignment" else "other"
            if roles[place] == "support" and not re.search(r"ph[oố]i", header[place], re.IGNORECASE):
                roles[place] = "other"
        elif "support" in roles:
            roles[place] = "lead"
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
    unnumbered = not _TITLE_AS_NUMBER.match(filled[0].strip()) and all(len(cell) < 60 for cell in filled)
    return unnumbered and len(filled) >= 3 and "other" not in known and "title" in known and len(set(known)) >= 3


def looks_like_titles(cells: Sequence[str]) -> bool:
    """The same for a table whose place on the page is known: narrow and unusual titles count, too."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    if len(filled) < 2 or any(len(cell) > 90 for cell in filled) or len({*filled}) < len(filled):
        return False
    if any(
        _TITLE_AS_NUMBER.match(cell)
        or (HEAD.match(cell) and not _UNITS_OF_ANY_KIND.match(cell))
        or is_mark(cell)
        or cell.endswith((".", ";"))
        for cell in filled
    ):
        return False
    said = [evidence(cell) for cell in filled]
    sure = {role_of(cell) for cell in filled} - {"other", "notes"}
    strength = sum(max(one.values(), default=0.0) for one in said)
    return strength >= 0.55 * len(filled) and (len(sure) >= 2 or (len(sure) == 1 and len(filled) >= 3))


def is_indicator_table(roles: Sequence[str]) -> bool:
    """True where the rows are indicators: a unit or target column, and no deadline or output."""
    return "target" in roles and "unit" in roles and "deadline" not in roles
