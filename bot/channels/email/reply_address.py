"""Signed addresses: who holds the letter may answer it, whatever stands in From.

A letter carries its mark twice, in the address it asks answers to (`bot+r.<outbox>-<mac>@…`) and in its Message-ID
(`<dd.<outbox>-<mac>@…>`), so that a server without plus-addresses loses nothing. Lower case only: servers fold the part
before the @. Kinds: r reply, b bounce (the envelope sender), u unsubscribe, t the doctor's own.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

Kind = Literal["r", "b", "u", "t"]

LARGEST = 2**31 - 1
"""No row of the outbox has a larger number: a database refuses to look for one."""

_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
_MAC = 16
_ADDRESSED = re.compile(
    rf"\+(?P<kind>[rbut])\.(?P<number>[0-9a-z]{{1,13}})-(?P<mac>[a-z2-7]{{{_MAC}}})@(?P<domain>[\w.-]+)"
)
_CALLED = re.compile(rf"<dd\.(?P<number>[0-9a-z]{{1,13}})-(?P<mac>[a-z2-7]{{{_MAC}}})@(?P<domain>[\w.-]+)>")


@dataclass(frozen=True)
class Mark:
    """A mark as it stands in a letter, not yet believed: `number` is the row of the outbox."""

    kind: Kind
    number: int
    mac: str


class Marks:
    """Makes and checks marks. The first of `keys` signs, all of them are taken (so a key can be changed)."""

    def __init__(self, keys: Sequence[bytes], name: str, domain: str) -> None:
        self._keys = keys
        self._name = name
        self._domain = domain.lower()

    def address(self, kind: Kind, number: int, contact_id: int) -> str:
        """`bot+r.<number>-<mac>@domain`."""
        return (
            f"{self._name}+{kind}.{_base36(number)}-{self._mac(self._keys[0], kind, number, contact_id)}@{self._domain}"
        )

    def message_id(self, number: int, contact_id: int) -> str:
        """The Message-ID of a letter: the same at every try."""
        return f"<dd.{_base36(number)}-{self._mac(self._keys[0], 'r', number, contact_id)}@{self._domain}>"

    def valid(self, mark: Mark, contact_id: int) -> bool:
        """Whether this deployment made the mark for a letter to that contact."""
        return any(
            hmac.compare_digest(mark.mac, self._mac(key, mark.kind, mark.number, contact_id)) for key in self._keys
        )

    def addressed(self, values: Iterable[str]) -> list[Mark]:
        """The marks in headers that name addresses, each once, in their order."""
        found = (match for value in values for match in _ADDRESSED.finditer(value.lower()[:20_000]))
        return list(dict.fromkeys(self._mark(match, match["kind"]) for match in found if self._ours(match)))

    def called(self, values: Iterable[str]) -> list[Mark]:
        """The marks in headers that name letters (In-Reply-To, References)."""
        found = (match for value in values for match in _CALLED.finditer(value.lower()[:20_000]))
        return list(dict.fromkeys(self._mark(match, "r") for match in found if self._ours(match)))

    def _ours(self, match: re.Match[str]) -> bool:
        return match["domain"] == self._domain

    def _mark(self, match: re.Match[str], kind: str) -> Mark:
        return Mark(kind, min(int(match["number"], 36), LARGEST), match["mac"])  # type: ignore[arg-type]

    def _mac(self, key: bytes, kind: str, number: int, contact_id: int) -> str:
        digest = hmac.new(key, f"{kind}|{number}|{contact_id}|email".encode(), hashlib.sha256).digest()
        return base64.b32encode(digest).decode().lower()[:_MAC]


def _base36(number: int) -> str:
    digits = ""
    while number:
        number, last = divmod(number, 36)
        digits = _DIGITS[last] + digits
    return digits or "0"
