"""Each rule of the table stands on one sentence; here every sentence is said, and read as its rule means."""

import collections
import re

import pytest
from labelled_replies import TODAY

from handlers.replies import parse_reply
from handlers.replies.normalise import Words, written_out
from handlers.replies.rules import BLOCKERS, EXTENSION, IDLE, NO_EXTENSION, STATE, TALK, UNBLOCKED, Rule

STATES = {
    "question": {None},
    "not_started": {"not_started"},
    "unfinished": {"in_progress"},
    "underway": {"in_progress"},
    "waiting": {"in_progress"},
    "step": {"in_progress"},
    "done": {"reported"},
}


def _named(rule: Rule) -> str:
    return rule.name


@pytest.mark.parametrize("rule", [*STATE, *BLOCKERS, *UNBLOCKED, *EXTENSION, *IDLE, NO_EXTENSION, TALK], ids=_named)
def test_a_rule_is_found_in_the_sentence_it_stands_on(rule: Rule) -> None:
    plain = written_out(Words.of(rule.example)).plain
    assert any(rule.pattern.search(clause.strip()) for clause in [plain, *re.split(r"[,;]|\bnhung\b|\d+", plain)])


@pytest.mark.parametrize("rule", STATE, ids=_named)
def test_the_sentence_of_a_state_rule_says_that_state(rule: Rule) -> None:
    items = parse_reply(rule.example, TODAY).items
    assert {item.state for item in items} & STATES[rule.means] or (rule.means == "question" and not items)


@pytest.mark.parametrize("rule", BLOCKERS, ids=_named)
def test_the_sentence_of_a_blocker_rule_names_that_blocker(rule: Rule) -> None:
    assert [item.blocker for item in parse_reply(rule.example, TODAY).items] == [rule.means]


@pytest.mark.parametrize("rule", UNBLOCKED, ids=_named)
def test_a_blocker_that_is_gone_is_none(rule: Rule) -> None:
    assert [item.blocker for item in parse_reply(rule.example, TODAY).items] == [None]


@pytest.mark.parametrize("rule", EXTENSION, ids=_named)
def test_the_sentence_of_an_extension_rule_asks_for_one(rule: Rule) -> None:
    assert [item.asks_extension for item in parse_reply(rule.example, TODAY).items] == [True]


def test_who_needs_no_extension_asks_for_none() -> None:
    assert [item.asks_extension for item in parse_reply(NO_EXTENSION.example, TODAY).items] == [False]


def test_no_two_rules_of_the_table_share_a_name() -> None:
    names = collections.Counter(
        rule.name for rule in (*STATE, *BLOCKERS, *UNBLOCKED, *EXTENSION, *IDLE, NO_EXTENSION, TALK)
    )
    assert [name for name, count in names.items() if count > 1] == []
