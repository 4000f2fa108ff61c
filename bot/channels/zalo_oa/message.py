"""The documented forms of a consultation message: words with up to five buttons, a picture with words, a document.

Buttons and a picture are never in one message, and no words stand beside a document. Choices have numbers that can be
typed; the most likely five are buttons as well, and whatever is no button stands in the text under its number.
"""

import unicodedata
from collections.abc import Sequence
from typing import Any

from bot.channels.zalo_oa.reading import payload_of
from catalog.messaging.inbox_and_outbox import Choice
from scheduler.delivery.channel import Parcel
from templates.render import say

BUTTONS, LONGEST_LABEL, LONGEST_TEXT = 5, 35, 2000
"""At most so many buttons; a title's length (100 in an old reference, 35 elsewhere: the shorter one); of a text."""

RECEIVED = "received"
"""What the button "Đã nhận" does: to tap it opens the window anew, so it is always among the buttons."""

Json = dict[str, Any]


def words(text: str) -> Json:
    """Words alone."""
    return {"text": unicodedata.normalize("NFC", text)}


def with_buttons(parcel: Parcel, text: str) -> Json:
    """Words with the likeliest choices as buttons; the others as numbered lines."""
    shown = _likeliest(parcel.choices)
    lines = printed(text, [choice for place, choice in _flat(parcel.choices) if place not in shown])
    if not shown:
        return words(lines)
    buttons = [
        {"title": _cut(choice.label), "type": "oa.query.hide", "payload": payload_of(parcel.outbox_id, place)}
        for place, choice in _flat(parcel.choices)
        if place in shown
    ]
    return {**words(lines), "attachment": {"type": "template", "payload": {"buttons": buttons}}}


def with_picture(parcel: Parcel, ref: str) -> Json:
    """Words, with every choice under its number, and a picture that was uploaded as `ref`."""
    elements = [{"media_type": "image", "attachment_id": ref}]
    text = printed(parcel.text, [choice for _, choice in _flat(parcel.choices)]) or "…"
    return {
        **words(text),
        "attachment": {"type": "template", "payload": {"template_type": "media", "elements": elements}},
    }


def document(ref: str) -> Json:
    """A document that was uploaded as `ref`."""
    return {"attachment": {"type": "file", "payload": {"token": ref}}}


def printed(text: str, choices: Sequence[Choice]) -> str:
    """The text with these choices as numbered lines, but for those it shows under their number already."""
    lines = [(choice.number, choice.label) for choice in choices if choice.needs_line]
    asks = bool(lines) or any(choice.listed for choice in choices)
    return "\n".join(part for part in (text, say("other_channel.choices", lines=lines, asks=asks)) if part)


def _flat(choices: Sequence[Sequence[Choice]]) -> list[tuple[int, Choice]]:
    """The choices with their places: what a tap names."""
    return list(enumerate(choice for row in choices for choice in row))


def _likeliest(choices: Sequence[Sequence[Choice]]) -> set[int]:
    """The places of those that become buttons: "Đã nhận" first, then what has no number of its own in the text.

    A choice whose label would be cut stands in the text: what is tapped must be read whole.
    """
    fitting = [(place, choice) for place, choice in _flat(choices) if len(choice.label) <= LONGEST_LABEL]
    fitting.sort(key=lambda one: (one[1].do != RECEIVED, not one[1].needs_line, one[0]))
    return {place for place, _ in fitting[:BUTTONS]}


def _cut(label: str) -> str:
    return unicodedata.normalize("NFC", label)[:LONGEST_LABEL]
