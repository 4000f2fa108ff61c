"""The machine is lost at a random moment of a working morning, and nothing is left but the copy elsewhere.

The clock and the bot's own sense of time are moved minute by minute, so that the copies fall due as they would; the
place is cut off at the moment of the loss, half of the time while a copy is being written.
"""

import asyncio
import contextlib
import datetime as dt
import pathlib
import random
import shutil
from dataclasses import dataclass, field
from typing import Any
from unittest import mock

from sqlmodel import col, select
from typer.testing import CliRunner

from bot.channels.patience import Patience
from bot.cli import build
from bot.rehearsal import Rehearsal, rehearse
from bot.rounds.off_site import OffSite
from bot.settings import load_settings
from bot.store_opening import open_store
from catalog.audit import verify
from catalog.clock import PROVINCE_ZONE, local
from catalog.plans.bundle import load_bundled
from catalog.tables import Contact, EvidenceBlob, Inbox, Outbox
from catalog.upkeep.verify_audit import verify_record
from catalog.work.evidence import EvidenceStore
from scheduler.delivery.pacing import Limits

MORNING = dt.datetime(2026, 3, 16, 8, 0, tzinfo=PROVINCE_ZONE)
FAST = Patience(pause=0.05, look=0.02, limits=Limits(per_second=500.0, burst=500, chat_gap=0.01, group_burst=500))
QUARTER = dt.timedelta(minutes=15)


@dataclass
class Loss:
    """What was said, and of it what is missing afterwards; `minutes` of record are missing."""

    said: int = 0
    gone: int = 0
    minutes: float = 0.0
    wrong: list[str] = field(default_factory=list)


async def morning(
    home: pathlib.Path, elsewhere: pathlib.Path, seed: int, minutes: int
) -> tuple[dt.datetime, list[int]]:
    """People write and send files for so many minutes; when it ended, and who is linked."""
    pick, wall = random.Random(seed), [1_800_000_000.0]
    given: dict[str, Any] = {"backup_url": f"file://{elsewhere}", "backup_passphrase": "một cụm dài"}
    async with rehearse(home, MORNING, frozen=True, patience=FAST, given=given) as stage:
        stage.load(load_bundled()[:1])
        copier = OffSite(stage.app.settings, stage.app.evidence, stage.clock, lambda: wall[0])
        people = []
        for agency in ("Sở Công Thương", "Sở Y tế"):
            person = stage.sandbox.create_person(agency)
            await stage.answer(stage.sandbox.say(person, "/start " + stage.invitation("focal", agency)))
            people.append(person)
        await stage.quiet()
        for minute in range(minutes):
            stage.clock.set(MORNING + dt.timedelta(minutes=minute))
            wall[0] += 60
            await copier.tick()
            if pick.random() < 0.2:
                await _speaks(stage, pick.choice(people), f"lúc {minute}", pick)
        torn = pick.random() < 0.5
        if torn:  # lost while the next copy was on its way
            (elsewhere / "stores" / f"29991231T000000Z.dondoc.{'0' * 32}.part").write_bytes(b"half of a copy")
        return stage.clock(), people


async def _speaks(stage: Rehearsal, person: int, words: str, pick: random.Random) -> None:
    if pick.random() < 0.4:
        data = b"\x89PNG\r\n\x1a\n" + words.encode() * 50
        stage.sandbox.send_file(person, data, f"{words}.png", caption=f"/viec {words}")
    else:
        stage.sandbox.say(person, f"/viec {words}")
    await stage.quiet()


def events(home: pathlib.Path) -> dict[str, dt.datetime]:
    """What was said by then, by the number of its event, and when."""
    store = open_store(load_settings({"home": home}))
    with contextlib.closing(store), store.read() as session:
        return {row.event_id: row.received_at for row in session.exec(select(Inbox))}


def lose(home: pathlib.Path, seed: int) -> Loss:
    """One morning, its loss and the return."""
    pick = random.Random(seed)
    first, elsewhere, second = home / "old", home / "elsewhere", home / "new"
    ended, _ = asyncio.run(morning(first, elsewhere, seed, pick.randint(20, 55)))
    said = events(first)
    shutil.rmtree(first)
    back = ended + dt.timedelta(hours=2)
    environment = {
        "DONDOC_HOME": str(second), "DONDOC_BACKUP_PASSPHRASE": "một cụm dài", "DONDOC_NOW": back.isoformat(),
    }  # fmt: skip
    with mock.patch.dict("os.environ", environment):
        done = CliRunner().invoke(build("db", "restore"), ["db", "restore", "--from-url", f"file://{elsewhere}"])
    found = Loss(said=len(said))
    if "Đã phục hồi bản sao" not in done.output:
        found.wrong.append(f"not restored: {done.output} {done.exception!r}")
        return found
    kept = events(second)
    missing = [said[one] for one in said.keys() - kept.keys()]
    found.gone = len(missing)
    found.minutes = max(((ended - moment) / dt.timedelta(minutes=1) for moment in missing), default=0.0)
    _judge(second, missing, ended, back, found)
    return found


def _judge(home: pathlib.Path, missing: list[dt.datetime], ended: dt.datetime, back: dt.datetime, found: Loss) -> None:
    settings = load_settings({"home": home})
    store = open_store(settings)
    with contextlib.closing(store), store.read() as session:
        if verify(session).broken_at is not None or verify_record(session):
            found.wrong.append("the record does not prove itself")
        evidence = EvidenceStore(settings.evidence_place)
        for sha256 in session.exec(select(EvidenceBlob.sha256)):
            evidence.read(sha256)  # raises where it is gone or changed
        linked = set(session.exec(select(Contact.id).where(col(Contact.person_id).is_not(None))))
        notices = list(session.exec(select(Outbox).where(Outbox.state == "queued")))
        told = {row.contact_id for row in notices if f"{local(back):%H:%M}" in row.payload["text"]}
        if told != linked:
            found.wrong.append(f"told {len(told)} of {len(linked)}")
    if any(ended - moment > QUARTER for moment in missing):
        found.wrong.append(f"{found.minutes:.0f} minutes of record are missing")
