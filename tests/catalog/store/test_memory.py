"""What the writer remembers is what it would be answered: whoever wrote, whatever was taken back."""

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator

import hypothesis
import pytest
import sqlalchemy as sa
from hypothesis import strategies as st
from sqlmodel import Session, col

from catalog.people.rights import rights_of
from catalog.store.memory import MEMORY, Memory, Question
from catalog.store.store import Instead, Store, settled
from catalog.tables import AgencyRow, Assignment, Membership, Organisation, Person, Plan, Slot, Task, table_of

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
IDS = sa.bindparam("ids", expanding=True)
ROLE, PLAN, SLOT, WORK = table_of(Membership), table_of(Plan), table_of(Slot), table_of(Assignment)
ROLES = Question(
    sa.select(ROLE.c.person_id, ROLE.c.role, ROLE.c.id)
    .where(ROLE.c.person_id.in_(IDS), ROLE.c.ended_at.is_(None))
    .order_by(ROLE.c.id)
)
TITLES = Question(sa.select(PLAN.c.id, PLAN.c.title).order_by(PLAN.c.id))
MET = Question(sa.select(SLOT.c.assignment_id, SLOT.c.slot, SLOT.c.reported_on).where(SLOT.c.assignment_id.in_(IDS)))
FOLLOWERS = Question(sa.select(WORK.c.id).where(WORK.c.follows_id == sa.bindparam("first")).order_by(WORK.c.id))
PEOPLE, WORKS = (1, 2, 3), (1, 2)


class TakenBack(Exception):
    """What a work did does not stay."""


@pytest.fixture
def other(store: Store) -> Iterator[Store]:
    """The same store as another process has it: with connections, a writer and a memory of its own."""
    opened = Store(store.url)
    yield opened
    opened.close()


@pytest.fixture
def work(store: Store) -> Store:
    """A store with three people, a plan, and two assignments."""

    def made(session: Session) -> None:
        session.add_all(Person(id=n, created_at=NOW) for n in PEOPLE)
        session.add(Plan(id=1, title="Kế hoạch", number="1/KH", imported_at=NOW, year=2026))
        session.flush()
        session.add(Task(id=1, plan_id=1, title="Việc", position=1))
        session.flush()
        agencies = session.execute(sa.select(col(AgencyRow.id)).limit(2)).scalars().all()
        for number, agency in zip(WORKS, agencies, strict=True):
            session.add(
                Assignment(id=number, task_id=1, agency_id=agency, role="lead", created_at=NOW, next_nudge_at=NOW)
            )
            session.flush()
            session.add(Slot(assignment_id=number, slot=1, kind="date"))

    store.write(made)
    return store


def change(session: Session, what: int, which: int, now: dt.datetime) -> None:
    """One of the writes that matter, in one of the ways they are made."""
    person, place = PEOPLE[which % 3], WORKS[which % 2]
    if what == 0:
        session.add(Membership(person_id=person, role="focal", since=now))  # at the next flush
    elif what == 1:
        held = session.execute(sa.select(Membership).where(col(Membership.person_id) == person)).scalars().all()
        for one in held:
            one.ended_at = now
    elif what == 2:
        session.execute(sa.update(Plan).values(title=f"Kế hoạch {now.microsecond} {which}"))
    elif what == 3:
        day = dt.date(2026, 1, 1 + which % 28)
        session.connection().execute(sa.update(SLOT).where(SLOT.c.assignment_id == place).values(reported_on=day))
    elif what == 4:
        session.connection().exec_driver_sql(f"UPDATE assignment SET follows_id = {3 - place} WHERE id = {place}")
    elif what == 5:
        session.execute(sa.delete(Membership).where(col(Membership.person_id) == person))
    else:
        session.execute(sa.update(Assignment).values(percent=which % 100))  # of no meaning to what is remembered


def as_remembered(session: Session) -> list[object]:
    return [
        ROLES.ask_each(session, PEOPLE), TITLES.ask(session), MET.ask_each(session, WORKS),
        *(FOLLOWERS.ask(session, first=first) for first in WORKS),
    ]  # fmt: skip


def as_stored(session: Session) -> list[object]:
    memory = session.info.pop(MEMORY, None)
    try:
        return as_remembered(session)
    finally:
        if memory is not None:
            session.info[MEMORY] = memory


STEPS = st.lists(
    st.tuples(st.booleans(), st.sampled_from(["stays", "fails", "savepoint", "instead", "looks"]), st.integers(0, 6),
              st.integers(0, 60)),
    min_size=1, max_size=14,
)  # fmt: skip


@hypothesis.settings(max_examples=12, suppress_health_check=list(hypothesis.HealthCheck))
@hypothesis.given(steps=STEPS)
def test_whatever_two_processes_write_and_take_back_the_memory_says_what_the_store_says(
    work: Store, other: Store, steps: list[tuple[bool, str, int, int]]
) -> None:
    for number, (mine, how, what, which) in enumerate(steps):
        one = work if mine else other
        step(one, how, what, which, NOW + dt.timedelta(microseconds=number))
        for store in (work, other):
            assert store.write(as_remembered) == store.write(as_stored)


def step(store: Store, how: str, what: int, which: int, now: dt.datetime) -> None:
    """One transaction of one process; before, within and after it both say the same."""

    def inner(session: Session) -> None:
        assert as_remembered(session) == as_stored(session)
        if how != "looks":
            change(session, what, which, now)
        assert as_remembered(session) == as_stored(session)
        if how in ("fails", "savepoint"):
            raise TakenBack
        if how == "instead":
            raise Instead(lambda s: change(s, what, which + 1, now))

    def outer(session: Session) -> None:
        try:
            settled(session, inner)
        except TakenBack:
            if how == "fails":
                raise
        assert as_remembered(session) == as_stored(session)

    try:
        store.write(inner if which % 2 and how != "savepoint" else outer)
    except TakenBack:
        assert how == "fails"


def test_what_nobody_wrote_is_not_asked_again(work: Store) -> None:
    work.write(as_remembered)
    asked: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    sa.event.listen(work.engine, "before_cursor_execute", note)
    work.write(as_remembered)
    work.write(lambda s: change(s, 6, 1, NOW))
    work.write(as_remembered)
    sa.event.remove(work.engine, "before_cursor_execute", note)
    assert not [one for one in asked if one.startswith("SELECT") and " FROM " in one and "change_count" not in one
                and "touched" not in one]  # fmt: skip


_ELSEWHERE = """
import sys
import sqlalchemy as sa
engine = sa.create_engine(sys.argv[1])
with engine.begin() as connection:
    connection.exec_driver_sql("UPDATE membership SET ended_at = since WHERE person_id = 1")
"""


def test_a_right_that_another_program_withdraws_by_hand_is_gone_at_the_very_next_message(work: Store) -> None:
    work.write(lambda s: change(s, 0, 0, NOW))
    assert work.write(lambda s: rights_of(s, 1, NOW)).linked
    address = work.url.replace("postgresql:", "postgresql+psycopg:")
    subprocess.run([sys.executable, "-c", _ELSEWHERE, address], check=True)
    assert not work.write(lambda s: rights_of(s, 1, NOW)).linked


def test_in_a_shared_commit_the_next_one_sees_what_the_one_before_it_wrote(work: Store) -> None:
    work.write(as_remembered)
    jobs = [
        work.write_soon(lambda s: change(s, 0, 0, NOW)),
        work.write_soon(lambda s: rights_of(s, 1, NOW).linked),
        work.write_soon(lambda s: change(s, 5, 0, NOW)),
        work.write_soon(lambda s: rights_of(s, 1, NOW).linked),
    ]
    assert [job.result() for job in jobs][1::2] == [True, False]


def test_so_many_answers_are_kept_and_those_asked_for_last(work: Store) -> None:
    narrow = Question(ROLES.asked, most=2)

    def ask(session: Session) -> list[bool]:
        memory: Memory = session.info[MEMORY]
        for one in (1, 2, 1, 3):
            narrow.ask_each(session, [one])
        return [memory.kept(narrow, (one,)) is not None for one in (1, 2, 3)]

    assert work.write(ask) == [True, False, True]


def test_a_question_about_what_may_not_be_remembered_is_refused() -> None:
    people = sa.Table("contact", sa.MetaData(), sa.Column("id", sa.Integer), sa.Column("name", sa.String))
    with pytest.raises(ValueError, match="contact"):
        Question(sa.select(people.c.name))
    with pytest.raises(ValueError, match="organisation"):
        Question(sa.select(table_of(Organisation).c.name))
