"""The meaning of a reply as data, and its JSON form (DESIGN section 9, `dondoc reply parse`)."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Any, Literal

State = Literal["not_started", "in_progress", "reported"]
Blocker = Literal["funding", "staff", "guidance", "coordination", "procurement", "land", "technical", "other"]
Doubt = Literal[
    "percent_out_of_range",
    "impossible_date",
    "date_in_past",
    "which_task",
    "done_or_noted",
    "share_or_day",
    "done_or_not",
    "how_far",
    "not_ours",
    "left_over",
    "unclear",
]
Courtesy = Literal["thanks", "greeting", "noted", "signs"]


@dataclass(frozen=True)
class Item:
    """What was said of one task.

    `ref`: None = the one under discussion; "12" = position in the digest; "12.2" = its milestone; "#12" = permanent
    code ("#12.2" its milestone); "*" = every task of the digest *that no other item of the same reply names*, so that
    "tất cả xong, riêng 3 chưa" is "*" reported and "3" in progress.

    `state`: None where the words say none: a blocker or an extension alone does not tell how far the work is.
    A "done" is a claim and is "reported".

    `percent`: 0-100 as said ("45,5%" keeps its half), only where a number (or "một nửa") was said. "xong" leaves
    it None: the claim is the state, and a figure nobody said is not recorded.

    `requested_due`: the last day asked for, province calendar. `extend_by`: the length asked for, as "P<n>D" or
    "P<n>M" ("2 tuần" = P14D, "1 năm" = P12M); `later_by` adds it to a day. Both None with
    `asks_extension` = an extension without a (usable) date. `documents`: the numbers named in the words
    about this task.
    `expected`: the day to come by which the writer means to be done ("dự kiến 20/3 xong"); no request and no claim.
    `by_product`: nothing but a finished product is claimed ("đã ban hành kế hoạch": "Kế hoạch", "" for one without a
    kind), which is the whole task where that is what it is to bring out; only who knows the task can say.
    """

    ref: str | None = None
    state: State | None = None
    percent: float | None = None
    blocker: Blocker | None = None
    requested_due: dt.date | None = None
    extend_by: str | None = None
    asks_extension: bool = False
    documents: tuple[str, ...] = ()
    by_product: str | None = None
    expected: dt.date | None = None

    @property
    def says_something(self) -> bool:
        """Whether there is anything to record."""
        return bool(self.state or self.percent is not None or self.blocker or self.asks_extension)


@dataclass(frozen=True)
class Reply:
    """All that one message says. `items` empty = no update (a question, thanks, a greeting, or not understood).

    `documents`: document numbers as typed ("123/BC-SNV"), each once. `doubts`: why one short question should be asked;
    "done_or_noted" = "1 ok" may be either; "share_or_day" = "1/3 xong" is a part, or done on a day;
    "done_or_not" = a "xong" among words nobody can read; "how_far" = what seems open work, among such words;
    "not_ours" = the task is said to be somebody else's;
    "left_over" = words with a number, a day or a "xong" that are in no item (`left_over`, as typed); "unclear" = there
    were words and none was understood. `repairs`: slips of the keys undone, (typed, meant). `unsure`: the refs the
    doubts are about, where that can be told (None = the task under discussion).
    """

    items: tuple[Item, ...] = ()
    documents: tuple[str, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    repairs: tuple[tuple[str, str], ...] = ()
    left_over: tuple[str, ...] = ()
    unsure: tuple[str | None, ...] = ()


def later_by(day: dt.date, length: str) -> dt.date:
    """`day` moved on by a length as `Item.extend_by` has it; the last day of the month where the day is missing.

    Raises ValueError for another form.
    """
    match = re.fullmatch(r"P(\d+)([DM])", length)
    if match is None:
        raise ValueError(f"not a length of days or months: {length!r}")
    count = int(match.group(1))
    if match.group(2) == "D":
        return day + dt.timedelta(days=count)
    years, month = divmod(day.month - 1 + count, 12)
    last = calendar.monthrange(day.year + years, month + 1)[1]
    return dt.date(day.year + years, month + 1, min(day.day, last))


def reply_json(reply: Reply) -> dict[str, Any]:
    """The reply as the command line prints it; dates ISO. Doubts are an extra key."""
    return {
        "items": [
            {
                "ref": item.ref,
                "state": item.state,
                "percent": item.percent,
                "blocker": item.blocker,
                "requested_due": item.requested_due.isoformat() if item.requested_due else None,
                "extend_by": item.extend_by,
                "asks_extension": item.asks_extension,
                "documents": list(item.documents),
                "by_product": item.by_product,
                "expected": item.expected.isoformat() if item.expected else None,
            }
            for item in reply.items
        ],
        "documents": list(reply.documents),
        "doubts": list(reply.doubts),
        "left_over": list(reply.left_over),
        "repairs": [{"typed": typed, "meant": meant} for typed, meant in reply.repairs],
    }
