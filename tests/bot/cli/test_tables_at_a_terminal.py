"""What a table at a terminal prints is what is stored."""

import pytest

from bot.cli.output import print_table

NAMES = ["Kế hoạch số 7 [dự thảo]", "Chợ phiên [/] Ninh Hải", "Tổ :fire: số 3", "[red]Khu phố 5"]


@pytest.mark.parametrize("name", NAMES)
def test_what_stands_in_brackets_or_between_colons_is_a_part_of_the_name(name, capsys):
    print_table(name, (name,), [(name,)])
    assert capsys.readouterr().out.count(name) == 3
