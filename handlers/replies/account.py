"""The account of a message: every number, day and "xong" is in an item, in what was quoted, or said back and asked.

What is left over is told with the words as typed, one stretch each; nothing is dropped because something else was
understood.
"""

import datetime as dt
from collections.abc import Iterator, Sequence

from handlers.replies.clauses import Clause
from handlers.replies.corrections import parted
from handlers.replies.dates import find_days
from handlers.replies.merging import Said
from handlers.replies.model import Item
from handlers.replies.naming.masking import masked
from handlers.replies.naming.refs import UNKNOWN, find_refs
from handlers.replies.naming.relations import reported_on
from handlers.replies.numbers import find_figure, is_no_progress, number_spans
from handlers.replies.patterns import compiled
from handlers.replies.reading import Reading
from handlers.replies.rules import SAYS_DONE
from handlers.replies.several import places_of
from handlers.replies.spelling.normalise import Words
from handlers.replies.syllables import UNSURE

_DATED = compiled(r"(?:^|[\n.;,:]) *(?:\w+ ){0,4}(?:den|toi|tu|hom|ngay|luc|hom thu)(?: het)?(?: ngay)? *$")
_NEAR = 120
_THE_REST = compiled(r"(?<!nua )\bcon lai\b|\bkhac\b")
_NUMBER = compiled(  # no count: nothing that can be counted stands behind it; "1x" is a number nobody can read
    r"(?<![\w¤./-])(?<!tu )(?<!bua )(?<!thang )(?<!nam )(?<!quy )(?!1 nua)\d{1,2}"
    r"(?:(?![\w¤./-])(?= *(?:$|[,;.\n)]|(?:xong|da|dang|chua|duoc|dat|vuong|thieu|xin|gan|sap|bi|van|lam|tam|khoang"
    r"|khoan"
    r"|ok|het"
    r"|khong|la|thi|cung|nhu|giong|y|cua|em|ben em|de|doi|quen|bo|huy|phai|hoi|chac|va|voi|deu|ve|thuoc|sao|nao|nua"
    r"|thoi"
    r"|viec|nhiem vu|dau viec|task|cai|giao(?! (?:vien|thong|duc|dich))|chuyen(?! (?:vien|gia|de|nganh|mon|doi|trang))"
    r"|ban giao|nhuong|mien)\b"
    r"|(?!(?:va|vs|ap|xa|so|to|ho)\b)\w{1,2} *(?:$|[,;.\n])))|(?=[^\W\d]{1,2}\b)(?!(?:h|g|k|m|tr|ty|p|s|cm|l|ng|th"
    r"|tg)\b))"
)
_OF_ANOTHER = compiled(  # "không phải nv 5", "ghi lộn nv 1", "anh xem lại nv 3" report on none
    r"\b(?:lon|nham|khong phai|xem|kiem tra|hoi|sua|xoa|mo)(?: (?:la|lai|giup|ho|dum|em|viec|cai|so|qua|sang|voi"
    r"|thanh))*\s*$"
)
_BEFORE_NOW = compiled(r"\b(?:tu|truoc|hom|bua|roi|qua|bao|nham)\b[^,;\n]{0,20}$")
_WISH = compiled(r"\b(?:xin(?! (?:loi|phep|bao|cam|chao))|de nghi|cho em)\b.*\d")
_UNTIL = compiled(  # "xin lùi đến cuối thgs", "xin thêm 2 t"; but "đến khi có kinh phí" is no day
    r"\bt\d\b|(?<![\w/])\d+(?!\d*[/%])|\b(?:den|toi|sang|cuoi|het|giua) (?!khi\b|luc\b|bao gio|nay\b|gio\b|hoi\b"
    r"|do\b|dau\b"
    r"|moi\b"
    r"|ngay (?:co|nao|duoc|hop)|sau\b|thoi (?:gian|diem)|(?:so|phong|xa|tinh|anh|chi|em|cuoc|buoi|dot|ky)\b)[a-z]+"
)
_UNREADABLE = compiled(rf"{UNSURE}\w+")
_OPENING_NUMBER = compiled(r"\W*\d{1,2} *(?:da|dang|van|thi)? *")
_COUNTS = compiled(r"\d+ (?:so|phong|nganh|co quan|don vi|lop|ho|xa|thon)\b")
_STRETCH = compiled(r"[^,;.!?\n]*(?:[.,](?=\d)[^,;.!?\n]*)*")


def left_over(words: Words, said: Sequence[Said], items: Sequence[Item], today: dt.date) -> tuple[str, ...]:
    """The stretches of `words` with a number, a day, a share or a "xong" that is in no item of the reply.

    `said` = every clause with what was read in it, `items` = what is recorded; names of work are blanked in `words`.
    """
    accounted = [(clause, reading) for clause, reading in said if _is_accounted(clause, reading)]
    read = "\n".join(clause.words.plain for clause, _ in accounted)
    mask = masked(words.plain, today)
    named = {(item.ref or "").lstrip("#") for item in items}
    named |= {ref.lstrip("#") for clause, _ in accounted for ref in clause.refs}
    places = [
        *_tasks_left(words, mask, named),
        *_figures_left(words.plain, mask, read, today),
        *_shares_left(words.plain, items),
        *_days_left(words.plain, accounted, items, today),
        *(
            max(words.plain.find(clause.words.plain), 0)
            for clause, reading in said
            if not _is_accounted(clause, reading) and _WISH.search(clause.words.plain)
        ),
        *_claims_left(words.plain, read),
        *_unread(words.plain, read, today),
    ]
    told = [
        words.part(*stretch.span()).marked.replace(UNSURE, "").strip()
        for stretch in _STRETCH.finditer(words.plain)
        if any(stretch.start() <= place < stretch.end() for place in places)
    ]
    return tuple(dict.fromkeys(filter(None, told)))


def _tasks_left(words: Words, mask: str, named: set[str]) -> Iterator[int]:
    """Where tasks are named of which the reply says nothing; of those beside another ("giống nv 5") nothing is said."""
    if parted(words)[1] is not None:
        return  # what was said by mistake is said of no task
    places, listed = places_of(mask), find_refs(mask)
    reported = {ref for place in reported_on(words, 0, len(mask), listed)[1] for ref in place.refs}
    named = named | {ref.lstrip("#") for place in listed for ref in place.refs if ref not in reported}
    for match in _NUMBER.finditer(mask):
        known = match.group().lstrip("0") in named or any(
            p.begin < match.end() and match.start() < p.end for p in places
        )
        if not known:
            yield match.start()
    for place in places:
        rest = _THE_REST.search(mask, place.begin, place.end) is not None
        numbers = {ref.lstrip("#") for ref in place.refs if ref != UNKNOWN and (ref != "*" or rest)}
        if _COUNTS.match(mask, place.begin) or _OF_ANOTHER.search(_before(mask, place.begin)):  # "còn 2 phòng"
            continue
        if place.refs == (UNKNOWN,) and UNKNOWN not in named:  # "chỉ còn 2 việc nữa": which two?
            yield place.begin
        if {number.partition(".")[0] for number in numbers} - {number.partition(".")[0] for number in named}:
            yield place.begin


def _figures_left(plain: str, mask: str, read: str, today: dt.date) -> Iterator[int]:
    """Where shares and days to come stand that are in no words that were read: a day gone by asks for nothing."""
    tight = read.replace(" ", "")
    to_come = [day for day in find_days(plain, today) if day.day and day.day > today and day.doubt is None]
    days = [(day.begin, day.end) for day in to_come if "¤" in mask[day.begin : day.end]]
    shares = [(begin, end) for begin, end in number_spans(plain) if not is_no_progress(plain[:begin])]
    for begin, end in (*shares, *days):
        if plain[begin:end].replace(" ", "") not in tight and not _DATED.search(_before(plain, begin)):
            yield begin


def _shares_left(plain: str, items: Sequence[Item]) -> Iterator[int]:
    """Where a share of the work stands that is none of several tasks'; of one task the last one said counts."""
    told = {round(item.percent, 2) for item in items if item.percent is not None}
    for begin, end in number_spans(plain) if len(items) > 1 or not told else ():
        share = find_figure(plain[begin:end]).percent
        open_ = share is not None and 0 < share < 100 and not {round(share, 2), round(100 - share, 2)} & told
        if open_ and not is_no_progress(plain[:begin]) and not _BEFORE_NOW.search(_before(plain, begin)):
            yield begin


def _days_left(plain: str, said: Sequence[Said], items: Sequence[Item], today: dt.date) -> Iterator[int]:
    """Where more time is asked for until a day, or for a time, that nobody can read."""
    asked = {item.ref for item in items if item.asks_extension and not item.requested_due and not item.extend_by}
    for clause, reading in said:
        mute = reading.extends and not reading.doubt and (set(clause.refs or (None,)) & asked)
        words = clause.words.plain
        if mute and not find_days(words, today) and (unread := _UNTIL.search(words)):
            yield max(plain.find(words), plain.find(unread.group()), 0)


def _before(plain: str, at: int) -> str:
    """The words right before a place, as many as "_DATED" looks at."""
    return plain[:at] if at <= _NEAR else "x" + plain[at - _NEAR : at]


def _claims_left(plain: str, read: str) -> Iterator[int]:
    """Where a "xong" stands, if fewer were read than said: the last ones."""
    said = [match.start() for match in SAYS_DONE.finditer(plain)]
    missing = len(said) - len(SAYS_DONE.findall(read))
    yield from said[-missing:] if missing > 0 else ()


def _unread(plain: str, read: str, today: dt.date) -> Iterator[int]:
    """Where a word nobody can read stands beside a task, in no clause that was read: "3 `xon; 8 xin lùi"."""
    for word in _UNREADABLE.finditer(plain):
        stretch = next(one for one in _STRETCH.finditer(plain) if one.start() <= word.start() < one.end())
        before = masked(plain[stretch.start() : word.start()], today)
        if word.group() not in read and (find_refs(before) or _OPENING_NUMBER.fullmatch(before)):
            yield word.start()


def _is_accounted(clause: Clause, reading: Reading) -> bool:
    """Whether what a clause says is recorded, asked about, or said to say nothing: a question, if it claims one."""
    talk = reading.talk and (clause.asks or not clause.refs or SAYS_DONE.search(clause.words.plain) is None)
    return bool(
        reading.means
        or reading.figure.percent is not None
        or reading.blocker
        or reading.extends
        or reading.doubt
        or talk
        or clause.excepted
        or reading.ok
        or reading.idle
        or reading.same
        or reading.unblocks
        or reading.documents
    )
