"""Every button ever offered, tapped when the world has moved on: a sentence is answered, never a fault.

The property of one guard for a card and its buttons: choices are gathered from a conversation of every kind, and each
is tapped in each later state of what it is about.
"""

import datetime as dt
from collections.abc import Callable

import pytest
from conversation import COORDINATOR, Talk, pdf, task
from sqlmodel import Session, col, select

from catalog.audit import SYSTEM
from catalog.messaging.inbox_and_outbox import Message, receive
from catalog.people import people
from catalog.plans.keeping import amend, revise
from catalog.store.store import settled
from catalog.tables import Assignment, Contact, Indicator, Membership, Outbox, Task
from catalog.upkeep import privacy
from catalog.work import updates
from catalog.work.assignments import Said
from handlers import process
from handlers.conversation.context import Incoming
from handlers.dispatch_table import CHOICES

OWN = "Sở Công Thương"
SAID = Said("theo văn bản 1/UBND", document_number="1/UBND")


@pytest.fixture
def offered(talk: Talk) -> Talk:
    """A conversation in which as many kinds of buttons were offered as a morning brings."""
    focal, officer = talk.person("Bình", "focal", OWN), talk.person("Hạnh", "officer", COORDINATOR)
    leader, admin = talk.person("Minh", "leader"), talk.person("Quân", "admin")
    codes = talk.plan(
        *(task(f"Việc số {n}", dt.date(2026, 1, 9)) for n in range(1, 6)), task("Việc cũ 6", dt.date(2025, 12, 1))
    )
    talk.store.write(
        lambda s: s.add(Indicator(plan_id=1, position=1, number="40.a", name="Tỷ lệ", unit="%", target_raw="≥ 90%",
                                  op=">=", value=90.0, lead=[OWN], lead_groups=[]))
    )  # fmt: skip
    one, two, three, four, five, _ = codes
    talk.sweep()
    for who, words in (
        (focal, "/viec"), (focal, f"#{one}"), (focal, f"/viec {one}"), (focal, f"#{one} được 40%"), (focal, f"#{two} xong"),
        (focal, f"#{three} vướng mặt bằng"), (focal, f"/vuongmac #{four}"), (focal, f"/giahan #{five}"), (focal, "/toi"),
        (focal, f"#{four} xin gia hạn đến 30/6/2026 vì chờ hướng dẫn"), (focal, "/minhchung"), (focal, "/chitieu 40.a"),
        (focal, "92%"), (focal, "/lienket sở y tế"), (officer, "/duyet"), (officer, f"/viec {one}"), (officer, "/nhac"),
        (officer, f"/nhac #{one}"), (officer, f"/giaoviec #{one}"), (officer, "/giaoviec"), (officer, "/danhba"),
        (officer, "/tonghop"), (officer, "/kehoach"), (officer, "/baocao"), (officer, "/congvan"), (officer, "/moi"),
        (leader, "/tonghop"), (leader, "/tonghop quá hạn"), (leader, "/baocao"), (admin, "/danhba"), (admin, "/toi"),
        (officer, f"/capnhat hộ Sở Công Thương #{one}"), (officer, "/chitieu"), (officer, "/tonghop cảnh báo"),
    ):  # fmt: skip
        talk.say(who, words)
    talk.say(focal, "", ("minh-chung.pdf", pdf("a")))
    for who, label in ((focal, "Vướng"), (officer, "Quá hạn khi nhập"), (leader, "Từng con số")):
        if any(label in one for heard in talk.seen(who) for one in heard.labels):
            talk.tap(who, label)
    return talk


def tasks_of(session: Session) -> list[Task]:
    return list(session.exec(select(Task).where(col(Task.title).startswith("Việc"))).all())


def works_of(session: Session) -> list[Assignment]:
    return list(session.exec(select(Assignment)).all())


def classified(session: Session, now: dt.datetime) -> None:
    for one in tasks_of(session):
        amend.amend(session, one, amend.Wish(classified=True), SYSTEM, now, SAID)


def withdrawn(session: Session, now: dt.datetime) -> None:
    for one in tasks_of(session):
        revise.withdraw(session, one, SYSTEM, now)


def cancelled(session: Session, now: dt.datetime) -> None:
    for one in works_of(session):
        updates.cancel(session, one, SYSTEM, now, SAID)


def suspended(session: Session, now: dt.datetime) -> None:
    for one in works_of(session):
        updates.suspend(session, one, SYSTEM, now, SAID)


def left(session: Session, now: dt.datetime) -> None:
    for one in session.exec(select(Membership)).all():
        if one.ended_at is None:
            people.end(session, one, SYSTEM, now)


def erased(session: Session, now: dt.datetime) -> None:
    """All but one, who taps in their own chat still."""
    for person in session.exec(select(Contact.person_id).where(Contact.chat_id == "chat-Bình")).all():
        privacy.erase(session, person or 0, SYSTEM, now)


def a_year_later(_session: Session, _now: dt.datetime) -> None:
    """Nothing but time has passed."""


LATER: dict[str, Callable[[Session, dt.datetime], None]] = {
    "classified": classified, "withdrawn": withdrawn, "cancelled": cancelled, "suspended": suspended,
    "left": left, "erased": erased, "a year later": a_year_later,
}  # fmt: skip


class UndoneError(Exception):
    """Nothing of a look ahead is kept."""


@pytest.mark.parametrize("talk", ["telegram"], indirect=True)  # where buttons stay in the chat
@pytest.mark.long
def test_every_choice_in_every_later_state_is_a_sentence(offered: Talk) -> None:
    with offered.store.read() as session:
        rows = session.exec(select(Outbox.id, Outbox.payload, Contact.chat_id).join(Contact)).all()
    taps = {}
    for row, payload, chat in rows:
        for place, choice in enumerate(Message.from_json(payload).flat_choices()):
            taps.setdefault((chat, choice.do, repr(sorted(choice.args))), (row, place))
    kinds = {do for _, do, _ in taps}
    assert len(kinds & set(CHOICES)) >= 30, "the conversation offers too little to prove anything"
    faults: list[str] = []
    now = offered.clock() + dt.timedelta(days=1)
    for state, moves_on in LATER.items():
        moment = now + dt.timedelta(days=365 if state == "a year later" else 0)

        def look(session: Session, moves_on=moves_on, moment=moment, state=state) -> None:
            moves_on(session, moment)
            session.flush()
            for number, ((chat, do, _), choice) in enumerate(taps.items()):
                with session.begin_nested() as one:
                    event = receive(session, "telegram", f"{state}{number}", chat, {}, moment) or 0
                    said = Incoming("telegram", chat, chat, chat[5:], choice=choice)
                    try:
                        settled(
                            session, process.handle, event, said, [], moment + dt.timedelta(minutes=number), 1_000_000
                        )
                        session.flush()
                        heard = session.exec(select(Outbox.id).where(Outbox.inbox_id == event)).all()
                        if not heard and do not in ("list", "digest_more"):
                            faults.append(f"{state}: {do} was met with silence")
                    except Exception as problem:  # all of them are counted before the test speaks
                        faults.append(f"{state}: {do}: {problem!r}")
                    one.rollback()
            raise UndoneError

        with pytest.raises(UndoneError):
            offered.store.write(look)
    assert faults == []
