"""Text in any of the encodings that Vietnamese offices have used, as Unicode: found by font name or by syllables.

Nothing is guessed: text is converted where its font is known to be an old one, or where words that were no Vietnamese
become Vietnamese by it and none stops being so.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from catalog.letters.legacy import TCVN3_SIGNS, VNI_SIGNS, from_tcvn3, from_viqr, from_vni
from catalog.letters.settle import settled
from catalog.letters.syllables import is_syllable

_TCVN3_FONT, _VNI_FONT = re.compile(r"^\s*\.vn", re.IGNORECASE), re.compile(r"^\s*vni[\s-]", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+(?:[\u00a1-\u00bf\u00d7\u00f7]+[^\W\d_]*)*|[\u00a1-\u00bf\u00d7\u00f7]+[^\W\d_]+")
_UNICODE_ONLY = re.compile("[ĂăĐđƠơƯư\u1ea0-\u1ef9\u0128\u0129\u0168\u0169]")
_VIQR_WORD = re.compile(r"[A-Za-z](?:[A-Za-z]|(?<=[aeiouyAEIOUY])[\^(+*]|(?<=[aeiouyAEIOUY^(+*])['`?~.])*")
_VIQR_SHAPED = re.compile(r"[aeoAEO]\^|[aA]\((?=['`?~.]?[a-zA-Z])|[ouOU]\+")
_ONCE_WRONG = re.compile(
    "[\u00c3-\u00c6\u00e1\u00e2]"
    "[\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u2013-\u203a\u20ac\u2122]"
)
_LEGACY = {"TCVN3": (TCVN3_SIGNS, from_tcvn3), "VNI": (VNI_SIGNS, from_vni)}


@dataclass(frozen=True)
class Reading:
    """A text as Unicode, and the encoding it was found in: "" (it was Unicode), "TCVN3", "VNI", "VIQR" or "UTF-8"."""

    text: str
    encoding: str = ""


def read(text: str, font: str = "", *, expected: str = "") -> Reading:
    """`text` settled, and converted first where it was typed or decoded in another encoding.

    `font` is the font's name as the file has it; `expected` an encoding found all around this text, which decides
    where the letters alone could be either ("Soá").
    """
    if _TCVN3_FONT.match(font):
        return _by_font(text, "TCVN3", from_tcvn3, capitals=font.strip().lower().split(",")[0].endswith("h"))
    if _VNI_FONT.match(font):
        return _by_font(text, "VNI", from_vni, capitals=False)
    if text.isascii():
        viqr = _viqr(text)
        return Reading(settled(text if viqr is None else viqr), "" if viqr is None else "VIQR")
    text = unicodedata.normalize("NFC", text)
    if _UNICODE_ONLY.search(text):
        return Reading(settled(text))
    mended = _decoded_once_more(text)
    if mended is not None:
        return Reading(settled(mended), "UTF-8")
    found = _by_syllables(text, expected)
    return Reading(settled(text)) if found is None else Reading(settled(found.text), found.encoding)


def is_old_font(font: str) -> bool:
    """True for the name of a font made for TCVN3 or VNI-Windows."""
    return _TCVN3_FONT.match(font) is not None or _VNI_FONT.match(font) is not None


def _by_font(text: str, name: str, convert: Callable[[str], str], *, capitals: bool) -> Reading:
    """Text of an old font: converted unless it is Unicode in spite of it (the font's name was left behind)."""
    if text.isascii() or _UNICODE_ONLY.search(text):
        return Reading(settled(text.upper() if capitals and text.isascii() else text))
    converted = convert(text)
    words, before = _WORD.findall(text), _WORD.findall(converted)
    if sum(map(is_syllable, words)) > sum(map(is_syllable, before)):
        return Reading(settled(text))
    return Reading(settled(converted.upper() if capitals else converted), name)


def _by_syllables(text: str, expected: str) -> Reading | None:
    best, found = 0, None
    for name, (signs, convert) in _LEGACY.items():
        gained = lost = signed = 0
        for word in _WORD.findall(text):
            if not signs.isdisjoint(word):
                before, after = is_syllable(settled(word)), is_syllable(convert(word))
                signed += 1
                gained += after and not before and len(word) > 1
                lost += not after
        worth = gained + (name == expected and bool(signed) and not lost)
        if worth > best and worth > 3 * lost:
            best, found = worth, Reading(convert(text), name)
    return found


def _decoded_once_more(text: str) -> str | None:
    """The text whose UTF-8 bytes were taken for Windows-1252 once ("Sá»Ÿ" is "Sở"); None where that is not so."""
    if not _ONCE_WRONG.search(text):
        return None
    try:
        data = b"".join(
            char.encode("latin-1") if "\u0080" <= char <= "\u009f" else char.encode("cp1252") for char in text
        )
        return data.decode("utf-8")
    except UnicodeError:
        return None


def _viqr(text: str) -> str | None:
    """The text with VIQR made letters; None where it is plain ASCII: tone signs alone are punctuation."""
    if not _VIQR_SHAPED.search(text):
        return None
    gained = lost = 0
    for word in _VIQR_WORD.findall(text):
        if not word.isalpha():
            good = is_syllable(from_viqr(word)) or is_syllable(from_viqr(word.rstrip(".?'")))
            gained += good and len(word) > 3 and _VIQR_SHAPED.search(word) is not None
            lost += not good
    if not gained or lost * 3 > gained:
        return None
    return _VIQR_WORD.sub(_viqr_word, text)


def _viqr_word(found: re.Match[str]) -> str:
    """A word in letters; where its last sign makes no syllable of it, that sign is the sentence's."""
    word = found[0]
    converted = from_viqr(word)
    if is_syllable(converted):
        return converted
    bare = word.rstrip(".?'")
    return from_viqr(bare) + word[len(bare) :] if is_syllable(from_viqr(bare)) else word
