"""Numbers that Word makes itself: they are in no text and are counted again here, paragraph by paragraph.

ECMA-376 part 1, 17.9: lists (w:num) that stand on the same abstract list count on together; an override of the start
begins anew when its list is first used.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from catalog.documents.word.names import COMPATIBILITY, is_on, number, value, w, whole
from catalog.documents.word.numerals import written
from catalog.documents.word.styles import Styles


@dataclass(frozen=True)
class Level:
    """One level of a list: how its number is written and where it begins; `restart` the level that sets it back."""

    form: str
    text: str
    start: int
    glued: bool = False
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(frozen=True)
class WordList:
    """A list as paragraphs name it: the abstract list it counts with, its levels and the starts it sets anew."""

    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


class Numbers:
    """The lists of a document and how far each has counted. Ask `before` in document order, once a paragraph."""

    def __init__(self, root: Any, styles: Styles) -> None:
        self._styles = styles
        self._lists = {} if root is None else _lists(root, styles)
        self._counts: dict[str, dict[int, int]] = {}
        self._begun: set[tuple[str, int]] = set()

    def before(self, properties: Any) -> str:
        """What Word prints before the paragraph with these properties (w:pPr), with the blank after it; "" for none."""
        identity, depth, style = self._place(properties)
        found = self._lists.get(identity)
        if found is None:
            return ""
        if depth is None:
            depth = next((at for at, one in found.levels.items() if style and one.style == style), 0)
        level = found.levels.get(depth)
        if level is None:
            return ""
        counts = self._count(identity, found, depth, level)
        if level.form == "bullet":
            return "+ " if level.text.strip() == "+" else "- "
        text = _filled(level, found.levels, counts)
        glue = "" if not text or text[-1].isspace() or (level.glued and not text[-1].isalnum()) else " "
        return f"{text}{glue}"

    def _place(self, properties: Any) -> tuple[str, int | None, str]:
        """The list, level and style of a paragraph; the level is None where only its style can tell."""
        style = value(properties, "pStyle") or self._styles.default
        own = properties.find(w("numPr")) if properties is not None else None
        if own is not None and value(own, "numId") is not None:
            return value(own, "numId") or "", whole(value(own, "ilvl")), style
        identity, level = self._styles.numbered(style)
        if own is not None and value(own, "ilvl") is not None:
            level = whole(value(own, "ilvl"))
        return identity, level, style

    def _count(self, identity: str, found: WordList, depth: int, level: Level) -> dict[int, int]:
        counts = self._counts.setdefault(found.abstract, {})
        anew = depth in found.starts and (identity, depth) not in self._begun
        self._begun.add((identity, depth))
        counts[depth] = found.starts[depth] if anew else counts.get(depth, level.start - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            limit = found.levels[deeper].restart if deeper in found.levels else None
            if limit is None or (limit and depth < limit):
                counts.pop(deeper)
        for above in range(depth):  # a level skipped counts as one that was begun
            if above not in counts and above in found.levels:
                counts[above] = found.starts.get(above, found.levels[above].start)
        return counts


def _filled(level: Level, levels: dict[int, Level], counts: dict[int, int]) -> str:
    text = level.text
    for at in range(8, -1, -1):
        if f"%{at + 1}" in text:
            other = levels.get(at, level)
            count = counts.get(at, other.start)
            text = text.replace(f"%{at + 1}", written(count, "decimal" if level.legal else other.form))
    return text


def _lists(root: Any, styles: Styles) -> dict[str, WordList]:
    abstracts = {one.get(w("abstractNumId"), ""): one for one in root.iter(w("abstractNum"))}
    nums = {one.get(w("numId"), ""): one for one in root.iter(w("num"))}
    found: dict[str, WordList] = {}
    for identity, num in nums.items():
        abstract = _abstract(value(num, "abstractNumId") or "", abstracts, nums, styles)
        if abstract is None:
            continue
        levels = dict(_levels(abstract))
        starts: dict[int, int] = {}
        for override in num.iter(w("lvlOverride")):
            at = whole(override.get(w("ilvl")))
            levels.update(_levels(override))
            if override.find(w("startOverride")) is not None:
                starts[at] = number(override, "startOverride", 1)
        found[identity] = WordList(abstract.get(w("abstractNumId"), ""), levels, starts)
    return found


def _abstract(name: str, abstracts: dict[str, Any], nums: dict[str, Any], styles: Styles) -> Any:
    """The abstract list that has the levels: one that only links to a list style stands for that style's."""
    for _ in range(10):
        found = abstracts.get(name)
        link = value(found, "numStyleLink") if found is not None else None
        if not link:
            return found
        own = next((key for key, one in abstracts.items() if value(one, "styleLink") == link), None)
        if own is None:
            own = value(nums.get(styles.numbered(link)[0]), "abstractNumId")
        if own is None or own == name:
            return found
        name = own
    return None


def _levels(parent: Any) -> Iterator[tuple[int, Level]]:
    for one in parent.findall(w("lvl")):
        restart = value(one, "lvlRestart")
        yield (
            whole(one.get(w("ilvl"))),
            Level(
                _form(one),
                value(one, "lvlText") or "",
                number(one, "start", 0),
                glued=value(one, "suff") == "nothing",
                legal=bool(is_on(one, "isLgl")),
                restart=None if restart is None else whole(restart),
                style=value(one, "pStyle") or "",
            ),
        )


def _form(level: Any) -> str:
    """The name of a level's number format; a format of its own ("001, 002, ...") is given by its first number."""
    for choice in level.iter(f"{{{COMPATIBILITY}}}Choice"):
        form = choice.find(w("numFmt"))
        if form is not None and form.get(w("val")) == "custom":
            return form.get(w("format"), "").partition(",")[0].strip() or "decimal"
    form = level.find(w("numFmt"))
    if form is None:
        form = next(level.iter(w("numFmt")), None)
    if form is not None and form.get(w("val")) == "custom":
        return form.get(w("format"), "").partition(",")[0].strip() or "decimal"
    return "decimal" if form is None else form.get(w("val"), "decimal")
