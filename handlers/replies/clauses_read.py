"""The clauses of a message, each read by the rules, and what one says only together with the one before.

"Xin gia hạn 1 tháng, đến 15/7" moves one day; "đã nghiệm thu, đưa vào sử dụng" says its "đã" once; a reason before the
first task is named is that task's.
"""

import datetime as dt
import functools
from dataclasses import replace

from handlers.replies.clauses import Clause, split, trimmed
from handlers.replies.dates import find_days
from handlers.replies.documents import said_in, without_documents
from handlers.replies.merging import Said
from handlers.replies.naming.masking import masked
from handlers.replies.naming.refs import UNKNOWN, find_refs
from handlers.replies.patterns import compiled
from handlers.replies.reading import Reading, read
from handlers.replies.rules import OUT_BARE, PAST
from handlers.replies.spelling.normalise import Words

_NOTHING = (Clause(Words("", "")), Reading())
_AT_WORK = compiled(
    r"(?:(?:em|ben em|minh|don vi|phong|xa|so|van|deu|cung|hien|da|cac|viec|nhiem vu|noi dung|phan|khac|con lai|thi) )*"
    r"(?:dang|chua)(?: (?:lam|trien khai|thuc hien|tien hanh|xu ly|xong|hoan thanh|rat|kha|tot|on|binh thuong|tich cuc"
    r"|khan truong|thuan loi|deu|dung tien do|theo ke hoach|ca|het|a|anh|chi|sep|nhe|nha|day|oi|em))+"
)
_NEW_DAY = compiled(r"(?:den|toi|sang|cu the|han moi|tuc|la)\b(?!.*\b(?:xong|hoan|trinh))")


def read_all(words: Words, documents: tuple[str, ...], today: dt.date, refs: tuple[str, ...] = ()) -> list[Said]:
    """The clauses of `words` with what each says; `refs` = the tasks all of it is said of."""
    clauses = split(words, today)
    if refs:
        clauses = [replace(clause, refs=refs) for clause in clauses] or [Clause(words, refs)]
    clauses = [_with_aspect(before, clause) for before, clause in zip([_NOTHING[0], *clauses], clauses, strict=False)]
    readings = with_days([_read_one(clause, documents, today) for clause in clauses], today)
    return readings if refs else _with_reasons(readings)


def _with_aspect(before: Clause, clause: Clause) -> Clause:
    """ "Đã nghiệm thu, đưa vào sử dụng": the "đã" of the clause before is said of what came of it, too."""
    if before.refs != clause.refs or not PAST.search(before.words.plain) or not OUT_BARE.match(clause.words.plain):
        return clause
    return replace(clause, words=Words("da", "đã").with_(clause.words))


def with_days(readings: list[Said], today: dt.date) -> list[Said]:
    """Each clause that only moves the extension of the one before to another day, with that extension."""
    return [
        (
            clause,
            _with_day_of(before, other_task=said_of.refs != clause.refs, reading=reading, clause=clause, today=today),
        )
        for (said_of, before), (clause, reading) in zip([_NOTHING, *readings], readings, strict=False)
    ]


def _read_one(clause: Clause, documents: tuple[str, ...], today: dt.date) -> Said:
    """A clause with what it says, and the documents it names."""
    named = said_in(clause.words.plain, documents)
    if named:
        clause = replace(clause, words=trimmed(without_documents(clause.words)))
    reading = _read_once(replace(clause, refs=("1",)) if clause.refs else clause, today, named)
    return clause, replace(reading, documents=named) if named else reading


@functools.lru_cache(maxsize=1024)  # the same few words are said of many tasks, and weighed before they are read
def _read_once(clause: Clause, today: dt.date, documents: tuple[str, ...]) -> Reading:
    return read(clause, today, documents=documents)


def read_again(words: Words, documents: tuple[str, ...], today: dt.date, said: list[Said]) -> list[Said]:
    """The same of what stands behind a slip: it goes on with the task, and the extension, spoken of before."""
    readings = read_all(words, documents, today)
    if not readings:  # "nv 2 xong, nhầm, nv 3"
        return [(Clause(Words("", ""), named.refs), Reading()) for named in find_refs(masked(words.plain, today))]
    (spoken_of, before), (first, again) = (said or [_NOTHING])[-1], readings[0]
    days = find_days(words.plain, today) if before.extends and not again.extends and not again.means else []
    if days:
        readings[0] = (first, replace(again, extends=True, due=days[0].day, doubt=days[0].doubt))
    return [(clause if clause.refs else replace(clause, refs=spoken_of.refs), reading) for clause, reading in readings]


def _with_day_of(before: Reading, *, other_task: bool, reading: Reading, clause: Clause, today: dt.date) -> Reading:
    """ "xin gia hạn 1 tháng, đến 15/7" and "xin lùi 2 sang 15/7, 3 sang 31/7": the extension before goes on."""
    if reading.extends or not before.extends or not _NEW_DAY.match(clause.words.plain):
        return reading
    if before.due and not other_task:
        return reading
    days = find_days(clause.words.plain, today)
    return replace(reading, extends=True, due=days[0].day, doubt=days[0].doubt) if days else reading


def _said_of(places: list[tuple[str, ...]], readings: list[Said]) -> list[Reading]:
    """What is said of the tasks that are named."""
    return [reading for clause, reading in readings if clause.refs in places]


def _with_reasons(readings: list[Said]) -> list[Said]:
    """ "Mưa lũ ngập trụ sở nên nv 2 chưa làm": what is said before a task is named, but no done, is said of it.

    Where several are named, only the reason is: "đang làm, 1 xong, 2 chưa" speaks of another one first.
    """
    places = list(dict.fromkeys(clause.refs for clause, _ in readings if clause.refs and clause.refs != (UNKNOWN,)))
    told: list[Said] = []
    for place, (clause, reading) in enumerate(readings):
        if clause.refs or not places or any(later.excepted for later, _ in readings):
            return told + readings[place:]
        reason = reading.means in (None, "lacking") or (places[0] != ("*",) and len(places) == 1)
        if _AT_WORK.fullmatch(clause.words.plain) and all(said.means == "done" for said in _said_of(places, readings)):
            reason = False  # "đang làm tốt, việc 3 xong" speaks of another one first
        lead = (
            reason and reading.means not in ("done", "done_named") and reading.doubt not in ("not_ours", "done_or_not")
        )
        told.append((replace(clause, refs=places[0]) if lead else clause, reading))
    return told
