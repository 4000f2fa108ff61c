"""Vietnamese text made comparable: one spelling for what is one word.

Pure functions on str. "Hoà", "hòa", "HÒA" and "Hòa" typed in NFD are one word to a reader; they are one
word to `fold` as well.
"""

import re
import unicodedata

from catalog.letters import settled

_SPACE = re.compile(r"\s+")
_DASHES = str.maketrans({"–": "-", "—": "-"})


_BARE = {
    code: unicodedata.normalize("NFD", chr(code))[0]
    for code in (*range(0xC0, 0x180), *range(0x1A0, 0x1B1), *range(0x1EA0, 0x1EFA))
    if len(unicodedata.normalize("NFD", chr(code))) > 1
} | {ord("đ"): "d", ord("Đ"): "D"}
"""Letters with marks as one character → the letter alone: most of what is written here needs no more than this."""

CAPITAL = "A-Z" + "".join(chr(code) for code in (*_BARE, ord("Đ")) if chr(code).isupper())
"""The capital letters of Vietnamese as a set for patterns: "[{CAPITAL}]". A range like "À-Ỹ" holds small ones, too."""

_OLD_TONE = re.compile(
    r"(?<![qQ])(?:o[àáảãạ]|o[èéẻẽẹ]|u[ỳýỷỹỵ])(?![^\W\d_])|(?<![qQ])(?:O[ÀÁẢÃẠ]|O[ÈÉẺẼẸ]|U[ỲÝỶỸỴ])(?![^\W\d_])|(?<![qQ])U[ỳýỷỹỵ](?![^\W\d_])"
)
_MARK_FIRST = str.maketrans("àáảãạèéẻẽẹỳýỷỹỵÀÁẢÃẠÈÉẺẼẸỲÝỶỸỴ", "aaaaaeeeeeyyyyyAAAAAEEEEEYYYYY")

_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ufeff\ud800-\udfff]"
    "|[\U000e0000-\U000e007f]"
)
"""Controls, marks that turn the writing direction, invisible tags, halves of characters: all but tab and line end."""


def plain(text: str) -> str:
    """The text without what no reader sees: nothing in it can reverse, hide or break what stands around it."""
    return _UNSEEN.sub("", text)


def toned(text: str) -> str:
    """Tone marks where today's spelling has them, letter for letter: "Uỷ ban", "văn hoá" are "Ủy ban", "văn hóa"."""
    return _OLD_TONE.sub(lambda old: _moved(old.group()), text)


def _moved(pair: str) -> str:
    mark = unicodedata.normalize("NFD", pair[1])[1:]
    return unicodedata.normalize("NFC", pair[0] + mark) + pair[1].translate(_MARK_FIRST)


def storable(text: str) -> str:
    """The text without what no database takes: lone surrogates and NUL."""
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace").replace("\0", "")


def plain_name(name: str) -> str:
    """A file's name without any path, control or leading dot, at most 120 characters with its ending kept."""
    bare = re.split(r"[/\\:]", plain(name).replace("\n", " ").replace("\t", " "))[-1].strip(" .")
    stem, dot, ending = bare.rpartition(".")
    if len(bare) > 120:
        bare = f"{stem[: 119 - len(ending)]}.{ending}" if dot and len(ending) <= 10 else bare[:120]
    return bare or "tep"


def clean(text: str) -> str:
    """Settled letters, one kind of dash, single blanks, none at the ends. Keeps case and accents."""
    return _SPACE.sub(" ", settled(text).translate(_DASHES)).strip()


def strip_accents(text: str) -> str:
    """The same letters without tone and vowel marks; đ becomes d. Keeps case, white space and length of words."""
    if text.isascii():
        return text
    bare = unicodedata.normalize("NFC", text).translate(_BARE)
    return bare if bare.isascii() else _strip_all(bare)


def _strip_all(text: str) -> str:
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    return bare.replace("đ", "d").replace("Đ", "D")


def fold(text: str) -> str:
    """Clean, lower case, without accents: the form in which typed and printed names are compared."""
    return strip_accents(clean(text)).lower()
