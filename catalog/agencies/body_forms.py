"""The ways the name of a provincial body may be typed: each of its phrases in full, abbreviated or left out."""

import re
from collections.abc import Iterator
from functools import cache
from itertools import product

from catalog.agencies.forms import BARE, FORMER_SHORT, OFFICIAL, SHORT, Form, initials, squash
from catalog.agencies.records import Home
from catalog.agencies.surroundings import own_tails, without_tail
from catalog.agencies.written import words

# Phrases inside names and their usual abbreviations; any other phrase is abbreviated by its first letters.
_PHRASES = {
    "uy ban nhan dan": "ubnd",
    "hoi dong nhan dan": "hdnd",
    "doan dai bieu quoc hoi": "ddbqh",
    "lien hiep phu nu": "lhpn",
    "toa an nhan dan": "tand",
    "vien kiem sat nhan dan": "vksnd",
    "thi hanh an dan su": "thads",
    "kho bac nha nuoc": "kbnn",
    "thanh nien cong san": "tncs",
    "uy ban": "ub",
    "ban quan ly": "bql",
    "khu kinh te": "kkt",
    "khu cong nghiep": "kcn",
    "van phong": "vp",
    "trung tam": "tt",
    "hanh chinh cong": "hcc",
    "phuc vu": "pv",
    "ngan hang nha nuoc": "nhnn",
    "bao hiem xa hoi": "bhxh",
    "mat tran to quoc": "mttq",
    "viet nam": "vn",
    "phat thanh": "pt",
    "truyen hinh": "th",
    "tinh uy": "tu",
    "cong an": "ca",
    "xuc tien": "xt",
    "chi huy": "ch",
    "quan su": "qs",
    "chi cuc": "cc",
    "khu vuc": "kv",
    "du an": "da",
    "phat trien nong thon": "ptnt",
    "phat trien": "pt",
    "tong cong ty": "tct",
    "doanh nhan tre": "dnt",
    "thanh tra": "ttr",
    "thong ke": "tk",
    "hai quan": "hq",
    "ke hoach": "kh",
    "dau tu": "dt",
    "thuong mai": "tm",
    "giao thong": "gt",
    "van tai": "vt",
    "thong tin": "tt",
    "truyen thong": "tt",
    "tai nguyen": "tn",
    "moi truong": "mt",
    "nong nghiep": "nn",
    "lao dong": "ld",
    "thuong binh": "tb",
    "xa hoi": "xh",
}
_SPLIT = re.compile(r"\s*(?:,|&|\s-\s|\bvà\b|\s–\s)\s*", re.IGNORECASE)
_MOST_GROUPS = 7
_SAYS_NOTHING = {"tinh", "khuvuc", "cac", "chinhanh"}
_HEADS = {
    "van",
    "vp",
    "ban",
    "bo",
    "bch",
    "bao",
    "chi",
    "ngan",
    "nhnn",
    "trung",
    "tt",
    "bql",
    "uy",
    "mat",
    "lien",
    "hoi",
}
_KIND_HEADS = {"so", "phong", "khoa", "vu"}
"""Heads of which a name's other words are its own: abbreviated to their first letter ("SNV", "PTCKT", "KHSTC")."""
_HEADS |= {"tong", "tct", "cong", "cty", "thanh", "thue", "hai", "dai", "cuc"}


def body_forms(
    name: str, alias: str, agencies: tuple[str, ...], home: Home, *, rank: int, sure: bool
) -> Iterator[Form]:
    """Forms of a provincial body, or a former one: each phrase of `name` in full or abbreviated.

    "Sở Khoa học và Công nghệ" gives sokhoahoccongnghe, sokhcn, skhcn, sokhcongnghe ...
    """
    said = words(name)
    core = without_tail(said, home)
    closings = _closings(home) if len(core) < len(said) else ()
    head, groups = groups_of(_first_words(name, len(core)))
    anywhere = rank if reads_as_body(core) else BARE
    options = [(squash(group), _abbreviated(group)) for group in groups[:_MOST_GROUPS]]
    heads = (head, head[0]) if head else (head,)
    for choice in product((0, 1), repeat=len(options)):
        tail = "".join(option[short] for option, short in zip(options, choice, strict=True))
        for front in heads:
            if front != head and not all(choice):
                continue
            key = front + tail
            loose = any(choice) or front != head
            if len(key) < 3:
                continue
            kind = (SHORT if rank == OFFICIAL else FORMER_SHORT) if loose else rank
            yield Form(key, alias, agencies, max(kind, anywhere), sure)
            for closing in closings:
                yield Form(key + closing, alias, agencies, kind, sure)
    if head and options:
        short = "".join(option[1] for option in options)
        if len(short) >= 4:
            yield Form(short, alias, agencies, SHORT if rank == OFFICIAL else FORMER_SHORT, sure)


def reads_as_body(parts: list[str]) -> bool:
    """Whether words are the name of a body wherever they stand: "sở y tế" is, "công an" or "thuế" need "tỉnh"."""
    if parts[:1] and parts[0] in _KIND_HEADS:
        return len(parts) > 1
    return len(parts) >= 3 and parts[0] in _HEADS


@cache
def _closings(home: Home) -> tuple[str, ...]:
    """What may stand behind a name that says whose it is: "tỉnh", "thành phố", "tp", the home's own name."""
    return tuple(dict.fromkeys(squash(tail) for tail in own_tails(home)))


def _first_words(name: str, count: int) -> str:
    """The name up to its `count`-th word."""
    found = list(re.finditer(r"\w+", name))
    return name[: found[count - 1].end()] if 0 < count <= len(found) else name


def partial_forms(name: str, alias: str, agencies: tuple[str, ...], home: Home, *, sure: bool) -> Iterator[Form]:
    """Runs of a body's phrases, with and without its "Sở": "khoa học", "sở công nghệ", "khu kinh tế"."""
    head, groups = groups_of(_first_words(name, len(without_tail(words(name), home))))
    for start in range(len(groups)):
        for end in range(start + 1, len(groups) + 1):
            key = squash([syllable for group in groups[start:end] for syllable in group])
            if len(key) < 3 or key in _SAYS_NOTHING:
                continue
            yield Form(key, alias, agencies, BARE, sure)
            if head and (start, end) != (0, len(groups)):
                yield Form(head + key, alias, agencies, SHORT, sure)
                short = "".join(_abbreviated(group) for group in groups[start:end])
                yield Form(head + short, alias, agencies, FORMER_SHORT, sure)


def groups_of(name: str) -> tuple[str, list[list[str]]]:
    """A body's name as its head ("so", "phong", "khoa" ... or "") and its phrases, each a list of syllables."""
    groups: list[list[str]] = []
    head = ""
    for part in _SPLIT.split(name):
        syllables = words(part)
        if not groups and not head and syllables[:1] and syllables[0] in _KIND_HEADS:
            head, syllables = syllables[0], syllables[1:]
        groups.extend(_phrases(syllables))
    return head, groups


def _phrases(syllables: list[str]) -> list[list[str]]:
    """The syllables cut at known phrases; what lies between them stays together."""
    found: list[list[str]] = []
    loose: list[str] = []
    place = 0
    while place < len(syllables):
        length = next(
            (
                size
                for size in (5, 4, 3, 2)
                if " ".join(syllables[place : place + size]) in _PHRASES and place + size <= len(syllables)
            ),
            0,
        )
        if length or syllables[place] == "tinh":
            if loose:
                found.append(loose)
                loose = []
            length = length or 1
            found.append(syllables[place : place + length])
            place += length
        else:
            loose.append(syllables[place])
            place += 1
    if loose:
        found.append(loose)
    return found


def _abbreviated(group: list[str]) -> str:
    return _PHRASES.get(" ".join(group)) or (initials(group) if len(group) > 1 else group[0])
