"""A message as a row of tasks and of things said of them, with the marks between.

"xong 1, 2; 3 đang"
" làm" is SAID TASK TASK SAID. Numbers that name no task (days, counts, percents, documents) were masked
before; what only greets or joins is no token.
"""

import re
from dataclasses import dataclass

from handlers.replies.documents import names_document
from handlers.replies.naming.refs import MOST, Named
from handlers.replies.patterns import compiled
from handlers.replies.several.places import places_of
from handlers.replies.spelling.normalise import Words

NONE, COMMA, HARD = 0, 1, 2
"""What stands between two tokens: nothing, a comma, or a mark that ends what was said (";", ".", a line)."""

_SPAN = compiled(r" *(?:->|-|~|den|toi) *")
_FROM = compiled(r"[\s,]*(?:tu) *")
_JOINED = compiled(r"\b(?:va|voi|cung|lan)\b|[&+]")
_LED = compiled(r" *(?:ra )?thi (?=\w)")
_LEADING = (")", ":", "=")  # "1) chuẩn bị xong, 2) xong": what stands behind is said of it
_LEADS_ON = compiled(r"(?<=\w) (?:con|rieng|va|voi) *$")
_TOLD = compiled(r"\bcon do\b|\b(?:da (?:co|gui)|co (?:ket qua|roi))\b")
_YES = compiled(
    r"(?:\W|\b(?:thi|da|deu|cung|la)\b)*\b(?:roi|oke?(?: roi)?)\b"
    r"(?:\W|\b(?:a|nhe|nha|anh|chi|em|oi|sep|ca|het|luon)\b)*"
)
_EXCEPT = compiled(
    r"\b(?:tru|ngoai tru|ngoai|rieng|chi con|con mo[i_](?: minh)?|con dung|chi tru|tru ra)(?: (?:moi|mo[i_]|co|lai|cac"
    r"|cai))* *$"
)
_POLITE = (
    r"(?:bao cao(?: tien do| ket qua)?|kinh gui|kinh bao|thua|da|d[a_]|anh|chi|em|e|a|oi|sep|nhe|nha|nhen|vang|cam on"
    r"|xin cam on|ben|minh|thi|con|va|voi|lan|la|ve|roi|xin chao|chao|tien do|cac|cap nhat|ok|oke|gui|nhieu|nua|luon"
    r"|ca nha|bac"
    r"|tran trong|kinh chao|than ai|thong cam|chao than ai|xin tran trong"
    r"|chu|co|dong chi|so em|xa em|phong em|don vi em|chung em|toi|hien|hien nay|den nay|tong hop|ket qua|nhu sau"
    r"|cu the|trong do|dot nay|tuan nay|thang nay|hom nay|day|do)"
)
_ADDRESSED = compiled(  # what may stand between a task and the next one without being said of it
    r"(?:\W|\b(?:a|anh|chi|em|e|oi|sep|bac|co|chu|nhe|nha|nhen|da|d[a_]|vang|va|voi|con|rieng|thi|la"
    r"|cam on|xin cam on|nhieu"
    r"|tran trong|kinh chao|ben|minh|cung|lan|ca|roi|hai|ok|oke|ve|nu[a_]|luon|cac|xin|do|tien do)\b)*"
)
_EMPTY = compiled(rf"(?:\W|\b{_POLITE}\b)*")
_PIECE = compiled(r"[^,;.!?\n]*(?:[.,](?=\d)[^,;.!?\n]*)*[,;.!?\n]*")
_END = compiled(r"[,;.!?\s]+$")
_HARD = compiled(r"[;\n!?]|\.(?=\s|$)")


@dataclass(frozen=True)
class Token:
    """A task (`refs`) or a thing said (`words`), with the mark before it.

    `joined` = "và" stands before it; `excepted` = "trừ", "riêng" or "chỉ còn" does; `leads` = "thì" or ")" stands
    behind it, so that what follows is said of it.
    """

    refs: tuple[str, ...]
    words: Words
    mark: int
    joined: bool = False
    excepted: bool = False
    leads: bool = False

    @property
    def is_task(self) -> bool:
        """Whether this names a task."""
        return bool(self.refs)


def tokens_of(words: Words, mask: str) -> list[Token]:
    """The tokens of a message; `mask` is `words.plain` with every number hidden that names no task."""
    row: list[Token] = []
    mark, end = HARD, 0
    for place in places_of(mask):
        gap = mask[end : place.begin]
        if _range_goes_on(row, gap, place):
            first, last = int(row[-1].refs[-1]), int(place.refs[-1])
            row[-1] = Token(tuple(map(str, (*map(int, row[-1].refs), *range(first + 1, last + 1)))), *_rest(row[-1]))
            end = place.end
            continue
        said, mark = _said(words, mask, (end, place.begin), mark, opened=_is_open(row))
        row += said
        excepted = _EXCEPT.search(gap) is not None
        joined = _JOINED.search(gap) is not None
        if mark == HARD and _is_listed(row, gap):
            mark = COMMA
        if place.refs == ("*",) and row and row[-1].is_task and mask.startswith("con", place.begin):
            mark = max(mark, COMMA)  # "xong 1, 2 - còn lại chưa": here something else begins
        leads = _LED.match(mask, place.end) is not None or mask[place.begin : place.end].endswith(_LEADING)
        row.append(Token(place.refs, Words("", ""), mark, joined, excepted, leads))
        closes = mask[place.end - 1] == "." and _HARD.search(mask[max(0, place.begin - 2) : place.begin]) is None
        mark = HARD if closes and mask[: place.begin].strip(" -") else NONE
        end = place.end
    said, _ = _said(words, mask, (end, len(mask)), mark, opened=_is_open(row))
    return row + said


def _is_listed(row: list[Token], gap: str) -> bool:
    """Whether a task behind ";" goes on the list of a head: "hoàn thành: 1; 2; 3"."""
    if gap.strip() != ";" or not row or not row[-1].is_task:
        return False
    head = next((token.words.plain for token in reversed(row) if not token.is_task), "")
    return head.rstrip().endswith(":")


def _is_open(row: list[Token]) -> bool:
    """Whether the row ends with a task that no words stand right before: "xong 1 rồi 2 chưa" says "rồi" of nobody."""
    if not row or not row[-1].is_task:
        return False
    first = next((place for place in range(len(row) - 1, 0, -1) if not row[place - 1].is_task), 0)
    marked = row[-1].mark != NONE or row[first].mark != NONE
    return not first or marked or _YES.fullmatch(row[first - 1].words.plain) is not None


def _rest(token: Token) -> tuple[Words, int, bool, bool, bool]:
    return token.words, token.mark, token.joined, token.excepted, token.leads


def _range_goes_on(row: list[Token], gap: str, place: Named) -> bool:
    """Whether the number ends a range ("1-3", "từ 2 đến 5") that the token before began."""
    if not row or not row[-1].is_task or _SPAN.fullmatch(gap) is None or place.refs[0][0] == "#":
        return False
    first, last = row[-1].refs[-1], place.refs[0]
    return first.isdigit() and last.isdigit() and int(first) < int(last) <= int(first) + MOST


def _said(words: Words, mask: str, span: tuple[int, int], mark: int, *, opened: bool) -> tuple[list[Token], int]:
    """The things said in [begin, end), and the mark behind the last of them.

    `opened` = a task stands before them of which nothing has been said: there a "rồi" says something.
    """
    row: list[Token] = []
    begin = span[0]
    for match in _PIECE.finditer(mask[span[0] : span[1]]):
        ends = _END.search(match.group())
        tail = ends.group() if ends else ""
        piece = words.part(begin + match.start(), begin + match.end() - len(tail))
        led = _LED.match(piece.plain)  # "trừ 3 ra thì xong hết"
        piece = piece.part(led.end() if led else 0, len(piece.plain))
        led_on = _LEADS_ON.search(piece.plain)  # "nv 2 đến 8/12 còn nv 3 ..."
        piece = piece.part(0, led_on.start() if led_on else len(piece.plain))
        bare = _FROM.sub("", _EXCEPT.sub("", piece.plain))
        told: object = not _EMPTY.fullmatch(bare) or names_document(bare) or _TOLD.search(bare)
        told = told or (opened and not row and re.search(r"\w", bare) and not _ADDRESSED.fullmatch(bare))
        if told or (opened and not row and _YES.fullmatch(piece.plain)):
            asked = Words("?", "?") if "?" in tail else Words("", "")
            row.append(Token((), piece.part(0, len(_EXCEPT.sub("", piece.plain))).next_to(asked), mark))
            mark = NONE
        elif re.search(r"\bcon\b", piece.plain):
            mark = HARD
        if led_on:
            mark = max(mark, COMMA)
        if _HARD.search(tail):
            mark = HARD
        elif "," in tail:
            mark = max(mark, COMMA)
    return row, mark
