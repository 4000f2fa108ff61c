"""The tokens of an Official Account in the store: written down before they are used, so that a stop loses none.

A refresh token is good once. That it is about to be used is written before the request leaves, and the new pair before
it is used: whatever happens in between, the next start finds "asking" and knows that it must find out (zalo_oa.md
section 3 of the platform's facts; what is done about it stands in the channel, `bot/channels/zalo_oa/tokens.py`).
"""

import datetime as dt
from dataclasses import dataclass

import sqlalchemy as sa
from sqlmodel import Session, col

from catalog import audit
from catalog.tables import OaToken

CHANNEL = "zalo_oa"

ACCESS_LIFE, REFRESH_LIFE = dt.timedelta(hours=25), dt.timedelta(days=90)
"""How long the two live (an access token where the platform does not say)."""

RESTORED = "restored"
"""Why a pair is lost that came back with a backup: no backup holds one."""


@dataclass(frozen=True)
class Tokens:
    """The pair as it stands; see `catalog.tables.OaToken`."""

    access: str
    refresh: str
    state: str
    renewed_at: dt.datetime
    access_until: dt.datetime
    refresh_until: dt.datetime
    asked: int
    asked_by: str
    why: str
    told: bool


def tokens_of(session: Session) -> Tokens | None:
    """The pair, None where nobody has connected the account yet."""
    row = session.get(OaToken, CHANNEL, populate_existing=True)
    if row is None:
        return None
    return Tokens(
        row.access, row.refresh, row.state, row.renewed_at, row.access_until, row.refresh_until, row.asked,
        row.asked_by, row.why, row.told_at is not None,
    )  # fmt: skip


def adopt(session: Session, access: str, refresh: str, life: dt.timedelta, now: dt.datetime, *, by_hand: bool) -> None:
    """A new pair takes the place of the one before; `by_hand` where somebody has consented."""
    row = session.get(OaToken, CHANNEL) or OaToken(channel=CHANNEL, renewed_at=now, access_until=now, refresh_until=now)
    row.access, row.refresh, row.state, row.renewed_at = access, refresh, "good", now
    row.access_until, row.refresh_until = now + life, now + REFRESH_LIFE
    row.asked, row.asked_by, row.asked_at, row.why, row.told_at = 0, "", None, "", None
    session.add(row)
    session.flush()
    if by_hand:
        audit.append(session, audit.SYSTEM, "oa.connected", f"channel:{CHANNEL}", now, {})


def begin(session: Session, seen: Tokens, me: str, now: dt.datetime) -> bool:
    """Write down that `me` is about to use the refresh token; False where somebody else was faster.

    One conditional UPDATE settles the race between two processes that find the same pair too old.
    """
    claimed = session.execute(
        sa.update(OaToken)
        .where(
            col(OaToken.channel) == CHANNEL, col(OaToken.refresh) == seen.refresh, col(OaToken.state) == seen.state,
            col(OaToken.asked) == seen.asked,
        )
        .values(state="asking", asked=seen.asked + 1, asked_by=me, asked_at=now)
    )  # fmt: skip
    return bool(claimed.rowcount == 1)  # type: ignore[attr-defined]


def not_spent(session: Session, seen: Tokens) -> None:
    """The request was certainly not carried out: the pair is as good as before."""
    session.execute(
        sa.update(OaToken)
        .where(col(OaToken.channel) == CHANNEL, col(OaToken.refresh) == seen.refresh)
        .values(state="good", asked=0, asked_by="", asked_at=None)
    )


def lose(session: Session, seen: Tokens, why: str, now: dt.datetime) -> None:
    """The pair is of no more use: somebody has to consent again."""
    session.execute(
        sa.update(OaToken)
        .where(col(OaToken.channel) == CHANNEL, col(OaToken.refresh) == seen.refresh)
        .values(state="lost", why=why[:200], told_at=None)
    )
    audit.append(session, audit.SYSTEM, "oa.consent_lost", f"channel:{CHANNEL}", now, {"why": why[:200]})


def note_told(session: Session, now: dt.datetime) -> None:
    """Administrators have heard that the pair is lost."""
    session.execute(sa.update(OaToken).where(col(OaToken.channel) == CHANNEL).values(told_at=now))


def leave_out(connection: sa.Connection) -> None:
    """Take the pair out of a copy that is kept: it is a secret, and spent when the copy is brought back."""
    if sa.inspect(connection).has_table(str(OaToken.__tablename__)):
        connection.execute(sa.update(OaToken).values(access="", refresh="", state="lost", why=RESTORED, told_at=None))
