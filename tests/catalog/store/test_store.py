"""The store: real SQLite files, real commits, a writer that many share."""

import asyncio
import datetime as dt
import functools
import pathlib
import sqlite3
import threading
import time
from concurrent.futures import CancelledError

import pytest
import sqlalchemy as sa
from houses import Postgres
from sqlmodel import Session, select

import catalog.tables
from catalog.store.store import (
    _SHARED_BY_A_FEW,
    _SHARED_COMMIT_SECONDS,
    Store,
    StoreAway,
    StoreProblem,
    is_away,
    is_current,
    make_engine,
    upgrade,
)
from catalog.tables import AgencyRow, Audit, Person, Setting

NOW = dt.datetime(2026, 3, 2, 1, 0, tzinfo=dt.UTC)


def add_person(session: Session) -> int:
    person = Person(created_at=NOW)
    session.add(person)
    session.flush()
    assert person.id is not None
    return person.id


def _held(_: Session, until: threading.Event) -> None:
    assert until.wait(60)


@pytest.mark.sqlite
def test_sqlite_runs_in_wal_mode_with_foreign_keys_and_full_sync(store: Store) -> None:
    with store.engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        }
    assert pragma == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2}


@pytest.mark.sqlite
def test_a_migrated_store_is_current_and_an_empty_one_is_not(store: Store, tmp_path: pathlib.Path) -> None:
    assert is_current(store.engine)
    empty = make_engine(f"sqlite:///{tmp_path / 'empty.sqlite3'}")
    assert not is_current(empty)
    empty.dispose()


def test_the_migrations_build_exactly_the_tables_of_the_code(store: Store) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.runtime.migration import MigrationContext

    from catalog.tables import metadata

    def ours(name: str | None, kind: str, _parents: object) -> bool:
        return (kind, name) != ("table", "change_count")  # of `catalog.store.memory`, on PostgreSQL alone

    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"include_name": ours})
        assert compare_metadata(context, metadata) == []


@pytest.mark.sqlite
def test_a_new_store_in_a_file_is_its_owners_alone(tmp_path: pathlib.Path) -> None:
    path = tmp_path / "new" / "dondoc.sqlite3"
    upgrade(f"sqlite:///{path}")
    assert oct(path.stat().st_mode & 0o777) == "0o600"


def test_upgrading_twice_keeps_what_is_there(store: Store) -> None:
    person = store.write(add_person)
    upgrade(store.url)
    with store.read() as session:
        assert session.get(Person, person) is not None


def test_a_failing_write_undoes_only_itself_when_it_shares_a_commit(store: Store) -> None:
    def fail(session: Session) -> None:
        session.add(Setting(key="half", value=1, changed_at=NOW))
        session.flush()
        raise LookupError("this one fails")

    jobs = []
    for number in range(20):
        jobs.append(store.write_soon(lambda s, n=number: s.add(Setting(key=f"k{n}", value=n, changed_at=NOW))))
        jobs.append(store.write_soon(fail))
    problems = [job for job in jobs if job.exception() is not None]
    assert len(problems) == 20
    assert all(isinstance(job.exception(), LookupError) for job in problems)
    with store.read() as session:
        keys = {row.key for row in session.exec(select(Setting))}
    assert keys == {f"k{n}" for n in range(20)}


def test_a_fault_at_any_place_of_a_shared_commit_neither_loses_nor_doubles_the_others(store: Store) -> None:
    for place in range(6):
        names = [f"{place}-{n}" for n in range(6)]
        held = threading.Event()
        store.write_soon(functools.partial(_held, until=held))  # while it is on its way, the others queue up

        def keep(session: Session, name: str, at: int) -> None:
            session.add(Setting(key=name, value=at, changed_at=NOW))
            session.flush()
            if at == place:  # noqa: B023 - done within this round
                raise RuntimeError(name)

        jobs = [store.write_soon(functools.partial(keep, name=name, at=n)) for n, name in enumerate(names)]
        held.set()
        failed = [n for n, job in enumerate(jobs) if job.exception() is not None]
        with store.read() as session:
            there = sorted(row.key for row in session.exec(select(Setting)) if row.key.startswith(f"{place}-"))
        assert failed == [place]
        assert there == [name for name in names if name != names[place]]


def test_what_is_urgent_goes_before_what_waits_and_each_in_the_order_it_came(store: Store) -> None:
    held, order = threading.Event(), list[str]()
    store.write_soon(functools.partial(_held, until=held))
    jobs = [store.write_soon(lambda _, n=n: order.append(f"usual {n}")) for n in range(3)]  # type: ignore[misc]
    jobs += [store.write_soon(lambda _, n=n: order.append(f"urgent {n}"), urgent=True) for n in range(3)]  # type: ignore[misc]
    held.set()
    for job in jobs:
        job.result()
    assert order == ["urgent 0", "urgent 1", "urgent 2", "usual 0", "usual 1", "usual 2"]


def test_a_short_work_does_not_wait_for_all_the_long_ones_before_it_to_be_committed(store: Store) -> None:
    commits = list[int]()
    sa.event.listen(store.engine, "commit", lambda _: commits.append(1))
    held = threading.Event()
    store.write_soon(functools.partial(_held, until=held))
    seconds = _SHARED_COMMIT_SECONDS[store.engine.dialect.name]
    jobs = [store.write_soon(lambda _: time.sleep(seconds)) for _ in range(3 * _SHARED_BY_A_FEW)]
    held.set()
    for job in jobs:
        job.result()
    assert len(commits) >= 3


def test_a_constraint_that_fails_late_is_reported_to_its_own_caller(store: Store) -> None:
    first = store.write_soon(lambda s: s.add(Setting(key="one", value=1, changed_at=NOW)))
    again = store.write_soon(lambda s: s.execute(sa.insert(Setting).values(key="one", value=2, changed_at=NOW)))
    assert first.exception() is None
    assert isinstance(again.exception(), sa.exc.IntegrityError)


@pytest.mark.sqlite
def test_a_result_is_on_disk_when_it_is_handed_out(store: Store) -> None:
    person = store.write(add_person)
    with sqlite3.connect(str(store.engine.url.database)) as other:
        assert other.execute("SELECT count(*) FROM person WHERE id = ?", (person,)).fetchone() == (1,)
    other.close()


def test_a_caller_who_goes_away_does_not_stop_the_writer(store: Store) -> None:
    import threading

    started, go_on = threading.Event(), threading.Event()

    def slow(session: Session) -> None:
        started.set()
        go_on.wait(60)

    running = store.write_soon(slow)
    started.wait(60)
    waiting = store.write_soon(add_person)
    assert waiting.cancel()
    assert not running.cancel()
    go_on.set()
    assert running.result(60) is None
    with pytest.raises(CancelledError):
        waiting.result()
    assert store.write(add_person) == 1


async def test_all_who_wait_in_a_loop_for_one_commit_are_woken_together_each_with_its_own_end(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    until, loop = threading.Event(), asyncio.get_running_loop()
    woken: list[int] = []
    wake = loop.call_soon_threadsafe
    monkeypatch.setattr(loop, "call_soon_threadsafe", lambda *args: (woken.append(1), wake(*args))[1])
    held = store.write_soon(lambda session: _held(session, until))  # a commit of its own, so that the others share one
    works = [asyncio.create_task(store.write_async(add_person)) for _ in range(6)]
    fails = asyncio.create_task(store.write_async(lambda session: session.get_one(Person, -1)))
    leaves = asyncio.create_task(store.write_async(add_person))
    await asyncio.sleep(0)
    leaves.cancel()
    until.set()
    ended = await asyncio.gather(*works, fails, leaves, return_exceptions=True)
    assert len(set(ended[:6])) == 6
    assert isinstance(ended[6], sa.exc.NoResultFound)
    assert isinstance(ended[7], asyncio.CancelledError)
    assert held.done()
    assert len(woken) <= 2, "once for each commit, not once for each work"
    with store.read() as session:
        assert sorted(session.exec(select(Person.id)).all()) == sorted(ended[:6]), "who left is not stored"


def test_what_a_reader_changes_is_thrown_away(store: Store) -> None:
    with store.read() as session:
        session.add(Setting(key="x", value=1, changed_at=NOW))
        session.flush()
    with store.read() as session:
        assert session.get(Setting, "x") is None


def test_moments_come_back_aware_and_in_utc(store: Store) -> None:
    from zoneinfo import ZoneInfo

    local = dt.datetime(2026, 3, 2, 8, 0, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh"))
    store.write(lambda s: s.add(Person(id=7, created_at=local)))
    with store.read() as session:
        stored = session.get_one(Person, 7).created_at
    assert stored == NOW
    assert stored.tzinfo is dt.UTC


def test_a_naive_moment_is_refused(store: Store) -> None:
    with pytest.raises(sa.exc.StatementError, match="without a time zone"):
        store.write(lambda s: s.add(Person(created_at=dt.datetime(2026, 3, 2))))  # noqa: DTZ001


@pytest.mark.parametrize("statement", ["UPDATE audit SET action = 'x'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_the_record(store: Store, statement: str) -> None:
    store.write(lambda s: s.add(Audit(at=NOW, action="a", previous="0", hash="1")))
    with pytest.raises(sa.exc.DatabaseError, match="append-only"):
        store.write(lambda s: s.execute(sa.text(statement)))


def test_a_missing_parent_is_refused(store: Store) -> None:
    with pytest.raises(sa.exc.IntegrityError):
        store.write(lambda s: s.execute(sa.text("INSERT INTO unit_group (unit_id, \"group\") VALUES (99999, 'x')")))


def test_the_bundled_agencies_are_there_once(store: Store) -> None:
    from founded_khanh_hoa import founded

    assert store.write(founded) is False
    with store.read() as session:
        names = session.exec(select(AgencyRow.name)).all()
    assert len(names) == len(set(names)) == 97


@pytest.mark.parametrize("url", ["", "nonsense", "mysql://x/y"])
def test_an_address_that_cannot_be_used_is_one_sentence(url: str) -> None:
    with pytest.raises(StoreProblem, match="DONDOC_DATABASE_URL"):
        make_engine(url)


@pytest.mark.sqlite
def test_a_store_that_cannot_be_written_is_one_sentence(tmp_path: pathlib.Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StoreProblem, match="kho dữ liệu"):
        upgrade(f"sqlite:///{tmp_path}/file/x.sqlite3")


def test_a_closed_store_refuses_work(store: Store) -> None:
    store.close()
    with pytest.raises(StoreProblem):
        store.write(add_person)


@pytest.mark.sqlite
def test_a_store_newer_than_the_program_is_told_in_a_sentence_and_left_alone(tmp_path: pathlib.Path) -> None:
    url = f"sqlite:///{tmp_path / 'x.sqlite3'}"
    engine = make_engine(url)
    with engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL)")
        connection.exec_driver_sql("INSERT INTO alembic_version VALUES ('9999')")
    with pytest.raises(StoreProblem, match="mới hơn chương trình"):
        upgrade(url)
    with engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalars().all() == ["9999"]
    engine.dispose()


@pytest.mark.postgres
def test_an_account_that_may_make_no_tables_is_told_in_a_sentence(postgres: Postgres) -> None:
    url = postgres.database()
    owner = make_engine(url)
    with owner.begin() as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS guest")
        connection.exec_driver_sql("CREATE ROLE guest LOGIN")
    owner.dispose()
    with pytest.raises(StoreProblem, match=r"permission denied for schema public.*chủ cơ sở dữ liệu") as refused:
        upgrade(sa.make_url(url).set(username="guest").render_as_string(hide_password=False))
    assert not isinstance(refused.value, StoreAway)
    with pytest.raises(StoreAway):
        upgrade(sa.make_url(url).set(database="nonesuch").render_as_string(hide_password=False))
    postgres.drop(url)


def test_the_newest_migration_is_the_one_that_alembic_knows(store: Store) -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(pathlib.Path(catalog.tables.__file__).parents[1] / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [upgrade(store.url)]


@pytest.mark.sqlite
def test_a_new_connection_that_may_not_write_says_the_store_is_away_and_is_no_fault(store: Store) -> None:
    sa.event.listen(
        store.engine, "connect", read_only := lambda connection, _: connection.execute("PRAGMA query_only=ON")
    )
    store.engine.dispose()
    try:
        with pytest.raises(sa.exc.OperationalError) as refused:
            store.write(lambda session: session.execute(sa.text("SELECT 1")))
    finally:
        sa.event.remove(store.engine, "connect", read_only)
        store.engine.dispose()
    assert is_away(refused.value)
