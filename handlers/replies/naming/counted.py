"""A count said before the tasks it counts: "xong 2 việc: 1, 3", "Đã hoàn thành (3 nhiệm vụ): 1, 2, 6".

Where as many tasks are listed as were counted, the count says nothing more and is left out; any other count stays, and
is asked about where it may be a task's number.
"""

import re

from handlers.replies.naming.groups import COUNT, COUNTS
from handlers.replies.naming.refs import read_list
from handlers.replies.patterns import compiled
from handlers.replies.spelling.normalise import Words

_NOUN = r"(?:nhiem vu|dau viec|cong viec|viec|task|muc|cai)"
_ONE = rf"(?:(?:{_NOUN}|so) (?:so )?)?#?\d{{1,3}}(?:\.\d{{1,2}})?(?![\d/.%]*[\d%])(?! ?(?:{_NOUN}|%))"
_LIST = rf"(?P<list>{_ONE}(?:(?: ?[,&+-] ?| va | voi | lan | den | toi |, va ){_ONE})*)"
_BEFORE_LIST = compiled(
    rf"(?<!viec )(?<!vu )(?<!so )(?<!muc )(?<!task )(?<![#\w])(?:(?:ca|het"
    rf"|tat ca) )?(?P<count>{COUNT})(?:/\d{{1,2}})? {_NOUN}(?P<said>(?: (?!{_NOUN}\b|la\b|gom\b)[a-z_]+){{0,4}})"
    rf"(?: ?[:=(]| (?:la|gom|bao gom|do la|gom co)(?: cac)? ?:?|(?= (?:(?:{_NOUN}"
    rf"|so) (?:so )?)?#?\d)) ?{_LIST}(?P<close> ?\))?"
)
_BARE = compiled(  # "5 việc xong 3: 1, 2, 5"
    rf"\b(?:xong|hoan thanh|hoan tat|chua|dang lam|con)(?: duoc"
    rf"| lai)? (?P<count>\d{{1,2}})(?: ?[:(]) ?{_LIST}(?! ?[a-z])"
)
_IN_BRACKETS = compiled(rf"\((?P<count>{COUNT})(?: {_NOUN})?\)(?= ?: ?{_LIST})")


_OPENING = compiled(
    rf"(?:^|(?<=\n))[^\d\n,;.:]*?\b(?P<count>{COUNT}) {_NOUN}(?: (?:nay|do|cua|em|ben em|xa|duoc giao|phu trach"
    rf"|thi))* ?[:,.]"
)


def without_counts(words: Words) -> Words:
    """`words` without each count of tasks that are listed behind it, as many as it says."""
    if (opening := _OPENING.match(words.plain)) and _all_follow(opening, words.plain):
        words = words.blank(opening.start("count"), opening.end())
    for match in reversed(list(_IN_BRACKETS.finditer(words.plain))):
        if _counts(match):
            words = words.blank(*match.span())
    for match in reversed(list(_BARE.finditer(words.plain))):
        if _number(match) == len(read_list(match.group("list"))) > 1:
            words = words.blank(match.start("count"), match.start("list"))
    for match in reversed(list(_BEFORE_LIST.finditer(words.plain))):
        if not _counts(match) or ("(" in match.group()) != bool(match.group("close")):
            continue
        front, behind = words.part(0, match.start()), words.part(match.end(), len(words.plain))
        listed = words.part(*match.span("list"))
        said = words.part(*match.span("said"))
        if listed.plain[0].isdigit():
            listed = Words("viec ", "viec ").next_to(listed)
        words = front.next_to(said.part(1, len(said.plain)).with_(listed) if said.plain else listed).next_to(behind)
    return words


def _all_follow(match: re.Match[str], plain: str) -> bool:
    """ "3 việc: 1 xong, 2 đang làm, 3 chưa": whether as many tasks as were counted open what is said behind."""
    behind = re.findall(
        r"(?:^|[,;.\n(] ?|\bcon )(?:(?:nhiem vu|viec|so) )?(\d{1,2})(?=[.):]? ?[a-z(])", plain[match.end() :].lstrip()
    )
    return len(set(behind)) == _number(match)


def _counts(match: re.Match[str]) -> bool:
    count = _number(match)
    marked = re.search(r"[:=(]| (?:la|gom) ", match.group()) is not None  # "xong 1 việc 2 chưa" counts nothing
    return len(read_list(match.group("list"))) == count and (count > 1 or marked)


def _number(match: re.Match[str]) -> int:
    said = match.group("count")
    return int(said) if said.isdigit() else COUNTS[said]
