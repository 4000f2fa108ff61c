"""Each rule of the tables stands on one sentence; here every sentence is said, and read as its rule means.

One test a table, not one a rule: the names of the rules that do not hold are in the failure.
"""

from collections.abc import Callable

from labelled_replies import TODAY, labelled

from handlers.replies import Item, parse_reply
from handlers.replies.clauses import split
from handlers.replies.patterns import Guarded, Table, needed, without_digits
from handlers.replies.reading import without_idle
from handlers.replies.rules import BLOCKERS, EXTENSION, IDLE, NO_EXTENSION, STATE, TALK, UNBLOCKED, Rule
from handlers.replies.spelling.normalise import Words, written_out

STATES = {
    "question": None,
    "not_started": "not_started",
    "unfinished": "in_progress",
    "odd": None,  # it is asked
    "underway": "in_progress",
    "waiting": "in_progress",
    "lacking": "in_progress",
    "planned": "in_progress",
    "after": "in_progress",
    "resumed": "in_progress",
    "step": "in_progress",
    "done": "reported",
    "unfinished_named": "in_progress",
    "done_named": "reported",
}


def _clauses(rule: Rule) -> list[str]:
    return [clause.words.plain for clause in split(written_out(Words.of(rule.example)), TODAY)]


def _items(rule: Rule) -> tuple[Item, ...]:
    return parse_reply(rule.example, TODAY).items


def _failing(rules: tuple[Rule, ...], holds: Callable[[Rule], bool]) -> list[str]:
    return [rule.name for rule in rules if not holds(rule)]


def _wins(rule: Rule) -> bool:
    bare = [without_idle(clause) for clause in _clauses(rule)]
    return rule in [next((r for r in STATE if r.pattern.search(clause)), None) for clause in bare]


def _says_its_state(rule: Rule) -> bool:
    if rule.means in ("question", "odd"):
        return _items(rule) == ()
    return STATES[rule.means] in [item.state for item in _items(rule)]


def test_the_sentence_of_a_state_rule_is_won_by_that_rule() -> None:
    assert _failing(STATE, _wins) == []


def test_the_sentence_of_a_state_rule_says_that_state_and_a_question_is_no_update() -> None:
    assert _failing(STATE, _says_its_state) == []


def test_the_sentence_of_a_blocker_rule_names_that_blocker() -> None:
    assert _failing(BLOCKERS, lambda rule: [item.blocker for item in _items(rule)] == [rule.means]) == []


def test_a_blocker_that_is_gone_is_none() -> None:
    assert _failing(UNBLOCKED, lambda rule: [item.blocker for item in _items(rule)] == [None]) == []


def test_the_sentence_of_an_extension_rule_asks_for_one() -> None:
    def asks(rule: Rule) -> bool:
        heard = any(rule.pattern.search(clause) for clause in _clauses(rule))
        return heard and [item.asks_extension for item in _items(rule)] == [True]

    assert _failing(EXTENSION, asks) == []


def test_a_phrase_that_only_looks_like_a_report_is_taken_out() -> None:
    def is_idle(rule: Rule) -> bool:
        heard = any(rule.pattern.search(clause) for clause in _clauses(rule))
        return heard and "reported" not in [item.state for item in _items(rule)]

    assert _failing(IDLE, is_idle) == []


def test_who_needs_no_extension_asks_for_none() -> None:
    assert [item.asks_extension for item in _items(NO_EXTENSION)] == [False]


def test_politeness_alone_needs_no_question_back() -> None:
    assert parse_reply(TALK.example, TODAY).doubts == ()


def test_no_two_rules_of_a_table_share_a_name() -> None:
    for table in (STATE, BLOCKERS, UNBLOCKED, EXTENSION, IDLE):
        names = [rule.name for rule in table]
        assert len(names) == len(set(names))


def test_a_rule_left_out_for_want_of_a_word_would_not_have_fitted() -> None:
    clauses = [c.words.plain for r in labelled()[::4] for c in split(written_out(Words.of(r.text)), TODAY)]
    for rules in (STATE, BLOCKERS, UNBLOCKED, IDLE):
        table = Table(rules)
        kept = {clause: set(table.that_may_fit(clause.split())) for clause in clauses}
        assert sum(map(len, kept.values())) < len(rules) * len(kept) / 2  # else the table would spare nothing
        left_out = [(rule.name, clause) for clause in kept for rule in rules if rule not in kept[clause]]
        patterns = {rule.name: rule.pattern for rule in rules}
        assert [(name, clause) for name, clause in left_out if patterns[name].search(clause)] == []


def test_what_a_pattern_needs_is_read_off_the_pattern() -> None:
    assert needed(r"\b(?:vuong|ket)(?: \w+)* mat bang\b") == ({" mat bang"}, {"vuong", "ket"})
    assert needed(r"(?<!\w)t(?=[2-7] (?:em|nop))") == ({"0 em", "0 nop"}, {"t0 em", "t0 nop"}, {"t"})
    assert needed(r"(?:da )?\w+") == ()


def test_a_text_without_what_a_pattern_needs_is_not_searched() -> None:
    week = Guarded(r"\d{1,2} (?:tuan|thang) sau")
    assert week.may_fit(without_digits("8 thang sau xong"))
    assert not week.may_fit(without_digits("8 ngay sau xong"))
