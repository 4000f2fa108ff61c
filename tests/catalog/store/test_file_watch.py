"""The store's file is deleted or replaced while it is open: noticed, and nothing that was committed is lost."""

import contextlib
import datetime as dt
import pathlib
import shutil
import sqlite3

import pytest
import sqlalchemy as sa

from catalog.store.file_watch import FileWatch
from catalog.store.store import Store, is_away, upgrade
from catalog.tables import Setting

NOW = dt.datetime(2026, 3, 16, tzinfo=dt.UTC)

pytestmark = pytest.mark.sqlite


@pytest.fixture
def path(tmp_path: pathlib.Path) -> pathlib.Path:
    return tmp_path / "kho.sqlite3"


@pytest.fixture
def open_store(path: pathlib.Path):
    """A store in use, with its watch."""
    url = f"sqlite:///{path}"
    upgrade(url)
    store = Store(url)
    watch = FileWatch(store.engine)
    with contextlib.closing(watch), contextlib.closing(store):
        yield store, watch


def put(store: Store, name: str) -> None:
    store.write(lambda session: session.add(Setting(key=name, value={"it": "stands"}, changed_at=NOW)))


def names(path: pathlib.Path) -> list[str]:
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as reading:
        return [row[0] for row in reading.execute("SELECT key FROM setting WHERE key LIKE 'mark%'")]


def test_a_store_in_peace_has_no_trouble_however_much_is_written(open_store) -> None:
    store, watch = open_store
    for number in range(5):
        put(store, f"mark {number}")
        assert watch.look() is None


def test_a_log_that_was_deleted_is_brought_into_the_store_before_it_is_lost(open_store, path) -> None:
    store, watch = open_store
    put(store, "mark")
    assert watch.look() is None
    path.with_name(f"{path.name}-wal").unlink()
    trouble = watch.look()
    assert (trouble.word, trouble.passes) == ("store_log_deleted", True)
    assert names(path) == ["mark"]


@pytest.mark.parametrize("how", ["deleted", "replaced"])
def test_a_store_that_is_not_there_any_more_is_saved_beside_and_nobody_goes_on(open_store, path, tmp_path, how) -> None:
    store, watch = open_store
    put(store, "mark")
    assert watch.look() is None
    if how == "replaced":
        other = tmp_path / "khác.sqlite3"
        upgrade(f"sqlite:///{other}")
        shutil.move(other, path)
    else:
        path.unlink()
    trouble = watch.look()
    assert (trouble.word, trouble.passes) == ("store_replaced", False)
    (saved,) = tmp_path.glob("kho.sqlite3.cuu-*")
    assert names(saved) == ["mark"]
    assert str(saved) in trouble.sentence


@pytest.mark.parametrize("checkpointed", [True, False], ids=["an empty log", "a full log"])
def test_nothing_that_was_acknowledged_after_the_deletion_is_lost_and_no_new_connection_sees_another_log(
    open_store, path, checkpointed
) -> None:
    store, watch = open_store
    put(store, "mark 0")
    with store.read():
        pass  # so that there is a connection for a reader, and one only
    if checkpointed:  # then the next writer begins the log anew: one on another log would take the store apart
        watch.look()
        with contextlib.closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA wal_checkpoint(FULL)")
    path.with_name(f"{path.name}-wal").unlink()
    acknowledged = ["mark 0"]
    with store.read(), pytest.raises(sa.exc.OperationalError) as refused, store.read():
        pass
    assert is_away(refused.value)
    for number in range(1, 40):
        put(store, f"mark {number}")
        acknowledged.append(f"mark {number}")
        if number == 20:
            assert watch.look().passes
    with store.read():
        put(store, "mark 40")  # the writer has a connection of its own
    acknowledged.append("mark 40")
    watch.close()
    assert sorted(names(path)) == sorted(acknowledged)
    with contextlib.closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as reading:
        assert reading.execute("PRAGMA integrity_check").fetchone() == ("ok",)
