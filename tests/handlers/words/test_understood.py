"""What questions and orders in people's own words are understood as: `sentences.txt` says it line by line."""

import datetime as dt
import pathlib
from dataclasses import dataclass

import pytest
from labelled_replies import labelled

from handlers.words import Meant, Role, meant_json, understand, understood_json
from handlers.words.intents import intents

TODAY = dt.date(2026, 4, 8)


@dataclass(frozen=True)
class Sentence:
    """One line of `sentences.txt`: who says it, what it asks for ("-": nothing, "update": progress) and its slots."""

    role: Role
    text: str
    intent: str
    slots: dict[str, str]


def sentences():
    """Every line of the file: role | text => intent slot=value ..."""
    for line in (pathlib.Path(__file__).parent / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            said, _, label = line.rpartition(" => ")
            role, _, text = said.partition(" | ")
            intent, *slots = label.split("  ")
            yield Sentence(role, text, intent.strip(), dict(slot.strip().split("=", 1) for slot in slots))


def printed(meant: Meant) -> dict[str, str]:
    """The slots as the file writes them."""
    found = {}
    for name, value in meant_json(meant)["slots"].items():
        if isinstance(value, dict):
            value = f"{value['from']}..{value['to']}"
        found[name] = "; ".join(value) if isinstance(value, list) else str(value)
    return found


def test_each_sentence_is_understood_or_offered_and_never_acts_on_something_else(known):
    wrong = [(said.text, said.intent, shown) for said in sentences() if (shown := misunderstood(said, known))]
    assert wrong == []


def misunderstood(said, known):
    """What was understood where that was not it, else None."""
    understood = understand(said.text, said.role, known, TODAY)
    shown = understood_json(understood)
    if said.intent == "update":
        fits = understood.update or any(one.intent == "update" for one in understood.choices)
        return None if fits and understood.meant is None else shown
    if said.intent == "-":
        return shown if understood.meant or understood.update else None
    meant = (understood.meant,) if understood.meant else understood.choices  # beside an update they are offered, too
    fitting = next((one for one in meant if one.intent == said.intent), None)
    fits = fitting is not None and said.slots.items() <= printed(fitting).items()
    return None if fits and not (understood.meant and understood.update) else shown


def test_every_example_of_the_table_leads_to_its_intent(known):
    lost = []
    for intent in intents().values():
        for role, text in intent.examples:
            understood = understand(text, role, known, TODAY)
            meant = (understood.meant,) if understood.meant else understood.choices
            if intent.name not in [one.intent for one in meant]:
                lost.append((intent.name, text, understood_json(understood)))
    assert lost == []


def test_what_reports_progress_is_no_question_and_acts_on_nothing(known):
    """The labelled replies: what one says of its tasks goes to the reply reader, with a question at most beside it."""
    taken = []
    for reply in labelled("replies_1?.txt"):
        if reply.meant.items:
            understood = understand(reply.text, "focal", known, reply.today)
            if not understood.update and all(one.intent != "update" for one in understood.choices):
                taken.append((reply.text, understood_json(understood)["intent"]))
    assert len(taken) <= 8, taken


def test_an_empty_deployment_understands_too(known):
    understood = understand("kế hoạch 77 đến đâu rồi", "leader", type(known)(known.agencies), TODAY)
    assert understood_json(understood)["slots"] == {"plan": "77"}


@pytest.mark.parametrize("text", ["", "   ", "?", "....", "🌸", "1" * 500, "việc " * 300, "\u202etxet"])
def test_nothing_that_can_be_typed_breaks_it(text, known):
    for role in ("focal", "officer", "leader"):
        understood = understand(text, role, known, TODAY)
        assert understood.meant is None or not intents()[understood.meant.intent].acts
