"""One spelling for what looks the same to a reader. Pure function on str, cheap for text that is settled already."""

import re
import unicodedata

_TONES, _SHAPES = "\u0300\u0301\u0303\u0309", "\u0302\u0306\u030c"
_OUT_OF_ORDER = re.compile(f"([{_TONES}])([{_SHAPES}])")
_STROKED = re.compile("([dD])[\u0335\u0336\u0337]")
_CARON = re.compile("([aA]\u0323?)\u030c")
_HORN_BESIDE = re.compile("([oOuU])\u0315")
_CIRCLED = re.compile("[①-⒛❶-➓]")  # figures in a circle, in brackets, with a point
_FRACTION = re.compile(r"(\d?)([¼½¾⅐-⅞↉])")
_NOTHING = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f"
    "\u20e3\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f]"
)
"""Controls, marks that turn the writing direction, zero-width signs, soft hyphens, the frame of a keycap, tags."""

_SAME: dict[int, str] = {
    **dict.fromkeys(map(ord, "ÐƉ"), "Đ"), **dict.fromkeys(map(ord, "ðɖ"), "đ"),
    ord("Ƣ"): "Ư", ord("ƣ"): "ư",  # U+01A2/3: what a bad font table of old PDF writers makes of Ư
    **dict.fromkeys((0xA0, 0x1680, *range(0x2000, 0x200B), 0x202F, 0x205F, 0x3000), " "),
    **dict.fromkeys(map(ord, "\u2028\u2029\u0085\x0c"), "\n"),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2212\ufe63\u02d7"), "-"),
    **dict.fromkeys(map(ord, "⁄∕╱"), "/"), ord("∶"): ":", ord("꞉"): ":", ord("․"): ".",
    ord("Ǎ"): "Ă", ord("ǎ"): "ă",
}  # fmt: skip
_COMPATIBLE = re.compile("[\uff01-\uff5e\ufb00-\ufb06\U0001d400-\U0001d7ff\u2160-\u217f\U0001fbf0-\U0001fbf9🔟]")
"""Full width forms, ligatures, mathematical letters, roman numerals in one sign: the plain letters they look like."""

_ALIKE = str.maketrans(
    "АВЕЅІЈКМНОРСТХУЗаеорсхуѕіјԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧοα",
    "ABESIJKMHOPCTXY3aeopcxysijdqwhABEZHIKMNOPTYXoa",
)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_WORD = re.compile(r"[^\W\d_]+")
_ODD = re.compile(
    f"{_NOTHING.pattern}|{_COMPATIBLE.pattern}|{_FOREIGN.pattern}|[①-⒛❶-➓¼½¾⅐-⅞↉\u0300-\u036f\x0c]"
    f"|[{re.escape(''.join(map(chr, _SAME)))}]"
)
"""Any sign that one of the steps below changes: a text without one is settled as it stands."""


def settled(text: str) -> str:
    """`text` with composed accents (NFC), look-alikes made Vietnamese letters, plain blanks, nothing unseen.

    "Ð" and "ƣ" are "Đ" and "ư", full width letters plain ones, "1⁄2" and "½" are "1/2", "1️⃣" is "1", a no-break hyphen
    is a hyphen. Dashes, quotes, letters' case, tabs and line ends stay.
    """
    if text.isascii():
        return _NOTHING.sub("", text).replace("\x0c", "\n") if not text.isprintable() else text
    if not _ODD.search(text):
        return text if unicodedata.is_normalized("NFC", text) else unicodedata.normalize("NFC", text)
    text = _NOTHING.sub("", text).translate(_SAME)
    text = _COMPATIBLE.sub(lambda found: "10" if found[0] == "🔟" else unicodedata.normalize("NFKC", found[0]), text)
    text = _FRACTION.sub(_fraction, _CIRCLED.sub(_circled, text))
    if _FOREIGN.search(text):
        text = _WORD.sub(_latin, text)
    text = unicodedata.normalize("NFC", text)
    return _marks_in_order(text) if any("\u0300" <= char <= "\u0345" for char in text) else text


def _marks_in_order(text: str) -> str:
    """Accents that stand in another order than Unicode wants, or were drawn with another sign, put right."""
    text = unicodedata.normalize("NFD", text)
    text = _STROKED.sub(lambda found: "đ" if found[1] == "d" else "Đ", text)
    text = _HORN_BESIDE.sub("\\1\u031b", _CARON.sub("\\1\u0306", text))
    return unicodedata.normalize("NFC", _OUT_OF_ORDER.sub(r"\2\1", text))


def _latin(word: re.Match[str]) -> str:
    """A word with Greek or Cyrillic letters that look Latin, in Latin letters; a word with others is left as it is."""
    changed = word[0].translate(_ALIKE)
    return word[0] if _FOREIGN.search(changed) else changed


def _circled(found: re.Match[str]) -> str:
    text, at = found.string, found.start()
    before = at > 0 and text[at - 1].isalnum()
    after = found.end() < len(text) and text[found.end()].isalnum()
    return " " * before + str(int(unicodedata.numeric(found[0]))) + " " * after


def _fraction(found: re.Match[str]) -> str:
    written = unicodedata.normalize("NFKC", found[2]).replace("\u2044", "/")
    return f"{found[1]} {written}" if found[1] else written
