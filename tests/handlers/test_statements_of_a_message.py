"""A message costs ten statements at the most, and those it shares with all of its burst."""

import pytest
from statements import MESSAGES, Office, printed

from catalog.store.store import Store

MOST = 10
SHARED = (
    "BEGIN", "SELECT DISTINCT name, key FROM touched",
    "SELECT pg_advisory", "SELECT to_regclass", "SELECT name, changes FROM change_count", "SELECT audit_head.hash",
)  # fmt: skip
"""Begun, and looked at as it ends, once for all messages that share a commit (`catalog.store`)."""


@pytest.fixture
def office(store: Store) -> Office:
    return Office(store)


@pytest.mark.parametrize("message", MESSAGES)
def test_a_message_costs_ten_statements_once_what_changes_rarely_is_known(office: Office, message: str) -> None:
    office.says(message)
    statements = office.says(message)
    own = [one for one in statements if not one[0].startswith(SHARED)]
    assert len(own) <= MOST, printed(statements)
    assert len(statements) - len(own) <= 5


def test_nothing_is_asked_twice_in_one_message(office: Office) -> None:
    office.says(MESSAGES[0])
    for message in MESSAGES:
        asked = [one for one, _ in office.says(message) if one.startswith("SELECT")]
        assert len(asked) == len(set(asked))


def test_the_first_message_of_all_costs_a_few_more(office: Office) -> None:
    statements = office.says(MESSAGES[0])
    assert len(statements) <= 28, printed(statements)


def test_messages_of_one_burst_share_what_a_commit_costs(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("catalog.store.store._SHARED_COMMIT_SECONDS", {"sqlite": 60.0, "postgresql": 60.0})
    office.says(MESSAGES[0])
    statements = office.says_at_once([MESSAGES[0]] * 12)
    shared = [one for one in statements if one[0].startswith(SHARED)]
    assert len(statements) - len(shared) <= 12 * MOST, printed(statements)
    assert len(shared) <= 2 * 5
