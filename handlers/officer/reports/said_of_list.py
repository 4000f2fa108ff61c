"""One message about the whole list of reports that wait: "duyệt hết, trừ 1 và 2 trả lại vì thiếu tài liệu".

Pure. The message is read clause by clause, and only one of which every word was read means anything: a question, a
negation or words beside it leave None, for the router of words to ask about.
"""

import re
from dataclasses import dataclass, field

from catalog.text import clean, strip_accents

_NOUNS = r"(?:(?:cac|nhung|bao cao|viec|nhiem vu|so|cai|muc|dong|stt|nv|ma)\s+)*"
_ROWS = rf"{_NOUNS}#?\d{{1,6}}(?:\s*(?:->?|den|toi)\s*{_NOUNS}#?\d{{1,6}})?"
_BETWEEN = r"(?:\s*[,;&+]\s*(?:va\s+)?|\s+(?:va|voi|cung|cung voi)\s+|\s+)"
LIST = rf"(?:tu\s+)?{_ROWS}(?:{_BETWEEN}(?:tu\s+)?{_ROWS})*(?![\w/%-]|\.\d)"
"""Numbers of rows as people string them together; "#12" is a permanent code."""

_PART = rf"(?:tu\s+)?{_ROWS}(?:\s+(?:va|voi|cung|cung voi)\s+(?:tu\s+)?{_ROWS})*(?![\w/%-]|\.\d)"
"""Such numbers without a comma."""

_ACCEPTS = r"(?:duyet|nghiem thu|chap nhan|phe duyet|thong qua|cho qua|cong nhan)(?:\s+(?:luon|giup|cho))?"
_LEFT = r"(?:(?:cac|nhung|bao cao|viec|nhiem vu|cai|muc|so|phan)\s+)*(?:con lai|khac)(?:\s+(?:thi|la|do))*"
_ALL = (
    r"(?:(?:cac|nhung|bao cao|viec|nhiem vu)\s+)*(?:het|tat ca|toan bo|hang loat|con lai"
    rf"|ca(?=\s*(?:,|$|danh sach|bao cao|tru|ngoai))|{_LEFT})"
)
_OF_LIST = (
    r"(?:\s+(?:cac|nhung|bao cao|viec|nhiem vu|danh sach|con lai|dang cho|cho nghiem thu|cho duyet|nay|do|tren"
    r"|luon|di))*"
)
_BUT = r"(?:ngoai tru|tru ra|tru|bo ra|de lai|rieng|khong tinh)"
_RETURNS = r"(?:tra lai|tra ve|tra(?!\s+loi)|bac|tu choi|khong (?:duyet|chap nhan|nghiem thu))"
_TELLS = r"(?:yeu cau\s+|de nghi\s+|cho\s+)?(?:bo sung|lam lai|nop lai|sua lai)|chua dat|khong dat"
"""Words that send back and are the reason, too."""
_WHY = r"\s*[(:,-]?\s*(?:(?:vi|do|boi|tai|voi)\s+)?(?:ly do\s*(?:la\s+|:\s*)?)?(?:(?:vi|do|boi|tai)\s+)?"
_COURTESY = r"(?:nhe|nha|a|giup|em|anh|chi|toi|minh|di|luon|thoi|ok|oke|vang|da|roi|con(?! lai)|thi|va|nhung|cam on)\b"
_PAUSE = r"[\s,;.)]+"
_JOINED = rf"(?:{_PAUSE}|\s*\b(?:va|con|roi|nhung)\s+)"

_STARTS = re.compile(
    rf"(?:{_JOINED})+(?:{_ACCEPTS}\s+(?:{_ALL}|{LIST})|{_BUT}\s+{LIST}|{_RETURNS}\s+{LIST}|{LIST}\s*(?:thi\s+)?"
    rf"(?:{_RETURNS}|{_TELLS}|{_ACCEPTS}|vi\s|do\s|:)|{_LEFT}\s*,?\s*(?:{_ACCEPTS}|{_RETURNS}|de lai))"
)
"""Where a reason ends: a pause, and after it another clause."""

LONGEST = 600
"""Letters of a message that can be one about a list."""


@dataclass
class Settled:
    """What is said of the rows: (number, whether it is a code) in order; a reason is "" where none was given."""

    everything: bool = False
    accepted: list[tuple[int, bool]] = field(default_factory=list)
    ranged: bool = False
    left: list[tuple[int, bool]] = field(default_factory=list)
    returned: list[tuple[list[tuple[int, bool]], str]] = field(default_factory=list)
    rest_returned: str | None = None
    """Why all rows not named go back; None where that was not said."""

    @property
    def of_list(self) -> bool:
        """Whether it settles a list: one report, or some returned and nothing else, is an order of its own."""
        judged = bool(self.returned) or self.rest_returned is not None
        return self.everything or (bool(self.accepted) and (self.ranged or judged))


def said_of_list(words: str) -> Settled | None:
    """What a message says of the list; None where a word of it was not read or it speaks of no list."""
    text = clean(words)
    plain = strip_accents(text).lower()
    if (
        len(text) > LONGEST
        or len(plain) != len(text)
        or "?" in plain
        or not re.search(r"\b(?:duyet|nghiem thu|chap nhan|thong qua|cho qua|cong nhan)\b", plain)
    ):
        return None
    found, at = Settled(), 0
    pending: list[tuple[int, bool]] = []  # "trừ 1 và 2", until it is said what becomes of them
    while at < len(plain):
        step = re.compile(rf"{_PAUSE}|{_COURTESY}").match(plain, at)
        if step is not None:
            at = step.end()
            continue
        end = _clause(found, pending, text, plain, at)
        if end is None:
            return None
        at = end
    found.left += pending
    return found if found.of_list else None


def _clause(found: Settled, pending: list[tuple[int, bool]], text: str, plain: str, at: int) -> int | None:
    """The clause at this place is put into `found`; where it ends, None where there is none."""

    def here(pattern: str) -> re.Match[str] | None:
        return re.compile(pattern).match(plain, at)

    if one := here(rf"{_BUT}\s+({LIST})"):
        pending[:] = [*pending, *_numbers(one[1])]
        return one.end()
    if one := here(rf"{_ACCEPTS}\s+{_ALL}\b{_OF_LIST}"):
        found.everything = True
        return one.end()
    if one := here(
        rf"{_ACCEPTS}\s+({_PART})\s*[,;.]\s*(?:con\s+)?(?={_PART}\s*(?:thi\s+)?(?:{_RETURNS}\b(?!\s+{LIST})|{_TELLS}))"
    ):
        found.accepted += _numbers(one[1])  # "duyệt 3 đến 22, 1 và 2 trả lại": the last rows are of what follows
        found.ranged |= re.search(r"-|den|toi", one[1]) is not None
        return one.end()
    if (one := here(rf"{_ACCEPTS}\s+({LIST})")) or (one := here(rf"({LIST})\s*(?:thi\s+)?{_ACCEPTS}(?:\s+het)?\b")):
        found.accepted += _numbers(one[1])
        found.ranged |= re.search(r"-|den|toi", one[1]) is not None
        return one.end()
    if one := here(rf"{_LEFT}\s*,?\s*(?:thi\s+)?(?:{_ACCEPTS}(?:\s+(?:het|tat ca|luon))?)\b"):
        found.everything = True
        return one.end()
    if one := here(rf"{_LEFT}\s*,?\s*{_RETURNS}(?:\s+het)?\b"):
        found.rest_returned, end = _reason(text, plain, one.end())
        return end
    if one := here(rf"\(?{_RETURNS}(?:\s+(?:cac|nhung))?(?:\s+bao cao)?\s+({LIST})"):
        return _goes_back(found, _numbers(one[1]), text, plain, one.end())
    if one := here(rf"({LIST})\s*(?:thi\s+)?{_RETURNS}\b"):
        return _goes_back(found, _numbers(one[1]), text, plain, one.end())
    if one := here(rf"({LIST})\s*(?:thi\s+|can\s+|phai\s+)?(?={_TELLS})"):
        return _goes_back(found, _numbers(one[1]), text, plain, one.end())
    if found.returned and (one := here(rf"({LIST})\s*(?=vi\s|do\s|:)")):
        return _goes_back(found, _numbers(one[1]), text, plain, one.end())
    if pending and ((one := here(rf"\(?{_RETURNS}\b")) or (one := here(rf"\(?(?={_TELLS})"))):
        rows, pending[:] = list(pending), []
        return _goes_back(found, rows, text, plain, one.end())
    return None


def _goes_back(found: Settled, rows: list[tuple[int, bool]], text: str, plain: str, at: int) -> int:
    reason, end = _reason(text, plain, at)
    found.returned.append((rows, reason))
    return end


def _reason(text: str, plain: str, at: int) -> tuple[str, int]:
    """The words after what goes back, up to the next clause, and where that begins."""
    following = _STARTS.search(plain, at)
    end = following.start() if following is not None else len(plain)
    begins = re.compile(_WHY).match(plain, at)
    start = min(begins.end() if begins is not None else at, end)
    said = re.sub(r"(?:\s+(?:nhé|nha|ạ|giúp|giúp em|giúp tôi))+$", "", text[start:end].strip(" ,;.()"))
    if not re.search(r"[^\W\d_]{2}", said) or re.fullmatch(rf"(?:{_COURTESY}\s*)+", strip_accents(said).lower()):
        said = ""
    return said, end


def _numbers(typed: str) -> list[tuple[int, bool]]:
    """ "3-22, #41" as single rows, in the order they were typed."""
    rows: list[tuple[int, bool]] = []
    for first, last in re.findall(rf"(#?\d+)(?:\s*(?:->?|den|toi)\s*{_NOUNS}(#?\d+))?", typed):
        begin, end = int(first.strip("#")), int((last or first).strip("#"))
        rows += [(number, first.startswith("#")) for number in range(begin, min(end, begin + 999) + 1)]
    return rows
