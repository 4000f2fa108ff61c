"""Updates held against the audit log: whatever somebody with the file in hand does to either is found."""

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlmodel import Session, select
from tampering import as_spoken, unprotect
from working import founded_task

from catalog.audit import SYSTEM, Actor, verify
from catalog.store.store import Store
from catalog.tables import AgencyRow, Assignment, Audit, Indicator
from catalog.upkeep.verify_audit import verify_record, verify_updates, verify_values
from catalog.work import assignments, updates
from catalog.work.assignments import Said
from catalog.work.indicators import report

NOW = dt.datetime(2026, 3, 2, 1, 0, 0, 123456, tzinfo=dt.UTC)


@pytest.fixture
def lived(store: Store) -> Store:
    """Two assignments of one task with five updates, an indicator with three values, and a database whose own refusal was switched off."""

    def work(session: Session) -> None:
        task = founded_task(session, NOW, due=dt.date(2026, 6, 30))
        agencies = [row for (row,) in session.execute(sa.select(AgencyRow.id).limit(2))]  # type: ignore[call-overload]
        first, second = assignments.create(session, task, agencies, "lead", SYSTEM, NOW)
        indicator = Indicator(
            plan_id=task.plan_id, position=1, number="1", section="", name="Tỷ lệ", unit="%", target_raw="80", op=">=",
            value=80.0,
        )  # fmt: skip
        session.add(indicator)
        session.flush()
        for number, agency in enumerate((agencies[0], agencies[0], agencies[1])):
            report(session, indicator, agency, f"{70 + number}%", Actor(None, "cli"), NOW)
        for number, which in enumerate((first, second, first), start=1):
            row = session.get_one(Assignment, which)
            moment = NOW + dt.timedelta(minutes=number)
            updates.progress(
                session, row, "in_progress", number * 10, Actor(None, "cli"), moment, Said(f"lần {number}")
            )
        unprotect(session, "audit", "update_entry", "indicator_value")

    store.write(work)
    return store


def found(store: Store) -> bool:
    with store.read() as session:
        return bool(verify_record(session)) or verify(session).broken_at is not None


def test_an_untouched_record_proves_itself(lived: Store) -> None:
    with lived.read() as session:
        assert verify_record(session) == []
        assert verify(session).broken_at is None
        assert session.execute(sa.text("SELECT count(*) FROM update_entry")).scalar() == 5


_COPY = (
    "assignment_id, kind, at, person_id, channel, sequence, text, document_number, on_behalf, before, after, effects"
)


_VALUE = "indicator_id, agency_id, person_id, at, value, text"


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE update_entry SET text = 'khác' WHERE id = 4",
        "UPDATE update_entry SET at = '2026-03-01 01:00:00.000000' WHERE id = 3",
        "UPDATE update_entry SET after = replace(after, '10', '90') WHERE id = 3",
        "UPDATE update_entry SET after = replace(after, '2026-06-30', '2026-12-31') WHERE id = 1",
        "UPDATE update_entry SET person_id = NULL, document_number = '12/SNV' WHERE id = 5",
        "DELETE FROM update_entry WHERE id = 4",
        "DELETE FROM update_entry WHERE id = 5",
        "DELETE FROM update_entry WHERE id = 2",
        "DELETE FROM update_entry",
        f"INSERT INTO update_entry ({_COPY}) SELECT {_COPY} FROM update_entry WHERE id = 5",
        f"INSERT INTO update_entry ({_COPY}) SELECT {_COPY} FROM update_entry WHERE id = 1",
        "UPDATE update_entry SET id = id + 100 WHERE id = 3",
        "UPDATE update_entry SET id = CASE id WHEN 3 THEN -4 ELSE -3 END WHERE id IN (3, 4)",
        "UPDATE indicator_value SET value = 99 WHERE id = 1",
        "UPDATE indicator_value SET text = '90%' WHERE id = 3",
        "UPDATE indicator_value SET person_id = NULL, at = '2026-03-01 01:00:00.000000' WHERE id = 2",
        "DELETE FROM indicator_value WHERE id = 1",
        "DELETE FROM indicator_value WHERE id = 3",
        f"INSERT INTO indicator_value ({_VALUE}) SELECT {_VALUE} FROM indicator_value WHERE id = 3",
        "UPDATE indicator_value SET id = id + 100 WHERE id = 1",
        "DELETE FROM audit WHERE id = (SELECT max(id) FROM audit)",
        "DELETE FROM audit WHERE action = 'indicator.value'",
        "DELETE FROM audit WHERE action LIKE 'update.%'",
    ],
)
def test_a_changed_removed_inserted_or_reordered_update_is_found(lived: Store, tampering: str) -> None:
    lived.write(lambda s: s.execute(as_spoken(s, tampering)))
    if "CASE id" in tampering:  # the second half of swapping two rows
        lived.write(lambda s: s.execute(sa.text("UPDATE update_entry SET id = -id WHERE id < 0")))
    assert found(lived)


def test_two_values_that_changed_places_are_found(lived: Store) -> None:
    for step in ("CASE id WHEN 1 THEN -2 ELSE -1 END WHERE id IN (1, 2)", "-id WHERE id < 0"):
        lived.write(lambda s, step=step: s.execute(sa.text(f"UPDATE indicator_value SET id = {step}")))  # type: ignore[misc]
    assert found(lived)


def test_values_of_the_first_releases_are_held_against_the_little_their_links_say(lived: Store) -> None:
    def as_in_the_first_releases(session: Session) -> None:
        for link in session.exec(select(Audit).where(Audit.action == "indicator.value")):
            link.detail = {name: value for name, value in link.detail.items() if name != "digest"}
            session.add(link)

    lived.write(as_in_the_first_releases)
    with lived.read() as session:
        assert verify_values(session) == []
    lived.write(lambda s: s.execute(sa.text("UPDATE indicator_value SET value = 99 WHERE id = 1")))
    with lived.read() as session:
        assert [one.subject for one in verify_values(session)] == ["indicator_value:1"]


def test_the_end_cut_off_both_tables_together_is_found_by_the_head(lived: Store) -> None:
    def cut(session: Session) -> None:
        said = "SELECT max(id) FROM audit WHERE action LIKE 'update.%'"
        session.execute(sa.text("DELETE FROM update_entry WHERE id = 5"))
        session.execute(sa.text(f"DELETE FROM audit WHERE id >= ({said})"))

    lived.write(cut)
    with lived.read() as session:
        assert verify_updates(session) == []
        assert verify(session).broken_at is not None


def test_a_log_forged_from_end_to_end_is_found_by_a_hash_written_down_elsewhere(lived: Store) -> None:
    with lived.read() as session:
        written_down = verify(session).head
    assert _verdict(lived, written_down) is None

    def forge(session: Session) -> None:
        for table in ("update_entry", "audit", "audit_head"):
            session.execute(sa.text(f"DELETE FROM {table}"))

    lived.write(forge)
    assert _verdict(lived, "") is None  # nothing here tells a new log from a forged one ...
    assert _verdict(lived, written_down) is not None  # ... but the hash does


def _verdict(store: Store, expect: str) -> int | None:
    with store.read() as session:
        return verify(session, expect).broken_at
