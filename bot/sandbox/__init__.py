"""The sandbox: Telegram without a token, on this machine, for tests, the demo and a visitor's browser.

    sandbox = Sandbox(clock=clock)
    lan = sandbox.create_person("Nguyễn Thị Lan")
    async with serve(sandbox) as url:  # a bot talks to f"{url}/bot", a browser to url
        asked = sandbox.say(lan, "/viec")
        answer = await sandbox.wait_for(lambda: sandbox.answer_to(asked))
        sandbox.press(lan, answer.message_id, "Đã xong")

Only what arrives over HTTP counts as the bot's doing; nothing here imports any of its code but the clock.
"""

from bot.sandbox.sandbox import Sandbox
from bot.sandbox.server import serve, serve_in_thread

__all__ = ["Sandbox", "serve", "serve_in_thread"]
