"""One date to meet: what a plan prints, and what an assignment is held to."""

import datetime as dt
from dataclasses import dataclass
from typing import Literal

DeadlineKind = Literal["date", "month", "quarter", "year", "range", "recurring", "conditional"]


@dataclass(frozen=True)
class Deadline:
    """One date to meet. `label` names the milestone ("" for the only one); days are calendar days of the province.

    `due` is the last day on which the work is in time; None where nothing falls due (recurring, conditional).
    """

    kind: DeadlineKind
    label: str = ""
    start: dt.date | None = None
    due: dt.date | None = None
