"""Lets the tests of this folder import `small_province` beside them (importlib mode knows no test packages)."""

import pathlib
import random
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from small_province import Province, found

from catalog.store import Store


@pytest.fixture
def province(store: Store) -> Province:
    """Four plans, three agencies, 2 January 2026; nobody linked yet."""
    return found(store)


@pytest.fixture
def chance() -> random.Random:
    """The same dice on every run."""
    return random.Random(2026)
