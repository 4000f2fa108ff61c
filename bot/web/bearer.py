"""Tokens in a header, compared so that the time it takes tells nothing."""

import hmac

from starlette.requests import Request


def same(given: str, secret: str) -> bool:
    """Whether what was given is the secret; never for an empty secret."""
    return bool(secret) and hmac.compare_digest(given.encode(), secret.encode())


def bears(request: Request, secret: str) -> bool:
    """Whether the request has `Authorization: Bearer <secret>`."""
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return same(given.strip(), secret) and scheme.lower() == "bearer"
