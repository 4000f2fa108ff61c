"""A quarter of a province on an Official Account alone: what reached whom, by which way, at what cost.

The whole bot over HTTP, the sandbox as its platform, a clock by hand. Some people answer, some seldom, some never; a few
have Telegram as well. Run by hand: `make oa-quarter` (or `PYTHONPATH=. python tests/stories/account_quarter.py 86 1`).
Ends with 1 when something went out outside a window, or somebody could not be reached and no officer was told.
"""

import asyncio
import collections
import datetime as dt
import pathlib
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlmodel import Session, col, select

from bot.channels.patience import Patience
from bot.rehearsal import Rehearsal, rehearse
from bot.sandbox.world.oa_desk import oa_user
from catalog.agencies.stored import own_organisation
from catalog.audit import SYSTEM
from catalog.clock import PROVINCE_ZONE, at_local, local_day
from catalog.messaging.oa_tokens import CHANNEL
from catalog.messaging.windows import spent
from catalog.people.people import contact_for, grant
from catalog.plans.bundle import load_bundled
from catalog.tables import AgencyRow, Contact, Digest, Membership, Outbox
from scheduler.delivery.next_way import BY_TEMPLATE, WINDOW
from scheduler.delivery.pacing import Limits
from scheduler.digests.superseded import SUPERSEDED

FIRST = dt.date(2026, 4, 1)
BRISK = Patience(
    answer=60.0, look=0.05, album=0.05, pause=0.05, poll=5,
    limits=Limits(per_second=2000, burst=2000, chat_gap=0.0, group_burst=500),
)  # fmt: skip
ANSWERS = {"lively": 0.7, "slow": 0.15, "silent": 0.0}
"""How likely somebody answers what came today."""

PACKAGE_A_MONTH, CEILING, OTHER_CHANNEL = 500, 30_000, 0.1


@dataclass
class Quarter:
    """What came of it. `ways` counts the digests of focal points; `bad` is what must not be, in words."""

    people: dict[str, int] = field(default_factory=lambda: collections.Counter())
    ways: dict[str, int] = field(default_factory=lambda: collections.Counter())
    charged: dict[str, int] = field(default_factory=dict)
    cost: int = 0
    outside: int = 0
    phoned: int = 0
    bad: list[str] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether everything held."""
        return not self.bad and not self.outside

    def table(self) -> str:
        """As it is printed."""
        total = sum(self.ways.values()) or 1
        nobody = ("waits, officer told", "waits for today's list", "taken into a later one")
        told = total - sum(self.ways[way] for way in nobody)
        lines = [
            f"people: {dict(self.people)}",
            f"digests: {total}, reached somebody: {told} ({told * 100 / total:.1f} %)",
        ]
        lines += [f"  {way:34}{count:6}  {count * 100 / total:5.1f} %" for way, count in sorted(self.ways.items())]
        lines += [f"charged by the platform: {self.charged}", f"spent: {self.cost} đồng"]
        lines += [f"sends outside a window: {self.outside}", f"put on an officer's list: {self.phoned} times"]
        return "\n".join([*lines, *(f"BAD {one}" for one in self.bad)])


class Province:
    """Everybody, and how they are."""

    def __init__(self, stage: Rehearsal, chance: random.Random) -> None:
        self._stage, self._chance = stage, chance
        self.kinds: dict[int, str] = {}
        self._seen: dict[int, int] = {}
        self.officer = 0

    async def settle(self, agencies: int) -> None:
        """The bundled plans, a focal point for each agency who has written once, an officer who writes every day."""
        stage, sandbox = self._stage, self._stage.sandbox
        await asyncio.to_thread(stage.load, load_bundled())
        with stage.app.store.read() as session:
            assert own_organisation(session) is not None
            rows = list(session.execute(sa.select(col(AgencyRow.id)).order_by(col(AgencyRow.id))).scalars())[:agencies]
        self.officer = sandbox.create_person("Cán bộ tổng hợp", channel="zalo_oa")
        people = {sandbox.create_person(f"Đầu mối {row}", channel="zalo_oa"): row for row in rows}
        for person in people:
            self.kinds[person] = self._chance.choices(list(ANSWERS), weights=(5, 3, 2))[0]
        also = {
            p: sandbox.create_person(f"Đầu mối {p}", started=True)
            for p in people
            if self._chance.random() < OTHER_CHANNEL
        }
        now = stage.clock()

        def link(session: Session) -> None:
            officer = contact_for(session, CHANNEL, oa_user(self.officer), "Cán bộ", now)
            grant(session, officer.person_id or 0, "officer", None, SYSTEM, now)
            for person, row in people.items():
                chat = contact_for(session, CHANNEL, oa_user(person), f"Đầu mối {row}", now)
                chat.preferred, chat.preferred_at = True, now
                grant(session, chat.person_id or 0, "focal", row, SYSTEM, now)
                if person in also:
                    second = contact_for(session, "telegram", str(also[person]), f"Đầu mối {row}", now)
                    second.person_id = chat.person_id

        await stage.app.store.write_async(link)
        for person in (self.officer, *people):
            sandbox.say(person, "/toi")
        await stage.quiet(600)

    async def day(self, day: dt.date) -> None:
        """A morning, and what people do about it; the officer reads and phones."""
        stage, sandbox = self._stage, self._stage.sandbox
        if day.day == 1:
            sandbox.switches.oa_package_left = PACKAGE_A_MONTH
        await stage.move_to(at_local(day, dt.time(8, 0)))
        stage.clock.set(at_local(day, dt.time(8, 5)))
        await stage.app.sweep_now()
        stage.app.delivery.wake()
        await stage.quiet(600)
        sandbox.say(self.officer, "/toi")
        on_list = [
            m.text for m in sandbox.messages_to(self.officer) if "ĐIỆN THOẠI" in m.text and m.date >= stage.clock()
        ]
        for person, kind in self.kinds.items():
            messages = sandbox.messages_to(person)
            new = messages[self._seen.get(person, 0) :]
            phoned = any(f"Đầu mối {n}" in text for text in on_list for n in [self._number(person)])
            if (new and self._chance.random() < ANSWERS[kind]) or (
                phoned and kind != "silent" and self._chance.random() < 0.5
            ):
                self._answer(person, new)
        await stage.quiet(600)
        self._seen = {person: len(sandbox.messages_to(person)) for person in self.kinds}

    def _number(self, person: int) -> str:
        return self._stage.sandbox.world.people[person].first_name.removeprefix("Đầu mối ")

    def _answer(self, person: int, new: list) -> None:  # type: ignore[type-arg]
        sandbox = self._stage.sandbox
        received = [m for m in new if any(key.text == "Đã nhận" for row in m.keyboard for key in row)]
        if received and self._chance.random() < 0.6:
            sandbox.press(person, received[-1].message_id, "Đã nhận")
        else:
            sandbox.say(person, self._chance.choice(["1 được 40%", "/viec", "1 vướng kinh phí", "1 xong"]))


async def play(home: pathlib.Path, agencies: int, days: int, seed: int, template: str = "nhac-viec") -> Quarter:
    """So many working days from 1 April on."""
    start = dt.datetime.combine(FIRST, dt.time(7, 45), PROVINCE_ZONE) - dt.timedelta(days=1)
    given = {"zalo_oa_template": template, "zalo_oa_ceiling": CEILING, "sweep_seconds": 3600}
    async with rehearse(
        home, start, frozen=True, patience=BRISK, channel="zalo_oa", also=("telegram",), given=given
    ) as stage:
        stage.sandbox.switches.oa_package_left = PACKAGE_A_MONTH
        province, quarter = Province(stage, random.Random(seed)), Quarter()
        await province.settle(agencies)
        async for day in _working_days(stage, days):
            await province.day(day)
        quarter.people.update(province.kinds.values())  # type: ignore[attr-defined]
        desk = stage.sandbox.world.oa
        quarter.outside, quarter.charged = desk.outside, dict(desk.by_class)
        with stage.app.store.read() as session:
            _account(session, quarter, stage.clock())
            months = {at_local(dt.date(2026, month, 28), dt.time(9)) for month in range(4, 8)}
            quarter.cost = sum(spent(session, CHANNEL, month) for month in months)
        lists = [m.text for m in stage.sandbox.messages_to(province.officer) if "ĐIỆN THOẠI" in m.text]
        quarter.phoned = sum(text.count("• ") for text in lists)
        if quarter.cost > CEILING * 4:
            quarter.bad.append("more was spent than the ceiling allows")
    return quarter


async def _working_days(stage: Rehearsal, days: int) -> AsyncIterator[dt.date]:
    calendar, day = stage.app.calendar(), FIRST
    while days:
        if calendar.is_working_day(day):
            days -= 1
            yield day
        day += dt.timedelta(days=1)


def _account(session: Session, quarter: Quarter, now: dt.datetime) -> None:
    """What became of each digest of a focal point."""
    focal = select(Membership.person_id).where(Membership.role == "focal")
    rows = session.exec(
        select(Digest, Outbox, Contact)
        .join(Outbox, col(Outbox.id) == col(Digest.outbox_id), isouter=True)
        .join(Contact, col(Contact.id) == col(Outbox.contact_id), isouter=True)
        .where(col(Digest.person_id).in_(focal))
    ).all()
    for digest, row, contact in rows:
        quarter.ways[_way(digest, row, contact, quarter, now)] += 1


def _way(digest: Digest, row: Outbox | None, contact: Contact | None, quarter: Quarter, now: dt.datetime) -> str:
    if row is None or contact is None:
        quarter.bad.append(f"digest {digest.id} went to nobody")
        return "nobody"
    if row.state == "sent":
        late = row.sent_at is not None and local_day(row.sent_at) > digest.day
        return row.channel if row.channel != CHANNEL else f"{row.way}{', with a later word' if late else ''}"
    if row.error == SUPERSEDED:
        return "taken into a later one"
    if row.error == BY_TEMPLATE:
        return "template"
    if row.error != WINDOW:
        quarter.bad.append(f"digest {digest.id}: {row.state} {row.error}")
        return "otherwise"
    told = contact.closed_told_at is not None and contact.closed_told_at > (contact.last_in_at or contact.created_at)
    if not told:
        if local_day(now) > digest.day:
            quarter.bad.append(f"digest {digest.id} of {digest.day} waits and no officer was told")
        return "waits for today's list"
    return "waits, officer told"


def main() -> int:
    """Print the quarter; 1 when something must not be."""
    agencies, seed = int(sys.argv[1]) if len(sys.argv) > 1 else 86, int(sys.argv[2]) if len(sys.argv) > 2 else 1
    days = int(sys.argv[3]) if len(sys.argv) > 3 else 62
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="dondoc-quarter-") as home:
        quarter = asyncio.run(play(pathlib.Path(home), agencies, days, seed))
    print(quarter.table())
    print(f"{agencies} agencies, {days} working days, seed {seed}: {time.monotonic() - begun:.0f} s")
    return 0 if quarter.good else 1


if __name__ == "__main__":
    sys.exit(main())
