"""IMAP of the sandbox (RFC 3501 and 2177): one folder, UID commands and IDLE, as the bot's account uses them.

It stands for a server that works. What real ones do beside the RFCs is tried on real ones.
"""

import asyncio
import datetime as dt
import email.utils
import re

from bot.sandbox.world.mail_desk import VALIDITY, Kept
from bot.sandbox.world.world import World

_CAPABILITY = "IMAP4rev1 IDLE AUTH=PLAIN"
_LOOKED = 5.0
"""Seconds after which an IDLE looks whether the line is still there."""


class ImapServer:
    """Shows the bot its mailbox. Any name and password open it: it is this machine's."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection."""
        await _say(writer, "* OK sandbox.test")
        while line := await reader.readline():
            tag, _, rest = line.decode("utf-8", "replace").strip().partition(" ")
            verb, _, rest = rest.partition(" ")
            if verb.upper() == "UID":
                verb, _, rest = rest.partition(" ")
            match verb.upper():
                case "CAPABILITY":
                    await _say(writer, f"* CAPABILITY {_CAPABILITY}")
                case "AUTHENTICATE":
                    await _say(writer, "+ ")
                    await reader.readline()
                case "SELECT" | "EXAMINE":
                    await _say(writer, f"* {len(self._kept())} EXISTS\r\n* OK [UIDVALIDITY {VALIDITY}] here")
                case "STATUS":
                    await _say(writer, self._status(rest))
                case "SEARCH":
                    await _say(writer, "* SEARCH " + " ".join(str(one.uid) for one in self._found(rest)))
                case "FETCH":
                    self._fetch(writer, rest)
                case "STORE":
                    self._store(rest)
                case "IDLE":
                    await self._idle(reader, writer)
                case "LOGOUT":
                    await _say(writer, f"* BYE\r\n{tag} OK done")
                    break
            await _say(writer, f"{tag} OK done")
        writer.close()

    def _kept(self) -> list[Kept]:
        with self._world.lock:
            return list(self._world.mail.kept)

    def _status(self, rest: str) -> str:
        last = max((one.uid for one in self._kept()), default=0)
        values = {"UIDVALIDITY": VALIDITY, "UIDNEXT": last + 1, "MESSAGES": last}
        asked = re.findall(r"[A-Z]+", rest.upper().rpartition("(")[2])
        return '* STATUS "INBOX" (' + " ".join(f"{name} {values.get(name, 0)}" for name in asked) + ")"

    def _found(self, rest: str) -> list[Kept]:
        """UID n:*, SINCE a day, HEADER Message-ID; "n:*" names the newest one whatever n is, as RFC 3501 has it."""
        kept = self._kept()
        if numbered := re.search(r"UID (\d+):\*", rest, re.I):
            return [one for one in kept if one.uid >= int(numbered[1])] or kept[-1:]
        if called := re.search(r'HEADER Message-ID "(.*)"', rest, re.I):
            return [one for one in kept if called[1].encode() in one.raw.partition(b"\r\n\r\n")[0]]
        if since := re.search(r"SINCE (\S+)", rest, re.I):
            day = dt.datetime.strptime(since[1], "%d-%b-%Y").date()  # noqa: DTZ007 - a day
            return [one for one in kept if _day(one) >= day]
        return kept

    def _fetch(self, writer: asyncio.StreamWriter, rest: str) -> None:
        numbers, _, what = rest.partition(" ")
        wanted = {int(number) for number in numbers.split(",") if number.isdigit()}
        for one in (one for one in self._kept() if one.uid in wanted):
            if "BODY" not in what.upper():
                writer.write(f"* {one.uid} FETCH (UID {one.uid} RFC822.SIZE {len(one.raw)})\r\n".encode())
                continue
            data = one.raw.partition(b"\r\n\r\n")[0] + b"\r\n\r\n" if "HEADER" in what.upper() else one.raw
            writer.write(f"* {one.uid} FETCH (UID {one.uid} BODY[] {{{len(data)}}}\r\n".encode() + data + b")\r\n")

    def _store(self, rest: str) -> None:
        numbers, _, what = rest.partition(" ")
        wanted = {int(number) for number in numbers.split(",") if number.isdigit()}
        with self._world.lock:
            for one in self._world.mail.kept:
                if one.uid in wanted:
                    one.flags |= set(re.findall(r"[\\$][A-Za-z]+", what))
        self._world.changes.bump()

    async def _idle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Tells of every letter that comes until the client says it has heard enough."""
        await _say(writer, "+ idling")
        told, enough = len(self._kept()), asyncio.create_task(reader.readline())
        try:
            while not enough.done():
                seen = self._world.changes.count
                if (there := len(self._kept())) > told:
                    await _say(writer, f"* {there} EXISTS")
                    told = there
                change = asyncio.create_task(self._world.changes.after(seen, _LOOKED))
                await asyncio.wait({enough, change}, return_when=asyncio.FIRST_COMPLETED)
                change.cancel()
        finally:
            enough.cancel()


def _day(kept: Kept) -> dt.date:
    found = re.search(rb"^Date: (.+)$", kept.raw, re.M | re.I)
    try:
        return email.utils.parsedate_to_datetime(found[1].decode()).date() if found else dt.date.max
    except (ValueError, UnicodeError):
        return dt.date.max


async def _say(writer: asyncio.StreamWriter, words: str) -> None:
    writer.write(f"{words}\r\n".encode())
    await writer.drain()
