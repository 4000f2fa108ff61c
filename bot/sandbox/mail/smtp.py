"""SMTP of the sandbox (RFC 5321, the part a client needs that sends letters one after the other)."""

import asyncio
import email
import email.policy
import re

from bot.sandbox.telegram_forms.text import formatted
from bot.sandbox.world.chats import Chat
from bot.sandbox.world.mail_desk import BOT_ADDRESS, address_of, bytes_of, is_on_mail, words_of
from bot.sandbox.world.pictures import PICTURE_TYPES
from bot.sandbox.world.world import World

LARGEST = 25_000_000
_PATH = re.compile(r"(?:FROM|TO):\s*<([^>]*)>", re.I)


class SmtpServer:
    """Takes letters of the bot to people of one world."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        to: list[str] = []
        await _say(writer, "220 sandbox.test ESMTP")
        while line := await reader.readline():
            verb, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            match verb.upper():
                case "EHLO" | "HELO":
                    await _say(writer, f"250-sandbox.test\r\n250-SIZE {LARGEST}\r\n250 ENHANCEDSTATUSCODES")
                case "MAIL" | "RSET":
                    to = []
                    await _say(writer, "250 2.0.0 Ok")
                case "RCPT":
                    named = _PATH.match(rest)
                    refusal = self._refusal(named[1] if named else "")
                    to += [named[1]] if named and not refusal else []
                    await _say(writer, refusal or "250 2.1.5 Ok")
                case "DATA":
                    await _say(writer, "354 Go on")
                    raw = await _data(reader)
                    for address in to:
                        self._deliver(address, raw)
                    await _say(writer, "250 2.0.0 Taken")
                case "NOOP":
                    await _say(writer, "250 2.0.0 Ok")
                case "QUIT":
                    await _say(writer, "221 2.0.0 Bye")
                    break
                case _:
                    await _say(writer, "502 5.5.1 Not known here")
        writer.close()

    def _chat(self, address: str) -> Chat | None:
        people = [one for one in self._world.people.values() if is_on_mail(one)]
        found = next((one for one in people if address_of(one) == address.lower()), None)
        return self._world.chats[found.id] if found is not None else None

    def _refusal(self, address: str) -> str:
        """Why nobody gets mail there; a person who has blocked the bot is a mailbox that is closed."""
        name, _, domain = address.lower().partition("@")
        if f"{name.partition('+')[0]}@{domain}" == BOT_ADDRESS:
            return ""
        with self._world.lock:
            chat = self._chat(address)
        return "" if chat is not None and chat.bot != "kicked" else "550 5.1.1 No such mailbox"

    def _deliver(self, address: str, raw: bytes) -> None:
        world = self._world
        with world.lock:
            chat = self._chat(address)
            if chat is None:
                world.mail.add(raw)  # to itself
            else:
                self._show(chat, raw)
        world.changes.bump()

    def _show(self, chat: Chat, raw: bytes) -> None:
        """The letter as a message of the bot: its plain text, and what it carries."""
        letter = email.message_from_bytes(raw, policy=email.policy.default)
        called = str(letter["Message-ID"])
        if any(str(one["Message-ID"]) == called for one in self._world.mail.letters.values()):
            return  # as servers do with a letter that comes twice
        message = self._world.new_message(chat, self._world.bot)
        message.content = formatted(words_of(letter), None)
        chat.bot = "member" if chat.bot == "none" else chat.bot
        for part in letter.walk():
            if part.get_filename():
                data, mime = bytes_of(part), part.get_content_type()
                if mime in PICTURE_TYPES:
                    message.photo = list(self._world.files.add_photo(data))
                else:
                    message.document = self._world.files.add(data, str(part.get_filename()), mime, "document")
        self._world.mail.letters[message.message_id] = letter


async def _data(reader: asyncio.StreamReader) -> bytes:
    """Up to the dot that stands alone, without the dots that were put before dots."""
    lines = list[bytes]()
    while (line := await reader.readline()) and line.rstrip(b"\r\n") != b".":
        lines.append(line[1:] if line.startswith(b".") else line)
    return b"".join(lines)


async def _say(writer: asyncio.StreamWriter, words: str) -> None:
    writer.write(f"{words}\r\n".encode())
    await writer.drain()
