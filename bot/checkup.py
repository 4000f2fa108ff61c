"""What `dondoc doctor` looks at beside the store: settings, room on the disk, the token, the calendar of the year."""

import asyncio
import datetime as dt
import os
import pathlib
import shutil
import time

import sqlalchemy as sa
from sqlmodel import Session
from telegram.error import InvalidToken, TelegramError

from bot.app import calendar_of
from bot.channels.email.self_check import letter_to_itself
from bot.channels.telegram.channel import Telegram
from bot.channels.zalo.api import AnswerLost, NotSent, Refused, ServerFailed, ZaloApi, ZaloProblem
from bot.mail_dns import on_mail_dns
from bot.official_account import check_account
from bot.rounds.off_site import last_copies
from bot.settings import Settings
from bot.store_opening import evidence_store
from bot.supervision import health_file
from bot.web.public_address import public_address
from catalog.clock import local_day
from catalog.store.store import Store, StoreProblem
from catalog.upkeep.doctor import Finding, can_write, examine
from handlers.focal_point.misread import wrong_documents
from scheduler.ladder.working_calendar import shipped_overrides

ANSWER_SECONDS = 5.0
"""How long the platform may take to say who the bot is."""

MAIL_SECONDS = 20.0
"""How long a letter to ourselves may take to come back."""

COPY_ERROR_HOURS = 48
"""Hours after which a proven copy elsewhere is too old: one is proven every day."""

ROOM_ERROR, ROOM_WARNING = 200_000_000, 2_000_000_000
"""Free bytes below which the disk is as good as full, and below which somebody should make room."""


def check_up(settings: Settings, now: dt.datetime) -> list[Finding]:
    """All findings, the store's first. Nothing is made or changed: a store that is not there is a finding."""
    found = _store(settings, now)
    found.append(_room(settings))
    found += _running(settings)
    found += _copies(settings)
    found += asyncio.run(on_telegram(settings))
    found += asyncio.run(on_zalo(settings))
    found += check_account(settings, now, ANSWER_SECONDS)
    found += asyncio.run(on_mail(settings))
    found += on_mail_dns(settings)
    found += asyncio.run(public_address(settings, ANSWER_SECONDS))
    return found


def examine_store(store: Store, settings: Settings, now: dt.datetime) -> list[Finding]:
    """What an open store tells, and the calendar its overrides make."""
    found = [can_write(store.engine)]
    try:
        with store.read() as session:
            found += examine(session, evidence_store(settings), now)
            found += _documents(session)
        found += _calendar(store, settings, now)
    except (sa.exc.SQLAlchemyError, OSError) as problem:
        text = f"Không đọc được kho dữ liệu ({type(problem).__name__})."
        found.append(Finding("store", "error", text, "Phục hồi từ bản sao lưu gần nhất: dondoc db restore TỆP."))
    return found


def _documents(session: Session) -> list[Finding]:
    """Numbers of documents that stand with another task of the same message."""
    wrong = wrong_documents(session)
    if not wrong:
        return [Finding("documents", "ok", "Số văn bản ghi đúng nhiệm vụ.")]
    text = f"{len(wrong)} cập nhật ghi số văn bản của nhiệm vụ khác trong cùng tin nhắn."
    return [
        Finding(
            "documents", "warning", text, "Xem: dondoc reply documents; ghi lại: dondoc reply documents --put-right."
        )
    ]


def _store(settings: Settings, now: dt.datetime) -> list[Finding]:
    parsed = sa.make_url(settings.store_url)
    file = pathlib.Path(parsed.database or "")
    if parsed.get_backend_name() == "sqlite" and not file.is_file():
        text = f"Chưa có kho dữ liệu ở {file}."
        return [Finding("store", "error", text, "Chạy: dondoc db upgrade (kho mới) hoặc dondoc db restore TỆP.")]
    try:
        store = Store(settings.store_url)
    except StoreProblem as problem:
        return [Finding("store", "error", str(problem), "Sửa DONDOC_DATABASE_URL.")]
    try:
        return examine_store(store, settings, now)
    finally:
        store.close()


def _calendar(store: Store, settings: Settings, now: dt.datetime) -> list[Finding]:
    """Days of this and the next year nobody has confirmed: a nudge may fall on a day off, or a swap be missed."""
    calendar = calendar_of(store, settings)
    this_year = local_day(now).year
    found = []
    for year in (this_year, this_year + 1):
        open_ones = sorted(
            o.day for o in shipped_overrides() if o.day.year == year and calendar.override_on(o.day) is None
        )
        confirmed = any(calendar.override_on(dt.date(year, 1, 1) + dt.timedelta(days=n)) for n in range(366))
        if open_ones:
            named = ", ".join(f"{day:%d/%m}" for day in open_ones[:8])
            text = f"Lịch {year}: {len(open_ones)} ngày nghỉ, làm bù chưa xác nhận ({named})."
        elif not confirmed:
            text = f"Lịch {year}: chưa có thông báo hoán đổi ngày nghỉ nào được nhập."
        else:
            found.append(Finding("calendar", "ok", f"Lịch {year}: các ngày hoán đổi đã được xác nhận."))
            continue
        remedy = "Quản trị nhập hoặc xác nhận khi có thông báo nghỉ lễ, Tết của năm."
        found.append(Finding("calendar", "warning", text, remedy))
    return found


def _room(settings: Settings) -> Finding:
    place = settings.home
    while not place.exists():
        place = place.absolute().parent
    free = shutil.disk_usage(place).free
    text = f"Đĩa còn trống {free / 1e9:.1f} GB."
    if free < ROOM_WARNING:
        level = "error" if free < ROOM_ERROR else "warning"
        return Finding("disk", level, text, "Dọn đĩa hoặc chuyển DONDOC_HOME sang đĩa lớn hơn.")  # type: ignore[arg-type]
    return Finding("disk", "ok", text)


def _running(settings: Settings) -> list[Finding]:
    """What the bot that runs on this machine says of itself; a bot that hangs says nothing new."""
    health = health_file.read(settings.home)
    if health is None:
        return []
    found = []
    if fault := str(health.get("fault", "")):
        found.append(Finding("running", "error", fault, "Xem nhật ký của dịch vụ, rồi chạy lại: dondoc run."))
    elif _is_alive(int(health.get("pid", 0))) and health_file.age(health) > health_file.OLD:
        minutes = health_file.age(health) / 60
        text = f"Bot đang chạy nhưng đã đứng im {minutes:.0f} phút (không ghi được hoặc bị treo)."
        found.append(Finding("running", "error", text, "Kiểm tra đĩa và nhật ký của dịch vụ, rồi khởi động lại bot."))
    if not _is_alive(int(health.get("pid", 0))):
        return found
    for loop in health.get("still", []):
        found.append(Finding("running", "error", f"Bộ phận “{loop}” của bot đứng im.", "Khởi động lại bot."))
    for channel, seconds in dict(health.get("away", {})).items():
        text = f"Kênh {channel} không trả lời từ {seconds / 60:.0f} phút trước: tin chờ gửi, không tin nào bị bỏ."
        found.append(Finding("channel", "warning", text, "Kiểm tra mạng; bot tự gửi tiếp khi kênh trả lời."))
    if dropped := int(health.get("log_dropped", 0)):
        text = f"{dropped} dòng nhật ký chạy không ghi được (đĩa đầy, hoặc nơi nhận nhật ký đã đóng)."
        found.append(Finding("log", "warning", text, "Dọn đĩa nhật ký, kiểm tra nơi nhận."))
    return found


def _copies(settings: Settings) -> list[Finding]:
    """How old the copies elsewhere are, the proven one above all."""
    if not settings.backup_url:
        text = "Chưa có bản sao lưu tự động ở nơi khác: mất máy là mất dữ liệu."
        return [Finding("copies", "warning", text, "Đặt DONDOC_BACKUP_URL (thư mục trên máy khác, s3://, sftp://).")]
    state, here = last_copies(settings.home), time.time()
    if state.problem:
        text = f"Lần sao lưu gần nhất ra nơi khác không thành: {state.problem}."
        found = [Finding("copies", "warning", text, "Kiểm tra DONDOC_BACKUP_URL, mạng và quyền ghi ở đó.")]
    else:
        found = []
    copied, proven = (here - state.copied_at) / 60, (here - state.proven_at) / 3600
    if not state.proven_at:
        text = "Chưa có bản sao nào ở nơi khác được kiểm chứng."
        return [*found, Finding("copies", "warning", text, "Chạy bot: bản đầu được sao và kiểm chứng ngay.")]
    if proven > COPY_ERROR_HOURS:
        text = f"Bản sao ở nơi khác được kiểm chứng lần cuối {proven:.0f} giờ trước."
        return [*found, Finding("copies", "error", text, "Kiểm tra DONDOC_BACKUP_URL, rồi xem bot có chạy không.")]
    text = f"Bản sao ở nơi khác: {copied:.0f} phút trước; đã phục hồi thử và kiểm chứng {proven:.0f} giờ trước."
    return [*found, Finding("copies", "ok", text)]


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (OSError, OverflowError):
        return False
    return pid > 0


async def on_telegram(settings: Settings) -> list[Finding]:
    """Whether Telegram takes the token, and offers our commands."""
    token = settings.telegram_token.get_secret_value()
    others = (settings.zalo_token.get_secret_value(), settings.mail, settings.official_account)
    if not token and any(others):
        return [Finding("telegram", "ok", "Không dùng Telegram.")]
    if not token:
        remedy = "Đặt DONDOC_TELEGRAM_TOKEN nếu dùng Telegram."
        return [Finding("telegram", "warning", "Chưa có mã bot Telegram.", remedy)]
    try:
        name = await bot_name(token, settings.telegram_api)
    except BotUnknown as problem:
        return [Finding("telegram", "error", str(problem), problem.remedy)]
    found = [Finding("telegram", "ok", f"Telegram nhận mã bot: @{name}.")]
    if not await _has_menu(token, settings.telegram_api):
        text = "Telegram chưa có danh sách lệnh của bot; lệnh gõ tay vẫn dùng được."
        found.append(Finding("menu", "warning", text, "Bot tự đặt lại mỗi ngày khi chạy; xem DONDOC_TELEGRAM_API."))
    return found


async def _has_menu(token: str, api: str) -> bool:
    """Whether the menu of commands is set; a gateway that does not say counts as no."""
    channel = Telegram(token, api)
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            return bool(await channel.bot.get_my_commands())
    except (TelegramError, TimeoutError, OSError):
        return False
    finally:
        await channel.close()


class BotUnknown(Exception):
    """The platform does not say who a token's bot is: why, and as `remedy` what to do, in Vietnamese sentences.

    No text of the platform's error is repeated: it could hold the token.
    """

    def __init__(self, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.remedy = remedy


async def bot_name(token: str, api: str) -> str:
    """The username of a token's bot, by asking the platform. Raises BotUnknown within `ANSWER_SECONDS` or so."""
    try:
        channel = Telegram(token, api)
        try:
            async with asyncio.timeout(ANSWER_SECONDS):
                me = await channel.bot.get_me()
        finally:
            await channel.close()
    except InvalidToken:
        raise BotUnknown("Telegram không nhận mã bot.", "Kiểm tra DONDOC_TELEGRAM_TOKEN.") from None
    except (TelegramError, TimeoutError, OSError) as problem:
        reason = f"Không hỏi được Telegram trong {ANSWER_SECONDS:.0f} giây ({type(problem).__name__})."
        raise BotUnknown(reason, "Kiểm tra mạng, tường lửa hoặc DONDOC_TELEGRAM_API.") from None
    return str(me.username)


async def on_zalo(settings: Settings) -> list[Finding]:
    """Whether Zalo takes the token, and brings events where we expect them; nothing where there is no token."""
    token = settings.zalo_token.get_secret_value()
    if not token:
        return []
    api = ZaloApi(token, settings.zalo_api, ANSWER_SECONDS)
    try:
        me = await api.get_me()  # alone judges the token
        found = [Finding("zalo", "ok", f"Zalo nhận mã bot: {me.account_name or me.id}.")]
        found += await _where_zalo_brings(api, f"{settings.public_url}/webhooks/zalo" if settings.zalo_webhook else "")
    except ZaloProblem as problem:
        return [Finding("zalo", "error", zalo_trouble(problem, settings.zalo_api), "Xem hướng dẫn: kênh Zalo.")]
    finally:
        await api.close()
    if not settings.public_url:
        text = "Zalo không gửi được tệp: chưa có địa chỉ công khai cho biểu đồ, báo cáo và trang gửi minh chứng."
        found.append(Finding("zalo", "warning", text, "Đặt DONDOC_PUBLIC_URL."))
    return found


async def _where_zalo_brings(api: ZaloApi, wanted: str) -> list[Finding]:
    """Whether events are brought to `wanted` ("": nowhere, the bot asks)."""
    try:
        brought_to = await api.webhook_url()
    except ZaloProblem as problem:
        text = f"Zalo không cho biết đang gửi tin đến đâu ({type(problem).__name__}); bot vẫn nhận tin."
        return [Finding("zalo", "warning", text, "Thử lại sau: dondoc doctor.")]
    if brought_to == wanted:
        text = f"Zalo gửi tin đến {wanted}." if wanted else "Chưa đặt webhook: bot hỏi Zalo định kỳ, đúng như cài đặt."
        return [Finding("zalo", "ok", text)]
    text = f"Zalo đang gửi tin đến {brought_to or 'nơi chưa rõ'}, khác với cài đặt ({wanted or 'bot hỏi định kỳ'})."
    return [Finding("zalo", "warning", text, "Chạy dondoc run: bot tự đặt lại khi khởi động.")]


MAIL_TROUBLE: dict[str, tuple[str, str]] = {
    "smtp": ("Không gửi được thư: không vào được máy chủ gửi thư", "Kiểm tra DONDOC_MAIL_SMTP, tên và mật khẩu."),
    "imap": ("Không đọc được hộp thư", "Kiểm tra DONDOC_MAIL_IMAP, tên và mật khẩu; bật IMAP ở máy chủ thư."),
    "refused": ("Máy chủ gửi thư không nhận thư gửi cho chính mình", "Kiểm tra DONDOC_MAIL_FROM và quyền gửi."),
    "lost": (
        f"Thư gửi cho chính mình chưa về sau {MAIL_SECONDS:.0f} giây",
        "Kiểm tra hộp thư, thư rác và quy tắc lọc.",
    ),
}


async def on_mail(settings: Settings) -> list[Finding]:
    """Whether a letter to ourselves comes back, to the plain address and to a plus-address; nothing without a mailbox.

    What its Authentication-Results say is the name to set, so that forged letters can be told.
    """
    account = settings.mail
    if account is None:
        return []
    check = await letter_to_itself(account, ANSWER_SECONDS, MAIL_SECONDS)
    if check.trouble:
        text, remedy = MAIL_TROUBLE[check.trouble]
        return [Finding("mail", "error", f"{text}{f' ({check.why})' if check.why else ''}.", remedy)]
    found = [Finding("mail", "ok", f"Thư gửi cho chính mình ({account.address}) đã về.")]
    if not check.plus:
        text = "Máy chủ thư không nhận địa chỉ dạng tên+đuôi@: thư trả lời vẫn nhận ra được, thư bị trả lại thì không."
        found.append(
            Finding("mail", "warning", text, "Bật địa chỉ phụ dạng tên+đuôi@ (plus addressing) ở máy chủ thư.")
        )
    if check.authserv.lower() != account.authserv.lower():
        text = f"DONDOC_MAIL_AUTHSERV là “{account.authserv}”, máy chủ thư ghi “{check.authserv}”."
        remedy = "Đặt đúng tên máy chủ thư ghi, để thư giả mạo tên miền bị giữ lại."
        found.append(Finding("mail", "warning", text, remedy))
    return found


def zalo_trouble(problem: ZaloProblem, api: str) -> str:
    """Why Zalo could not be opened, in one sentence."""
    match problem:
        case Refused(code=401 | 404):
            return "Zalo không nhận mã bot: hãy kiểm tra DONDOC_ZALO_TOKEN."
        case Refused(code=429):
            return "Zalo báo đã hết hạn mức gọi: hãy thử lại sau."
        case NotSent() | AnswerLost() | ServerFailed() | Refused(code=403):  # 403 is "Internal server error" to Zalo
            return f"Không hỏi được {api}: hãy kiểm tra mạng, tường lửa hoặc DONDOC_ZALO_API."
        case _:
            return f"Không mở được kênh Zalo: {problem}."
