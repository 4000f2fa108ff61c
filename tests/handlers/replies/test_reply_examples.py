"""The labelled replies: what officials type, and what an auditor would have recorded."""

import pathlib

import pytest
from labelled_replies import TODAY, Labelled, labelled

from catalog.text import strip_accents
from handlers.replies import Reply, parse_reply

REPLIES = labelled()
NEVER_DONE = [
    line
    for line in pathlib.Path(__file__).with_name("never_done.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
ASKED_BY_ACCENT_ALONE = {"xong r à"}  # "à" asks and "ạ" is polite; without accents they are one word


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply.place)
def test_a_reply_says_what_its_label_says(reply: Labelled) -> None:
    assert parse_reply(reply.text, TODAY) == reply.meant


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply.place)
def test_the_same_reply_without_accents_says_the_same(reply: Labelled) -> None:
    bare = parse_reply(strip_accents(reply.text), TODAY)
    assert (bare.items, bare.doubts) == (reply.meant.items, reply.meant.doubts)


@pytest.mark.parametrize("reply", REPLIES, ids=lambda reply: reply.place)
def test_the_same_reply_in_capitals_says_the_same(reply: Labelled) -> None:
    loud = parse_reply(reply.text.upper(), TODAY)
    assert (loud.items, loud.doubts) == (reply.meant.items, reply.meant.doubts)


def test_a_done_that_was_not_meant_is_never_read() -> None:
    wrong = [reply.text for reply in REPLIES if _done(parse_reply(reply.text, TODAY)) - _done(reply.meant)]
    assert wrong == []


@pytest.mark.parametrize("text", NEVER_DONE)
def test_a_plan_a_wish_a_part_or_a_question_is_no_done(text: str) -> None:
    assert "reported" not in [item.state for item in parse_reply(text, TODAY).items]


@pytest.mark.parametrize("text", [text for text in NEVER_DONE if text not in ASKED_BY_ACCENT_ALONE])
def test_nor_is_it_one_without_accents(text: str) -> None:
    assert "reported" not in [item.state for item in parse_reply(strip_accents(text), TODAY).items]


def _done(reply: Reply) -> set[str | None]:
    return {item.ref for item in reply.items if item.state == "reported"}
