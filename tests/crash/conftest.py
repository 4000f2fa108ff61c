"""Lets the tests of this folder import the harness beside them (importlib mode knows no test packages), and share one
process that has read the program.
"""

import contextlib
import pathlib
import sys
from collections.abc import Iterator

import pytest

_HERE = str(pathlib.Path(__file__).parent)
if _HERE not in sys.path:
    sys.path.insert(0, _HERE)

from lives import Lives  # noqa: E402


@pytest.fixture(scope="session")
def cradle() -> Iterator[Lives]:
    """Where lives begin."""
    with contextlib.closing(Lives()) as lives:
        yield lives


@pytest.fixture
def lives(cradle: Lives) -> Iterator[Lives]:
    """One test's lives."""
    yield cradle
    cradle.end_if_alive()
