"""How one name is written in many ways: the key under which printed spellings of it are the same.

Documents write "Sở VH,TT&DL", "Ban quản lý khu Kinh tế và khu công nghiệp tỉnh", "UBND TP. Nha Trang" or add
"tỉnh Khánh Hòa". `printed_key` takes these differences away and nothing else; it forgives no typing mistake
(that is the matching's work, which asks when in doubt).
"""

import re
import unicodedata

from catalog.agencies.records import NOWHERE, Home
from catalog.agencies.surroundings import without_tail
from catalog.text import clean, fold, strip_accents

# Abbreviations of words inside names, as documents use them. Those of whole names stand with the agency.
_SHORT = {
    "ubnd": "uy ban nhan dan",
    "bql": "ban quan ly",
    "kkt": "khu kinh te",
    "kcn": "khu cong nghiep",
    "ptnt": "phat trien nong thon",
    "vp": "van phong",
    "nhnn": "ngan hang nha nuoc",
    "kbnn": "kho bac nha nuoc",
    "hdnd": "hoi dong nhan dan",
    "bhxh": "bao hiem xa hoi",
    "mttq": "mat tran to quoc",
    "vn": "viet nam",
    "ptth": "phat thanh truyen hinh",
    "hcc": "hanh chinh cong",
    "chqs": "chi huy quan su",
    "tp": "thanh pho",
    "tx": "thi xa",
    "h": "huyen",
    "p": "phuong",
    "x": "xa",
}
# Safe only as the first, or as the last word of a name; "TU" only in plain capitals ("tư" folds to "tu" too).
_SHORT_FIRST = {"tt": "trung tam", "ca": "cong an"}
_SHORT_LAST_CAPITALS = {"TU": "tinh uy"}
_TONES = "\u0300\u0301\u0303\u0309\u0323"
_LINKING = {"va", "cac"}
_WORD = re.compile(r"[A-Za-z0-9]+")


def words(text: str) -> list[str]:
    """The folded words, punctuation and "&" dropped: "VH,TT&DL" gives vh, tt, dl."""
    return _WORD.findall(fold(text))


def spelled(text: str) -> str:
    """How words are spelled: with their accents, lower case, without blanks; the tone stands behind its word.

    "Hoà" and "hòa" are spelled the same, "Tân Thành" and "Tân Thạnh" are not.
    """
    found = []
    for word in re.findall(r"\w+", unicodedata.normalize("NFC", text).lower()):
        letters = unicodedata.normalize("NFD", word)
        tones = "".join(mark for mark in letters if mark in _TONES)
        found.append("".join(letter for letter in letters if letter not in _TONES) + tones)
    return "".join(found)


def printed_words(name: str, home: Home = NOWHERE) -> tuple[str, ...]:
    """The words of a printed name, abbreviations spelled out, linking words and the home's own name dropped."""
    printed = re.findall(r"\w+", clean(name))
    found: list[str] = []
    for place, word in enumerate(printed):
        last = place == len(printed) - 1
        found.extend(part for part in _spelled_out(word, home, first=place == 0, last=last).split() if part)
    return tuple(without_tail([word for word in found if word not in _LINKING], home))


def printed_key(name: str, home: Home = NOWHERE) -> str:
    """Equal for two printed spellings of one name: folded, spelled out, without blanks, "và" and the home's name."""
    return "".join(printed_words(name, home))


def _spelled_out(word: str, home: Home, *, first: bool, last: bool) -> str:
    if last and not first and word in _SHORT_LAST_CAPITALS:
        return _SHORT_LAST_CAPITALS[word]
    bare = strip_accents(word).lower()
    if first and bare in _SHORT_FIRST:
        return _SHORT_FIRST[bare]
    if last and not first and len(bare) > 1 and bare == "".join(word[0] for word in words(home.place)):
        return fold(home.place)
    return _SHORT.get(bare, bare)
