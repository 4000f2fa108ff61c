"""A message as it is decided, before any channel: what is said, offered, attached, and what its numbers mean."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Choice:
    """Something the reader can answer with one tap: `do` names the entry of the dispatch table, `args` plain JSON.

    `number` is what answers to it where there are no buttons; it is given when the message is queued, but for one that
    is `listed`: the text of the message shows it under its number already.
    """

    label: str
    do: str
    args: dict[str, Any] = field(default_factory=dict)
    number: str = ""
    listed: bool = False

    @property
    def needs_line(self) -> bool:
        """Whether it is printed as a line of its own where there are no buttons."""
        return not self.listed and self.number != self.label


def in_rows(choices: Sequence[Choice], wide: int) -> list[tuple[Choice, ...]]:
    """Buttons as `Message.choices` has them, `wide` in a row."""
    return [tuple(choices[i : i + wide]) for i in range(0, len(choices), wide)]


@dataclass(frozen=True)
class OutFile:
    """A file to send: either stored evidence (`sha256`) or one made on delivery (`make` with `args`)."""

    name: str
    sha256: str = ""
    make: str = ""
    args: dict[str, Any] = field(default_factory=dict)
    picture: bool = False


@dataclass(frozen=True)
class Subject:
    """What a number in a message stands for: position -> assignment and slot."""

    position: int
    assignment_id: int
    slot: int = 0


@dataclass(frozen=True)
class DutySubject:
    """What a number stands for where it is a report an agency owes."""

    position: int
    duty_period_id: int


@dataclass(frozen=True)
class Message:
    """What is said to one chat. `choices` are rows of buttons (numbered lines where there are no buttons).

    A message carries one file at the most: a second one is a message of its own.
    """

    text: str
    choices: tuple[tuple[Choice, ...], ...] = ()
    files: tuple[OutFile, ...] = ()
    about: tuple[Subject, ...] = ()
    duties: tuple[DutySubject, ...] = ()

    def flat_choices(self) -> list[Choice]:
        """All choices in reading order: the n-th answers to the number n."""
        return [choice for row in self.choices for choice in row]

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, as stored in `outbox.payload`. Raises ValueError for two files: only one would be sent."""
        if len(self.files) > 1:
            raise ValueError(f"one message, {len(self.files)} files: {[file.name for file in self.files]}")
        data: dict[str, Any] = {"text": self.text}
        if self.choices:
            data["choices"] = [[_plain_choice(choice) for choice in row] for row in self.choices]
        if self.files:
            data["files"] = [asdict(file) for file in self.files]
        return data

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Message":
        """The message that `to_json` printed (without `about` and `duties`, which live in `prompt`, `duty_prompt`)."""
        return cls(
            text=data["text"],
            choices=tuple(tuple(Choice(**choice) for choice in row) for row in data.get("choices", [])),
            files=tuple(OutFile(**file) for file in data.get("files", [])),
        )


def _plain_choice(choice: Choice) -> dict[str, Any]:
    data = dict(vars(choice))
    for name in ("number", "listed"):
        if not data[name]:
            del data[name]
    return data
