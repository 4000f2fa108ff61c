"""A message as one channel can carry it: cut to its lengths, its choices numbered where it has no buttons."""

import itertools
import textwrap
from collections.abc import Sequence
from dataclasses import replace

from catalog.messaging.channel_limits import CHANNELS
from catalog.messaging.message import Choice, Message
from catalog.text import plain, plain_name

ADDRESS_ROOM, HINT_ROOM = 400, 40
"""Characters for the address of a file that cannot be sent itself, and for saying how to answer with a number."""


def readable(message: Message) -> Message:
    """Without anything unseen that people typed: it could reverse or hide the words around it, or a file's name."""
    choices = tuple(tuple(replace(choice, label=plain(choice.label)) for choice in row) for row in message.choices)
    files = tuple(replace(file, name=plain_name(file.name)) for file in message.files)
    return replace(message, text=plain(message.text), choices=choices, files=files)


def pieces(channel: str, message: Message, after: int = 0) -> list[Message]:
    """The message as the channel can carry it; where there are no buttons its choices get numbers above `after`."""
    if not CHANNELS[channel].buttons:
        message = replace(message, choices=_numbered(message, after))
    parts = split_text(message.text, _room(channel, message))
    if message.files and _units(parts[-1]) > CHANNELS[channel].caption:
        parts.append("")
    return [*(Message(text) for text in parts[:-1]), Message(parts[-1], message.choices, message.files)]


def apart(channel: str, messages: Sequence[Message]) -> list[int]:
    """For each of several messages sent together, above which number its choices begin: no number means two things."""
    if CHANNELS[channel].buttons or sum(bool(message.choices) for message in messages) < 2:
        return [0] * len(messages)
    highest = max((number for message in messages for number in _taken(message)), default=0)
    unnumbered = [sum(not _own_number(choice) for choice in message.flat_choices()) for message in messages]
    return [highest + sum(unnumbered[:place]) for place in range(len(messages))]


def _taken(message: Message) -> list[int]:
    """The numbers that mean something in the message already: of its choices, its tasks, its reports."""
    own = [int(number) for choice in message.flat_choices() if (number := _own_number(choice))]
    return [*own, *(one.position for one in message.about), *(one.position for one in message.duties)]


def _numbered(message: Message, after: int) -> tuple[tuple[Choice, ...], ...]:
    """The choices with the numbers that answer to them.

    One that is itself called by a number ("11" on the second page of a list) or listed under one answers to that. The
    others get numbers that neither such a choice nor a task of the message has: "1" must not mean two things.
    """
    free = itertools.count(max((*_taken(message), after)) + 1)
    return tuple(tuple(replace(c, number=_own_number(c) or str(next(free))) for c in row) for row in message.choices)


def _own_number(choice: Choice) -> str:
    """The number under which the text shows a choice, "" where it does not."""
    return choice.number if choice.listed else choice.label if choice.label.isdigit() else ""


def _room(channel: str, message: Message) -> int:
    """Characters the text may take: what the channel prints of choices and files needs room of its own."""
    rules = CHANNELS[channel]
    lines = 0 if rules.buttons else sum(_units(c.label) + 6 for c in message.flat_choices() if c.needs_line)
    address = 0 if rules.files_out or not message.files else ADDRESS_ROOM
    return max(rules.text - lines - (HINT_ROOM if lines else 0) - address, rules.text // 4)


def split_text(text: str, room: int) -> list[str]:
    """The text in pieces of at most `room` characters (counted as Telegram counts, UTF-16 units).

    Cut at the latest blank line that fits, else before the latest line that is not indented (the lines under a
    numbered task stay with it), else line end, else blank, else hard.
    """
    pieces = []
    while _units(text) > room:
        head = _head(text, room)
        places = (head.rfind("\n\n"), _whole_lines(head), head.rfind("\n"), head.rfind(" "))
        cut = next((place for place in places if place > len(head) // 3), len(head))
        pieces.append(text[:cut].rstrip())
        text = text[cut:].lstrip("\n ") or ""
    return [*pieces, text] if text or not pieces else pieces


LINE, SCREEN = 41, 16
"""Characters a line and lines that a phone of 390 by 844 shows beside a heading and three buttons, as measured."""


def lines_on_phone(text: str) -> int:
    """So many lines the text takes on a phone."""
    return sum(max(1, len(textwrap.wrap(line, LINE))) for line in text.splitlines())


def screens(text: str, lines: int = SCREEN) -> list[str]:
    """The text in pieces of at most so many lines of a phone, cut at line ends, a longer line between two words."""
    pieces: list[str] = []
    for line in text.splitlines():
        room = lines - lines_on_phone(pieces[-1]) if pieces else 0
        if room and lines_on_phone(line) <= room:
            pieces[-1] += "\n" + line
            continue
        wrapped = textwrap.wrap(line, LINE)
        pieces += [" ".join(wrapped[at : at + lines]) for at in range(0, len(wrapped), lines)]
    return [piece.rstrip() for piece in pieces]


def _whole_lines(head: str) -> int:
    """Where the last line begins that does not go on with the one above; -1 for nowhere."""
    return next((i for i in range(len(head) - 2, 0, -1) if head[i] == "\n" and not head[i + 1].isspace()), -1)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def _head(text: str, room: int) -> str:
    """The longest beginning of at most `room` units."""
    head = text[:room]
    while _units(head) > room:
        head = head[: -max(1, (_units(head) - room) // 2)]
    return head
