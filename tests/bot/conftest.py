"""The command line as the tests of its commands call it."""

import pathlib
import sys

import pytest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from prompt import Dondoc


@pytest.fixture
def dondoc(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Dondoc:
    """Commands on a deployment of the test's own; it is Monday, 5 January 2026, 09:00 in the province."""
    monkeypatch.setattr("bot.cli.progress.SECONDS_OF_SILENCE", 600)  # a busy machine is no part of what is said
    monkeypatch.setenv("DONDOC_NOW", "2026-01-05T09:00")
    return Dondoc(monkeypatch, capsys)
