"""Who the bot is on each channel, as its platform said last: its own words may come back as events."""

import datetime as dt

from sqlmodel import Session, col, select

from catalog.remembered import remember
from catalog.tables import Setting

_KEY = "bot_id."


def remember_bot(session: Session, channel: str, bot_id: str, now: dt.datetime) -> None:
    """Keep the bot's id on a channel."""
    remember(session, _KEY + channel, bot_id, now)


def known_bots(session: Session) -> dict[str, str]:
    """The bot's id by channel, for the channels that were open once."""
    rows = session.exec(select(Setting).where(col(Setting.key).startswith(_KEY))).all()
    return {row.key.removeprefix(_KEY): str(row.value) for row in rows}
