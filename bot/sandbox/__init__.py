"""The sandbox: Telegram without a token, on this machine, for tests, the demo and a visitor's browser."""

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import serve, serve_in_thread

__all__ = ["Sandbox", "serve", "serve_in_thread"]
