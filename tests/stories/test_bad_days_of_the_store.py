"""A full disk, a locked or read-only store, a damaged file: found, said, nothing lost, not made worse."""

import contextlib
import os
import pathlib
import sqlite3
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from sqlmodel import select

from bot.checkup import examine_store
from bot.rehearsal import Rehearsal
from bot.sandbox.world.messages import Message
from catalog.audit import verify
from catalog.plans.bundle import load_bundled
from catalog.tables import Evidence, Inbox, Outbox
from catalog.upkeep.verify_audit import verify_updates
from catalog.work.evidence import EvidenceStore
from templates.documents.sample import sample_letter, sample_pdf

pytestmark = [pytest.mark.loopback, pytest.mark.long]


async def say(stage: Rehearsal, person: int, text: str) -> Message:
    """What the bot answers to these words first."""
    return await stage.answer(stage.sandbox.say(person, text))


async def linked(stage: Rehearsal) -> int:
    """A focal point of an agency with work to do."""
    stage.load(load_bundled()[3:])
    focal = stage.sandbox.create_person("Bình")
    await say(stage, focal, "/start " + stage.invitation("focal", "Sở Công Thương"))
    await stage.quiet()
    return focal


@contextlib.contextmanager
def on_every_connection(stage: Rehearsal, pragma: str, undo: str) -> Iterator[None]:
    """The store as if the machine were in trouble: one PRAGMA on all its connections, new ones too."""
    engine = stage.app.store.engine

    def trouble(connection: sa.Connection) -> None:
        connection.exec_driver_sql(pragma)

    def relief(connection: sa.Connection) -> None:
        connection.exec_driver_sql(undo)

    sa.event.listen(engine, "begin", trouble)  # the writer keeps its connection: each transaction is in trouble
    try:
        yield
    finally:
        sa.event.remove(engine, "begin", trouble)
        sa.event.listen(engine, "begin", relief)


def damage(stage: Rehearsal, data: bytes) -> None:
    """The only evidence file is not what it was."""
    (file,) = pathlib.Path(stage.app.settings.evidence_place).glob("*/*")
    file.write_bytes(data)


def unharmed(stage: Rehearsal) -> bool:
    with stage.app.store.read() as session:
        return verify(session).broken_at is None and verify_updates(session) == []


async def unacknowledged(stage: Rehearsal) -> bool:
    """Whether what was sent is still the platform's to keep: the bot could not store it."""
    before = len([c for c in stage.sandbox.calls if c.method == "getUpdates"])
    await stage.sandbox.wait_for(lambda: len([c for c in stage.sandbox.calls if c.method == "getUpdates"]) > before + 2)
    return bool(stage.sandbox.world.updates.waiting())


@pytest.mark.sqlite
async def test_on_a_full_disk_nothing_is_acknowledged_and_nothing_is_lost_when_there_is_room_again(
    stage: Rehearsal,
) -> None:
    focal = await linked(stage)
    with stage.app.store.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    with on_every_connection(stage, f"PRAGMA max_page_count={pages}", "PRAGMA max_page_count=1073741823"):
        sent = [stage.sandbox.say(focal, f"/viec {'x' * 3000}") for _ in range(6)]
        assert await unacknowledged(stage)
        assert unharmed(stage)
    await stage.answer(sent[-1])
    await stage.quiet()
    assert unharmed(stage)
    with stage.app.store.read() as session:
        states = [row.state for row in session.exec(select(Inbox))]
    assert states == ["done"] * 7


@pytest.mark.sqlite
async def test_a_store_that_became_read_only_keeps_everything_and_goes_on_when_it_can(stage: Rehearsal) -> None:
    focal = await linked(stage)
    with on_every_connection(stage, "PRAGMA query_only=ON", "PRAGMA query_only=OFF"):
        sent = stage.sandbox.say(focal, "/viec")
        assert await unacknowledged(stage)
        texts = [
            one.text
            for one in examine_store(stage.app.store, stage.app.settings, stage.clock())
            if one.level == "error"
        ]
        assert any("Không ghi được" in text for text in texts)
    assert "Nhiệm vụ" in (await stage.answer(sent)).text
    assert unharmed(stage)


@pytest.mark.sqlite
async def test_a_store_locked_by_another_program_is_waited_for(stage: Rehearsal) -> None:
    focal = await linked(stage)
    holder = sqlite3.connect(str(stage.app.store.engine.url.database), isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    with on_every_connection(stage, "PRAGMA busy_timeout=30", "PRAGMA busy_timeout=10000"):
        sent = stage.sandbox.say(focal, "/viec")
        assert await unacknowledged(stage)
    holder.execute("ROLLBACK")
    holder.close()
    assert "Nhiệm vụ" in (await stage.answer(sent)).text
    assert unharmed(stage)


async def test_a_damaged_evidence_file_is_not_sent_on_is_found_and_mended_by_sending_it_again(stage: Rehearsal) -> None:
    focal = await linked(stage)
    letter = sample_letter("Báo cáo")
    await stage.answer(stage.sandbox.send_file(focal, letter, "bao-cao.docx", caption="#28 duoc 40%"))
    await stage.quiet()
    with stage.app.store.read() as session:
        evidence = session.exec(select(Evidence)).one()
    damage(stage, letter[:-100] + b"x" * 100)

    card = await say(stage, focal, "/viec 28")
    show = next(b.text for row in card.keyboard for b in row if "minh chứng" in b.text.lower() and "(1)" in b.text)
    stage.sandbox.press(focal, card.message_id, show)
    await stage.sandbox.wait_for(lambda: not stage.sandbox.world.updates.waiting())
    await stage.quiet()
    with stage.app.store.read() as session:
        failed = [row.error for row in session.exec(select(Outbox)) if row.state == "failed"]
    assert [error.split(":")[1].strip() for error in failed] == ["evidence missing or changed"]
    assert not [m for m in stage.sandbox.messages_to(focal) if m.attachment]
    wrong = [
        one.text for one in examine_store(stage.app.store, stage.app.settings, stage.clock()) if one.level == "error"
    ]
    assert any(evidence.sha256[:12] in text for text in wrong)

    await stage.answer(stage.sandbox.send_file(focal, letter, "bao-cao.docx", caption="#28 duoc 50%"))
    await stage.quiet()
    assert stage.app.evidence.read(evidence.sha256) == letter


def test_a_disk_that_fills_up_while_a_file_is_written_leaves_no_half_file(
    tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = EvidenceStore(str(tmp_path / "evidence"))

    def full(_number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        store.keep(sample_pdf())
    monkeypatch.undo()
    assert store.names() == set()
    assert store.keep(sample_pdf()).size == len(sample_pdf())
