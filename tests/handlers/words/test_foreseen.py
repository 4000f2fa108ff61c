"""Words are understood before their turn, where writers take turns: the same answer, and never on old rights."""

import pytest
import sqlalchemy as sa
from sqlmodel import Session
from statements import MESSAGES, Office

from catalog.audit import SYSTEM
from catalog.people import people
from catalog.store.store import Store
from catalog.tables import Membership, Outbox
from handlers.words import asked

QUESTION = MESSAGES[2]


@pytest.fixture
def office(store: Store) -> Office:
    """Somebody who has asked once, so that it is known as whom they speak."""
    made = Office(store)
    made.says(QUESTION)
    asked._read.cache_clear()
    return made


def answer(office: Office) -> str:
    office.says(QUESTION)
    newest = sa.select(Outbox.payload).order_by(sa.desc(Outbox.id)).limit(1)  # type: ignore[call-overload, arg-type]
    return str(office.store.write(lambda s: s.execute(newest).scalar_one())["text"])


def foreseen(office: Office) -> None:
    asked.foresee(office.arrives(QUESTION)[1], office.moment)


def test_what_was_understood_before_the_turn_is_not_understood_again(office: Office) -> None:
    plain = answer(office)
    asked._read.cache_clear()
    foreseen(office)
    assert asked._read.cache_info().misses == 1
    assert answer(office) == plain
    assert asked._read.cache_info().misses == 1


def test_who_holds_another_role_at_the_turn_is_understood_anew(office: Office) -> None:
    foreseen(office)

    def to_officer(session: Session) -> None:
        (role,) = session.execute(sa.select(Membership)).scalars()
        people.end(session, role, SYSTEM, office.moment)
        people.grant(session, role.person_id, "officer", role.agency_id, SYSTEM, office.moment)

    office.store.write(to_officer)
    answer(office)
    assert asked._read.cache_info().misses == 2


def test_nothing_is_understood_ahead_of_who_has_not_spoken_and_of_what_is_no_sentence(office: Office) -> None:
    _, said = office.arrives(QUESTION, chat="2000")
    asked.foresee(said, office.moment)
    for text in ("/viec", "12", "#3"):
        asked.foresee(office.arrives(text)[1], office.moment)
    assert asked._read.cache_info().misses == 0
