"""OAuth of the Official Account: the link a person consents on, a code or an old pair exchanged for a new one.

The challenge of an OA is a setting saved in the console, so one verifier is kept for the app (S256 is implied).
"""

import base64
import datetime as dt
import hashlib
import urllib.parse
from dataclasses import dataclass
from typing import Any

import httpx

from bot.channels.zalo_oa.account import OaAccount
from bot.channels.zalo_oa.problems import AnswerLost, NotSent, Refused, ServerFailed
from catalog.messaging.oa_tokens import ACCESS_LIFE

TOO_FAST = -32


@dataclass(frozen=True)
class NewPair:
    """What an exchange gives: both tokens, and how long the first lives."""

    access: str
    refresh: str
    life: dt.timedelta


def challenge_of(verifier: str) -> str:
    """The code challenge (S256) that is saved in the console for this verifier."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def consent_link(account: OaAccount, back_to: str, verifier: str) -> str:
    """Where an administrator of the OA consents; `back_to` must be the callback address saved in the console."""
    asked = {"app_id": account.app_id, "redirect_uri": back_to, "code_challenge": challenge_of(verifier)}
    return f"{account.oauth}/v4/oa/permission?{urllib.parse.urlencode(asked)}"


async def exchange(http: httpx.AsyncClient, account: OaAccount, code: str, verifier: str) -> NewPair:
    """The pair for the code a consent came back with (good for ten minutes, once). Raises OaProblem."""
    return await _token(http, account, {"grant_type": "authorization_code", "code": code, "code_verifier": verifier})


async def refresh(http: httpx.AsyncClient, account: OaAccount, token: str) -> NewPair:
    """The next pair. Success voids `token` and the access token beside it at once. Raises OaProblem."""
    return await _token(http, account, {"grant_type": "refresh_token", "refresh_token": token})


async def _token(http: httpx.AsyncClient, account: OaAccount, form: dict[str, str]) -> NewPair:
    try:
        answer = await http.post(
            f"{account.oauth}/v4/oa/access_token", data={"app_id": account.app_id, **form},
            headers={"secret_key": account.app_secret},
        )  # fmt: skip
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.UnsupportedProtocol) as problem:
        raise NotSent(type(problem).__name__) from None
    except httpx.HTTPError as problem:
        raise AnswerLost(type(problem).__name__) from None
    if answer.status_code >= 500:
        raise ServerFailed(answer.status_code)
    return _read(answer)


def _read(answer: httpx.Response) -> NewPair:
    """An answer one can read without tokens is a refusal; one that nobody can read is none."""
    try:
        body: Any = answer.json()
    except ValueError:
        raise AnswerLost(f"no JSON, HTTP {answer.status_code}") from None
    if not isinstance(body, dict):
        raise AnswerLost("an answer of another form")
    access, again = body.get("access_token"), body.get("refresh_token")
    if isinstance(access, str) and access and isinstance(again, str) and again:
        return NewPair(access, again, _life(body.get("expires_in")))
    code = body.get("error")
    said = body.get("error_name") or body.get("message") or "no token in the answer"
    raise Refused(code if isinstance(code, int) else 0, str(said))


def _life(seconds: object) -> dt.timedelta:
    """`expires_in` is a string in the platform's own sample; a number is taken, too."""
    text = str(seconds)
    return (
        dt.timedelta(seconds=int(text)) if text.isascii() and text.isdigit() and 0 < int(text) < 10**7 else ACCESS_LIFE
    )
