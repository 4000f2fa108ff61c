"""Whether what was brought to us is Zalo's: SHA-256 over our app's id, the bytes as received, their time, and a secret.

It is a plain hash of the concatenation, no HMAC. The app's id is ours from the settings, never the one in the body.
"""

import datetime as dt
import hashlib
import hmac
import json
from collections.abc import Sequence
from typing import Any

HEADER = "X-ZEvent-Signature"

OLDEST = dt.timedelta(hours=2)
"""What is older is not believed: the platform's own retries end after 1 h 50 (30 s, 5, 15, 30 min and 1 h)."""


def body_of(raw: bytes) -> dict[str, Any] | None:
    """The event in a request's body; None for what is none."""
    try:
        body = json.loads(raw, parse_constant=lambda _: None)
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None


def signed(raw: bytes, body: dict[str, Any], given: str, app_id: str, secrets: Sequence[str], now: dt.datetime) -> bool:
    """Whether `given` (the header, "mac=<hex>" or the hex alone) signs `raw` with one of the secrets, and lately."""
    stamp = body.get("timestamp")
    if not isinstance(stamp, str | int) or isinstance(stamp, bool):
        return False
    at = moment_of(stamp)
    if at is None or abs(now - at) > OLDEST:
        return False
    mac = given.strip().removeprefix("mac=").strip().lower().encode()
    right = [
        hashlib.sha256(app_id.encode() + raw + str(stamp).encode() + secret.encode()).hexdigest().encode()
        for secret in secrets
        if secret
    ]
    return any([hmac.compare_digest(mac, one) for one in right])  # noqa: C419 - each is compared, whichever fits


def moment_of(stamp: object) -> dt.datetime | None:
    """Milliseconds since 1970, as text or number, as a moment; None for what is none."""
    text = str(stamp)
    if not (text.isascii() and text.isdigit() and len(text) <= 14):
        return None
    return dt.datetime.fromtimestamp(int(text) / 1000, dt.UTC)
