"""What a deadline cell says: DESIGN section 3, "Deadlines".

A cell is read in three steps. `catalog.printed_dates` finds the dates; the words around a date
(`catalog.deadline_words`) say whether and how it counts; what is left of its clause is the label. Only where no date counts do
"thường xuyên" and conditions decide. A printed date beats a condition, a date finer than a year beats "thường xuyên",
and "thường xuyên" beats "trong năm". What is doubtful keeps the widest reading and carries a warning.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace

from catalog import deadline_words as words
from catalog.plans.model import Deadline, DeadlineKind, Warning_
from catalog.printed_dates import PrintedDate, aligned, find_dates
from catalog.text import clean

UNCLEAR = "deadline_unclear"
ELSEWHERE = "date_elsewhere"
_EDGES = " \t\n-–—+•●*:;,.…"
_ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class DeadlineReading:
    """The milestones of a cell in printed order (none for a blank cell), and what an officer should look at."""

    deadlines: tuple[Deadline, ...] = ()
    warnings: tuple[Warning_, ...] = ()


@dataclass(frozen=True)
class DateMention:
    """A work deadline named outside the deadline column: the printed words, and what they would mean there."""

    text: str
    deadline: Deadline


@dataclass(frozen=True)
class _Anchor:
    """A date that counts: `begin` is where its lead-in words start, `how` what they mean."""

    date: PrintedDate
    begin: int
    how: str
    heads: bool  # "Tháng 5/2026: ...": what follows is its label

    @property
    def end(self) -> int:
        return self.date.end

    @property
    def coarse(self) -> bool:
        first, last = self.date.first, self.date.last
        return self.date.kind == "year" or (
            self.date.kind == "range" and first is not None and last is not None and (last - first).days >= 364
        )


def read_deadlines(cell: str, *, plan_year: int | None, notes: str = "") -> DeadlineReading:
    """The milestones printed in `cell`; `plan_year` stands in for a missing year.

    `notes` (the remarks column) never sets or changes a deadline: a work deadline found there that the cell does not
    have is a `date_elsewhere` warning. Raises nothing: what cannot be read is `conditional` with a warning.
    """
    text = _tidy(cell)
    found = _read(text, plan_year) if text.strip(_EDGES + "/()") else DeadlineReading()
    known = {deadline.due for deadline in found.deadlines}
    strays = [mention for mention in date_mentions(notes, plan_year) if mention.deadline.due not in known]
    return replace(found, warnings=found.warnings + tuple(elsewhere(mention, "cột ghi chú") for mention in strays))


def date_mentions(text: str, plan_year: int | None = None) -> list[DateMention]:
    """Work deadlines named in other cells ("trước ngày 30/6/2026", "ban hành trong Quý I/2026").

    Dates of cited documents, spans and years that merely belong to a name ("giai đoạn 2026-2030") are none.
    """
    tidy = _tidy(text)
    folded, alone = aligned(tidy), []
    for date in find_dates(tidy, plan_year):
        before, line_end = folded[: date.begin], folded[date.end : date.end + 1]
        anchor = _anchor(tidy, folded, date)
        whole_line = anchor is not None and before[: anchor.begin].split("\n")[-1].strip(_EDGES) == ""
        whole_line = whole_line and (not line_end or line_end in "\n;.")
        said = words.WORK_DEADLINE.search(before) and not (anchor and anchor.coarse)
        if anchor is not None and date.last and (whole_line or said):
            line = tidy[tidy.rfind("\n", 0, date.begin) + 1 : date.end]
            alone.append(DateMention(clean(line)[-80:].lstrip(_EDGES), _deadline(anchor)))
    return alone


def elsewhere(mention: DateMention, where: str) -> Warning_:
    """The warning that `where` (Vietnamese, "cột kết quả") names a date which was not taken as the deadline."""
    return Warning_(
        ELSEWHERE, f"Có thời hạn “{mention.text}” ở {where}; không tính là hạn của nhiệm vụ, đề nghị kiểm tra."
    )


def _tidy(cell: str) -> str:
    """Clean text that keeps its printed lines; left-over tags of a torn list go."""
    lines = re.sub(
        r"</?(?:li|p|br)\b[^>]*>", "\n", re.sub(r"</?(?:ul|ol|i|b|em|strong|u)\b[^>]*>", " ", cell)
    ).splitlines()
    return "\n".join(filter(None, (clean(line) for line in lines)))


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
    printed = find_dates(text, plan_year)
    periodic = [date for date in printed if _comes_again(folded, date)]
    dates = [date for date in printed if date in periodic or date.sure or _weak_date_counts(folded, date)]
    anchors: list[_Anchor] = []
    for date in dates:
        anchor = None if date in periodic else _anchor(text, folded, date)
        if anchor is not None:
            anchors.append(_as_the_one_before(folded, anchors[-1], anchor) if anchors else anchor)
    anchors = _without_label_dates(folded, anchors)
    if periodic or words.RECURRING.search(folded):
        if all(anchor.coarse for anchor in anchors):
            return _recurring(text, folded, periodic)
        anchors = [a for a in anchors if not (a.coarse and words.RECURRING.search(_clause(folded, a.begin, a.end)))]
    if anchors:
        return _milestones(text, folded, anchors, several=several)
    if words.CONDITION.search(folded):
        return DeadlineReading((Deadline("conditional", clean(text).strip(_EDGES) if several else ""),))
    named = [_Anchor(date, date.begin, "inclusive", heads=False) for date in dates if not _of_a_document(folded, date)]
    if named:
        reading = _milestones(text, folded, named[:1], several=several)
        return replace(reading, warnings=(_unclear(text, "không rõ là thời hạn hay tên gọi"),))
    return DeadlineReading((Deadline("conditional", clean(text)),), (_unclear(text, "không nhận ra thời hạn"),))


def _as_the_one_before(folded: str, before: _Anchor, anchor: _Anchor) -> _Anchor:
    """ "trước ngày 15/5 và 15/11/2026": the words before the first of a list hold for all of it."""
    listed = anchor.begin == anchor.date.begin and words.LIST_JOINT.fullmatch(folded, before.end, anchor.begin)
    return replace(anchor, how=before.how) if listed else anchor


def _unclear(printed: str, why: str) -> Warning_:
    return Warning_(UNCLEAR, f"Thời hạn “{clean(printed)}”: {why}, đề nghị kiểm tra.")


def _weak_date_counts(folded: str, date: PrintedDate) -> bool:
    """ "30/6" is a date behind a deadline word or when nothing else stands there; "8/10 xã" is not."""
    lead_in = words.LEAD_IN.search(folded[: date.begin])
    return (
        bool(lead_in) or folded.strip(_EDGES) == folded[date.begin : date.end] or ":" in folded[date.end : date.end + 2]
    )


def _comes_again(folded: str, date: PrintedDate) -> bool:
    """ "trước 30/11 hàng năm": a day of every year, unless the date names its year."""
    if re.search(r"20\d\d", folded[date.begin : date.end]) or date.kind == "year":
        return False
    return bool(words.EVERY.search(_clause(folded, date.begin, date.end)))


def _clause(folded: str, begin: int, end: int) -> str:
    start = max(folded.rfind("\n", 0, begin), folded.rfind(";", 0, begin)) + 1
    stop = re.compile(r"[\n;]").search(folded, end)
    return folded[start : stop.start() if stop else len(folded)]


def _of_a_document(folded: str, date: PrintedDate) -> bool:
    before = folded[: date.begin]
    return date.kind == "date" and bool(words.OF_A_DOCUMENT.search(before)) and not words.LEAD_IN.search(before)


def _in_condition(folded: str, begin: int, end: int) -> bool:
    for condition in words.CONDITION.finditer(folded, 0, begin):
        stop = words.CONDITION_ENDS.search(folded, condition.end(), end)
        if stop is None or stop.start() > begin:
            return True
    return False


def _anchor(text: str, folded: str, date: PrintedDate) -> _Anchor | None:
    """The date with its lead-in words, or None where it is part of a name, a document or a condition."""
    before = folded[: date.begin]
    lead_in = words.LEAD_IN.search(before)
    if lead_in and text[lead_in.start() : lead_in.start() + 2].lower() == "tư":
        lead_in = None  # "đầu tư 2026" is no "từ 2026"
    begin = lead_in.start() if lead_in else date.begin
    how = (lead_in.lastgroup or "inclusive") if lead_in else "inclusive"
    if _of_a_document(folded, date) or _in_condition(folded, begin, date.end):
        return None
    if (
        date.kind in ("year", "range")
        and not lead_in
        and not re.match(r"trong|cuoi|het|ca", folded[date.begin : date.end])
    ):
        finer = _Anchor(date, begin, how, heads=False)
        if finer.coarse and not words.YEAR_IS_WHEN.search(before):
            return None
    heads = bool(re.match(r"\s*(?:\([^)\n]*\))?\s*:", folded[date.end :]))
    return _Anchor(date, begin, how, heads)


def _without_label_dates(folded: str, anchors: list[_Anchor]) -> list[_Anchor]:
    """Without the dates inside the label of "Tháng 5/2026: ban hành Kế hoạch trong năm 2026"."""
    kept: list[_Anchor] = []
    for anchor in anchors:
        head = kept[-1] if kept and kept[-1].heads else None
        between = folded[head.end : anchor.begin] if head else ""
        if head is None or any(mark.search(between) for mark in words.BREAKS[: words.CLOSED_BY]):
            kept.append(anchor)
    return kept


def _recurring(text: str, folded: str, periodic: list[PrintedDate]) -> DeadlineReading:
    """What comes again; the day it names or the condition beside it is its label."""
    condition = words.CONDITION.search(folded)
    rule = words.DAY_RULE.search(folded)
    if periodic or rule:
        begin, end = (periodic[0].begin, periodic[0].end) if periodic else rule.span() if rule else (0, 0)
        label = _clause(text, begin, end)
    elif condition:
        label = text[folded.rfind(",", 0, condition.start()) + 1 :]
    else:
        label = ""
    return DeadlineReading((Deadline("recurring", clean(label).strip(_EDGES)),))


def _milestones(text: str, folded: str, anchors: list[_Anchor], *, several: bool) -> DeadlineReading:
    deadlines: list[Deadline] = []
    warnings: list[Warning_] = []
    clauses = _clauses(folded, anchors)
    for begin, end, members in clauses:
        chosen, doubt = _choose(members)
        label = _label(text, (begin, end), members, several=several or len(clauses) > 1)
        for anchor in chosen:
            printed = text[anchor.begin : anchor.end]
            doubt = doubt or _doubt(folded, anchor)
            if anchor.date.last is None:
                deadlines.append(Deadline("conditional", clean(text[begin:end]).strip(_EDGES)))
                doubt = "không có ngày này hoặc không rõ năm"
            else:
                deadlines.append(replace(_deadline(anchor), label=label))
            if doubt:
                warnings.append(_unclear(printed, doubt))
    return DeadlineReading(tuple(deadlines), tuple(warnings))


def _doubt(folded: str, anchor: _Anchor) -> str:
    if anchor.date.grouped:
        return "được đọc là một khoảng thời gian liền nhau"
    if anchor.how == "vague" or words.VAGUE_AFTER.match(folded, anchor.end):
        return "chỉ nêu khoảng chừng, đã lấy ngày muộn nhất"
    return ""


def _clauses(folded: str, anchors: list[_Anchor]) -> list[tuple[int, int, list[_Anchor]]]:
    """The text parted between the anchors at the strongest break; anchors without a break share a clause."""
    clauses: list[tuple[int, int, list[_Anchor]]] = []
    begin, members = 0, [anchors[0]]
    for anchor in anchors[1:]:
        place = _break(folded, members[-1], anchor)
        if place is None:
            members.append(anchor)
            continue
        clauses.append((begin, place, members))
        begin, members = place, [anchor]
    return [*clauses, (begin, len(folded), members)]


def _break(folded: str, left: _Anchor, right: _Anchor) -> int | None:
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


def _choose(members: list[_Anchor]) -> tuple[list[_Anchor], str]:
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


def _deadline(anchor: _Anchor) -> Deadline:
    """The date as it counts: before it, from it on, or up to its last day."""
    date, kind = anchor.date, anchor.date.kind
    if date.first is None or date.last is None:
        return Deadline("conditional")
    if anchor.how == "exclusive" and kind != "range":
        return Deadline(kind, due=date.first - _ONE_DAY)
    if kind == "range":
        return Deadline("range", start=date.first, due=date.last)
    if anchor.how in ("starting", "after"):
        span: DeadlineKind = "range"
        return Deadline(span, start=date.first if anchor.how == "starting" else date.last + _ONE_DAY)
    return Deadline(kind, due=date.last)


def _label(text: str, clause: tuple[int, int], members: list[_Anchor], *, several: bool) -> str:
    """What is left of the clause without its dates and the words that only introduce them.

    "Hoàn thành" alone names no milestone where it is the only one, and does beside others.
    """
    pieces: list[str] = []
    place, end = clause
    for stop, following in [*((anchor.begin, anchor.end) for anchor in members), (end, end)]:
        piece = clean(text[place:stop]).strip(_EDGES)
        opening = words.FORMAL_START.match(aligned(piece))
        piece = piece[opening.end() :] if opening else piece
        closing = words.FORMAL_END.search(aligned(piece))
        piece = piece[: closing.start()] if closing else piece
        bare = (
            re.sub(r"^[(\[]\s*|\s*[)\]]$", "", piece)
            if piece.count("(") != piece.count(")") or _wrapped(piece)
            else piece
        )
        bare = bare.strip(_EDGES)
        names = bare and not words.EMPTY.fullmatch(aligned(bare))
        if names and (not words.FORMAL.fullmatch(aligned(bare)) or (several and len(members) == 1)):
            pieces.append(bare)
        place = following
    return " ".join(pieces)


def _wrapped(piece: str) -> bool:
    return piece[:1] in "([" and piece.find(")") in (-1, len(piece) - 1)
