"""A conversation to talk in, on a channel with buttons and on one without (see `conversation.py` beside this)."""

import os
import pathlib
import sys

import pytest

from catalog.clock import SetClock
from catalog.store.store import Store

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from conversation import Talk

CHANNELS = [*os.environ.get("DONDOC_TALK", "telegram zalo").split()]
"""DONDOC_TALK=email plays all conversations by letter, what decides something confirmed on its page."""


@pytest.fixture(params=CHANNELS)
def talk(request: pytest.FixtureRequest, store: Store, clock: SetClock, tmp_path: pathlib.Path) -> Talk:
    """A conversation; every test runs once with buttons and once with typed numbers."""
    return Talk(store, clock, tmp_path, request.param)
