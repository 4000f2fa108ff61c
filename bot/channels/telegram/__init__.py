"""Everything that knows the Telegram Bot API."""
