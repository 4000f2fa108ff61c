"""Hostile inputs against the real handlers on a real store, and the account: tried, crashed, let in, leaked.

Attackers are strangers, a group nobody bound, and a focal point of one agency who goes for the work of others. Their
victim is another agency, whose work carries a mark of its own, and an officer who never does anything.
"""

import asyncio
import datetime as dt
import pathlib
import random
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import structlog
from founded_khanh_hoa import founded
from hostile_inputs import FILES, TEMPLATE_MARK, Hostile
from sqlmodel import Session, col, select
from telegram import User

from bot.channels.patience import Patience
from bot.channels.telegram.channel import Telegram
from catalog.agencies.stored import agency_id
from catalog.audit import SYSTEM, Actor, verify
from catalog.clock import PROVINCE_ZONE
from catalog.messaging.inbox_and_outbox import Message, queue, receive
from catalog.people.people import contact_for, grant
from catalog.people.rights import may_assignment, rights_of
from catalog.plans.bundle import load_bundled
from catalog.plans.keeping.store import import_plan
from catalog.store.store import Store, settled, upgrade
from catalog.tables import Assignment, Contact, Inbox, Membership, Outbox, Setting, Task, Update
from catalog.text import plain
from catalog.upkeep.verify_audit import verify_record
from catalog.work import evidence_of_assignment, updates
from catalog.work.assignments import Said
from catalog.work.evidence import EvidenceStore, FileRefused
from handlers import process
from handlers.conversation.context import Incoming, Reading, Received
from templates.documents.sample import sample_pdf

START = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
MARK = "DẤURIÊNGCỦANẠNNHÂN"
"""Stands in everything the victim said and sent: no attacker may ever read it."""

STRANGERS = [7001, 7002, 7003]
ATTACKER, VICTIM, OFFICER, GROUP = 7100, 7200, 7300, -7400
LIMITS = {"text": 4096, "label": 64}


@dataclass
class Account:
    """What was tried and what came of it."""

    tried: Counter[str] = field(default_factory=Counter)
    answers: int = 0
    crashed: int = 0
    let_in: int = 0
    leaked: int = 0
    not_plain: int = 0
    why: Counter[str] = field(default_factory=Counter)

    @property
    def good(self) -> bool:
        return not (self.crashed or self.let_in or self.leaked or self.not_plain)

    def wrong(self, what: str, detail: str) -> None:
        """Count something that must not be."""
        setattr(self, what, getattr(self, what) + 1)
        self.why[f"{what}: {detail[:300]}"] += 1

    def table(self) -> str:
        """The account as people read it."""
        rows = [
            ("inputs tried", sum(self.tried.values())), *((f"  {kind}", n) for kind, n in sorted(self.tried.items())),
            ("messages out", self.answers), ("crashed", self.crashed), ("let in", self.let_in),
            ("leaked another agency's data", self.leaked), ("not plain text", self.not_plain),
        ]  # fmt: skip
        lines = [f"{name:32}{value:8}" for name, value in rows]
        return "\n".join([*lines, *(f"! {times} x {one}" for one, times in self.why.most_common(40))])


class Attack:
    """One store under attack."""

    def __init__(self, home: pathlib.Path, seed: int, url: str = "") -> None:
        url = url or f"sqlite:///{home / 'store.sqlite3'}"
        upgrade(url)
        self.store = Store(url)
        self.evidence = EvidenceStore(str(home / "evidence"), limit=1_000_000)
        self.channel = Telegram("1:x", "http://127.0.0.1:9", Patience())
        self.channel.bot._bot_user = User(1, "Đôn Đốc", True, username="dondoc_bot")
        self.account = Account()
        self.now = START
        self.store.write(self._fill)
        with self.store.read() as session:
            self.before = _held_things(session)
            self.foreign = {ATTACKER: _foreign_titles(session, ATTACKER, self.now)}
            self.everything = _foreign_titles(session, 0, self.now)
            self.victims = {a.id for a in session.exec(select(Assignment)) if a.agency_id == self.victim_agency}
            last = max(t or 0 for t in session.exec(select(Task.id)))
            self.seen_outbox = max((o or 0 for o in session.exec(select(Outbox.id))), default=0)
            self.first_update = max(u or 0 for u in session.exec(select(Update.id)))
        self.hostile = Hostile(seed, [*STRANGERS, ATTACKER, ATTACKER, ATTACKER], [GROUP], last)
        self.hostile.outbox_ids = self.seen_outbox

    def _fill(self, session: Session) -> None:
        now = self.now
        founded(session)
        import_plan(session, load_bundled()[3], SYSTEM, now, source_name="bundled")
        people = {}
        self.victim_agency = agency_id(session, "Sở Xây dựng") or 0
        roles = ((ATTACKER, "focal", agency_id(session, "Sở Công Thương")), (VICTIM, "focal", self.victim_agency),
                 (OFFICER, "officer", agency_id(session, "Sở Khoa học và Công nghệ")))  # fmt: skip
        for chat, role, agency in roles:
            people[chat] = contact_for(session, "telegram", str(chat), f"Người {chat}", now)
            grant(session, people[chat].person_id or 0, role, agency, SYSTEM, now)
        victim = Actor(people[VICTIM].person_id, "telegram")
        kept = self.evidence.keep(sample_pdf(MARK))
        for row in session.exec(select(Assignment).where(Assignment.agency_id == self.victim_agency)).all():
            updates.progress(session, row, "in_progress", 30, victim, now, Said(f"{MARK} tiến độ"))
            updates.open_blocker(session, row, "funding", victim, now, Said(f"{MARK} vướng mắc"))
            evidence_of_assignment.attach(
                session, row, [(f"{MARK}.pdf", kept)], victim, now, Said(f"{MARK} minh chứng")
            )
        self._converse(session, people[VICTIM], now)
        self._converse(session, people[OFFICER], now)

    def _converse(self, session: Session, contact: Contact, now: dt.datetime) -> None:
        """What victim and officer were shown: buttons that forgers go for."""
        for number, text in enumerate(("/viec", "/duyet", "/tonghop", "/danhba", "/toi", "/kehoach", "/nhac")):
            incoming = Incoming("telegram", contact.chat_id, contact.chat_id, contact.name, text)
            inbox = receive(session, "telegram", f"before-{contact.id}-{number}", contact.chat_id, {}, now)
            settled(session, process.handle, inbox or 0, incoming, [], now, self.evidence.limit)
        queue(session, contact, Message(f"{MARK} riêng"), now)

    # --- one wave ---

    def wave(self, first: int, size: int) -> None:
        """So many inputs, each in a savepoint of its own, then a look at everything that went out."""
        jobs = []
        for number in range(first, first + size):
            kind, update = self.hostile.update(number)
            self.account.tried[kind] += 1
            self.now += dt.timedelta(seconds=7)
            try:
                incoming = self.channel.read(update)
                files = incoming.attachments if isinstance(incoming, Incoming) else ()
                received = [self._fetched(a.ref, a.name) for a in files]
            except Exception as problem:
                self.account.wrong("crashed", f"reading: {problem!r} of {update!r}")
                continue
            jobs.append(
                (incoming, self.store.write_soon(partial(self._handle, number, update, incoming, received, self.now)))
            )
        for incoming, job in jobs:
            if (fault := job.exception()) is not None:
                self.account.wrong("crashed", f"{fault!r} of {incoming!r}")
        with self.store.read() as session:
            self._look(session)

    def _handle(
        self, number: int, update: dict[str, Any], incoming: Reading, received: list[Received], now: dt.datetime,
        session: Session,
    ) -> None:  # fmt: skip
        inbox = receive(session, "telegram", str(number), "", update, now)
        settled(session, process.handle, inbox or 0, incoming, received, now, self.evidence.limit)

    def _fetched(self, ref: str, name: str) -> Received:
        data, must_refuse = FILES[self.hostile.files.get(ref, 0)]
        try:
            kept = self.evidence.keep(data)
        except FileRefused as refusal:
            return Received(name, refused=refusal.reason)
        if must_refuse:
            self.account.wrong("let_in", f"file {data[:20]!r}")
        return Received(name, kept)

    def _look(self, session: Session) -> None:
        rows = session.exec(select(Outbox).where(col(Outbox.id) > self.seen_outbox).order_by(col(Outbox.id))).all()
        for row in rows:
            self.seen_outbox = row.id or 0
            self.account.answers += 1
            if row.error == "the person was erased":
                continue  # its words went with the person, and it will not be sent
            address = session.get_one(Contact, row.contact_id).chat_id
            chat = int(address) if row.channel == "telegram" and address.lstrip("-").isdecimal() else 0
            message = Message.from_json(row.payload)
            for fault in _not_plain(message):
                self.account.wrong("not_plain", f"{fault} in {message!r}")
            for fault in self._leaks(chat, message):
                self.account.wrong("leaked", f"{fault} to {chat} in {message.text!r}")
            if message.choices:
                self.hostile.shown.setdefault(chat, []).append(row.id or 0)
        self.hostile.outbox_ids = max(self.seen_outbox, 1)

    def _leaks(self, chat: int, message: Message) -> Iterator[str]:
        if chat in (VICTIM, OFFICER):
            return
        said = "\n".join((message.text, *(c.label for c in message.flat_choices()), *(f.name for f in message.files)))
        if MARK in said:
            yield "the victim's words"
        for title in self.foreign.get(chat, self.everything):
            if title in said:
                yield f"the task {title!r}"

    # --- the end ---

    def settle_up(self) -> Account:
        """What the attackers changed that they may not."""
        with self.store.read() as session:
            for thing, rows in _held_things(session).items():
                for one in rows - self.before[thing]:
                    self.account.wrong("let_in", f"{thing} {one}")
                for one in self.before[thing] - rows:
                    self.account.wrong("let_in", f"{thing} gone: {one}")
            for row in session.exec(select(Update).where(col(Update.id) > self.first_update)):
                rights = rights_of(session, row.person_id or 0, self.now)
                assignment = session.get_one(Assignment, row.assignment_id)
                if not may_assignment(session, rights, "update", assignment) or row.assignment_id in self.victims:
                    self.account.wrong("let_in", f"update {row.id} {row.kind} of assignment {row.assignment_id}")
            broken = verify(session).broken_at
            for one in verify_record(session):
                self.account.wrong("let_in", f"{one.subject} {one.reason}")
            if broken is not None:
                self.account.wrong("let_in", f"the chain breaks at {broken}")
            if waiting := session.exec(select(Inbox.id).where(Inbox.state == "new")).all():
                self.account.wrong("crashed", f"inbox {waiting} never handled")
        self.store.close()
        return self.account


def attack(home: pathlib.Path, inputs: int, seed: int) -> Account:
    """So many inputs of this seed, one in five at the doors of the web application; the account."""
    from doors import Doors, knock

    under_attack, knocks = Attack(home, seed), inputs // 5
    for first in range(0, inputs - knocks, 50):
        under_attack.wave(first, min(50, inputs - knocks - first))
    asyncio.run(knock(Doors(under_attack, home, seed), knocks))
    return under_attack.settle_up()


def _held_things(session: Session) -> dict[str, set[str]]:
    """What may not change at the hands of anybody here: roles, settings, the victim's stand, accepted work."""
    members = session.exec(select(Membership)).all()
    return {
        "membership": {f"{m.person_id} {m.role} {m.agency_id} {m.until} {m.ended_at}" for m in members},
        "setting": {f"{one.key}={one.value}" for one in session.exec(select(Setting))},
        "bound group": {str(c.id) for c in session.exec(select(Contact)) if c.agency_id is not None},
        "task": {f"{t.id} {t.title} {t.plan_id} {t.withdrawn_at}" for t in session.exec(select(Task))},
        "accepted": {
            str(a.id) for a in session.exec(select(Assignment)) if a.state in ("done", "cancelled", "suspended")
        },
    }


def _foreign_titles(session: Session, chat: int, now: dt.datetime) -> list[str]:
    """Beginnings of the titles of tasks which the owner of this chat may not see, and which name nothing he may."""
    contact = session.exec(select(Contact).where(Contact.chat_id == str(chat))).first()
    rights = rights_of(session, contact.person_id or 0, now) if contact else None
    seen, unseen = [], []
    for task in session.exec(select(Task)).all():
        rows = session.exec(select(Assignment).where(Assignment.task_id == task.id)).all()
        mine = rights is not None and any(may_assignment(session, rights, "see", row) for row in rows)
        (seen if mine else unseen).append(" ".join(task.title.split()))
    return [title[:40] for title in unseen if len(title) >= 25 and not any(title[:40] in own for own in seen)]


def _not_plain(message: Message) -> Iterator[str]:
    for text in (message.text, *(c.label for c in message.flat_choices()), *(f.name for f in message.files)):
        if plain(text) != text:
            yield "something unseen"
        if TEMPLATE_MARK in text:
            yield "a template was filled"
    if not message.text.strip() and not message.files:
        yield "an empty message"
    if len(message.text.encode("utf-16-le")) // 2 > LIMITS["text"]:
        yield "a text too long"
    if any(not choice.label.strip() for choice in message.flat_choices()):
        yield "an empty button"
    if any(set(file.name) & set("/\\:") for file in message.files):
        yield "a path as a file's name"


def main() -> None:
    """`python tests/hostile/attack.py [INPUTS] [SEED]`: print the account; exit 1 when it is not good."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    inputs = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.SystemRandom().randrange(1_000_000)
    print(f"{inputs} inputs, seed {seed} (the same again: python tests/hostile/attack.py {inputs} {seed})", flush=True)
    with tempfile.TemporaryDirectory(prefix="dondoc-hostile-") as home:
        begun = time.monotonic()
        account = attack(pathlib.Path(home), inputs, seed)
    print(account.table())
    print(f"{'seconds':32}{time.monotonic() - begun:8.0f}")
    sys.exit(0 if account.good else 1)


if __name__ == "__main__":
    main()
