"""A milestone by its own number, "mốc 2 của nv 3" or "nv 6 xong mốc 1, mốc 2 đang làm", is written as refs say it:
"việc 3.2". Its number alone must never be taken for a task's.
"""

import re

from handlers.replies.patterns import compiled
from handlers.replies.spelling.normalise import Words

_TASK = r"(?:nhiem vu|dau viec|cong viec|viec|cau|muc)(?: so)? #?|#"
_NUMBER = r"\d{1,2}(?![\d%]|[./-]\d| ?(?:thang|tuan|ngay|gio|nam|quy|phan tram)\b)"
_AGAIN = rf"(?:(?: ?, ?| va | voi )(?:moc(?: so)? )?{_NUMBER}(?! (?:dang|chua|moi|duoc|con|thi)\b))*"
_MILESTONES = rf"\bmoc(?: so)? (?P<slots>{_NUMBER}{_AGAIN})"
_OF_TASK = compiled(
    rf"{_MILESTONES}(?: (?:cua|trong|thuoc|o))? (?P<task>(?:{_TASK})\d{{1,6}})(?![\d.]*\d)"
)  # "mốc 1 của nv 5"
_TASK_S = compiled(
    rf"(?<![\w#])(?P<task>(?:{_TASK})\d{{1,6}})(?![\d.]*\d)(?P<between> ?:?(?: [a-z_]+){{0,5}}? ){_MILESTONES}"
)  # "nv 6 xong mốc 1"
_NAMED = compiled(rf"(?P<task>(?:{_TASK})\d{{1,6}})(?:\.\d{{1,2}})?|{_MILESTONES}")


def with_milestones(words: Words) -> Words:
    """`words` with each milestone under the number of its task: that named with it, else the one named before.

    Where no task is named the number says nothing ("mốc 2 xong" of the task under discussion): which is asked.
    """
    if "moc " not in words.plain:
        return words
    for pattern in (_OF_TASK, _TASK_S):
        for match in reversed(list(pattern.finditer(words.plain))):
            between = words.part(*match.span("between")) if pattern is _TASK_S else Words("", "")
            words = _put(words, match, _refs(match.group("task"), match.group("slots")), between)
    for match in reversed(list(_NAMED.finditer(words.plain))):
        if match.group("slots"):
            before = [one.group("task") for one in _NAMED.finditer(words.plain, 0, match.start()) if one.group("task")]
            words = _put(words, match, _refs(before[-1], match.group("slots")) if before else "moc nay", Words("", ""))
    return words


def _refs(task: str, slots: str) -> str:
    return ", ".join(f"{task}.{int(slot)}" for slot in re.findall(r"\d+", slots))


def _put(words: Words, match: re.Match[str], refs: str, behind: Words) -> Words:
    front, rest = words.part(0, match.start()), words.part(match.end(), len(words.plain))
    return Words(
        front.plain + refs + behind.plain.rstrip() + rest.plain,
        front.marked + refs + behind.marked[: len(behind.plain.rstrip())] + rest.marked,
    )
