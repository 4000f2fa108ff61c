"""Lets the tests of this folder import `small_province` beside them (importlib mode knows no test packages)."""

import pathlib
import random
import sys

import pytest
from houses import Houses

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from small_province import Province, found

from catalog.store.store import Store


@pytest.fixture(scope="session")
def settled(houses: Houses, migrated: str, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store with the province in it, made once; tests work on copies of it."""
    opened = Store(houses.copy(migrated, tmp_path_factory.mktemp("settled") / "store.sqlite3"))
    found(opened)
    opened.close()
    return opened.url


@pytest.fixture
def province(store: Store, houses: Houses, settled: str) -> Province:
    """Four plans, three agencies, 2 January 2026; nobody linked yet."""
    store.engine.dispose()
    houses.renew(settled)
    return Province(store)


@pytest.fixture
def chance() -> random.Random:
    """The same dice on every run."""
    return random.Random(2026)
