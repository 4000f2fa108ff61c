"""From a sentence to what it asks for: the rules of `intents` weighed against each other and against an update.

An update wins where both fit; what changes something is sure only as a plain order with all it needs; doubt becomes
choices, never a guess. Start reading at `understand`.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace

from handlers.replies import Item, Reply, courtesy, parse_reply
from handlers.words.intents import Intent, intents
from handlers.words.model import UPDATE, Meant, Period, Role, Understood
from handlers.words.names.all_named import all_named
from handlers.words.names.said import Known, Said
from handlers.words.nearest import nearest
from handlers.words.slots.reading import slot

SURE, SURE_TO_ACT, MARGIN = 60, 74, 6
OFFERED = 40
MOST = 3

_ASKS = re.compile(
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
_PLAINLY_ASKS = re.compile(
    r"\?$|^(?:ai|co ai|nhung|danh sach|liet ke|top|(?:viec|nhiem vu|dau viec) nao(?! cung)|don vi nao|xa nao|so nao|"
    r"co quan nao|phuong nao) |\b(?:co|da)(?: \w+){0,3} (?:chua|khong)(?: (?:a|"
    r"em|anh|chi|ban|vay|the|nhi))*$"
)
_SHOWS = re.compile(
    r"^(?:(?:da|anh|em|chi|ban|oi|a|nho|giup|,|cho|vui long|bot) )*(?:xem|mo|"
    r"tim|liet ke|danh sach|loc|xuat|in|lap|thong ke|tra cuu|cho (?:em|toi|minh|"
    r"anh|chi) (?:xem|biet|hoi|danh sach))\b"
)
_WITHDRAWS = re.compile(
    r"\b(?:nhu cu|nhu truoc|lo tay|lo bam|bam nham|gui nham|ghi nham|bao nham|"
    r"bam lon|gui lon)\b|\b(?:rut lai|huy|hoan tac|thu hoi|xoa|undo|quay lai|"
    r"go bo)\b"
)
_I_GO = re.compile(
    r"(?:^|[,.] )(?:(?:da|anh|chi|oi|a|roi|WHEN|DAY) )*(?:toi|em|minh|tui)(?: (?:sap|"
    r"se|phai|duoc|xin|bi|dang|moi_|WHEN|DAY|da|sang))* (?:nghi|di|chuyen|thai san|"
    r"vang|om|ban giao)\b|\b(?:nho|cu) \w+(?: \w+){0,3} thay\b"
)
_OF_PROGRESS = frozenset({"percent_out_of_range", "impossible_date", "date_in_past", "done_or_noted", "done_or_not"})
"""Doubts of the reply reader that it asks back itself: something was reported."""

_NO_NAMES = frozenset(
    [
        "",
        "em",
        "mình",
        "minh",
        "tôi",
        "toi",
        "nào",
        "nao",
        "này",
        "nay",
        "chưa",
        "chua",
        "đang",
        "bị",
        "khác",
        "khac",
        ",",
        "?",
    ]
)
_SENT = re.compile(
    r"\b(?:gui|nop|trinh|ban hanh|bao cao|ky|phat hanh)(?: \w+){0,4} (?:roi|"
    r"xong|DOC)|\bda (?:gui|nop|trinh|ban hanh|ky|bao cao)\b"
)


@dataclass(frozen=True)
class _Scored:
    score: int
    meant: Meant
    acts: bool
    place: int


def understand(text: str, role: Role, known: Known, today: dt.date) -> Understood:
    """What `text`, typed on the province's day `today` by somebody in `role`, asks for. Never raises."""
    reply = parse_reply(text, today)
    return replace(_understood(text, role, known, today, reply), reply=reply)


def _understood(text: str, role: Role, known: Known, today: dt.date, reply: Reply) -> Understood:
    said = all_named(text, known, today)
    if not said.line.tokens:
        return Understood()
    items = reply.items
    scored = _weighed(said, role, today)
    if not scored and not items:
        said = all_named(text, known, today, barely=True)
        scored = _weighed(said, role, today) if said.agencies or said.doubtful else []
    best = scored[0] if scored else None
    named = bool(reply.unsure) and "which_task" in reply.doubts and "not_ours" not in reply.doubts
    doubtful = role == "focal" and (named or bool(_OF_PROGRESS & set(reply.doubts)))
    if items or doubtful or _reports(said):
        told = _as_update(said, items, role, scored) if items or not doubtful else Understood(update=True)
        if told is not None:
            return told
    if (best is None or best.score < SURE) and courtesy(text):
        return Understood()
    if best is not None and (sure := _sure(best, scored, said)):
        return Understood(sure)
    choices = _choices(scored, said, today) or nearest(said, role, today)
    if choices and role == "focal" and reply.doubts and Meant(UPDATE) not in choices:
        choices = (*choices[: MOST - 1], Meant(UPDATE))  # it may well be progress said in a way nobody has read yet
    return Understood(choices=choices)


def _weighed(said: Said, role: Role, today: dt.date) -> list[_Scored]:
    """Every intent that some rule finds, the best first."""
    found: list[_Scored] = []
    asks = _ASKS.search(said.plain) is not None
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
        slots = _slots(intent, said, today)
        if (
            intent.name == "desk"
            and role == "focal"
            and isinstance(when := slots.get("period"), Period)
            and when.last > today
        ):
            score = min(score, OFFERED + 8)  # "tháng này em phải làm gì" asks for what falls due
        if intent.name == "overdue" and isinstance(when := slots.get("period"), Period) and when.first >= today:
            score = min(score, OFFERED + 8)  # "hôm nay có việc nào hết hạn": nothing of it is late yet
        if not _has_all(intent, slots):
            score = min(score, SURE - 5)
        if intent.acts and intent.name not in ("leave", "mute", "undo", "deputy", "handover", "wrong_agency"):
            if asks:
                score = min(score, SURE - 2) if _GRANTED.search(said.plain) else min(score, OFFERED + 4)
            if _TELLS.search(said.plain) and intent.name != "return_report":
                score = min(score, OFFERED + 4)
        elif intent.acts and re.search(r"\?|\b(?:lam sao|the nao|cach nao|o dau|bao gio)\b", said.plain):
            score = min(score, SURE - 2)
        found.append(_Scored(score, Meant(intent.name, slots), intent.acts, place))
    return sorted(found, key=lambda one: (-one.score, one.place))


def _slots(intent: Intent, said: Said, today: dt.date) -> dict[str, object]:
    values = {name: slot(name, intent.name, said, today) for name in intent.slots}
    return {name: value for name, value in values.items() if value not in (None, "", ())}


def _has_all(intent: Intent, slots: dict[str, object]) -> bool:
    return all(any(one in slots for one in need.split("|")) for need in intent.needs)


def _reports(said: Said) -> bool:
    """ "gửi rồi nha, công văn 215/SNV-VP": a document that was sent is news of a task."""
    return bool(said.documents) and _SENT.search(said.plain) is not None and not _ASKS.search(said.plain)


def _as_update(said: Said, items: tuple[Item, ...], role: Role, scored: list[_Scored]) -> Understood | None:
    """How words go together with the progress that they also tell; None where they tell none to speak of."""
    best = scored[0] if scored else None
    score = best.score if best else 0
    later = bool(items) and all(item.asks_extension and item.state is None and item.percent is None for item in items)
    if later and role != "focal" and best is not None and best.meant.intent == "extend_due":
        return None
    strong = _reports(said) or any(
        item.percent is not None or item.state == "reported" or item.asks_extension or (item.ref and item.blocker)
        for item in items
    )
    named = any(item.ref for item in items)
    asks = _ASKS.search(said.plain) is not None or _SHOWS.search(said.plain) is not None
    plainly = _PLAINLY_ASKS.search(said.plain) is not None
    if not strong and not named and plainly:
        return None
    asks = asks or (role != "focal" and not named)  # who coordinates names the task or the agency he reports for
    if role == "leader" and best is not None and score >= SURE and not named:
        return None  # who only reads reports nothing
    if best is None or not (best.acts or asks or best.meant.intent == "why_reminded"):
        return _beside(scored)
    if best.meant.intent == "undo":
        withdraws = _WITHDRAWS.search(said.plain) is not None and not any(item.percent is not None for item in items)
        return Understood(choices=(best.meant, Meant(UPDATE))) if withdraws else _beside(scored)
    if best.meant.intent in ("deputy", "handover") and not (best.meant.slots.get("person") or _I_GO.search(said.plain)):
        return _beside(scored)
    if best.meant.intent == "why_reminded" and any(item.blocker for item in items):
        return Understood(choices=(Meant(UPDATE), best.meant))  # "nhắc hoài, chưa có tiền sao xong" tells why
    if not strong and score >= (70 if named or best.acts else SURE):
        return None
    if strong and score >= (SURE if plainly else 76):
        return Understood(choices=(best.meant, Meant(UPDATE)))
    return _beside(scored)


def _beside(scored: list[_Scored]) -> Understood:
    """An update, and beside it what else may be asked for: a question that only looks like progress is not lost."""
    return Understood(choices=tuple(one.meant for one in scored if one.score >= SURE)[:MOST], update=True)


def _sure(best: _Scored, scored: list[_Scored], said: Said) -> Meant | None:
    if best.score < (SURE_TO_ACT if best.acts else SURE):
        return None
    others = [one for one in scored[1:] if one.acts or best.acts]
    if best.acts and others and best.score - others[0].score < MARGIN:
        return None
    if best.acts and _wants_agency(best) and _unread(said):
        return None
    if said.doubtful and not said.agencies and _wants_agency(best):
        return None
    return best.meant


def _unread(said: Said) -> bool:
    """Whether the name of an agency stands in the line that was not recognised: an order must not leave it out."""
    words = [token.typed for token in said.masked.tokens]
    return any(
        head in ("sở", "xã", "phường", "xa", "phuong") and following not in _NO_NAMES
        for head, following in zip(words, [*words[1:], ""], strict=True)
    )


def _wants_agency(best: _Scored) -> bool:
    return "agency" in intents()[best.meant.intent].slots


def _choices(scored: list[_Scored], said: Said, today: dt.date) -> tuple[Meant, ...]:
    """The nearest, three at most; an agency that may be several is asked for by name."""
    found: list[Meant] = []
    best = scored[0] if scored else None
    if said.doubtful and not said.agencies and best is not None and best.score >= OFFERED and _wants_agency(best):
        return tuple(Meant(best.meant.intent, {**best.meant.slots, "agency": name}) for name in said.doubtful[:MOST])
    for one in scored:
        if one.score >= OFFERED:
            found.append(one.meant)
    if said.tasks:
        found += [Meant("task_card", {"task": said.tasks[0]}), Meant(UPDATE)]
    elif (bare := re.findall(r"(?<![\w/.-])#?(\d{1,6})(?![\w/.-])", said.plain)) and len(said.line.tokens) < 8:
        found.append(Meant("task_card", {"task": bare[0]}))
    if said.doubtful and not found:
        return tuple(Meant("agency_status", {"agency": name}) for name in said.doubtful[:MOST])
    if said.agencies and not any(one.intent == "agency_status" for one in found):
        found.append(Meant("agency_status", {"agency": said.agencies[0]}))
    unique: list[Meant] = []
    for meant in found:
        if all(meant.intent != other.intent for other in unique):
            unique.append(meant)
    return tuple(unique[:MOST])
