"""Pages are made here; what reads them may be missing, and is said to be."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))


@pytest.fixture(scope="session")
def reader() -> None:
    """Skips where nothing can read a picture."""
    from catalog.documents.scans.apart import missing

    if missing():
        pytest.skip(f"pictures are not read here: {missing()}")
