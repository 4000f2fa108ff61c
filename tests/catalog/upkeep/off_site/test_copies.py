"""The copy elsewhere: what is in it, what proves it, who can read it, and the way back to any moment."""

import contextlib
import datetime as dt
import io
import pathlib

import pytest
import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st
from sqlmodel import select

from catalog.audit import SYSTEM, append, verify
from catalog.clock import local_day
from catalog.store.store import Store, StoreProblem, upgrade
from catalog.tables import EvidenceBlob, Setting
from catalog.upkeep.off_site import copies
from catalog.upkeep.off_site.encryption import MARK, WrongPassphrase, decrypt, encrypt
from catalog.upkeep.off_site.place import Place
from catalog.upkeep.off_site.retention import to_drop
from catalog.upkeep.verify_audit import verify_record
from catalog.work.evidence import EvidenceStore

NOW = dt.datetime(2026, 3, 16, 1, 30, tzinfo=dt.UTC)
QUARTER = dt.timedelta(minutes=15)

pytestmark = pytest.mark.sqlite


@pytest.fixture
def elsewhere(tmp_path: pathlib.Path) -> str:
    return f"file://{tmp_path}/elsewhere"


@pytest.fixture
def evidence(tmp_path: pathlib.Path) -> EvidenceStore:
    return EvidenceStore(str(tmp_path / "evidence"))


def put(store: Store, evidence: EvidenceStore, name: str) -> str:
    """A fact and a file."""
    data = f"tệp {name}".encode()
    kept = evidence.keep(data, f"{name}.txt")

    def work(session):
        session.add(Setting(key=name, value=1, changed_at=NOW))
        session.add(EvidenceBlob(sha256=kept.sha256, size=kept.size, mime=kept.mime, stored_at=NOW))
        append(session, SYSTEM, "put", name, NOW)

    store.write(work)
    return kept.sha256


def keys(url: str) -> set[str]:
    store = Store(url)
    with contextlib.closing(store), store.read() as session:
        assert verify(session).broken_at is None
        assert verify_record(session) == []
        return set(session.exec(select(Setting.key)))


@pytest.mark.parametrize("passphrase", ["", "một cụm mật khẩu"])
def test_what_was_copied_comes_back_whole_and_can_be_brought_back_to_a_moment(
    store: Store, evidence: EvidenceStore, elsewhere: str, tmp_path: pathlib.Path, passphrase: str
) -> None:
    place = Place(elsewhere, passphrase)
    first = put(store, evidence, "one")
    assert copies.make(store.url, evidence, place, NOW).new_files == 1
    second = put(store, evidence, "two")
    assert copies.make(store.url, evidence, place, NOW + QUARTER).new_files == 1, "only what is new"
    assert copies.prove(store.url, place).moment == NOW + QUARTER
    put(store, evidence, "lost")

    for at, wanted in ((None, {"one", "two"}), (NOW + QUARTER / 2, {"one"})):
        home = tmp_path / f"new {len(wanted)}"
        url, files = f"sqlite:///{home / 'kho.sqlite3'}", EvidenceStore(str(home / "evidence"))
        found = copies.restore(place, url, files, at)
        assert keys(url) == wanted
        assert files.names() == {first, second} if len(wanted) == 2 else {first}
        assert found.files == len(wanted)
    with pytest.raises(StoreProblem, match="chỉ phục hồi vào nơi trống"):
        copies.restore(place, url, files)


def test_without_the_passphrase_nobody_reads_it(
    store: Store, evidence: EvidenceStore, elsewhere: str, tmp_path
) -> None:
    put(store, evidence, "secret")
    copies.make(store.url, evidence, Place(elsewhere, "đúng cụm"), NOW)
    stored = [file for file in (tmp_path / "elsewhere").rglob("*") if file.is_file()]
    assert len(stored) == 2
    assert all(file.read_bytes().startswith(MARK) for file in stored)
    assert not any("tệp secret".encode() in file.read_bytes() for file in stored)
    for passphrase in ("", "sai"):
        with pytest.raises(StoreProblem):
            copies.restore(Place(elsewhere, passphrase), f"sqlite:///{tmp_path}/x.sqlite3", evidence)
    assert not (tmp_path / "x.sqlite3").exists()


@pytest.mark.parametrize("damage", ["store torn", "evidence gone", "evidence changed", "another store", "row changed"])
def test_a_copy_that_is_not_whole_is_not_called_proven(
    store: Store, evidence: EvidenceStore, elsewhere: str, tmp_path: pathlib.Path, damage: str
) -> None:
    place, root = Place(elsewhere), tmp_path / "elsewhere"
    sha256 = put(store, evidence, "one")
    if damage == "row changed":
        with contextlib.closing(sa.create_engine(store.url).connect()) as by_hand:
            by_hand.exec_driver_sql("UPDATE setting SET value = '2'")
            by_hand.commit()
    copies.make(store.url, evidence, place, NOW)
    (copy,) = (root / "stores").iterdir()
    url = store.url
    match damage:
        case "store torn":
            copy.write_bytes(copy.read_bytes()[:-200])
        case "evidence gone":
            (root / "evidence" / sha256[:2] / sha256).unlink()
        case "evidence changed":
            (root / "evidence" / sha256[:2] / sha256).write_bytes(b"other")
        case "another store":
            url = f"sqlite:///{tmp_path}/other.sqlite3"
            upgrade(url)
    with pytest.raises(StoreProblem):
        copies.prove(url, place)


def test_a_copy_that_was_broken_off_is_none(store: Store, evidence: EvidenceStore, elsewhere: str, tmp_path) -> None:
    place = Place(elsewhere)
    put(store, evidence, "one")
    copies.make(store.url, evidence, place, NOW)
    (copy,) = (tmp_path / "elsewhere" / "stores").iterdir()
    copy.with_name(f"20260317T000000Z.dondoc.{'0' * 32}.part").write_bytes(b"half")
    assert place.moments() == [NOW]
    assert copies.prove(store.url, place).moment == NOW


@given(st.binary(max_size=3000), st.text(min_size=1, max_size=20))
def test_what_was_encrypted_comes_back(data: bytes, passphrase: str) -> None:
    sealed, back = io.BytesIO(), io.BytesIO()
    encrypt("một cụm", io.BytesIO(data), sealed)
    sealed.seek(0)
    decrypt("một cụm", sealed, back)
    assert back.getvalue() == data


@pytest.mark.parametrize("size", [0, 1, (1 << 20) - 1, 1 << 20, (1 << 20) + 1, 3 << 20])
def test_a_part_that_is_changed_moved_or_cut_off_is_found(size: int) -> None:
    sealed = io.BytesIO()
    encrypt("cụm", io.BytesIO(bytes(size)), sealed)
    good = sealed.getvalue()
    decrypt("cụm", io.BytesIO(good), back := io.BytesIO())
    assert len(back.getvalue()) == size
    head, part = len(MARK) + 24, (1 << 20) + 16
    bad = [good[:-1], good[:-20], good[: head + part] if size > 1 << 20 else good[:-1], good[:40] + b"x" + good[41:]]
    for one in bad:
        if one != good:
            with pytest.raises(WrongPassphrase):
                decrypt("cụm", io.BytesIO(one), io.BytesIO())


def test_all_of_a_day_stay_then_one_a_day_for_a_month_then_one_a_month() -> None:
    every = [NOW - QUARTER * n for n in range(4 * 24 * 100)]
    left: list[dt.datetime] = []
    for moment in reversed(every):  # as they are made, with the rule kept each time
        left.append(moment)
        gone = set(to_drop(left, moment))
        left = [one for one in left if one not in gone]
    ages = [NOW - one for one in left]
    assert sum(age <= dt.timedelta(days=1) for age in ages) == 97
    month = [local_day(NOW - age) for age in ages if dt.timedelta(days=1) < age <= dt.timedelta(days=31)]
    assert len(month) in (30, 31)
    assert len(set(month)) == len(month)
    older = [local_day(NOW - age) for age in ages if age > dt.timedelta(days=31)]
    assert 3 <= len({(day.year, day.month) for day in older}) <= len(older) <= 5
    assert NOW in left
