"""How an Official Account is connected: a consent that comes back with a code, or a pair that somebody pastes."""

import asyncio
import datetime as dt
import http.server
import re
import secrets
import threading
import urllib.parse
from dataclasses import dataclass

import httpx
from sqlmodel import Session

from bot.channels.zalo_oa import oauth
from bot.channels.zalo_oa.account import OaAccount
from bot.channels.zalo_oa.api import OaApi
from bot.channels.zalo_oa.problems import OaProblem
from bot.official_account import oa_trouble
from catalog.messaging.oa_tokens import ACCESS_LIFE, adopt
from catalog.remembered import remember
from catalog.store.store import Store
from catalog.tables import Setting
from templates.render import page

_VERIFIER = "zalo_oa.verifier"
_CODE = re.compile(r"[A-Za-z0-9_.-]{10,1000}")


class ConsentRefused(ValueError):
    """The account is not connected; the message is one Vietnamese sentence."""


@dataclass(frozen=True)
class Connected:
    """The account that opens with the new pair."""

    name: str
    oa_id: str


def verifier_of(session: Session, now: dt.datetime) -> str:
    """The one code verifier of the app, made on first use: its challenge is a setting saved in the console."""
    row = session.get(Setting, _VERIFIER)
    if row is None:
        remember(session, _VERIFIER, secrets.token_urlsafe(32), now)
        row = session.get_one(Setting, _VERIFIER)
    return str(row.value)


def link_of(account: OaAccount, back_to: str, verifier: str) -> tuple[str, str]:
    """Where an administrator consents, and the challenge of the verifier as the console keeps it."""
    return oauth.consent_link(account, back_to, verifier), oauth.challenge_of(verifier)


def code_in(typed: str) -> str:
    """The code in an address that was pasted whole, or the code alone. Raises ConsentRefused."""
    found = urllib.parse.parse_qs(urllib.parse.urlsplit(typed.strip()).query).get("code", [typed.strip()])[0]
    if not _CODE.fullmatch(found):
        raise ConsentRefused("Không thấy mã trong địa chỉ vừa dán: hãy dán cả địa chỉ có phần code=...")
    return found


def by_code(store: Store, account: OaAccount, typed: str, now: dt.datetime) -> Connected:
    """Exchange the code of a consent. Raises ConsentRefused."""
    code, verifier = code_in(typed), store.write(lambda s: verifier_of(s, now))

    async def work() -> oauth.NewPair:
        async with httpx.AsyncClient(timeout=30.0) as client:
            return await oauth.exchange(client, account, code, verifier)

    try:
        pair = asyncio.run(work())
    except OaProblem as problem:
        raise ConsentRefused(f"{oa_trouble(problem, account.oauth)}. Mã chỉ dùng một lần, trong 10 phút.") from None
    # Written down before it is used: the code is spent, and this may be the only pair there is.
    store.write(lambda s: adopt(s, pair.access, pair.refresh, pair.life, now, by_hand=True))
    return _opened(account, pair.access, "Đã lưu mã, nhưng")


def by_pair(store: Store, account: OaAccount, access: str, refresh: str, now: dt.datetime) -> Connected:
    """Take over a pair from the console's API Explorer. Raises ConsentRefused."""
    if not (access.strip() and refresh.strip()):
        raise ConsentRefused("Cần cả hai mã: Access Token và Refresh Token.")
    connected = _opened(account, access.strip(), "Chưa thay đổi gì:")
    store.write(lambda s: adopt(s, access.strip(), refresh.strip(), ACCESS_LIFE, now, by_hand=True))
    return connected


def _opened(account: OaAccount, access: str, otherwise: str) -> Connected:
    """The account a token opens. Raises ConsentRefused with a sentence that begins with `otherwise`."""

    async def work() -> Connected:
        async with httpx.AsyncClient(timeout=30.0) as client:
            me = await OaApi(account, client).me(access)
            return Connected(me.name, me.oaid)

    try:
        return asyncio.run(work())
    except OaProblem as problem:
        raise ConsentRefused(f"{otherwise} {oa_trouble(problem, account.api)}.") from None


def wait_for_code(port: int, seconds: float) -> str:
    """The code a browser on this machine is sent back with, to 127.0.0.1:<port>. Raises ConsentRefused, OSError."""
    got: list[str] = []
    came = threading.Event()

    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            code = urllib.parse.parse_qs(urllib.parse.urlsplit(self.path).query).get("code", [""])[0]
            body = page("consent.j2", done=bool(code)).encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)
            if code:
                got.append(code)
                came.set()

        def log_message(self, format: str, *args: object) -> None:
            """The address holds the code: it is not written down."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", port), Page) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            came.wait(seconds)
        finally:
            server.shutdown()
    if not got:
        raise ConsentRefused("Chưa thấy trình duyệt quay lại: chạy lại lệnh, hoặc dán địa chỉ sau khi đồng ý (--code).")
    return got[0]
