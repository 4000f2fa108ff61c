"""The kept counters show what counting from the record shows, whatever happened and whenever they caught up."""

import datetime as dt
from collections import Counter

import sqlalchemy as sa
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from lived_history import START, begin, steps
from sqlmodel import col, select

from catalog.audit import Actor
from catalog.clock import at_local
from catalog.figures.official import Scope, count, picture, updated_since
from catalog.figures.overview import in_sight, overview, whole_of
from catalog.figures.past_days import count_day, keep_day
from catalog.figures.ranking import quarter_of, ranked, ranking
from catalog.figures.rollup import behind, catch_up, closed, sums
from catalog.figures.rows_behind import rows_behind, to_press
from catalog.figures.standing_on_day import assignments_on, linked_agencies, unassigned_on
from catalog.figures.table.filtered import ORDERS, Filter, dues_by_day, rows_filtered, tasks_filtered
from catalog.figures.warnings import KINDS, early_warnings
from catalog.tables import Assignment, ImportRun, Plan, RollupCell, ShownDay
from catalog.work import support
from catalog.work.snapshot import FIVE_FIGURES

GROUPINGS = ("plan", "agency", "section")
SCOPES = (
    Scope(), Scope(plan_id=1), Scope(agency_ids=(1, 3)), Scope(coordinator_ids=(2,)),
    Scope(plan_id=2, agency_ids=(1,)), Scope(plan_id=1, coordinator_ids=(2,)),
    Scope(coordinator_ids=(2,), also_agency_ids=(1,)),
)  # fmt: skip


@settings(max_examples=6, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
@given(steps, st.sets(st.integers(0, 40)), st.integers(0, 45))
def test_after_any_history_the_counters_equal_counting_from_the_record(story, catching_up, later):
    life = begin()
    ended = {}
    for number, (act, pick) in enumerate(story):
        yesterday = life.day
        life.play(act, pick)
        if life.day != yesterday:
            ended[yesterday] = _counted(life, yesterday, Scope())
        if number in catching_up:
            while catch_up(life.session, life.now, step=3):
                pass
    _equal(life, SCOPES[:1])
    catch_up(life.session, life.now)
    _equal(life, SCOPES[later % 3 :: 3])
    scope = SCOPES[later % len(SCOPES)]
    for day in (life.day, *list(ended)[-2:]):
        _rows_are_those_counted(life, day, scope)
    for day in (life.day, *list(ended)[-1:]):
        everything = early_warnings(life.session, day, scope)
        for kind in KINDS:
            assert early_warnings(life.session, day, scope, only=kind) == [w for w in everything if w.kind == kind]
    for day in ended:
        if closed(life.session, day) is not None:
            assert _overview(life, day, Scope()) == ended[day] == _counted(life, day, Scope())
    for day in list(ended)[-2:]:  # one that nobody kept, or was corrected since, is counted from the record and kept
        life.session.execute(sa.delete(ShownDay).where(col(ShownDay.day) == day))
        assert keep_day(life.session, count_day(life.session, day))
        assert closed(life.session, day) is not None
        assert _overview(life, day, Scope()) == ended[day]
    life.day += dt.timedelta(days=later)
    _equal(life, SCOPES[:2])
    for day in (START, life.day):
        last = min(quarter_of(day)[1], life.day)
        assert ranking(life.session, day, life.now, scope) == ranked(last, assignments_on(life.session, last, scope))
    life.session.close()


def _equal(life, scopes):
    for scope in scopes:
        assert _overview(life, life.day, scope) == _counted(life, life.day, scope)


def _rows_are_those_counted(life, day, scope):
    shown = picture(life.session, day, life.now, scope=scope)
    since = updated_since(day)
    heard = {s.assignment_id for s in shown.assignments if s.last_update_at is not None and s.last_update_at >= since}
    in_total = [s for s in shown.assignments if s.bucket in FIVE_FIGURES]
    expected = {
        **{part: [s for s in shown.assignments if s.bucket == part] for part in (*FIVE_FIGURES, "suspended", "cancelled")},
        "reported": [s for s in in_total if s.snapshot.state == "reported"],
        "self_confirmed": [s for s in in_total if s.snapshot.self_confirmed and s.snapshot.state == "done"],
        "updated": [s for s in in_total if s.assignment_id in heard],
        "not_updated": [s for s in in_total if s.assignment_id not in heard],
        "stale": [s for s in in_total if s.snapshot.state in ("not_started", "in_progress")
                  and s.assignment_id not in heard],
        "open": [s for s in in_total if s.snapshot.state in ("not_started", "in_progress", "reported")],
    }  # fmt: skip
    late = Counter((s.agency_id, s.agency) for s in expected["open_overdue"] if s.snapshot.state != "reported")
    assert to_press(life.session, day, life.now, scope) == late
    for part, stands in expected.items():
        total, rows = rows_behind(life.session, day, life.now, scope, part, limit=1000)
        assert (part, total) == (part, len(stands))
        assert sorted(rows, key=lambda s: s.assignment_id) == stands
    if day == life.day:
        _the_table_shows_them(life, scope, shown, {**expected, "": in_total})


def _the_table_shows_them(life, scope, shown, expected):
    """The board's table has the rows of every figure, in any order, and its head the figures themselves."""
    for number, (part, stands) in enumerate(expected.items()):
        order = ORDERS[number % len(ORDERS)]
        for backwards in (False, True):
            wanted = Filter(part, order=order, backwards=backwards)
            total, ids = rows_filtered(life.session, life.day, scope, wanted)
            assert (part, total, sorted(ids)) == (part, len(stands), [s.assignment_id for s in stands])
            halves = [rows_filtered(life.session, life.day, scope, wanted, first=n, limit=2)[1] for n in (0, 2)]
            assert [*halves[0], *halves[1]] == ids[:4]
        assert shown.whole.counted(part) in (None, len(stands))
        tasks = tasks_filtered(life.session, life.day, scope, Filter(part), 1000)[1]
        assert sorted(tasks) == sorted({s.task_id for s in stands})
    for kind in KINDS:
        warned = early_warnings(life.session, life.day, scope, only=kind)
        agencies = {w.agency_id for w in warned if w.assignment_id is None}
        ids = {w.assignment_id for w in warned} | {s.assignment_id for s in expected["open"] if s.agency_id in agencies}
        found = rows_filtered(life.session, life.day, scope, Filter(warning=kind))[1]
        assert (kind, set(found)) == (kind, ids & {s.assignment_id for s in expected[""]})
    dues = Counter(s.snapshot.next_due() for s in expected["open"])
    first, last = life.day - dt.timedelta(days=9), life.day + dt.timedelta(days=60)
    by_day = dues_by_day(life.session, life.day, scope, first, last)
    assert by_day == {day: n for day, n in dues.items() if day is not None and first <= day <= last}
    assert in_sight(life.session, life.day, life.now, Scope(), scope).figures == shown.whole


def _overview(life, day, scope):
    """(figures, the groups all three ways, warnings by kind) as an overview says them."""
    by_plan, *others = (overview(life.session, day, life.now, scope, by) for by in GROUPINGS)
    assert all(other.whole == by_plan.whole for other in others)
    groups = tuple({g.key: g for g in shown.groups} for shown in (by_plan, *others))
    return by_plan.whole, groups, +Counter(by_plan.warnings)


def _counted(life, day, scope):
    """The same from the rows."""
    stands, nobody = assignments_on(life.session, day, scope), unassigned_on(life.session, day, scope)
    linked = linked_agencies(life.session, day)
    by_plan, *others = (count(day, stands, nobody, linked, by=by) for by in GROUPINGS)
    groups = tuple({g.key: g for g in shown.groups} for shown in (by_plan, *others))
    return by_plan.whole, groups, Counter(w.kind for w in early_warnings(life.session, day, scope, stands))


def test_time_alone_makes_kept_work_overdue():
    life = begin()
    life.play("new_task", 4)
    catch_up(life.session, life.now)
    for days, part in ((28, "open_in_time"), (29, "open_overdue")):
        life.day = dt.date(2026, 3, 2) + dt.timedelta(days=days)
        assert overview(life.session, life.day, life.now, Scope()).whole.counts[part] == 1


def test_catching_up_twice_counts_nothing_twice():
    life = begin()
    life.play("new_task", 14)
    assert behind(life.session, life.now)
    catch_up(life.session, life.now)
    assert not behind(life.session, life.now)
    before = [cell.model_dump() for cell in life.session.exec(select(RollupCell))]
    catch_up(life.session, life.now)
    life.session.expire_all()
    assert [cell.model_dump() for cell in life.session.exec(select(RollupCell))] == before


def test_what_changed_with_the_days_gone_by_is_folded_in_so_that_reading_stays_short():
    life = begin()
    life.play("new_task", 4)
    catch_up(life.session, life.now)
    assert any(cell.day for cell in life.session.exec(select(RollupCell)))
    life.day += dt.timedelta(days=120)
    catch_up(life.session, life.now)
    life.session.expire_all()
    cells = list(life.session.exec(select(RollupCell)))
    assert {(cell.day, cell.measure, cell.count) for cell in cells} == {("", "open_overdue", 1)}


def test_a_day_that_ended_is_kept_as_it_was_shown_and_read_without_the_rows():
    life = begin()
    life.play("new_task", 4)
    catch_up(life.session, life.now)
    shown = overview(life.session, life.day, life.now, Scope())
    first = life.day
    life.play("next_day", 0)
    life.play("done", 0)
    assert closed(life.session, first) is None
    catch_up(life.session, life.now)
    assert closed(life.session, first) is not None
    again = overview(life.session, first, life.now, Scope())
    assert (again.whole, again.groups, +Counter(again.warnings)) == (
        shown.whole,
        shown.groups,
        +Counter(shown.warnings),
    )
    assert whole_of(life.session, first, life.now, Scope()) == shown.whole
    assert overview(life.session, life.day, life.now, Scope()).whole.reported == 1


def test_what_is_stored_later_for_a_closed_day_sends_it_back_to_the_record():
    life = begin()
    life.play("new_task", 4)
    catch_up(life.session, life.now)
    first = life.day
    life.play("next_day", 0)
    catch_up(life.session, life.now)
    a = life.session.exec(select(Assignment)).first()
    assert a is not None
    life.day = first
    life.play("progress", 0)
    life.day += dt.timedelta(days=1)
    catch_up(life.session, life.now)
    assert closed(life.session, first) is None
    assert overview(life.session, first, life.now, Scope()).whole.updated == 1


def test_every_day_of_a_standstill_is_closed_by_itself():
    life = begin()
    life.play("new_task", 4)
    catch_up(life.session, life.now)
    first = life.day
    life.day += dt.timedelta(days=40)
    catch_up(life.session, life.now)
    days = life.session.exec(select(ShownDay.day).order_by(col(ShownDay.day)).distinct()).all()
    assert days == [first + dt.timedelta(days=n) for n in range(40)]
    counts = [whole_of(life.session, day, life.now, Scope()).counts for day in days]
    assert [c["open_overdue"] for c in counts] == [0] * 29 + [1] * 11


def test_a_day_before_the_counters_is_counted_from_the_record():
    life = begin()
    life.play("new_task", 4)
    first = life.day
    life.play("next_day", 0)
    catch_up(life.session, life.now)
    assert closed(life.session, first) is None
    assert sums(life.session, first) is None
    assert overview(life.session, first, life.now, Scope()).whole.total == 1


def test_a_silent_supporter_is_counted_though_no_update_says_that_it_was_asked():
    life = begin()
    life.play("new_task", 4)
    a = life.session.exec(select(Assignment)).one()
    a.role = "support"
    support.ask(life.session, a, Actor(2, "telegram"), life.now)
    catch_up(life.session, life.now)
    life.day += dt.timedelta(days=7)
    assert overview(life.session, life.day, life.now, Scope()).warnings["support_silence"] == 1


def test_a_new_date_of_the_plan_moves_the_time_that_progress_is_compared_with():
    life = begin()
    life.play("new_task", 4)
    life.play("progress", 101)
    catch_up(life.session, life.now)
    life.day += dt.timedelta(days=5)
    assert overview(life.session, life.day, life.now, Scope()).warnings["trajectory"] == 0
    plan = life.session.get_one(Plan, 1)
    plan.date = at_local(dt.date(2025, 6, 1), dt.time(8)).date()
    run = ImportRun(plan_id=1, at=life.now, source_name="x", source_sha256="x", report={})
    life.session.add_all([plan, run])
    life.session.flush()
    for _ in range(2):
        assert overview(life.session, life.day, life.now, Scope()).warnings["trajectory"] == 1
        catch_up(life.session, life.now)
