"""Properties of the record, over random conversations: it replays, it keeps agencies apart, undo restores exactly."""

import dataclasses
import datetime as dt
import itertools
import pathlib
from typing import Any

import pytest
from conversation import COORDINATOR, Talk, pdf, task
from houses import Houses
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlmodel import Session, col, select

from catalog.audit import verify
from catalog.clock import PROVINCE_ZONE, SetClock
from catalog.store.store import Store
from catalog.tables import Assignment, Blocker, Evidence, Extension, Update
from catalog.work.assignments import snapshot_of
from catalog.work.blockers import open_blockers
from catalog.work.evidence_of_assignment import evidence_of
from catalog.work.snapshot import Snapshot

OWN, OTHER = "Sở Công Thương", "Sở Y tế"
START = dt.datetime(2026, 1, 5, 9, 0, tzinfo=PROVINCE_ZONE)
SETTINGS = settings(
    max_examples=5,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip

_copies = itertools.count()

REFS = ("", "1 ", "2 ", "3 ", "#1 ", "#2 ", "#3 ", "#4 ", "#5 ", "#2.1 ", "#2.2 ", "tất cả ")
SAYINGS = (
    "xong", "được 40%", "75%", "chưa làm", "chưa xong", "vướng kinh phí", "vướng kinh phí, cần Sở Tài chính cấp",
    "thiếu người", "xin gia hạn đến 30/6 vì chờ hướng dẫn", "xin gia hạn thêm 10 ngày", "xin gia hạn đến 1/1/2026",
    "được 30%, vướng mặt bằng, xin gia hạn đến 30/9", "đã xong chưa vậy?", "150%", "xong, CV 12/SCT-VP",
)  # fmt: skip
COMMANDS = (
    "/capnhat",
    "/vuongmac",
    "/giahan",
    "/minhchung",
    "/viec",
    "/viec 2",
    "/viec 4",
    "/huy",
    "/hoantac",
    "2",
    "#4",
)
words = st.one_of(
    st.builds(lambda ref, said: ("say", ref + said), st.sampled_from(REFS), st.sampled_from(SAYINGS)),
    st.tuples(st.just("say"), st.sampled_from(COMMANDS)),
    st.builds(
        lambda ref, name: ("file", ref + "|" + name),
        st.sampled_from(("", "#1 xong", "#4 xong")),
        st.sampled_from("abc"),
    ),
    st.tuples(st.just("tap"), st.integers(0, 60)),
)
"""What a focal point does: words, a file with a caption, a tap on any choice ever shown in the chat."""

deeds = st.lists(st.tuples(st.sampled_from(("own", "own", "other", "officer")), words), max_size=10)


@dataclasses.dataclass(frozen=True)
class Filled:
    """A store at `url` with people of one channel in it."""

    houses: Houses
    url: str
    channel: str


class World:
    """Two agencies, five tasks (one of both), an officer; on a copy of a migrated store."""

    def __init__(self, filled: Filled, home: pathlib.Path) -> None:
        self.store = Store(filled.houses.copy(filled.url, home / f"w{next(_copies)}.sqlite3"))
        self.clock = SetClock(START, frozen=True)
        self.talk = Talk(self.store, self.clock, home, filled.channel)
        self.people = {who: f"chat-{name}" for who, name in (("own", "Bình"), ("other", "Yến"), ("officer", "Hạnh"))}

    def act(self, who: str, deed: tuple[str, Any]) -> None:
        """One thing somebody does, a minute after the last."""
        self.clock.set(self.clock() + dt.timedelta(minutes=1))
        chat, (kind, what) = self.people[who], deed
        if kind == "say":
            self.talk.say(chat, what)
        elif kind == "file":
            caption, _, name = what.partition("|")
            self.talk.say(chat, caption, (f"{name}.pdf", pdf(name)))
        else:
            shown = [(heard, label) for heard in self.talk.seen(chat)[-8:] for label in heard.labels]
            if shown:
                heard, label = shown[what % len(shown)]
                self.talk.tap(chat, label, heard)

    def of(self, agency: str) -> list[int]:
        """Ids of that agency's assignments."""
        with self.store.read() as session:
            return [a.id or 0 for a in session.exec(select(Assignment)) if _agency(session, a) == agency]

    def fingerprint(self, ids: list[int]) -> list[Any]:
        """All that stands about these assignments now, without moments and row ids."""
        with self.store.read() as session:
            return [_stands(session, session.get_one(Assignment, one)) for one in ids]

    def counts(self, ids: list[int]) -> list[int]:
        """How many rows of each kind are on record for these assignments."""
        with self.store.read() as session:
            kinds: tuple[Any, ...] = (Update, Blocker, Evidence, Extension)
            return [len(session.exec(select(k).where(col(k.assignment_id).in_(ids))).all()) for k in kinds]


def _agency(session: Session, assignment: Assignment) -> str:
    from catalog.agencies.stored import agency_name

    return agency_name(session, assignment.agency_id)


def _stands(session: Session, a: Assignment) -> Any:
    waiting = session.exec(select(Extension).where(Extension.assignment_id == a.id, Extension.decision == "")).all()
    return (
        dataclasses.astuple(snapshot_of(session, a)),
        a.overdue_at_import,
        sorted((b.kind, b.text, b.must_act_agency_id) for b in open_blockers(session, a.id)),
        sorted((e.sha256, e.name) for e in evidence_of(session, a.id)),
        sorted((e.slot, e.asked_due, e.reason) for e in waiting),
    )


@pytest.fixture(scope="module", params=["telegram", "zalo"])
def filled(
    request: pytest.FixtureRequest, houses: Houses, migrated: str, tmp_path_factory: pytest.TempPathFactory
) -> Filled:
    """A store with the people, the plan and the first digests of one channel; every story works on a copy."""
    home = tmp_path_factory.mktemp(f"filled-{request.param}")
    store = Store(houses.copy(migrated, home / f"{request.param}.sqlite3"))
    talk = Talk(store, SetClock(START, frozen=True), home, request.param)
    talk.person("Bình", "focal", OWN)
    talk.person("Yến", "focal", OTHER)
    talk.person("Hạnh", "officer", COORDINATOR)
    talk.plan(
        task("Thương mại điện tử 1"),
        task("Cơ sở dữ liệu 2", None, milestones=(("Kế hoạch", dt.date(2026, 2, 10)), ("Tổng kết", dt.date(2026, 5, 30)))),
        task("Rà soát thủ tục 3", dt.date(2026, 1, 20)),
        task("Khám chữa bệnh từ xa 4", dt.date(2026, 1, 25), OTHER),
        task("Kế hoạch năm 5", dt.date(2026, 1, 28), OWN, OTHER),
    )  # fmt: skip
    talk.sweep()
    store.close()
    return Filled(houses, store.url, request.param)


@SETTINGS
@given(story=deeds)
def test_replaying_the_update_log_gives_the_current_state(
    story: list[tuple[str, Any]], filled: Filled, tmp_path: pathlib.Path
) -> None:
    world = World(filled, tmp_path)
    for who, deed in story:
        world.act(who, deed)
    with world.store.read() as session:
        for assignment in session.exec(select(Assignment)).all():
            log = session.exec(
                select(Update).where(Update.assignment_id == assignment.id).order_by(col(Update.id))
            ).all()
            for earlier, later in itertools.pairwise(log):
                assert later.before == earlier.after
            last = Snapshot.from_json(log[-1].after)
            assert last == snapshot_of(session, assignment)
            assert (last.state, last.percent, last.next_due()) == (assignment.state, assignment.percent, assignment.due)
            assert last.self_confirmed == assignment.self_confirmed
        assert verify(session).broken_at is None
    world.store.close()


@SETTINGS
@given(story=st.lists(words, min_size=1, max_size=9))
def test_nothing_a_focal_point_does_changes_another_agencys_assignment(
    story: list[tuple[str, Any]], filled: Filled, tmp_path: pathlib.Path
) -> None:
    world = World(filled, tmp_path)
    world.act("other", ("say", "1 được 20%, vướng kinh phí"))
    theirs = world.of(OTHER)
    before, rows = world.fingerprint(theirs), world.counts(theirs)
    for deed in story:
        world.act("own", deed)
    assert world.fingerprint(theirs) == before
    assert world.counts(theirs) == rows
    world.store.close()


@SETTINGS
@given(story=st.lists(words, max_size=5), last=words)
def test_undo_restores_exactly(
    story: list[tuple[str, Any]], last: tuple[str, Any], filled: Filled, tmp_path: pathlib.Path
) -> None:
    assume(last[1] != "/hoantac")
    world = World(filled, tmp_path)
    for deed in story:
        world.act("own", deed)
    own = world.of(OWN)
    before, rows = world.fingerprint(own), world.counts(own)[0]
    world.act("own", last)
    if world.counts(own)[0] > rows and "Đã rút lại" not in world.talk.last(world.people["own"]).text:
        world.act("own", ("say", "/hoantac"))
        assert "Đã rút lại" in world.talk.last(world.people["own"]).text
        assert world.fingerprint(own) == before
    world.store.close()


def test_undo_goes_back_step_by_step(filled: Filled, tmp_path: pathlib.Path) -> None:
    world = World(filled, tmp_path)
    own = world.of(OWN)
    stands = [world.fingerprint(own)]
    steps = (
        ("say", "#1 được 20%"), ("say", "#1 được 40%, vướng kinh phí"), ("file", "#1 được 45%|anh"),
        ("say", "#1 vướng kinh phí, cần Sở Tài chính cấp"), ("say", "#1 xin gia hạn đến 30/6 vì chờ hướng dẫn"),
        ("file", "#1 xong|bao-cao"),
    )  # fmt: skip
    for step in steps:
        world.act("own", step)
        stands.append(world.fingerprint(own))
    for expected in reversed(stands[:-1]):
        world.act("own", ("say", "/hoantac"))
        assert world.fingerprint(own) == expected
    world.act("own", ("say", "/hoantac"))
    assert "Không có cập nhật nào" in world.talk.last(world.people["own"]).text
    world.store.close()
