"""What a typed answer says: state, percent, blocker, extension, documents, and of which task.

Pure functions, no store, no model: tables of rules (`rules/`) that a newcomer can read, and around them the few
steps that bring a message into the form the rules speak about. Start reading at `parse.py`.

Only the values (`model.py`) are loaded with this package. The rules are some two hundred patterns, and compiling them
takes longer than anything else in the program's start: the first message that is read loads them, or `load_rules`
before it. That is arranged here and nowhere else; inside the package everything imports what it needs.
"""

import datetime as dt

from catalog.text import fold
from handlers.replies.model import Blocker, Courtesy, Doubt, Item, Reply, State, later_by, reply_json


def parse_reply(text: str, today: dt.date) -> Reply:
    """`parse.parse_reply`: what `text` says, typed on the province's day `today`."""
    from handlers.replies import parse

    return parse.parse_reply(text, today)


def courtesy(text: str) -> Courtesy | None:
    """`politeness.courtesy`: what a message of politeness is, None where it says anything else."""
    from handlers.replies import politeness

    return politeness.courtesy(text)


def first_day(plain: str, today: dt.date) -> dt.date | None:
    """The first day that `plain` (folded, see `catalog.text`) names and that can be one; None without any."""
    from handlers.replies.dates import find_days

    return next((said.day for said in find_days(plain, today) if said.day), None)


def length_said(text: str) -> str | None:
    """`lengths.find_length`: the length of time named in `text` as ISO 8601 ("P15D", "P1M"), None without any."""
    from handlers.replies.lengths import find_length

    return find_length(fold(text))


def kinds_of_product(text: str) -> tuple[str, ...]:
    """`rules.products.kinds_in`: the kinds of product a text of a plan names, each once."""
    from handlers.replies.rules import products

    return products.kinds_in(text)


def finished_products(text: str, today: dt.date) -> frozenset[str | None]:
    """`products.finished_products`: the tasks of which nothing but a finished product is named."""
    from handlers.replies import products

    return products.finished_products(text, today)


def load_rules() -> None:
    """Read the rules now, so that the first person to answer does not wait for it."""
    from handlers.replies import parse, politeness, products  # noqa: F401 - importing them is the work


__all__ = [
    "Blocker",
    "Courtesy",
    "Doubt",
    "Item",
    "Reply",
    "State",
    "courtesy",
    "finished_products",
    "first_day",
    "kinds_of_product",
    "later_by",
    "length_said",
    "load_rules",
    "parse_reply",
    "reply_json",
]
