"""What an order leaves unread: words that neither its rules, nor a name, nor mere politeness account for.

An order is done at one tap, so it is proven like a claim: every word of it has its place. "Duyệt nhầm việc 88, lấy lại"
is no acceptance, "nhắc các xã ven biển" does not mean all of them, "duyệt việc 88 sau khi họ bổ sung" not now.
"""

import re
from functools import cache

from handlers.words.intents import Intent
from handlers.words.line import Token
from handlers.words.model import Role, Slots
from handlers.words.names.said import Said
from handlers.words.slots.days import LENGTH
from handlers.words.vocabulary import pattern

_OF_TIME = frozenset(
    ["ngay", "hom", "thang", "tuan", "quy", "nam", "mai", "mot", "thu", "sang", "chieu", "gio", "dau", "cuoi", "giua"]
)
"""Words of a day or a stretch of time, of which only a part was read where one stands beside what was."""

OWN = frozenset({"leave", "mute", "undo", "deputy", "handover", "wrong_agency"})
"""What one wants for oneself is told with a story, which may say anything in clauses of its own."""

_ONLY = r"{LATE}|{NOT}(?: \w+)? (?:{ANSWER}|{CONNECTED})|{SILENCE}|\b(?:cham|tre)\b"

_BUT = r"\b(?:tru|ngoai tru|chua ra|bo ra|de lai)\b"
"""All reports but some are accepted together."""

_FILLERS = (
    r"(?<!\w)(?:{PLEASE}|{POLITE}|{ME}|cua|den|ve|ma|va|do|theo|so|viec|nhiem|vu|dau|moi|cac|nhung|tat|ca|het|kia|de|"
    r"ha|nhi|ong|ba|bo|ben|phia|rieng|han|truoc|xong|hoan|thanh|nop|gui|bao|cao|thuc|hien|lam|chu|tri|sang|qua|o|vi|"
    r"ubnd|len|vao|thuoc|toan|bo_|them|he|thong)(?!\w)"
)
"""Words that change nothing in an order: politeness, who is spoken to, what links words or names the work."""

_STANDS_IN = ("deputy", "handover")
_IN_MY_PLACE = re.compile(
    r"\b(?:thay|the|truc|nho|lo|uy quyen|cu|giao|ban giao|giao lai|tiep nhan|nhan|lam|phu trach|dau moi|giup|ho|"
    r"ke nhiem|theo doi|tra loi)\b"
)
"""Why one goes is a story; who comes in one's place has to be read whole."""

_CLAUSE_ENDS = frozenset([",", ".", ";", ":", "!", "?", "nen", "vi"])

_READ_AS = {
    "AGENCY": ("agency",), "GROUP": ("group",), "PLAN": ("plan",), "TASK": ("task",), "DAY": ("due", "period"),
    "WHEN": ("due", "period"), "DOC": (),
}  # fmt: skip
"""What is named, and the slots one of which holds it."""

_IN_PASSING = {"AGENCY": ("accept", "return_report", "extend_due", *OWN), "PLAN": ("accept", "return_report", *OWN)}
"""Where a task is said by its number, whose it is and of which plan narrows nothing."""


def words_left(said: Said, intent: Intent, role: Role, slots: Slots) -> tuple[str, ...]:
    """The words that nothing accounts for; of what one wants for oneself, those in the clauses that say it."""
    tokens = said.masked.tokens
    read, says = _read(said, intent, role, slots)
    typed = set(re.findall(r"\w+", " ".join(str(slots.get(one, "")) for one in ("person", "reason", "what")).lower()))
    left = [
        place
        for place, token in enumerate(tokens)
        if place not in read
        and not set(re.findall(r"\w+", token.typed)) <= typed
        and not set(token.plain.split()) <= intent.passing
        and not _accounted(token, slots, intent)
        and not (tokens[place + 1 : place + 2] and tokens[place + 1].plain == "DOC")
        and not (token.plain == str(len(said.agencies)) and tokens[place + 1 : place + 2])  # "3 phường ..." counts
    ]
    if intent.name in OWN:
        left = [place for place in left if tokens[place].plain in _READ_AS or _clause(tokens, place) & says]
    return tuple(tokens[place].plain for place in left)


def time_half_read(said: Said, intent: Intent, role: Role, slots: Slots) -> bool:
    """Whether a number or a word of time stands beside the day that was read: another day may be meant."""
    plain = [token.plain for token in said.masked.tokens]
    read, _ = _read(said, intent, role, slots)
    return any(
        (word.isdigit() or word in _OF_TIME) and {"DAY", "WHEN"} & set(plain[max(0, place - 2) : place + 3])
        for place, word in enumerate(plain)
        if place not in read
    )


def _read(said: Said, intent: Intent, role: Role, slots: Slots) -> tuple[set[int], set[int]]:
    """The places whose words the rules of `intent` know, and all places over which those rules were found."""
    rules = [rule for rule in intent.rules if role in rule.roles and rule.found_in(said.plain)]
    surest = max(rules, key=lambda rule: rule.score)
    parts = [part for rule in rules for part in rule.says]
    if "only" in slots:
        parts.append(pattern(_ONLY))
    if intent.name == "accept":
        parts.append(pattern(_BUT))
    read: set[int] = set()
    says: set[int] = set()
    for part in parts:
        for first, last, _ in said.masked.spans(part, said.plain):
            says |= set(range(first, last)) if part in surest.says else set()
            read |= {place for place in range(first, last) if _words_of(part) >= _words(said, place)}
    for first, last, _ in said.masked.spans(pattern(_FILLERS), said.plain):
        read |= set(range(first, last))
    if intent.name == "mute" and not said.whens:
        read |= {place for first, last, _ in said.masked.spans(LENGTH, said.plain) for place in range(first, last)}
    if intent.name in _STANDS_IN and slots.get("person"):
        says = {place for first, last, _ in said.masked.spans(_IN_MY_PLACE, said.plain) for place in range(first, last)}
    return read, says


def _words(said: Said, place: int) -> set[str]:
    plain = said.masked.tokens[place].plain
    return {"TASK"} if plain in _READ_AS else set(plain.split())


@cache
def _words_of(part: re.Pattern[str]) -> frozenset[str]:
    r"""The words that a pattern says itself: what its gaps (`\w+`) let pass is not read."""
    printed = re.sub(r"\(\?(?:<?[!=]|:)|\\[a-zA-Z]", " ", part.pattern)
    words = re.findall(r"[a-z]+_?\??|\d+", printed)
    return frozenset(form for word in words for form in (word.rstrip("?"), word.rstrip("_?")))


def _accounted(token: Token, slots: Slots, intent: Intent) -> bool:
    if token.plain in _READ_AS:
        named = _READ_AS[token.plain]
        passing = intent.name in _IN_PASSING.get(token.plain, ()) or token.typed in ("hôm nay", "hom nay")
        return not named or passing or any(one in slots for one in named)
    return not re.search(r"\w", token.plain)


def _clause(tokens: tuple[Token, ...], place: int) -> set[int]:
    """The places of the clause that `place` stands in."""
    first, last = place, place
    while first and tokens[first - 1].plain not in _CLAUSE_ENDS:
        first -= 1
    while last + 1 < len(tokens) and tokens[last + 1].plain not in _CLAUSE_ENDS:
        last += 1
    return set(range(first, last + 1))
