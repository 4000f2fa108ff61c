"""Letters that mean harm do nothing: the short form of `make hostile-mail`, and what each odd form is taken for."""

import pytest
from hostile_mail import KINDS, attack
from post import Post

pytestmark = pytest.mark.loopback


async def test_one_letter_of_every_hostile_kind_records_nothing_and_is_answered_within_the_caps(office: Post) -> None:
    account = await attack(office, 2 * len(KINDS), 7, largest=False)
    assert account.held, account
    assert account.most_answers <= 22
