"""Two machines with one token take each other's messages: the store that went from one to the other knows of both."""

import datetime as dt

import pytest

from catalog.clock import SetClock
from catalog.messaging.channel_heartbeat import note_ended, note_heard
from catalog.store.store import Store
from catalog.upkeep.doctor import Finding, examine
from catalog.work.evidence import EvidenceStore

pytestmark = pytest.mark.sqlite  # replicas of one PostgreSQL take turns


@pytest.fixture
def polling(store: Store, clock: SetClock, tmp_path):
    """What the doctor says of who asks."""

    def look() -> list[Finding]:
        with store.read() as session:
            found = examine(session, EvidenceStore(str(tmp_path / "e")), clock())
        return [one for one in found if one.check == "polling" and one.level == "warning"]

    return look


def heard(store: Store, clock: SetClock, host: str) -> None:
    store.write(lambda session: note_heard(session, "zalo", clock(), judge=False, host=host))


def test_a_store_brought_to_another_machine_says_that_the_old_one_may_still_ask(
    store: Store, clock: SetClock, polling
) -> None:
    heard(store, clock, "máy cũ")
    clock.set(clock() + dt.timedelta(minutes=20))
    heard(store, clock, "máy mới")
    heard(store, clock, "máy mới")
    (line,) = polling()
    assert "máy “máy cũ” cũng đã nhận tin" in line.text
    assert "hãy tắt" in line.remedy
    clock.set(clock() + dt.timedelta(minutes=41))
    heard(store, clock, "máy mới")
    assert polling() == [], "an hour later it was not seen any more"


def test_a_machine_that_ended_in_order_is_nobody_s_rival(store: Store, clock: SetClock, polling) -> None:
    heard(store, clock, "máy cũ")
    store.write(lambda session: note_ended(session, ["zalo", "telegram"], "máy cũ"))
    heard(store, clock, "máy mới")
    assert polling() == []


def test_one_machine_that_starts_again_is_one(store: Store, clock: SetClock, polling) -> None:
    heard(store, clock, "máy")
    heard(store, clock, "máy")
    assert polling() == []
