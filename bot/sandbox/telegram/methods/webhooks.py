"""Setting, reading and removing the webhook; the deliveries themselves are in bot.sandbox.telegram.webhook."""

import ipaddress
import re
from urllib.parse import urlsplit

from bot.sandbox.telegram.methods.method import method
from bot.sandbox.telegram.params import Params
from bot.sandbox.telegram_forms.errors import Json, bad_request
from bot.sandbox.world.world import Webhook, World

_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = (443, 80, 88, 8443)  # https://core.telegram.org/bots/api#setwebhook


@method(
    "setWebhook",
    "url certificate ip_address max_connections allowed_updates drop_pending_updates secret_token",
)
def set_webhook(world: World, params: Params) -> bool:
    """https://core.telegram.org/bots/api#setwebhook; here an address of this very machine may be plain HTTP."""
    url = (params.text("url") or "").strip()
    if not url:
        return bool(delete_webhook.act(world, params))
    _check_address(url)
    secret = params.text("secret_token") or ""
    if secret and not _SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    allowed = params.names("allowed_updates")
    if allowed is not None:
        world.updates.allowed = allowed
    connections = min(max(params.number("max_connections", 40) or 40, 1), 100)
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    world.webhook = Webhook(url, secret, connections)
    return True


@method("deleteWebhook", "drop_pending_updates")
def delete_webhook(world: World, params: Params) -> bool:
    """https://core.telegram.org/bots/api#deletewebhook"""
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    world.webhook = None
    return True


@method("getWebhookInfo")
def get_webhook_info(world: World, _params: Params) -> Json:
    """https://core.telegram.org/bots/api#getwebhookinfo"""
    webhook = world.webhook
    info: Json = {
        "url": webhook.url if webhook else "",
        "has_custom_certificate": False,
        "pending_update_count": len(world.updates.waiting(1_000_000)),
    }
    if webhook is None:
        return info
    info["max_connections"] = webhook.max_connections
    if webhook.last_error is not None:
        info["last_error_date"] = int(webhook.last_error[0].timestamp())
        info["last_error_message"] = webhook.last_error[1]
    if world.updates.allowed:
        info["allowed_updates"] = world.updates.allowed
    return info


def _check_address(url: str) -> None:
    try:
        parts = urlsplit(url)
        port = parts.port or 443
    except ValueError:
        raise bad_request("bad webhook: Wrong HTTP URL") from None
    if _is_this_machine(parts.hostname or ""):
        return
    if parts.scheme != "https":
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    if port not in _PORTS:
        raise bad_request("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
