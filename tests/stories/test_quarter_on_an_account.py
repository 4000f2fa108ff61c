"""A week and a half of four agencies on an Official Account without a template; `make oa-quarter` plays the quarter."""

import pathlib

import pytest
from account_quarter import play


@pytest.mark.long
@pytest.mark.loopback
async def test_nobody_is_unreachable_without_an_officer_having_been_told(tmp_path: pathlib.Path) -> None:
    quarter = await play(tmp_path, 4, 8, 5, template="")
    assert quarter.good, quarter.table()
    assert quarter.outside == 0
    assert quarter.ways["free"]
    assert quarter.ways["paid"]
    assert quarter.phoned, quarter.table()
