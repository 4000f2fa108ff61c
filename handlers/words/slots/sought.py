"""The words that tasks are looked for by, as they were typed: "tìm giúp em các việc về cơ sở dữ liệu".

What stands between the verb and these words is left out by what was typed, not by how it looks without accents: "có"
is no "cơ", "mà" no "mã". Where a line has no accents at all, only what can hardly begin a name is left out.
"""

import datetime as dt
import re
from collections.abc import Iterable

from catalog.text import fold
from handlers.words.line import Line
from handlers.words.names.said import Said

_VERB = re.compile(r"\b(?:tim|tra cuu|loc|search)\b(?: tim\b)*")
"""Also "tìm kiếm", which the line has as "tim tim"."""

_ABOUT = re.compile(
    r"\b(?:lien quan(?: den| toi)?|noi ve|noi den|noi toi|de cap(?: den| toi)?|nhac den|nhac toi|co chu|co tu|"
    r"tu khoa|thuoc linh vuc|linh vuc|dinh den|dinh toi|ve|mang tu)\b ?:?"
)

_ASKED_FOR = ("giúp", "dùm", "em", "e", "tôi", "mình", "anh", "chị", "các", "những", "tất cả", "toàn bộ")
"""For whom and how many."""
_SMALL = ("cho", "hộ", "lại", "ra", "hết", "xem", "thử", "nhanh", "mấy", "với", "có")
"""Small words that are left out before one of those or what is looked for in general, not before its own words."""
_TASKS = ("nhiệm vụ", "đầu việc", "công việc", "việc", "task")
_JOB = ("việc làm", "công việc làm")
"""A word of its own, no "việc"."""
_OF_WHICH = ("nào", "gì", "mà", "đang", "có")
_MATTER = (
    "có liên quan đến", "có liên quan tới", "có liên quan", "liên quan đến", "liên quan tới", "liên quan", "nói về",
    "nói đến", "nói tới", "có chữ", "có từ khóa", "có từ", "từ khóa", "thuộc lĩnh vực", "lĩnh vực", "đụng đến",
    "dính đến", "dính tới", "nhắc đến", "mang từ", "chứa chữ", "chứa từ", "về",
)  # fmt: skip
_MATTER_WITH_ACCENTS = ("chữ", "thuộc")
_BEGINS_A_NAME = {
    "co": frozenset((
        "so", "quan", "che", "cau", "ban", "hoi", "khi", "dien", "yeu", "phan", "dong", "tuc", "vat", "gioi", "chat",
        "kho", "truyen",
    )),
    "ma": frozenset(("so", "tuy", "hoa", "dinh", "vung", "qr", "nguon", "vach")),
}  # fmt: skip
"""Without accents "co so" is "cơ sở", "ma so" is "mã số"."""

_AFTER = (
    "không", "chưa", "ạ", "nhé", "nhe", "với", "đi", "giúp", "em", "anh", "chị", "tôi", "mình", "bạn", "vậy", "hả",
    "thế", "nào", "rồi", "nha", "cho", "xem", "coi", "nữa", "luôn", "cái", "nhỉ", "ấy", "thì", "có", "gì", "dùm",
    "ơi", "đây", "sao", "của", "trong", "?", "!", ".", ",",
)  # fmt: skip
"""What may close the sentence without being looked for."""


def query(intent: str, said: Said, today: dt.date) -> str | None:
    """The words that tasks are looked for by; None where none were said."""
    line = said.line
    bare = all(token.typed.isascii() for token in line.tokens)
    found = _VERB.search(line.plain)
    first = _begin(line, line.place(found.end() - 1) + 1, bare) if found is not None else len(line.tokens)
    if first >= len(line.tokens):
        about = _ABOUT.search(line.plain)
        if about is None or (found is not None and about.start() < found.end()):
            return None
        first = line.place(about.end() - 1) + 1
    first = _past(line, first, _MATTER, bare)
    last = len(line.tokens)
    while last > first and _ends(line, last, bare):
        last -= 1
    return line.typed(first, last).strip(' ?.!,:"“”') or None


def _begin(line: Line, first: int, bare: bool) -> int:
    """The token that what is looked for begins at."""
    while (after := _one(line, first, _ASKED_FOR, bare)) or (after := _small(line, first, bare)):
        first = after
    if _one(line, first, _JOB, bare):
        return first
    after = _one(line, first, _TASKS, bare)
    if not after:
        return _matter(line, first, bare)
    first = after
    while not _one(line, first, _MATTER, bare) and (after := _one(line, first, _OF_WHICH, bare)):
        if line.tokens[after - 1].plain in ("co", "ma") and _name_follows(line, after - 1, bare):
            break
        first = after
    return _matter(line, first, bare)


def _small(line: Line, first: int, bare: bool) -> int:
    """The token after small words that lead to one of whom or what is asked for; 0 where they lead elsewhere."""
    place = first
    while after := _one(line, place, _SMALL, bare):
        place = after
    return place if place > first and _one(line, place, (*_ASKED_FOR, *_TASKS), bare) else 0


def _matter(line: Line, first: int, bare: bool) -> int:
    place = _past(line, first, _MATTER, bare)
    place = _one(line, place, _MATTER_WITH_ACCENTS, bare=False) or place
    return place + 1 if place < len(line.tokens) and line.tokens[place].plain == ":" else place


def _past(line: Line, first: int, phrases: Iterable[str], bare: bool) -> int:
    return _one(line, first, phrases, bare) or first


def _one(line: Line, first: int, phrases: Iterable[str], bare: bool) -> int:
    """The token after the first of the phrases that stands at `first`; 0 where none does."""
    for phrase in phrases:
        words = phrase.split()
        there = line.tokens[first : first + len(words)]
        if len(there) == len(words) and all(
            token.typed == word or (bare and token.typed == fold(word))
            for token, word in zip(there, words, strict=True)
        ):
            return first + len(words)
    return 0


def _name_follows(line: Line, place: int, bare: bool) -> bool:
    token = line.tokens[place]
    following = line.tokens[place + 1].plain if place + 1 < len(line.tokens) else ""
    return bare and following in _BEGINS_A_NAME[token.plain]


def _ends(line: Line, last: int, bare: bool) -> bool:
    return _one(line, last - 1, _AFTER, bare) == last
