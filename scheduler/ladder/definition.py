"""The ladder as data: how long before, on and after a deadline one speaks, and who hears of it (DESIGN section 5).

`ladder_defaults.json` holds the province's defaults; a plan may override any part of it (`Ladder.from_override`).
What follows from a ladder for one deadline is in `ladder.rungs` and `ladder.due`. "Before" a deadline counts
calendar days; "overdue", reporting duties and acceptance count working days.
"""

import functools
import json
import pathlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_DEFAULTS = pathlib.Path(__file__).with_name("ladder_defaults.json")
_CADENCES = {"month": 1, "quarter": 3, "off": 0}
_ESCALATED_ROLES = ("agency_leader", "officer", "leader")
_MAX_DAYS = 365


class LadderError(ValueError):
    """An override that cannot be used; `problems` are Vietnamese sentences, the message is all of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)


@dataclass(frozen=True)
class Repeat:
    """Counts at which one speaks: `at`, ascending, and then every `every` more (None: no more after the last)."""

    at: tuple[int, ...]
    every: int | None = None

    def last_up_to(self, count: int) -> int | None:
        """The greatest of these counts that is <= count."""
        last = self.at[-1]
        if self.every and count >= last:
            return last + (count - last) // self.every * self.every
        return max((step for step in self.at if step <= count), default=None)

    def first_after(self, count: int) -> int | None:
        """The smallest of these counts that is > count."""
        last = self.at[-1]
        if self.every and count >= last:
            return last + ((count - last) // self.every + 1) * self.every
        return min((step for step in self.at if step > count), default=None)


@dataclass(frozen=True)
class Ladder:
    """All rungs of one plan.

    `before` and `duty_before` descend. `recurring` and `conditional` are months between two nudges (1, 3; 0 never).
    Silence is an update older than `silence_after` days, or none at all with at most `silence_left` days left;
    0 for `silence_after` switches it off. `escalate` pairs a role with the working days overdue from which it hears.
    """

    before: tuple[int, ...]
    overdue: Repeat
    recurring: int
    conditional: int
    silence_after: int
    silence_left: int
    duty_before: tuple[int, ...]
    duty_overdue: Repeat
    acceptance: Repeat
    escalate: tuple[tuple[str, int], ...]

    @classmethod
    def default(cls) -> "Ladder":
        """The ladder of `ladder_defaults.json`."""
        return _default()

    @classmethod
    def from_override(cls, override: Mapping[str, Any]) -> "Ladder":
        """The defaults with the parts that a plan says otherwise, in the form of `ladder_defaults.json`.

        `overdue`, `duty_overdue` and `acceptance` may also be a plain list (then nothing follows its last), `silence`
        and a role to escalate to may be null (off); `silence` and `escalate` may name only what differs. Raises
        LadderError with every problem found.
        """
        defaults = _defaults_as_printed()
        problems = [
            f"Không có mục “{name}” trong thang nhắc việc; các mục có thể đặt: {', '.join(defaults)}."
            for name in override
            if name not in defaults
        ]
        reader = _Reader({**defaults, **override}, defaults, problems)
        ladder = reader.ladder()
        if problems:
            raise LadderError(problems)
        return ladder


class _Reader:
    """Reads a ladder as printed; what is wrong goes into `problems` and a harmless value stands in for it."""

    def __init__(self, given: Mapping[str, Any], defaults: Mapping[str, Any], problems: list[str]) -> None:
        self._given = given
        self._defaults = defaults
        self._problems = problems

    def ladder(self) -> Ladder:
        silence = self._merged("silence", {"after_days": 0, "days_left": 0})
        escalate = self._merged("escalate", {})
        return Ladder(
            before=self._days("before", self._given["before"])[::-1],
            overdue=self._repeat("overdue"),
            recurring=self._cadence("recurring"),
            conditional=self._cadence("conditional"),
            silence_after=self._number("silence.after_days", silence.get("after_days"), least=0),
            silence_left=self._number("silence.days_left", silence.get("days_left"), least=0),
            duty_before=self._days("duty_before", self._given["duty_before"])[::-1],
            duty_overdue=self._repeat("duty_overdue"),
            acceptance=self._repeat("acceptance"),
            escalate=tuple(
                (role, self._number(f"escalate.{role}", days)) for role, days in escalate.items() if days is not None
            ),
        )

    def _days(self, name: str, value: object) -> tuple[int, ...]:
        """Distinct counts, ascending."""
        if not isinstance(value, list) or not value:
            self._problems.append(f"Mục “{name}” phải là danh sách số ngày, ví dụ [30, 14, 7], và không để trống.")
            return (1,)
        days = [self._number(name, item) for item in value]
        if len(set(days)) < len(days):
            self._problems.append(f"Mục “{name}” có số ngày lặp lại.")
        return tuple(sorted(set(days)))

    def _repeat(self, name: str) -> Repeat:
        value = self._given[name]
        if not isinstance(value, dict):
            return Repeat(self._days(name, value))
        self._no_other_names(name, value, ("at", "every"))
        every = value.get("every")
        return Repeat(
            self._days(f"{name}.at", value.get("at")),
            None if every is None else self._number(f"{name}.every", every),
        )

    def _cadence(self, name: str) -> int:
        value = self._given[name]
        if not isinstance(value, str) or value not in _CADENCES:
            self._problems.append(f"Mục “{name}” chỉ nhận “month”, “quarter” hoặc “off”, không nhận “{value}”.")
            return 0
        return _CADENCES[value]

    def _merged(self, name: str, when_off: dict[str, Any]) -> dict[str, Any]:
        value = self._given[name]
        if value is None:
            return when_off
        if not isinstance(value, dict):
            self._problems.append(f"Mục “{name}” phải gồm các cặp tên và số ngày.")
            return when_off
        self._no_other_names(name, value, _ESCALATED_ROLES if name == "escalate" else tuple(when_off))
        return {**self._defaults[name], **value}

    def _no_other_names(self, name: str, value: Mapping[str, Any], known: tuple[str, ...]) -> None:
        for other in value:
            if other not in known:
                self._problems.append(f"Mục “{name}” không có “{other}”; chỉ có: {', '.join(known)}.")

    def _number(self, name: str, value: object, least: int = 1) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= _MAX_DAYS:
            self._problems.append(f"Mục “{name}”: “{value}” phải là số ngày nguyên từ {least} đến {_MAX_DAYS}.")
            return max(least, 1)
        return value


@functools.cache
def _defaults_as_printed() -> dict[str, Any]:
    defaults: dict[str, Any] = json.loads(_DEFAULTS.read_text(encoding="utf-8"))
    return defaults


@functools.cache
def _default() -> Ladder:
    return Ladder.from_override({})
