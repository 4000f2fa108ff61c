"""A message of ours as a letter: the same words as text and as HTML, signed addresses, its place in the thread."""

import datetime as dt
import email.utils
import mimetypes
import re
import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from bot.channels.email.account import Account
from bot.channels.email.reply_address import Marks
from catalog.clock import local_day
from catalog.messaging.inbox_and_outbox import NUDGE, REPLY
from scheduler.delivery.channel import Parcel
from templates.render import letter, say

MOST_REFERENCES = 20
"""Of a long thread the first letter and so many of the last are named (RFC 5322 3.6.4 lets them be cut)."""

PREFILLED = 10
"""So many tasks get a link that writes "1 xong": a list of eighty would be a page of links."""

POLICY = SMTP.clone(cte_type="7bit")
_ENCODED = 1.38  # base64 and its line ends
_ANSWER = re.compile(r"^\s*(?:(?:re|tr|tl|trả lời|fwd?|fw)\s*:\s*)+", re.I)


@dataclass(frozen=True)
class Answered:
    """The letter of theirs that is answered; `references` as it named them."""

    message_id: str
    references: Sequence[str]
    subject: str


@dataclass(frozen=True)
class Occasion:
    """Why a letter goes out: to which contact, how urgent, when made, what it answers, which numbers are tasks."""

    contact_id: int
    priority: int
    made_at: dt.datetime
    tasks: Sequence[int] = ()
    answered: Answered | None = None


def compose(
    account: Account, marks: Marks, parcel: Parcel, occasion: Occasion, link: str, now: dt.datetime
) -> EmailMessage:
    """The letter. `link` is where a file that is too large can be fetched ("" for nowhere)."""
    mail = EmailMessage(POLICY)
    number, contact = parcel.outbox_id, occasion.contact_id
    reply_to = marks.address("r", number, contact)
    mail["From"] = Address(account.shown, account.name, account.domain)
    mail["To"] = parcel.chat_id
    mail["Reply-To"] = reply_to
    mail["Subject"] = subject = _subject(parcel, occasion)
    mail["Date"] = email.utils.format_datetime(now)
    mail["Message-ID"] = marks.message_id(number, contact)
    _place_in_thread(mail, account, occasion)
    mail["Auto-Submitted"] = "auto-replied" if occasion.priority == REPLY else "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    if occasion.priority == NUDGE:
        mail["List-Id"] = f"<nhac-viec.{account.domain}>"
        mail["List-Unsubscribe"] = f"<mailto:{marks.address('u', number, contact)}?subject=huy>"
        mail["Precedence"] = "bulk"
    _fill(mail, account, parcel, occasion, link, f"mailto:{reply_to}?subject={_quoted('Re: ' + subject)}&body=")
    return mail


def fits(account: Account, size: int) -> bool:
    """Whether a file of so many bytes can go with a letter."""
    return size * _ENCODED < account.largest


def _fill(mail: EmailMessage, account: Account, parcel: Parcel, occasion: Occasion, link: str, answer: str) -> None:
    file = parcel.file
    carried = file if file is not None and fits(account, len(file.data)) else None
    choices = [choice for row in parcel.choices for choice in row if choice.needs_line]
    picture = f"tep.{parcel.outbox_id}@{account.domain}" if carried is not None and carried.picture else ""
    text, html = letter(
        text=parcel.text,
        choices=[{"number": c.number, "label": c.label, "answer": answer + _quoted(c.number)} for c in choices],
        tasks=list(occasion.tasks),
        done=[{"label": said, "answer": answer + _quoted(said)} for said in _done(occasion.tasks[:PREFILLED])],
        picture=picture, file=file.name if file is not None else "", link=link,
        too_large=file is not None and carried is None,
    )  # fmt: skip
    mail.set_content(text, cte="quoted-printable")
    mail.add_alternative(html, subtype="html", cte="quoted-printable")
    if carried is None:
        return
    kind, _, form = (mimetypes.guess_type(carried.name)[0] or "application/octet-stream").partition("/")
    if picture:
        shown = mail.get_body(("html",))
        assert shown is not None
        shown.add_related(carried.data, kind, form, cid=f"<{picture}>", filename=carried.name, disposition="inline")
    else:
        mail.add_attachment(carried.data, kind, form, filename=carried.name)


def _done(tasks: Sequence[int]) -> list[str]:
    return [say("mail.done", number=number) for number in tasks]


def _subject(parcel: Parcel, occasion: Occasion) -> str:
    """One line, whatever people typed into it: the same for all letters of a thread, since Gmail splits at a change."""
    if occasion.answered is not None and occasion.priority == REPLY:
        about = _ANSWER.sub("", occasion.answered.subject).strip()
        return "Re: " + " ".join((about or say("mail.subject", about=_first_line(parcel.text))).split())[:200]
    if occasion.priority == NUDGE:
        return say("mail.subject_day", day=local_day(occasion.made_at))
    return " ".join(say("mail.subject", about=_first_line(parcel.text)).split())


def _first_line(text: str) -> str:
    return next((line.strip() for line in text.splitlines() if line.strip()), "")


def _place_in_thread(mail: EmailMessage, account: Account, occasion: Occasion) -> None:
    """Under the letter answered; the reminders of a person and day stand under one thread of their own."""
    if occasion.answered is not None and occasion.answered.message_id:
        known = [*occasion.answered.references, occasion.answered.message_id]
        kept = known if len(known) <= MOST_REFERENCES else [known[0], *known[-MOST_REFERENCES:]]
        mail["In-Reply-To"], mail["References"] = occasion.answered.message_id, " ".join(kept)
    elif occasion.priority == NUDGE:
        day = local_day(occasion.made_at)
        mail["References"] = f"<ngay.{day:%Y%m%d}.{occasion.contact_id}@{account.domain}>"


def _quoted(text: str) -> str:
    return urllib.parse.quote(text, safe="")
