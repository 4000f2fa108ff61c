"""A line that heads the lines of tasks below it: "Đã xong" over "- NV 3" and "- NV 7" is said of both.

What a line says for itself stands; its heading is said of it where it says no state.
"""

import re

from handlers.replies.patterns import compiled
from handlers.replies.spelling.normalise import Words

_STATE = r"(?:xong|hoan thanh|hoan tat|chua|dang|vuong|cho|doi|thieu|do dang|ket|tre|cham)"
_NUMBERED = compiled(r"\W*(?:(?:i{1,3}|iv|v|[a-d]|\d)[.)/-] )?")
_HEADING = compiled(
    rf"(?=[a-z_ ]*\b{_STATE}\b)(?!.*\b(?:em|anh|chi|nhe|a|con lai|khac|kia"
    rf"|tat ca)\b)(?:[a-z_]+ ){{0,8}}[a-z_]+(?: ?\(\d{{1,2}}\))? ?:? *"
)
_TASKS = r"(?:nhiem vu|dau viec|cong viec|viec|cac|nhung|may|muc)"
_TASK = r"(?:(?:nhiem vu|dau viec|cong viec|viec|muc|so|stt)(?: so)? ?)?#?\d{1,3}(?:\.\d{1,2})?(?![\d/%]|[.,]\d)"
_TASK_LINE = compiled(
    rf"(?P<head>[\s\-+*•(]*)(?P<list>{_TASK}(?:(?: ?[,&] ?| va | voi ){_TASK})*)(?P<mark> ?[.):/-]?)(?= |$)(?P<rest>.*)"
)
_NAMED_TASK = compiled(r"[\s\-+*•(]*(?:nhiem vu|dau viec|cong viec|viec|muc|so|stt|#)")
_SAYS = compiled(
    r"\b(?:xong|hoan thanh|hoan tat|da|dang|chua|roi|se|duoc|dat|moi|trinh|sap|gan|ok|khong|xin)\b|\d ?%|\d/\d"
)
_ROMAN = compiled(
    r"(?:(?<=\n)|^)(?:(?:i{1,3}|iv)[.)/-]+ (?=[a-z])"
    rf"|[a-d][.)/-] (?=(?:[a-z_]+ ){{0,6}}?{_STATE}\b[a-z_ ]*(?:\(\d+\) ?)?: ?(?:nhiem vu|viec|#?\d)))"
)


def under_headings(words: Words) -> Words:
    """`words` with each heading said of the lines of tasks below it, and the numbers of the headings left out."""
    if "\n" not in words.plain:
        return words
    for number in _ROMAN.finditer(words.plain):
        words = words.blank(*number.span())
    lines = _lines(words)
    told: list[Words] = []
    place = 0
    while place < len(lines):
        heading = _heading(lines[place])
        below = _below(lines, place + 1) if heading else 0
        named = below and _NAMED_TASK.match(lines[place + 1].plain) is not None
        if heading and below and (named or _heads_numbers(lines[place].plain, lines[place + 1 : place + 1 + below])):
            told += [_said_of(line, heading) for line in lines[place + 1 : place + 1 + below]]
            place += below + 1
        else:
            told.append(lines[place])
            place += 1
    return Words("\n".join(line.plain for line in told), "\n".join(line.marked for line in told))


def _heads_numbers(heading: str, below: list[Words]) -> bool:
    """Whether a line heads lines that open with a bare number: it has none of its own, and they need or it tells so."""
    matches = [_TASK_LINE.fullmatch(line.plain) for line in below]
    mute = any(match and not _SAYS.search(match["rest"]) for match in matches)
    return not heading.lstrip(" -+*•(")[:1].isdigit() and (mute or heading.rstrip().endswith(":"))


def _lines(words: Words) -> list[Words]:
    lines, begin = [], 0
    for line in words.plain.split("\n"):
        lines.append(words.part(begin, begin + len(line)))
        begin += len(line) + 1
    return lines


def _heading(line: Words) -> Words | None:
    """What a line says as a heading, without its own number and the noun of tasks; None where it is none."""
    opening = _NUMBERED.match(line.plain)
    begin = opening.end() if opening else 0
    if _HEADING.fullmatch(line.plain, begin) is None:
        return None
    said = line.part(begin, len(line.plain))
    for noun in re.finditer(rf"\b{_TASKS}\b|\(\d+\)|:", said.plain):
        said = said.blank(*noun.span())
    return said


def _below(lines: list[Words], begin: int) -> int:
    """How many lines of tasks stand from `begin` on."""
    end, named = begin, begin < len(lines) and _NAMED_TASK.match(lines[begin].plain) is not None
    while end < len(lines) and _TASK_LINE.fullmatch(lines[end].plain):
        if (_NAMED_TASK.match(lines[end].plain) is not None) != named or _heading(lines[end]):
            break  # "2. Việc chưa xong" below "- NV 4" heads the next ones
        end += 1
    return end - begin


def _said_of(line: Words, heading: Words) -> Words:
    match = _TASK_LINE.fullmatch(line.plain)
    if match is None or _SAYS.search(match.group("rest")):
        return line
    tasks, rest = line.part(*match.span("list")), line.part(*match.span("rest"))
    if tasks.plain[0].isdigit():
        tasks = Words("viec ", "viec ").next_to(tasks)
    said = tasks.with_(heading)
    blocked = re.search(r"\b(?:vuong|thieu|cho|doi|kho|loi|ket)\b", rest.plain) is not None
    return said.next_to(Words(", ", ", ")).next_to(rest) if blocked else said
