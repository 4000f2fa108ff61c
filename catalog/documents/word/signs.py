"""Signs that are no plain text: symbol fonts and equations, as the letters a reader takes them for."""

from collections.abc import Iterator
from typing import Any

from catalog.documents.word.names import W, m, w
from catalog.letters import is_old_font

_SYMBOL = {
    0x2D: "-", 0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xB7: "•", 0xA5: "∞",
    0xB0: "°", 0xAE: "→", 0xAC: "←", 0xAD: "↑", 0xAF: "↓", 0xDE: "⇒", 0xBC: "…", 0xE5: "∑", 0xD6: "√", 0x40: "≅",
    0x61: "α", 0x62: "β", 0x67: "γ", 0x64: "δ", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0x44: "Δ", 0x53: "Σ", 0x57: "Ω",
    0xD7: "·", 0xCE: "∈", 0xC7: "∩", 0xC8: "∪", 0xA4: "⁄", 0xA2: "′", 0xB2: "″", 0x27: "∋", 0x22: "∀",
}  # fmt: skip
_WINGDINGS = {
    0xFC: "✓", 0xFE: "☑", 0xFB: "✗", 0xFD: "☒", 0xA8: "☐", 0x6F: "☐", 0x71: "☐", 0x72: "☐", 0xA7: "•", 0x9F: "•",
    0x6C: "•", 0x6E: "•", 0x76: "•", 0x77: "•", 0xD8: "•", 0xE0: "→", 0xDF: "←", 0xE8: "→", 0xE1: "↑", 0xE2: "↓",
    0xF0: "→", 0x4A: "☺", 0x28: "☎", 0x2A: "✉", 0xAB: "★", 0x2D: "-",
}  # fmt: skip
"""Code points of the two fonts Word keeps its signs in (Adobe Symbol encoding; Microsoft's Wingdings chart)."""

UNKNOWN = "\ufffd"
_SUPER = str.maketrans("0123456789+-n()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿ⁽⁾")
_SUB = str.maketrans("0123456789+-()", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎")


def symbol(code: int, font: str) -> str:
    """The letter that a code point of a symbol font shows; U+FFFD where nobody here knows it."""
    low = code & 0xFF if 0xF000 <= code <= 0xF0FF else code
    name = font.lower()
    if "wingdings" in name or "webdings" in name:
        return _WINGDINGS.get(low, UNKNOWN)
    if name.startswith("symbol"):
        return _SYMBOL.get(low) or (chr(low) if 0x20 <= low < 0x7F and not chr(low).isalpha() else UNKNOWN)
    if 0xF000 <= code <= 0xF0FF:
        return chr(low) if 0x20 <= low < 0x7F else _SYMBOL.get(low, UNKNOWN)
    return chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else UNKNOWN


def private_signs(text: str, font: str) -> str:
    """Text with the signs that old programs keep in the private area (U+F000 and on) made letters."""
    if not any("\uf000" <= char <= "\uf0ff" for char in text):
        return text
    if is_old_font(font):
        return "".join(chr(ord(char) & 0xFF) if "\uf000" <= char <= "\uf0ff" else char for char in text)
    return "".join(symbol(ord(char), font) if "\uf000" <= char <= "\uf0ff" else char for char in text)


def equation(element: Any) -> str:
    """An equation (m:oMath) in one line: "≥95%", "1/2", "x²", "√(a)"."""
    return "".join(_math(element))


def _math(element: Any) -> Iterator[str]:
    for child in element:
        if child.tag == m("t") or child.tag == w("t"):
            yield child.text or ""
        elif child.tag == m("f"):
            yield f"{_part(child, 'num')}/{_part(child, 'den')}"
        elif child.tag in (m("sSup"), m("sSub")):
            raised = _inner(child.find(m("sup" if child.tag == m("sSup") else "sub")))
            signs = _SUPER if child.tag == m("sSup") else _SUB
            plain = all(ord(char) in signs for char in raised)
            yield _inner(child.find(m("e"))) + (
                raised.translate(signs) if plain else ("^" if signs is _SUPER else "_") + raised
            )
        elif child.tag == m("rad"):
            yield f"√({_inner(child.find(m('e')))})"
        elif child.tag == m("d"):
            yield from _between(child)
        elif child.tag == m("nary"):
            sign = child.find(f"{m('naryPr')}/{m('chr')}")
            yield ("∫" if sign is None else sign.get(m("val"), "∑")) + _inner(child.find(m("e")))
        elif (
            child.tag in (w("del"), w("moveFrom"))
            or child.tag.endswith("Pr")
            or (
                child.tag.startswith(f"{{{W}}}")
                and child.tag
                not in (
                    w("r"),
                    w("ins"),
                    w("moveTo"),
                    w("sdt"),
                    w("sdtContent"),
                )
            )
        ):
            continue
        else:
            yield from _math(child)


def _between(element: Any) -> Iterator[str]:
    properties = element.find(m("dPr"))
    ends = []
    for name, usual in (("begChr", "("), ("endChr", ")")):
        found = None if properties is None else properties.find(m(name))
        ends.append(usual if found is None else found.get(m("val"), ""))
    yield ends[0] + ", ".join(_inner(one) for one in element.findall(m("e"))) + ends[1]


def _inner(element: Any) -> str:
    return "" if element is None else equation(element)


def _part(element: Any, name: str) -> str:
    text = _inner(element.find(m(name)))
    return text if text.isalnum() else f"({text})"
