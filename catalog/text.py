"""Vietnamese text made comparable: one spelling for what is one word.

Pure functions on str. "Hoà", "hòa", "HÒA" and "Hòa" typed in NFD are one word to a reader; they are one
word to `fold` as well.
"""

import re
import unicodedata

_SPACE = re.compile(r"\s+")
_DASHES = str.maketrans({"–": "-", "—": "-", "‑": "-", "−": "-", "\u00ad": None, "\ufeff": None, "\u200b": None})


def clean(text: str) -> str:
    """NFC, one kind of dash, runs of white space as one blank, no blanks at the ends. Keeps case and accents."""
    return _SPACE.sub(" ", unicodedata.normalize("NFC", text).translate(_DASHES)).strip()


def strip_accents(text: str) -> str:
    """The same letters without tone and vowel marks; đ becomes d. Keeps case, white space and length of words."""
    decomposed = unicodedata.normalize("NFD", text)
    bare = "".join(ch for ch in decomposed if not unicodedata.combining(ch))
    return bare.replace("đ", "d").replace("Đ", "D")


def fold(text: str) -> str:
    """Clean, lower case, without accents: the form in which typed and printed names are compared."""
    return strip_accents(clean(text)).lower()
