"""What styles say about the text: hidden, struck, in capitals, its font, and the list it is numbered in."""

from dataclasses import dataclass
from typing import Any

from catalog.documents.word.names import is_on, value, w, whole

_DEEPEST = 20  # styles based on one another in a circle are cut here


@dataclass(frozen=True)
class Look:
    """How a piece of text is shown; None where nothing is said and the level below decides."""

    hidden: bool | None = None
    struck: bool | None = None
    capitals: bool | None = None
    font: str | None = None

    def over(self, below: "Look") -> "Look":
        """This look where it says something, else what is below."""
        return Look(
            below.hidden if self.hidden is None else self.hidden,
            below.struck if self.struck is None else self.struck,
            below.capitals if self.capitals is None else self.capitals,
            below.font if self.font is None else self.font,
        )


PLAIN = Look()


def look_of(properties: Any) -> Look:
    """The look that `w:rPr` names itself."""
    if properties is None or len(properties) == 0:
        return PLAIN
    fonts = properties.find(w("rFonts"))
    struck, twice = is_on(properties, "strike"), is_on(properties, "dstrike")
    return Look(
        is_on(properties, "vanish"),
        struck if twice is None else (twice or bool(struck)),
        is_on(properties, "caps"),
        None
        if fonts is None
        else next((fonts.get(w(one)) for one in ("ascii", "hAnsi", "cs") if fonts.get(w(one))), None),
    )


class Styles:
    """The styles of a document by id; `root` is the styles part or None."""

    def __init__(self, root: Any) -> None:
        self._styles = {} if root is None else {one.get(w("styleId"), ""): one for one in root.iter(w("style"))}
        standard = [one for one in self._styles.values() if one.get(w("type")) == "paragraph"]
        self.default = next(
            (one.get(w("styleId"), "") for one in standard if one.get(w("default")) in ("1", "true")), ""
        )
        self._looks: dict[str, Look] = {}
        defaults = None if root is None else root.find(f"{w('docDefaults')}/{w('rPrDefault')}/{w('rPr')}")
        self.ground = look_of(defaults)

    def chain(self, name: str | None) -> list[Any]:
        """The style of this id and those it is based on, nearest first."""
        found: list[Any] = []
        while name and name in self._styles and len(found) < _DEEPEST:
            found.append(self._styles[name])
            name = value(found[-1], "basedOn")
        return found

    def look(self, name: str | None) -> Look:
        """The look a style gives, its parents included."""
        known = self._looks.get(name or "")
        if known is None:
            known = PLAIN
            for one in self.chain(name):
                known = known.over(look_of(one.find(w("rPr"))))
            self._looks[name or ""] = known
        return known

    def numbered(self, name: str | None) -> tuple[str, int | None]:
        """The list (numId) and level that a style puts its paragraphs into; ("", None) where it names none."""
        identity, level = "", None
        for one in self.chain(name):
            found = one.find(f"{w('pPr')}/{w('numPr')}")
            if found is None:
                continue
            if level is None and value(found, "ilvl") is not None:
                level = whole(value(found, "ilvl"))
            identity = identity or (value(found, "numId") or "")
        return identity, level
