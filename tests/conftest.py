"""What all tests share: where the real documents are, a store of one's own, a clock that stands still."""

import datetime as dt
import pathlib
import shutil
from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from catalog.agencies.stored import ensure_agencies
from catalog.clock import PROVINCE_ZONE, SetClock
from catalog.store import Store, make_engine, upgrade

_SHARED = pathlib.Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session")
def shared() -> pathlib.Path:
    """The folder with the real documents, beside the checkout; tests that need it are skipped where it is absent."""
    if not (_SHARED / "seeds").is_dir():
        pytest.skip("../shared is not here")
    return _SHARED


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path) -> None:
    """No setting of this machine reaches a test, and nothing is written into the checkout."""
    import os

    for name in list(os.environ):
        if name.startswith("DONDOC_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    """A SQLite file at the newest migration with the agencies, made once; tests work on copies of it."""
    path = tmp_path_factory.mktemp("migrated") / "store.sqlite3"
    url = f"sqlite:///{path}"
    upgrade(url)
    opened = Store(url)
    opened.write(ensure_agencies)
    opened.close()  # the last connection writes the WAL back: the file is whole
    return path


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> sa.Engine:
    """One engine for all stores of this run: what it has compiled of SQL is not compiled anew by every test."""
    return make_engine(f"sqlite:///{tmp_path_factory.mktemp('stores') / 'store.sqlite3'}")


@pytest.fixture
def store(engine: sa.Engine, migrated: pathlib.Path) -> Iterator[Store]:
    """A real SQLite file, migrated, with the agencies and nothing else."""
    path = pathlib.Path(str(engine.url.database))
    for leftover in path.parent.glob(path.name + "*"):
        leftover.unlink()
    shutil.copyfile(migrated, path)
    opened = Store(f"sqlite:///{path}")
    opened.engine.dispose()
    opened.engine = engine
    yield opened
    opened.close()


@pytest.fixture
def clock() -> SetClock:
    """Monday, 5 January 2026, 09:00 in the province, standing still."""
    return SetClock(dt.datetime(2026, 1, 5, 9, 0, tzinfo=PROVINCE_ZONE), frozen=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that talk to a server of their own may use the loopback; nobody may use anything else."""
    for item in items:
        if item.get_closest_marker("loopback") or item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]))
            item.add_marker(pytest.mark.enable_socket)
