"""A store moved from SQLite to PostgreSQL and back arrives whole, proves it, and goes on; or nothing happens at all."""

import pathlib
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from houses import Postgres
from sqlmodel import Session
from typer.testing import CliRunner
from working import NOW, work_on

from bot.cli import build
from catalog.audit import SYSTEM, append, verify
from catalog.messaging.inbox_and_outbox import receive
from catalog.people.people import contact_for
from catalog.store.replicas import Replica
from catalog.store.single_process import RUN, SingleProcess
from catalog.store.store import Store, StoreProblem, upgrade
from catalog.tables import Inbox, PlanFile, ScanPage, metadata
from catalog.upkeep.copy_store import copy_store
from catalog.upkeep.doctor import examine
from catalog.upkeep.verify_audit import verify_updates
from catalog.work.evidence import EvidenceStore

pytestmark = [pytest.mark.sqlite, pytest.mark.postgres]


@pytest.fixture
def evidence(tmp_path: pathlib.Path) -> EvidenceStore:
    return EvidenceStore(str(tmp_path / "evidence"))


@pytest.fixture
def worked(store: Store, evidence: EvidenceStore) -> Store:
    """A store with some work in it, among it what only one of the two databases is exact about."""
    work_on(store, evidence, 3)
    odd = {"text": "Tiếng Việt “có dấu” 🙂", "none": None, "z": 1, "a": [1.5, True]}
    store.write(lambda s: receive(s, "telegram", "1", "5", odd, NOW))
    store.write(_scanned)
    return store


def _scanned(session: Session) -> None:
    """A page of a scanned plan: its picture is bytes."""
    contact = contact_for(session, "telegram", "77", "Hạnh", NOW)
    file = PlanFile(person_id=contact.person_id or 0, contact_id=contact.id or 0, channel="telegram", sha256="0" * 64,
                    name="quet.pdf", sent_at=NOW, state="scanned")  # fmt: skip
    session.add(file)
    session.flush()
    session.add(ScanPage(file_id=file.id or 0, number=1, blocks=[], picture=b"\xff\xd8\0\xff", read_at=NOW))


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[str]:
    """The address of an empty PostgreSQL database."""
    url = postgres.database()
    yield url
    postgres.drop(url)


def rows_of(url: str) -> dict[str, list[tuple[object, ...]]]:
    store = Store(url)
    try:
        with store.read() as session:
            tables = metadata.sorted_tables
            return {t.name: sorted((tuple(row) for row in session.execute(sa.select(t))), key=repr) for t in tables}
    finally:
        store.close()


def test_a_store_moved_there_and_back_is_the_same_and_goes_on(
    worked: Store, evidence: EvidenceStore, empty: str, tmp_path: pathlib.Path
) -> None:
    there, back = EvidenceStore(str(tmp_path / "there")), EvidenceStore("memory://back")
    told: list[tuple[str, int, int]] = []
    moved = copy_store(worked.url, empty, evidence, there, lambda *one: told.append(one))
    assert (moved.files, moved.damaged, there.names()) == (3, (), evidence.names())
    assert ("evidence", 3, 3) in told
    assert ("update_entry", 7, 7) in told

    on_postgres = Store(empty)
    work_on(on_postgres, there, 1)  # new rows are numbered after the old ones
    with on_postgres.read() as session:
        assert [one.text for one in examine(session, there, NOW) if one.level == "error"] == []
    on_postgres.close()

    home = f"sqlite:///{tmp_path / 'back' / 'home.sqlite3'}"
    (tmp_path / "back").mkdir()
    again = copy_store(empty, home, there, back)
    assert rows_of(home) == rows_of(empty)
    assert again.links > moved.links
    assert back.names() == there.names()
    returned = Store(home)
    with returned.read() as session:
        assert (verify(session, moved.head).head, verify_updates(session)) == (again.head, [])
    returned.close()


def test_the_command_tells_what_it_copied_and_hides_no_damage(
    worked: Store, evidence: EvidenceStore, empty: str, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    (gone, *_) = sorted(evidence.names())
    (tmp_path / "evidence" / gone[:2] / gone).unlink()
    monkeypatch.setenv("DONDOC_EVIDENCE_URL", str(tmp_path / "evidence"))
    done = CliRunner().invoke(build("db", "copy"), ["db", "copy", worked.url, empty])
    assert done.exit_code == 1, done.output
    assert "update_entry" in done.output
    assert f"mất hoặc hỏng từ trước: 1 tệp minh chứng ({gone[:12]})" in done.output
    assert rows_of(empty) == rows_of(worked.url)


def test_a_target_with_anything_in_it_is_left_alone(worked: Store, evidence: EvidenceStore, empty: str) -> None:
    upgrade(empty)
    other = Store(empty)
    other.write(lambda s: append(s, SYSTEM, "x", "y", NOW))
    with pytest.raises(StoreProblem, match="kho trống"):
        copy_store(worked.url, empty, evidence)
    with other.read() as session:
        assert verify(session).links == 1
    other.close()
    with pytest.raises(StoreProblem, match="nơi trống"):
        copy_store(empty, worked.url, evidence)
    with pytest.raises(StoreProblem, match="là một"):
        copy_store(empty, empty, evidence)


def test_what_the_target_cannot_hold_leaves_it_empty(worked: Store, evidence: EvidenceStore, empty: str) -> None:
    worked.write(lambda s: s.execute(sa.update(Inbox).values(error="nửa\x00chừng")))
    with pytest.raises(StoreProblem, match="kho đích vẫn trống"):
        copy_store(worked.url, empty, evidence)
    assert not any(rows_of(empty).values())


def test_a_source_that_was_tampered_with_is_not_carried_on(worked: Store, evidence: EvidenceStore, empty: str) -> None:
    def tamper(session: Session) -> None:
        session.execute(sa.text("DROP TRIGGER audit_no_update"))
        session.execute(sa.text("UPDATE audit SET action = 'x' WHERE id = 2"))

    worked.write(tamper)
    with pytest.raises(StoreProblem, match="bản ghi 2"):
        copy_store(worked.url, empty, evidence)


def test_a_store_a_bot_runs_on_is_not_copied(worked: Store, evidence: EvidenceStore, empty: str) -> None:
    bot = SingleProcess(worked, RUN)
    bot.hold()
    with pytest.raises(StoreProblem, match="dừng bot"):
        copy_store(worked.url, empty, evidence)
    bot.release()
    copy_store(worked.url, empty, evidence)
    on_postgres = Store(empty)
    replica = Replica(on_postgres)
    replica.show()
    with pytest.raises(StoreProblem, match="dừng bot"):
        copy_store(empty, worked.url + ".other", evidence)
    replica.leave()
    on_postgres.close()
    assert not pathlib.Path(str(worked.engine.url.database) + ".other").exists()


def test_a_source_that_changes_while_it_is_copied_is_not_half_moved(
    worked: Store, evidence: EvidenceStore, empty: str
) -> None:
    def meanwhile(what: str, _done: int, _all: int) -> None:
        if what == "unit":
            worked.write(lambda s: append(s, SYSTEM, "x", "y", NOW))

    with pytest.raises(StoreProblem, match="thay đổi trong lúc chép"):
        copy_store(worked.url, empty, evidence, show=meanwhile)
    assert not any(rows_of(empty).values())


def test_addresses_that_lead_nowhere_are_one_sentence(evidence: EvidenceStore, tmp_path: pathlib.Path) -> None:
    here = f"sqlite:///{tmp_path / 'x.sqlite3'}"
    for source, target in (("nonsense", here), (here, "mysql://x/y"), (here, f"sqlite:///{tmp_path / 'y.sqlite3'}")):
        with pytest.raises(StoreProblem):
            copy_store(source, target, evidence)
    assert list(tmp_path.glob("*.sqlite3*")) == []
