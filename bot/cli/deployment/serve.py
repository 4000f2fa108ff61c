"""dondoc run: what stays up."""

import asyncio
import gc
import signal
import sys
import urllib.parse

import structlog
import typer

from bot import AT_WORK, LOADING
from bot.app import App
from bot.cli.command_context import opened
from bot.cli.output import BAD_INPUT, TRY_AGAIN, fail, print_text
from bot.log_writer import LogWriter, unheard
from bot.logs import set_up_log
from bot.settings import Settings
from bot.supervision.service_manager import tell
from catalog.store.single_process import RUN, SingleProcess
from catalog.store.store import StoreAway

log = structlog.get_logger()

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")  # a Bot API here is a sandbox, or at least one's own affair


def register(app: typer.Typer) -> None:
    """Add the commands of this file."""
    app.command("run")(run)


def run() -> None:
    """Chạy bot: các kênh có mã, nhắc việc, gửi và nhận."""
    # A service is started again after TRY_AGAIN and not after BAD_INPUT: after a power cut the database or the network
    # may come up later than the bot.
    try:
        _run()
    except StoreAway as problem:
        fail(str(problem), TRY_AGAIN)


def _run() -> None:
    gc.set_threshold(LOADING)  # until the application has loaded everything
    written = LogWriter()
    try:
        _run_logging_to(written)
    finally:
        written.drain()


def _run_logging_to(written: LogWriter) -> None:
    with opened() as (settings, store):
        used = _addresses(settings)
        if not used:
            fail(
                "Chưa có kênh nào: hãy đặt DONDOC_TELEGRAM_TOKEN (mã bot do BotFather cấp) hoặc DONDOC_ZALO_TOKEN "
                "(mã bot do Zalo Bot Manager cấp) hoặc DONDOC_ZALO_OA_APP_ID (Official Account) hoặc DONDOC_MAIL_FROM "
                "(hộp thư), hoặc thử `dondoc demo`."
            )
        if settings.now and any(urllib.parse.urlsplit(one).hostname not in _THIS_MACHINE for one in used):
            fail("DONDOC_NOW chỉ dùng để diễn tập, không chạy cùng mã bot thật: hãy bỏ DONDOC_NOW.")
        set_up_log(settings, written)
        sole = SingleProcess(store, RUN)
        if store.engine.dialect.name == "sqlite" and not sole.hold():
            fail(
                f"Đã có một bot đang chạy trên kho {store.engine.url.database}: hãy dừng bot đó trước. "
                "Muốn chạy nhiều bot trên một kho, hãy chuyển sang PostgreSQL bằng: dondoc db copy."
            )
        try:
            app = App(settings, store, settings.clock())
            app.lines_dropped = lambda: written.dropped
            asyncio.run(_serve(app))
        except Exception as problem:
            from bot.start_failures import told_to_operator  # knows all channels

            told = told_to_operator(problem, settings)
            if told is None:
                raise
            fail(told.sentence, TRY_AGAIN if told.passes else BAD_INPUT)
        finally:
            sole.release()
        if (fault := app.supervisor.fault) is not None:
            fail(fault.sentence, TRY_AGAIN if fault.passes else BAD_INPUT)


def _addresses(settings: Settings) -> list[str]:
    """Where the channels that have a token or an account are talked to."""
    channels = ((settings.telegram_token, settings.telegram_api), (settings.zalo_token, settings.zalo_api))
    mail = [f"//{settings.mail.smtp.host}"] if settings.mail is not None else []
    account = [settings.zalo_oa_api] if settings.official_account is not None else []
    return [*(api for token, api in channels if token.get_secret_value()), *account, *mail]


async def _serve(app: App) -> None:
    stop = app.supervisor.stop
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    async with app.running():
        gc.freeze()  # what is loaded stays: each look through it for garbage would hold up the loop for 0.1 s
        gc.set_threshold(AT_WORK)
        named = ", ".join(f"{channel} {name}" for channel, name in app.opening.names.items())
        _say(f"Đôn Đốc đang chạy ({named}).")
        for channel in sorted(app.opening.refused):
            _say(f"Chú ý: kênh {channel} không nhận mã bot nên chưa chạy; các kênh khác vẫn chạy. Xem: dondoc doctor.")
        if app.settings.web_at is not None:
            from bot.embedded_server import url_of  # brings the web server, which is loaded only where it is wanted

            _say(f"Trang web: {url_of(app.settings.web_host, app.settings.web_at)}")
        tell("READY=1")
        try:
            await app.sweep_in_turn()
        except Exception as problem:  # the store may be away for a moment: the next look comes soon
            log.error("sweep.first", error=repr(problem))
        await stop.wait()
        tell("STOPPING=1")
    _say("Đã dừng.")


def _say(words: str) -> None:
    """To whoever started the bot, if anybody still listens."""
    with unheard():
        print_text(words)
        sys.stdout.flush()
