"""Telegram's forms, told apart from who uses them: errors, texts, keyboards, limits, the queue of updates."""
