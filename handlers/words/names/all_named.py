"""All that a line names, each found once and taken out of it: the rules of `intents` see "nhac AGENCY"."""

import datetime as dt
import re

from handlers.words.line import Line, read_line
from handlers.words.names.agencies import agencies_in, called
from handlers.words.names.groups import group_in
from handlers.words.names.periods import When, find_periods
from handlers.words.names.plans import bare_plan, documents_in, plan_by_name, plan_by_number
from handlers.words.names.said import Known, Mark, Said, free
from handlers.words.names.tasks import tasks_in


def all_named(text: str, known: Known, today: dt.date, *, barely: bool = False) -> Said:
    """Everything that `text` names, typed on the province's day `today`. Never raises.

    `barely`: nothing else was understood, so that a short line may be an agency called by less than its name.
    """
    line = read_line(text)
    marks: list[Mark] = []
    documents, plan = documents_in(line, known, marks)
    plan = plan_by_number(line, known, marks) or plan
    tasks = tasks_in(line, marks, {plan.head for plan in known.plans})
    whens = _without_days_of_documents(_whens(line, today, marks), marks, today)
    plan = plan or bare_plan(line, known, marks, tasks)
    agencies = agencies_in(line, known.agencies, marks)
    if not plan:
        plan = plan_by_name(line, known, marks)
    group = "" if agencies else group_in(line, marks)
    doubtful: tuple[str, ...] = ()
    if not agencies and not group:
        agencies, doubtful = called(line, known.agencies, marks, barely=barely)
    elif agencies and (more := called(line, known.agencies, marks, barely=False)[0]):
        agencies = _in_their_order((*agencies, *more), marks)
    return Said(line, line.masked(marks), tasks, plan, agencies, doubtful, group, whens, documents)


def _without_days_of_documents(whens: tuple[When, ...], marks: list[Mark], today: dt.date) -> tuple[When, ...]:
    """ "Thông báo số 96/TB-UBND ngày 06/3/2026": the day behind a number that is over belongs to the document."""
    numbers = {last: (first, last, mark) for first, last, mark in marks if mark in ("DOC", "PLAN")}
    kept: list[When] = []
    for when in whens:
        number = numbers.get(when.first)
        day = (when.first, when.last, "DAY")
        if number is None or day not in marks or when.period.last > today:
            kept.append(when)
            continue
        marks.remove(day)
        marks.remove(number)
        marks.append((number[0], when.last, number[2]))
    return tuple(kept)


def _in_their_order(agencies: tuple[str, ...], marks: list[Mark]) -> tuple[str, ...]:
    """Those found by their full names and those called by less, as they stand in the line."""
    places = [first for first, _, mark in marks if mark == "AGENCY"]
    if len(places) != len(agencies):
        return tuple(dict.fromkeys(agencies))
    return tuple(dict.fromkeys(name for _, name in sorted(zip(places, agencies, strict=True))))


def _a_name(line: Line, first: int, last: int) -> bool:
    """ "Nguyễn Thị Mai" is no tomorrow: behind "thị", or a capital within a sentence that is not all in capitals."""
    word = line.typed(first, last)
    if not first or word.lower() != "mai":
        return False
    return line.tokens[first - 1].typed in ("thị", "thi") or (word == "Mai" and not line.text.isupper())


def _whens(line: Line, today: dt.date, marks: list[Mark]) -> tuple[When, ...]:
    found = [
        when
        for when in find_periods(line, today)
        if free(marks, when.first, when.last) and not _a_name(line, when.first, when.last)
    ]
    for when in found:
        one_day = bool(re.search(r"\d", line.typed(when.first, when.last))) and when.period.first == when.period.last
        marks.append((when.first, when.last, "DAY" if one_day else "WHEN"))
    return tuple(found)
