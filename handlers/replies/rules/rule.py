"""What a rule is, and the few word groups that many rules share."""

import re
from dataclasses import dataclass


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

    @property
    def needs_done(self) -> bool:
        """Whether no clause without a "xong" can fit: each alternative holds one outside of all brackets."""
        flat = self.pattern.pattern.replace(DONE, "\0")
        while (inner := _BRACKETS.sub("_", flat)) != flat:
            flat = inner
        return all(re.search("\0(?![?*{])", part) for part in flat.split("|"))


_BRACKETS = re.compile(r"\((?:[^()\\]|\\.)*\)")


def rule(name: str, means: str, pattern: str, example: str, *, accounts: bool = False) -> Rule:
    """A rule with its pattern compiled."""
    return Rule(name, means, re.compile(pattern), example, accounts)


DONE = r"(?:xong|hoan thanh|hoan tat)"
POLITE = r"(?: (?:a|anh|chi|em|ban|nhe|nhi|vay|the|sep|thay|co|bac|chu|oi|do|day|ha|roi|dau|nao|gi|u|ta))*"
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
