"""A flood is answered once; a silence too long is told to everybody; the way of a message can be read afterwards."""

import datetime as dt
import json
import pathlib

import pytest
from sqlmodel import Session, select
from typer.testing import CliRunner
from working import founded_task

from bot.cli import build
from bot.rehearsal import Rehearsal
from catalog.audit import SYSTEM, verify
from catalog.messaging.inbox_and_outbox import NUDGE, Message, queue, receive
from catalog.messaging.rate_limit import PERSON
from catalog.people.people import contact_for, grant
from catalog.store.store import Store, settled
from catalog.tables import (
    AgencyRow,
    ChannelHeartbeat,
    DutyNudge,
    DutyPeriod,
    Inbox,
    Nudge,
    Outbox,
    ReportingDutyRow,
)
from catalog.upkeep.trace import way_of
from catalog.work import assignments
from handlers import process
from handlers.conversation.context import Attachment, Incoming
from handlers.joining.missed_while_away import heard
from scheduler.delivery.outbox import mark_sending, settle
from scheduler.delivery.retry import Ambiguous, Sent

NOW = dt.datetime(2026, 3, 16, 1, 30, tzinfo=dt.UTC)


def says(session: Session, number: int, now: dt.datetime, chat: str = "5", *, group: bool = False) -> None:
    """One message, stored and handled."""
    inbox = receive(session, "telegram", str(number), chat, {"update_id": number}, now)
    place = "-9" if group else chat
    incoming = Incoming("telegram", place, chat, "Lan", "/trogiup", group=group)
    settled(session, process.handle, inbox or 0, incoming, [], now, 1000)


def answers(session: Session) -> list[str]:
    return [row.payload["text"] for row in session.exec(select(Outbox))]


def test_a_flood_is_told_once_kept_in_the_inbox_and_over_after_a_while(store: Store) -> None:
    def work(session: Session) -> None:
        for number in range(200):
            says(session, number, NOW)
        told = [text for text in answers(session) if "quá nhanh" in text]
        assert (len(told), len(answers(session))) == (1, PERSON.burst + 1)
        states = [row.state for row in session.exec(select(Inbox))]
        assert (states.count("done"), states.count("flooded")) == (40, 160)
        says(session, 500, NOW, chat="6")
        assert len(answers(session)) == 42, "somebody else is answered meanwhile"
        says(session, 501, NOW + dt.timedelta(minutes=2))
        assert len(answers(session)) == 43

    store.write(work)


def test_in_a_group_the_one_who_floods_is_met_with_silence_and_the_others_are_not(store: Store) -> None:
    def work(session: Session) -> None:
        for number in range(60):
            says(session, number, NOW, chat="5", group=True)
        before = len(answers(session))
        says(session, 100, NOW, chat="5", group=True)
        assert len(answers(session)) == before
        says(session, 101, NOW, chat="6", group=True)
        assert len(answers(session)) == before + 1

    store.write(work)


def test_files_are_fetched_only_from_people_who_are_in(store: Store) -> None:
    def work(session: Session) -> None:
        sent = Incoming("telegram", "5", "5", "Lan", attachments=(Attachment("ref", "a.pdf"),))
        assert not process.takes_files(session, sent, NOW)
        contact = contact_for(session, "telegram", "5", "Lan", NOW)
        assert not process.takes_files(session, sent, NOW)
        grant(session, contact.person_id or 0, "focal", session.exec(select(AgencyRow.id)).first(), SYSTEM, NOW)
        assert process.takes_files(session, sent, NOW)
        for number in range(100):
            says(session, number, NOW)
        assert not process.takes_files(session, sent, NOW)

    store.write(work)


def test_after_a_silence_of_two_days_everybody_who_is_in_hears_which_time_may_be_missing(store: Store) -> None:
    def work(session: Session) -> None:
        member = contact_for(session, "telegram", "5", "Lan", NOW)
        contact_for(session, "telegram", "6", "Khách", NOW)
        grant(session, member.person_id or 0, "focal", session.exec(select(AgencyRow.id)).first(), SYSTEM, NOW)
        assert heard(session, "telegram", NOW, judge=True) is None
        assert heard(session, "telegram", NOW + dt.timedelta(hours=23), judge=True) is None
        back = NOW + dt.timedelta(hours=23 + 48)
        gap = heard(session, "telegram", back, judge=True)
        assert gap is not None
        assert (gap.start, gap.end) == (NOW + dt.timedelta(hours=23), NOW + dt.timedelta(hours=47))
        assert len(answers(session)) == 1
        assert "từ 17/3 07:30 đến 18/3 07:30" in answers(session)[0]
        assert session.get_one(ChannelHeartbeat, "telegram").gap_until == gap.end
        assert heard(session, "telegram", back + dt.timedelta(days=9), judge=False) is None
        assert verify(session).broken_at is None

    store.write(work)


@pytest.mark.loopback
async def test_the_way_of_a_message_is_read_by_inbox_outbox_and_provider_s_id(stage: Rehearsal) -> None:
    person = stage.sandbox.create_person("Lan")
    answer = await stage.answer(stage.sandbox.say(person, "/start"))
    await stage.quiet()
    with stage.app.store.read() as session:
        row = session.exec(select(Inbox)).one()
        out = session.exec(select(Outbox)).one()
        ways = [
            way_of(session, asked) for asked in (f"i{row.id}", f"o{out.id}", row.event_id, f"telegram:{row.event_id}")
        ]
        assert way_of(session, "o999999") is None
        assert way_of(session, "nonsense") is None
    assert len({way for way in ways if way}) == 1
    assert ways[0] is not None
    assert [step.what for step in ways[0].steps] == ["received", "handled.done", "queued", "sent"]
    assert str(answer.message_id) in ways[0].steps[-1].detail


def row_of_work(session: Session) -> tuple[int, int]:
    """An assignment and a report somebody owes."""
    agency = session.exec(select(AgencyRow.id)).first()
    task = founded_task(session, NOW)
    duty = ReportingDutyRow(plan_id=task.plan_id, who="", addressee="", period="quarter", day_rule="", text="báo cáo")
    session.add(duty)
    session.flush()
    (work,) = assignments.create(session, task, [agency], "lead", SYSTEM, NOW)
    report = DutyPeriod(duty_id=duty.id, agency_id=agency, period="2026-03", due=dt.date(2026, 3, 20), opened_at=NOW)
    session.add(report)
    session.flush()
    return work, report.id


def test_the_way_of_a_reminder_says_what_it_reminded_of_and_what_became_of_it(store: Store) -> None:
    def work(session: Session) -> list[str]:
        contact = contact_for(session, "telegram", "5", "Lan", NOW)
        task, report = row_of_work(session)
        out = queue(session, contact, Message("nhắc"), NOW, priority=NUDGE)
        person = contact.person_id or 0
        session.add(Nudge(assignment_id=task, slot="1", rung="due", person_id=person, created_at=NOW, outbox_id=out))
        session.add(DutyNudge(duty_period_id=report, rung="duty", person_id=person, created_at=NOW, outbox_id=out))
        session.flush()
        assert mark_sending(session, out, NOW)
        settle(session, out, Ambiguous("timeout"), NOW)
        assert mark_sending(session, out, NOW)
        settle(session, out, Sent("77"), NOW)
        ways = [way_of(session, asked) for asked in (f"o{out}", "77")]
        assert ways[0] == ways[1]
        assert ways[0] is not None
        return [f"{step.what}: {step.detail}" for step in ways[0].steps]

    steps = store.write(work)
    assert [step.partition(":")[0] for step in steps] == ["nudge", "nudge", "queued", "sent"]
    assert steps[0].startswith("nudge: due of assignment")
    assert steps[1].startswith("nudge: duty of report")
    assert "provider's message 77, 2 attempts, 1 answers lost" in steps[-1]


@pytest.mark.loopback
async def test_the_command_prints_the_way_and_no_words_of_the_message(
    stage: Rehearsal, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    person = stage.sandbox.create_person("Lan Hương")
    await stage.answer(stage.sandbox.say(person, "điều bí mật"))
    await stage.quiet()
    monkeypatch.setenv("DONDOC_DATABASE_URL", stage.app.settings.store_url)
    shown = CliRunner().invoke(build(), ["trace", "1", "--json"])
    assert json.loads(shown.output)["inbox"] == 1
    plainly = CliRunner().invoke(build(), ["trace", "1"]).output
    assert "đã gửi" in plainly
    for text in (shown.output, plainly):
        assert "bí mật" not in text
        assert "Lan Hương" not in text
        assert str(person) not in text


@pytest.mark.loopback
async def test_while_the_bot_listens_its_channel_has_a_beat(stage: Rehearsal) -> None:
    await stage.answer(stage.sandbox.say(stage.sandbox.create_person("Lan"), "/start"))
    await stage.app.note_heartbeats()
    with stage.app.store.read() as session:
        assert session.get_one(ChannelHeartbeat, "telegram").gap_from is None
