"""Zalo's side of the sandbox."""
