"""How one name is written in many ways: the key under which printed spellings of it are the same.

Documents write "Sở VH,TT&DL", "Ban quản lý khu Kinh tế và khu công nghiệp tỉnh", "UBND TP. Nha Trang" or add
"tỉnh Khánh Hòa". `printed_key` takes these differences away and nothing else; it forgives no typing mistake
(that is the matching's work, which asks when in doubt).
"""

import re

from catalog.text import clean, fold, strip_accents

PROVINCE = ("khanh", "hoa")

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
_SHORT_LAST = {"kh": "khanh hoa"}
_SHORT_LAST_CAPITALS = {"TU": "tinh uy"}
_LINKING = {"va", "cac"}
_WORD = re.compile(r"[A-Za-z0-9]+")


def words(text: str) -> list[str]:
    """The folded words, punctuation and "&" dropped: "VH,TT&DL" gives vh, tt, dl."""
    return _WORD.findall(fold(text))


def printed_words(name: str) -> tuple[str, ...]:
    """The words of a printed name, abbreviations spelled out, linking words and province dropped."""
    printed = re.findall(r"\w+", clean(name))
    found: list[str] = []
    for place, word in enumerate(printed):
        last = place == len(printed) - 1
        found.extend(part for part in _spelled_out(word, first=place == 0, last=last).split() if part)
    return _without_province([word for word in found if word not in _LINKING])


def printed_key(name: str) -> str:
    """Equal for two printed spellings of one name: folded, spelled out, without blanks, "và" and province."""
    return "".join(printed_words(name))


def _spelled_out(word: str, *, first: bool, last: bool) -> str:
    if last and not first and word in _SHORT_LAST_CAPITALS:
        return _SHORT_LAST_CAPITALS[word]
    bare = strip_accents(word).lower()
    if first and bare in _SHORT_FIRST:
        return _SHORT_FIRST[bare]
    if last and not first and bare in _SHORT_LAST:
        return _SHORT_LAST[bare]
    return _SHORT.get(bare, bare)


def _without_province(found: list[str]) -> tuple[str, ...]:
    """Drops a closing "tỉnh", "Khánh Hòa" or "tỉnh Khánh Hòa", as long as a word remains."""
    kept = list(found)
    if tuple(kept[-2:]) == PROVINCE and len(kept) >= 3:
        del kept[-2:]
    if kept[-1:] == ["tinh"] and len(kept) >= 2:
        del kept[-1:]
    return tuple(kept)
