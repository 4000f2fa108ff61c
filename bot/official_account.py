"""What an operator hears of the Official Account: whether it opens, how long consent lasts, what was spent."""

import asyncio
import datetime as dt
import pathlib

import httpx
import sqlalchemy as sa
from sqlmodel import Session

from bot.channels.zalo_oa.account import OaAccount
from bot.channels.zalo_oa.api import OaApi
from bot.channels.zalo_oa.outcome import OPERATOR
from bot.channels.zalo_oa.problems import NoConsent, OaProblem, Refused
from bot.channels.zalo_oa.standing import last_heard
from bot.channels.zalo_oa.tokens import INVALID, NEVER
from bot.settings import Settings
from catalog.clock import local
from catalog.messaging.cost_ahead import known_ahead
from catalog.messaging.oa_tokens import CHANNEL, Tokens, tokens_of
from catalog.messaging.windows import costs_of, package_left, spent
from catalog.store.store import Store
from catalog.upkeep.doctor import Finding
from templates.render import say

WARN_BEFORE = dt.timedelta(days=14)
"""So long before consent ends somebody should know."""

SILENT = dt.timedelta(days=3)
"""After so long without an event somebody should look at the console: a weekend is no silence."""

CONNECT = "Chạy: dondoc zalo-oa connect."

_OPERATOR_WORDS = {
    -204: "OA đã bị vô hiệu hóa", -205: "không có OA này", -209: "ứng dụng chưa được kích hoạt",
    -212: "ứng dụng chưa đăng ký quyền này", -219: "ứng dụng đã bị gỡ", -221: "OA chưa được xác thực",
    -223: "OA chưa cấp quyền này cho ứng dụng", -242: "ứng dụng đòi appsecret_proof (đặt DONDOC_ZALO_OA_PROOF=true)",
}  # fmt: skip


def oa_trouble(problem: OaProblem, api: str) -> str:
    """Why the account could not be opened, in one sentence without its full stop."""
    match problem:
        case NoConsent():
            why = say("official_account.why_lost", why=problem.why)
            return f"Zalo OA cần cấp quyền ({why}): chạy dondoc zalo-oa connect"
        case Refused() if problem.code in INVALID:
            return "Zalo OA không nhận mã truy cập: chạy dondoc zalo-oa connect"
        case Refused() if problem.code in OPERATOR:
            return f"Zalo OA từ chối: {_OPERATOR_WORDS.get(problem.code, str(problem))}"
        case Refused(code=-32):
            return "Zalo OA báo đã hết hạn mức gọi trong phút này: hãy thử lại sau"
        case Refused():
            return f"Zalo OA từ chối: {problem}"
        case _:
            return f"Không hỏi được {api}: hãy kiểm tra mạng, tường lửa hoặc DONDOC_ZALO_OA_API"


def check_account(settings: Settings, now: dt.datetime, wait: float) -> list[Finding]:
    """What there is to say of the account; nothing where none is set. Changes nothing: the pair in the store is only
    looked at, because a second program that renewed it would take it away from the first.
    """
    account = settings.official_account
    if account is None:
        return []
    url = sa.make_url(settings.store_url)
    if url.get_backend_name() == "sqlite" and not pathlib.Path(str(url.database)).is_file():
        return [Finding("zalo_oa", "error", f"{oa_trouble(NoConsent(NEVER), account.api)}.", CONNECT)]
    store = Store(settings.store_url)
    try:
        with store.read() as session:
            pair = tokens_of(session)
            if pair is None or pair.state == "lost":
                problem = NoConsent(pair.why if pair is not None else NEVER)
                return [Finding("zalo_oa", "error", f"{oa_trouble(problem, account.api)}.", CONNECT)]
            stored = [_days_left(pair, now), _last_event(session, now), _spending(session, settings, now)]
    except sa.exc.SQLAlchemyError:
        return []  # the store has its own finding
    finally:
        store.close()
    return [*asyncio.run(_asked(account, pair, now, wait)), *stored]


async def _asked(account: OaAccount, pair: Tokens, now: dt.datetime, wait: float) -> list[Finding]:
    async with httpx.AsyncClient(timeout=wait) as http:
        try:
            me = await OaApi(account, http, answer=wait).me(pair.access)
        except OaProblem as problem:
            if isinstance(problem, Refused) and problem.code in INVALID and pair.access_until <= now:
                text = "Mã truy cập OA đã quá 25 giờ: bot chưa chạy, hoặc chưa làm mới được."
                return [Finding("zalo_oa", "warning", text, "Chạy dondoc run: bot tự làm mới.")]
            return [Finding("zalo_oa", "error", f"{oa_trouble(problem, account.api)}.", "Xem hướng dẫn: Zalo OA.")]
    found = [Finding("zalo_oa", "ok", f"Zalo OA nhận mã truy cập: {me.name or me.oaid}.")]
    if not me.is_verified:
        text = "OA chưa được xác thực: Zalo không cho gửi tin qua OpenAPI."
        found.append(Finding("zalo_oa", "error", text, "Xác thực OA trong trang quản trị OA."))
    if not me.package_name:
        text = "OA chưa có gói dịch vụ: ngoài 48 giờ không gửi được tin nào."
        found.append(Finding("zalo_oa", "warning", text, "Mua gói trong trang quản trị OA, hoặc đặt thêm kênh khác."))
    if account.template and me.linked_ZCA in ("", "0", "False"):
        text = "OA chưa liên kết Zalo Cloud Account: không gửi được mẫu tin."
        found.append(Finding("zalo_oa", "warning", text, "Liên kết ZCA, hoặc bỏ DONDOC_ZALO_OA_TEMPLATE."))
    return found


def _days_left(pair: Tokens, now: dt.datetime) -> Finding:
    left = pair.refresh_until - now
    until = f"{local(pair.refresh_until):%d/%m/%Y}"
    text = f"Quyền của OA còn {max(left.days, 0)} ngày (đến {until}), bot tự gia hạn hằng ngày."
    if left <= dt.timedelta():
        return Finding("zalo_oa", "error", "Quyền của OA đã hết hạn: không ai dùng trong 3 tháng.", CONNECT)
    if left <= WARN_BEFORE:
        return Finding("zalo_oa", "warning", text, f"Bot không làm mới được: xem nhật ký. {CONNECT}")
    return Finding("zalo_oa", "ok", text)


def _last_event(session: Session, now: dt.datetime) -> Finding:
    """No call tells which address is saved in the console: only when something was brought."""
    last = last_heard(session)
    remedy = "Kiểm tra trang Webhook của ứng dụng: đúng địa chỉ, đã bật, đã chọn sự kiện."
    if last is None:
        return Finding("zalo_oa", "warning", "Chưa nhận được tin nào từ Zalo OA.", remedy)
    text = f"Tin gần nhất từ Zalo OA: {local(last):%d/%m/%Y %H:%M}."
    return Finding("zalo_oa", "ok", text) if now - last < SILENT else Finding("zalo_oa", "warning", text, remedy)


def _spending(session: Session, settings: Settings, now: dt.datetime) -> Finding:
    costs = costs_of(session, CHANNEL, now)
    kinds = ", ".join(f"{say('official_account.kind', kind=one.kind)} {one.messages}" for one in costs)
    paid, ceiling = spent(session, CHANNEL, now), settings.zalo_oa_ceiling
    money = f"đã chi {paid:,} đ, tối đa {ceiling:,} đ".replace(",", ".")
    text = (
        f"Zalo OA tháng {local(now):%m/%Y}: {kinds or 'chưa gửi tin nào'}; "
        f"gói còn {package_left(session, CHANNEL)} tin; {money}."
    )
    if (ahead := known_ahead(session, CHANNEL)) is not None:
        text += f" 30 ngày tới khoảng {ahead.cost:,} đ nếu không ai nhắn lại.".replace(",", ".")
    if ceiling and paid * 10 >= ceiling * 9:
        return Finding("zalo_oa", "warning", text, "Sắp chạm mức DONDOC_ZALO_OA_CEILING: sau đó chỉ gửi tin miễn phí.")
    return Finding("zalo_oa", "ok", text)
