"""What an answer of the OpenAPI means for a message. The number is read first; the text is never relied on.

The codes are those of the platform's list (phu-luc/ma-loi); one that nobody knows refuses the message and never closes
a person's chat.
"""

import datetime as dt

import structlog

from bot.channels.zalo_oa.problems import AnswerLost, NoConsent, NotSent, OaProblem, Refused, ServerFailed
from catalog.clock import ONE_DAY, at_local, local_day
from scheduler.delivery.retry import (
    Ambiguous,
    Blocked,
    NetworkBeforeSent,
    NotNow,
    Outcome,
    RateLimited,
    Rejected,
    ServerError,
    WayClosed,
    WindowClosed,
)

EXPIRED_UPLOAD = -100
TOO_BIG = -210

WINDOW = (-213, -230, -232)
"""Takes nothing until the person writes again: does not follow, seven days are over, never wrote."""

PERSON = (-227, -244)
"""Nothing goes to this person: banned or 45 days away, has restricted the account. Opens with the next word."""

NOT_PAID = (-211, -224, -320, -321, -115, -137)
"""Nothing that costs: out of quota, package too small, no cloud account, no money. What is free goes on."""

TEMPLATE = (-249, -131, -133, -139, -140, -141, -144, -146, -147, -1121, -1122, -114, -118, -119)
"""The template is not taken: today, or at all."""

OPERATOR = (-204, -205, -209, -212, -216, -219, -220, -221, -223, -242)
"""The account or the app itself: nothing is wrong with the message, it waits for the operator."""

TRIES_OF_A_PERSON = 30
"""Days one waits for somebody who has had enough messages today (-218), day after day."""

log = structlog.get_logger()


def outcome_of(problem: OaProblem, now: dt.datetime) -> Outcome:
    """What a failed attempt means. Only an answer with a message id is ever recorded as sent."""
    match problem:
        case NotSent():
            return NetworkBeforeSent(str(problem))
        case NoConsent():
            return NetworkBeforeSent(str(problem))
        case ServerFailed():
            return ServerError(problem.status)
        case Refused():
            return _refused(problem, now)
        case AnswerLost():
            return Ambiguous(str(problem))
        case _:
            return Ambiguous(repr(problem))


def _refused(refusal: Refused, now: dt.datetime) -> Outcome:
    code, said = refusal.code, str(refusal)
    if code == -32:
        return RateLimited(60.0 - now.timestamp() % 60 + 1.0)
    if code == -200:
        return ServerError(200)
    if code in WINDOW:
        return WindowClosed(said)
    if code in PERSON:
        return Blocked(said)
    if code in NOT_PAID:
        return WayClosed("paid", said, tomorrow(now))
    if code in TEMPLATE:
        return WayClosed("template", said, tomorrow(now))
    if code == -218:
        return NotNow(said, (tomorrow(now) - now).total_seconds(), TRIES_OF_A_PERSON)
    if code in OPERATOR:
        log.error("zalo_oa.account", error=said)
        return NetworkBeforeSent(said)
    log.warning("zalo_oa.rejected", error=said)
    return Rejected(said)


def tomorrow(now: dt.datetime) -> dt.datetime:
    """When quotas of a day have begun anew: five past midnight in the province."""
    return at_local(local_day(now) + ONE_DAY, dt.time(0, 5))
