"""A conversation to talk in, on a channel with buttons and on one without (see `conversation.py` beside this)."""

import pathlib
import sys

import pytest

from catalog.clock import SetClock
from catalog.store.store import Store

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from conversation import Talk


@pytest.fixture(params=["telegram", "zalo"])
def talk(request: pytest.FixtureRequest, store: Store, clock: SetClock, tmp_path: pathlib.Path) -> Talk:
    """A conversation; every test runs once with buttons and once with typed numbers."""
    return Talk(store, clock, tmp_path, request.param)
