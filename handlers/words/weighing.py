"""How sure the rules make each intent: every one that some rule finds, with its score and what was said of it."""

import datetime as dt
import re
from dataclasses import dataclass

from handlers.words.intents import Intent, intents
from handlers.words.model import Meant, Period, Role
from handlers.words.names.said import Said
from handlers.words.slots.reading import slot

SURE = 60
"""From here on something is shown at once."""
SURE_TO_ACT = 74
"""From here on something that changes or sends is read back, to be done at one tap."""
OFFERED = 40
"""From here on it stands among the choices."""

ASKS = re.compile(
    r"\?|^(?:ai|nhung|danh sach|top|bao nhieu)\b|\b(?:nhung|cac|may) \w+(?: \w+)? (?:gi|"
    r"nao)\b|\b(?:chua|khong) (?:biet|hieu|ranh|ro) (?:cach|lam sao|dung_?|phai)\b|"
    r"\b(?:nao|bao nhieu|the nao|"
    r"ra sao|lam sao|tai sao|vi sao|bao gio|khi nao|"
    r"may gio|la gi|gi vay|gi the|la ai|ai vay|phai khong|dung_ khong|nhu the nao)\b"
    r"|\b(?:chua|khong|ha|sao|gi|dau|ai)(?: (?:a|em|anh|chi|ban|vay|the|nhi|roi|ta|troi))*(?: \?)?$"
)
_GRANTED = re.compile(r"\b(?:duoc khong|duoc chu|duoc ko|co duoc khong)\b")
_TELLS = re.compile(
    r"\b(?:da|vua|moi_|hom qua|hom truoc|luc nay|neu|gia ma|bi|duoc|khong can|"
    r"chua|dung|khoi|thoi khoi|khong|chang) (?:\w+ ){0,2}(?:nhac|(?<!dau )moi|giao|duyet|"
    r"nghiem thu|tra lai|gia han|doi han|chuyen|don doc|giuc|lui)\b(?! ket noi)"
)
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


@dataclass(frozen=True)
class Scored:
    """An intent with what was said of it; of two alike the one whose `place` in the table is earlier wins."""

    score: int
    meant: Meant
    acts: bool
    place: int


def weighed(said: Said, role: Role, today: dt.date) -> list[Scored]:
    """Every intent that some rule finds, the best first."""
    found: list[Scored] = []
    asks = ASKS.search(said.plain) is not None
    for place, intent in enumerate(intents().values()):
        score = max(
            (
                rule.score
                for rule in intent.rules
                if role in rule.roles and (asks or not rule.asks) and rule.found_in(said.plain)
            ),
            default=0,
        )
        if not score:
            continue
        if role not in intent.roles:
            score = min(score, OFFERED)
        slots = slots_of(intent, said, today)
        if (
            intent.name == "desk"
            and role == "focal"
            and isinstance(when := slots.get("period"), Period)
            and when.last > today
        ):
            score = min(score, OFFERED + 8)  # "tháng này em phải làm gì" asks for what falls due
        if intent.name == "deputy" and _FOR_GOOD.search(said.plain):
            score = min(score, SURE - 5)
        if intent.name == "overdue" and isinstance(when := slots.get("period"), Period) and when.first >= today:
            score = min(score, OFFERED + 8)  # "hôm nay có việc nào hết hạn": nothing of it is late yet
        if not has_all(intent, slots):
            score = min(score, SURE - 5)
        if intent.name in ("deputy", "handover") and not (slots.get("person") or _I_GO.search(said.plain)):
            score = min(score, OFFERED + 8)  # somebody's leave is no wish of who tells of it
        if intent.acts and intent.name not in ("leave", "mute", "undo", "deputy", "handover", "wrong_agency"):
            if asks:
                score = min(score, SURE - 2) if _GRANTED.search(said.plain) else min(score, OFFERED + 4)
            if _TELLS.search(said.plain) and intent.name != "return_report":
                score = min(score, OFFERED + 4)
        elif intent.acts and re.search(r"\?|\b(?:lam sao|the nao|cach nao|o dau|bao gio)\b", said.plain):
            score = min(score, SURE - 2)
        found.append(Scored(score, Meant(intent.name, slots), intent.acts, place))
    return sorted(found, key=lambda one: (-one.score, one.place))


def slots_of(intent: Intent, said: Said, today: dt.date) -> dict[str, object]:
    """What was said for each slot of `intent`; what was not said is left out."""
    values = {name: slot(name, intent.name, said, today) for name in intent.slots}
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def has_all(intent: Intent, slots: dict[str, object]) -> bool:
    """Whether all that `intent` needs was said."""
    return all(any(one in slots for one in need.split("|")) for need in intent.needs)


def wants_agency(best: Scored) -> bool:
    """Whether it is asked or ordered of an agency."""
    return "agency" in intents()[best.meant.intent].slots
