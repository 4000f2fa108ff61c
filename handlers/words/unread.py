"""What an order leaves unread: words that neither its rules, nor a name, nor mere politeness account for.

An order is done at one tap, so it is not sure where a part of it was passed over: "duyệt nhầm việc 88, lấy lại" is no
acceptance, "lùi việc 5 sang ngày 15 tháng 5" not the end of May. It is offered then, beside what else it may be.
"""

import re
from collections.abc import Iterator
from functools import cache

from handlers.words.intents import Intent
from handlers.words.model import Role, Slots
from handlers.words.names.said import Said
from handlers.words.vocabulary import pattern

MOST_UNREAD = 3
"""So many words that say nothing known may stand in an order: a name, a reason, a sigh."""

_TURNS = frozenset(
    [
        "nham",
        "lon",
        "lay",
        "rut",
        "huy",
        "xoa",
        "tru",
        "ngoai",
        "khong",
        "chua",
        "dung",
        "chang",
        "khoi",
        "khoan",
        "neu",
    ]
)
"""Words that turn an order round, take it back or narrow it."""

_OF_TIME = frozenset(
    ["ngay", "hom", "thang", "tuan", "quy", "nam", "mai", "mot", "thu", "sang", "chieu", "gio", "dau", "cuoi", "giua"]
)
"""Words of a day or a stretch of time, of which only a part was read where one stands beside what was."""

_OWN = frozenset({"leave", "mute", "undo", "deputy", "handover", "wrong_agency"})
"""What one wants for oneself is told with a story; what is done to others is said in a few words."""

_ONLY = r"{LATE}|{NOT}(?: \w+)? (?:{ANSWER}|{CONNECTED})|{SILENCE}|\b(?:cham|tre)\b"

_FROM_TO = re.compile(r"\btu (?:DAY|WHEN) (?:\w+ )?(?:sang|den|toi|thanh|qua) (?:DAY|WHEN)\b")
"""Of several days the last is the new one only where they are said so: not in "sang 20/5 thay vì 30/4"."""

_BUT = r"\b(?:tru|ngoai tru|chua ra|bo ra|de lai)\b"
"""All reports but some are accepted together."""

_FILLERS = (
    r"^(?:{PLEASE}|{POLITE}|{ME}|cua|den|ve|ma|va|do|vi|theo|so|viec|nhiem|vu|dau|moi|cac|nhung|tat|ca|het|kia|de|da|"
    r"ha|nhi|ong|ba|bo|ben|phia|rieng|han|truoc|xong|hoan|thanh|nop|gui|bao|cao|thuc|hien|lam|chu|tri|sang)$"
)
"""Single words that change nothing in an order: politeness, who is spoken to, what links words or names the work."""


def leaves_doubt(said: Said, intent: Intent, role: Role, slots: Slots) -> bool:
    """Whether what `intent` does not account for in the line may change what is meant."""
    left = dict(_left(said, intent, role, slots))
    if {"due", "period"} & set(intent.slots) and _time_half_read(said, left):
        return True
    if "due" in intent.slots and len(said.whens) > 1 and _FROM_TO.search(said.plain) is None:
        return True
    if intent.name in _OWN:
        return False
    words = left.values()
    return len(words) > MOST_UNREAD or any(
        word in _TURNS or word[:1].isdigit() or word in ("TASK", "DAY", "WHEN") for word in words
    )


def _time_half_read(said: Said, left: dict[int, str]) -> bool:
    """A number or a word of time beside the day that was read: another day may be meant."""
    plain = [token.plain for token in said.masked.tokens]
    return any(
        (word.isdigit() or word in _OF_TIME) and {"DAY", "WHEN"} & set(plain[max(0, place - 2) : place + 3])
        for place, word in left.items()
    )


def _left(said: Said, intent: Intent, role: Role, slots: Slots) -> Iterator[tuple[int, str]]:
    """The tokens of the masked line that nothing accounts for, each with its place."""
    line = said.masked
    read: set[int] = set()
    parts = [part for rule in intent.rules if role in rule.roles and rule.found_in(said.plain) for part in rule.says]
    if "only" in slots:
        parts.append(pattern(_ONLY))
    if intent.name == "accept":
        parts.append(pattern(_BUT))
    for part in parts:
        for first, last, _ in line.spans(part, said.plain):
            read |= set(range(first, last))
    typed = " ".join(str(slots.get(name, "")) for name in ("person", "reason", "what")).lower().split()
    named = {"AGENCY", "GROUP", "PLAN", "DOC"} | ({"TASK"} if "task" in intent.slots else set())
    named |= {"DAY", "WHEN"} if {"due", "period"} & set(intent.slots) else set()
    for place, token in enumerate(line.tokens):
        if token.plain == str(len(said.agencies)) and line.tokens[place + 1 : place + 2]:
            continue  # "3 phường ..." counts what is named
        if place in read or token.plain in named or not re.search(r"\w", token.plain) or token.typed in typed:
            continue
        if not all(_changes_nothing(word) for word in token.plain.split()):
            yield place, token.plain


@cache
def _changes_nothing(word: str) -> bool:
    return word not in _TURNS and pattern(_FILLERS).match(word) is not None
