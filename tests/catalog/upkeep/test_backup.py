"""A backup taken while the store is written to is one moment of it, whole; its way back overwrites nothing."""

import datetime as dt
import io
import itertools
import json
import pathlib
import tarfile
import threading
import time

import pytest
from sqlmodel import func, select
from working import NOW, picture, work_on

from catalog.audit import verify
from catalog.store.store import Store, StoreProblem
from catalog.tables import Audit, EvidenceBlob, Update
from catalog.upkeep.backup import Saved, backup, restore
from catalog.upkeep.doctor import examine
from catalog.work.evidence import EvidenceStore

pytestmark = pytest.mark.sqlite


@pytest.fixture
def evidence(tmp_path: pathlib.Path) -> EvidenceStore:
    return EvidenceStore(str(tmp_path / "evidence"))


def wrong_with(store: Store, evidence: EvidenceStore, now: dt.datetime) -> list[str]:
    with store.read() as session:
        return [one.text for one in examine(session, evidence, now) if one.level == "error"]


def links_in(store: Store) -> int:
    with store.read() as session:
        return session.exec(select(func.count()).select_from(Audit)).one()


def test_a_backup_under_load_restores_into_a_store_the_doctor_finds_nothing_wrong_with(
    store: Store, evidence: EvidenceStore, tmp_path: pathlib.Path
) -> None:
    enough = threading.Event()
    rounds = itertools.takewhile(lambda _: not enough.is_set(), range(5000))
    writer = threading.Thread(target=work_on, args=(store, evidence, rounds))
    writer.start()
    saved: list[Saved] = []
    try:
        for number in range(4):
            while writer.is_alive() and links_in(store) <= (saved[-1].links if saved else 0):
                time.sleep(0.001)  # something is written between the backups
            saved.append(backup(store.url, evidence, tmp_path / f"copy-{number}.tar", NOW))
    finally:
        enough.set()
        writer.join()
    assert len({one.links for one in saved}) == 4, "nothing was written between the backups: this proved nothing"
    for number, one in enumerate(saved):
        home = tmp_path / f"restored-{number}"
        url, files = f"sqlite:///{home / 'dondoc.sqlite3'}", EvidenceStore(str(home / "evidence"))
        assert restore(tmp_path / f"copy-{number}.tar", url, files) == one
        back = Store(url)
        try:
            assert wrong_with(back, files, NOW + dt.timedelta(hours=1)) == []
            with back.read() as session:
                assert verify(session, one.head if one.links else "").links == one.links
                assert len(session.exec(select(EvidenceBlob)).all()) == one.files
        finally:
            back.close()


def test_a_restored_store_goes_on_where_the_other_stopped(
    store: Store, evidence: EvidenceStore, tmp_path: pathlib.Path
) -> None:
    work_on(store, evidence, 3)
    backup(store.url, evidence, tmp_path / "copy.tar", NOW)
    url, files = f"sqlite:///{tmp_path / 'new' / 'dondoc.sqlite3'}", EvidenceStore(str(tmp_path / "new" / "evidence"))
    restore(tmp_path / "copy.tar", url, files)
    back = Store(url)
    work_on(back, files, 2)
    assert wrong_with(back, files, NOW + dt.timedelta(hours=1)) == []
    with back.read() as session:
        assert len(session.exec(select(Update)).all()) == 1 + 2 * 3 + 1 + 2 + 2
    back.close()


def test_nothing_that_is_there_is_overwritten(store: Store, evidence: EvidenceStore, tmp_path: pathlib.Path) -> None:
    work_on(store, evidence, 1)
    copy = tmp_path / "copy.tar"
    backup(store.url, evidence, copy, NOW)
    before = copy.read_bytes()
    with pytest.raises(StoreProblem, match="đã có"):
        backup(store.url, evidence, copy, NOW)
    assert copy.read_bytes() == before
    with pytest.raises(StoreProblem, match="chỉ phục hồi vào nơi trống"):
        restore(copy, store.url, evidence)
    assert wrong_with(store, evidence, NOW + dt.timedelta(hours=1)) == []


def test_a_log_of_writes_left_behind_is_a_store_too(
    evidence: EvidenceStore, tmp_path: pathlib.Path, store: Store
) -> None:
    backup(store.url, evidence, tmp_path / "copy.tar", NOW)
    (tmp_path / "dondoc.sqlite3-wal").write_bytes(b"x")
    with pytest.raises(StoreProblem, match="nơi trống"):
        restore(tmp_path / "copy.tar", f"sqlite:///{tmp_path / 'dondoc.sqlite3'}", evidence)


def test_damaged_evidence_is_named_and_left_out(store: Store, evidence: EvidenceStore, tmp_path: pathlib.Path) -> None:
    work_on(store, evidence, 2)
    bad = evidence.keep(picture(0)).sha256
    next((tmp_path / "evidence").glob(f"*/{bad}")).write_bytes(b"changed")
    saved = backup(store.url, evidence, tmp_path / "copy.tar", NOW)
    assert saved.damaged == (bad,)
    assert saved.files == 1


def spoiled(copy: pathlib.Path, target: pathlib.Path, name: str, data: bytes) -> pathlib.Path:
    """The same tar with one member replaced."""
    with tarfile.open(copy) as source, tarfile.open(target, "w") as made:
        for member in source.getmembers():
            content = source.extractfile(member)
            assert content is not None
            body = data if member.name == name else content.read()
            entry = tarfile.TarInfo(member.name)
            entry.size = len(body)
            made.addfile(entry, io.BytesIO(body))
    return target


def test_a_file_that_is_no_whole_backup_is_refused_and_leaves_nothing(
    store: Store, evidence: EvidenceStore, tmp_path: pathlib.Path
) -> None:
    work_on(store, evidence, 1)
    copy = tmp_path / "copy.tar"
    backup(store.url, evidence, copy, NOW)
    sha256 = evidence.keep(picture(0)).sha256
    manifest = {"format": 1, "store_sha256": "0", "evidence": ["../../etc/passwd"], "audit_links": 1}
    whole = copy.read_bytes()
    bad = [
        spoiled(copy, tmp_path / "1.tar", "dondoc.sqlite3", b"SQLite format 3\0" + bytes(5000)),
        spoiled(copy, tmp_path / "2.tar", f"evidence/{sha256}", b"other"),
        spoiled(copy, tmp_path / "3.tar", "manifest.json", b"[]"),
        spoiled(copy, tmp_path / "4.tar", "manifest.json", json.dumps(manifest).encode()),
        tmp_path / "5.tar",
        tmp_path / "6.tar",
    ]
    bad[4].write_bytes(b"not a tar")
    bad[5].write_bytes(whole[: len(whole) // 2])
    for number, file in enumerate(bad):
        home = tmp_path / f"empty-{number}"
        with pytest.raises(StoreProblem):
            restore(file, f"sqlite:///{home / 'dondoc.sqlite3'}", EvidenceStore(str(home / "evidence")))
        assert [path.name for path in home.iterdir() if path.is_file()] == []


def test_a_backup_that_breaks_off_leaves_no_half_file(
    store: Store, evidence: EvidenceStore, tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("catalog.upkeep.backup._add_evidence", full)
    place = tmp_path / "backups"
    place.mkdir()
    with pytest.raises(StoreProblem, match="Không sao lưu được"):
        backup(store.url, evidence, place / "copy.tar", NOW)
    assert list(place.iterdir()) == []
