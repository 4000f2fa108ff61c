"""One item of all that was said of one task."""

from handlers.replies.clauses import Clause
from handlers.replies.model import Item, State
from handlers.replies.numbers import NO_FIGURE, Figure
from handlers.replies.reading import Reading

Said = tuple[Clause, Reading]
"""A clause with what it says."""

_DECIDES = ("done", "not_started", "unfinished", "underway")
_NO_START_YET = {"not_started", "waiting", "lacking", "planned", "after"}  # "chưa làm, chưa đến kỳ"


def by_task(readings: list[Said]) -> tuple[dict[str | None, list[Reading]], tuple[str | None, ...]]:
    """What is said of each task, and the tasks spoken of last."""
    said: dict[str | None, list[Reading]] = {}
    last: tuple[str | None, ...] = (None,)
    for clause, reading in readings:
        for ref in clause.refs or (None,):
            before = said.get(last[-1], [])
            said.setdefault(ref, []).extend(before if reading.same and last[-1] != ref else [reading])
        last = clause.refs or (None,)
    return said, last


def merged(ref: str | None, said: list[Reading]) -> Item:
    """One item of all that was said of one task: a doubt of the done anywhere outweighs the done."""
    said = _of_today(said)
    figures = [reading for reading in said if reading.figure.percent is not None]
    now = [reading for reading in figures if not reading.past] or figures  # "tuần trước 20%" is no news
    figure = now[-1].figure if now else NO_FIGURE
    asked = [reading for reading in said if reading.extends]
    state = _merged_state([reading.means for reading in said if reading.means], figure, said)
    return Item(
        ref=ref,
        state=state,
        percent=figure.percent,
        blocker=next((reading.blocker for reading in _still_said(said) if reading.blocker), None),
        requested_due=next((reading.due for reading in asked if reading.due), None),
        extend_by=next((reading.length for reading in asked if reading.length), None),
        asks_extension=bool(asked),
        by_product=_by_product(said) if state == "reported" else None,
        expected=next((reading.expected for reading in said if reading.expected), None)
        if state != "reported"
        else None,
        documents=tuple(dict.fromkeys(number for reading in said for number in reading.documents)),
    )


def _by_product(said: list[Reading]) -> str | None:
    """The kind of product, where nothing but products of the work is claimed."""
    claimed = [reading.product for reading in said if reading.means == "done"]
    return None if None in claimed or not claimed else claimed[-1]


def _of_today(said: list[Reading]) -> list[Reading]:
    """ "Tuần trước chưa xong, nay đã xong": what was, up to what is, is no news; an extension asked for stays asked."""
    nows = [place for place, reading in enumerate(said) if reading.now and reading.means in _DECIDES]
    pasts = [place for place, reading in enumerate(said[: nows[-1]]) if reading.past] if nows else []
    if not pasts:
        return said
    asked = [reading for reading in said[pasts[0] : nows[-1]] if reading.extends and not reading.past]
    return [*said[: pasts[0]], *asked, *said[nows[-1] :]]


def _still_said(said: list[Reading]) -> list[Reading]:
    """ "trước vướng kinh phí, nay đã được cấp": what is cleared later in the message blocks no more.

    Nor does the trouble of a day gone by what is done: "xong rồi, bữa hổm mưa quá nên trễ".
    """
    last = max((place for place, reading in enumerate(said) if reading.unblocks), default=0)
    done = any(reading.means == "done" for reading in said)
    return [reading for reading in said[last:] if not (done and reading.over)]


def _merged_state(means: list[str], figure: Figure, said: list[Reading]) -> State | None:
    held = any(reading.blocker for reading in _still_said(said)) or any(reading.extends for reading in said)
    if "not_started" in means and set(means) <= _NO_START_YET:
        return "not_started"
    means = [said_so for said_so in means if said_so != "lacking" or not held]
    means = ["underway" if said_so in ("lacking", "waiting") else said_so for said_so in means]
    if figure.percent is not None:
        if figure.percent == 0:
            return "not_started"
        whole = figure.percent == 100 and ("done" in means or any(r.full for r in said if r.figure == figure))
        open_ = set(means) & {"not_started", "unfinished", "underway", "after"}
        return "reported" if whole and not open_ and not held else "in_progress"
    if "done" in means:
        if "step" in means[means.index("done") :] and _by_product(said) is not None:
            # "đã ban hành kế hoạch, đã họp" goes on; "đã họp, đã ban hành kế hoạch" tells what came of it
            return "in_progress"
        held = held or any(reading.but for reading in said)
        return "in_progress" if held or set(means) & {"not_started", "unfinished", "underway", "after"} else "reported"
    if set(means) & {"unfinished", "underway", "step", "resumed"}:
        return "in_progress"
    if "not_started" in means:
        return "not_started"
    return "in_progress" if set(means) & {"planned", "after"} else None
