"""Every action of a card, carried out in the chat over one store and on the board over its twin, leaves equal stores,
and every figure of the one is that of the other.
"""

import datetime as dt
import html
import os
import random
import re
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from conversation import COORDINATOR, Talk, task
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from sqlmodel import col, select

from bot.web.board.card import SHOWN_HERE
from catalog.figures.official import Scope
from catalog.figures.overview import overview
from catalog.messaging.inbox_and_outbox import Message
from catalog.messaging.upload_links import remember_public_url
from catalog.store.store import Store
from catalog.tables import Assignment, Audit, Blocker, Conversation, Evidence, Extension, Outbox, Slot, Task, Update

WORDS = ("đã xong, CV 12/SCT-VP", "được 40%", "15/6/2026", "do chờ hướng dẫn của Bộ", "còn thiếu kinh phí",
         "Sở Tài chính", "CV 77/SKHCN-VP ngày 5/1/2026", "thiếu phụ lục")  # fmt: skip
PEOPLE = ("mai", "lan", "lan", "mai", "an")
TABLES = (Assignment, Slot, Update, Blocker, Extension, Evidence, Task, Audit)
OF_THE_WAY = {"inbox_id", "hash", "previous_hash", "prev_hash", "row_hash", "id", "detail"}
"""Columns that name the message by which something came, and the chain over them."""

_OWN = ("board.", "proof")
EXAMPLES, STEPS = int(os.environ.get("DONDOC_TWINS", "1")), 7


@pytest.fixture
def twin(houses, migrated, tmp_path) -> Iterator[Store]:
    """A second store like the first."""
    store = Store(houses.copy(migrated, tmp_path / "twin.sqlite3"))
    yield store
    store.close()


def _people(talk):
    talk.person("mai", "officer", COORDINATOR)
    talk.person("lan", "focal", "Sở Công Thương")
    talk.person("an", "leader")


def _filled(talk, seed):
    """Work of its own for each example: reported, stuck, asked to be extended, overdue."""
    codes = talk.plan(*(task(f"Ban hành văn bản {seed} số {n}") for n in range(1, 4)), number=f"{seed}/KH")
    codes += talk.plan(task(f"Báo cáo năm trước {seed}", dt.date(2025, 12, 1)), number=f"{seed}/QĐ")
    talk.say("chat-lan", f"#{codes[0]} xong; #{codes[1]} vướng kinh phí")
    talk.say("chat-lan", f"#{codes[2]} xin gia hạn đến 15/6/2026 do chờ hướng dẫn")
    return codes


def _standing(store):
    """What is true in a store: its rows without what names the way they came, and its audit links."""
    found = {}
    with store.read() as session:
        for table in TABLES:
            rows = [
                row.model_dump(exclude=OF_THE_WAY)
                for row in session.exec(select(table).order_by(*sa.inspect(table).primary_key))
            ]
            if table is Audit:
                rows = [(r["action"], r["subject"], r["person_id"]) for r in rows if not r["action"].startswith(_OWN)]
            found[table.__name__] = rows
    return found


def _last_choices(store, chat):
    with store.read() as session:
        row = session.exec(select(Outbox).order_by(col(Outbox.id).desc())).first()
        return Message.from_json(row.payload).flat_choices() if row is not None else []


def _asked(store):
    with store.read() as session:
        return {row.flow for row in session.exec(select(Conversation))}


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(seed=st.integers(1, 1_000_000))
async def test_actions_of_the_board_leave_what_those_of_the_chat_leave(
    board, talk, web, twin, clock, tmp_path, seed
) -> None:
    if not getattr(talk, "twin", None):
        talk.twin = Talk(twin, clock, tmp_path / "twin")
        twin.write(lambda s: remember_public_url(s, "https://dondoc.example.vn/bot", clock()))
        talk.pressed = set()
        for each in (talk, talk.twin):
            _people(each)
    codes = _filled(talk, seed)
    assert _filled(talk.twin, seed) == codes
    visits = {name: await board.opened(f"chat-{name}") for name in sorted(set(PEOPLE))}
    for name in visits:
        talk.twin.say(f"chat-{name}", "/bang")
    pick = random.Random(seed)
    for _ in range(STEPS):
        name, which, words = pick.choice(PEOPLE), pick.randrange(len(codes)), pick.choice(WORDS)
        clock.set(clock() + dt.timedelta(minutes=1))
        visit, chat, code = visits[name], f"chat-{name}", codes[which]
        one = talk.assignment(code).id
        await visit.get(f"/bang/viec-{one}")
        (card,) = talk.twin.say(chat, f"việc #{code} là gì?")
        choices, under = _last_choices(twin, chat), {}
        if choices[-1].label == "Thao tác khác":  # a phone has room for six, a page for all
            (rest,) = talk.twin.tap(chat, "Thao tác khác", card)
            further = _last_choices(twin, chat)
            choices, under = [*choices[:-1], *further], {choice.label: rest for choice in further}
        offered = re.findall(r'name="nut" value="[^"]+">([^<]+)', visit.page.text)
        there = [choice.label for choice in choices if choice.do not in SHOWN_HERE]
        assert [html.unescape(label) for label in offered] == there  # every action of the card is there, and no other
        if not there:
            continue
        label = pick.choice([one for one in there if one not in talk.pressed] or there)
        talk.pressed.add(label)
        print("PRESSED", name, label)
        talk.twin.tap(chat, label, under.get(label, card))
        await visit.press(label)
        assert visit.page.status_code == 200
        question = re.search(r'name="hoi" value="([^"]+)"', visit.page.text)
        assert bool(question) == bool(_asked(twin)), label
        if question:
            talk.twin.say(chat, words)
            await visit.post(visit.path, hoi=html.unescape(question[1]), loi=words)
            if _asked(twin):
                talk.twin.say(chat, "/huy")
        assert _standing(talk.store) == _standing(twin), label
    with talk.store.read() as ours, twin.read() as theirs:
        day = clock().date()
        assert overview(ours, day, clock(), Scope()) == overview(theirs, day, clock(), Scope())
