"""From a message to a `Reply`: documents out, spellings written out, cut into clauses, each read by the rules, merged.

Everything here is about how findings go together; what one clause says is read in `reading.py`, what words mean
stands in `rules/`.
"""

import datetime as dt
import re
from dataclasses import replace

from handlers.replies.clauses import Clause, split
from handlers.replies.corrections import corrected, parted
from handlers.replies.dates import find_days
from handlers.replies.documents import take_documents
from handlers.replies.headed import before_what_is_said, told_in_points
from handlers.replies.masking import masked
from handlers.replies.milestones import with_milestones
from handlers.replies.model import Doubt, Item, Reply, State
from handlers.replies.normalise import Words, written_out
from handlers.replies.numbers import NO_FIGURE, Figure
from handlers.replies.reading import Reading, read
from handlers.replies.refs import UNKNOWN, find_refs
from handlers.replies.rules import TALK
from handlers.replies.topics import without_topics

Said = tuple[Clause, Reading]
"""A clause with what it says."""

_NOTHING = (Clause(Words("", "")), Reading())
_DECIDES = ("done", "not_started", "unfinished", "underway")
_NO_START_YET = {"not_started", "waiting", "lacking", "planned", "after"}  # "chưa làm, chưa đến kỳ"
_NEW_DAY = re.compile(r"(?:den|toi|sang|cu the|han moi|tuc|la)\b(?!.*\b(?:xong|hoan|trinh))")


def parse_reply(text: str, today: dt.date) -> Reply:
    """What `text` says, `today` being the province's day it was typed on.

    Never raises. Reads the first 4,000 characters. The same text on the same day is the same Reply.
    """
    documents, words = take_documents(Words.of(text))
    words = before_what_is_said(told_in_points(with_milestones(written_out(words))))
    before, behind = parted(without_topics(words))
    readings = _read_all(before, today)
    by_ref, last = _by_task(readings)
    if behind is not None:
        again = _read_again(behind, today, readings)
        by_ref = corrected(by_ref, _by_task(again)[0], last)
        readings += again
    doubts: list[Doubt] = []
    items: list[Item] = []
    for ref, said in by_ref.items():
        item = _merge(ref, said)
        doubts += [reading.doubt for reading in said if reading.doubt]
        if ref == UNKNOWN:
            doubts += ["which_task"] if item.says_something else []
        elif item.says_something:
            items.append(item)
        elif any(reading.ok for reading in said):
            doubts.append("done_or_noted")
    if not items and not doubts and re.search(r"\w", words.plain):
        talk = TALK.pattern.search(words.plain) is not None or any(reading.talk for _, reading in readings)
        doubts += [] if talk else ["unclear"]
    return Reply(tuple(items), documents, tuple(dict.fromkeys(doubts)))


def _read_all(words: Words, today: dt.date) -> list[Said]:
    """The clauses of `words` with what each says."""
    clauses = split(words, today)
    readings = [(clause, read(clause, today)) for clause in clauses]
    told = [
        (
            clause,
            _with_day_of(before, other_task=said_of.refs != clause.refs, reading=reading, clause=clause, today=today),
        )
        for (said_of, before), (clause, reading) in zip([_NOTHING, *readings], readings, strict=False)
    ]
    return _with_reasons(told)


def _read_again(words: Words, today: dt.date, said: list[Said]) -> list[Said]:
    """The same of what stands behind a slip: it goes on with the task, and the extension, spoken of before."""
    readings = _read_all(words, today)
    if not readings:  # "nv 2 xong, nhầm, nv 3"
        return [(Clause(Words("", ""), named.refs), Reading()) for named in find_refs(masked(words.plain, today))]
    (spoken_of, before), (first, again) = (said or [_NOTHING])[-1], readings[0]
    days = find_days(words.plain, today) if before.extends and not again.extends and not again.means else []
    if days:
        readings[0] = (first, replace(again, extends=True, due=days[0].day, doubt=days[0].doubt))
    return [(clause if clause.refs else replace(clause, refs=spoken_of.refs), reading) for clause, reading in readings]


def _by_task(readings: list[Said]) -> tuple[dict[str | None, list[Reading]], tuple[str | None, ...]]:
    """What is said of each task, and the tasks spoken of last."""
    by_ref: dict[str | None, list[Reading]] = {}
    last: tuple[str | None, ...] = (None,)
    for clause, reading in readings:
        for ref in clause.refs or (None,):
            before = by_ref.get(last[-1], [])
            by_ref.setdefault(ref, []).extend(before if reading.same and last[-1] != ref else [reading])
        last = clause.refs or (None,)
    return by_ref, last


def _with_day_of(before: Reading, *, other_task: bool, reading: Reading, clause: Clause, today: dt.date) -> Reading:
    """ "xin gia hạn 1 tháng, đến 15/7" and "xin lùi 2 sang 15/7, 3 sang 31/7": the extension before goes on."""
    if reading.extends or not before.extends or not _NEW_DAY.match(clause.words.plain):
        return reading
    if before.due and not other_task:
        return reading
    days = find_days(clause.words.plain, today)
    return replace(reading, extends=True, due=days[0].day, doubt=days[0].doubt) if days else reading


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
        lead = reason and reading.means not in ("done", "done_named")
        told.append((replace(clause, refs=places[0]) if lead else clause, reading))
    return told


def _merge(ref: str | None, said: list[Reading]) -> Item:
    """One item of all that was said of one task: a doubt of the done anywhere outweighs the done."""
    said = _of_today(said)
    figures = [reading for reading in said if reading.figure.percent is not None]
    now = [reading for reading in figures if not reading.past] or figures  # "tuần trước 20%" is no news
    figure = now[-1].figure if now else NO_FIGURE
    asked = [reading for reading in said if reading.extends]
    return Item(
        ref=ref,
        state=_merged_state([reading.means for reading in said if reading.means], figure, said),
        percent=figure.percent,
        blocker=next((reading.blocker for reading in _still_said(said) if reading.blocker), None),
        requested_due=next((reading.due for reading in asked if reading.due), None),
        extend_by=next((reading.length for reading in asked if reading.length), None),
        asks_extension=bool(asked),
    )


def _of_today(said: list[Reading]) -> list[Reading]:
    """ "Tuần trước chưa xong, nay đã xong": what was, up to what is, is no news; an extension asked for stays asked."""
    nows = [place for place, reading in enumerate(said) if reading.now and reading.means in _DECIDES]
    pasts = [place for place, reading in enumerate(said[: nows[-1]]) if reading.past] if nows else []
    if not pasts:
        return said
    asked = [reading for reading in said[pasts[0] : nows[-1]] if reading.extends and not reading.past]
    return [*said[: pasts[0]], *asked, *said[nows[-1] :]]


def _still_said(said: list[Reading]) -> list[Reading]:
    """ "trước vướng kinh phí, nay đã được cấp": what is cleared later in the message blocks no more.

    Nor does the trouble of a day gone by what is done: "xong rồi, bữa hổm mưa quá nên trễ".
    """
    last = max((place for place, reading in enumerate(said) if reading.unblocks), default=0)
    done = any(reading.means == "done" for reading in said)
    return [reading for reading in said[last:] if not (done and reading.over)]


def _merged_state(means: list[str], figure: Figure, said: list[Reading]) -> State | None:
    held = any(reading.blocker for reading in _still_said(said)) or any(reading.extends for reading in said)
    if "not_started" in means and set(means) <= _NO_START_YET:
        return "not_started"
    means = [said_so for said_so in means if said_so != "lacking" or not held]
    means = ["underway" if said_so in ("lacking", "waiting") else said_so for said_so in means]
    if figure.percent is not None:
        if figure.percent == 0:
            return "not_started"
        whole = figure.percent == 100 and ("done" in means or any(r.full for r in said if r.figure == figure))
        open_ = set(means) & {"not_started", "unfinished", "underway", "after"}
        return "reported" if whole and not open_ and not held else "in_progress"
    if "done" in means:
        held = held or any(reading.but for reading in said)
        return "in_progress" if held or set(means) & {"not_started", "unfinished", "underway", "after"} else "reported"
    if set(means) & {"unfinished", "underway", "step", "resumed"}:
        return "in_progress"
    if "not_started" in means:
        return "not_started"
    return "in_progress" if set(means) & {"planned", "after"} else None
