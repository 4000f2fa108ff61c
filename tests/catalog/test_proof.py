"""A row changed, added or removed by other hands is found, in every table but those of passing and personal things."""

import contextlib
import datetime as dt
import pathlib
import sqlite3

import pytest
import sqlalchemy as sa
from sqlalchemy import make_url
from sqlmodel import Session, select

from catalog import proof
from catalog.audit import SYSTEM, append, verify
from catalog.people.people import contact_for, grant
from catalog.store.store import Store
from catalog.tables import Audit, Contact, Membership, Setting, Task, metadata
from catalog.tables.proven import DERIVED, PASSING, PERSONAL, PROVEN, RECORD
from catalog.upkeep.verify_audit import CHANGED, NOT_IN_LOG, REMOVED, Break, verify_record, verify_rows

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)
POWER = "INSERT INTO membership (person_id, role, granted_by_id, since) VALUES (1, 'admin', NULL, '2026-03-02')"


def test_every_table_is_proven_or_stands_in_the_list_of_those_that_are_not_with_a_reason() -> None:
    """A new table fails here until somebody has thought about it; in `PROVEN` nothing else is to be done."""
    lists = [set(PROVEN), PERSONAL, RECORD, DERIVED, PASSING]
    named = [table for one in lists for table in one]
    assert sorted(named) == sorted(set(named)), "in two lists"
    assert set(named) == set(metadata.tables)


def test_what_is_left_out_of_a_digest_is_a_column() -> None:
    for table, columns in PROVEN.items():
        assert columns <= set(metadata.tables[table].columns.keys()), table


def by_hand(store: Store, statement: str) -> None:
    """As somebody with the file does it, or with the database's own client."""
    url = make_url(store.url)
    if url.get_backend_name() == "sqlite":
        with contextlib.closing(sqlite3.connect(pathlib.Path(str(url.database)))) as other, other:
            other.execute(statement)
    else:
        other_engine = sa.create_engine(url.set(drivername="postgresql+psycopg"))
        with other_engine.begin() as other:
            other.exec_driver_sql(statement)
        other_engine.dispose()


@pytest.fixture
def lived(store: Store) -> Store:
    """A person who may something, a setting, and one that was taken away again."""

    def work(session: Session) -> None:
        contact = contact_for(session, "telegram", "1", "Lan", NOW)
        grant(session, contact.person_id or 0, "officer", 1, SYSTEM, NOW)
        session.add(Setting(key="acceptance", value={"on": True}, changed_at=NOW))
        append(session, SYSTEM, "setting", "setting:acceptance", NOW)

    store.write(work)
    store.write(lambda session: session.add(Setting(key="gone", value=1, changed_at=NOW)))
    store.write(lambda session: session.delete(session.get_one(Setting, "gone")))
    return store


def breaks(store: Store) -> list[Break]:
    with store.read() as session:
        assert verify(session).broken_at is None
        assert [one for one in verify_record(session) if one not in verify_rows(session)] == []
        return verify_rows(session)


def test_what_the_program_wrote_is_in_order_whichever_way_it_was_written(lived: Store) -> None:
    lived.write(lambda s: s.execute(sa.update(Setting).values(value={"on": False})))
    lived.write(lambda s: s.execute(sa.text("UPDATE membership SET until = '2026-12-31'")))
    assert breaks(lived) == []


@pytest.mark.parametrize(
    ("statement", "found"),
    [
        (POWER, Break("membership:2", NOT_IN_LOG)),
        ("UPDATE membership SET role = 'admin' WHERE id = 1", Break("membership:1", CHANGED)),
        ("DELETE FROM membership WHERE id = 1", Break("membership:1", REMOVED)),
        ("UPDATE setting SET value = '{\"on\": false}' WHERE key = 'acceptance'", Break("setting:acceptance", CHANGED)),
        ("UPDATE person SET erased_at = '2026-03-02' WHERE id = 1", Break("person:1", CHANGED)),
    ],
)
def test_what_other_hands_did_is_found(lived: Store, statement: str, found: Break) -> None:
    by_hand(lived, statement)
    assert breaks(lived) == [found]


def test_it_is_still_found_after_the_program_has_gone_on(lived: Store) -> None:
    by_hand(lived, POWER)
    lived.write(lambda s: s.add(Setting(key="more", value=2, changed_at=NOW)))
    assert [one.subject for one in breaks(lived)] == ["membership:2"]


def test_of_personal_data_only_the_number_of_rows_is_known(lived: Store) -> None:
    by_hand(lived, "UPDATE contact SET name = 'khác'")
    assert breaks(lived) == []
    by_hand(
        lived,
        "INSERT INTO contact (channel, chat_id, kind, name, phone, preferred, created_at) "
        "VALUES ('telegram', '2', 'private', '', '', FALSE, '2026-03-02')",
    )
    (found,) = breaks(lived)
    assert found.subject == "contact"
    with lived.read() as session:
        names = {contact.name for contact in session.exec(select(Contact))}
        said = " ".join(str(link.detail) for link in session.exec(select(Audit)))
    assert not any(name and name in said for name in names)


def test_work_that_is_taken_back_leaves_no_link(lived: Store) -> None:
    with lived.read() as session:
        before = verify(session).links

    def fails(session: Session) -> None:
        session.add(Setting(key="never", value=1, changed_at=NOW))
        session.flush()
        raise RuntimeError

    jobs = [lived.write_soon(fails), lived.write_soon(lambda s: s.add(Setting(key="yes", value=1, changed_at=NOW)))]
    with pytest.raises(RuntimeError):
        jobs[0].result()
    jobs[1].result()
    with lived.read() as session:
        known, _ = proof.sealed(session)
        assert "never" not in known["setting"]
        assert verify(session).links == before + 1
    assert breaks(lived) == []


def test_a_table_that_was_not_proven_before_is_taken_in_once(lived: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    lived.write(lambda session: proof.take_in(session, "0008"))
    with lived.read() as session:
        before = verify(session).links
    lived.write(lambda session: proof.take_in(session, "0008"))
    by_hand(lived, POWER)
    lived.write(lambda session: proof.take_in(session, "0008"))
    with lived.read() as session:
        assert verify(session).links == before
    assert [one.subject for one in breaks(lived)] == ["membership:2"]


def test_a_store_of_an_earlier_release_is_taken_in_at_the_first_start(lived: Store) -> None:
    by_hand(lived, POWER)  # as if it had been written before anybody vouched for it
    lived.write(lambda session: proof.take_in(session, "0008"))
    assert breaks(lived) == []
    with lived.read() as session:
        begun = session.exec(select(Audit).where(Audit.action == proof.BEGUN)).one()
    assert begun.detail["rows"] == {"membership": 1}, "how many were taken in is on record"


def test_a_column_that_is_new_and_empty_changes_no_digest() -> None:
    row = {"id": 1, "person_id": 2, "role": "focal"}
    assert proof.digest("membership", row) == proof.digest("membership", row | {"new": None, "also": "", "flag": False})


def test_many_rows_are_one_link_for_every_few_hundred(store: Store) -> None:
    with store.read() as session:
        before = verify(session).links
    rows = [{"key": f"k{n}", "value": n, "changed_at": NOW} for n in range(900)]
    store.write(lambda session: session.execute(sa.insert(Setting), rows))
    with store.read() as session:
        assert verify(session).links == before + 3
    assert breaks(store) == []


def test_names_of_what_is_proven_are_those_of_the_tables() -> None:
    assert {Task.__tablename__, Membership.__tablename__} <= set(PROVEN)
