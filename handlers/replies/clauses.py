"""A message cut into clauses, each with the tasks it speaks of."""

import bisect
import datetime as dt
import functools
import re
from dataclasses import dataclass, replace

from handlers.replies.documents import names_document
from handlers.replies.naming.masking import masked
from handlers.replies.naming.refs import Named, find_refs
from handlers.replies.naming.relations import reported_on
from handlers.replies.patterns import compiled
from handlers.replies.rules import DONE, SOON
from handlers.replies.spelling.normalise import Words

_BUT = (
    r"(?:nhung(?: ma)?|tuy nhien|tuy vay|tuy (?=van|con)|(?:co|cai) dieu(?! kien| tra| hanh)|(?:kho|hiem"
    r"|ngat) (?:mot )?noi|ket cai|chi toi|phai cai)"
)
_BREAK = compiled(
    r"[\n;|]|(?<!kho khan),|\((?=(?:da|theo|kem|tai|xem|dang|chua|con) )|,(?! ?vuong mac)|[!?.]+"
    r"|\bcon(?= (?:nhiem vu|viec|so)(?: so)? ?\d+(?:\.\d+)? (?:\w+ ){0,3}?(?:lam gi|khi nao|bao gio|o dau"
    r"|the nao|ra sao"
    r"|ai lam|la gi|gi vay)\b)"  # "nv 1 xong còn nv 2 làm gì vậy anh?" asks about the second alone
    rf"|\b(?:{_BUT}|chu(?= (?:viec|nhiem vu) (?:thi|da|dang|chua|em|ben em)\b))\b"
)
_CONTRAST = compiled(rf"\b{_BUT} *$")
_HEAD = compiled(
    r"(?:[\s\-+*•:)(./=_>]|\b(?:rieng|va|voi|thi|la|the(?! *$| nao\b)|ma|nhung|(?:tru|ngoai tru|ngoai)(?! (?:xa"
    r"|phuong|thon"
    r"|mot|vai|may|phan|don vi|truong)\b)|ca|cung|deu)\b"
    r"(?! (?:lau|thieu|\d|¤)))+"
)
_TAIL = compiled(r"(?:[\s\-:(=]|\b(?:con|rieng|va|voi|tru|ngoai tru|ngoai|nhung|cac|ca)\b)+$")
_GAP = compiled(r" {2,}")
_POLITE = (
    r"d_|da|a|anh|chi|em|vang|ve|nhiem vu|viec|thi|la|cac|ca|bao cao|thua|kinh gui|ben|nay|deu|cung|con|rieng|va"
    r"|voi|kinh|toi"
    r"|tru|ngoai|hien|cap nhat"
)
_EMPTY = compiled(rf"(?:\W|\b(?:{_POLITE})\b)*")
_THEN = compiled(r"\W*roi\W*")  # "… rồi nv 2 xong": no report of the task before
_CLOSING = compiled(rf"(?:\W|\b(?:{_POLITE}|roi|nhe)\b)*")
_GOES_ON = compiled(r"\s*(?:tu|den|toi|sang|qua|them|lai|do|vi|vao|thanh|ve)\b")  # "xin lùi nv 4 đến 30/6"
_ENDS_DONE = compiled(rf"\b{DONE}\s*$")  # "xong 1 2 chưa" asks: the words on both sides are said of the tasks
_ONLY_DONE = compiled(
    rf"(?:\W|\b(?:{_POLITE}|xa|so|phong|phuong|don vi|minh|den nay|hien nay|hien tai|moi|chi|lam|thuc hien)\b)*"
    rf"\b(?:moi|chi)(?: (?:moi|lam|thuc hien))* (?P<done>{DONE})(?: (?:duoc|co|moi|moi co|mo[i_]|dung|cai|phan))*\s*"
)
_JUST_DONE = compiled(rf"(?:\w+ )*(?:moi|chi)(?: lam| thuc hien)? {DONE}")  # "nv 2 mới xong" says too little
_NO_MORE = compiled(rf"(?:\W|\b(?:{_POLITE}|roi|nhe|thoi|day|do|ne)\b)*")
_OF_THE_REST = compiled(rf"\s*(?:(?:ra|thi|deu|la) )*((?:da )?{DONE})")
_HEDGE = compiled(
    r"\b(?:co le|chac|hinh nhu|nghe|khong|chua|sap|du kien|du tinh|neu|khi|gan nhu|hau nhu|gan|muon|mong|hy vong"
    r"|tuong"
    r"|le ra|dang le|ai|noi|bao(?! cao)|de|cho|doi|phan dau|co gang|gang|se|can|phai|yeu cau|de nghi|nho|giuc"
    r"|nhac|hua|hen|uoc"
    rf"|don doc|chi dao|giao|cam ket|thay|nghi|{SOON})\b"
)
_HEDGE_LAST = compiled(
    r"\b(?:co le|chac|chac la|hinh nhu|sap|du kien|neu|khi|gan nhu|hau nhu|muon|mong|tuong|doi|cho|de|phai|se"
    rf"|{SOON})\s*$"
    r"|\b(?:co|du|duoc|ky|duyet|nop|gui|cap|ve)\b[^,;]*\b(?:la|thi|moi)\s*$"  # "có quyết định là nv 3 xong"
)
_LEADS = compiled(
    rf"(?!.*\b(?:da|dang|chua|xin|xong|hoan thanh|vuong|thieu)\b)"
    rf"(?:(?:neu|khi nao|khi|sau khi|du kien|theo ke hoach|nghe noi|nghe dau|ai cung bao)\b(?: \S+){{0,8}}"
    rf"|(?:chac|co le|hinh nhu|(?:den |toi )?{SOON})(?: (?:em|thi|a|anh))?)$"
)
_LEFT_OVER = compiled(
    r"\b(?:chi con(?: mo[i_]| lai| minh)?|con (?:mo[i_]|mo[i_] minh|dung))\s*$"
)  # "hầu hết xong, chỉ còn nv 6"
_EXCEPT = compiled(r"\b(?:tru|ngoai tru|ngoai)(?: ra)?\s*$")


@dataclass(frozen=True)
class Clause:
    """`words` without the task's name; `refs` empty = the task spoken of before, or the one under discussion.

    `asks` = it ended with a question mark; `excepted` = "trừ 3": what the rest is, these are not; `contrasts` = it
    follows a "nhưng" and names no task of its own.
    """

    words: Words
    refs: tuple[str, ...] = ()
    asks: bool = False
    excepted: bool = False
    contrasts: bool = False


def split(words: Words, today: dt.date) -> list[Clause]:
    """The clauses of a message in order, with refs carried on to clauses that name none."""
    return list(_split(words, today))


@functools.lru_cache(maxsize=512)
def _split(words: Words, today: dt.date) -> tuple[Clause, ...]:
    mask = masked(words.plain, today)
    named = find_refs(mask)
    if len(named) == 1 and (aside := _aside(mask, named[0])) is not None:
        rest = split(words.blank(*aside), today)
        return tuple([replace(piece, refs=named[0].refs) for piece in rest if not piece.refs] or rest)
    pieces: list[Clause] = []
    begins = [place.begin for place in named]
    for begin, end, asks in _segments(mask, named):
        among = named[bisect.bisect_left(begins, begin) : bisect.bisect_left(begins, end)]
        inside = [n for n in among if n.end <= end]
        parts = _by_task(words, begin, end, inside, asks=asks)
        if parts and not inside and _CONTRAST.search(mask, max(0, begin - 20), begin):
            parts[0] = replace(parts[0], contrasts=True)
        pieces += parts
    return tuple(_carried(_led(pieces)))


def _aside(mask: str, named: Named) -> tuple[int, int] | None:
    """Where a message's one task stands apart, in brackets or alone at the end ("Chờ ký thôi. nv 5"); else None."""
    begin, end = named.begin, named.end
    if mask[max(0, begin - 1) : begin] == "(" and ")" in (mask[end - 1], mask[end : end + 1]):
        return begin - 1, end if mask[end - 1] == ")" else end + 1
    alone = re.search(r"[a-z]{2}[^a-z]*[.!?\n] *$", mask[:begin]) and not re.search(r"\w", mask[end:])
    return (begin, end) if alone else None


def _segments(mask: str, named: list[Named]) -> list[tuple[int, int, bool]]:
    """[begin, end) between breaks that stand in no task list and in no number, and whether it ended with "?"."""
    segments, start = [], 0
    begins = [place.begin for place in named]
    for match in _BREAK.finditer(mask):
        before = named[bisect.bisect_left(begins, match.end()) - 1] if named else None
        if before and before.begin < match.end() and match.start() < before.end:
            continue
        if match.group() == "." and re.match(r"\.\d", mask[match.start() : match.start() + 2]):
            continue
        segments.append((start, match.start(), "?" in match.group()))
        start = match.end()
    return [*segments, (start, len(mask), False)]


def _by_task(words: Words, begin: int, end: int, named: list[Named], *, asks: bool) -> list[Clause]:
    """One segment cut where another task is named, or one clause when the tasks stand behind what is said of them."""
    words, named = reported_on(words, begin, end, named)
    if not named:
        return [Clause(trimmed(words.part(begin, end)), asks=asks)]
    before = words.part(begin, named[0].begin)
    gaps = [words.part(n.end, m.begin) for n, m in zip(named, [*named[1:], Named(end, end, ())], strict=True)]
    excepts = any(_EXCEPT.search(part.plain) for part in (before, *gaps))
    if not _is_empty(before) and all(_CLOSING.fullmatch(gap.plain) for gap in gaps) and not excepts:
        whole = words
        for place in named:
            whole = whole.blank(place.begin, place.end)
        refs = tuple(ref for place in named for ref in place.refs)
        if _LEFT_OVER.search(before.plain):  # "còn mỗi nv 3"
            return [Clause(Words("", ""), refs, excepted=True)]
        return [Clause(trimmed(whole.part(begin, end)), refs, asks)]
    if len(named) == 1 and (only := _ONLY_DONE.fullmatch(before.plain)) and _NO_MORE.fullmatch(gaps[0].plain):
        return [Clause(before.part(*only.span("done")), named[0].refs, asks)]  # "mới xong có nv 2 thôi"
    asked = _ENDS_DONE.search(before.plain)
    if not _is_empty(before) and len(named) == 1 and (asked or _GOES_ON.match(gaps[0].plain)):
        return [Clause(trimmed(words.blank(named[0].begin, named[0].end).part(begin, end)), named[0].refs, asks)]
    hedged = _HEDGE.search(before.plain) is not None and not _EXCEPT.search(before.plain)
    clauses = [] if _is_empty(before) or hedged or _THEN.fullmatch(before.plain) else [Clause(trimmed(before))]
    if clauses and len(named) > 1 and _CLOSING.fullmatch(gaps[0].plain) and not _EXCEPT.search(before.plain):
        clauses = [Clause(trimmed(before), named[0].refs)]  # "xong 1 rồi 2 chưa"
        before, named, gaps = gaps[0], named[1:], gaps[1:]
    elif clauses and len(named) > 1 and asked:  # "xong nv 5 rồi mới làm nv 3"
        clauses = [Clause(trimmed(before.with_(gaps[0])), named[0].refs)]
        before, named, gaps = gaps[0], named[1:], gaps[1:]
    previous = before
    for place, gap in zip(named, gaps, strict=True):
        if hedged or _HEDGE_LAST.search(previous.plain):  # "chắc nv 3 xong": the doubt is said of the task behind it
            hedged = False
            clauses.append(Clause(trimmed(previous.with_(gap)), place.refs, asks))
            previous = gap
            continue
        if _EXCEPT.search(previous.plain) is None:
            left = _LEFT_OVER.search(previous.plain) is not None and _CLOSING.fullmatch(gap.plain) is not None
            clauses.append(Clause(Words("", "") if left else trimmed(gap), place.refs, asks, excepted=left))
        elif rest := _OF_THE_REST.match(gap.plain):  # "trừ 3 ra thì xong hết"
            clauses += [
                Clause(Words("", ""), place.refs, excepted=True),
                Clause(trimmed(gap.part(rest.start(1), len(gap.plain))), ("*",), asks),
            ]
        else:
            clauses.append(Clause(trimmed(gap), place.refs, asks, excepted=True))
        previous = gap
    return clauses


def done_alone(words: Words) -> Words:
    """ "mới xong có nv 2 thôi" says that this one is done: the words left without the task are those of the done."""
    only = _ONLY_DONE.match(words.plain)
    alone = only is not None and _NO_MORE.fullmatch(words.plain, only.end()) is not None
    return words.part(*only.span("done")) if only and alone and not _JUST_DONE.fullmatch(words.plain.strip()) else words


def _led(pieces: list[Clause]) -> list[Clause]:
    """ "Nếu có tiền, nv 3 xong": a condition or a time to come before the comma is said of what follows."""
    led: list[Clause] = []
    for piece in pieces:
        before = led[-1] if led else None
        if before and before.words.plain and not before.refs and not before.asks and _LEADS.match(before.words.plain):
            led[-1] = replace(piece, words=before.words.with_(piece.words))
        else:
            led.append(piece)
    return led


def _carried(pieces: list[Clause]) -> list[Clause]:
    """Refs with nothing said of them wait for the next words; words without refs belong to the refs before."""
    clauses: list[Clause] = []
    waiting: tuple[str, ...] = ()
    current: tuple[str, ...] = ()
    for piece in pieces:
        if piece.refs and not piece.words.plain and not piece.excepted:
            if clauses and clauses[-1].refs == piece.refs:  # "thì xong cả": said of them already
                continue
            waiting += piece.refs
            continue
        if not piece.words.plain and not piece.refs:
            continue
        if piece.excepted:
            clauses.append(piece)
            continue
        refs = tuple(dict.fromkeys(waiting + piece.refs)) or current
        waiting, current = (), refs
        clauses.append(piece if piece.refs == refs else replace(piece, refs=refs))
    return clauses


def _is_empty(words: Words) -> bool:
    return _EMPTY.fullmatch(words.plain) is not None and not names_document(words.plain)


def trimmed(words: Words) -> Words:
    """Without marks and joining words at both ends."""
    if _is_empty(words):
        return Words("", "")
    head = _HEAD.match(words.plain)
    text = words.part(head.end() if head else 0, len(words.plain))
    tail = _TAIL.search(text.plain)
    text = text.part(0, tail.start()) if tail else text
    while (gap := _GAP.search(text.plain)) is not None:
        before, after = text.part(0, gap.start() + 1), text.part(gap.end(), len(text.plain))
        text = Words(before.plain + after.plain, before.marked + after.marked)
    return text
