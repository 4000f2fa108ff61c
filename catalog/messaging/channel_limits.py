"""What each channel can carry: rules as data, so that nobody else needs to know a channel by name.

Telegram: Bot API 10.0 (text 1-4096, caption 0-1024, callback_data 1-64 bytes, getFile <= 20 MB). Zalo Bot
Platform: text 1-2000, no buttons, photos only, others by upload link. Zalo Official Account: text 1-2000, pictures and
documents of some kinds, others by address; windows.
"""

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True)
class Window:
    """A channel where one may write only for a time after the person's last word: first `free` of charge, then at a
    cost until `paid` is over (`catalog.messaging.windows`)."""

    free: dt.timedelta
    paid: dt.timedelta


@dataclass(frozen=True)
class Quota:
    """What a plan allows: people a bot may speak with, messages a month; 0 is no limit."""

    users: int
    messages: int


@dataclass(frozen=True)
class ChannelRules:
    """`text` and `caption` in characters; `file_in` in bytes; `documents_in`: whether files other than pictures can be
    sent to us there (else by upload link); `window`: None where one may write at any time after a person's first word;
    `quota`: what the platform's free plan allows, None where there is none; `keeps_events`: whether what comes waits
    there however long we are away; `letters`: whether whatever is said there is a reply to something of ours.
    """

    text: int
    caption: int
    buttons: bool
    files_out: bool
    file_in: int
    documents_in: bool = True
    window: Window | None = None
    quota: Quota | None = None
    keeps_events: bool = False
    letters: bool = False


CHANNELS: dict[str, ChannelRules] = {
    "telegram": ChannelRules(text=4096, caption=1024, buttons=True, files_out=True, file_in=20_000_000),
    "zalo": ChannelRules(
        text=2000,
        caption=2000,
        buttons=False,
        files_out=False,
        file_in=20_000_000,
        documents_in=False,
        # Plan "Basic" (landing page of the platform, 2026-09-26; four projects name the same figures).
        quota=Quota(users=50, messages=3000),
    ),
    # A letter has no length; what a gateway or a reader takes without pain is the limit (RFC 5321 sets none).
    "email": ChannelRules(
        text=60_000,
        caption=60_000,
        buttons=False,
        files_out=True,
        file_in=25_000_000,
        keeps_events=True,
        letters=True,
    ),
    # Its numbers can be typed; the likeliest choices are buttons, too. No limit of number within the free time since
    # 2026-01-01 (platform's conditions of consultation messages).
    "zalo_oa": ChannelRules(
        text=2000,
        caption=2000,
        buttons=False,
        files_out=False,
        file_in=20_000_000,
        window=Window(free=dt.timedelta(hours=48), paid=dt.timedelta(days=7)),
    ),
}
