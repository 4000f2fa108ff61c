"""The whole life of a task by an Official Account alone, on a stand-in that is not ours; skipped where it is not there."""

import pathlib

import pytest
from outside_account import outside_stage
from test_life_of_a_task import life, morning


@pytest.mark.long
@pytest.mark.loopback
async def test_the_whole_life_of_a_task_on_the_stand_in_beside_the_checkout(
    shared: pathlib.Path, tmp_path: pathlib.Path
) -> None:
    spec = shared / "spec"
    if not (spec / "zalo_oa_sandbox.py").is_file():
        pytest.skip("../shared/spec/zalo_oa_sandbox.py is not here")
    async with outside_stage(spec, tmp_path, morning(3, 2)) as stage:
        await life(stage)
