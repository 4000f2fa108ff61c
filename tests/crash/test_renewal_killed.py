"""A few kills of a real bot while it renews its tokens; `make oa-kills` does 200 (`renewal_kills.py`)."""

import pathlib

import pytest
from lives import Lives
from renewal_kills import rehearse


@pytest.mark.long
@pytest.mark.loopback
@pytest.mark.timeout(300)
def test_a_kill_around_the_renewal_leaves_a_good_pair_or_a_sentence(tmp_path: pathlib.Path, lives: Lives) -> None:
    account = rehearse(tmp_path, 4, 3, lives)
    assert account.good, account.table()
    assert account.kills == 4
