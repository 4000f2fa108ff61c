"""The ways one agency may be typed, each with what it is: the aliases that matching looks up.

A form's key is folded and without blanks ("soyte"), so that spacing and punctuation do not matter; a key of loose
letters keeps its blanks ("p bnt"), else "x nh" would be found in "xanh". Nothing here is fuzzy.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from catalog.agencies.records import TYPE_WORDS, Agency, Former
from catalog.agencies.typing_keys import is_syllable
from catalog.agencies.written import words

# How good a form is, best first. Where two forms share a key the better rank wins; within one rank all count.
OFFICIAL, FORMER, OTHER_TYPE, SHORT, FORMER_SHORT, BARE, INITIALS = range(7)

HOW = {
    OFFICIAL: "tên chính thức",
    FORMER: "tên cũ",
    OTHER_TYPE: "tên đúng, khác loại hình",
    SHORT: "viết tắt",
    FORMER_SHORT: "viết tắt tên cũ",
    BARE: "tên rút gọn",
    INITIALS: "chữ cái đầu",
}


@dataclass(frozen=True, slots=True)
class Form:
    """One alias of an agency, or of a former name (then `agencies` are its successors, the primary first).

    `alias` is how it reads; `sure` is false where even the exact alias has to be asked about. `place` is the
    unit's bare name for a commune, and `ground` the districts that a mention of may accompany it.
    """

    key: str
    alias: str
    agencies: tuple[str, ...]
    rank: int
    sure: bool = True
    local: bool = False
    ground: tuple[str, ...] = ()


_SHORT_TYPES = {"xã": ("x",), "phường": ("p",), "đặc khu": ("dk",), "thị trấn": ("tt",)}
_DISTRICT_TYPES = ("huyện", "thị xã", "thành phố", "huyện đảo")
_SHORT_DISTRICTS = ("h", "tx", "tp")
_DIRECTIONS = {"bac", "nam", "dong", "tay", "trung"}

# Phrases inside names and their usual abbreviations; any other phrase is abbreviated by its first letters.
_PHRASES = {
    "uy ban nhan dan": "ubnd",
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
_PROVINCE_END = re.compile(r"\s+(tỉnh\s+)?Khánh Hòa$|\s+tỉnh$")
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
_HEADS |= {"tong", "tct", "cong", "cty", "thanh", "thue", "hai", "dai", "cuc"}


def squash(parts: list[str] | tuple[str, ...]) -> str:
    """The key of words: without blanks and without "và"."""
    return "".join(part for part in parts if part != "va")


def initials(syllables: list[str]) -> str:
    """First letters: "bac nha trang" gives "bnt"."""
    return "".join(syllable[0] for syllable in syllables)


def commune_forms(agency: Agency, *, shared_name: bool) -> Iterator[Form]:
    """Forms of a commune of today. `shared_name`: an abolished district was called so too, the bare name asks."""
    own = TYPE_WORDS[agency.kind]
    unit = words(agency.unit)
    names = (agency.name,)
    ground = tuple(squash(words(district)[-2:]) for district in agency.districts)
    orders = [unit, *_turned(unit)]
    for type_word, short_types in _SHORT_TYPES.items():
        mine = type_word == own
        alias = f"{type_word} {agency.unit}"
        rank, sure = (OFFICIAL, True) if mine else (OTHER_TYPE, not shared_name)
        if type_word == "thị trấn" or (own == "đặc khu" and not mine):
            continue
        for order in orders:
            yield Form(squash(words(type_word) + order), alias, names, rank, sure, True, ground)
            for short in short_types:
                yield Form(" ".join([short, *order]), alias, names, rank, sure, True, ground)
        if mine:
            for head in (" ".join(words(type_word)), *short_types):
                for abbreviated in _abbreviations(unit):
                    key = f"{head} {abbreviated}"
                    yield Form(key, alias, names, SHORT, True, True, ground)
            packed = short_types[0] + initials(unit)
            if len(packed) >= 4:
                yield Form(packed, alias, names, SHORT, True, True, ground)
    for order in orders:
        yield Form(squash(order), agency.unit, names, BARE, not shared_name, True, ground)
    for abbreviated in _abbreviations(unit):
        loose = " " not in abbreviated
        rank = INITIALS if loose else BARE
        yield Form(abbreviated, agency.unit, names, rank, not loose, True, ground)


def former_commune_forms(old: Former) -> Iterator[Form]:
    """Forms of a commune from before July 2025: sure only where one commune took it over whole."""
    type_word, name = _type_and_name(old.name)
    sure = len(old.successors) == 1
    ground = (squash(words(old.district)[-2:]),)
    for other, short_types in _SHORT_TYPES.items():
        mine = other == type_word
        rank = FORMER if mine else OTHER_TYPE
        if other == "đặc khu" or (other == "thị trấn" and not mine):
            continue
        kept = sure and mine
        key = squash(words(other) + words(name))
        yield Form(key, old.name, old.successors, rank, kept, True, ground)
        for short in short_types:
            key = " ".join([short, *words(name)])
            yield Form(key, old.name, old.successors, rank, kept, True, ground)
    yield Form(squash(words(name)), old.name, old.successors, BARE, sure, True, ground)


def district_forms(old: Former) -> Iterator[Form]:
    """Forms of an abolished district: asked, except where one commune is all that is left of it."""
    _, name = _type_and_name(old.name)
    whole = words(name)
    sure = bool(old.primary)
    called = [whole] + [words(part) for part in name.split(" - ") if " - " in name]
    for place, order in enumerate(called):
        for type_word in _DISTRICT_TYPES:
            key = squash(words(type_word) + order)
            yield Form(key, old.name, old.successors, FORMER, sure, False)
        for short in _SHORT_DISTRICTS:
            yield Form(" ".join([short, *order]), old.name, old.successors, FORMER, sure, False)
            yield Form(f"{short} {initials(order)}", old.name, old.successors, SHORT, sure, False)
        if place == 0 or order != whole:
            yield Form(squash(order), old.name, old.successors, BARE, sure, False)
    if len(whole) > 3:
        yield Form(initials(whole), old.name, old.successors, INITIALS, False, False)


def body_forms(name: str, alias: str, agencies: tuple[str, ...], *, rank: int, sure: bool) -> Iterator[Form]:
    """Forms of a provincial body, or a former one: each phrase of `name` in full or abbreviated.

    "Sở Khoa học và Công nghệ" gives sokhoahoccongnghe, sokhcn, skhcn, sokhcongnghe ...
    """
    head, groups = groups_of(name)
    closing = words(name)[-1] == "tinh"
    anywhere = rank if reads_as_body(words(name)[: -1 if closing else None]) else BARE
    options = [(squash(group), _abbreviated(group)) for group in groups[:_MOST_GROUPS]]
    heads = (head, head[0]) if head == "so" else (head,)
    for choice in product((0, 1), repeat=len(options)):
        tail = "".join(option[short] for option, short in zip(options, choice, strict=True))
        for front in heads:
            if front == "s" and head == "so" and not all(choice):
                continue
            key = front + tail
            loose = any(choice) or front != head
            if len(key) < 3:
                continue
            kind = (SHORT if rank == OFFICIAL else FORMER_SHORT) if loose else rank
            yield Form(key, alias, agencies, max(kind, anywhere), sure)
            if closing:
                yield Form(key + "tinh", alias, agencies, kind, sure)
    if head == "so" and options:
        short = "".join(option[1] for option in options)
        if len(short) >= 4:
            yield Form(short, alias, agencies, SHORT if rank == OFFICIAL else FORMER_SHORT, sure)


def reads_as_body(parts: list[str]) -> bool:
    """Whether words are the name of a body wherever they stand: "sở y tế" is, "công an" or "thuế" need "tỉnh"."""
    if parts[:1] == ["so"]:
        return len(parts) > 1
    return len(parts) >= 3 and parts[0] in _HEADS


def partial_forms(name: str, alias: str, agencies: tuple[str, ...], *, sure: bool) -> Iterator[Form]:
    """Runs of a body's phrases, with and without its "Sở": "khoa học", "sở công nghệ", "khu kinh tế"."""
    head, groups = groups_of(_PROVINCE_END.sub("", name))
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
    """A body's name as its head ("so" or "") and its phrases, each a list of syllables, without "tỉnh"."""
    groups: list[list[str]] = []
    head = ""
    for part in _SPLIT.split(name):
        syllables = words(part)
        if not groups and not head and syllables[:1] == ["so"]:
            head, syllables = "so", syllables[1:]
        groups.extend(_phrases(syllables))
    if len(groups) > 1 and groups[-1] == ["tinh"]:
        groups.pop()
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
                for size in (4, 3, 2)
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


def _abbreviations(unit: list[str]) -> list[str]:
    """ "bnt", "bac nt", "b nha trang", "bn trang" of a commune's name; digraphs kept ("n chu", "ntr") too."""
    found = {initials(unit), "".join(_digraph(syllable) for syllable in unit)}
    for cut in range(1, len(unit)):
        if not is_syllable(initials(unit[cut:])):
            found.add(" ".join([*unit[:cut], initials(unit[cut:])]))
        if not is_syllable(initials(unit[:cut])):
            found.add(" ".join([initials(unit[:cut]), *unit[cut:]]))
        found.add(" ".join([*unit[:cut], "".join(_digraph(syllable) for syllable in unit[cut:])]))
    return sorted(found)


def _digraph(syllable: str) -> str:
    return syllable[:2] if syllable[:2] in ("ch", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr") else syllable[0]


def _turned(unit: list[str]) -> list[list[str]]:
    """A name with its direction at the other end: "Nha Trang Bắc", "Đông Bác Ái"."""
    if len(unit) < 3:
        return []
    if unit[0] in _DIRECTIONS:
        return [[*unit[1:], unit[0]]]
    return [[unit[-1], *unit[:-1]]] if unit[-1] in _DIRECTIONS else []


def _type_and_name(unit: str) -> tuple[str, str]:
    for type_word in (*_SHORT_TYPES, *_DISTRICT_TYPES):
        if unit.startswith(type_word + " "):
            return type_word, unit[len(type_word) + 1 :]
    raise ValueError(unit)
