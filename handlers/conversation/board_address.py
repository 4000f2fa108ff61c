"""Addresses of the table on the web, under the board's own, and the button that leads to one of them."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

from catalog.messaging.inbox_and_outbox import Choice
from templates.render import say

KEYS = {
    "plan": "ke-hoach", "agency": "co-quan", "group": "nhom", "annex": "phu-luc", "section": "muc",
    "part": "tinh-trang", "first": "tu-ngay", "last": "den-ngay", "warning": "canh-bao", "words": "tu-khoa",
    "order": "sap-xep", "page": "trang", "size": "so-dong", "paper": "in",
}  # fmt: skip
"""What is asked for -> its name in the address."""

_KEPT = ("plan", "agency", "group", "annex", "section")


def address_of(values: Mapping[str, object]) -> str:
    """These values as a query ("?..."), "" for none; names are those of the address."""
    return f"?{urlencode({name: str(value) for name, value in values.items()})}" if values else ""


def values_of(page: str) -> dict[str, str]:
    """What `address_of` wrote; {} of a page that is no filter of the table."""
    return dict(parse_qsl(page[1:])) if page.startswith("?") else {}


def page_of(kept: Mapping[str, Any], **more: object) -> str:
    """The filter for what a screen of the chat shows (`conversation.scope.Asked.kept`), narrowed by more of `KEYS`."""
    values = {name: kept[name] for name in _KEPT if name in kept} | more
    return address_of({KEYS[name]: value for name, value in values.items() if value != ""})


def button(page: str = "") -> Choice:
    """The button that leads to this page of the board."""
    return Choice(say("table.button"), "board", {"page": page} if page else {})
