"""A person, a token and an invitation with unmistakable words go through the whole bot while things go wrong: none of
them is in the log (not even in the chattiest one), in an error, in the audit log or where it is not needed in the store.
"""

import datetime as dt
import io
import json
import pathlib

import pytest
import sqlalchemy as sa

from bot.logs import set_up_log
from bot.rehearsal import Rehearsal, rehearse
from bot.sandbox.sandbox import DEFAULT_TOKEN
from bot.sandbox.world import faults
from bot.settings import load_settings
from catalog.clock import PROVINCE_ZONE
from catalog.plans.bundle import load_bundled
from catalog.store.store import Store

pytestmark = pytest.mark.loopback
MORNING = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
NAME, PHONE, WORDS = "Tôn Nữ Kỳ Lạ", "0987612345", "lời riêng tư chỉ nói một lần"


@pytest.fixture
def log(tmp_path: pathlib.Path) -> io.StringIO:
    """Everything that is logged, down to the libraries' own chatter."""
    stream = io.StringIO()
    set_up_log(load_settings({"home": tmp_path, "telegram_token": DEFAULT_TOKEN, "log_level": "DEBUG"}), stream)
    return stream


def printed(store: Store, *without: str) -> str:
    """Every cell of every table but these, as text that can be searched for Vietnamese words."""
    with store.engine.connect() as connection:
        names = [name for name in sa.inspect(connection).get_table_names() if name not in without]
        rows = [row for name in names for row in connection.execute(sa.text(f'SELECT * FROM "{name}"'))]
    return "\n".join(_shown(cell) for row in rows for cell in row)


def _shown(cell: object) -> str:
    """A cell as text; JSON (a text on SQLite, a value on PostgreSQL) with its letters as they are."""
    if isinstance(cell, str) and cell[:1] in ("[", "{"):
        cell = json.loads(cell)
    return json.dumps(cell, ensure_ascii=False) if isinstance(cell, list | dict) else str(cell)


async def told(stage: Rehearsal, person: int, words: str) -> None:
    await stage.answer(stage.sandbox.say(person, words))
    await stage.quiet()


async def test_whatever_goes_wrong_nobody_reads_of_a_person_a_token_or_an_invitation(
    tmp_path: pathlib.Path, log: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with rehearse(tmp_path, MORNING) as stage:
        stage.load(load_bundled()[3:])
        code = stage.invitation("focal", "Sở Công Thương")
        person = stage.sandbox.create_person(NAME, username="ky_la_99")
        stage.sandbox.faults.add(faults.answer_lost(method="getUpdates"))
        stage.sandbox.faults.add(faults.bad_gateway(method="sendMessage"))
        await told(stage, person, f"/start {code}")
        await told(stage, person, f"#28 duoc 40%, {WORDS}, gọi {PHONE}")
        stage.sandbox.faults.add(faults.bad_request("message is odd", method="sendMessage"))
        stage.sandbox.say(person, f"/trogiup {WORDS}")
        await stage.quiet()

        def clumsy(*_: object) -> None:
            raise ValueError(f"cannot make sense of {WORDS!r} of {NAME} at bot{DEFAULT_TOKEN}")

        with monkeypatch.context() as patch:
            patch.setattr("handlers.process.respond", clumsy)
            stage.sandbox.say(person, WORDS)
            await stage.sandbox.wait_for(lambda: "clumsy" in log.getvalue() or "inbox.settled" in log.getvalue())
            await stage.quiet()

        lines = log.getvalue()
        assert "outbox.sent" in lines
        assert "ValueError" in lines
        record = printed(stage.app.store, "contact", "inbox", "outbox", "update_entry", "conversation")
        for place, text in (("log", lines), ("record", record), ("settings", repr(stage.app.settings))):
            for secret in (DEFAULT_TOKEN.partition(":")[2], code, NAME, "ky_la_99", PHONE, WORDS, str(person)):
                assert secret not in text, f"{secret} in the {place}"
        assert DEFAULT_TOKEN.partition(":")[2] not in printed(stage.app.store)
        chain = printed(stage.app.store, *(set(_tables(stage.app.store)) - {"audit"}))
        assert "update.progress" in chain
        assert WORDS not in chain


def _tables(store: Store) -> list[str]:
    with store.engine.connect() as connection:
        return sa.inspect(connection).get_table_names()
