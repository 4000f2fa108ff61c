"""The chart of the official figures: stacked bars by group, and how the whole went over the weeks. A PNG for a phone.

matplotlib is loaded only when a chart is drawn. Values come in as plain numbers; names of any length are wrapped
and cut, the legend says what the whole is, and the bars sum to it.
"""

import datetime as dt
import io
import textwrap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from templates.render import number

PARTS = ("done_on_time", "done_late", "open_in_time", "open_overdue", "no_deadline")
LABELS = {
    "done_on_time": "Hoàn thành đúng hạn", "done_late": "Hoàn thành trễ hạn", "open_in_time": "Trong hạn",
    "open_overdue": "Quá hạn", "no_deadline": "Không định hạn",
}  # fmt: skip
COLOURS = {
    "done_on_time": "#1b7f3b", "done_late": "#8cc08a", "open_in_time": "#7aa7d9", "open_overdue": "#c62828",
    "no_deadline": "#c9c9c9",
}  # fmt: skip
"""Told apart in grey print and by most colour-blind readers: dark green, light green, blue, red, grey."""

BARS = 12
"""So many bars can be read on a phone; the rest is one bar "others", so that the bars sum to the whole."""

NAME_LINE = 24
NAME_LINES = 2


@dataclass(frozen=True)
class Bar:
    """One group: its name and the five parts."""

    name: str
    counts: Mapping[str, int]

    @property
    def total(self) -> int:
        """The sum of the five parts."""
        return sum(self.counts[part] for part in PARTS)


def draw_chart(
    title: str, day: dt.date, whole: Bar, bars: Sequence[Bar], trend: Sequence[tuple[dt.date, Mapping[str, int]]]
) -> bytes:
    """A PNG 1080 dots wide: `bars` (sum to `whole`) and the weeks of `trend`, oldest first, each with five parts."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib.figure import Figure

    shown = bars_that_fit(bars)
    height = 2.6 + 0.62 * max(len(shown), 1) + (3.6 if len(trend) > 1 else 0)
    figure = Figure(figsize=(7.2, height), dpi=150, facecolor="white", layout="constrained")
    panels = figure.subplots(
        2 if len(trend) > 1 else 1, 1, squeeze=False,
        height_ratios=[0.62 * max(len(shown), 1) + 1, 3.2] if len(trend) > 1 else [1],
    )  # fmt: skip
    head = "\n".join(textwrap.wrap(_plain(title), 50)[:2])
    figure.suptitle(
        f"Tình hình thực hiện ngày {day.day}/{day.month}/{day.year}\n{head}\nTổng số: {number(whole.total)} lượt giao",
        fontsize=13.5, fontweight="bold",
    )  # fmt: skip
    _bars(panels[0][0], shown, whole)
    if len(trend) > 1:
        _trend(panels[1][0], trend)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()


def bars_that_fit(bars: Sequence[Bar]) -> list[Bar]:
    """The bars to draw: most overdue first, what does not fit summed up in one."""
    ranked = sorted((b for b in bars if b.total), key=lambda b: (-b.counts["open_overdue"], -b.total, b.name))
    if len(ranked) <= BARS:
        return ranked
    rest = ranked[BARS - 1 :]
    summed = {part: sum(bar.counts[part] for bar in rest) for part in PARTS}
    return [*ranked[: BARS - 1], Bar(f"{len(rest)} nhóm còn lại", summed)]


def label(name: str) -> str:
    """A name in at most two lines, cut with "…" when longer."""
    lines = textwrap.wrap(_plain(name), NAME_LINE) or ["(không có mục)"]
    if len(lines) > NAME_LINES:
        lines = [*lines[: NAME_LINES - 1], lines[NAME_LINES - 1][: NAME_LINE - 1].rstrip(" ,;") + "…"]
    return "\n".join(lines)


def _plain(text: str) -> str:
    # A dollar sign would start matplotlib's mathematics.
    return " ".join(text.split()).replace("$", r"\$")


def _bars(axes: Any, bars: Sequence[Bar], whole: Bar) -> None:
    places = range(len(bars))
    left = [0.0] * len(bars)
    for part in PARTS:
        # Shares, not counts: eighty communes beside one department would leave it a line one dot wide.
        widths = [100 * bar.counts[part] / bar.total for bar in bars]
        axes.barh(
            places,
            widths,
            left=left,
            color=COLOURS[part],
            label=f"{LABELS[part]}: {number(whole.counts[part])}",
            height=0.72,
        )
        for place, (bar, start, width) in enumerate(zip(bars, left, widths, strict=True)):
            if width >= 7:
                dark = part in ("done_on_time", "open_overdue")
                axes.text(
                    start + width / 2, place, number(bar.counts[part]), ha="center", va="center", fontsize=12,
                    color="white" if dark else "black",
                )  # fmt: skip
        left = [start + width for start, width in zip(left, widths, strict=True)]
    axes.set_yticks(list(places), [f"{label(bar.name)} ({number(bar.total)})" for bar in bars], fontsize=11.5)
    axes.invert_yaxis()
    axes.set_xlim(0, 100)
    axes.set_xticks([0, 50, 100], ["0%", "50%", "100%"], fontsize=11)
    axes.legend(
        loc="upper center",
        bbox_to_anchor=(0.3, -0.55 / (0.62 * len(bars) + 0.6)),
        ncols=2,
        fontsize=11.5,
        frameon=False,
    )
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.tick_params(axis="y", length=0)


def _trend(axes: Any, trend: Sequence[tuple[dt.date, Mapping[str, int]]]) -> None:
    days = [f"{day.day}/{day.month}" for day, _ in trend]
    done = [counts["done_on_time"] + counts["done_late"] for _, counts in trend]
    late = [counts["open_overdue"] for _, counts in trend]
    for values, part, name in ((done, "done_on_time", "Đã hoàn thành"), (late, "open_overdue", "Quá hạn")):
        axes.plot(days, values, color=COLOURS[part], marker="o", linewidth=2.5, label=name)
        axes.annotate(
            number(values[-1]), (days[-1], values[-1]), textcoords="offset points", xytext=(8, -4), fontsize=12
        )
    axes.set_title("Qua các tuần", fontsize=13)
    axes.set_ylim(bottom=0, top=max(*done, *late, 1) * 1.15)
    axes.yaxis.get_major_locator().set_params(integer=True)
    axes.tick_params(labelsize=11)
    axes.legend(fontsize=11.5, frameon=False, loc="best")
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
