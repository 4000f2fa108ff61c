"""The text of a Word paragraph as it is printed: revisions accepted, hidden text gone, fields by their results."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from catalog.documents.word.names import COMPATIBILITY, is_on, m, value, w, whole
from catalog.documents.word.signs import UNKNOWN, equation, private_signs, symbol
from catalog.documents.word.styles import PLAIN, Look, Styles, look_of
from catalog.letters import is_old_font, read

DELETED = {w("del"), w("moveFrom")}
_WALKED = {
    w(one)
    for one in ("ins", "moveTo", "hyperlink", "smartTag", "sdtContent", "customXml", "dir", "bdo", "rubyBase", "ruby")
}  # fmt: skip
_BOXES = {w("drawing"), w("pict"), w("object")}
_ALTERNATIVE, _CHOICE, _FALLBACK = (f"{{{COMPATIBILITY}}}{one}" for one in ("AlternateContent", "Choice", "Fallback"))
_UNDERSTOOD = ("http://schemas.microsoft.com/office/", "http://schemas.openxmlformats.org/")


@dataclass(frozen=True)
class Piece:
    """Some printed text of one look."""

    text: str
    struck: bool = False
    font: str = ""


@dataclass
class Seen:
    """What one paragraph (or several) held beside its text: text boxes, notes, and what was left out."""

    boxes: list[Any] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    left_out: Counter[str] = field(default_factory=Counter)


def alternative(element: Any) -> Any:
    """The one branch of an mc:AlternateContent that a Word of today shows; None where it has none."""
    for choice in element.findall(_CHOICE):
        needed = [choice.nsmap.get(prefix, "") for prefix in choice.get("Requires", "").split()]
        if all(name.startswith(_UNDERSTOOD) for name in needed):
            return choice
    fallback = element.find(_FALLBACK)
    return element.find(_CHOICE) if fallback is None else fallback


def is_alternative(element: Any) -> bool:
    """True for the choice between two forms of the same content."""
    return bool(element.tag == _ALTERNATIVE)


class Runs:
    """Reads the pieces of paragraphs of one document."""

    def __init__(self, styles: Styles) -> None:
        self._styles = styles

    def mark_is_gone(self, paragraph: Any) -> bool:
        """True where the paragraph's end was deleted or hidden, so that the next one goes on in the same line."""
        mark = paragraph.find(f"{w('pPr')}/{w('rPr')}")
        if mark is None:
            return False
        gone = any(mark.find(one) is not None for one in DELETED)
        return gone or bool(is_on(mark, "vanish"))

    def pieces(self, paragraph: Any, seen: Seen) -> list[Piece]:
        """What is printed of a paragraph, in order."""
        style = value(paragraph.find(w("pPr")), "pStyle") or self._styles.default
        ground = self._styles.look(style).over(self._styles.ground)
        return list(self._walk(paragraph, ground, seen, []))

    def _walk(self, parent: Any, ground: Look, seen: Seen, fields: list[str]) -> Iterator[Piece]:
        for child in parent:
            tag = child.tag
            if tag == w("r"):
                yield from self._run(child, ground, seen, fields)
            elif tag in DELETED:
                seen.left_out["deleted"] += 1
            elif tag in (m("oMath"), m("oMathPara")):
                yield Piece(equation(child))
            elif tag == w("sdt"):
                yield from self._control(child, ground, seen, fields)
            elif tag in _WALKED or tag == w("fldSimple"):
                yield from self._walk(child, ground, seen, fields)
            elif tag == _ALTERNATIVE:
                branch = alternative(child)
                if branch is not None:
                    yield from self._walk(branch, ground, seen, fields)
            elif tag in _BOXES:
                seen.boxes.append(child)

    def _control(self, element: Any, ground: Look, seen: Seen, fields: list[str]) -> Iterator[Piece]:
        """The content of a content control; its prompt ("Click to enter text") is none."""
        properties, content = element.find(w("sdtPr")), element.find(w("sdtContent"))
        if properties is not None and is_on(properties, "showingPlcHdr"):
            seen.left_out["prompt"] += 1
        elif content is not None:
            yield from self._walk(content, ground, seen, fields)

    def _run(self, run: Any, ground: Look, seen: Seen, fields: list[str]) -> Iterator[Piece]:
        properties = run.find(w("rPr"))
        look = ground
        if properties is not None:
            named = value(properties, "rStyle")
            look = look_of(properties).over((self._styles.look(named) if named else PLAIN).over(ground))
        text = "".join(self._letters(run, look, seen, fields))
        if not text:
            return
        if look.hidden:
            seen.left_out["hidden"] += bool(text.strip())
            return
        font = look.font or ""
        if is_old_font(font):
            reading = read(text, font)
            seen.left_out[reading.encoding] += bool(reading.encoding)
            text, font = reading.text, ""
        yield Piece(text.upper() if look.capitals else text, bool(look.struck), font)

    def _letters(self, run: Any, look: Look, seen: Seen, fields: list[str]) -> Iterator[str]:
        for child in run:
            tag = child.tag
            if tag == w("fldChar"):
                yield from _field(child, fields)
            elif tag in _BOXES:
                if not look.hidden:
                    seen.boxes.append(child)
            elif tag == _ALTERNATIVE:
                branch = alternative(child)
                if branch is not None:
                    yield from self._letters(branch, look, seen, fields)
            elif tag in (w("footnoteReference"), w("endnoteReference")):
                if not look.hidden:
                    seen.notes.append((tag.rpartition("}")[2].removesuffix("Reference"), child.get(w("id"), "")))
            elif "code" in fields:
                continue  # the instruction of a field; its result comes after it
            elif tag == w("t"):
                text = child.text or ""
                yield private_signs(text, look.font or "")
            elif tag in (w("br"), w("cr")):
                yield "\n"
            elif tag in (w("tab"), w("ptab")):
                yield "\t"
            elif tag == w("noBreakHyphen"):
                yield "-"
            elif tag == w("sym"):
                code = child.get(w("char"), "")
                sign = symbol(int(code, 16), child.get(w("font"), "")) if _is_hex(code) else UNKNOWN
                seen.left_out["sign"] += sign == UNKNOWN
                yield sign
            elif tag in (m("oMath"), m("oMathPara")):
                yield equation(child)
            elif tag == w("ruby"):
                base = child.find(w("rubyBase"))
                if base is not None:
                    yield from (piece.text for piece in self._walk(base, look, seen, fields))


def _field(mark: Any, fields: list[str]) -> Iterator[str]:
    """Follow a field's begin, separate and end; a form's box or list shows what is chosen in it."""
    kind = mark.get(w("fldCharType"))
    if kind == "begin":
        fields.append("code")
        data = mark.find(w("ffData"))
        box = None if data is None else data.find(w("checkBox"))
        choice = None if data is None else data.find(w("ddList"))
        if box is not None:
            on = is_on(box, "checked")
            yield "☒" if (is_on(box, "default") if on is None else on) else "☐"
        elif choice is not None:
            entries = [one.get(w("val"), "") for one in choice.findall(w("listEntry"))]
            chosen = whole(value(choice, "result"))
            yield entries[chosen] if chosen < len(entries) else ""
    elif kind == "separate" and fields:
        fields[-1] = "result"
    elif kind == "end" and fields:
        fields.pop()


def _is_hex(code: str) -> bool:
    return bool(code) and all(char in "0123456789abcdefABCDEF" for char in code) and len(code) <= 6
