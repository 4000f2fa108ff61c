"""What channels raise that cannot be opened, and whether it passes; loaded when the first one does."""

from telegram.error import InvalidToken, TelegramError

from bot.channels.email.channel import MailProblem
from bot.channels.zalo.api import Refused, ZaloProblem
from bot.channels.zalo_oa.problems import OaProblem
from bot.channels.zalo_oa.problems import Refused as RefusedByOa

TROUBLE = (TelegramError, ZaloProblem, MailProblem, OaProblem)
"""What a channel that cannot be opened raises."""


def passes(problem: Exception) -> bool:
    """Whether the same may succeed later: no network, a platform in trouble or too busy; not a token it refuses."""
    match problem:
        case InvalidToken():
            return False
        case Refused():
            return problem.code in (403, 429)  # 403 is Zalo's "Internal server error"
        case MailProblem():
            return not problem.refused
        case RefusedByOa():
            return problem.code == -32
        case _:  # consent that is missing may be given while we wait
            return isinstance(problem, TelegramError | ZaloProblem | OaProblem)
