"""What another process changes holds at the very next message: nobody goes on under what was remembered of them."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col
from statements import MESSAGES, Office

from catalog.audit import SYSTEM
from catalog.people import people
from catalog.store.memory import MEMORY, Memory
from catalog.store.store import Store
from catalog.tables import Contact, Membership, Outbox, Task, Update
from catalog.tables.proven import PERSONAL
from catalog.tables.remembered import REMEMBERED
from catalog.upkeep.privacy import erase

REPORT = MESSAGES[0]


@pytest.fixture
def office(store: Store) -> Office:
    """Somebody who has reported twice, so that all is remembered."""
    made = Office(store)
    made.says(REPORT)
    made.says(REPORT)
    return made


@pytest.fixture
def elsewhere(store: Store) -> Iterator[Store]:
    """The store as another process has it: the command line, or a second bot."""
    opened = Store(store.url)
    yield opened
    opened.close()


def reports(session: Session) -> int:
    return session.execute(sa.select(sa.func.count()).where(col(Update.kind) == "progress")).scalar_one()


def newest_answer(session: Session) -> str:
    row = session.execute(sa.select(col(Outbox.payload)).order_by(col(Outbox.id).desc()).limit(1)).scalar_one()
    return str(row["text"])


def test_a_role_that_was_ended_gives_nothing_at_the_next_message(office: Office, elsewhere: Store) -> None:
    def ended(session: Session) -> None:
        for role in session.execute(sa.select(Membership)).scalars().all():
            people.end(session, role, SYSTEM, office.moment)

    elsewhere.write(ended)
    office.says(REPORT)
    assert office.store.write(reports) == 2
    assert "chưa" in office.store.write(newest_answer)


def test_a_role_that_was_given_holds_at_the_next_message(office: Office, elsewhere: Store) -> None:
    role = elsewhere.write(lambda s: s.execute(sa.select(col(Membership.id))).scalars().one())
    elsewhere.write(lambda s: people.end(s, s.get_one(Membership, role), SYSTEM, office.moment))
    office.says("/viec")  # asked for, and remembered, that there is none

    def again(session: Session) -> None:
        ended = session.get_one(Membership, role)
        people.grant(session, ended.person_id, "focal", ended.agency_id, SYSTEM, office.moment)

    elsewhere.write(again)
    office.says("/huy")  # the question whose agency it is
    office.says(REPORT)
    assert office.store.write(reports) == 3


def test_a_task_is_called_as_it_is_called_now(office: Office, elsewhere: Store) -> None:
    def renamed(session: Session) -> None:
        session.execute(sa.update(Task).where(col(Task.id) == office.code).values(title="Việc mới đặt tên"))

    elsewhere.write(renamed)
    office.says(REPORT)
    assert "Việc mới đặt tên" in office.store.write(newest_answer)


def test_a_task_that_became_classified_shows_nothing_at_the_next_message(office: Office, elsewhere: Store) -> None:
    title = office.store.write(lambda s: s.get_one(Task, office.code).title)
    elsewhere.write(lambda s: s.execute(sa.update(Task).values(classified=True)) and None)
    office.says(REPORT)
    assert title[:20] not in office.store.write(newest_answer)


def test_who_was_erased_is_not_remembered(office: Office, elsewhere: Store) -> None:
    person = office.store.write(lambda s: s.execute(sa.select(col(Contact.person_id))).scalars().first())
    assert person is not None

    def roles(session: Session) -> int:
        memory: Memory = session.info[MEMORY]
        return sum(1 for question in memory.questions() if "membership" in question.looks_at)

    assert office.store.write(roles) == 1
    elsewhere.write(lambda s: erase(s, person, SYSTEM, office.moment))
    assert office.store.write(roles) == 0


def test_nothing_personal_may_be_remembered() -> None:
    assert not REMEMBERED.keys() & (PERSONAL | {"person", "inbox", "outbox"})
