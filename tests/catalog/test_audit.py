"""The hash chain finds whatever was done to it."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select
from tampering import unprotect

from catalog.audit import GENESIS, SYSTEM, Actor, append, verify
from catalog.store.store import Store
from catalog.tables import Audit

NOW = dt.datetime(2026, 3, 2, 1, 0, 0, 123456, tzinfo=dt.UTC)


@pytest.fixture
def chain(store: Store) -> Store:
    """Five links behind those of the founding, and a database whose own refusal was switched off by somebody with the file
    in hand.
    """

    def work(session: Session) -> None:
        for number in range(5):
            append(session, Actor(number, "telegram"), "update.progress", f"assignment:{number}", NOW, {"ô": number})
        unprotect(session, "audit")

    store.write(work)
    return store


def test_an_untouched_chain_is_whole(chain: Store) -> None:
    with chain.read() as session:
        found = verify(session)
        assert (found.links, found.broken_at) == (session.exec(select(sa.func.count(Audit.id))).one(), None)


def test_a_chain_of_nothing_but_the_founding_is_whole(store: Store) -> None:
    with store.read() as session:
        verdict = verify(session)
        assert verdict.links >= 1
        assert verdict.broken_at is None


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET action = 'update.report' WHERE id = 3",
        "UPDATE audit SET person_id = 9 WHERE id = 3",
        "UPDATE audit SET at = '2026-03-02 01:00:01.000000' WHERE id = 3",
        "UPDATE audit SET detail = '{}' WHERE id = 3",
        "DELETE FROM audit WHERE id = 3",
        "UPDATE audit SET id = 30 WHERE id = 3",
        "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)",
        "DELETE FROM audit WHERE id > 2",
        "DELETE FROM audit",
        "DELETE FROM audit_head",
        "INSERT INTO audit (at, action, subject, detail, channel, previous, hash) "
        "SELECT at, 'x', subject, detail, channel, previous, 'f' FROM audit WHERE id = 3",
    ],
)
def test_a_changed_removed_inserted_or_moved_link_is_found(chain: Store, tampering: str) -> None:
    chain.write(lambda s: s.execute(sa.text(tampering)))
    with chain.read() as session:
        assert verify(session).broken_at is not None


def test_a_link_written_after_the_end_was_cut_off_does_not_hide_the_cut(chain: Store) -> None:
    chain.write(lambda s: s.execute(sa.text("DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)")))
    chain.write(lambda s: append(s, SYSTEM, "a", "b", NOW))
    with chain.read() as session:
        assert verify(session).broken_at is not None


def test_the_first_link_stands_on_the_genesis_hash(store: Store) -> None:
    store.write(lambda s: append(s, SYSTEM, "a", "b", NOW))
    with store.read() as session:
        assert session.get_one(Audit, 1).previous == GENESIS


def test_a_naive_moment_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="time zone"):
        store.write(lambda s: append(s, SYSTEM, "a", "b", dt.datetime(2026, 1, 1)))  # noqa: DTZ001
