"""A flood is answered once, then met with silence until it is over; ordinary busy people never meet the limit."""

import datetime as dt

from sqlmodel import Session

from catalog.messaging.rate_limit import GROUP, PERSON, is_silenced, pour
from catalog.people.people import contact_for
from catalog.store.store import Store
from catalog.tables import Contact

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


def say(session: Session, contact: Contact, seconds: float, times: int = 1) -> list[str]:
    return [pour(session, contact, NOW + dt.timedelta(seconds=seconds)) for _ in range(times)]


def test_an_album_and_a_page_of_answers_at_once_are_taken(store: Store) -> None:
    def work(session: Session) -> None:
        person = contact_for(session, "telegram", "5", "Lan", NOW)
        assert set(say(session, person, 0, 40)) == {"take"}

    store.write(work)


def test_half_a_message_a_second_may_go_on_for_ever(store: Store) -> None:
    def work(session: Session) -> None:
        person = contact_for(session, "telegram", "5", "Lan", NOW)
        assert {pour(session, person, NOW + dt.timedelta(seconds=2 * n)) for n in range(2000)} == {"take"}

    store.write(work)


def test_a_flood_is_told_once_and_then_met_with_silence(store: Store) -> None:
    def work(session: Session) -> None:
        person = contact_for(session, "telegram", "5", "Lan", NOW)
        verdicts = say(session, person, 0, 500)
        assert verdicts == ["take"] * 40 + ["tell"] + ["silent"] * 459
        assert is_silenced(person, NOW)

    store.write(work)


def test_calm_comes_back_within_two_minutes_however_long_the_flood_was(store: Store) -> None:
    def work(session: Session) -> None:
        person = contact_for(session, "telegram", "5", "Lan", NOW)
        for second in range(600):
            say(session, person, second, 5)
        assert say(session, person, 601) == ["silent"]
        assert not is_silenced(person, NOW + dt.timedelta(seconds=720))
        assert say(session, person, 720, 2) == ["take", "take"]

    store.write(work)


def test_one_person_s_flood_silences_nobody_else(store: Store) -> None:
    def work(session: Session) -> None:
        loud = contact_for(session, "telegram", "5", "Lan", NOW)
        other = contact_for(session, "telegram", "6", "Bình", NOW)
        say(session, loud, 0, 100)
        assert say(session, other, 0) == ["take"]

    store.write(work)


def test_a_group_is_many_people() -> None:
    assert GROUP.burst > PERSON.burst


def test_a_clock_set_back_neither_frees_nor_locks(store: Store) -> None:
    def work(session: Session) -> None:
        person = contact_for(session, "telegram", "5", "Lan", NOW)
        say(session, person, 0, 30)
        assert say(session, person, -3600, 5) == ["take"] * 5
        assert say(session, person, -3600, 20)[-1] == "silent"

    store.write(work)
