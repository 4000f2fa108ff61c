"""Numbers that OpenDocument lists make themselves (ODF 1.3 part 3, 19.880 and on): counted again here."""

from collections.abc import Iterator
from typing import Any

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}


class Lists:
    """The list styles of a document and how far each list has counted."""

    def __init__(self, roots: list[Any]) -> None:
        self._styles = {
            one.get(f"{_STYLE}name", ""): {int(level.get(f"{_TEXT}level") or 1): level for level in one}
            for root in roots for one in root.iter(f"{_TEXT}list-style")
        }  # fmt: skip
        outline = [one for root in roots for one in root.iter(f"{_TEXT}outline-style")]
        self._outline = {int(level.get(f"{_TEXT}level") or 1): level for level in (outline[0] if outline else ())}
        self._counts: dict[str, dict[int, int]] = {}

    def items(self, element: Any) -> Iterator[tuple[Any, str]]:
        """The items of a list with the number or bullet printed before each, a blank after it."""
        depth, style, name = 1, "", ""
        above: Any = element
        while above is not None:
            if above.tag == f"{_TEXT}list":
                style = above.get(f"{_TEXT}style-name") or style
                name = above.get(f"{_TEXT}continue-list") or above.get(_XML_ID) or name
                depth += above is not element
            above = above.getparent()
        goes_on = element.get(f"{_TEXT}continue-numbering") == "true" or element.get(f"{_TEXT}continue-list")
        key = style or name
        counts = self._counts.setdefault(key, {})
        levels = self._styles.get(style, {})
        if not goes_on and depth == 1:
            counts.clear()
        for item in element:
            if item.tag == f"{_TEXT}list-header":
                yield item, ""
            elif item.tag == f"{_TEXT}list-item":
                if any(one.tag != f"{_TEXT}list" for one in item):
                    yield item, self._next(levels, counts, depth, item.get(f"{_TEXT}start-value"))
                else:
                    yield item, ""

    def heading(self, element: Any) -> str:
        """The number printed before a heading."""
        depth = int(element.get(f"{_TEXT}outline-level") or 1)
        level = self._outline.get(depth)
        if level is None or not level.get(f"{_STYLE}num-format") or element.get(f"{_TEXT}is-list-header") == "true":
            return ""
        return self._next(self._outline, self._counts.setdefault("\0outline", {}), depth, None)

    def _next(self, levels: dict[int, Any], counts: dict[int, int], depth: int, start: str | None) -> str:
        level = levels.get(depth)
        if level is None:
            return ""
        if level.tag != f"{_TEXT}list-level-style-number" and level.tag != f"{_TEXT}outline-level-style":
            return "+ " if level.get(f"{_TEXT}bullet-char") == "+" else "- "
        first = int(level.get(f"{_TEXT}start-value") or 1)
        counts[depth] = int(start) if start else counts.get(depth, first - 1) + 1
        for deeper in [one for one in counts if one > depth]:
            del counts[deeper]
        shown = int(level.get(f"{_TEXT}display-levels") or 1)
        parts = [_written(levels.get(at), counts.get(at, 1)) for at in range(depth - shown + 1, depth + 1)]
        prefix, suffix = (level.get(f"{_STYLE}num-{one}") or "" for one in ("prefix", "suffix"))
        number = ".".join(part for part in parts if part)
        return f"{prefix}{number}{suffix} " if number else ""


def _written(level: Any, count: int) -> str:
    from catalog.documents.word.numerals import written

    form = "" if level is None else level.get(f"{_STYLE}num-format") or ""
    if form.startswith("0"):
        return str(count).zfill(len(form.rstrip(" .,")) if form.startswith("00") else 2)
    return written(count, _FORMS[form]) if form in _FORMS else ""
