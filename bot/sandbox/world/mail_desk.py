"""Mail in the sandbox: the bot's mailbox, the addresses people have, and how their words become letters.

The people, their chats, messages and files are the world's own. Whoever is of the channel "email" writes as a mail
program does: an answer goes to the address the letter asks for, names the letter and quotes it below.
"""

import base64
import email.message
import email.policy
import email.utils
from dataclasses import dataclass, field
from email.headerregistry import Address

from bot.sandbox.world.chats import Person
from bot.sandbox.world.messages import Message
from catalog.clock import local
from catalog.text import fold

BOT_ADDRESS = "dondoc@sandbox.test"
OFFICE = "co-quan.test"
VALIDITY = 1
"""The numbering of the bot's mailbox (UIDVALIDITY)."""


@dataclass
class Kept:
    """A letter in the bot's mailbox."""

    uid: int
    raw: bytes
    flags: set[str] = field(default_factory=set)


@dataclass
class MailDesk:
    """The bot's mailbox, and the letters behind messages, by their number: the bot's, and those people have written."""

    kept: list[Kept] = field(default_factory=list)
    letters: dict[int, email.message.EmailMessage] = field(default_factory=dict)
    written: dict[int, email.message.EmailMessage] = field(default_factory=dict)

    def add(self, raw: bytes) -> None:
        """A letter came for the bot; any bytes may be put here."""
        self.kept.append(Kept(len(self.kept) + 1, raw))

    def subject_of(self, message: Message) -> str | None:
        """The subject of the letter behind a message; None where it was no letter."""
        letter = self.letters.get(message.message_id) or self.written.get(message.message_id)
        return " ".join(str(letter["Subject"]).split()) if letter is not None else None

    def html_of(self, message_id: int) -> str | None:
        """The bot's letter as a mail program shows it; None where there is none. Its pictures stand in it."""
        letter = self.letters.get(message_id)
        body = letter.get_body(("html",)) if letter is not None else None
        if letter is None or body is None:
            return None
        html = str(body.get_content())
        for part in letter.walk():
            if called := str(part["Content-ID"] or "").strip("<>"):
                data = base64.b64encode(bytes_of(part)).decode()
                html = html.replace(f"cid:{called}", f"data:{part.get_content_type()};base64,{data}")
        return html

    @property
    def waiting(self) -> bool:
        """Whether there is a letter the bot has not marked as taken."""
        return any("\\Seen" not in one.flags for one in self.kept)


def address_of(person: Person) -> str:
    """Where this person gets mail: made of their name, and of their number, so that no two share one."""
    name = ".".join("".join(c if c.isalnum() else " " for c in fold(person.first_name)).split())
    return f"{name or 'nguoi'}.{person.id % 10_000}@{OFFICE}"


def is_on_mail(person: Person | None) -> bool:
    """Whether this is somebody of the channel "email"."""
    return person is not None and person.channel == "email"


def letter_of(message: Message, answered: email.message.EmailMessage | None) -> email.message.EmailMessage:
    """The letter a person's mail program makes of a message; `answered` is the bot's letter it is an answer to."""
    letter = email.message.EmailMessage(email.policy.SMTP)
    local_part, _, domain = address_of(message.sender).partition("@")
    letter["From"] = Address(message.sender.first_name, local_part, domain)
    letter["To"] = str(answered["Reply-To"] or answered["From"]) if answered is not None else BOT_ADDRESS
    letter["Subject"] = _subject(message, answered)
    letter["Date"] = email.utils.format_datetime(message.date)
    letter["Message-ID"] = f"<{message.chat_id}.{message.message_id}@{OFFICE}>"
    if answered is not None:
        called = str(answered["Message-ID"])
        letter["In-Reply-To"] = called
        letter["References"] = " ".join([*str(answered["References"] or "").split(), called])
    letter.set_content(f"{message.text}\n{_quote(answered)}", cte="quoted-printable")
    if (file := message.attachment) is not None:
        kind, _, form = (file.mime or "application/octet-stream").partition("/")
        letter.add_attachment(file.data, kind, form or "octet-stream", filename=file.name)
    return letter


def bytes_of(part: email.message.Message) -> bytes:
    """What a part of a letter carries."""
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def words_of(letter: email.message.EmailMessage) -> str:
    """The plain text of a letter, "" where it has none."""
    body = letter.get_body(("plain",))
    return str(body.get_content()).replace("\r\n", "\n").strip() if body is not None else ""


def _subject(message: Message, answered: email.message.EmailMessage | None) -> str:
    if answered is None:
        return next((line.strip()[:70] for line in message.text.splitlines() if line.strip()), "Thư gửi Đôn Đốc")
    subject = " ".join(str(answered["Subject"]).split())
    return subject if subject.startswith("Re:") else f"Re: {subject}"


def _quote(answered: email.message.EmailMessage | None) -> str:
    if answered is None:
        return ""
    at = local(email.utils.parsedate_to_datetime(str(answered["Date"])))
    told = f"\nVào {at:%H:%M} {at.day} thg {at.month}, {at.year}, Đôn Đốc <{BOT_ADDRESS}> đã viết:\n\n"
    return told + "".join(f"> {line}\n" for line in words_of(answered).splitlines())
