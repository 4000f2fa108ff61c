"""Whether our own server vouches for who wrote (Authentication-Results, RFC 8601). Only its own word counts: everybody
can write such a header into a letter, but not above the first Received."""

from collections.abc import Sequence
from typing import Literal

import authres

Verdict = Literal["pass", "fail", "unknown"]
"""Unknown: no name of our server is set, so that nothing can be believed."""


def vouched(results: Sequence[str], authserv: str, sender: str) -> Verdict:
    """What the server called `authserv` says of `sender`'s domain. `results` stood above the first Received."""
    if not authserv:
        return "unknown"
    domain = sender.rpartition("@")[2]
    said = [one for result in results for one in _said(result, authserv)]
    if any(one.method == "dmarc" and one.result == "fail" for one in said):
        return "fail"
    return "pass" if domain and any(_passes(one, domain) for one in said) else "fail"


def _said(result: str, authserv: str) -> list[authres.AuthenticationResult]:
    try:
        parsed = authres.AuthenticationResultsHeader.parse(f"Authentication-Results: {result}")
    except (authres.AuthResError, ValueError, IndexError):
        return []
    return list(parsed.results) if str(parsed.authserv_id).lower() == authserv.lower() else []


def _passes(said: authres.AuthenticationResult, domain: str) -> bool:
    if said.result != "pass":
        return False
    if said.method == "dmarc":
        return _aligned(_property(said, "header", "from"), domain)
    if said.method == "dkim":
        return _aligned(_property(said, "header", "d"), domain)
    if said.method == "spf":
        return _aligned(_property(said, "smtp", "mailfrom"), domain)
    return str(said.method) == "auth"


def _property(said: authres.AuthenticationResult, kind: str, name: str) -> str:
    return next((str(p.value) for p in said.properties if p.type == kind and p.name == name), "")


def _aligned(value: str, domain: str) -> bool:
    """The same domain, or one that stands above it (relaxed alignment)."""
    signed = value.strip("@<>").rpartition("@")[2].lower()
    return bool(signed) and (domain == signed or (domain.endswith("." + signed) and signed.count(".") >= 2))
