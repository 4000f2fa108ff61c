"""The sandbox: Telegram (and Zalo) without a token, on this machine."""
