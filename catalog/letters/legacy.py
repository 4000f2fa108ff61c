"""Vietnamese letters in the encodings before Unicode, as they look where a program took them for Western ones.

TCVN3 (TCVN 5712:1993, "ABC", fonts .VnTime ...): one sign a letter. VNI-Windows (fonts VNI-Times ...): a vowel and a
second sign for its accents. VIQR (RFC 1456): accents typed as ASCII signs.
"""

import re
import unicodedata

_TCVN3_LETTERS = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\u00ad®µ¶·¸¹»¼½¾ÆÇÈÉÊËÌÎÏÐÑÒÓÔÕÖ×ØÜÝÞßáâãäåæçèéêëìíîïñòóôõö÷øùúûüýþ",
        "ĂÂÊÔƠƯĐăâêôơưđàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ",
        strict=True,
    )
)
_TCVN3 = str.maketrans(_TCVN3_LETTERS)
_CAPITALS = re.compile(r"\b(?=[^a-z\s]*[A-Z][^a-z\s]*[A-Z])[^a-z\W\d_]+\b")

_GRAVE, _ACUTE, _TILDE, _HOOK, _DOT = "\u0300", "\u0301", "\u0303", "\u0309", "\u0323"
_ROUND, _HAT, _HORN = "\u0306", "\u0302", "\u031b"
_VNI_MARKS = {
    "ù": _ACUTE, "ø": _GRAVE, "û": _HOOK, "õ": _TILDE, "ï": _DOT,
    "â": _HAT, "á": _HAT + _ACUTE, "à": _HAT + _GRAVE, "å": _HAT + _HOOK, "ã": _HAT + _TILDE, "ä": _HAT + _DOT,
    "ê": _ROUND, "é": _ROUND + _ACUTE, "è": _ROUND + _GRAVE, "ú": _ROUND + _HOOK, "ü": _ROUND + _TILDE,
    "ë": _ROUND + _DOT,
}  # fmt: skip
_VNI_ALONE = {"ö": "ư", "ô": "ơ", "ñ": "đ", "æ": "ỉ", "ó": "ĩ", "ò": "ị", "î": "ỵ"}
_VNI = re.compile("([aeouyAEOUYöôÖÔ])([ùøûõïâáàåãäêéèúüëÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜË])|([öôñæóòîÖÔÑÆÓÒÎ])")
VNI_SIGNS = frozenset("ùøûõïâáàåãäêéèúüëöôñæóòîìíÙØÛÕÏÂÁÀÅÃÄÊÉÈÚÜËÖÔÑÆÓÒÎÌÍ")
TCVN3_SIGNS = frozenset(_TCVN3_LETTERS)

_VIQR_TONES = {"'": _ACUTE, "`": _GRAVE, "?": _HOOK, "~": _TILDE, ".": _DOT}
_VIQR_SHAPES = {"^": _HAT, "(": _ROUND, "+": _HORN, "*": _HORN}
_VIQR = re.compile(r"(?<!\\)([aeoAEO]\^|[aA]\(|[oOuU][+*])?((?<=[\^(+*])|[aeiouyAEIOUY])(['`?~.])?")
_VIQR_D = re.compile(r"d[dD]|D[dD]")


def from_tcvn3(text: str) -> str:
    """TCVN3 text in Unicode. It lacks capitals with accents: they are made where a text or word is in capitals."""
    converted = text.translate(_TCVN3)
    if sum("A" <= char <= "Z" for char in text) > 2 and not any("a" <= char <= "z" for char in text):
        return converted.upper()
    return _CAPITALS.sub(lambda found: found[0].upper(), converted)


def from_vni(text: str) -> str:
    """VNI-Windows text in Unicode."""
    return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))


def from_viqr(text: str) -> str:
    """VIQR text in Unicode; a backslash keeps the sign after it."""
    written = _VIQR.sub(_viqr_letter, text)
    written = _VIQR_D.sub(lambda found: "Đ" if found[0][0] == "D" else "đ", written)
    return unicodedata.normalize("NFC", re.sub(r"\\([?.'`~^(+*])", r"\1", written))


def _vni_letter(found: re.Match[str]) -> str:
    vowel, mark, alone = found.groups()
    if alone:
        plain = _VNI_ALONE[alone.lower()]
        return plain.upper() if alone.isupper() else plain
    base = _VNI_ALONE.get(vowel.lower(), vowel.lower())
    base = base.upper() if vowel.isupper() else base
    marks = _VNI_MARKS[mark.lower()]
    return unicodedata.normalize("NFC", base + marks)


def _viqr_letter(found: re.Match[str]) -> str:
    shaped, vowel, tone = found.groups()
    base = shaped[0] + _VIQR_SHAPES[shaped[1]] if shaped else vowel
    return base + (_VIQR_TONES[tone] if tone else "")
