"""Reporting duties that the body of a plan orders: who reports to whom, how often, before which day.

Printed forms: "hàng quý (trước ngày 20 hàng quý), 6 tháng (trước ngày 05 tháng 6) và báo cáo năm (trước ngày 01 tháng
12 hàng năm)", "hàng quý trước ngày 20", "Định kỳ trước ngày 15 tháng 12 hàng năm", "báo cáo ... định kỳ hằng năm",
"báo cáo thường xuyên hằng tháng", one-off orders "gửi về ... chậm nhất đến tháng 03/2026".

`day_rule` is one of: "before D of the month", "before D of the last month of the quarter", "before DD/MM", the same
with "by" (that day included), or "" where no day is named. "before 20 ..." leaves the 20th out: the last day in time is
the 19th (DESIGN section 3). A "periodic report" of which the plan names no period is kept as yearly, the widest
reading, without a day, and an officer is told (`unclear`).
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from catalog.plans.meaning.actors.organisation import Order, orders_of
from catalog.plans.meaning.dates.deadlines import read_deadlines
from catalog.plans.model import Period, PlanWarning, ReportingDuty, Table
from catalog.plans.reading.blocks import Paragraph

_REPORTS = re.compile(r"\bbáo cáo\b|\bgửi\b", re.IGNORECASE)
_EVERY = r"(?:hàng|hằng|mỗi)"
_PERIODS: tuple[tuple[Period, str], ...] = (
    ("half_year", r"(?<!\d)(?:0?6|sáu) tháng(?: đầu năm)?"),
    ("month", rf"{_EVERY} tháng"),
    ("quarter", rf"(?:{_EVERY} )quý|báo cáo quý"),
    ("year", rf"{_EVERY} năm|báo cáo năm|(?<=[,;] )năm(?= \(?trước)|tổng kết năm"),
)
_PERIOD = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _PERIODS), re.IGNORECASE)
_BEFORE = re.compile(
    rf"(?P<how>trước|chậm nhất(?: là)?(?: trước)?)\s+(?:ngày\s+)?(?P<day>\d{{1,2}})"
    rf"(?:(?:/|\s+tháng\s+)(?P<month>\d{{1,2}})(?!\d))?(?!/?\d)(?:\s+(?P<every>{_EVERY} (?:tháng|quý|năm)))?",
    re.IGNORECASE,
)
_ONE_OFF = re.compile(
    r"(?:trước(?: ngày)?|chậm nhất(?: là)?(?: đến| trong| trước)?|(?:hoàn thành )?trong|xong)\s+"
    r"(?:(?:ngày|tháng|quý)\s+)?(?:\d{1,2}/\d{1,2}/\d{4}|\d{1,2}/\d{4}|(?:[IV]{1,3}|\d)/\d{4})",
    re.IGNORECASE,
)
_TO = re.compile(
    r"\b(?:gửi|báo cáo|đồng gửi|đóng gửi)(?:\s+(?:về|đến|cho|qua|lên))?\s+"
    r"((?:Sở|UBND|Ủy ban nhân dân|Văn phòng|Ban|Bộ|Tỉnh ủy|Thanh tra|Công an)\s[^,.;:()]*?)"
    r"(?=\s+(?:để|tổng hợp|trước|theo|tình hình|kết quả|xem xét|chậm nhất|định kỳ)\b|[,.;:()]|$)"
)
_THROUGH = re.compile(r"\b(?:trên|vào|qua) ([Hh]ệ thống [^,.;()]*?)(?=\s+(?:và|để|theo)\b|[,.;()]|$)")


@dataclass(frozen=True)
class _Rule:
    period: Period
    day_rule: str
    due: dt.date | None = None


def duties_of(body: Sequence[Paragraph], tables: Sequence[Table], plan_year: int | None) -> list[ReportingDuty]:
    """The duties in printed order: those of the body, then those that a footnote lays on all rows of a table."""
    duties = [duty for order in orders_of(body) for duty in _of_order(order, plan_year)]
    return duties + [duty for table in tables for note in table.footnotes for duty in _of_footnote(note, table)]


def _of_order(order: Order, plan_year: int | None) -> Iterator[ReportingDuty]:
    if not _REPORTS.search(order.text):
        return
    for sentence in re.split(r"(?<=[.])\s+(?=[A-ZĐ])", order.text):
        if not _REPORTS.search(sentence):
            continue
        rules = _periodic(sentence) or _once(sentence, plan_year) or _unnamed(sentence)
        for rule in rules:
            yield ReportingDuty(order.owner, _recipient(sentence), rule.period, rule.day_rule, sentence, rule.due)


def unclear(duties: Sequence[ReportingDuty]) -> tuple[PlanWarning, ...]:
    """A warning for every periodic duty of which the plan names no day: nobody can be reminded before one is set."""
    return tuple(
        PlanWarning("duty_unclear", f"Chưa nêu rõ kỳ hoặc ngày gửi báo cáo: “{duty.text[:200]}”.")
        for duty in duties
        if duty.period != "once" and not duty.day_rule
    )


def _of_footnote(note: str, table: Table) -> Iterator[ReportingDuty]:
    if not re.search(r"\bbáo cáo\b", note):
        return
    who = "Cơ quan chủ trì các nhiệm vụ" + (f" tại Phụ lục {table.annex}" if table.annex else "")
    for rule in _periodic(note):
        yield ReportingDuty(who, _recipient(note), rule.period, rule.day_rule, note, rule.due)


def _periodic(sentence: str) -> list[_Rule]:
    """The rules of a sentence, each day with the period it names itself or the last one named before it."""
    periods = [(found.start(), _name(found)) for found in _PERIOD.finditer(sentence)]
    if not periods or not re.search(r"báo cáo", sentence, re.IGNORECASE):
        return []
    rules: list[_Rule] = []
    for found in _BEFORE.finditer(sentence):
        period = _period_of(found, periods)
        if period:
            rules.append(_Rule(period, _day_rule(period, found)))
    if not rules:
        named = [name for place, name in periods if re.search(r"báo cáo|định kỳ", sentence[max(0, place - 90) : place])]
        return [_Rule(name, "") for name in dict.fromkeys(named)]
    return list(dict.fromkeys(rules))


def _period_of(found: re.Match[str], periods: list[tuple[int, Period]]) -> Period | None:
    own = found.group("every")
    if own and not found.group("month"):
        return {"tháng": "month", "quý": "quarter", "năm": "year"}[own.split()[-1].lower()]  # type: ignore[return-value]
    if own:
        return "year"
    before = [name for place, name in periods if place < found.start()]
    return before[-1] if before else None


def _day_rule(period: Period, found: re.Match[str]) -> str:
    before = "by" if found.group("how").lower() in ("chậm nhất", "chậm nhất là") else "before"
    day, month = int(found.group("day")), found.group("month")
    if month:
        return f"{before} {day:02}/{int(month):02}"
    return f"{before} {day} of the {'last month of the quarter' if period == 'quarter' else 'month'}"


def _once(sentence: str, plan_year: int | None) -> list[_Rule]:
    rules = []
    for found in _ONE_OFF.finditer(sentence):
        for deadline in read_deadlines(found.group(), plan_year=plan_year).deadlines:
            if deadline.due:
                rules.append(_Rule("once", "", deadline.due))
    return list(dict.fromkeys(rules))


def _unnamed(sentence: str) -> list[_Rule]:
    return [_Rule("year", "")] if re.search(r"báo cáo định kỳ|định kỳ báo cáo", sentence, re.IGNORECASE) else []


def _recipient(sentence: str) -> str:
    sent = [found.group(1).strip() for found in _TO.finditer(sentence)]
    system = _THROUGH.search(sentence)
    return sent[0] if sent else (system.group(1).strip() if system else "")


def _name(found: re.Match[str]) -> Period:
    return next(name for name, _ in _PERIODS if found.group(name))
