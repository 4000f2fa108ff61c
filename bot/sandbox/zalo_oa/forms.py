"""Consultation messages as the platform's documents have them; every other form is refused with the platform's code."""

from collections.abc import Callable
from typing import Any

from bot.sandbox.telegram_forms.errors import Json
from bot.sandbox.world.oa_desk import Uploaded

LONGEST, BUTTONS, LONGEST_TITLE, LONGEST_PAYLOAD = 2000, 5, 100, 1000

WORDS = {
    -32: "Your application reached limit call api", -100: "attachment_id was expired", -210: "Parameter exceeds limit",
    -211: "Out of quota", -213: "User has not followed OA", -216: "Access token is invalid",
    -220: "access_token is expired or removed", -224: "The OA needs to upgrade OA Tier Package",
    -230: "User has not interacted with the OA in the past 7 days", -232: "User has not interacted with the OA",
    -233: "message type is not supported", -242: "Invalid appsecret_proof", -131: "Template is not approved",
    -321: "Zalo Cloud Account is out of money", -1121: "Parameter too long", -1122: "Template parameter missing",
    -14014: "Invalid refresh token", -14002: "Invalid app", -14003: "Invalid redirect uri", -14004: "Invalid code",
}  # fmt: skip


class OaRefusal(Exception):
    """`error` other than 0, sent with HTTP 200."""

    def __init__(self, code: int, words: str = "") -> None:
        super().__init__(code)
        self.code = code
        self.body: Json = {"error": code, "message": words or WORDS.get(code, "error")}


def invalid(field: str) -> OaRefusal:
    """-201: a field is not as it should be."""
    return OaRefusal(-201, f"{field} is invalid!")


def text_of(message: Json) -> str:
    """The words of a message. Raises OaRefusal."""
    text = message.get("text", "")
    if not isinstance(text, str):
        raise invalid("text")
    if len(text) > LONGEST:
        raise OaRefusal(-210)
    return text


def buttons_of(payload: Json) -> list[tuple[str, str]]:
    """(title, payload) of query buttons. Raises OaRefusal."""
    given = payload.get("buttons", [])
    if not isinstance(given, list) or len(given) > BUTTONS:
        raise invalid("buttons")
    found = []
    for button in given:
        title, carried = button.get("title"), button.get("payload")
        if not isinstance(title, str) or not 0 < len(title) <= LONGEST_TITLE:
            raise invalid("title")
        if button.get("type") not in ("oa.query.hide", "oa.query.show"):
            raise invalid("type")
        if not isinstance(carried, str) or not 0 < len(carried) <= LONGEST_PAYLOAD:
            raise invalid("payload")
        found.append((title, carried))
    return found


def read_message(
    message: Any, uploaded: Callable[[Any, str], Uploaded]
) -> tuple[str, list[tuple[str, str]], Uploaded | None]:
    """Words, buttons, file of a consultation message. Raises OaRefusal for what no document shows."""
    if not isinstance(message, dict) or set(message) - {"text", "attachment", "quote_message_id"}:
        raise invalid("message")
    text, attachment = text_of(message), message.get("attachment")
    if attachment is None:
        if not text.strip():
            raise invalid("text")
        return text, [], None
    payload = attachment.get("payload") if isinstance(attachment, dict) else None
    if not isinstance(payload, dict):
        raise invalid("attachment")
    if attachment.get("type") == "file":
        if "text" in message:
            raise invalid("text")  # a guess: no sample has words beside a file
        return "", [], uploaded(payload.get("token"), "file")
    if attachment.get("type") != "template":
        raise OaRefusal(-233)
    buttons = buttons_of(payload)
    if "template_type" not in payload:
        if not buttons or not text.strip():
            raise invalid("payload")
        return text, buttons, None
    elements = payload.get("elements")
    if payload["template_type"] != "media" or not isinstance(elements, list) or len(elements) != 1 or buttons:
        raise OaRefusal(-233)
    if elements[0].get("media_type") != "image" or set(elements[0]) != {"media_type", "attachment_id"}:
        raise invalid("media_type")
    return text, [], uploaded(elements[0]["attachment_id"], "image")
