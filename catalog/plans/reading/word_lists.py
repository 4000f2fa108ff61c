"""Numbers that Word makes itself: they are not in the text of a paragraph and are counted again here."""

from dataclasses import dataclass, field
from typing import Any

from docx.oxml.ns import qn

from catalog.plans.meaning.numerals import letter, to_roman


@dataclass(frozen=True)
class _Level:
    form: str
    text: str
    start: int


@dataclass
class WordLists:
    """The lists of a document and how far each has counted; ask `number_of` in document order, once a paragraph."""

    levels: dict[str, dict[int, _Level]]
    styles: dict[str, Any] = field(default_factory=dict)
    counted: dict[str, dict[int, int]] = field(default_factory=dict)

    @classmethod
    def of(cls, document: Any) -> "WordLists":
        """The lists that the numbering part of a python-docx document defines; none where it has no such part."""
        part = next(
            (rel.target_part for rel in document.part.rels.values() if rel.reltype.endswith("/numbering")), None
        )
        if part is None:
            return cls({})
        element = part.element
        abstract = {
            item.get(qn("w:abstractNumId")): {
                int(level.get(qn("w:ilvl"))): _level(level) for level in item.iter(qn("w:lvl"))
            }
            for item in element.iter(qn("w:abstractNum"))
        }
        lists = {}
        for item in element.findall(qn("w:num")):
            base = item.find(qn("w:abstractNumId"))
            lists[item.get(qn("w:numId"))] = abstract.get(base.get(qn("w:val")), {}) if base is not None else {}
        numbered = (
            (style.get(qn("w:styleId")), style.find(f".//{qn('w:numPr')}")) for style in document.styles.element
        )
        return cls(lists, {name: found for name, found in numbered if found is not None})

    def number_of(self, paragraph: Any) -> str:
        """The number or dash Word prints before this paragraph, "" for one that is in no list."""
        properties = paragraph.find(qn("w:pPr"))
        if properties is None:
            return ""
        numbered = properties.find(qn("w:numPr"))
        if numbered is None:
            numbered = self.styles.get(_value(properties, "w:pStyle") or "")
        if numbered is None:
            return ""
        identity, depth = (_value(numbered, name) for name in ("w:numId", "w:ilvl"))
        place = int(depth or 0)
        level = self.levels.get(identity or "", {}).get(place)
        if level is None or not identity:
            return ""
        if level.form == "bullet":
            return "-"
        counts = self.counted.setdefault(identity, {})
        counts[place] = counts.get(place, level.start - 1) + 1
        for deeper in [one for one in counts if one > place]:
            del counts[deeper]
        printed = level.text
        for one, shape in self.levels[identity].items():
            printed = printed.replace(f"%{one + 1}", _written(counts.get(one, shape.start), shape.form))
        return printed


def _level(level: Any) -> _Level:
    return _Level(
        _value(level, "w:numFmt") or "decimal", _value(level, "w:lvlText") or "", int(_value(level, "w:start") or 1)
    )


def _value(parent: Any, name: str) -> str | None:
    found = parent.find(qn(name))
    return found.get(qn("w:val")) if found is not None else None


def _written(number: int, form: str) -> str:
    if form == "upperRoman":
        return to_roman(number)
    if form == "lowerRoman":
        return to_roman(number).lower()
    if form in ("lowerLetter", "upperLetter"):
        return letter(number - 1) if form == "lowerLetter" else letter(number - 1).upper()
    return str(number)
