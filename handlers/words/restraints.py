"""What holds back the score of a rule: orders that were told, asked or half said, leave that is somebody else's."""

import datetime as dt
import re

from handlers.words.intents import Intent
from handlers.words.model import Period, Role, Slots
from handlers.words.names.said import Said
from handlers.words.unread import OWN

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
