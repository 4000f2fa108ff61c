"""The report and the letter as documents: facts of `figures.reporting` put into the forms of `templates.documents`.

Used by the chat (made when the message is sent) and by `dondoc report`; both show the numbers of /status.
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
from catalog.tables import Plan
from catalog.work.snapshot import FIVE_FIGURES
from templates.documents.chart import Bar, draw_chart
from templates.documents.forms import fill
from templates.render import day as printed_day
from templates.render import number, percent, say, short

ANSWER_DAYS = 7
"""By when the letter asks for an answer."""

TITLE_IN_A_TABLE = 150
"""Some printed rows are half a page long; in a narrow column their beginning and place are enough."""

NAME_IN_A_TABLE = 80
LATE_NAMED = 3
AGENCIES_NAMED = 8
REASONS = 3
"""So many agencies and reasons of one task are named in the report; the workbook has every row."""


def report_docx(report: Report, folder: pathlib.Path | None = None, addressee: str = "", office: str = "") -> bytes:
    """The official report in Word, to `addressee` (the body that issued the plans, where none is named).

    `office` is who reports (the plans' coordinator, where it is one), `folder` holds the forms edited here.
    Raises templates.documents.forms.BrokenForm for one edited wrongly.
    """
    whole = report.whole
    values: dict[str, Any] = {
        **_heading(office or report.coordinator, report.issuer, report.day),
        "day": printed_day(report.day), "title": report.title, "addressee": addressee or report.issuer or "……………",
        "plans": [_plan(plan) for plan in report.plans],
        "whole": {**_figures(whole), "linked": f"{whole.linked}/{whole.agencies}",
                  "linked_rate": percent(whole.linked_rate), "self_confirmed_number": whole.self_confirmed},
        "share": {part: percent(whole.share(part)) for part in FIVE_FIGURES},
        "change": _change(report),
        "by_plan": [_figures(g) for g in report.by_plan],
        "by_agency": [_figures(g) for g in report.by_agency if g.key != NOBODY],
        "late": number(len(report.overdue)), "overdue": _overdue_tasks(report.overdue),
        "blocked": number(len(report.blockers)), "blockers": _blocked_tasks(report.blockers),
        "warnings": [{"name": name, "count": number(count)} for name, count in warning_counts(report.warnings)],
        "proposals": proposals(report),
    }  # fmt: skip
    return fill("report", values, folder=folder, chart=report_chart(report) if report.whole.total else None)


def report_chart(report: Report) -> bytes:
    """The picture of the report's figures."""
    bars = [Bar(g.name, g.counts) for g in report.by_agency]
    weeks = [(day, figures.counts) for day, figures in report.trend]
    return draw_chart(report.title, report.day, Bar("", report.whole.counts), bars, weeks)


def letter_docx(
    session: Session, report: Report, agency: str, author: str, folder: pathlib.Path | None = None
) -> bytes:
    """The letter to `agency` about its overdue tasks of `report` (one agency's), from `author`'s department.

    What the agency has reported, though late, waits for the officer and is not pressed for.
    """
    sent = reminders(session, [row.stand.assignment_id for row in report.overdue])
    values = {
        **_heading(author, report.issuer, report.day),
        "addressee": agency, "day": printed_day(report.day),
        "answer_by": printed_day(report.day + dt.timedelta(days=ANSWER_DAYS)),
        "plans": "; ".join(_plan(plan) for plan in report.plans) or "các kế hoạch",
        "tasks": [
            {**_overdue(row), "reminded": _reminded(sent.get(row.stand.assignment_id, []))}
            for row in report.overdue
            if not row.waits
        ],
    }  # fmt: skip
    return fill("letter", values, folder=folder)


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


def _heading(office: str, issuer: str, day: dt.date) -> dict[str, str]:
    """Who issues: the body above and the department itself; the place is the province the issuer is of."""
    province = issuer.partition(" tỉnh ")[2] or issuer.partition(" thành phố ")[2]
    return {
        "above": issuer.upper() or "……………", "office": office.upper() or "……………", "author": office or "Cơ quan theo dõi",
        "place": province or "……………", "year": str(day.year), "copy_to": "Lãnh đạo cơ quan (để báo cáo)",
    }  # fmt: skip


def _plan(plan: Plan) -> str:
    dated = f" ngày {printed_day(plan.date)}" if plan.date else ""
    return f"{plan.title} ({plan.number}{dated})" if plan.number else plan.title


def _change(report: Report) -> str:
    before, now = report.before, report.whole
    if not before.total:
        return ""
    late = now.counts["open_overdue"] - before.counts["open_overdue"]
    return f"So với một tuần trước: hoàn thành {_signed(now.done - before.done)}, quá hạn {_signed(late)}."


def _signed(difference: int) -> str:
    return f"{difference:+d}".replace("-", "−") if difference else "không đổi"


def _overdue(row: Row) -> dict[str, str]:
    s = row.stand
    return {
        "task": _task(s.task_id, s.place, TITLE_IN_A_TABLE), "agency": s.agency, "due": printed_day(s.due),
        "days": f"{number(row.days_late)} (đã báo cáo)" if row.waits else number(row.days_late),
        "reason": say("report.said", words=row.words),
    }  # fmt: skip


def _overdue_tasks(rows: Sequence[Row]) -> list[dict[str, str]]:
    """The overdue list with a row a task and due, most late first: eighty agencies may be late with one task."""
    of_task: dict[tuple[int, dt.date | None], list[Row]] = defaultdict(list)
    for row in rows:
        of_task[row.stand.task_id, row.stand.due].append(row)
    found = []
    for late in of_task.values():
        words = [say("report.said", words=one) for one in dict.fromkeys(row.words for row in late)]
        waiting = sum(row.waits for row in late)
        more = "" if not waiting else " (đã báo cáo)" if len(late) == 1 else f" ({number(waiting)} đã báo cáo)"
        found.append(
            {
                **_overdue(late[0]), "agency": _names([row.stand.agency for row in late]),
                "days": number(max(row.days_late for row in late)) + more, "reason": " / ".join(words[:REASONS]),
            }
        )  # fmt: skip
    return found


def _blocked_tasks(blockers: Sequence[EarlyWarning]) -> list[dict[str, str]]:
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
                "task": _task(one.task_id, one.place), "agency": _names([w.agency for w in alike]),
                "reason": one.reason if len(alike) == 1 else several, "advice": one.advice,
            }
        )  # fmt: skip
    return found


def _names(agencies: Sequence[str]) -> str:
    names = [short(name, NAME_IN_A_TABLE) for name in agencies[:AGENCIES_NAMED]]
    rest = len(agencies) - len(names)
    return "; ".join(names) + (f" và {number(rest)} cơ quan khác (xem bảng tính)" if rest else "")


def _task(task_id: int | None, place: Place | None, length: int = 400) -> str:
    if place is None:
        return ""
    parts = [f"PL {place.annex}" if place.annex else "", f"mục {place.section}" if place.section else "",
             f"số {place.number}" if place.number else ""]  # fmt: skip
    where = ", ".join(part for part in parts if part)
    return f"#{task_id} {short(place.title, length)}" + (f" ({where})" if where else "")


def _reminded(days: Sequence[dt.date]) -> str:
    if not days:
        return "chưa nhắc"
    return f"{len(days)} lần: " + ", ".join(f"{d.day}/{d.month}" for d in days[-6:])
