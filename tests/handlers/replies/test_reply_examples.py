"""The labelled replies: what officials type, and what an auditor would have recorded."""

import functools
import pathlib
from collections.abc import Callable

from labelled_replies import TODAY, Labelled, labelled, labels_of

from catalog.text import strip_accents
from handlers.replies import Reply, parse_reply

REPLIES = labelled()
NEVER_DONE = [
    line
    for line in pathlib.Path(__file__).with_name("never_done.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
BARE, CAPITALS = REPLIES[::3], REPLIES[::8]  # enough of them: what a rule does to one it does to its like
ASKED_BY_ACCENT_ALONE = {"xong r à"}  # "à" asks and "ạ" is polite; without accents they are one word


def test_a_reply_says_what_its_label_says() -> None:
    """One test for all of them: what a thousand test items cost is not worth a name each; a failure shows its line."""
    wrong = [f"{reply.place} {reply.text!r}\n  {got}\n  {reply.meant}" for reply, got in _said() if got != reply.meant]
    assert wrong == [], "\n".join(["", *wrong])


def test_the_same_reply_without_accents_says_the_same() -> None:
    assert _differing(strip_accents, BARE) == []


def test_the_same_reply_in_capitals_says_the_same() -> None:
    assert _differing(str.upper, CAPITALS) == []


def test_a_done_that_was_not_meant_is_never_read() -> None:
    wrong = [reply.text for reply, got in _said() if _done(got) - _done(reply.meant)]
    assert wrong == []


def test_a_plan_a_wish_a_part_or_a_question_is_no_done() -> None:
    assert [text for text in NEVER_DONE if _claims(text)] == []


def test_nor_is_it_one_without_accents() -> None:
    asked = [text for text in NEVER_DONE if text not in ASKED_BY_ACCENT_ALONE]
    assert [text for text in asked if _claims(strip_accents(text))] == []


@functools.cache
def _said() -> list[tuple[Labelled, Reply]]:
    """Every labelled reply with what is read in it."""
    return [(reply, labels_of(parse_reply(reply.text, reply.today))) for reply in REPLIES]


def _differing(change: Callable[[str], str], replies: list[Labelled]) -> list[str]:
    """The places of the replies that say something else once typed in another way."""
    changed = [(reply, labels_of(parse_reply(change(reply.text), reply.today))) for reply in replies]
    return [r.place for r, said in changed if (said.items, said.doubts) != (r.meant.items, r.meant.doubts)]


def _claims(text: str) -> bool:
    return "reported" in [item.state for item in parse_reply(text, TODAY).items]


def _done(reply: Reply) -> set[str | None]:
    return {item.ref for item in reply.items if item.state == "reported"}
