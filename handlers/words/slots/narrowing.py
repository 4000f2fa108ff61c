"""Words that narrow or order: only the silent ones, the open ones, the worst."""

import datetime as dt
import re

from handlers.words.names.said import Said
from handlers.words.vocabulary import pattern

_BEST = re.compile(
    r"\b(?:tot|nhanh|gioi|cao|xuat sac|tich cuc|dau bang|dan dau|dung dau|hieu qua|"
    r"ngon|dung han|nghiem tuc|hoan thanh|di dau|khen|som|on) ?(?:\w+ )?(?:nhat|"
    r"bang|hang)?\b"
)


_WORST = re.compile(
    r"\b(?:cham|tre|kem|yeu|te|thap|be bet|bet|de|(?<!tien )(?<!toc )(?<!muc )(?<!trinh )do|luoi|"
    r"loi|it|cham chap|i ach|"
    r"qua han|tre han|chot|cuoi|tut hau|doi so|cuoi bang|ve chot)\b"
)


def only(intent: str, said: Said, today: dt.date) -> str | None:
    """Which of the agencies: those without a focal point, with overdue work, or silent."""
    if intent not in ("remind", "invite"):
        return None
    plain = said.plain
    if pattern(r"\b{NOT}(?: \w+)? {CONNECTED}\b|\b(?:thieu|trong) dau moi\b").search(plain):
        return "unconnected"
    if intent == "invite":
        return None
    if pattern(r"{LATE}|\b(?:cham|tre)\b").search(plain):
        return "overdue"
    if pattern(r"\b{NOT}(?: (?:he|thay_|chiu|co|kip|duoc))* {ANSWER}\b|{SILENCE}").search(plain):
        return "silent"
    return None


def state(intent: str, said: Said, today: dt.date) -> str | None:
    """Whose tasks: open, done or all."""
    plain = said.plain
    if re.search(
        r"\b(?:chua xong|chua lam|dang mo|con lai|chua hoan thanh|dang lam|con (?:bao nhieu|"
        r"may|viec|nhung|lai|no|ton)|do dang)\b",
        plain,
    ):
        return "open"
    if re.search(r"\b(?:da xong|da hoan thanh|xong roi|da lam|hoan thanh roi|da nop)\b", plain):
        return "done"
    return "all" if re.search(r"\b(?:tat ca|toan bo|het|day du)\b", plain) else None


def order(intent: str, said: Said, today: dt.date) -> str | None:
    """Best or worst, by the word before "nhất" where there is one."""
    plain = said.plain
    nearest = re.search(r"(\w+(?: \w+)?) nhat\b", plain)
    looked = nearest[1] if nearest else plain
    if _WORST.search(looked):
        return "worst"
    if _BEST.search(looked):
        return "best"
    if _WORST.search(plain):
        return "worst"
    return "best" if _BEST.search(plain) else None
