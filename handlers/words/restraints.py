"""What holds back a rule: orders that were told, asked or half said, leave that is somebody else's.

`at_most` bounds its score, by which it stands among the choices; `doubt` says why it is not sure for all its score.
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from catalog.text import fold
from handlers.words.intents import Intent
from handlers.words.model import Period, Role, Slots
from handlers.words.names.agencies import ELSEWHERE
from handlers.words.names.groups import group_in
from handlers.words.names.said import Said
from handlers.words.unread import OWN, time_half_read, words_left

SURE = 60
"""From here on something is shown at once."""
SURE_TO_ACT = 74
"""From here on something that changes or sends is read back, to be done at one tap."""
OFFERED = 40
"""From here on it stands among the choices."""

_GRANTED = re.compile(r"\b(?:duoc khong|duoc chu|duoc ko|co duoc khong)\b")
_TELLS = re.compile(
    r"\b(?:da|vua|moi_|hom qua|hom truoc|luc nay|neu|gia ma|bi|duoc|khong can|"
    r"chua|dung|khoi|thoi khoi|khong|chang) (?:\w+ ){0,2}(?:nhac|(?<!dau )moi|giao|duyet|"
    r"nghiem thu|tra lai|gia han|doi han|chuyen|don doc|giuc|lui)\b(?! ket noi)"
)
_DONE_SO = re.compile(
    r"\b(?:nhac|moi|giao|duyet|nghiem thu|gia han|doi han|chuyen|don doc|giuc|lui)(?! (?:nham|lon|sai))\b"
    r"(?: [\w]+){0,6} roi"
    r"(?: (?:a|nhe|nha|em|anh|chi|ma))*$"
)
""" "Tôi giao Sở Y tế từ tuần trước rồi": it was ordered before."""

_RUNS_OUT = re.compile(r"^(?!.*\b(?:qua han|tre|cham|roi|ma)\b).*\bhet han\b")
""" "Hết hạn" of days that are not over."""

_FOR_GOOD = re.compile(
    r"\bban giao\b|\btu (?:WHEN|DAY|nay|gio)\b(?!.*\b(?:den|toi|het) (?:het |cuoi )?(?:WHEN|DAY)\b)"
    r"(?!.*\bnghi (?:phep|om)\b)"
)
"""Who stands in from a day on without another to end it may be the successor."""

_I_GO = re.compile(
    r"(?:^|[,.] )(?:(?:da|anh|chi|oi|a|roi|WHEN|DAY) )*(?:toi|em|minh|tui)(?: (?:sap|"
    r"se|phai|duoc|xin|bi|dang|moi_|WHEN|DAY|da|sang))* (?:nghi|di|chuyen|thai san|"
    r"vang|om|ban giao|qua|len|ve)\b|\b(?:nho|cu) \w+(?: \w+){0,3} thay\b"
)

_IN_MY_PLACE = re.compile(
    r"\b(?:thay|truc|uy quyen|ban giao|giao lai|dau moi|phu trach|(?:nghi|ve) huu|nghi (?:viec|han|luon)|"
    r"chuyen|khong lam)\b"
)
_HOW = re.compile(r"\?|\b(?:lam sao|the nao|cach nao|o dau|bao gio)\b")
WHOLE = 100
"""Nothing holds it back."""


def at_most(intent: Intent, slots: Slots, said: Said, role: Role, today: dt.date, *, asks: bool) -> int:
    """The highest score that is left to `intent`, whatever its rules say; `asks`: it is said in a question."""
    limits = [WHOLE]
    if not has_all(intent, slots):
        limits.append(SURE - 5)
    when = slots.get("period")
    if isinstance(when, Period):
        if intent.name == "desk" and role == "focal" and when.last > today:
            limits.append(OFFERED + 8)  # "tháng này em phải làm gì" asks for what falls due
        if intent.name == "overdue" and when.first >= today:
            limits.append(OFFERED + 8)  # "hôm nay có việc nào hết hạn": nothing of it is late yet
        if intent.name == "overdue" and when.last > today and _RUNS_OUT.search(said.plain):
            limits.append(OFFERED + 8)  # "việc nào tuần này hết hạn"
        if intent.name == "due_within" and when.last < today and said.plain == "WHEN":
            limits.append(OFFERED + 4)  # "tuần trước", and nothing else
    if intent.name == "deputy" and _FOR_GOOD.search(said.plain):
        limits.append(SURE - 5)
    if intent.name in ("deputy", "handover") and not slots.get("person"):
        if not _IN_MY_PLACE.search(said.plain):
            limits.append(SURE_TO_ACT - 1)  # "mai em nghỉ" may be said by the way
        if not _I_GO.search(said.plain):
            limits.append(OFFERED + 8)  # somebody's leave is no wish of who tells of it
    if intent.acts:
        limits.append(_of_an_order(intent, said, asks=asks))
    return min(limits)


def _of_an_order(intent: Intent, said: Said, *, asks: bool) -> int:
    """An order that is asked about, or that was given before, is none now."""
    told = _DONE_SO.search(said.plain) is not None
    if intent.name in OWN:
        return SURE - 2 if (told and intent.name == "wrong_agency") or _HOW.search(said.plain) else WHOLE
    if (told or _TELLS.search(said.plain)) and intent.name != "return_report":
        return OFFERED + 4
    if asks:
        return SURE - 2 if _GRANTED.search(said.plain) else OFFERED + 4
    return WHOLE


def has_all(intent: Intent, slots: Slots) -> bool:
    """Whether all that `intent` needs was said."""
    return all(any(one in slots for one in need.split("|")) for need in intent.needs)


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
_SEVERAL = re.compile(
    r"\b(?:va|voi|cung|hoac) (?:anh|chi|dong chi|co|chu|ong|ba|bac|thay) (?!em\b|toi\b|minh\b|cung\b)"
)
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
    """ "Đầu tháng 5" is read as the month: its last day is not the one that is meant."""
    if "due" in wish.slots and any(
        _EARLY.match(token.typed) for token in wish.said.masked.tokens if token.plain == "WHEN"
    ):
        return True
    timed = bool({"due", "period"} & set(wish.intent.slots))
    return timed and time_half_read(wish.said, wish.intent, wish.role, wish.slots)


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
        and wish.intent.name not in OWN
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
