"""One early warning: what it is about, why it is given, and what could be done. The rules are in `figures.warnings`."""

import datetime as dt
from dataclasses import dataclass
from typing import Any, Literal

from catalog.figures.standing_on_day import Place

Kind = Literal["trajectory", "silence", "blocker", "extensions", "cluster", "support_silence", "unlinked"]

KINDS: dict[Kind, str] = {
    "blocker": "Vướng mắc đã báo",
    "trajectory": "Tiến độ chậm so với thời gian",
    "silence": "Sắp đến hạn mà chưa cập nhật",
    "extensions": "Gia hạn nhiều lần",
    "cluster": "Dồn nhiều việc vào một tuần",
    "support_silence": "Cơ quan phối hợp chưa trả lời",
    "unlinked": "Cơ quan đang có việc, chưa có ai kết nối",
}
"""Kinds in the order they are shown, with their Vietnamese name."""


@dataclass(frozen=True)
class EarlyWarning:
    """One warning. `assignment_id`, `task_id` and `place` are None where it is about an agency as a whole."""

    kind: Kind
    reason: str
    advice: str
    agency_id: int
    agency: str
    assignment_id: int | None = None
    task_id: int | None = None
    place: Place | None = None
    due: dt.date | None = None
    blocker: str = ""
    helper: str = ""
    helper_id: int | None = None

    def to_json(self) -> dict[str, Any]:
        """As `dondoc status --json` prints it; a classified task's title is not in it."""
        place = self.place
        return {
            "kind": self.kind, "reason": self.reason, "advice": self.advice, "agency": self.agency,
            "plan": (place.plan_number or place.plan) if place else None, "annex": place.annex if place else None,
            "section": place.section if place else None, "number": place.number if place else None,
            "task": self.task_id, "due": self.due.isoformat() if self.due else None,
            **({"blocker": self.blocker, "helper": self.helper} if self.blocker else {}),
        }  # fmt: skip


def printed(day: dt.date) -> str:
    """A day as reasons print it: 20/3/2026."""
    return f"{day.day}/{day.month}/{day.year}"
