"""The lists of sentences in the rules do not grow: what is new is for grammar, spelling or syllables.

`frozen_rules.txt` holds, per table, how many ways to say something its patterns list, and under it why it ever grew.
"""

import pathlib
import re

from handlers.replies.rules import BLOCKERS, EXTENSION, IDLE, NO_EXTENSION, STATE, TALK, UNBLOCKED

_FILE = pathlib.Path(__file__).with_name("frozen_rules.txt")
_WHAT_TO_DO = """
A table of rules lists more (or fewer) ways to say something than frozen_rules.txt says.
More: can grammar (several/, clauses.py), spelling/ or syllables/ read the new sentence? Then take the words out again.
Where they cannot, write the new figure and under it a line that says why: which kind of sentence, and its neighbours.
Fewer: write the smaller figure, it stays there.
"""


def _ways() -> dict[str, int]:
    """How many alternatives the patterns of each table hold."""
    tables = {"STATE": STATE, "BLOCKERS": BLOCKERS, "EXTENSION": EXTENSION, "IDLE": IDLE, "UNBLOCKED": UNBLOCKED}
    ones = {"NO_EXTENSION": NO_EXTENSION, "TALK": TALK}
    every = {**tables, **{name: (rule,) for name, rule in ones.items()}}
    return {name: sum(rule.pattern.pattern.count("|") + 1 for rule in rules) for name, rules in every.items()}


def _frozen() -> dict[str, int]:
    rows = re.findall(r"^([A-Z_]+) (\d+)$", _FILE.read_text(encoding="utf-8"), re.MULTILINE)
    return {name: int(count) for name, count in rows}


def test_no_table_of_rules_lists_more_than_is_written_down() -> None:
    assert _ways() == _frozen(), _WHAT_TO_DO
