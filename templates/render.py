"""Rendering with Jinja2: the only place that knows how templates are found and filled.

`say("link.welcome", name="Lan")` calls the macro `welcome` of `chat/linking.j2`: one file a conversation, one
macro a message. Chat texts are plain text; pages are escaped as HTML.
"""

import datetime as dt
import re
import zoneinfo
from functools import cache
from typing import Any

import jinja2

from templates.terms import why_not_sent

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_PROVINCE = zoneinfo.ZoneInfo("Asia/Ho_Chi_Minh")
_BLANK_LINES = re.compile(r"\n{3,}")


def say(key: str, /, **values: Any) -> str:
    """The text of one chat message. Raises jinja2.UndefinedError when a value is missing, KeyError for no such text."""
    return _filled(key, values) if values else _constant(key)


@cache
def _constant(key: str) -> str:
    """A text without gaps is the same every time: most labels of buttons are."""
    return _filled(key, {})


def _filled(key: str, values: dict[str, Any]) -> str:
    topic, _, name = key.partition(".")
    macro = getattr(_module(topic), name, None)
    if macro is None:
        raise KeyError(key)
    return tidy(str(macro(**values)))


def page(name: str, /, **values: Any) -> str:
    """An HTML page from templates/pages, with every value escaped."""
    return _pages().get_template(f"pages/{name}").render(**values)


def letter(**values: Any) -> tuple[str, str]:
    """A letter from templates/email, as plain text and as HTML (escaped); both say the same."""
    text = _chat().get_template("email/letter_text.j2").render(**values)
    return tidy(text) + "\n", _pages().get_template("email/letter_html.j2").render(**values)


def tidy(text: str) -> str:
    """No blanks at line ends, no more than one blank line, none at the ends; what is cut short ends with "…" alone."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines()).replace("….", "…")
    return _BLANK_LINES.sub("\n\n", lines)


@cache
def _module(topic: str) -> Any:
    return _chat().get_template(f"chat/{topic}.j2").module


@cache
def _chat() -> jinja2.Environment:
    # Plain text: no markup is ever sent, so there is nothing to escape.
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("templates", "."),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        autoescape=False,  # noqa: S701
    )
    environment.filters.update(FILTERS)
    return environment


@cache
def _pages() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("templates", "."), undefined=jinja2.StrictUndefined, autoescape=True
    )
    environment.filters.update(FILTERS)
    return environment


def day(value: dt.date | None) -> str:
    """20/3/2026, "chưa có hạn" for none."""
    return f"{value.day}/{value.month}/{value.year}" if value else "chưa có hạn"


def long_day(value: dt.date) -> str:
    """thứ Sáu, 20/3/2026"""
    return f"{_WEEKDAYS[value.weekday()]}, {day(value)}"


def number(value: int) -> str:
    """1.234 as Vietnamese officials print it."""
    return f"{value:,}".replace(",", ".")


def percent(value: float | None) -> str:
    """A 0-1 rate as "12,5%", "–" where there is nothing to divide."""
    return "–" if value is None else f"{100 * value:.1f}%".replace(".", ",")


def share(value: float) -> str:
    """How far work is, 0-100, as "45%" or "45,5%"."""
    return f"{value:g}%".replace(".", ",")


def short(text: str, length: int = 90) -> str:
    """The text on one line, cut at a word when longer than `length` characters."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[: length - 1]
    cut = head.rfind(" ")
    return (head[:cut] if cut > length // 2 else head).rstrip(" ,;:.-") + "…"


def clock_time(moment: dt.datetime) -> str:
    """20/3 08:05, province time (templates know no other)."""
    here = moment.astimezone(_PROVINCE)
    return f"{here.day}/{here.month} {here:%H:%M}"


def size(value: int) -> str:
    """Bytes as "12 KB" or "3,4 MB"."""
    return f"{max(1, round(value / 1000))} KB" if value < 1_000_000 else f"{value / 1e6:.1f} MB".replace(".", ",")


def until(due: dt.date | None, today: dt.date) -> str:
    """A deadline in words: "còn 3 ngày, thứ Sáu 20/3/2026", "quá hạn 5 ngày (15/3/2026)"."""
    if due is None:
        return "không ấn định thời hạn"
    days = (due - today).days
    if days < 0:
        return f"quá hạn {-days} ngày ({day(due)})"
    if days == 0:
        return f"hạn hôm nay, {_WEEKDAYS[due.weekday()]} {day(due)}"
    return f"còn {days} ngày, {_WEEKDAYS[due.weekday()]} {day(due)}"


LONG_AGO = 99
"""So many days late are counted in a row of a list."""


def when(due: dt.date | None, today: dt.date) -> str:
    """As `until`, in short, for the second line of a row: "còn 3 ngày (20/3)", "quá hạn 5 ngày (15/3)".

    Of what is late for months the day alone says enough: "quá hạn từ 31/12/2023".
    """
    if due is None:
        return "không định hạn"
    printed = f"{due.day}/{due.month}" if due.year == today.year else day(due)
    days = (due - today).days
    if days < -LONG_AGO:
        return f"quá hạn từ {printed}"
    return (
        f"quá hạn {-days} ngày ({printed})" if days < 0 else f"còn {days} ngày ({printed})" if days else "hạn hôm nay"
    )


def channel_name(channel: str) -> str:
    """A channel as people call it."""
    return "Zalo OA" if channel == "zalo_oa" else channel.capitalize()


FILTERS = {
    "day": day, "long_day": long_day, "number": number, "percent": percent, "short": short, "size": size,
    "clock_time": clock_time, "share": share,
    "until": until,
    "when": when, "channel_name": channel_name, "why_not_sent": why_not_sent,
}  # fmt: skip
