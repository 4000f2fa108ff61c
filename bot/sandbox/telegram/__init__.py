"""Telegram's side of the sandbox: the Bot API, its limits, its forms."""
