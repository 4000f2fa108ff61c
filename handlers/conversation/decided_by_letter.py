"""What a letter alone does not decide: rights, acceptance, dates and plans. It is confirmed on a page first.

A letter can be passed on with its mark, and its sender made up; the page's address goes to the confirmed address alone.
What an event did is read off the chain of records, whatever words or buttons led there: what stands here is undone
again, and the letter is answered with the page (`catalog.messaging.confirmations`), from where it is done as if said
then.
"""

import sqlalchemy as sa
from sqlmodel import col

from catalog.messaging.channel_limits import CHANNELS
from catalog.tables import Audit
from handlers.conversation.context import Context

ON_PAGE = frozenset(
    {
        "invite", "membership.granted", "membership.ended", "channel.removed", "person.erased",
        "update.accept", "update.extension_granted", "update.extension_refused", "update.suspended", "update.resumed",
        "update.cancelled", "update.nudging_started", "task.changed", "task.added", "task.cell_confirmed",
        "plan.imported", "plan.ladder", "assigned", "calendar.set", "calendar.removed", "agency.added",
        "agency.renamed", "agency.alias", "unit_change.decided", "unit_change.undone", "unit.changed", "unit.ended",
        "units.added", "organisation.renamed", "organisation.set", "board.opened", "calendar.opened",
    }
)  # fmt: skip
"""The records that a letter alone does not leave behind."""

_OF_A_CODE = frozenset({"membership.granted", "membership.ended"})
"""What redeeming a code does for whoever holds it: the code was given on the page."""


def newest(ctx: Context) -> int | None:
    """The end of the chain before a letter is acted upon; None where what is said needs no page."""
    if not CHANNELS[ctx.incoming.channel].letters or ctx.incoming.confirmed:
        return None
    return int(ctx.session.execute(sa.select(sa.func.max(col(Audit.id)))).scalar() or 0)


def decides(ctx: Context, before: int) -> bool:
    """Whether this letter has done, since that end of the chain, what a page must confirm."""
    done = sa.select(col(Audit.action)).where(
        col(Audit.id) > before, col(Audit.channel) == ctx.incoming.channel, col(Audit.person_id) == ctx.person_id
    )
    return bool(set(ctx.session.execute(done).scalars()) & (ON_PAGE - _OF_A_CODE if ctx.by_code else ON_PAGE))
