"""Mail on real servers: skipped, with the reason, where Dovecot is not installed or may not be started."""

import pathlib
import sys
import tempfile
from collections.abc import AsyncIterator, Iterator

import pytest

from catalog.clock import SetClock

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from post import Post, post
from servers import Dovecot, dovecot, missing


@pytest.fixture(scope="session")
def mail_server() -> Iterator[Dovecot]:
    """A Dovecot for all tests of a run, outside of pytest's own folder, which nobody else may enter."""
    if why := missing():
        pytest.skip(why)
    with tempfile.TemporaryDirectory(prefix="dondoc-mail-") as folder, dovecot(pathlib.Path(folder)) as server:
        yield server


@pytest.fixture
async def office(mail_server: Dovecot, clock: SetClock, tmp_path: pathlib.Path) -> AsyncIterator[Post]:
    """A bot at work with nothing but a mailbox."""
    async with post(tmp_path / "home", mail_server, clock) as opened:
        yield opened
