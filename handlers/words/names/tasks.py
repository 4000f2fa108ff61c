"""The numbers of tasks in a line: "việc 12 và 13", "#422", "duyệt 415"."""

import re
from collections.abc import Container

from handlers.words.line import Line
from handlers.words.names.said import Mark, free

_TASK_WORD = r"(?:viec|nhiem vu|dau viec|cong viec|task)"


_UNIT = r"(?! ?(?:ngay|tuan|thang|nam|quy|gio|don vi|co quan|so nganh|xa|phuong|lan|nguoi|viec|nhiem vu|%|phan tram)\b)"


_NUMBER = rf"(?<![\w/.-])(\d{{1,6}})(?![\w/.-]?\w)(?! ?[/%]){_UNIT}"


_MORE = rf"((?: (?:,|va|voi|;|cung voi|cung) (?:(?:ca )?{_TASK_WORD} )?(?:so )?#?\d{{1,6}}(?![\w/.-]?\w){_UNIT})*)"


_TASKS = re.compile(
    rf"\b{_TASK_WORD}(?: (?:nay|kia|do|cu|thu))?(?: (?:so|ma|ma so|thu|stt))? #?{_NUMBER}{_MORE}|"
    rf"(?<!\w)#(\d{{1,6}})\b{_MORE}"
    rf"|\b(?:cai|ma|ma so|cai so|dong|stt|muc so)(?: so)? #?{_NUMBER}{_MORE}"
)


_SAID_OF = re.compile(
    r"^(?:(?:\w+|,) ){0,4}?(?:duyet|nghiem thu|tra lai|tra ve|gia han|doi han|"
    r"lui han|dieu chinh han|mo|xem|chuyen|chap nhan|bac|xem lai|huy|hoan tac|"
    r"tra(?= (?:lai |ve )?(?:bc|bao cao) #?\d))"
    rf"(?: (?:cho|lai|giup|em|toi|minh|anh|chi|so|cai|nhiem|luon|bc|bao cao))* #?{_NUMBER}{_MORE}"
)

_AT_FIRST = re.compile(rf"^(?:(?:da|em|anh|chi|a|oi|,) )*{_NUMBER}(?= )")
_ORDERS = re.compile(
    r"\b(?:duyet|nghiem thu|tra lai|tra ve|lam lai|gia han|doi han|lui han|chuyen|chap nhan|don doc|nhac|"
    r"doi (?:toi|den|sang|qua)|"
    r"lui (?:toi|den|sang|qua)|giao (?:lai|qua|cho)|keo (?:toi|den))\b"
)
""" "422 chưa có chữ ký, trả lại": a number that stands first, where something is ordered of it."""

_ASKED_AT_FIRST = re.compile(
    rf"^(?:(?:da|em|anh|chi|a|oi|cho hoi|xem|,) )*{_NUMBER}"
    r"(?= (?:la (?:viec|nhiem vu|cai) |la gi|giao (?:cho )?ai|ai (?:lam|chu tri|phu trach|theo doi)|noi dung|"
    r"han (?:bao gio|nao|khi nao|ngay)|(?:lam )?(?:den|toi) dau|sao roi|xong chua))"
)
""" "422 giao ai": a number that is asked about."""


def tasks_in(line: Line, marks: list[Mark], plans: Container[str] = ()) -> tuple[str, ...]:
    """The numbers of tasks, in their order, as digits; a bare one that is one of `plans` is that plan."""
    found: list[str] = []
    at_once = not line.text.isascii()  # with accents "ngay" is no "ngày": "trả lời việc 12 ngay"
    plain = " ".join("NGAY" if at_once and one.typed == "ngay" else one.plain for one in line.tokens)
    for pattern in (_TASKS, _SAID_OF, _ASKED_AT_FIRST, *((_AT_FIRST,) if _ORDERS.search(plain) else ())):
        for first, last, match_ in line.spans(pattern, plain):
            begin = next((n for n in range(first, last) if re.search(r"\d", line.tokens[n].plain)), first)
            if pattern is _TASKS:
                begin = first
            bare = pattern in (_AT_FIRST, _ASKED_AT_FIRST) and line.tokens[begin].plain in plans
            if bare or not free(marks, begin, last):
                continue
            found += re.findall(r"\d+", match_[0][match_[0].find(line.tokens[begin].plain) :])
            marks.append((begin, last, "TASK"))
    return tuple(dict.fromkeys(found))
