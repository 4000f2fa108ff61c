"""One holder at a time; the lock ends with its holder, however that ends."""

import pathlib
import subprocess
import sys
import time

import pytest
from houses import Postgres

from catalog.store.single_process import SingleProcess
from catalog.store.store import Store

HOLD = """
import sys
from catalog.store.single_process import SingleProcess
from catalog.store.store import Store
lock = SingleProcess(Store(sys.argv[1]), "sender")
print(lock.hold(), flush=True)
sys.stdin.read()
"""


def until_held(lock: SingleProcess, seconds: float = 30) -> None:
    end = time.monotonic() + seconds
    while not lock.hold():
        assert time.monotonic() < end, "never free"
        time.sleep(0.02)


def test_only_one_holds_the_lock_and_gives_it_back(store: Store) -> None:
    one, two, other = (
        SingleProcess(store, "sender"),
        SingleProcess(store, "sender"),
        SingleProcess(store, "something else"),
    )
    assert one.hold()
    assert one.hold()  # holding it already is holding it
    assert not two.hold()
    assert other.hold()
    other.release()
    one.release()
    assert two.hold()
    two.release()
    two.release()


def test_a_killed_process_holds_nothing(store: Store) -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, store.url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=pathlib.Path(__file__).parents[3],
    )
    assert process.stdout is not None
    assert process.stdin is not None
    assert process.stdout.readline().strip() == "True"
    mine = SingleProcess(store, "sender")
    assert not mine.hold()
    process.kill()
    process.wait()
    process.stdout.close()
    process.stdin.close()
    until_held(mine)  # PostgreSQL notices a moment later that nobody is there any more
    mine.release()


def test_a_store_in_memory_belongs_to_its_process() -> None:
    store = Store("sqlite://")
    assert SingleProcess(store, "sender").hold()
    assert SingleProcess(store, "sender").hold()
    store.close()


@pytest.mark.postgres
def test_in_postgresql_the_lock_ends_with_its_connection(postgres: Postgres) -> None:
    url = postgres.database()
    here, there = Store(url), Store(url)
    one, two = SingleProcess(here, "sender"), SingleProcess(there, "sender")
    try:
        assert one.hold()
        assert one.hold()
        assert not two.hold()
        one.release()
        assert two.hold()
        with here.engine.connect() as connection:  # as when the network to the database is lost
            connection.exec_driver_sql(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
        assert one.hold()
        assert not two.hold()  # it notices, and does not get it back
        one.release()
    finally:
        two.release()
        here.close()
        there.close()
        postgres.drop(url)


@pytest.mark.postgres
def test_a_holder_that_is_stopped_and_says_nothing_loses_the_lock(postgres: Postgres) -> None:
    url = postgres.database()
    store = Store(url)
    stopped, other = SingleProcess(store, "sender"), SingleProcess(store, "sender")
    try:
        assert stopped.hold()
        assert not other.hold()
        assert stopped._connection is not None
        assert stopped._connection.ask("SHOW idle_session_timeout") == "1min"
        stopped._connection.ask("SELECT set_config('idle_session_timeout', '10ms', false)")  # a minute is too long here
        until_held(other)
        with store.read() as session:
            assert not stopped.still_ours(session)  # what it would claim when it goes on is refused
        assert not stopped.hold()
    finally:
        other.release()
        stopped.release()
        store.close()
        postgres.drop(url)
