"""Which printed dates of a cell count as deadlines, and how: the step between dates and deadlines.

A date counts unless it belongs to a cited document, to a condition, to the name of a plan ("Kế hoạch năm 2026"), to
the label of another date, or comes again every period.
"""

import re
from dataclasses import dataclass, replace

from catalog.plans.meaning.dates import deadline_words as words
from catalog.plans.meaning.dates.printed_dates import PrintedDate, aligned, find_dates

_EDGES = " \t\n-–—+•●*:;,.…"


@dataclass(frozen=True)
class Anchor:
    """A date that counts: `begin` is where its lead-in words start, `how` what they mean."""

    date: PrintedDate
    begin: int
    how: str
    heads: bool  # "Tháng 5/2026: ...": what follows is its label

    @property
    def end(self) -> int:
        """Where the date ends in the text (exclusive)."""
        return self.date.end

    @property
    def coarse(self) -> bool:
        """Whether it only says a year, or a range as long as one: a finer date beside it tells the deadline."""
        first, last = self.date.first, self.date.last
        return self.date.kind == "year" or (
            self.date.kind == "range" and first is not None and last is not None and (last - first).days >= 364
        )


@dataclass(frozen=True)
class Anchors:
    """`counting` dates; `periodic` ones without a year that come again; `named` all that belong to no document."""

    counting: tuple[Anchor, ...]
    periodic: tuple[PrintedDate, ...]
    named: tuple[PrintedDate, ...]


def find_anchors(text: str, plan_year: int | None) -> Anchors:
    """The dates of `text` (NFC, one cell or item) that count, and those that do not but are there."""
    folded = aligned(text)
    printed = find_dates(text, plan_year)
    periodic = [date for date in printed if comes_again(folded, date)]
    dates = [date for date in printed if date in periodic or date.sure or _weak_date_counts(folded, date)]
    found: list[Anchor] = []
    for date in dates:
        anchor = None if date in periodic else anchor_of(text, folded, date)
        if anchor is not None:
            found.append(_as_the_one_before(folded, found[-1], anchor) if found else anchor)
    found = _without_label_dates(folded, found)
    named = [date for date in dates if not _of_a_document(folded, date)]
    return Anchors(tuple(found), tuple(periodic), tuple(named))


def _as_the_one_before(folded: str, before: Anchor, anchor: Anchor) -> Anchor:
    """ "trước ngày 15/5 và 15/11/2026": the words before the first of a list hold for all of it."""
    listed = anchor.begin == anchor.date.begin and words.LIST_JOINT.fullmatch(folded, before.end, anchor.begin)
    return replace(anchor, how=before.how) if listed else anchor


def _weak_date_counts(folded: str, date: PrintedDate) -> bool:
    """ "30/6" is a date behind a deadline word or when nothing else stands there; "8/10 xã" is not."""
    lead_in = words.LEAD_IN.search(folded[: date.begin])
    return (
        bool(lead_in) or folded.strip(_EDGES) == folded[date.begin : date.end] or ":" in folded[date.end : date.end + 2]
    )


def comes_again(folded: str, date: PrintedDate) -> bool:
    """ "trước 30/11 hàng năm": a day of every year, unless the date names its year."""
    if re.search(r"20\d\d", folded[date.begin : date.end]) or date.kind == "year":
        return False
    return bool(words.EVERY.search(clause_of(folded, date.begin, date.end)))


def clause_of(folded: str, begin: int, end: int) -> str:
    """The line, or its part between semicolons, around these positions."""
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


def anchor_of(text: str, folded: str, date: PrintedDate) -> Anchor | None:
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
        finer = Anchor(date, begin, how, heads=False)
        if finer.coarse and not words.YEAR_IS_WHEN.search(before):
            return None
    heads = bool(re.match(r"\s*(?:\([^)\n]*\))?\s*:", folded[date.end :]))
    return Anchor(date, begin, how, heads)


def _without_label_dates(folded: str, anchors: list[Anchor]) -> list[Anchor]:
    """Without the dates inside the label of "Tháng 5/2026: ban hành Kế hoạch trong năm 2026"."""
    kept: list[Anchor] = []
    for anchor in anchors:
        head = kept[-1] if kept and kept[-1].heads else None
        between = folded[head.end : anchor.begin] if head else ""
        if head is None or any(mark.search(between) for mark in words.BREAKS[: words.CLOSED_BY]):
            kept.append(anchor)
    return kept
