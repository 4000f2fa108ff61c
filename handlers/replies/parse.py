"""From a message to a `Reply`: documents out, spellings written out, cut into clauses, each read by the rules, merged.

Everything here is about how findings go together; what words mean stands in `rules/`.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace

from handlers.replies.clauses import Clause, split
from handlers.replies.dates import find_days, find_length
from handlers.replies.documents import take_documents
from handlers.replies.model import Blocker, Doubt, Item, Reply, State
from handlers.replies.normalise import Words, written_out
from handlers.replies.numbers import NO_FIGURE, Figure, find_figure, without_numbers
from handlers.replies.refs import UNKNOWN
from handlers.replies.rules import (
    BLOCKERS,
    CLEARED,
    EXTENSION,
    FULL,
    IDLE,
    NO_EXTENSION,
    SAYS_DONE,
    STATE,
    STATE_OF_NO_DONE,
    TALK,
    UNBLOCKED,
)
from handlers.replies.topics import without_topics

_AND = re.compile(r"\b(?:va|lan|voi lai|cung nhu)\b|[&+]")
_NOTHING = Clause(Words("", ""))
_PAST = re.compile(r"\b(?:tuan|thang|hom|ky|quy|lan|dot) (?:truoc|roi|qua)\b|\b(?:truoc do|luc dau|ban dau)\b")
_NEW_DAY = re.compile(r"(?:den|toi|sang|cu the|han moi|tuc|la)\b(?!.*\b(?:xong|hoan|trinh))")


@dataclass(frozen=True)
class Reading:
    """What one clause says. `means` is a rule's meaning or None; `talk` when it is a question or politeness."""

    means: str | None = None
    figure: Figure = NO_FIGURE
    full: bool = False
    blocker: Blocker | None = None
    extends: bool = False
    due: dt.date | None = None
    length: str | None = None
    doubt: Doubt | None = None
    talk: bool = False
    unblocks: bool = False
    past: bool = False


def parse_reply(text: str, today: dt.date) -> Reply:
    """What `text` says, `today` being the province's day it was typed on.

    Never raises. Reads the first 4,000 characters. The same text on the same day is the same Reply.
    """
    documents, words = take_documents(Words.of(text))
    clauses = split(without_topics(words := written_out(words)), today)
    readings = [(clause, _read(clause, today)) for clause in clauses]
    readings = [
        (
            clause,
            _with_day_of(before, other_task=said_of.refs != clause.refs, reading=reading, clause=clause, today=today),
        )
        for (said_of, before), (clause, reading) in zip([(_NOTHING, Reading()), *readings], readings, strict=False)
    ]
    readings = _with_reasons(readings)
    by_ref: dict[str | None, list[Reading]] = {}
    doubts: list[Doubt] = []
    for clause, reading in readings:
        for ref in clause.refs or (None,):
            by_ref.setdefault(ref, []).append(reading)
    items: list[Item] = []
    for ref, said in by_ref.items():
        item = _merge(ref, said)
        doubts += [reading.doubt for reading in said if reading.doubt]
        if ref == UNKNOWN:
            doubts += ["which_task"] if item.says_something else []
        elif item.says_something:
            items.append(item)
    if not items and not doubts and re.search(r"\w", words.plain):
        talk = TALK.pattern.search(words.plain) is not None or any(reading.talk for _, reading in readings)
        doubts += [] if talk else ["unclear"]
    return Reply(tuple(items), documents, tuple(dict.fromkeys(doubts)))


def _read(clause: Clause, today: dt.date) -> Reading:
    plain = without_idle(clause.words.plain)
    numberless = without_numbers(plain)
    extends, due, length, doubt = _extension(numberless, today)
    means = _state(" ".join(numberless.split()), today)
    if means == "done_named":
        means = "done" if clause.refs else None
    if means == "unfinished_named":
        means = "unfinished" if clause.refs else None
    if clause.excepted and (means == "done" or (means is None and not _blocker(plain))):
        means = "unfinished"
    if means == "question" or clause.asks:
        wanted = due or length or doubt or re.search(r"\b(?:xin|de nghi)\b.*\bduoc (?:khong|chua)\b", plain)
        if extends and wanted and not re.search(r"\bhoi\b", plain):
            return Reading(extends=True, due=due, length=length, doubt=doubt, talk=True)
        return Reading(talk=True)
    figure = find_figure(plain)
    if figure.wrong:
        return Reading(doubt="percent_out_of_range", extends=extends, due=due, length=length)
    blocker = _blocker(plain)
    if means == "waiting":
        means = None if blocker else "underway"
    if means == "planned":
        means = None if extends else "planned"
    full = figure.percent == 100 and not figure.counted and FULL.fullmatch(numberless) is not None
    past = _PAST.search(plain) is not None
    cleared = CLEARED.pattern.search(plain) is not None
    return Reading(means, figure, full, blocker, extends, due, length, doubt, unblocks=cleared, past=past)


def without_idle(plain: str) -> str:
    """A clause without the phrases that only look like a report ("thời hạn hoàn thành")."""
    for rule in IDLE:
        plain = rule.pattern.sub(" ", plain)
    return " ".join(plain.split())


def _state(plain: str, today: dt.date) -> str | None:
    rules = STATE if SAYS_DONE.search(plain) else STATE_OF_NO_DONE
    rule = next((rule for rule in rules if rule.pattern.search(plain)), None)
    if rule is None:
        return None
    return "unfinished" if rule.means == "done" and _names_future_day(plain, today) else rule.means


def _names_future_day(plain: str, today: dt.date) -> bool:
    """Whether a "xong" stands beside a day to come ("xong 30/6"); "đã xong báo cáo quý III" only names a report."""
    stated = re.search(r"\b(?:da|roi|vua)\b", plain) is not None
    for said in find_days(plain, dt.date(today.year, 1, 1)):
        period = re.match(r"(?:\w+ )?(?:thang|quy|tuan|nam)\b|\d{1,2}/20", plain[said.begin :]) is not None
        if re.search(r"\b(?:han(?: la)?|hom)\s*$", plain[: said.begin]) or (period and stated):
            continue
        if said.day and said.day > today:
            return True
    return False


def _blocker(plain: str) -> Blocker | None:
    for rule in UNBLOCKED:
        plain = rule.pattern.sub(" ", plain)
    for part in dict.fromkeys((_AND.split(plain)[0], plain)):  # of two, the one named first
        if found := next((rule for rule in BLOCKERS if rule.pattern.search(part)), None):
            break
    return found.means if found else None  # type: ignore[return-value]


def _extension(plain: str, today: dt.date) -> tuple[bool, dt.date | None, str | None, Doubt | None]:
    if NO_EXTENSION.pattern.search(plain):
        return False, None, None, None
    matches = [match for rule in EXTENSION if (match := rule.pattern.search(plain))]
    if not matches:
        return False, None, None, None
    start = min(match.start() for match in matches)
    days = [
        day
        for day in find_days(plain, today)
        if not re.search(r"\b(?:tu|ke tu|tinh tu)(?: ngay)?\s*$", plain[: day.begin])
    ]
    wanted = [day for day in days if day.begin >= start]
    moved_to = [
        day for day in wanted if re.search(r"\b(?:den|toi|sang|qua|thanh)(?: het| ngay)?\s*$", plain[: day.begin])
    ]
    wanted = moved_to or wanted
    chosen = wanted[0] if wanted else (days[0] if days else None)
    rest = plain[start:]
    if chosen:
        rest = plain[start : chosen.begin] + " " + plain[max(start, chosen.end) :]
    return True, chosen.day if chosen else None, find_length(rest), chosen.doubt if chosen else None


def _with_day_of(before: Reading, *, other_task: bool, reading: Reading, clause: Clause, today: dt.date) -> Reading:
    """ "xin gia hạn 1 tháng, đến 15/7" and "xin lùi 2 sang 15/7, 3 sang 31/7": the extension before goes on."""
    if reading.extends or not before.extends or not _NEW_DAY.match(clause.words.plain):
        return reading
    if before.due and not other_task:
        return reading
    days = find_days(clause.words.plain, today)
    return replace(reading, extends=True, due=days[0].day, doubt=days[0].doubt) if days else reading


def _with_reasons(readings: list[tuple[Clause, Reading]]) -> list[tuple[Clause, Reading]]:
    """ "Mưa lũ ngập trụ sở nên nv 2 chưa làm": what is said before a task is named, but no done, is said of it.

    Where several are named, only the reason is: "đang làm, 1 xong, 2 chưa" speaks of another one first.
    """
    places = list(dict.fromkeys(clause.refs for clause, _ in readings if clause.refs and clause.refs != (UNKNOWN,)))
    told: list[tuple[Clause, Reading]] = []
    for place, (clause, reading) in enumerate(readings):
        if clause.refs or not places or any(later.excepted for later, _ in readings):
            return told + readings[place:]
        reason = reading.means in (None, "lacking") or (places[0] != ("*",) and len(places) == 1)
        lead = reason and reading.means not in ("done", "done_named")
        told.append((replace(clause, refs=places[0]) if lead else clause, reading))
    return told


def _merge(ref: str | None, said: list[Reading]) -> Item:
    """One item of all that was said of one task: a doubt of the done anywhere outweighs the done."""
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


def _still_said(said: list[Reading]) -> list[Reading]:
    """ "trước vướng kinh phí, nay đã được cấp": what is cleared later in the message blocks no more."""
    last = max((place for place, reading in enumerate(said) if reading.unblocks), default=0)
    return said[last:]


def _merged_state(means: list[str], figure: Figure, said: list[Reading]) -> State | None:
    held = any(reading.blocker or reading.extends for reading in said)
    means = [("underway" if said_so == "lacking" else said_so) for said_so in means if said_so != "lacking" or not held]
    if figure.percent is not None:
        if figure.percent == 0:
            return "not_started"
        whole = figure.percent == 100 and ("done" in means or any(r.full for r in said if r.figure == figure))
        open_ = set(means) & {"not_started", "unfinished", "underway"}
        return "reported" if whole and not open_ and not held else "in_progress"
    if "done" in means:
        return "in_progress" if held or set(means) & {"not_started", "unfinished", "underway"} else "reported"
    if set(means) & {"unfinished", "underway", "step", "resumed"}:
        return "in_progress"
    if "not_started" in means:
        return "not_started"
    return "in_progress" if "planned" in means else None
