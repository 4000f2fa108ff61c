"""Which task: "#12", "nv 12", "1, 2 và 4", "1-3", "tất cả", "còn lại", "3 việc đầu".

`find_refs` gives the places of a message that name tasks; `clauses.py` decides which words belong to which place.
Works on the plain form (see normalise.py).
"""

import functools
import re
from dataclasses import dataclass

from handlers.replies.naming.bare_numbers import FOLLOWED, LATER, NOUN, names_tasks, words_before
from handlers.replies.naming.groups import (
    ALL,
    BOTH,
    COUNT,
    COUNTS,
    DENIED,
    DEU,
    EXCEPTED,
    FIRST,
    HEDGED,
    LONE_REST,
    REST,
    SOME,
    WHOLLY,
)
from handlers.replies.naming.masking import NUMBER
from handlers.replies.numbers import COUNTED
from handlers.replies.patterns import compiled

MOST = 200  # tasks named by one range; a wider one is a slip
UNKNOWN = "?"  # tasks were meant, but nobody can tell which ("2 việc chưa xong")

_ONE = rf"(?:#\s?\d{{1,6}}(?:\.(?:\d{{1,2}}|[a-z]\b))?|\({NUMBER}\)|{NUMBER})"
_JOINT = r"(?: ?(?:,|va|voi|&|\+|cung|lan|, ?va) ?| ?(?:->|-|~) ?| (?:den|toi) | )"
_LIST = compiled(
    rf"(?<![\w#])(?<!\d[.,/-])(?<!hang )(?<!thau )(?:\+|-)?(?P<noun>(?:(?:ca|cac|nhung|may|rieng"
    rf"|tu) )*(?:{NOUN} ?:? ?)?)"
    rf"(?P<list>{_ONE}(?:{_JOINT}(?:{NOUN} )?{_ONE})*)(?![\d/%]*[\d%])¦*(?P<mark>\s?[:)=]"
    r"|\s?[./_-](?=\s*[a-z¤]))?"
)
_COUNTED_LIST = compiled(rf"\d{{1,2}} {NOUN} (?=\d)")
_RANGE = compiled(r"(\d{1,3})\s?(?:->|-|~|\bden\b|\btoi\b)\s?(?:[a-z ]+ )?(\d{1,3})(?![\d.])")
_REF = compiled(r"(#)?\s?(\d{1,6}(?:\.(?:\d{1,2}|[a-z]\b))?)")

# "được 60%, còn lại chờ ký": the rest of that task; "60%, còn lại xong": the other tasks.
_REST_OF_ONE = compiled(
    r"con lai(?! (?:thi )?(?:xong|da|deu|hoan thanh|chua xong|chua lam|chua trien khai|dang lam(?! (?:thu tuc|ho so))"
    r"|ok)\b)"
)
COUNTED_OUT = compiled(  # "bên em có 3 việc, xong 2, còn 1": counts, no numbers of tasks
    rf"\b(?:co|tong(?: cong| so)?|nhan|phu trach)(?: tong(?: cong)?)? {COUNT} (?:nhiem vu|(?:dau "
    rf"|cong )?viec)\b(?! (?:so )?\d)"
    rf"(?=.*\b(?:xong|hoan thanh|con|chua \w+|dang \w+)(?: duoc| lai)? {COUNT}\b(?! ?%))"
)
PLAINLY = compiled(r"#\d|\b(?:nhiem vu|viec|task)(?: so)? \d")
_INSIDE = compiled(
    r"(?<=[a-z] )(?<!va )(?<!con )(?<!rieng )(?<!voi )(?<!thi )(?:tu )?(?:muc|cau|y|so|nd|noi dung|cai)(?: so)? \d"
)
"""Once a task is named by its own noun, "mức 2" or "mẫu số 3" among other words names none."""
_STEPS_NAMED = compiled(  # of one task: "dự thảo, góp ý, ban hành đều xong hết"
    r"\b(?:du thao|gop y|lay y kien|tham dinh|khao sat|trinh|soan|(?:dot|giai doan|buoc|khau"
    r"|phan) [^\s,;.]+)\b[^;.\n]*$"
)
_ASKED_OF = compiled(  # "anh xem lại nv 3, nv 5 xong rồi"; but "cán bộ", "công bố"
    r"\b(?:xem|kiem tra|chuyen|xoa"
    r"|(?<!can )(?<!toan )(?<!cong )(?<!phan )(?<!tien )(?<!noi )(?<!dang )(?<!cua )(?<!cac )bo|sua|hoi|mo)"
    r"(?: (?:lai|giup|ho|dum|em|minh|ve|cho|vu|cai|viec))*\s*$"
)
_TAKEN_BACK = compiled(
    r"\b(?:nham|lon(?! hon)|khong phai|hoac|dinh chinh|xong (?:roi )?(?:thi )?moi|roi moi|thi moi"
    r"|(?:sau khi|khi nao|neu)\b(?=[^,;.\n]*\b\d))\b"
)


@dataclass(frozen=True)
class Named:
    """[begin, end) of the text names `refs`."""

    begin: int
    end: int
    refs: tuple[str, ...]


def find_refs(mask: str) -> list[Named]:
    """Every place of a masked text that names tasks, in order; "còn lại" names some where others are named, too."""
    found = _found(mask)
    if any(set(named.refs) - {"*"} for named in found):
        return list(found)
    return [named for named in found if not _is_lone_rest(mask, named)]


def _is_lone_rest(mask: str, named: Named) -> bool:
    return LONE_REST.fullmatch(mask[named.begin : named.end].strip()) is not None


@functools.lru_cache(maxsize=256)  # a message is looked through by whoever cuts it, lists it and accounts for it
def _found(mask: str) -> tuple[Named, ...]:
    found: list[Named] = []
    for sign, pattern, read in ((" dau", FIRST, _first), ("", REST, _every), ("", BOTH, _every)):
        if sign not in mask:
            continue
        found += [Named(m.start(), m.end(), read(m)) for m in pattern.finditer(mask)]
    for match in _LIST.finditer(mask):
        if not _overlaps(match, found) and names_tasks(match, mask):
            found += _listed(match, mask)
    found = [n for n in found if not is_inside(mask, n.begin)]
    found = [n for n in found if not (_REST_OF_ONE.match(mask, n.begin) and _figure_before(n, found, mask))]
    found = [_both_of(n, found, mask) for n in found]
    listed = list(found)
    for pattern, refs in ((ALL, ("*",)), (SOME, (UNKNOWN,)), (WHOLLY, ("*",))):
        for match in pattern.finditer(mask):
            if _overlaps(match, found) or any(0 <= n.begin - match.end() <= 1 for n in listed):
                continue
            if (
                HEDGED.search(words_before(mask, match.start()))
                or _already_named(match, mask, listed)
                or (pattern is WHOLLY and "¤" in re.split(r"[,;.\n]", mask[: match.start()])[-1])
                or (pattern is WHOLLY and DENIED.search(words_before(mask, match.start())))
                or (pattern is WHOLLY and _STEPS_NAMED.search(words_before(mask, match.start())))
            ):
                continue
            found.append(Named(match.start(), match.end(), refs))
    if (
        not found
        and "¤" not in mask
        and not _STEPS_NAMED.search(mask)
        and not re.search(rf"\b{COUNTED}\b.*\bdeu", mask)
    ):
        found += [Named(m.start(), m.end(), ("*",)) for m in DEU.finditer(mask)]
    return tuple(sorted(found, key=lambda named: named.begin))


def is_inside(mask: str, begin: int) -> bool:
    """Whether "mức 2" or "mục 2" at a place stands among other words, where tasks are named by their own noun."""
    return _INSIDE.match(mask, begin) is not None and PLAINLY.search(mask, 0, begin) is not None


def is_plain_list(mask: str) -> bool:
    """Whether no task of the message is only asked about, taken back, or named beside another one."""
    named = find_refs(mask)
    asked = any(_ASKED_OF.search(words_before(mask, place.begin)) for place in named)
    return not asked and _TAKEN_BACK.search(mask) is None


def find_groups(mask: str, *, numbered: bool = False) -> list[Named]:
    """The places that name tasks by no number of theirs: "tất cả", "còn lại", "3 việc đầu", "2 việc".

    `numbered` = others are named by their number, so that "còn lại" names the rest even where `find_refs` sees none.
    """
    named = list(_found(mask)) if numbered else find_refs(mask)
    return [
        place
        for place in named
        if (place.refs in (("*",), (UNKNOWN,)) or FIRST.match(mask, place.begin) or BOTH.match(mask, place.begin))
        and not (WHOLLY.match(mask, place.begin) and _named_before(place, named, mask))
    ]


def _named_before(wholly: Named, named: list[Named], mask: str) -> bool:
    """Whether tasks are named before in the same breath: "tất cả xong hết rồi" says "hết" of these."""
    return any(
        other.end <= wholly.begin
        and not EXCEPTED.search(words_before(mask, other.begin))
        and not re.search(r"[;.\n]", mask[other.end : wholly.begin])
        for other in named
    )


def _both_of(said: Named, found: list[Named], mask: str) -> Named:
    """ "nv 4, 5 xin lùi, cả 2 mới được 50%": as many as were named just before are those."""
    both = BOTH.match(mask, said.begin) if said.refs == ("*",) else None
    count = re.search(r"\d+", both.group()) if both else None
    if count is None:
        return said
    before = max((n for n in found if n.end <= said.begin), key=lambda n: n.end, default=said)
    same = len(before.refs) == int(count.group())
    return Named(said.begin, said.end, before.refs) if same else said


def _figure_before(rest: Named, found: list[Named], mask: str) -> bool:
    """Whether a figure of the task named last (or of the one under discussion) stands before "còn lại"."""
    last = max((n.end for n in found if n.end <= rest.begin), default=0)
    return "¤" in re.split(r"[;\n]|\. ", mask[last : rest.begin])[-1]


def _listed(match: re.Match[str], mask: str) -> list[Named]:
    """The tasks of one list; "xong nv 1, nv 2 đang làm" is cut at its last comma."""
    begin, end = match.span("list")
    if not match.group("noun").strip() and (counted := _COUNTED_LIST.match(mask, begin, end)):
        begin = counted.end()  # "2 việc 1 và 3": the first number counts the others
    comma = mask.rfind(",", begin, end)
    if LATER.search(words_before(mask, match.start())) and (match.group("mark") or "").strip() == ".":
        return [Named(match.start(), end, read_list(mask[begin:end]))]  # "xong #17, #18. Chưa làm #19."
    asked = _ASKED_OF.search(words_before(mask, match.start())) or LATER.search(words_before(mask, match.start()))
    if comma > 0 and asked and FOLLOWED.match(mask, match.end()):
        first, second = mask[begin:comma], mask[comma + 1 : end]
        return [Named(match.start(), comma, read_list(first)), Named(comma + 1, match.end(), read_list(second))]
    return [Named(match.start(), match.end(), read_list(mask[begin:end]))]


def _already_named(match: re.Match[str], mask: str, listed: list[Named]) -> bool:
    """Whether tasks were named just before in the same stretch: "1, 2, 3 xong hết" speaks of these alone."""
    return any(
        n.end <= match.start()
        and not EXCEPTED.search(words_before(mask, n.begin))
        and not re.search(r"[,;.\n]", mask[n.end : match.start()])
        for n in listed
    )


def _overlaps(match: re.Match[str], found: list[Named]) -> bool:
    return any(match.start() < n.end and n.begin < match.end() for n in found)


def _first(match: re.Match[str]) -> tuple[str, ...]:
    word = match.group("n") or "1"
    count = int(word) if word.isdigit() else COUNTS[word]
    return tuple(str(n) for n in range(1, min(count, MOST) + 1))


def _every(_: re.Match[str]) -> tuple[str, ...]:
    return ("*",)


def read_list(text: str) -> tuple[str, ...]:
    """The refs of "1, 2 và 4" or "1-3", each once; "#" before the first of a list holds for that one only."""
    spread = _RANGE.sub(_range, text)
    refs = [f"{mark}{number.lstrip('0') or '0'}" for mark, number in _REF.findall(spread)]
    return tuple(dict.fromkeys(refs))


def _range(match: re.Match[str]) -> str:
    first, last = int(match.group(1)), int(match.group(2))
    if first < last <= first + MOST:
        return " ".join(str(n) for n in range(first, last + 1))
    return match.group()
