"""From a sentence to what it asks for: the rules of `intents` weighed against each other and against an update.

An update wins where both fit; what changes something is sure only as a plain order with all it needs; doubt becomes
choices, never a guess. Start reading at `understand`.
"""

import datetime as dt
import re
from dataclasses import replace

from handlers.replies import Item, Reply, courtesy, parse_reply
from handlers.words.choices import MOST, choices_of, each_once, likely
from handlers.words.intents import intents
from handlers.words.model import UPDATE, Meant, Role, Understood
from handlers.words.names.agencies import ELSEWHERE
from handlers.words.names.all_named import all_named
from handlers.words.names.said import Known, Said
from handlers.words.nearest import likest
from handlers.words.unread import leaves_doubt
from handlers.words.weighing import ASKS, SURE, Scored, slots_of, wants_agency, weighed

SURE_TO_ACT, MARGIN = 74, 6
LIKE = 4
"""What a rule is sure of must be among so many of the likest."""
UNLIKE = 8
"""Where an update is not even among so many, what the words are likest to stands beside it."""


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


def understand(text: str, role: Role, known: Known, today: dt.date) -> Understood:
    """What `text`, typed on the province's day `today` by somebody in `role`, asks for. Never raises."""
    reply = parse_reply(text, today)
    return replace(_understood(text, role, known, today, reply), reply=reply)


def _understood(text: str, role: Role, known: Known, today: dt.date, reply: Reply) -> Understood:
    said = all_named(text, known, today)
    if not said.line.tokens:
        return Understood()
    items = reply.items
    scored = weighed(said, role, today)
    if not scored and not items:
        said = all_named(text, known, today, barely=True)
        scored = weighed(said, role, today) if said.agencies or said.doubtful else []
    best = scored[0] if scored else None
    named = bool(reply.unsure) and "which_task" in reply.doubts and "not_ours" not in reply.doubts
    doubtful = role == "focal" and (named or bool(_OF_PROGRESS & set(reply.doubts)))
    if items or doubtful or _reports(said):
        told = _as_update(said, items, role, scored, today) if items or not doubtful else Understood(update=True)
        if told is not None:
            return told
    if (best is None or best.score < SURE) and courtesy(text):
        return Understood()
    near = likest(said, role)
    if best is not None and (sure := _sure(best, scored, said, role)) and _is_like(sure, near):
        return Understood(sure)
    choices = choices_of(scored, near, said, today)
    if choices and role == "focal" and reply.doubts and Meant(UPDATE) not in choices:
        choices = (*choices[: MOST - 1], Meant(UPDATE))  # it may well be progress said in a way nobody has read yet
    return Understood(choices=choices)


def _reports(said: Said) -> bool:
    """ "gửi rồi nha, công văn 215/SNV-VP": a document that was sent is news of a task."""
    return bool(said.documents) and _SENT.search(said.plain) is not None and not ASKS.search(said.plain)


def _as_update(
    said: Said, items: tuple[Item, ...], role: Role, scored: list[Scored], today: dt.date
) -> Understood | None:
    """How words go together with the progress that they also tell; None where they tell none to speak of."""
    best = scored[0] if scored else None
    score = best.score if best else 0
    later = bool(items) and all(item.asks_extension and item.state is None and item.percent is None for item in items)
    if later and role != "focal":  # an officer asks nobody for a later day
        if best is not None and best.meant.intent == "extend_due":
            return None
        if said.tasks and (best is None or best.score < SURE):
            extension = intents()["extend_due"]
            return Understood(choices=(Meant(extension.name, slots_of(extension, said, today)), Meant(UPDATE)))
    strong = _reports(said) or any(
        item.percent is not None or item.state == "reported" or item.asks_extension or (item.ref and item.blocker)
        for item in items
    )
    named = any(item.ref for item in items)
    asks = ASKS.search(said.plain) is not None or _SHOWS.search(said.plain) is not None
    plainly = _PLAINLY_ASKS.search(said.plain) is not None
    if not strong and not named and plainly:
        return None
    asks = asks or (role != "focal" and not named)  # who coordinates names the task or the agency he reports for
    if role == "leader" and best is not None and score >= SURE and not named:
        return None  # who only reads reports nothing
    if best is None or not (best.acts or asks or best.meant.intent == "why_reminded"):
        return _beside(scored, said, role, today, strong)
    if best.meant.intent == "undo":
        withdraws = _WITHDRAWS.search(said.plain) is not None and not any(item.percent is not None for item in items)
        return (
            Understood(choices=(best.meant, Meant(UPDATE))) if withdraws else _beside(scored, said, role, today, strong)
        )
    if best.meant.intent in ("deputy", "handover") and not (best.meant.slots.get("person") or _I_GO.search(said.plain)):
        return _beside(scored, said, role, today, strong)
    if best.meant.intent == "why_reminded" and any(item.blocker for item in items):
        return Understood(choices=(Meant(UPDATE), best.meant))  # "nhắc hoài, chưa có tiền sao xong" tells why
    if not strong and score >= (70 if named or best.acts else SURE):
        return None
    if strong and score >= (SURE if plainly else 76):
        return Understood(choices=(best.meant, Meant(UPDATE)))
    return _beside(scored, said, role, today, strong)


def _beside(scored: list[Scored], said: Said, role: Role, today: dt.date, strong: bool) -> Understood:
    """An update, and beside it what else may be asked for: a question that only looks like progress is not lost.

    `strong`: a share, a document, a claim or a day was said; then only what a rule is sure of stands beside it.
    """
    found = [one.meant for one in scored if one.score >= SURE]
    near = () if strong else likest(said, role)
    if UPDATE not in near[:UNLIKE]:
        found += likely(near, said, today, MOST - 1)
    return Understood(choices=each_once(found), update=True)


def _sure(best: Scored, scored: list[Scored], said: Said, role: Role) -> Meant | None:
    if best.score < (SURE_TO_ACT if best.acts else SURE):
        return None
    others = [one for one in scored[1:] if one.acts or best.acts]
    if best.acts and others and best.score - others[0].score < MARGIN:
        return None
    if best.acts and wants_agency(best) and _unread(said):
        return None
    if said.doubtful and not said.agencies and wants_agency(best):
        return None
    if ELSEWHERE in said.plain:
        return None
    if best.acts and leaves_doubt(said, intents()[best.meant.intent], role, best.meant.slots):
        return None
    return best.meant


def _unread(said: Said) -> bool:
    """Whether the name of an agency stands in the line that was not recognised: an order must not leave it out."""
    words = [token.typed for token in said.masked.tokens]
    return any(
        head in ("sở", "xã", "phường", "xa", "phuong") and following not in _NO_NAMES
        for head, following in zip(words, [*words[1:], ""], strict=True)
    )


def _is_like(sure: Meant, near: tuple[str, ...]) -> bool:
    """Whether what the rules are sure of is among what the words are likest to: else it is asked."""
    return not near or sure.intent in near[:LIKE]
