"""Why a start failed, in one sentence for the operator, and whether it may go better by itself later."""

from dataclasses import dataclass

from telegram.error import InvalidToken, TelegramError

from bot.channels.email.channel import MailProblem
from bot.channels.telegram.transport import NotSent
from bot.channels.trouble import passes
from bot.channels.zalo.api import ZaloProblem
from bot.channels.zalo_oa.problems import OaProblem
from bot.checkup import zalo_trouble
from bot.official_account import oa_trouble
from bot.settings import Settings, SettingsProblem


@dataclass(frozen=True)
class StartFailure:
    """`sentence` says what to set or to look at; `passes`: the same start may succeed later, a service tries again."""

    sentence: str
    passes: bool


def told_to_operator(problem: Exception, settings: Settings) -> StartFailure | None:
    """What `problem` means to who starts the bot; None for what nobody foresaw."""
    match problem:
        case SettingsProblem():
            return StartFailure(str(problem), passes=False)
        case InvalidToken():
            return StartFailure("Telegram không nhận mã bot: hãy kiểm tra DONDOC_TELEGRAM_TOKEN.", passes=False)
        case NotSent():
            at = settings.telegram_api
            return StartFailure(f"Không kết nối được {at}: hãy kiểm tra mạng hoặc DONDOC_TELEGRAM_API.", passes=True)
        case TelegramError():
            return StartFailure(f"Không mở được kênh Telegram: {problem.message}.", passes=True)
        case MailProblem() if problem.refused:
            return StartFailure(
                "Máy chủ thư không nhận đăng nhập: hãy kiểm tra DONDOC_MAIL_USER, DONDOC_MAIL_PASSWORD.", passes=False
            )
        case MailProblem():
            at = f"{settings.mail_smtp}, {settings.mail_imap}"
            return StartFailure(f"Không kết nối được máy chủ thư ({at}): hãy kiểm tra mạng, tường lửa.", passes=True)
        case OaProblem():
            return StartFailure(f"{oa_trouble(problem, settings.zalo_oa_api)}.", passes(problem))
        case ZaloProblem():
            return StartFailure(zalo_trouble(problem, settings.zalo_api), passes(problem))
        case _:
            return None
