"""Telex and VNI keystrokes that reached us raw, made into the letters they stand for.

Someone whose keyboard program was off types "Sowr Nooji vuj" (Telex) or "So73 No65i vu5" (VNI). Both methods write
marks as extra keys behind the vowel, or at the end of the syllable. No Vietnamese word ends in s, f, r, x or j or holds
aa, ee, aw, ow, uw or dd, so undoing Telex cannot change a word typed without marks; what it does change is decided
word by word, and a word that comes out as no possible syllable is left as typed.

Pure functions on str; words are divided by anything that is no letter or digit, and keep their case.
"""

import functools
import re
import unicodedata
from collections.abc import Callable

from catalog.text import strip_accents

_TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_VNI_TONES = {"1": "\u0301", "2": "\u0300", "3": "\u0309", "4": "\u0303", "5": "\u0323"}
_CIRCUMFLEX, _HORN, _BREVE = "\u0302", "\u031b", "\u0306"
_VOWELS = "aeiouy"
_WORD = re.compile(r"[^\W_]+")

# A syllable without its marks: onset, vowels, coda.
_SYLLABLE = re.compile(
    r"(?:b|ch|c|d|gh|gi|g|h|kh|k|l|m|ngh|ng|nh|n|ph|p|qu|r|s|th|tr|t|v|x)?"
    r"(?:(?:a|e|i|o|u|y|ie|ye|oa|oe|oo|ua|ue|uo|uy|uye)(?:ch|c|m|ng|nh|n|p|t)?"
    r"|ia|iu|oi|ui|uu|uya|ai|ao|au|ay|eo|eu|oai|oay|oao|oeo|uai|uay|uoi|uou|ieu|yeu|uyu|uoe|uau|ya)"
)


def undo_telex(text: str) -> str:
    """The text with each raw Telex word as it was meant: "Sowr" gives "Sở"; other words stay as typed."""
    return _WORD.sub(lambda found: _raw(found.group(), _telex_word), text)


def undo_vni(text: str) -> str:
    """The text with each raw VNI word as it was meant: "te61" gives "tế"; numbers and other words stay as typed."""
    return _WORD.sub(lambda found: _raw(found.group(), _vni_word), text)


def is_syllable(plain: str) -> bool:
    """Whether a folded word can be a Vietnamese syllable: "ran" can, "tragn" cannot."""
    return _SYLLABLE.fullmatch(plain) is not None


def undo(text: str) -> tuple[str, str]:
    """The text as meant and by which method it was typed: "telex", "vni" or "" for none."""
    for method, undone in (("vni", undo_vni(text)), ("telex", undo_telex(text))):
        if undone != text:
            return undone, method
    return text, ""


def _raw(word: str, undone: Callable[[str], str]) -> str:
    """A word that carries a mark already was not typed raw."""
    return undone(word) if word.isascii() else word


@functools.lru_cache(maxsize=4096)  # people use the same few words
def _telex_word(word: str) -> str:
    if word.isupper() and not any(_is_vowel(letter) for letter in word):
        return word  # "TW", "TTr": an abbreviation
    letters: list[str] = []
    tone = ""
    for key in word:
        low = key.lower()
        seen_vowel = any(_is_vowel(letter) for letter in letters)
        if low in _TONES and seen_vowel:
            tone = _TONES[low]
        elif low == "z" and seen_vowel:
            tone = ""
        elif low == "w":
            if not _horn(letters):
                letters.append("Ư" if key.isupper() else "ư")
        elif not (low in "aeo" and _double(letters, low, _CIRCUMFLEX)) and not (
            low == "d" and _double(letters, low, "")
        ):
            letters.append(key)
    return _assembled(word, letters, tone)


@functools.lru_cache(maxsize=4096)
def _vni_word(word: str) -> str:
    letters: list[str] = []
    tone = ""
    for key in word:
        if key in _VNI_TONES and any(_is_vowel(letter) for letter in letters):
            tone = _VNI_TONES[key]
        elif not key.isdigit():
            letters.append(key)
        elif not _vni_mark(letters, key):
            return word
    return _assembled(word, letters, tone)


def _vni_mark(letters: list[str], key: str) -> bool:
    """6 circumflex, 7 horn, 8 breve, 9 the bar of đ; false where there is no letter to mark."""
    if key == "6":
        return _mark_last(letters, "aeo", _CIRCUMFLEX)
    if key == "7":
        return _horn(letters, only_horn=True)
    if key == "8":
        return _mark_last(letters, "a", _BREVE)
    return key == "9" and _double(letters, "d", "")


def _is_vowel(letter: str) -> bool:
    return strip_accents(letter).lower() in _VOWELS


def _double(letters: list[str], low: str, mark: str) -> bool:
    """A second a, e, o or d marks the last such letter; true if there was one to mark."""
    for place in range(len(letters) - 1, -1, -1):
        if letters[place].lower() == low:
            if mark:
                letters[place] = unicodedata.normalize("NFC", letters[place] + mark)
            else:
                letters[place] = "Đ" if letters[place].isupper() else "đ"
            return True
    return False


def _mark_last(letters: list[str], which: str, mark: str) -> bool:
    return any(_double(letters, letter, mark) for letter in which if letter in (x.lower() for x in letters))


def _horn(letters: list[str], *, only_horn: bool = False) -> bool:
    """w (7 in VNI): uo becomes ươ, a last u or o gets its horn, a last a its breve (Telex only)."""
    low = [letter.lower() for letter in letters]
    for place in range(len(letters) - 1, -1, -1):
        if low[place] in ("u", "o"):
            letters[place] = unicodedata.normalize("NFC", letters[place] + _HORN)
            if low[place] == "o" and place and low[place - 1] == "u" and (place < 2 or low[place - 2] != "q"):
                letters[place - 1] = unicodedata.normalize("NFC", letters[place - 1] + _HORN)
            return True
        if low[place] == "a" and not only_horn:
            letters[place] = unicodedata.normalize("NFC", letters[place] + _BREVE)
            return True
        if low[place] in ("ư", "ơ"):
            return True
    return False


def _assembled(word: str, letters: list[str], tone: str) -> str:
    """The letters with the tone on the vowel that carries it; the word as typed where no syllable comes out."""
    meant = "".join(letters)
    if meant == word and not tone:
        return word
    if not is_syllable(strip_accents(meant).lower()):
        return word
    if not tone:
        return meant
    place = _tone_place(letters)
    letters[place] = unicodedata.normalize("NFC", letters[place] + tone)
    return "".join(letters)


def _tone_place(letters: list[str]) -> int:
    """The vowel that carries the tone: the last marked one, else by the closed or open end of the syllable."""
    low = "".join(letters).lower()
    vowels = [place for place, letter in enumerate(letters) if _is_vowel(letter)]
    glide = low.startswith(("qu", "gi")) and len(vowels) > 1
    if glide:
        vowels = vowels[1:]
    marked = [place for place in vowels if strip_accents(letters[place]) != letters[place]]
    if marked:
        return marked[-1]
    closed = vowels[-1] < len(letters) - 1
    if len(vowels) == 1 or closed:
        return vowels[-1]
    return vowels[1] if len(vowels) == 3 else vowels[0]
