"""The account after the kills: what people said and got, held against what the store says, message by message."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlmodel import Session, col, select

from bot.sandbox import Sandbox
from catalog.audit import verify
from catalog.tables import Contact, Inbox, Nudge, Outbox, Update
from catalog.upkeep.verify_audit import verify_record
from scheduler.delivery.send_window import AIR
from scheduler.digests.superseded import SUPERSEDED

WINDOWS = ("starting", "fetched", "sending", "sent", "anywhere")
"""Where a kill is aimed: while the bot starts, after it fetched, at or after a delivery, at any moment."""


@dataclass
class Account:
    """What was tried and what came of it. `why` names every loss, for whoever has to find it.

    `in_the_air` are for each kill the messages (chat, text) whose answer it may have lost; `doubled_by_one_kill` is the
    greatest number of those that came twice.
    """

    kills: Counter[str] = field(default_factory=Counter)
    said: int = 0
    expected_updates: int = 0
    messages_out: int = 0
    nudges: int = 0
    gave_way: int = 0
    lost: int = 0
    doubled_effects: int = 0
    doubled_messages: int = 0
    doubled_by_one_kill: int = 0
    ambiguous: int = 0
    let_in: int = 0
    in_the_air: list[list[tuple[str, str]]] = field(default_factory=list)
    why: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Nothing lost, no effect twice, nobody let in, the proof whole; no message twice where no answer was lost, and
        by one kill no more than may be in the air.
        """
        return not (self.lost or self.doubled_effects or self.let_in or self.why) and (
            self.doubled_messages <= self.ambiguous and self.doubled_by_one_kill <= AIR
        )

    def table(self) -> str:
        """The account as people read it."""
        rows = [
            ("kills tried", sum(self.kills.values())),
            *((f"  {window}", self.kills[window]) for window in WINDOWS),
            ("messages in", self.said), ("updates expected of them", self.expected_updates),
            ("messages out", self.messages_out), ("nudges", self.nudges),
            ("digests that gave way", self.gave_way), ("lost", self.lost),
            ("effects doubled", self.doubled_effects), ("messages doubled", self.doubled_messages),
            ("  by one kill, at most", self.doubled_by_one_kill),
            ("kills with one in the air", sum(len(air) == 1 for air in self.in_the_air)),
            ("kills with more in the air", sum(len(air) > 1 for air in self.in_the_air)),
            ("answers lost (ambiguous)", self.ambiguous), ("let in", self.let_in),
        ]  # fmt: skip
        lines = [f"{name:28}{value:8}" for name, value in rows]
        return "\n".join([*lines, *(f"! {one}" for one in self.why)])


def in_the_air(session: Session) -> list[tuple[str, str]]:
    """The messages a process that just died had claimed and not settled."""
    rows = session.exec(select(Outbox).where(Outbox.state == "sending"))
    return [_key(session, row) for row in rows]


def _key(session: Session, row: Outbox) -> tuple[str, str]:
    """Chat and words of a message: what can be compared with what people see."""
    return session.get_one(Contact, row.contact_id).chat_id, " ".join(row.payload["text"].split())


_LATE = re.compile(r"^\(Trả lời muộn [^)]*\) ")
"""What a late reply says before its words, which are those that were decided."""


def settle_up(session: Session, account: Account, sandbox: Sandbox, people: Iterable[int]) -> None:
    """Compare what these people said and got with what the store holds, and hold the record against its proof."""
    told = list(people)
    _count_in(session, account, sandbox, told)
    _count_out(session, account, sandbox, told)
    _count_nudges(session, account)
    if (verdict := verify(session)).broken_at is not None:
        account.why.append(f"chain broken at {verdict.broken_at}: {verdict.reason}")
    account.why += [f"{one.subject}: {one.reason}" for one in verify_record(session)]


def _count_in(session: Session, account: Account, sandbox: Sandbox, people: list[int]) -> None:
    events: dict[tuple[int, int], list[Inbox]] = {}
    for row in session.exec(select(Inbox)):
        message = row.payload.get("message", {})
        events.setdefault((message.get("chat", {}).get("id", 0), message.get("message_id", 0)), []).append(row)
    kinds = Counter((row.inbox_id, row.kind) for row in session.exec(select(Update).where(Update.kind != "created")))
    for person in people:
        for message in sandbox.history(person):
            if message.from_bot:
                continue
            expected = ["progress", "evidence"] if message.document else ["progress"]
            account.expected_updates += len(expected)
            rows = events.get((person, message.message_id), [])
            if len(rows) != 1 or rows[0].state != "done":
                account.lost += 1
                account.why.append(f"message {message.message_id} of {person}: inbox {[row.state for row in rows]}")
                continue
            for kind in expected:
                times = kinds[rows[0].id, kind]
                account.lost += times == 0
                account.doubled_effects += max(times - 1, 0)
                if times != 1:
                    account.why.append(f"inbox {rows[0].id}: {times} times {kind}")


def _count_out(session: Session, account: Account, sandbox: Sandbox, people: list[int]) -> None:
    decided: Counter[tuple[str, str]] = Counter()
    gave_way: Counter[tuple[str, str]] = Counter()
    ids: dict[tuple[str, str], list[int]] = {}
    for row in session.exec(select(Outbox).order_by(col(Outbox.id))):
        key = _key(session, row)
        account.messages_out += 1
        account.ambiguous += row.ambiguous
        decided[key] += 1
        ids.setdefault(key, []).append(row.id or 0)
        if row.error == SUPERSEDED:  # its nudges are in the digest of a later day (`_count_nudges`)
            account.gave_way += 1
            gave_way[key] += 1
        elif row.state not in ("sent", "ambiguous"):
            account.why.append(f"outbox {row.id} is {row.state}: {row.error}")
    delivered = Counter(
        (str(person), _LATE.sub("", " ".join(message.text.split())))
        for person in people
        for message in sandbox.messages_to(person)
    )
    for key in decided.keys() | delivered.keys():
        missing = decided[key] - gave_way[key] - delivered[key]
        if missing > 0:
            account.lost += missing
            account.why.append(f"{missing} of outbox {ids[key]} never reached chat {key[0]}")
        if not decided[key]:
            account.why.append(f"chat {key[0]} got what was never decided: {key[1][:60]}")
        account.doubled_messages += max(delivered[key] - decided[key], 0) if decided[key] else 0
    twice = {key for key in decided if delivered[key] > decided[key]}
    for air in account.in_the_air:
        account.doubled_by_one_kill = max(account.doubled_by_one_kill, len(twice & set(air)))


def _count_nudges(session: Session, account: Account) -> None:
    arrived = set(session.exec(select(Outbox.id).where(col(Outbox.state).in_(("sent", "ambiguous")))))
    for nudge in session.exec(select(Nudge)):
        if nudge.person_id is None and nudge.outbox_id is None:
            continue  # of an agency that has nobody to be reminded
        account.nudges += 1
        if nudge.outbox_id not in arrived:
            account.lost += 1
            account.why.append(f"nudge {nudge.id} went out with no message: {nudge.note}")
