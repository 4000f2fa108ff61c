"""Each rule of the tables stands on one sentence; here every sentence is said, and read as its rule means."""

import pytest
from labelled_replies import TODAY

from handlers.replies import parse_reply
from handlers.replies.clauses import split
from handlers.replies.normalise import Words, written_out
from handlers.replies.parse import without_idle
from handlers.replies.rules import BLOCKERS, EXTENSION, IDLE, NO_EXTENSION, STATE, TALK, UNBLOCKED, Rule

STATES = {
    "question": None,
    "not_started": "not_started",
    "unfinished": "in_progress",
    "underway": "in_progress",
    "waiting": "in_progress",
    "step": "in_progress",
    "done": "reported",
    "done_named": "reported",
}


def _named(rule: Rule) -> str:
    return rule.name


def _clauses(rule: Rule) -> list[str]:
    return [clause.words.plain for clause in split(written_out(Words.of(rule.example)), TODAY)]


@pytest.mark.parametrize("rule", STATE, ids=_named)
def test_the_sentence_of_a_state_rule_is_won_by_that_rule(rule: Rule) -> None:
    bare = [without_idle(clause) for clause in _clauses(rule)]
    assert rule in [next((r for r in STATE if r.pattern.search(clause)), None) for clause in bare]


@pytest.mark.parametrize("rule", [r for r in STATE if r.means != "question"], ids=_named)
def test_the_sentence_of_a_state_rule_says_that_state(rule: Rule) -> None:
    assert STATES[rule.means] in [item.state for item in parse_reply(rule.example, TODAY).items]


@pytest.mark.parametrize("rule", [r for r in STATE if r.means == "question"], ids=_named)
def test_a_question_is_no_update(rule: Rule) -> None:
    assert parse_reply(rule.example, TODAY).items == ()


@pytest.mark.parametrize("rule", BLOCKERS, ids=_named)
def test_the_sentence_of_a_blocker_rule_names_that_blocker(rule: Rule) -> None:
    assert [item.blocker for item in parse_reply(rule.example, TODAY).items] == [rule.means]


@pytest.mark.parametrize("rule", UNBLOCKED, ids=_named)
def test_a_blocker_that_is_gone_is_none(rule: Rule) -> None:
    assert [item.blocker for item in parse_reply(rule.example, TODAY).items] == [None]


@pytest.mark.parametrize("rule", EXTENSION, ids=_named)
def test_the_sentence_of_an_extension_rule_asks_for_one(rule: Rule) -> None:
    assert any(rule.pattern.search(clause) for clause in _clauses(rule))
    assert [item.asks_extension for item in parse_reply(rule.example, TODAY).items] == [True]


@pytest.mark.parametrize("rule", IDLE, ids=_named)
def test_a_phrase_that_only_looks_like_a_report_is_taken_out(rule: Rule) -> None:
    assert any(rule.pattern.search(clause) for clause in _clauses(rule))
    assert "reported" not in [item.state for item in parse_reply(rule.example, TODAY).items]


def test_who_needs_no_extension_asks_for_none() -> None:
    assert [item.asks_extension for item in parse_reply(NO_EXTENSION.example, TODAY).items] == [False]


def test_politeness_alone_needs_no_question_back() -> None:
    assert parse_reply(TALK.example, TODAY).doubts == ()


@pytest.mark.parametrize("table", [STATE, BLOCKERS, UNBLOCKED, EXTENSION, IDLE])
def test_no_two_rules_of_a_table_share_a_name(table: tuple[Rule, ...]) -> None:
    names = [rule.name for rule in table]
    assert len(names) == len(set(names))
