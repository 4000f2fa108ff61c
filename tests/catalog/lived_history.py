"""Random histories of assignments for property tests: what can happen to them, day after day, in a real store."""

import contextlib
import datetime as dt
import functools
from dataclasses import dataclass, field, replace

import sqlalchemy as sa
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from catalog.audit import Actor
from catalog.clock import at_local
from catalog.plans.keeping import revise
from catalog.store import store
from catalog.tables import (
    AgencyRow,
    Assignment,
    Contact,
    Extension,
    Membership,
    Milestone,
    Person,
    Plan,
    Task,
    Update,
    metadata,
)
from catalog.work import assignments, updates
from catalog.work.assignments import Said

START = dt.date(2026, 3, 2)

ACTS = (
    "progress", "done", "done", "accept", "accept", "return", "ask_extension", "grant", "refuse", "blocker",
    "suspend", "resume", "cancel", "undo", "withdraw", "revise", "new_task", "unled_task", "link", "leave", "next_day",
    "next_day", "next_week",
)  # fmt: skip

steps = st.lists(st.tuples(st.sampled_from(ACTS), st.integers(0, 10_000)), min_size=5, max_size=40)
"""What happens, in order: (act, a number that picks of what)."""


@dataclass
class History:
    """A store in memory being lived in; `play` does one step and steps that do not fit do nothing."""

    session: Session
    day: dt.date = START
    minutes: int = 0
    ended_days: list[dt.date] = field(default_factory=list)

    @property
    def now(self) -> dt.datetime:
        return at_local(self.day, dt.time(8, 0)) + dt.timedelta(minutes=self.minutes)

    def play(self, act: str, pick: int) -> None:
        """One step of the history, each at a moment of its own."""
        self.minutes += 1
        if act in ("next_day", "next_week"):
            self.day += dt.timedelta(days=1 if act == "next_day" else 7)
            self.minutes = 0
        elif act in ("new_task", "unled_task"):
            self._new_task(pick, led=act == "new_task")
        elif act in ("link", "leave"):
            self._people(act, pick)
        else:
            rows = self.session.exec(select(Assignment).order_by(col(Assignment.id))).all()
            if rows:
                with contextlib.suppress(updates.Impossible):
                    self._change(act, pick, rows[pick % len(rows)])
        self.session.flush()

    def _change(self, act: str, pick: int, a: Assignment) -> None:
        focal, officer, now, said = Actor(1, "telegram"), Actor(2, "telegram"), self.now, Said(text="x")
        match act:
            case "progress":
                updates.progress(self.session, a, "in_progress", pick % 101, focal, now, said)
            case "done":
                unmet = assignments.snapshot_of(self.session, a).unmet()
                updates.report_done(
                    self.session, a, unmet[: 1 + pick % 2], officer if pick % 5 == 0 else focal, now, said
                )
            case "accept":
                updates.accept(self.session, a, officer, now, said)
            case "return":
                updates.send_back(self.session, a, officer, now, said, accepted=a.state == "done")
            case "ask_extension":
                due = self.day + dt.timedelta(days=pick % 60)
                updates.ask_extension(self.session, a, 1, due, focal, now, said)
            case "grant" | "refuse":
                for asked in self.session.exec(select(Extension).where(Extension.assignment_id == a.id)).all():
                    due = asked.asked_due if act == "grant" else None
                    updates.decide_extension(self.session, asked, due, officer, now, said)
            case "blocker":
                updates.open_blocker(self.session, a, ("funding", "staff", "land")[pick % 3], focal, now, said)
            case "suspend" | "resume" | "cancel":
                stand = assignments.snapshot_of(self.session, a)
                state = {"suspend": "suspended", "resume": "in_progress", "cancel": "cancelled"}[act]
                if stand.state != "done" and (act != "resume" or stand.state == "suspended"):
                    assignments.record(self.session, a, state, replace(stand, state=state), officer, now, said)  # type: ignore[arg-type]
            case "undo":
                last = updates.last_own_update(self.session, 1, now)
                if last is not None:
                    updates.undo(self.session, last, focal, now, said)
            case "withdraw":
                revise.withdraw(self.session, self.session.get_one(Task, a.task_id), officer, now)
            case "revise":
                stand = assignments.snapshot_of(self.session, a)
                assignments.record(self.session, a, "plan_revised", stand, officer, now)

    def _new_task(self, pick: int, *, led: bool) -> None:
        task = Task(plan_id=1 + pick % 2, position=pick, section=("I", "II")[pick % 2], number=str(pick), title="t",
                    annex=("", "II")[pick // 2 % 2], added_at=self.now)  # fmt: skip
        self.session.add(task)
        self.session.flush()
        for slot in range(1, 1 + pick % 3):
            due = START + dt.timedelta(days=(pick * 7 * slot) % 45)
            self.session.add(Milestone(task_id=task.id or 0, slot=slot, kind="date", due=due))
        self.session.flush()
        agencies = [a for a in (1, 2, 3) if (pick >> a) & 1] or [1]
        if led:
            assignments.create(
                self.session, task, agencies, "lead", Actor(2, "telegram"), self.now, hold_before=self.day
            )

    def _people(self, act: str, pick: int) -> None:
        open_ones = self.session.exec(select(Membership).where(col(Membership.ended_at).is_(None))).all()
        if act == "link":
            until = self.day + dt.timedelta(days=pick % 3) if pick % 2 else None
            row = Membership(person_id=1, role="focal", agency_id=1 + pick % 3, since=self.now, until=until)
            self.session.add(row)
        elif open_ones:
            open_ones[pick % len(open_ones)].ended_at = self.now


def begin() -> History:
    """A store in memory with three agencies, two plans and two people."""
    engine = store.make_engine("sqlite://")
    with _founded().connect() as founded, engine.connect() as own:
        founded.connection.driver_connection.backup(own.connection.driver_connection)
    return History(Session(engine))


@functools.cache
def _founded() -> sa.Engine:
    """What every history begins with, made once; each gets a copy."""
    engine = store.make_engine("sqlite://")
    metadata.create_all(engine)
    start = at_local(START, dt.time(7, 0))
    with Session(engine) as session:
        session.add_all([AgencyRow(name=f"Sở {n}", full_name=f"Sở {n}", kind="department") for n in "ABC"])
        session.flush()
        session.add_all(
            [Plan(title=f"Kế hoạch {n}", number=f"{n}/KH", coordinator_id=n, imported_at=start) for n in (1, 2)]
        )
        session.add_all([Person(created_at=start), Person(created_at=start)])
        session.flush()
        session.add(Contact(channel="telegram", chat_id="1", person_id=1, name="A", created_at=start))
        session.commit()
    return engine


def updates_of(session: Session) -> list[Update]:
    """Everything on record, oldest first."""
    return list(session.exec(select(Update).order_by(col(Update.id))).all())
