"""What a rule is, and the few word groups that many rules share."""

import re
from dataclasses import dataclass

from handlers.replies.patterns import compiled


@dataclass(frozen=True)
class Rule:
    """`pattern` is searched in a clause; `means` says what it gives; `example` is a message that stands on it.

    `accounts` = it fits whole clauses only, so that no word of one is left (see `frame.py`).
    """

    name: str
    means: str
    pattern: re.Pattern[str]
    example: str
    accounts: bool = False


def rule(name: str, means: str, pattern: str, example: str, *, accounts: bool = False) -> Rule:
    """A rule with its pattern compiled."""
    return Rule(name, means, compiled(pattern), example, accounts)


DONE = r"(?:xong|hoan thanh|hoan tat)"
POLITE = r"(?: (?:a|anh|chi|em|ban|nhe|nhi|vay|the|sep|thay|co|bac|chu|oi|do|day|ha|roi|dau|nao|gi|u|ta|kia))*"
# A time to come: a "xong" beside it is a plan.
SOON = (
    r"(?:mai|ngay mai|ngay kia|ngay mot|(?:tuan|thang|quy|nam|ky|dot) (?:sau|toi)|(?:tuan|thang) nay|(?:chieu"
    r"|to[i_]) nay"
    r"|(?<!tu )(?:dau|giua|cuoi|het|trong|sang|qua) (?:(?:tuan|thang|quy|nam)(?! (?:\d|i|(?:qua|truoc|roi"
    r"|vua)\b))|he|tet"
    r"|ngay(?! (?:hom qua|\d)))"
    r"|(?<!hom )(?<!da xong )(?<!da lam xong )(?<!xong tu )thu (?:[2-7]|hai|ba|tu"
    r"|nam|sau|bay)(?! roi)(?! tuan truoc)"
    r"|chu nhat|it hom|vai (?:hom|ngay)|\d+ (?:hom|ngay|tuan|thang) nu[a_]|thoi gian toi|sap toi"
    r"|(?:lat|chut|ti|xiu|teo|mot lat) nu[a_])"
)
