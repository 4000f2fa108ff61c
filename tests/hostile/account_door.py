"""The door of the Official Account: signed events of any form, replayed ones, and whatever claims to be one."""

import hashlib
import json
import random
from collections.abc import Callable
from typing import Any

from hostile_inputs import POISON, WORDS

APP, OA_SECRET, APP_SECRET = "4400000000000000001", "oa-secret-of-the-province", "app-secret-of-the-province"
SETTINGS = {"zalo_oa_app_id": APP, "zalo_oa_app_secret": APP_SECRET, "zalo_oa_secret": OA_SECRET}
PATH, HEADER = "/webhooks/zalo_oa", "X-ZEvent-Signature"
_EVENTS = (
    "user_send_text", "user_send_image", "user_send_file", "user_send_link", "user_send_sticker", "follow", "unfollow",
    "user_seen_message", "oa_send_text", "user_submit_info", "user_send_group_text", "x", "",
)  # fmt: skip
_TYPED = ("#dd 1.0", "#dd 2.1", "#dd 999999999999.9999", "#dd 1.0 xong", "/duyet", "/start ABCDE-23456", "/viec")
_URLS = (
    "http://169.254.169.254/latest",
    "file:///etc/passwd",
    "https://zdn.vn.evil.example/x",
    "x",
    "https://f.zdn.vn/%00",
)


def event(pick: random.Random, number: int, stamp: str, attacker: int, newest: int) -> dict[str, Any]:
    """An event as the platform forms it, with hostile words in it."""
    person, name = pick.choice(("5501", "5502", str(attacker), "", "../x")), pick.choice(_EVENTS)
    body: dict[str, Any] = {"app_id": APP, "event_name": name, "timestamp": stamp, "junk": {"upload": 1}}
    if name in ("follow", "unfollow"):
        return body | {"oa_id": "1", "follower": {"id": person}}
    known = f"#dd {pick.randint(1, max(newest, 1))}.{pick.randint(0, 3)}"
    text = known if pick.random() < 0.3 else pick.choice((*POISON, *WORDS, *_TYPED))
    message: dict[str, Any] = {"msg_id": f"a{number}", "text": text}
    if pick.random() < 0.3:
        payload = {
            "url": pick.choice(_URLS),
            "name": pick.choice(POISON),
            "size": pick.choice(("1", "-1", "x", 10**20)),
        }
        message["attachments"] = [{"type": "file", "payload": payload}]
    return body | {"sender": {"id": person}, "recipient": {"id": "1"}, "message": message}


def signed(raw: bytes, stamp: str) -> str:
    """What the platform would send beside these bytes."""
    return "mac=" + hashlib.sha256(APP.encode() + raw + stamp.encode() + OA_SECRET.encode()).hexdigest()


def forged(raw: bytes, stamp: str, pick: random.Random) -> str:
    """What others would."""
    wrong: tuple[Callable[[], str], ...] = (
        lambda: "", lambda: "mac=", lambda: "mac=" + "0" * 64, lambda: signed(raw + b" ", stamp),
        lambda: signed(raw, stamp + "0"), lambda: hashlib.sha256(raw).hexdigest(), lambda: "x" * 8000,
        lambda: hashlib.sha256(APP.encode() + raw + stamp.encode()).hexdigest(),
    )  # fmt: skip
    return pick.choice(wrong)()


def bytes_of(body: dict[str, Any]) -> bytes:
    """As the platform writes it."""
    return json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
