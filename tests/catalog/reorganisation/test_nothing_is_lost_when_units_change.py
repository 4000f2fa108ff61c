"""After any history and any change of units: nothing lost, nothing doubled, and past days show what they showed."""

import contextlib
import datetime as dt
from collections import Counter

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lived_history import History, begin, steps
from sqlmodel import col, select

from catalog.agencies import editing
from catalog.agencies.editing import NameRefused
from catalog.agencies.stored import registry_of
from catalog.audit import Actor, verify
from catalog.figures.official import Picture, picture
from catalog.figures.rollup import catch_up
from catalog.people import people
from catalog.reorganisation.changes import ChangeRefused, Wish, any_due, carry_out_due, decide
from catalog.reorganisation.waiting import assign, waiting
from catalog.tables import (
    AgencyRow,
    Assignment,
    Blocker,
    Extension,
    Membership,
    Organisation,
    Person,
    Prompt,
    Update,
)
from catalog.work.snapshot import FIVE_FIGURES, Snapshot

OFFICER = Actor(2, "telegram")
OPEN = ("not_started", "in_progress", "reported", "suspended")
changes = st.lists(st.tuples(st.sampled_from(("merge", "into", "remove", "split", "rename")), st.integers(0, 99)))


def lived() -> History:
    """A history in an organisation whose three units have names."""
    life = begin()
    life.session.add(Organisation(pack="other", level="đơn vị", name="Tổng kho", full_name="Tổng kho", set_at=life.now))
    life.session.flush()
    for row in life.session.exec(select(AgencyRow)).all():
        for role in ("short", "full"):
            editing.put_name(life.session, row.id or 0, role, row.name, "pack")
    editing.touch(life.session)
    return life


def change(life: History, what: str, pick: int, day: dt.date) -> None:
    """One change of units that may not be possible."""
    units = [row.id or 0 for row in life.session.exec(select(AgencyRow).where(col(AgencyRow.active)))]
    one, other = units[pick % len(units)], units[(pick + 1) % len(units)]
    name = life.session.get_one(AgencyRow, other).name
    wish = {
        "merge": Wish("merged", (one, other), (f"Sở Chung {pick}",)), "into": Wish("merged", (one, other), (name,)),
        "remove": Wish("removed", (one,), (name,)), "split": Wish("split", (one,), (f"Sở N{pick}", f"Sở M{pick}")),
        "rename": Wish("renamed", (one,), (f"Sở Mới {pick}",)),
    }[what]  # fmt: skip
    with contextlib.suppress(ChangeRefused, NameRefused):
        decide(life.session, wish, day, "1/NQ", OFFICER, life.now)


def open_work(life: History) -> Counter[tuple[int, str]]:
    """Open assignments by task and role."""
    rows = life.session.exec(select(Assignment).where(col(Assignment.state).in_(OPEN))).all()
    return Counter((row.task_id, row.role) for row in rows)


def shown(life: History, day: dt.date) -> Picture:
    return picture(life.session, day, life.now, by="agency")


@settings(max_examples=10, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(steps, changes, steps, st.integers(0, 3))
def test_after_any_history_a_change_of_units_loses_and_doubles_nothing(before, wished, after, wait):
    life = lived()
    past: dict[dt.date, Picture] = {}

    def play(story):
        for act, pick in story:
            today = life.day
            life.play(act, pick)
            if life.day != today:
                past[today] = shown(life, today)

    play(before)
    for what, pick in wished[:4]:
        had, people_before = open_work(life), _linked(life)
        change(life, what, pick, life.day + dt.timedelta(days=wait))
        if any_due(life.session, life.now + dt.timedelta(days=wait)):
            yesterday = life.day
            life.day += dt.timedelta(days=wait)
            if wait:
                past[yesterday] = shown(life, yesterday)
            carry_out_due(life.session, life.now)
        assert carry_out_due(life.session, life.now) == []
        now = open_work(life)
        assert set(now) == set(had)
        assert all(now[key] <= had[key] for key in had)
        assert _linked(life) == people_before
        _nothing_hangs_on_who_ended(life)
    play(after)
    for day, figures in past.items():
        assert shown(life, day) == figures
    catch_up(life.session, life.now)
    for day in (*past, life.day):
        whole = picture(life.session, day, life.now, by="agency")
        for counts, total in [(whole.whole.counts, whole.whole.total), *((g.counts, g.total) for g in whole.groups)]:
            assert sum(counts[name] for name in FIVE_FIGURES) == total
    assert verify(life.session).broken_at is None
    life.session.close()


def _linked(life: History) -> set[int]:
    """Persons who hold a role for a unit (deputies of a day aside)."""
    rows = select(Membership.person_id).where(
        col(Membership.ended_at).is_(None), col(Membership.agency_id).is_not(None), col(Membership.until).is_(None)
    )
    return set(life.session.exec(rows))


def _nothing_hangs_on_who_ended(life: History) -> None:
    ended = {row.id for row in life.session.exec(select(AgencyRow).where(col(AgencyRow.active).is_(False)))}
    waits = {one.assignment for one in waiting(life.session)}
    for row in life.session.exec(select(Assignment)).all():
        newest = life.session.exec(
            select(Update).where(Update.assignment_id == row.id).order_by(col(Update.id).desc())
        ).first()
        assert newest is not None
        assert Snapshot.from_json(newest.after).state == row.state
        if row.agency_id in ended and row.state in OPEN:
            assert row.id in waits
    gone = select(Assignment.id).where(col(Assignment.agency_id).in_(ended), Assignment.state == "cancelled")
    moved = [one for one in life.session.exec(gone) if _was_handed(life, one)]
    for table in (Prompt, Extension, Blocker):
        open_rows = [row for row in life.session.exec(select(table)).all() if row.assignment_id in moved]
        assert [r for r in open_rows if not getattr(r, "decision", "") and not getattr(r, "resolved_at", None)] == []


def _was_handed(life: History, assignment: int | None) -> bool:
    newest = life.session.exec(
        select(Update).where(Update.assignment_id == assignment).order_by(col(Update.id).desc())
    ).first()
    return newest is not None and newest.text.startswith("Chuyển sang")


def test_what_waits_after_a_split_goes_where_the_officer_says() -> None:
    life = lived()
    for number in range(3):
        life.play("new_task", number)
    change(life, "split", 0, life.day)
    there = waiting(life.session)
    assert {one.unit for one in there} == {"Sở A"}
    heir = next(row for row in life.session.exec(select(AgencyRow)) if row.name == there[0].heirs[0])
    with pytest.raises(ChangeRefused, match="no_heir"):
        assign(life.session, [], 2, OFFICER, life.now, "2/QĐ")
    assert assign(life.session, [], heir.id or 0, OFFICER, life.now, "2/QĐ") == len(there)
    assert waiting(life.session) == []
    rows = life.session.exec(select(Assignment).where(Assignment.agency_id == heir.id)).all()
    assert {row.state for row in rows} <= {"not_started", "in_progress", "reported"}
    assert len(rows) == len(there)


@pytest.mark.parametrize(
    ("wish", "reason"),
    [
        (Wish("merged", (1,), ("Sở A",)), "itself"),
        (Wish("removed", (1,), ("Sở A",)), "itself"),
        (Wish("merged", (1, 1), ("Sở Chung",)), "twice"),
        (Wish("split", (1,), ("Sở Một",)), "one_heir"),
        (Wish("split", (1,), ("Sở Một", "Sở Một")), "twice"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(wish: Wish, reason: str) -> None:
    life = lived()
    with pytest.raises(ChangeRefused, match=reason):
        decide(life.session, wish, life.day, "1/NQ", OFFICER, life.now)
    assert [agency.name for agency in registry_of(life.session).agencies] == ["Sở A", "Sở B", "Sở C"]


def test_two_changes_of_one_unit_do_not_wait_beside_each_other() -> None:
    life = lived()
    later = life.day + dt.timedelta(days=30)
    decide(life.session, Wish("merged", (1, 2), ("Sở B",)), later, "1/NQ", OFFICER, life.now)
    for wish in (Wish("merged", (2, 1), ("Sở A",)), Wish("renamed", (1,), ("Sở Khác",))):
        with pytest.raises(ChangeRefused, match="waiting"):
            decide(life.session, wish, later, "1/NQ", OFFICER, life.now)
    assert not any_due(life.session, life.now)


def test_a_day_gone_by_is_taken_only_where_nothing_was_said_since() -> None:
    life = lived()
    life.play("new_task", 0)
    life.play("next_week", 0)
    before = life.day - dt.timedelta(days=5)
    decide(life.session, Wish("renamed", (1,), ("Sở A mới",)), before, "1/NQ", OFFICER, life.now)
    life.play("progress", 0)
    with pytest.raises(ChangeRefused, match="answered"):
        decide(life.session, Wish("renamed", (1,), ("Sở A nữa",)), before, "1/NQ", OFFICER, life.now)


def test_a_unit_with_people_is_not_removed_without_an_heir_and_they_follow_with_one() -> None:
    life = lived()
    person = Person(created_at=life.now)
    life.session.add(person)
    life.session.flush()
    people.grant(life.session, person.id or 0, "focal", 1, OFFICER, life.now)
    with pytest.raises(ChangeRefused, match="hanging") as refused:
        decide(life.session, Wish("removed", (1,)), life.day, "1/NQ", OFFICER, life.now)
    assert refused.value.detail == "Sở A còn 1 người"
    effect = decide(life.session, Wish("removed", (1,), ("Sở B",)), life.day, "1/NQ", OFFICER, life.now)
    assert effect.people == [person.id]
    held = people.memberships_at(life.session, 2, life.now)
    assert [row.person_id for row in held] == [person.id]
    assert people.memberships_at(life.session, 1, life.now) == []
