"""What a report adds to the figures: weeks, last words, reminders, the ranking by quarter, what it asks for."""

import datetime as dt

import pytest
from lived_history import START, begin

from catalog.figures.monthly_form import PRINTED
from catalog.figures.official import Scope
from catalog.figures.published import monthly_form
from catalog.figures.ranking import quarter_of, ranking
from catalog.figures.reporting import reminders, report, trend
from catalog.tables import Contact, Digest, Nudge, Outbox, ReportingDutyRow, Task


@pytest.fixture
def life():
    history = begin()
    history.play("new_task", 4)  # one milestone, due in 28 days, led by Sở B
    history.play("new_task", 7 * 8)  # three leads would be odd picks; this one is led by Sở C alone
    return history


@pytest.mark.parametrize(
    ("day", "first", "last"),
    [
        (dt.date(2026, 1, 1), dt.date(2026, 1, 1), dt.date(2026, 3, 31)),
        (dt.date(2026, 6, 30), dt.date(2026, 4, 1), dt.date(2026, 6, 30)),
        (dt.date(2026, 12, 31), dt.date(2026, 10, 1), dt.date(2026, 12, 31)),
    ],
)
def test_a_day_lies_in_its_quarter(day, first, last):
    assert quarter_of(day) == (first, last)


def test_weeks_before_the_first_record_are_not_drawn(life):
    life.day += dt.timedelta(days=15)
    days = [day for day, _ in trend(life.session, life.day, life.now, Scope())]
    assert days == [START + dt.timedelta(days=n) for n in (1, 8, 15)]


def test_who_met_what_was_due_stands_before_who_did_not_and_nothing_due_has_no_place(life):
    life.play("done", 5)
    life.play("new_task", 2)
    life.day = dt.date(2026, 4, 30)
    rows = ranking(life.session, dt.date(2026, 4, 2), life.now, Scope())
    assert [row["place"] for row in rows] == sorted(
        [row["place"] for row in rows], key=lambda place: (place is None, place or 0)
    )
    rates = [row["on_time_rate"] for row in rows if row["place"]]
    assert rates == sorted(rates, reverse=True)


def test_agencies_that_did_equally_well_share_a_place():
    history = begin()
    history.play("new_task", 14 * 3 + 4)  # 46: one task of two milestones for Sở A, Sở B and Sở C
    history.day = dt.date(2026, 6, 20)
    rows = ranking(history.session, history.day, history.now, Scope())
    assert [row["place"] for row in rows] == [1] * len(rows)
    assert len(rows) > 1


def test_a_quarter_that_has_ended_is_judged_at_its_end(life):
    life.day = dt.date(2026, 7, 10)
    then = ranking(life.session, dt.date(2026, 3, 15), life.now, Scope())
    life.play("done", 0)
    life.play("accept", 0)
    assert ranking(life.session, dt.date(2026, 3, 15), life.now, Scope()) == then


def test_every_quarter_is_judged_by_what_was_done_in_it():
    history = begin()
    history.play("new_task", 4)  # Sở B, due 30/3/2026
    history.play("done", 0)
    history.day = dt.date(2026, 5, 4)
    history.play("new_task", 4)  # Sở B again, overdue from the start
    history.play("progress", 1)
    history.day = dt.date(2026, 8, 3)
    history.play("done", 1)
    history.day = dt.date(2026, 10, 5)
    said = []
    for month in (3, 6, 9, 10):
        rows = ranking(history.session, dt.date(2026, month, 1), history.now, Scope())
        keys = ("total", "done_on_time", "done_late", "open_overdue", "on_time_rate", "update_rate")
        said.append([tuple(row[key] for key in keys) for row in rows])
    assert said == [
        [(1, 1, 0, 0, 1.0, 1.0)],
        [(1, 0, 0, 1, 0.0, 1.0)],
        [(1, 0, 1, 0, 0.0, 1.0)],
        [],
    ]


def test_only_reminders_the_provider_answered_are_named_in_a_letter(life):
    session, now = life.session, life.now
    contact = session.get_one(Contact, 1)
    digest = Digest(person_id=1, day=life.day, created_at=now)
    session.add(digest)
    session.flush()
    for n, state in enumerate(("sent", "queued", "failed")):
        row = Outbox(contact_id=contact.id, channel="telegram", payload={"text": ""}, created_at=now, not_before=now,
                     state=state, sent_at=now if state == "sent" else None)  # fmt: skip
        session.add(row)
        session.flush()
        session.add(Nudge(assignment_id=1, slot=str(n), rung="due", person_id=1, created_at=now, outbox_id=row.id))
    session.flush()
    assert dict(reminders(session, [1, 2])) == {1: [life.day]}


def test_the_words_of_a_classified_task_are_in_no_row(life):
    life.session.get_one(Task, 1).classified = True
    life.play("progress", 0)
    rows = report(life.session, life.day, life.now, Scope(), "x").rows
    assert [row.words for row in rows if row.stand.task_id == 1] == [""]
    assert "theo văn bản riêng" in rows[0].stand.place.title


def test_the_monthly_form_is_the_printed_annex_with_what_is_known_of_each_task(life):
    assert monthly_form(life.session, life.day, Scope()) == []  # no plan orders a monthly report
    life.session.add(
        ReportingDutyRow(plan_id=1, who="Cơ quan chủ trì các nhiệm vụ tại Phụ lục II", addressee="hệ thống giám sát",
                         period="month", day_rule="", text="x")
    )  # fmt: skip
    life.play("new_task", 6)
    life.play("unled_task", 2)
    life.play("progress", 2)
    task = life.session.get_one(Task, 3)
    task.lead_raw, task.support_raw, task.notes, task.deadline_raw = "Sở B", "Các sở", "Thường xuyên", "6/2026"
    nobodys, led = monthly_form(life.session, life.day, Scope())
    assert {key: led[key] for key in PRINTED} == {
        "tt": "6", "title": "t", "lead": "Sở B", "support": "Các sở", "output": "", "deadline": "6/2026",
        "notes": "Thường xuyên",
    }  # fmt: skip
    assert (led["month"], led["task"], led["leads"], led["result"]) == ("2026-03", 3, 2, "Sở A: x")
    assert (nobodys["tt"], nobodys["leads"], nobodys["part"]) == ("2", 0, "unassigned")
    assert [row["task"] for row in monthly_form(life.session, life.day, Scope(agency_ids=(1,)))] == [3]
    assert monthly_form(life.session, life.day, Scope(coordinator_ids=(2,))) == []
    task.classified = True
    life.session.flush()
    shown = monthly_form(life.session, life.day, Scope())[1]
    assert (shown["notes"], shown["result"]) == ("", "")
    assert "theo văn bản riêng" in shown["title"]
