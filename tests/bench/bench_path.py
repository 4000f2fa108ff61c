"""The whole path of a message with the transport left out, beside its own essentials by the raw driver.

Ours: a stored update is parsed, its effects, audit and answer are committed (SQLite, synchronous=FULL). Beside it,
what no design can leave out, on a store of the same form: python-telegram-bot parses the update, and sqlite3 asks and
writes what the reply is about, one transaction a message: who and by which right, open conversation, the task
and its deadlines, the record, the chain, the answer.

    python tests/bench/bench_path.py [EVENTS]

Rates are messages a second, one caller; a ratio of 1 means: as fast as the essentials.
"""

import datetime as dt
import hashlib
import json
import pathlib
import sqlite3
import sys
import tempfile
import time
from typing import Any

import structlog
from figures import Figure, paired
from office import NOW, TOKEN, Ours
from telegram import Bot, Update

MOMENT = "%Y-%m-%d %H:%M:%S.%f"
PAYLOAD = "SELECT payload FROM inbox WHERE id = ?"
CONTACT = "SELECT id, person_id, blocked_at FROM contact WHERE channel = 'telegram' AND chat_id = ?"
RIGHTS = (
    "SELECT role, agency_id FROM membership WHERE person_id = ? AND ended_at IS NULL AND (until IS NULL OR until >= ?)"
)
TALK = "SELECT flow, data FROM conversation WHERE contact_id = ?"
WORK = """
SELECT a.id, a.state, a.percent, a.due, a.role, t.title, t.classified, p.number, u.name FROM assignment a
JOIN task t ON t.id = a.task_id JOIN "plan" p ON p.id = t.plan_id JOIN unit u ON u.id = a.agency_id
WHERE a.task_id = ? AND a.agency_id = ?"""
SLOTS = "SELECT slot, due, reported_on FROM slot WHERE assignment_id = ? ORDER BY slot"
HEAD = "SELECT hash FROM audit_head WHERE id = 1"
TAKEN = "UPDATE inbox SET state = 'done', handled_at = ? WHERE id = ? AND state = 'new'"
HEARD = "UPDATE contact SET last_in_at = ? WHERE id = ?"
SAID = """
INSERT INTO update_entry (assignment_id, kind, at, person_id, channel, inbox_id, sequence, text, document_number,
on_behalf, "before", "after", effects) VALUES (?, 'progress', ?, ?, 'telegram', ?, 0, ?, '', 0, ?, ?, '[]')"""
STANDS = "UPDATE assignment SET state = ?, percent = ?, last_update_at = ?, next_nudge_at = ? WHERE id = ?"
LINK = """
INSERT INTO audit (at, person_id, channel, action, subject, detail, previous, hash)
VALUES (?, ?, 'telegram', 'update.progress', ?, ?, ?, ?)"""
END = "UPDATE audit_head SET links = links + 1, hash = ? WHERE id = 1"
ANSWER = """
INSERT INTO outbox (contact_id, channel, priority, inbox_id, sequence, payload, grounds, has_choices, created_at, state,
not_before, attempts, ambiguous, provider_message_id, error, way)
VALUES (?, 'telegram', 0, ?, 0, ?, ?, 1, ?, 'queued', ?, 0, 0, '', '', '')"""
ABOUT = "INSERT INTO prompt (outbox_id, contact_id, position, assignment_id, slot) VALUES (?, ?, 0, ?, 0)"


class Essentials:
    """What a message costs by the raw driver and the library's parsing alone, on a store of its own."""

    def __init__(self, ours: Ours, path: pathlib.Path) -> None:
        self._ours = ours
        self._bot = Bot(TOKEN)
        self._db = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
            self._db.execute(f"PRAGMA {pragma}")

    def rate(self, count: int) -> float:
        """Messages a second."""
        waiting = [inbox_id for events in self._ours.stored(count) for inbox_id in events]
        started = time.perf_counter()
        for inbox_id in waiting:
            self._one(inbox_id)
        return count / (time.perf_counter() - started)

    def _one(self, inbox_id: int) -> None:
        ask, now = self._db.execute, NOW.astimezone(dt.UTC).strftime(MOMENT)
        (payload,) = ask(PAYLOAD, (inbox_id,)).fetchone()
        message = Update.de_json(json.loads(payload), self._bot).effective_message
        assert message is not None
        assert message.text is not None
        code, _, percent = message.text.removeprefix("#").removesuffix("%").split()
        ask("BEGIN IMMEDIATE")
        ask(TAKEN, (now, inbox_id))
        contact, person, _ = ask(CONTACT, (str(message.chat_id),)).fetchone()
        ask(HEARD, (now, contact))
        ((_, agency),) = ask(RIGHTS, (person, now[:10])).fetchall()
        ask(TALK, (contact,)).fetchone()
        work, state, before, due, _, title, _, _, _ = ask(WORK, (int(code), agency)).fetchone()
        slots = [list(row) for row in ask(SLOTS, (work,))]
        stood, stands = (
            json.dumps({"state": how, "percent": much, "slots": slots})
            for how, much in ((state, before), ("in_progress", int(percent)))
        )
        said = ask(SAID, (work, now, person, inbox_id, message.text, stood, stands)).lastrowid
        ask(STANDS, ("in_progress", int(percent), now, now, work))
        (previous,) = ask(HEAD).fetchone()
        detail = json.dumps(
            {"update": said, "state": "in_progress", "percent": int(percent), "digest": _digest(stands)}
        )
        link = _digest(previous + detail)
        ask(LINK, (now, person, f"assignment:{work}", detail, previous, link))
        ask(END, (link,))
        text = f"Đã ghi nhận: #{code} {title[:80]} – đang thực hiện {percent}% (hạn {due})."
        answer = json.dumps({"text": text, "choices": _choices(work, said)})
        sent = ask(ANSWER, (contact, inbox_id, answer, json.dumps([["focal", agency]]), now, now)).lastrowid
        ask(ABOUT, (sent, contact, work))
        ask("COMMIT")

    def close(self) -> None:
        """The connection."""
        self._db.close()


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def _choices(work: int, said: int | None) -> list[list[dict[str, Any]]]:
    change = {"label": "Sửa", "do": "update", "args": {"assignment": work}}
    return [[change, {"label": "Hủy", "do": "undo", "args": {"update": said}}]]


def measured(count: int = 256) -> list[Figure]:
    """Part a."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        ours, other = (Ours(f"sqlite:///{folder / file}") for file in ("ours.sqlite3", "raw.sqlite3"))
        ours.rate(64, 1)
        other.rate(64, 1)
        essentials = Essentials(other, folder / "raw.sqlite3")
        before = ours.recorded()
        pair = paired(lambda: ours.rate(count, 1), lambda: essentials.rate(count))
        assert ours.recorded() == before + len(pair.ratios) * count, "every event is in the record"
        essentials.close()
        ours.store.close()
        other.store.close()
    return [
        Figure("a", "whole path, one caller", f"{pair.ours:.0f}/s", f"its essentials, raw: {pair.beside:.0f}/s",
               pair.ratio, ">= 0.5", pair.ratio >= 0.5, pair.spread)
    ]  # fmt: skip


if __name__ == "__main__":
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    for figure in measured(int(sys.argv[1]) if len(sys.argv) > 1 else 256):
        print(figure)
