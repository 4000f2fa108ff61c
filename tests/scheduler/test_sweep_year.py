"""A simulated year with the real store and the real sweep: what must hold whoever answers and whoever does not."""

import datetime as dt
import random
from collections import Counter, defaultdict

import sqlalchemy as sa
from small_province import IMPORTED, Province
from sqlmodel import Session, col, select

from catalog import updates
from catalog.assignments import Said
from catalog.audit import Actor
from catalog.clock import local, local_day
from catalog.extensions import ask_extension, decide_extension
from catalog.messages import NUDGE
from catalog.tables import Assignment, Digest, DutyNudge, DutyPeriod, Nudge, Outbox, Slot, Update

YEAR = (dt.date(2026, 1, 2), dt.date(2026, 12, 31))
HALF_YEAR = dt.date(2026, 6, 30)
"""Far enough for random answers; the whole year is the other test's."""
FIRST_MORNING = dt.date(2026, 1, 5)
HOURS = (7, 8, 15)


def what_must_hold(session: Session, province: Province, *, nudges_at_least: int = 1000) -> None:
    """The promises of DESIGN section 5 that hold of any history."""
    nudges = [*session.exec(select(Nudge)), *session.exec(select(DutyNudge))]
    digests = session.exec(select(Digest)).all()
    assert len(nudges) > nudges_at_least
    assert len(digests) > nudges_at_least // 5
    assert all(province.calendar.is_office_hour(row.created_at) for row in (*nudges, *digests))
    assert all(local(row.created_at).hour >= 8 for row in (*nudges, *digests))
    of_tasks = Counter(
        (n.assignment_id, n.slot, n.rung, n.person_id, n.due, n.snooze) for n in nudges if isinstance(n, Nudge)
    )
    of_duties = Counter((n.duty_period_id, n.rung, n.person_id) for n in nudges if isinstance(n, DutyNudge))
    assert max(of_tasks.values()) == 1
    assert max(of_duties.values()) == 1
    heard = Counter(
        (contact, local_day(at))
        for contact, at in session.execute(
            sa.select(col(Outbox.contact_id), col(Outbox.created_at)).where(col(Outbox.priority) == NUDGE)
        )
    )
    assert max(heard.values()) == 1


def reminded_days(session: Session) -> dict[tuple[int, str], list[dt.date]]:
    found: dict[tuple[int, str], list[dt.date]] = defaultdict(list)
    for nudge in session.exec(select(Nudge)):
        found[nudge.assignment_id, nudge.slot].append(local_day(nudge.created_at))
    return found


def test_a_year_in_which_nobody_answers(province: Province) -> None:
    province.link_all()
    province.run(*YEAR, HOURS)
    with province.store.read() as session:
        what_must_hold(session, province)
        days = reminded_days(session)
        slots = session.exec(
            select(Slot, Assignment)
            .join(Assignment, col(Assignment.id) == col(Slot.assignment_id))
            .where(
                Assignment.role == "lead", Assignment.state != "cancelled", col(Assignment.held).is_(False),
                col(Slot.due) > FIRST_MORNING, col(Slot.due) < dt.date(2026, 12, 25),
            )
        ).all()  # fmt: skip
        assert len(slots) > 40
        for slot, assignment in slots:
            assert slot.due is not None
            reminded = days[assignment.id or 0, str(slot.slot)]
            assert min(reminded) < slot.due, (assignment.id, slot.due)
            assert max(reminded) > slot.due, (assignment.id, slot.due)
        for owed in session.exec(select(DutyPeriod).where(col(DutyPeriod.due) < dt.date(2026, 12, 25))):
            told = session.exec(select(DutyNudge).where(DutyNudge.duty_period_id == owed.id)).all()
            assert min(local_day(nudge.created_at) for nudge in told) < owed.due
            assert max(local_day(nudge.created_at) for nudge in told) > owed.due
        held = set(session.execute(sa.select(col(Assignment.id)).where(col(Assignment.held).is_(True))).scalars())
        assert held
        assert not held & {assignment for assignment, _ in days}


def test_a_year_of_random_answers(province: Province, chance: random.Random) -> None:
    """None after it was reported or done, unless it came back; none of a due that an extension replaced."""
    province.link_all()
    officer = Actor(None, "cli")

    def somebody_answers(session: Session, now: dt.datetime) -> None:
        waiting = session.exec(
            select(Assignment).where(Assignment.role == "lead", col(Assignment.state).in_(("in_progress", "not_started")))
        ).all()  # fmt: skip
        for assignment in chance.sample(waiting, min(1, len(waiting))):
            person = Actor(province.focal.get(assignment.agency_id), "telegram")
            act = chance.choice(("report", "progress", "extend", "snooze"))
            if act == "report":
                updates.report_done(session, assignment, (), person, now, Said("xong"))
            elif act == "progress":
                updates.progress(
                    session, assignment, "in_progress", chance.randrange(100), person, now, Said("đang làm")
                )
            elif act == "extend" and assignment.due and assignment.due > local_day(now):
                slot = session.exec(
                    select(Slot).where(Slot.assignment_id == assignment.id, Slot.due == assignment.due)
                ).first()
                assert slot is not None
                later = assignment.due + dt.timedelta(days=20)
                asked = ask_extension(session, assignment, slot.slot, later, person, now, Said("chờ"))
                decide_extension(session, asked, later, officer, now, Said())
            elif act == "snooze":
                assignment.snoozed_until = local_day(now) + dt.timedelta(days=3)
                assignment.snoozes += 1
                assignment.next_nudge_at = now
        reported = session.exec(select(Assignment).where(Assignment.state == "reported")).all()
        for assignment in chance.sample(reported, min(1, len(reported))):
            judge = updates.accept if chance.random() < 0.7 else updates.send_back
            judge(session, assignment, officer, now, Said("ý kiến"))

    province.run(YEAR[0], HALF_YEAR, (8,), somebody_answers)
    with province.store.read() as session:
        what_must_hold(session, province, nudges_at_least=200)
        closed_from = quiet_spells(session)
        assert len(closed_from) > 10
        nudged: dict[int, list[dt.datetime]] = defaultdict(list)
        for nudge in session.exec(select(Nudge)):
            nudged[nudge.assignment_id].append(nudge.created_at)
        for assignment_id, spells in closed_from.items():
            for start, end in spells:
                assert not [at for at in nudged[assignment_id] if start < at < end], assignment_id


def quiet_spells(session: Session) -> dict[int, list[tuple[dt.datetime, dt.datetime]]]:
    """By assignment, the times in which it was reported or done."""
    never = IMPORTED + dt.timedelta(days=4000)
    found: dict[int, list[tuple[dt.datetime, dt.datetime]]] = defaultdict(list)
    since: dict[int, dt.datetime] = {}
    for update in session.exec(select(Update).order_by(col(Update.id))):
        quiet = update.after["state"] in ("reported", "done", "cancelled")
        if quiet:
            since.setdefault(update.assignment_id, update.at)
        elif update.assignment_id in since:
            found[update.assignment_id].append((since.pop(update.assignment_id), update.at))
    for assignment_id, start in since.items():
        found[assignment_id].append((start, never))
    return found
