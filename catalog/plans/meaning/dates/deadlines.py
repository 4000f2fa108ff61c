"""What a deadline cell says: DESIGN section 3, "Deadlines".

A cell is read in three steps. `plans.printed_dates` finds the dates; the words around a date say whether and how
it counts (`plans.deadline_anchors`, `plans.deadline_words`); what is left of its clause is the label. Only where
no date counts do "thường xuyên" and conditions decide. A printed date beats a condition, a date finer than a year
beats "thường xuyên", and "thường xuyên" beats "trong năm". What is doubtful keeps the widest reading and a warning.
"""

import re
from dataclasses import dataclass, replace

from catalog.clock import ONE_DAY
from catalog.plans.meaning.dates import deadline_words as words
from catalog.plans.meaning.dates.deadline_anchors import Anchor, anchor_of, clause_of, comes_again, find_anchors
from catalog.plans.meaning.dates.printed_dates import PrintedDate, aligned, as_printed, find_dates
from catalog.plans.model import PlanWarning
from catalog.work.deadline import Deadline, DeadlineKind

UNCLEAR = "deadline_unclear"
DATE_ELSEWHERE = "date_elsewhere"
_SPAN_CUT = re.compile(
    r"^(?![-–+•])((?:từ\s+)?(?:tháng|quý|ngày)\s*[\dIVX/]+)\s*\n\s*[-–]\s*((?:tháng|quý"
    r"|ngày)\s*[\dIVX/]+)$",
    re.IGNORECASE,
)
"""A span that the width of the column cut before its dash: "Tháng 3" / "- tháng 4" are no two dates."""
_EDGES = " \t\n-–—+•●*:;,.…"


@dataclass(frozen=True)
class DeadlineReading:
    """The milestones of a cell in printed order (none for a blank cell), and what an officer should look at."""

    deadlines: tuple[Deadline, ...] = ()
    warnings: tuple[PlanWarning, ...] = ()


@dataclass(frozen=True)
class DateMention:
    """A work deadline named outside the deadline column: the printed words, and what they would mean there."""

    text: str
    deadline: Deadline


def read_deadlines(cell: str, *, plan_year: int | None, notes: str = "") -> DeadlineReading:
    """The milestones printed in `cell`; `plan_year` stands in for a missing year.

    `notes` (the remarks column) never sets or changes a deadline: a work deadline found there that the cell does not
    have is a `date_elsewhere` warning. Raises nothing: what cannot be read is `conditional` with a warning.
    """
    text = _tidy(cell)
    found = _read(text, plan_year) if text.strip(_EDGES + "/()") else DeadlineReading()
    known = {deadline.due for deadline in found.deadlines}
    strays = [mention for mention in date_mentions(notes, plan_year) if mention.deadline.due not in known]
    return replace(
        found, warnings=found.warnings + tuple(date_outside_deadline(mention, "cột ghi chú") for mention in strays)
    )


def date_mentions(text: str, plan_year: int | None = None) -> list[DateMention]:
    """Work deadlines named in other cells ("trước ngày 30/6/2026", "ban hành trong Quý I/2026").

    Dates of cited documents, spans and years that merely belong to a name ("giai đoạn 2026-2030") are none.
    """
    tidy = _tidy(text)
    folded = aligned(tidy)
    found: list[DateMention] = []
    for date in find_dates(tidy, plan_year):
        anchor = None if comes_again(folded, date) else anchor_of(tidy, folded, date)
        if anchor is None or date.last is None:
            continue
        said = None if anchor.coarse else words.WORK_DEADLINE.search(folded[: date.begin])
        alone = date.sure and not folded[: anchor.begin].split("\n")[-1].strip(_EDGES)
        if said or (alone and folded[date.end : date.end + 1] in ("", "\n", ";", ".")):
            begin = min(anchor.begin, said.start() if said else anchor.begin)
            found.append(DateMention(as_printed(tidy[begin : date.end]), _deadline(anchor)))
    return found


def date_outside_deadline(mention: DateMention, where: str) -> PlanWarning:
    """The warning that `where` (Vietnamese, "cột kết quả") names a date which was not taken as the deadline."""
    return PlanWarning(
        DATE_ELSEWHERE, f"Có thời hạn “{mention.text}” ở {where}; không tính là hạn của nhiệm vụ, đề nghị kiểm tra."
    )


def _tidy(cell: str) -> str:
    """Clean text that keeps its printed lines; left-over tags of a torn list go."""
    lines = re.sub(
        r"</?(?:li|p|br)\b[^>]*>", "\n", re.sub(r"</?(?:ul|ol|i|b|em|strong|u)\b[^>]*>", " ", cell)
    ).splitlines()
    return _SPAN_CUT.sub(r"\1 - \2", "\n".join(filter(None, (as_printed(line) for line in lines))))


def _read(text: str, plan_year: int | None) -> DeadlineReading:
    """Every item of a dashed list says its own; an opening line without a date only introduces the dated items."""
    items = [item for item in words.BREAKS[0].split(_inline_items_apart("\n" + text)) if item.strip(_EDGES)]
    read = [_read_item(item, plan_year, several=len(items) > 1) for item in items]
    dated = any(item.deadlines[0].kind != "conditional" for item in read if item.deadlines)
    opening = dated and len(items) > 1 and not words.BREAKS[0].match("\n" + text)
    if opening and read[0].deadlines[0].kind == "conditional":
        read = read[1:]
    deadlines = [deadline for item in read for deadline in item.deadlines]
    if all(deadline.kind == "conditional" for deadline in deadlines):
        deadlines = deadlines[:1]
    return DeadlineReading(tuple(deadlines), tuple(warning for item in read for warning in item.warnings))


def _inline_items_apart(text: str) -> str:
    """ " - Đến 31/12/2026: ..." inside a line begins an item as a dash at the start of a line does."""
    return words.INLINE_ITEM.sub("\n- ", text)


def _read_item(text: str, plan_year: int | None, *, several: bool) -> DeadlineReading:
    folded = aligned(text)
    found = find_anchors(text, plan_year)
    anchors = list(found.counting)
    if found.periodic or words.RECURRING.search(folded):
        if all(anchor.coarse for anchor in anchors):
            return _recurring(text, folded, found.periodic)
        anchors = [a for a in anchors if not (a.coarse and words.RECURRING.search(clause_of(folded, a.begin, a.end)))]
    if anchors:
        return _milestones(text, folded, anchors, several=several)
    if words.CONDITION.search(folded):
        return DeadlineReading((Deadline("conditional", as_printed(text).strip(_EDGES) if several else ""),))
    named = [Anchor(date, date.begin, "inclusive", heads=False) for date in found.named]
    if named:
        reading = _milestones(text, folded, named[:1], several=several)
        return replace(reading, warnings=(_unclear(text, "không rõ là thời hạn hay tên gọi"),))
    return DeadlineReading((Deadline("conditional", as_printed(text)),), (_unclear(text, "không nhận ra thời hạn"),))


def _unclear(printed: str, why: str) -> PlanWarning:
    return PlanWarning(UNCLEAR, f"Thời hạn “{as_printed(printed)}”: {why}, đề nghị kiểm tra.")


def _recurring(text: str, folded: str, periodic: tuple[PrintedDate, ...]) -> DeadlineReading:
    """What comes again; the day it names or the condition beside it is its label."""
    condition = words.CONDITION.search(folded)
    rule = words.DAY_RULE.search(folded)
    if periodic or rule:
        begin, end = (periodic[0].begin, periodic[0].end) if periodic else rule.span() if rule else (0, 0)
        label = clause_of(text, begin, end)
    elif condition:
        label = text[folded.rfind(",", 0, condition.start()) + 1 :]
    else:
        label = ""
    return DeadlineReading((Deadline("recurring", as_printed(label).strip(_EDGES)),))


def _milestones(text: str, folded: str, anchors: list[Anchor], *, several: bool) -> DeadlineReading:
    deadlines: list[Deadline] = []
    warnings: list[PlanWarning] = []
    clauses = _clauses(folded, anchors)
    for begin, end, members in clauses:
        chosen, doubt = _choose(members)
        label = _label(text, (begin, end), members, several=several or len(clauses) > 1)
        for anchor in chosen:
            printed = text[anchor.begin : anchor.end]
            doubt = doubt or _doubt(folded, anchor)
            if anchor.date.last is None:
                deadlines.append(Deadline("conditional", as_printed(text[begin:end]).strip(_EDGES)))
                doubt = "không có ngày này hoặc không rõ năm"
            else:
                deadlines.append(replace(_deadline(anchor), label=label))
            if doubt:
                warnings.append(_unclear(printed, doubt))
    return DeadlineReading(tuple(deadlines), tuple(warnings))


def _doubt(folded: str, anchor: Anchor) -> str:
    if anchor.date.doubt:
        return anchor.date.doubt
    if words.CUT_BEFORE.search(folded[: anchor.date.begin]) or words.CUT_AFTER.match(folded, anchor.end):
        return "chỉ đọc được một phần của cụm số này"
    if anchor.date.grouped:
        return "được đọc là một khoảng thời gian liền nhau"
    if anchor.how == "vague" or words.VAGUE_AFTER.match(folded, anchor.end):
        return "chỉ nêu khoảng chừng, đã lấy ngày muộn nhất"
    return ""


def _clauses(folded: str, anchors: list[Anchor]) -> list[tuple[int, int, list[Anchor]]]:
    """The text parted between the anchors at the strongest break; anchors without a break share a clause."""
    clauses: list[tuple[int, int, list[Anchor]]] = []
    begin, members = 0, [anchors[0]]
    for anchor in anchors[1:]:
        place = _break(folded, members[-1], anchor)
        if place is None:
            members.append(anchor)
            continue
        clauses.append((begin, place, members))
        begin, members = place, [anchor]
    return [*clauses, (begin, len(folded), members)]


def _break(folded: str, left: Anchor, right: Anchor) -> int | None:
    if right.begin <= left.end:
        return left.end
    for strength, pattern in enumerate(words.BREAKS):
        marks = list(pattern.finditer(folded, left.end, right.begin))
        weak = strength == len(words.BREAKS) - 1
        one_span = strength >= words.CLOSED_BY and left.how == "starting" and right.how != "starting"
        one_year = weak and left.coarse != right.coarse and "year" in (left.date.kind, right.date.kind)
        if marks and not one_span and not one_year:
            return marks[-1].end()
    return None


def _choose(members: list[Anchor]) -> tuple[list[Anchor], str]:
    """Which dates of one clause count: a beginning and an end make a span, else the finest stands for its year."""
    if len(members) == 1:
        return members, ""
    first, last = members[0], members[-1]
    if first.how in ("starting", "after") and first.date.first and last.date.last:
        due = _deadline(last).due or last.date.last
        if first.date.first <= due:
            span = replace(first.date, kind="range", last=due, end=last.end)
            return [replace(first, date=span, how="span")], ""
    fine = [anchor for anchor in members if not anchor.coarse]
    if len(fine) == 1:
        return fine, ""
    return (fine or members), "có nhiều ngày trong một câu"


def _deadline(anchor: Anchor) -> Deadline:
    """The date as it counts: before it, from it on, or up to its last day."""
    date, kind = anchor.date, anchor.date.kind
    if date.first is None or date.last is None:
        return Deadline("conditional")
    if anchor.how == "exclusive" and kind != "range":
        return Deadline(kind, due=date.first - ONE_DAY)
    if kind == "range":
        return Deadline("range", start=date.first, due=date.last)
    if anchor.how in ("starting", "after"):
        span: DeadlineKind = "range"
        return Deadline(span, start=date.first if anchor.how == "starting" else date.last + ONE_DAY)
    return Deadline(kind, due=date.last)


def _label(text: str, clause: tuple[int, int], members: list[Anchor], *, several: bool) -> str:
    """What is left of the clause without its dates and the words that only introduce them.

    "Hoàn thành" alone names no milestone where it is the only one, and does beside others.
    """
    pieces: list[str] = []
    place, end = clause
    for stop, following in [*((anchor.begin, anchor.end) for anchor in members), (end, end)]:
        piece = as_printed(text[place:stop]).strip(_EDGES)
        opening = words.FORMAL_START.match(aligned(piece))
        piece = piece[opening.end() :] if opening else piece
        closing = words.FORMAL_END.search(aligned(piece))
        piece = piece[: closing.start()] if closing else piece
        bare = _out_of_brackets(piece)
        names = bare and not words.EMPTY.fullmatch(aligned(bare))
        if names and (not words.FORMAL.fullmatch(aligned(bare)) or (several and len(members) == 1)):
            pieces.append(bare)
        place = following
    return " ".join(pieces)


def _out_of_brackets(piece: str) -> str:
    """Without brackets around the whole, and without those whose other half went with the date."""
    bare = piece
    if piece[:1] in "([" and piece.find(")") in (-1, len(piece) - 1):
        bare = piece.strip("()[] ")
    if bare.count("(") != bare.count(")"):
        bare = re.sub(r"[()]", "", bare)
    return as_printed(bare).strip(_EDGES)
