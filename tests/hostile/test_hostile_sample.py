"""A small sample of `make hostile`, and proof that its account can say no."""

import pathlib
from collections.abc import Iterator

import pytest
from attack import ATTACKER, MARK, STRANGERS, Attack
from doors import Doors, knock
from houses import Houses
from sqlmodel import Session, select

from catalog.audit import SYSTEM
from catalog.messaging.inbox_and_outbox import Message, queue
from catalog.people.people import contact_for, grant
from catalog.tables import AgencyRow


@pytest.fixture
def attack(houses: Houses, migrated: str, tmp_path: pathlib.Path) -> Iterator[Attack]:
    """A store before the first attack."""
    under_attack = Attack(tmp_path, seed=20260316, url=houses.copy(migrated, tmp_path / "store.sqlite3"))
    yield under_attack
    under_attack.store.close()


@pytest.mark.long
async def test_three_hundred_hostile_inputs_crash_nothing_let_nobody_in_and_leak_nothing(
    attack: Attack, tmp_path: pathlib.Path
) -> None:
    for first in range(0, 200, 50):
        attack.wave(first, 50)
    await knock(Doors(attack, tmp_path, seed=4), 100)
    account = attack.settle_up()
    assert account.good, account.table()
    assert account.answers > 150
    assert len(account.tried) == 6 + 10 + 7


def test_the_account_notices_a_leak_an_empty_message_and_a_role_that_came_from_nowhere(attack: Attack) -> None:
    title = attack.foreign[ATTACKER][0]

    def wrong(session: Session) -> None:
        stranger = contact_for(session, "telegram", str(STRANGERS[0]), "x", attack.now)
        attacker = contact_for(session, "telegram", str(ATTACKER), "x", attack.now)
        queue(session, stranger, Message(f"đây: {MARK}"), attack.now)
        queue(session, attacker, Message(f"1. {title} …"), attack.now)
        queue(session, attacker, Message("\u202e"), attack.now)
        grant(session, stranger.person_id or 0, "focal", session.exec(select(AgencyRow.id)).first(), SYSTEM, attack.now)

    attack.store.write(wrong)
    with attack.store.read() as session:
        attack._look(session)
    account = attack.settle_up()
    assert (account.leaked, account.not_plain, account.let_in) == (2, 1, 1)
