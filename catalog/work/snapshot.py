"""How one assignment stands, as a value: the snapshot that every update carries before and after.

Pure. The official figures (`bucket_of`) are computed from a snapshot and a day, so a past day is computed from
the snapshot that was current at its end, and shows again what was shown that day.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any, Literal

State = Literal["not_started", "in_progress", "reported", "done", "suspended", "cancelled"]
Bucket = Literal["done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline", "suspended", "cancelled"]

TO_DO: tuple[State, ...] = ("not_started", "in_progress")
"""The agency still has to act."""

OPEN: tuple[State, ...] = (*TO_DO, "reported")
"""The agency still has to act, or an officer to judge."""

FIVE_FIGURES: tuple[Bucket, ...] = (
    "done_on_time",
    "done_late",
    "open_in_time",
    "open_overdue",
    "no_deadline",
)
"""The parts that always sum to the total (DESIGN section 4)."""


@dataclass(frozen=True)
class SlotStand:
    """One milestone: its due in force (province day) and the day it was reported met, if it was."""

    slot: int
    due: dt.date | None = None
    reported_on: dt.date | None = None

    @property
    def met(self) -> bool:
        """Reported, and not returned since."""
        return self.reported_on is not None

    @property
    def met_late(self) -> bool:
        """Reported after its due; it stays late while it waits for acceptance."""
        return self.reported_on is not None and self.due is not None and self.reported_on > self.due


@dataclass(frozen=True)
class Snapshot:
    """State, percent and every slot of an assignment at one moment.

    `expected` = the day (province) by which whoever reported means to be done; no due, and gone with the claim.
    """

    state: State = "not_started"
    percent: float = 0
    slots: tuple[SlotStand, ...] = (SlotStand(0),)
    self_confirmed: bool = False
    expected: dt.date | None = None

    @property
    def open(self) -> bool:
        """Still to be worked on by the agency or judged by the officer."""
        return self.state in OPEN

    def next_due(self) -> dt.date | None:
        """The earliest due of a slot not yet met."""
        return min((slot.due for slot in self.slots if slot.due and not slot.met), default=None)

    def unmet(self) -> tuple[int, ...]:
        """The slots not yet reported."""
        return tuple(slot.slot for slot in self.slots if not slot.met)

    def progressed(self, state: State, percent: float | None, expected: dt.date | None = None) -> "Snapshot":
        """After a plain progress report; 100 % is a claim and belongs to `reported_done`. Not started is 0 %.

        A day meant before stays until another is named.
        """
        said = 0 if state == "not_started" else percent
        percent = self.percent if said is None else said
        return replace(self, state=state, percent=percent, expected=expected or self.expected)

    def reported_done(self, slots: tuple[int, ...], day: dt.date) -> "Snapshot":
        """After a claim that these slots are done on that day; the whole is reported when no slot is unmet."""
        stands = tuple(
            replace(stand, reported_on=day) if stand.slot in slots and not stand.met else stand for stand in self.slots
        )
        whole = all(stand.met for stand in stands)
        if whole:
            return replace(self, state="reported", percent=100, slots=stands, expected=None)
        return replace(self, state="in_progress", slots=stands)

    def returned(self, slots: tuple[int, ...] | None = None) -> "Snapshot":
        """After these slots were sent back they are open again, what else was met stays met.

        Without `slots`: the ones met on the last report day.
        """
        if slots is None:
            last = max((stand.reported_on for stand in self.slots if stand.reported_on), default=None)
            slots = tuple(stand.slot for stand in self.slots if stand.reported_on == last)
        stands = tuple(replace(s, reported_on=None) if s.slot in slots else s for s in self.slots)
        return replace(self, state="in_progress", percent=min(self.percent, 99), slots=stands)

    def extended(self, slot: int, due: dt.date) -> "Snapshot":
        """After an approved extension of one slot."""
        return replace(self, slots=tuple(replace(s, due=due) if s.slot == slot else s for s in self.slots))

    def to_json(self) -> dict[str, Any]:
        """Plain JSON, as stored in `update_entry.before` and `.after`."""
        return {
            "state": self.state,
            "percent": self.percent,
            "slots": [
                [
                    s.slot,
                    s.due.isoformat() if s.due else None,
                    s.reported_on.isoformat() if s.reported_on else None,
                ]
                for s in self.slots
            ],
            **({"self_confirmed": True} if self.self_confirmed else {}),
            **({"expected": self.expected.isoformat()} if self.expected else {}),
        }

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> "Snapshot":
        """The snapshot that `to_json` printed."""
        day = dt.date.fromisoformat
        return cls(
            state=data["state"],
            percent=data["percent"],
            slots=tuple(
                SlotStand(n, day(due) if due else None, day(on) if on else None) for n, due, on in data["slots"]
            ),
            self_confirmed=data.get("self_confirmed", False),
            expected=day(data["expected"]) if data.get("expected") else None,
        )


def bucket_of(snapshot: Snapshot, day: dt.date) -> Bucket:
    """Into which one of the official figures the assignment falls on `day` (DESIGN section 4, in its order)."""
    if snapshot.state in ("suspended", "cancelled"):
        return "suspended" if snapshot.state == "suspended" else "cancelled"
    if snapshot.state == "done":
        return "done_late" if any(slot.met_late for slot in snapshot.slots) else "done_on_time"
    if all(slot.due is None for slot in snapshot.slots):
        return "no_deadline"
    if any(slot.met_late or (slot.due is not None and slot.due < day and not slot.met) for slot in snapshot.slots):
        return "open_overdue"
    return "open_in_time"
