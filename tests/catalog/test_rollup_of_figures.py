"""The rollup shows what counting from the record shows, whatever happened and whenever it caught up."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lived_history import begin, steps
from sqlmodel import select

from catalog.figures import Scope, picture
from catalog.rollup import catch_up, overview
from catalog.tables import RollupCell


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(steps, st.sets(st.integers(0, 40)))
def test_after_any_history_the_rollup_equals_counting_from_the_record(story, catching_up):
    life = begin()
    for number, (act, pick) in enumerate(story):
        life.play(act, pick)
        if number in catching_up:
            catch_up(life.session)
    _equal(life)
    catch_up(life.session)
    _equal(life)
    life.session.close()


def _equal(life):
    for scope in (Scope(), Scope(plan_id=1), Scope(agency_ids=(1, 3)), Scope(coordinator_ids=(2,))):
        for by in ("plan", "agency"):
            counted = picture(life.session, life.day, life.now, scope=scope, by=by)
            kept = overview(life.session, life.day, scope, by)
            assert kept.whole == counted.whole
            assert {g.key: g for g in kept.groups} == {g.key: g for g in counted.groups}


def test_time_alone_makes_kept_work_overdue():
    life = begin()
    life.play("new_task", 4)
    catch_up(life.session)
    for days, part in ((28, "open_in_time"), (29, "open_overdue")):
        day = life.day + dt.timedelta(days=days)
        assert overview(life.session, day, Scope(), "plan").whole.counts[part] == 1


def test_catching_up_twice_counts_nothing_twice():
    life = begin()
    life.play("new_task", 14)
    assert catch_up(life.session) > 0
    assert catch_up(life.session) == 0
    assert (
        sum(cell.count for cell in life.session.exec(select(RollupCell)))
        == overview(life.session, life.day, Scope(), "plan").whole.total
    )


def test_a_cell_nobody_stands_in_any_more_is_removed():
    life = begin()
    life.play("new_task", 4)
    catch_up(life.session)
    life.play("progress", 0)
    catch_up(life.session)
    assert [cell.count for cell in life.session.exec(select(RollupCell))] == [1]


def test_sections_are_counted_from_the_record():
    life = begin()
    with pytest.raises(ValueError, match="sections"):
        overview(life.session, life.day, Scope(), "section")
