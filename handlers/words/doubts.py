"""Why what the rules are surest of is offered and not sure: one table of reasons, for all intents and for orders.

An order is proven like a claim. Each reason looks at the whole wish; the last asks whether any word is left.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from catalog.text import fold
from handlers.words.intents import Intent
from handlers.words.model import Role, Slots
from handlers.words.names.agencies import ELSEWHERE
from handlers.words.names.groups import group_in
from handlers.words.names.said import Said
from handlers.words.slots.days import LENGTH
from handlers.words.unread import OWN, time_half_read, words_left


@dataclass(frozen=True)
class Wish:
    """An intent as it was said: what the doubts about it are asked of."""

    intent: Intent
    slots: Slots
    said: Said
    role: Role
    today: dt.date


_EITHER = re.compile(r"(?<!^)\b(?:hoac|hay la|hay)\b(?! (?:qua|lam|ho)\b)")
_FROM_TO = re.compile(r"\btu (?:DAY|WHEN) (?:\w+ )?(?:sang|den|toi|thanh|qua) (?:DAY|WHEN)\b")
""" Of several days the last is the new one only where they are said so: not in "sang 20/5 thay vì 30/4"."""


def _several_tasks(wish: Wish) -> bool:
    return len(re.findall(r"\bTASK\b", wish.said.plain)) > 1


_PART = re.compile(
    r"\b(?:mot|vai|nhieu) (?:phan|nua|so)\b|\bphan (?:mot|hai|ba|i+|\d|dau|cuoi|con)\b|"
    r"\b(?:buoc|giai doan|cot moc|dot) "
)


_NARROWS = re.compile(r"\b(?:so bo_?|tam thoi duyet|tam duyet|toi da|toi thieu|it nhat|nhieu nhat|rieng)\b")
_ONLY = ("chỉ", "riêng")
_SAID_BY = re.compile(
    r"\b(?:AGENCY|GROUP) (?:(?:da|vua|co|cung|dang) )?(?:xin|de nghi|muon|kien nghi|bao(?! cao)|noi|cho rang)\b"
)
_OF_THE_WORK = re.compile(r"^(?:tháng|quý|năm|từ|thang|quy|nam|tu|cả|ca) ")
_SEVERAL = re.compile(
    r"\b(?:va|voi|cung|hoac) (?:anh|chi|dong chi|co|chu|ong|ba|bac|thay) (?!em\b|toi\b|minh\b|cung\b)"
)
_STOP = re.compile(r"dung(?: (?:di|a|nhe|thoi|luon))*")  # the bot, its reminders, or what was said last
_EARLY = re.compile(r"^(?:vao |trong |den |toi )?(?:đầu|giữa|dau|giua|khoảng|khoang)\b")


def _part_only(wish: Wish) -> bool:
    plain = wish.said.plain
    by_word = any(token.typed in _ONLY for token in wish.said.masked.tokens)
    return by_word or bool(_PART.search(plain) or _NARROWS.search(plain))


def _several_days(wish: Wish) -> bool:
    return "due" in wish.intent.slots and len(wish.said.whens) > 1 and _FROM_TO.search(wish.said.plain) is None


def _agencies_and_a_group(wish: Wish) -> bool:
    return "agency" in wish.intent.slots and bool(wish.said.agencies) and bool(group_in(wish.said.masked, []))


def _time_half_read(wish: Wish) -> bool:
    """ "Đầu tháng 5" is read as the month, "nghỉ 3 ngày" has no first day, "số liệu quý I" is no day to be ready by."""
    times = [token.typed for token in wish.said.masked.tokens if token.plain in ("DAY", "WHEN")]
    if {"due", "period"} & set(wish.slots) and any(_EARLY.match(typed) for typed in times):
        return True
    if wish.intent.name == "assign" and any(_OF_THE_WORK.match(typed) for typed in times):
        return True
    if wish.intent.name == "deputy" and LENGTH.search(wish.said.plain):
        return True
    timed = bool({"due", "period"} & set(wish.intent.slots))
    return timed and time_half_read(wish.said, wish.intent, wish.role, wish.slots)


_GOES_ON = re.compile(r"\bAGENCY (?:va|voi|cung|&) (?!AGENCY\b|GROUP\b|(?:cac )?(?:viec|nhiem vu)\b)")


def _names_unread(wish: Wish) -> bool:
    """ "Giao Sở Y tế và Diên Gì rà soát": an agency that was not recognised is none of the work."""
    line = wish.said.masked
    if "agency" not in wish.intent.slots:
        return False
    if _GOES_ON.search(wish.said.plain):
        return True
    runs = zip(line.tokens, line.tokens[1:], line.tokens[2:], strict=False)
    return any(
        (first.plain, second.plain) == ("AGENCY", ",")
        and third.plain not in ("AGENCY", "GROUP", "DAY", "WHEN")
        and line.text[third.begin].isupper()
        for first, second, third in runs
    )


_SOMEBODY_GOES = re.compile(
    r"(?:^|, )(?:(?:WHEN|DAY|da) )*(?:sep|anh|chi|co|thay|dong chi|giam doc|chu tich|truong phong|lanh dao)"
    r"(?: (?!oi\b|a\b|em\b|toi\b|minh\b|tui\b|cho\b|thay\b|lam\b)\w+){0,2} (?:nghi|chuyen|di|om|ve huu|vang|nho)\b|"
    r"(?<!thay )(?<!giup )\b(?:em|toi|minh|tui) (?:se )?(?:thay|truc)\b"
)
_KEPT = re.compile(r"\b(?:dung|khong|chua|khoi)(?: (?:muon|can|phai))? (?:tat|ngung|thoat|roi_|huy|rut|xoa)\b")
_LIST = re.compile(r"\bAGENCY(?:(?: (?:,|va|voi|cung|ca|&))+ AGENCY)*\b")


def _somebody_else(wish: Wish) -> bool:
    """ "Chị Hoa nghỉ ốm, em thay": it is another who goes, and oneself who stands in."""
    return wish.intent.name in ("deputy", "handover") and _SOMEBODY_GOES.search(wish.said.plain) is not None


def _without_work(wish: Wish) -> bool:
    """ "Giao Sở Y tế đi": nothing is said that is to be done."""
    work = str(wish.slots.get("what", "")).split()
    return wish.intent.name == "assign" and (len(work) < 2 or fold(" ".join(work)) in ("nhu cu", "nhu truoc"))


def _agencies_apart(wish: Wish) -> bool:
    """ "Giao Sở Y tế phối hợp Sở Nội vụ": what stands apart is not ordered the same."""
    return wish.intent.name in ("assign", "remind", "invite") and len(_LIST.findall(wish.said.plain)) > 1


def _alternatives(wish: Wish) -> bool:
    """ "Hay" with its accent is no "hãy"; what stands in a reason or in the work itself is no alternative."""
    for found in _EITHER.finditer(wish.said.plain):
        if wish.said.masked.tokens[wish.said.masked.place(found.start())].typed in ("hay", "hoặc", "hoac"):
            return True
    return False


_TOLD = re.compile(r"\b(?:noi|bao|chi dao|yeu cau|dan|ket luan)(?: \w+){0,2} ?:? ?$")


def _hearsay(wish: Wish) -> bool:
    """ "Bí thư nói: "phải xong trước 30/4"" asks for nothing; a quotation that is looked for is the query."""
    text = wish.said.line.text
    quoted = re.search(r"[\"“«]", text)
    return quoted is not None and _TOLD.search(fold(text[: quoted.start()])) is not None


DOUBTS: dict[str, Callable[[Wish], bool]] = {
    "somebody's words are told": _hearsay,
    "it is about an agency of another province": lambda wish: ELSEWHERE in wish.said.plain,
    "the agency may be one of several": lambda wish: (
        bool(wish.said.doubtful)
        and not wish.said.agencies
        and "agency" in wish.intent.slots
        and wish.intent.name not in (*OWN, "search")
    ),
}
"""Why nothing is sure, not even what only shows something."""

DOUBTS_OF_ORDERS: dict[str, Callable[[Wish], bool]] = {
    "several people stand in": lambda wish: "person" in wish.slots and _SEVERAL.search(wish.said.plain) is not None,
    "the new day is over": lambda wish: (due := wish.slots.get("due")) is not None and due < wish.today,
    "each of several tasks may have its own order": _several_tasks,
    "of several days one is meant": _several_days,
    "only a part is meant": _part_only,
    "agencies and a group are named": _agencies_and_a_group,
    "another than who speaks goes": _somebody_else,
    "what is to stop is not said": lambda wish: wish.intent.name == "leave" and bool(_STOP.fullmatch(wish.said.plain)),
    "it is to be kept": lambda wish: wish.intent.name in OWN and _KEPT.search(wish.said.plain) is not None,
    "no work is said": _without_work,
    "agencies stand apart": _agencies_apart,
    "a name in a list was not read": _names_unread,
    "the day was read by half": _time_half_read,
    "one of two is to be chosen": _alternatives,
    "somebody is quoted": lambda wish: re.search(r"[\"“”«»]", wish.said.line.text) is not None,
    "an agency says so": lambda wish: _SAID_BY.search(wish.said.plain) is not None,
    "words are left": lambda wish: bool(words_left(wish.said, wish.intent, wish.role, wish.slots)),
}
"""Why an order is offered and not ready for one tap."""


def doubt(intent: Intent, slots: Slots, said: Said, role: Role, today: dt.date) -> str | None:
    """The first reason not to be sure of `intent`, None where there is none."""
    wish = Wish(intent, slots, said, role, today)
    reasons = {**DOUBTS, **DOUBTS_OF_ORDERS} if intent.acts else DOUBTS
    return next((reason for reason, holds in reasons.items() if holds(wish)), None)
