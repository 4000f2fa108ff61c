"""The words of the rules: `{LATE}` of `data/vocabulary.toml` written out, patterns compiled once."""

import pathlib
import re
import tomllib
from functools import cache
from typing import Any

_DATA = pathlib.Path(__file__).parent / "data"


def read(name: str) -> dict[str, Any]:
    """One of the tables in `data/`."""
    return tomllib.loads((_DATA / f"{name}.toml").read_text(encoding="utf-8"))


def in_one_line(rule: str) -> str:
    """A pattern that was printed on several lines."""
    return rule.replace("\n", "")


@cache
def _words() -> dict[str, str]:
    return {name: in_one_line(words) for name, words in read("vocabulary").items()}


@cache
def pattern(rule: str) -> re.Pattern[str]:
    """A rule as a pattern over the masked line: names in braces are written out and stand as whole words.

    `{ORDER}` is where the verb of an order may stand: at the beginning of a clause, behind what is polite.
    """
    for name, words in _words().items():
        rule = rule.replace("{" + name + "}", rf"(?<!\w){words}(?!\w)")
        rule = rule.replace("{" + name + "_}", words)
    return re.compile(rule.replace("{ORDER}", rf"(?:^|[,.;:] )(?:{_words()['POLITE']} )*"))


@cache
def meanings(table: str) -> dict[str, str]:
    """Typed word → the folded word(s) the rules know, of one table of `data/spellings.toml`: short forms, words of the
    regions, look-alikes.
    """
    return {typed: word for word, forms in read("spellings")[table].items() for typed in forms}
