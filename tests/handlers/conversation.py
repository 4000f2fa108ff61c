"""Conversations without a network: events go straight into `handlers.process`, answers are read from the outbox.

`Talk` works the same for a channel with buttons (a tap is a callback) and for one without (a tap is typed as the
number of the choice): what differs is only what the person's device sends.
"""

import datetime as dt
import pathlib
import re
import textwrap
import uuid
from dataclasses import dataclass, replace

from sqlmodel import Session, col, func, select

from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM
from catalog.clock import SetClock
from catalog.messaging import inbox_and_outbox
from catalog.messaging.channel_limits import CHANNELS
from catalog.people.people import contact_for, grant
from catalog.people.rights import Role
from catalog.plans.keeping.store import import_plan
from catalog.plans.model import Actors, ParsedPlan, ParsedTask
from catalog.store.store import Store, settled
from catalog.tables import Assignment, Contact, Outbox, Task
from catalog.work.deadline import Deadline
from catalog.work.evidence import EvidenceStore, FileRefused
from handlers import process
from handlers.conversation.context import Incoming, Received
from scheduler.digests.sweep import sweep
from scheduler.ladder.working_calendar import OfficeHours, shipped_calendar
from templates.documents.sample import sample_pdf

COORDINATOR = "Sở Khoa học và Công nghệ"
LIMIT = 20_000_000
LINE = 40
"""Letters that stand in one line of a message on a phone 390 pixels wide."""
NOT_BY_LETTER = "Việc này không thực hiện được chỉ bằng thư"
"""What a letter is answered that decides something, where there is no page to confirm it on."""


@dataclass(frozen=True)
class Heard:
    """One message of the bot, as the person sees it."""

    outbox_id: int
    text: str
    labels: tuple[str, ...]
    files: tuple[str, ...]
    numbers: tuple[str, ...] = ()
    rows: int = 0
    """Rows of buttons; where there are none, lines that name a choice."""

    @property
    def screens(self) -> float:
        """How much of a phone's screen it takes on the page of the sandbox, by what was measured there in a browser."""
        lines = sum(max(1, len(textwrap.wrap(line, LINE))) for line in self.text.splitlines())
        return (30 + 22 * lines + (22 if any(self.numbers) else 43) * self.rows) / 515


def pdf(words: str = "") -> bytes:
    """A small PDF whose content differs with the words."""
    return sample_pdf(words)


class Talk:
    """People who talk to the bot on `channel` over a real store."""

    def __init__(self, store: Store, clock: SetClock, home: pathlib.Path, channel: str = "telegram") -> None:
        self.store = store
        self.clock = clock
        self.channel = channel
        self.home = home
        self.evidence = EvidenceStore(str(home / "evidence"), limit=LIMIT)
        self.hours = OfficeHours()
        self.confirms = True  # what is decided by letter is confirmed on its page

    # --- who is there and what there is to do ---

    def person(self, name: str, role: Role, agency: str | None = None) -> str:
        """A person who holds a role; returns the id of their chat."""
        chat = f"chat-{name}"

        def link(session: Session) -> None:
            contact = contact_for(session, self.channel, chat, name, self.clock())
            row = agency_id(session, agency) if agency else None
            grant(session, contact.person_id or 0, role, row, SYSTEM, self.clock())

        self.store.write(link)
        return chat

    def plan(self, *tasks: ParsedTask, number: str = "1/KH", coordinator: str = COORDINATOR) -> list[int]:
        """Import a small plan; the codes of its tasks."""
        parsed = ParsedPlan(
            number=number, title=f"Kế hoạch {number}", issuer="UBND tỉnh", date=dt.date(2026, 1, 2), year=2026,
            coordinator=coordinator, tasks=tasks,
        )  # fmt: skip
        self.store.write(lambda s: import_plan(s, parsed, SYSTEM, self.clock()))
        with self.store.read() as session:
            query = select(Task.id).where(col(Task.title).in_([task.title for task in tasks])).order_by(col(Task.id))
            return [code for code in session.exec(query) if code is not None]

    def assignment(self, code: int) -> Assignment:
        """The first lead assignment of a task as it stands."""
        with self.store.read() as session:
            query = select(Assignment).where(Assignment.task_id == code, Assignment.role == "lead")
            return session.exec(query.order_by(col(Assignment.id))).first() or Assignment()

    def sweep(self) -> None:
        """The reminders that are due now."""
        self.store.write(lambda s: sweep(s, self.clock(), shipped_calendar()))
        self._delivered()

    def _delivered(self) -> None:
        """What was queued outside a conversation goes out."""
        self.store.write(lambda s: _deliver(s, self.clock()))

    # --- what people do ---

    def say(
        self,
        chat: str,
        text: str = "",
        *files: tuple[str, bytes],
        reply_to: Heard | None = None,
        album: str = "",
    ) -> list[Heard]:
        """Words and files of one message; what this chat hears because of it."""
        received = [self._kept(name, data) for name, data in files]
        replied = str(reply_to.outbox_id) if reply_to else ""
        incoming = Incoming(self.channel, chat, chat, chat[5:], text=text, reply_to=replied, album=album)
        return self._send(chat, incoming, received)

    def tap(self, chat: str, label: str, message: Heard | None = None) -> list[Heard]:
        """Answer the newest message with such a choice: with a button, or by typing its number."""
        shown = message or next(
            (heard for heard in reversed(self.seen(chat)) if any(label in one for one in heard.labels)), None
        )
        assert shown is not None, f"no choice {label!r} in {[h.labels for h in self.seen(chat)]}"
        index = next(i for i, one in enumerate(shown.labels) if label in one)
        if not CHANNELS[self.channel].buttons:
            return self.say(chat, shown.numbers[index])
        return self._send(chat, Incoming(self.channel, chat, chat, chat[5:], choice=(shown.outbox_id, index)), [])

    def _kept(self, name: str, data: bytes) -> Received:
        if len(data) > LIMIT:
            return Received(name, refused="too_large")
        try:
            return Received(name, self.evidence.keep(data, name))
        except FileRefused as refusal:
            return Received(name, refused=refusal.reason)

    def _send(self, chat: str, incoming: Incoming, received: list[Received]) -> list[Heard]:
        with self.store.read() as session:
            before = session.exec(select(func.max(Outbox.id))).one() or 0
        now = self.clock()
        event = uuid.uuid4().hex

        def happen(session: Session) -> None:
            inbox = inbox_and_outbox.receive(session, self.channel, event, chat, {}, now)
            assert inbox is not None
            kinds = self.evidence.accepted
            settled(session, process.handle, inbox, incoming, received, now, LIMIT, hours=self.hours, kinds=kinds)
            _deliver(session, now)

        self.store.write(happen)
        heard = self.seen(chat, before)
        if not self.confirms or not any(NOT_BY_LETTER in one.text for one in heard):
            return heard
        assert not incoming.confirmed, "asked to confirm what was confirmed"
        answered = [one.outbox_id for one in self.seen(chat) if one.outbox_id <= before]
        said = replace(incoming, confirmed=True, reply_to=incoming.reply_to or str(max(answered, default="")))
        return self._send(chat, said, received)  # the page's button was pressed

    # --- what people see ---

    def seen(self, chat: str, after: int = 0) -> list[Heard]:
        """Everything the bot said in a chat (after the message of that outbox id), oldest first."""
        with self.store.read() as session:
            rows = session.exec(
                select(Outbox)
                .join(Contact, col(Contact.id) == col(Outbox.contact_id))
                .where(Contact.chat_id == chat, col(Outbox.id) > after)
                .order_by(col(Outbox.id))
            ).all()
            return [_heard(row) for row in rows]

    def last(self, chat: str, contains: str = "") -> Heard:
        """The newest message of a chat with these words in it."""
        found = [heard for heard in self.seen(chat) if contains in heard.text]
        assert found, f"{contains!r} was not said; heard: {[h.text for h in self.seen(chat)][-5:]}"
        return found[-1]


def _deliver(session: Session, now: dt.datetime) -> None:
    """Everything goes out at once; the provider's id of a message is its outbox id."""
    session.flush()
    for row in session.exec(select(Outbox).where(Outbox.state == "queued", col(Outbox.not_before) <= now)):
        row.state, row.provider_message_id, row.sent_at = "sent", str(row.id), now
        session.add(row)


def _heard(row: Outbox) -> Heard:
    message = inbox_and_outbox.Message.from_json(row.payload)
    labels = tuple(choice.label for choice in message.flat_choices())
    numbers = tuple(choice.number for choice in message.flat_choices())
    named = [choice for choice in message.flat_choices() if choice.number and choice.needs_line]
    printed = set(re.findall(r"^(\d+)\. ", message.text, re.MULTILINE))
    assert not printed & {choice.number for choice in named}, f"two things under one number: {message.text} {named}"
    rows = len(named) if any(numbers) else len(message.choices)
    return Heard(row.id or 0, message.text, labels, tuple(file.name for file in message.files), numbers, rows)


def task(
    title: str,
    due: dt.date | None = dt.date(2026, 1, 30),
    *lead: str,
    output: str = "Báo cáo",
    milestones: tuple[tuple[str, dt.date], ...] = (),
) -> ParsedTask:
    """One task led by `lead` (Sở Công Thương where nobody is named), with one date or several milestones."""
    deadlines = tuple(Deadline("date", label, due=day) for label, day in milestones)
    if due is not None and not milestones:
        deadlines = (Deadline("date", due=due),)
    return ParsedTask(
        annex="", section="I", section_title="", number=title[-1], title=title, output=output, deadline_raw="",
        deadlines=deadlines, actors=Actors(lead=lead or ("Sở Công Thương",)), lead_raw="",
    )  # fmt: skip
