"""The frame of a claim: whether every word of a clause that says "done" has a place in it."""

from handlers.replies.frame.accounts import accounts_for

__all__ = ["accounts_for"]
