"""From a message to a `Reply`: documents out, spellings written out, cut into clauses, each read by the rules, merged.

Everything here is about how findings go together; what one clause says is read in `reading.py`, what words mean
stands in `rules/`.
"""

import datetime as dt
import functools
import re
from dataclasses import dataclass, replace

from handlers.replies.account import left_over
from handlers.replies.clauses import Clause, done_alone
from handlers.replies.clauses_read import read_again, read_all, with_days
from handlers.replies.consistency import held_back, is_named_not_ours, is_talk, settled, unread
from handlers.replies.corrections import corrected, parted
from handlers.replies.dates import find_days
from handlers.replies.documents import take_documents
from handlers.replies.lengths import find_length
from handlers.replies.merging import Said, by_task, merged
from handlers.replies.model import Doubt, Item, Reply
from handlers.replies.naming.counted import without_counts
from handlers.replies.naming.document_of import told_of_its_task
from handlers.replies.naming.groups import BY_DUE, COUNTED_DONE, COUNTED_LEFT, LETTERED
from handlers.replies.naming.headed import (
    before_what_is_said,
    told_in_points,
    with_what_is_left,
    without_opening,
    without_remarks,
)
from handlers.replies.naming.headings import under_headings
from handlers.replies.naming.likened import told_alike
from handlers.replies.naming.masking import masked
from handlers.replies.naming.milestones import with_milestones
from handlers.replies.naming.refs import COUNTED_OUT, PLAINLY, UNKNOWN, find_refs, is_plain_list
from handlers.replies.naming.relations import reported_on
from handlers.replies.naming.topics import without_topics
from handlers.replies.numbers import is_no_progress, number_spans
from handlers.replies.patterns import compiled
from handlers.replies.reading import Reading, framed
from handlers.replies.rules import DONE, NO_EXTENSION
from handlers.replies.several import UNREADABLE, Unit, shared_out
from handlers.replies.spelling.normalise import Words, as_meant, spelled_out
from handlers.replies.syllables import UNSURE

_GOES_ON = compiled(r"(?:den|toi|sang|qua|them|cu the)\b(?!.*\b(?:xong|hoan|trinh))")  # "thêm 15 ngày"
_DENIED_OF = compiled(
    r"\b(?:khong|chang|cha) (?:co|thay|phu trach|duoc giao|nhan|quan ly|lien quan)(?: (?:viec|nhiem vu|den|toi))?\s*$"
)
_OPENS = r"(?:(?:d[a_]|em|anh|chi|a|ben em|da|vua|moi|lam|bao cao|thua),? )*"
_SHARE_OR_TASK = compiled(  # "hoàn thành 30", "xin gia hạn 20": a task of that number, or so much, or so many days?
    rf"{_OPENS}(?:(?:{DONE}|dat)(?: duoc| khoang| hon| gan| tam)* (?:10|15|2[05]|3[05])"
    r"|(?:xin |de nghi )?(?:gia han|lui|keo dai|xin them)(?: han| them| khoang)* \d{1,2})(?: (?:roi|a|nhe|nha|anh"
    r"|chi|em|do"
    r"|nay))*[ .!]*"
)


@functools.lru_cache(maxsize=64)  # whoever sees that words report, and whoever records them, read the same message
def parse_reply(text: str, today: dt.date) -> Reply:
    """What `text` says, `today` being the province's day it was typed on.

    Never raises. Reads the first 4,000 characters. The same text on the same day is the same Reply.
    """
    typed = Words.of(text)
    words, repairs = as_meant(typed)
    documents, words = take_documents(words)
    words = spelled_out(words, accented=typed.has_accents)
    words = told_of_its_task(words)
    words = told_alike(with_what_is_left(without_counts(under_headings(without_remarks(without_opening(words))))))
    words = told_in_points(with_milestones(words))
    before, behind = parted(without_topics(before_what_is_said(words)))
    counts_or_letters = COUNTED_OUT.search(words.plain) or LETTERED.search(words.plain)
    if (counts_or_letters and not PLAINLY.search(words.plain)) or COUNTED_DONE.search(words.plain):
        return Reply((), documents, ("which_task",), repairs)
    shared = _of_several(without_topics(words), documents, today) if behind is None else None
    readings = shared.said if shared else read_all(before, documents, today)
    readings = [(clause, framed(clause, reading, today)) for clause, reading in readings]
    said, last = by_task(readings)
    if behind is not None:
        again = read_again(behind, documents, today, readings)
        said = corrected(said, by_task(again)[0], last)
        readings += again
    doubts: list[Doubt] = list(shared.doubts) if shared else []
    unsure: list[str | None] = list(shared.unsure) if shared else []
    items: list[Item] = []
    for ref, told in said.items():
        told = settled(merged(ref, told), told)
        item = merged(ref, told)
        if item.state == "reported" and any(reading.doubt == "done_or_not" for reading in told):
            item = replace(item, state=None, percent=None)
        doubts += [reading.doubt for reading in told if reading.doubt]
        unsure += [ref for reading in told if reading.doubt]
        if ref == UNKNOWN:
            doubts += ["which_task"] if item.says_something else []
        elif asked := unread(item, told):
            doubts.append(asked)
            unsure.append(ref)
        elif item.says_something:
            items.append(item)
        elif any(reading.ok or (ref and reading.documents) for reading in told):
            doubts.append("done_or_noted")
            unsure.append(ref)
    if "which_task" in doubts and UNKNOWN in said:  # "3 việc xong, còn lại đang làm": the rest of what?
        items = [item for item in items if item.ref not in ("*", None)]
    if any(item.ref for item in items) and any(item.ref is None and _claims(item) for item in items):
        items = [item for item in items if item.ref]  # "báo cáo xong, còn việc 4 đang làm": which one is done?
        doubts.append("which_task")
    if items and all(item.ref is None for item in items) and _counts_tasks(words, today):
        items, doubts = [], ["which_task"]
    if len(items) == 1 and _SHARE_OR_TASK.fullmatch(words.plain):
        items, doubts = [], ["which_task"]
    items, contradicted = held_back(items, readings)
    doubts += contradicted
    if items and not is_named_not_ours(readings):
        doubts = [doubt for doubt in doubts if doubt != "not_ours"]
    if not items and not doubts and re.search(r"\w", words.plain):
        over_a_share = behind or any(_tells_a_share(clause) for clause, _ in readings)
        doubts += [] if is_talk(words, readings) and not over_a_share else ["unclear"]
    if len(items) == 1:
        elsewhere = {
            number for ref, told in said.items() if ref != items[0].ref for it in told for number in it.documents
        }
        items = [replace(items[0], documents=tuple(number for number in documents if number not in elsewhere))]
    over = left_over(without_topics(words), readings, items, today) if items and not doubts else ()
    doubts += ["left_over"] if over else []
    return Reply(tuple(items), documents, tuple(dict.fromkeys(doubts)), repairs, over, tuple(dict.fromkeys(unsure)))


def _tells_a_share(clause: Clause) -> bool:
    plain = clause.words.plain
    return not clause.asks and any(not is_no_progress(plain[:begin]) for begin, _ in number_spans(plain))


def _counts_tasks(words: Words, today: dt.date) -> bool:
    """Whether some of several tasks are counted: "được 3 việc, còn 2 việc"."""
    if COUNTED_LEFT.search(words.plain) or BY_DUE.search(words.plain):
        return True
    return any(place.refs == (UNKNOWN,) for place in find_refs(masked(without_topics(words).plain, today)))


def _claims(item: Item) -> bool:
    return item.state == "reported" or item.percent is not None or item.asks_extension


@dataclass(frozen=True)
class _Shared:
    """A message about several tasks: its clauses, each with its tasks, and what has to be asked."""

    said: list[Said]
    doubts: tuple[Doubt, ...]
    unsure: tuple[str, ...]


def _of_several(words: Words, documents: tuple[str, ...], today: dt.date) -> _Shared | None:
    """What is said of each of several tasks; None where the message names fewer than two."""

    def tells(said: Words) -> str:
        if UNSURE in said.plain or _DENIED_OF.search(said.plain):
            return UNREADABLE  # it may be one; "không có việc 9" is said of that task
        readings = [reading for _, reading in read_all(said, documents, today, ("1",))]
        state = any(reading.means or reading.figure.percent is not None or reading.ok for reading in readings)
        other = any(reading.blocker or reading.extends or reading.documents for reading in readings)
        goes_on = _GOES_ON.match(said.plain.strip()) and (find_days(said.plain, today) or find_length(said.plain))
        other = other or bool(goes_on) or NO_EXTENSION.pattern.search(said.plain) is not None
        return "state" if state else "other" if other else ""

    mask = masked(words.plain, today)
    named = find_refs(mask)
    if not is_plain_list(mask) or reported_on(words, 0, len(mask), named)[1] != named:
        return None
    several = shared_out(words, mask, functools.cache(tells))
    if several is None:
        return None

    def taken_back(unit: Unit) -> bool:
        """Whether words nobody can read beside the last task may deny what is said: "xong 1, 2 cha làm"."""
        if not unit.said or not unit.beside.plain:
            return False
        alone, beside = unit.said[-1], unit.said[-1].with_(unit.beside)
        states = [merged(None, [it for _, it in read_all(said, documents, today)]).state for said in (alone, beside)]
        return states[0] == "reported" != states[1]

    def said_of(units: tuple[Unit, ...]) -> list[Said]:
        said: list[Said] = []
        for unit in units:
            if unit.excepted:
                said.append((Clause(Words("", ""), unit.refs, excepted=True), Reading("lacking")))
            refs = unit.refs[: len(unit.refs) - taken_back(unit)]
            for part in unit.said if refs else ():
                said += read_all(done_alone(part) if len(unit.refs) == 1 else part, documents, today, refs)
        return with_days(said, today)

    said = said_of(several.units)
    items = {ref: merged(ref, told) for ref, told in by_task(said)[0].items()}
    for rival in several.rivals:
        other = {ref: merged(ref, told) for ref, told in by_task(said_of(rival))[0].items()}
        items = {ref: item for ref, item in items.items() if other.get(ref) == item}
    agreed = [(replace(clause, refs=refs), reading) for clause, reading in said if (refs := _kept(clause, items))]
    asks = several.left or len(agreed) < len(said) or any(tells(over) for over in several.over)
    told = {ref for clause, _ in agreed for ref in clause.refs}
    unsure = [ref for unit in several.units for ref in unit.refs if ref not in told] + list(several.left)
    return _Shared(agreed, ("which_task",) if asks else (), tuple(ref for ref in unsure if ref not in (UNKNOWN, "*")))


def _kept(clause: Clause, items: dict[str | None, Item]) -> tuple[str, ...]:
    return tuple(ref for ref in clause.refs if ref in items)
