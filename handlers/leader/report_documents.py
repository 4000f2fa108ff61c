"""The report and the letter as documents: facts of `figures.reporting` put into the forms of `templates.documents`.

Used by the chat (made when the message is sent) and by `dondoc report`; both show the numbers of /status. What goes
out names a task by its place in the plan, never by its code in the chat.
"""

import datetime as dt
import pathlib
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from sqlmodel import Session

from catalog.figures.official import NOBODY, Figures
from catalog.figures.reporting import Report, Row, reminders, warning_counts
from catalog.figures.standing_on_day import Place
from catalog.figures.warnings import BLOCKERS, EarlyWarning, shortages
from catalog.work.snapshot import FIVE_FIGURES
from handlers.leader.report_words import ground, named_plan, opening, place_in_plan, subject
from templates.documents.chart import LABELS, Bar, draw_chart
from templates.documents.forms import fill
from templates.documents.known_heads import known_head
from templates.documents.letterhead import Letterhead, full, letterhead
from templates.documents.official_words import days_written_out, official_day, without_codes
from templates.render import day as printed_day
from templates.render import number, percent, say, short

_UNDER_ANOTHER = ("hospital", "university", "other")
"""Kinds of organisations that have a body above them in their own head."""

ANSWER_DAYS = 7
"""By when the letter asks for an answer."""

TITLE_IN_A_TABLE = 150
"""Some printed rows are half a page long; in a narrow column their beginning and place are enough."""

NAME_IN_A_TABLE = 80
LATE_NAMED = 3
AGENCIES_NAMED = 8
REASONS = 3
"""So many agencies and reasons of one task are named in the report; the workbook has every row."""


def report_docx(
    report: Report, now: dt.datetime, folder: pathlib.Path | None = None, addressee: str = "", office: str = ""
) -> bytes:
    """The official report in Word, to `addressee` (the body that issued the plans, where none is named).

    `office` is who reports (the plans' coordinator, where it is one, else who issued them); nobody reports to itself.
    `folder` holds the forms edited here. Raises templates.documents.forms.BrokenForm for one edited wrongly.
    """
    head = _letterhead(report, office or report.coordinator, folder)
    # "UBND tỉnh" alone is the province's own committee, when that one reports.
    to = [full(name) for name in (addressee or report.issuer,) if name and not _is(head.office, full(name))]
    whole = report.whole
    named = _Names(report)
    values: dict[str, Any] = {
        "subject": subject(report.day), "title": days_written_out(report.title), "addressees": to,
        "addressee": "; ".join(to),
        "plans": [named_plan(plan) for plan in report.plans],
        "day": official_day(report.day), "year": str(report.day.year),
        "copies": ["Như trên"] if to else ["Lãnh đạo cơ quan (để báo cáo)"],
        "grounds": _ended([words for plan in report.plans if (words := ground(plan))]),
        "opening": opening(head.office, [plan for plan in report.plans if not ground(plan)]),
        "whole": {**_figures(whole), "linked": f"{whole.linked}/{whole.agencies}",
                  "linked_rate": percent(whole.linked_rate), "self_confirmed_number": whole.self_confirmed},
        "share": {part: percent(whole.share(part)) for part in FIVE_FIGURES},
        "change": _change(report),
        "by_plan": [_figures(g) for g in report.by_plan],
        "by_agency": [_figures(g) for g in report.by_agency if g.key != NOBODY],
        "late": number(len(report.overdue)), "overdue": _overdue_tasks(report.overdue, named),
        "blocked": number(len(report.blockers)), "blockers": _blocked_tasks(report.blockers, named),
        "warnings": [{"name": name, "count": number(count)} for name, count in warning_counts(report.warnings)],
        "proposals": [days_written_out(named.said(words)) for words in proposals(report)],
    }  # fmt: skip
    chart = report_chart(report) if report.whole.total else None
    return fill("report", values, head, made_at=now, title=f"Báo cáo: {subject(report.day)}",
                folder=folder, chart=chart, alt=_chart_in_words(report))  # fmt: skip


def report_chart(report: Report) -> bytes:
    """The picture of the report's figures."""
    bars = [Bar(g.name, g.counts) for g in report.by_agency]
    weeks = [(day, figures.counts) for day, figures in report.trend]
    return draw_chart(report.title, report.day, Bar("", report.whole.counts), bars, weeks)


def letter_docx(
    session: Session, report: Report, agency: str, author: str, now: dt.datetime, folder: pathlib.Path | None = None
) -> bytes:
    """The letter to `agency` about its overdue tasks of `report` (one agency's), from `author`'s department.

    What the agency has reported, though late, waits for the officer and is not pressed for.
    """
    sent = reminders(session, [row.stand.assignment_id for row in report.overdue])
    head = _letterhead(report, author, folder)
    to = full(agency)
    named = _Names(report)
    values = {
        "addressees": [to], "addressee": to, "day": official_day(report.day), "year": str(report.day.year),
        "answer_by": official_day(report.day + dt.timedelta(days=ANSWER_DAYS)),
        "copies": ["Như trên", "Lãnh đạo cơ quan (để báo cáo)"],
        "plans": "; ".join(named_plan(plan) for plan in report.plans) or "các kế hoạch",
        "tasks": [
            {**_overdue(row, named), "reminded": _reminded(sent.get(row.stand.assignment_id, []))}
            for row in report.overdue
            if not row.waits
        ],
    }  # fmt: skip
    title = f"Công văn đôn đốc thực hiện nhiệm vụ quá hạn gửi {to}"
    return fill("letter", values, head, made_at=now, title=title, folder=folder)


def proposals(report: Report) -> list[str]:
    """What the report asks for, each from a rule over its rows; one line that says so where there is nothing."""
    late = sorted(report.by_agency, key=lambda g: (-g.counts["open_overdue"], g.name))[:LATE_NAMED]
    return say(
        "report.proposals",
        helped=[(helper, len(rows)) for helper, rows in shortages(report.warnings).items()],
        late=[(g.name, g.counts["open_overdue"]) for g in late if g.counts["open_overdue"]],
        silent=sum(w.kind == "silence" for w in report.warnings),
        unlinked=report.whole.agencies - report.whole.linked, unassigned=report.whole.unassigned,
    ).splitlines()  # fmt: skip


def _figures(g: Figures) -> dict[str, str]:
    return {
        "name": g.name or "(không có mục)", "total": number(g.total),
        **{part: number(g.counts[part]) for part in (*FIVE_FIGURES, "suspended", "cancelled")},
        "reported": number(g.reported), "self_confirmed": number(g.self_confirmed),
        "unassigned": number(g.unassigned), "update_rate": percent(g.update_rate),
    }  # fmt: skip


def _letterhead(report: Report, office: str, folder: pathlib.Path | None) -> Letterhead:
    """Who issues: `office` under the deployment's organisation, else under the body that issued the plans; that body
    itself where no office is known. What the office has given of itself (in `folder`) goes first.
    """
    own = report.organisation
    issuer = office or (report.issuer if own is None else own.full_name)
    known = known_head(folder, issuer)
    if own is None:
        return letterhead(issuer, report.issuer, **known)
    itself = full(office or own.full_name) == full(own.full_name)
    above = own.within if itself and own.pack in _UNDER_ANOTHER else own.full_name
    return letterhead(issuer, above, party=own.pack == "party", **known)


def _is(office: str, name: str) -> bool:
    return office == name or office.lower().startswith(f"{name.lower()} ")


def _ended(grounds: Sequence[str]) -> list[str]:
    """Grounds each end with a semicolon, the last with a full stop (Decree 30, II.6a)."""
    return [f"{words}{'.' if last else ';'}" for words, last in
            ((words, at == len(grounds) - 1) for at, words in enumerate(grounds))]  # fmt: skip


class _Names:
    """The tasks of a report by their place in the plan: a document that goes out knows no "#12"."""

    def __init__(self, report: Report) -> None:
        self._several = len(report.plans) > 1
        self._places = {row.stand.task_id: row.stand.place for row in report.rows}
        self._places.update({u.task_id: u.place for u in report.shown.unassigned})

    def place(self, place: Place) -> str:
        """ "nhiệm vụ số 4, mục I, Phụ lục II"."""
        return place_in_plan(place, with_plan=self._several)

    def task(self, place: Place | None, length: int) -> str:
        """The title, cut, with the place of the task."""
        if place is None:
            return ""
        where = self.place(place)
        return self.said(short(place.title, length)) + (f" ({where})" if where else "")

    def said(self, words: str) -> str:
        """Words without codes of the chat."""
        return without_codes(words, lambda task: self.place(self._places[task]) if task in self._places else "")


def _chart_in_words(report: Report) -> str:
    parts = (f"{LABELS[part].lower()} {number(report.whole.counts[part])}" for part in FIVE_FIGURES)
    return f"Biểu đồ tình hình thực hiện theo cơ quan: tổng số {number(report.whole.total)}; {'; '.join(parts)}."


def _change(report: Report) -> str:
    before, now = report.before, report.whole
    if not before.total:
        return ""
    late = now.counts["open_overdue"] - before.counts["open_overdue"]
    return f"So với một tuần trước: hoàn thành {_signed(now.done - before.done)}, quá hạn {_signed(late)}."


def _signed(difference: int) -> str:
    return f"{difference:+d}".replace("-", "−") if difference else "không đổi"


def _overdue(row: Row, named: _Names) -> dict[str, str]:
    s = row.stand
    return {
        "task": named.task(s.place, TITLE_IN_A_TABLE), "agency": s.agency, "due": printed_day(s.due),
        "days": f"{number(row.days_late)} (đã báo cáo)" if row.waits else number(row.days_late),
        "reason": named.said(say("report.said", words=row.words)),
    }  # fmt: skip


def _overdue_tasks(rows: Sequence[Row], named: _Names) -> list[dict[str, str]]:
    """The overdue list with a row a task and due, most late first: eighty agencies may be late with one task."""
    of_task: dict[tuple[int, dt.date | None], list[Row]] = defaultdict(list)
    for row in rows:
        of_task[row.stand.task_id, row.stand.due].append(row)
    found = []
    for late in of_task.values():
        words = [named.said(say("report.said", words=one)) for one in dict.fromkeys(row.words for row in late)]
        waiting = sum(row.waits for row in late)
        more = "" if not waiting else " (đã báo cáo)" if len(late) == 1 else f" ({number(waiting)} đã báo cáo)"
        found.append(
            {
                **_overdue(late[0], named), "agency": _names([row.stand.agency for row in late]),
                "days": number(max(row.days_late for row in late)) + more, "reason": " / ".join(words[:REASONS]),
            }
        )  # fmt: skip
    return found


def _blocked_tasks(blockers: Sequence[EarlyWarning], named: _Names) -> list[dict[str, str]]:
    """The obstacles with an entry a task and kind, so that one task of many agencies is read once."""
    of_task: dict[tuple[int | None, str, str], list[EarlyWarning]] = defaultdict(list)
    for w in blockers:
        of_task[w.task_id, w.blocker, w.helper].append(w)
    found = []
    for alike in of_task.values():
        one = alike[0]
        several = f"{number(len(alike))} cơ quan báo {BLOCKERS.get(one.blocker, one.blocker)}."
        found.append(
            {
                "task": named.task(one.place, TITLE_IN_A_TABLE), "agency": _names([w.agency for w in alike]),
                "reason": named.said(one.reason) if len(alike) == 1 else several, "advice": named.said(one.advice),
            }
        )  # fmt: skip
    return found


def _names(agencies: Sequence[str]) -> str:
    names = [short(name, NAME_IN_A_TABLE) for name in agencies[:AGENCIES_NAMED]]
    rest = len(agencies) - len(names)
    return "; ".join(names) + (f" và {number(rest)} cơ quan khác (xem bảng tính)" if rest else "")


def _reminded(days: Sequence[dt.date]) -> str:
    if not days:
        return "chưa nhắc"
    return f"{len(days)} lần: " + ", ".join(f"{d.day}/{d.month}" for d in days[-6:])
