"""dondoc doctor finds what is wrong, says it in one line with what to do, and changes nothing."""

import datetime as dt
import json
import pathlib
import sqlite3
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from houses import Houses
from sqlmodel import Session, select
from tampering import unprotect
from typer.testing import CliRunner
from working import founded_task

from bot.checkup import check_up, examine_store
from bot.cli import build
from bot.settings import Settings, load_settings
from catalog.audit import SYSTEM
from catalog.clock import at_local
from catalog.messaging.inbox_and_outbox import Message, queue, receive
from catalog.people.people import contact_for
from catalog.store.store import Store, make_engine
from catalog.tables import AgencyRow, Assignment, ChannelHeartbeat, Inbox, Outbox
from catalog.upkeep.doctor import Finding, can_write
from catalog.upkeep.privacy import ask_erasure
from catalog.work import assignments, evidence_of_assignment, updates
from catalog.work.assignments import Said
from catalog.work.evidence import EvidenceStore
from templates.documents.sample import sample_pdf

NOW = at_local(dt.date(2026, 3, 2), dt.time(9))
LATER = NOW + dt.timedelta(minutes=5)


@pytest.fixture
def settings() -> Settings:
    """A deployment in the test's own folder."""
    return load_settings()


@pytest.fixture
def lived(settings: Settings, houses: Houses, migrated: str) -> Iterator[Store]:
    """Some work done, one file of evidence, one message in and one out."""
    settings.home.mkdir()
    store = Store(houses.copy(migrated, settings.home.absolute() / "dondoc.sqlite3"))
    evidence = EvidenceStore(settings.evidence_place)

    def work(session: Session) -> None:
        task = founded_task(session, NOW)
        agency = session.exec(select(AgencyRow.id)).first()
        row = session.get_one(Assignment, assignments.create(session, task, [agency or 0], "lead", SYSTEM, NOW)[0])
        updates.progress(session, row, "in_progress", 40, SYSTEM, NOW, Said("40%"))
        evidence_of_assignment.attach(session, row, [("a.pdf", evidence.keep(sample_pdf()))], SYSTEM, NOW, Said())
        contact = contact_for(session, "telegram", "55555", "Lan", NOW)
        inbox = receive(session, "telegram", "1", "55555", {"update_id": 1}, NOW)
        session.execute(sa.update(Inbox).values(state="done", handled_at=NOW))
        queue(session, contact, Message("Chào"), NOW, inbox_id=inbox)
        session.execute(sa.update(Outbox).values(state="sent", sent_at=NOW, provider_message_id="9"))

    store.write(work)
    yield store
    store.close()


def found(store: Store, settings: Settings, now: dt.datetime = LATER) -> dict[str, Finding]:
    """The worst finding of each check."""
    order = ("ok", "warning", "error")
    worst: dict[str, Finding] = {}
    for one in examine_store(store, settings, now):
        if one.check not in worst or order.index(one.level) > order.index(worst[one.check].level):
            worst[one.check] = one
    return worst


def test_a_sound_store_has_no_error(lived: Store, settings: Settings) -> None:
    assert {one.check for one in found(lived, settings).values() if one.level == "error"} == set()


BROKEN = {
    "chain": ["UPDATE audit SET channel = 'x' WHERE id = 1"],
    "record": ["UPDATE update_entry SET text = 'khác' WHERE id = 2"],
    "current": ["UPDATE assignment SET percent = 90"],
    "migrations": ["UPDATE alembic_version SET version_num = '0001'"],
    "inbox": ["UPDATE inbox SET state = 'failed'"],
    "outbox": [f"UPDATE outbox SET state = 'queued', not_before = '{NOW - dt.timedelta(hours=3):%Y-%m-%d %H:%M:%S}'"],
}


@pytest.mark.parametrize("check", BROKEN)
def test_what_is_broken_is_found_and_nothing_else_is_accused(lived: Store, settings: Settings, check: str) -> None:
    lived.write(lambda s: unprotect(s, "audit", "update_entry"))
    for statement in BROKEN[check]:
        lived.write(lambda s, one=statement: s.execute(sa.text(one)))
    wrong = {one.check: one for one in found(lived, settings).values() if one.level == "error"}
    assert set(wrong) == {check}
    assert wrong[check].remedy


def test_a_slot_moved_by_hand_is_found(lived: Store, settings: Settings) -> None:
    lived.write(lambda s: s.execute(sa.text("UPDATE slot SET reported_on = '2026-03-01'")))
    assert found(lived, settings)["current"].level == "error"


def test_evidence_gone_or_changed_is_named(lived: Store, settings: Settings) -> None:
    (file,) = pathlib.Path(settings.evidence_place).glob("*/*")
    file.write_bytes(b"changed")
    changed = found(lived, settings)["evidence"]
    assert (changed.level, file.name[:12] in changed.text, "bị sửa" in changed.text) == ("error", True, True)
    file.unlink()
    assert "mất" in found(lived, settings)["evidence"].text


def test_a_clock_behind_the_record_is_not_believed(lived: Store, settings: Settings) -> None:
    assert found(lived, settings, NOW - dt.timedelta(days=2))["clock"].level == "error"
    assert found(lived, settings, dt.datetime(1970, 1, 1, tzinfo=dt.UTC))["clock"].level == "error"


def test_an_event_that_waits_for_hours_is_stuck(lived: Store, settings: Settings) -> None:
    lived.write(lambda s: receive(s, "telegram", "2", "55555", {}, NOW))
    assert found(lived, settings)["inbox"].level == "ok"
    assert found(lived, settings, NOW + dt.timedelta(hours=2))["inbox"].level == "error"


def test_a_channel_not_heard_for_a_day_and_a_gap_are_shown(lived: Store, settings: Settings) -> None:
    day = dt.timedelta(days=1)
    gap = ChannelHeartbeat(channel="telegram", at=LATER, gap_from=NOW - 3 * day, gap_until=NOW - day)
    lived.write(lambda s: s.add(gap))
    assert "có thể đã mất" in found(lived, settings)["polling"].text
    assert found(lived, settings, LATER + 2 * day)["polling"].level == "error"


def test_days_nobody_confirmed_are_a_warning_for_this_year_and_the_next(lived: Store, settings: Settings) -> None:
    lines = [one.text for one in examine_store(lived, settings, LATER) if one.check == "calendar"]
    assert [line[:9] for line in lines] == ["Lịch 2026", "Lịch 2027"]


@pytest.mark.sqlite
def test_a_locked_store_is_said_and_not_waited_for_for_ever(lived: Store, settings: Settings) -> None:
    engine = make_engine(settings.store_url)

    @sa.event.listens_for(engine, "connect")
    def _hurry(connection: sqlite3.Connection, _record: object) -> None:
        connection.execute("PRAGMA busy_timeout=20")

    holder = sqlite3.connect(str(engine.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    assert can_write(engine).level == "error"
    holder.execute("ROLLBACK")
    holder.close()
    assert can_write(engine).level == "ok"
    engine.dispose()


@pytest.mark.sqlite
def test_a_read_only_store_is_said(lived: Store, settings: Settings) -> None:
    lived.close()
    engine = make_engine(f"sqlite:///file:{make_engine(settings.store_url).url.database}?mode=ro&uri=true")
    finding = can_write(engine)
    assert (finding.level, "Không ghi được" in finding.text) == ("error", True)
    engine.dispose()


@pytest.mark.sqlite
def test_a_store_torn_in_the_middle_is_found_and_left_as_it_is(lived: Store, settings: Settings) -> None:
    lived.write(lambda s: s.execute(sa.text("SELECT 1")))
    file = pathlib.Path(str(lived.engine.url.database))
    with lived.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    lived.close()
    data = bytearray(file.read_bytes())
    data[4096 * 6 : 4096 * 60] = b"\xff" * (4096 * 54)
    file.write_bytes(data)
    wrong = [one for one in check_up(settings, LATER) if one.level == "error"]
    assert any("db restore" in one.remedy for one in wrong)
    assert file.read_bytes() == data


@pytest.mark.sqlite
def test_no_store_is_a_finding_and_none_is_made(settings: Settings) -> None:
    wrong = [one for one in check_up(settings, LATER) if one.level == "error"]
    assert [one.check for one in wrong] == ["store"]
    assert not settings.home.exists()


def test_the_command_prints_a_line_a_finding_and_exits_1_when_something_is_wrong(
    lived: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_NOW", LATER.isoformat())
    good = CliRunner().invoke(build(), ["doctor"])
    assert good.exit_code == 0, good.output
    assert all(line[0] in "✓!" for line in good.output.splitlines())
    lived.write(lambda s: s.execute(sa.text("UPDATE assignment SET percent = 90")))
    bad = CliRunner().invoke(build(), ["doctor", "--json"])
    assert bad.exit_code == 1
    answer = json.loads(bad.output)
    assert answer["ok"] is False
    assert [one["check"] for one in answer["findings"] if one["level"] == "error"] == ["current"]


@pytest.mark.loopback
def test_a_token_nobody_answers_for_is_said_without_showing_it(
    lived: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_TELEGRAM_TOKEN", "123456:secretsecretsecretsecret")
    monkeypatch.setenv("DONDOC_TELEGRAM_API", "http://127.0.0.1:9")
    last = check_up(load_settings(), LATER)[-1]
    assert (last.check, last.level) == ("telegram", "error")
    assert "secret" not in last.text + last.remedy


def test_a_person_is_erased_from_the_command_line_and_only_with_yes(
    lived: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DONDOC_NOW", LATER.isoformat())
    lived.write(lambda s: ask_erasure(s, 1, SYSTEM, NOW))
    assert found(lived, settings)["privacy"].level == "warning"
    run = CliRunner().invoke
    whole = build()
    assert json.loads(run(whole, ["privacy", "waiting", "--json"]).output) == [{"person": 1, "name": "Lan"}]
    assert json.loads(run(whole, ["privacy", "show", "1", "--json"]).output)["chats"] == [["telegram", "Lan", ""]]
    assert run(whole, ["privacy", "erase", "1"]).exit_code == 2
    assert run(whole, ["privacy", "erase", "1", "--yes"]).exit_code == 0
    assert run(whole, ["privacy", "erase", "1", "--yes"]).exit_code == 2
    assert run(whole, ["privacy", "show", "99"]).exit_code == 2
    after = found(lived, settings)
    assert {one.check for one in after.values() if one.level == "error"} == set()
    assert after["privacy"].level == "ok"
