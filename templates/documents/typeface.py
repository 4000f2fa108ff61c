"""How wide a line of Times New Roman is in print: a rule below a name is measured by it, a long name breaks by it.

The widths are those of the Adobe font metrics of Times-Roman and Times-Bold, which Times New Roman shares; marks on
Vietnamese letters add nothing.
"""

import unicodedata
from collections.abc import Sequence

MM_A_POINT = 25.4 / 72

_ROMAN = {
    250: " .,", 278: "/ijlt:;", 333: "()-Ifr", 389: "Js", 444: "acez", 500: "bdghknopquvxy0123456789", 556: "FPS",
    611: "ELTZ", 667: "BCR", 722: "ADGHKNOQUVXYw", 778: "m", 889: "M", 944: "W",
}  # fmt: skip
_BOLD = {
    250: " .,", 278: "/il", 333: "()-:;fjt", 389: "Is", 444: "cerz", 500: "Jagovxy0123456789", 556: "Sbdhknpqu",
    611: "FP", 667: "BELTZ", 722: "ACDNRUVXYw", 778: "GHKOQ", 833: "m", 944: "M", 1000: "W",
}  # fmt: skip


def _by_letter(table: dict[int, str]) -> dict[str, int]:
    return {letter: width for width, letters in table.items() for letter in letters}


_REGULAR_OF, _BOLD_OF = _by_letter(_ROMAN), _by_letter(_BOLD)


def width_mm(text: str, points: float, *, bold: bool) -> float:
    """The width of a line in millimetres at that size."""
    plain = unicodedata.normalize("NFD", text.replace("Đ", "D").replace("đ", "d"))
    widths = _BOLD_OF if bold else _REGULAR_OF
    return sum(widths.get(ch, 500) for ch in plain if not unicodedata.combining(ch)) * points / 1000 * MM_A_POINT


def broken(text: str, room_mm: float, points: float, *, bold: bool, before: Sequence[str] = ()) -> list[str]:
    """The text in as few lines as fit in `room_mm`, of about one length; a word of `before` begins a line by choice."""
    words = text.split()
    if not words or width_mm(text, points, bold=bold) <= room_mm:
        return [text] if words else []
    for at, word in enumerate(words[1:], start=1):
        if word in before and width_mm(" ".join(words[:at]), points, bold=bold) <= room_mm:
            rest = broken(" ".join(words[at:]), room_mm, points, bold=bold)
            return [" ".join(words[:at]), *rest]
    most = max(1, int(width_mm(text, points, bold=bold) // room_mm) + 1)
    for lines in range(most, len(words) + 1):
        found = _even(words, lines, points, bold)
        if all(width_mm(line, points, bold=bold) <= room_mm for line in found):
            return found
    return words


def _even(words: Sequence[str], lines: int, points: float, bold: bool) -> list[str]:
    """Words in that many lines, each filled up to its share of the whole."""
    target = width_mm(" ".join(words), points, bold=bold) / lines
    found: list[list[str]] = [[]]
    for word in words:
        longer = width_mm(" ".join([*found[-1], word]), points, bold=bold)
        if found[-1] and longer > 1.08 * target and len(found) < lines:
            found.append([])
        found[-1].append(word)
    return [" ".join(line) for line in found]
