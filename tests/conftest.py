"""What all tests share: where the real documents are, a store of one's own, a clock that stands still."""

import datetime as dt
import gc
import json
import logging
import os
import pathlib
import sys
from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import sqlalchemy as sa
import structlog

sys.path.insert(0, str(pathlib.Path(__file__).parent / "stores"))

from houses import Houses, Postgres, PostgresHouses, SqliteHouses

import bot.store_opening
import catalog.documents.apart
import catalog.plans.apart
import catalog.store.store
from bot.settings import Settings
from catalog.clock import PROVINCE_ZONE, SetClock
from catalog.official_documents.reading import Reading, read_here
from catalog.store.store import Store
from catalog.work.soundness import one_at_a_time

_SLOW = [hypothesis.HealthCheck.too_slow]
hypothesis.settings.register_profile(
    "gate", max_examples=50, derandomize=True, deadline=None, suppress_health_check=_SLOW
)
hypothesis.settings.register_profile("explore", deadline=None, print_blob=True, suppress_health_check=_SLOW)
hypothesis.settings.load_profile("gate")  # the gate's verdict is on the change, not on the machine's speed or luck

# Rich would print every local variable of every frame: a minute for one traceback while the machine is busy.
_PLAIN_LOG = [
    *structlog.get_config()["processors"][:-1],
    structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
]

_SHARED = pathlib.Path(__file__).resolve().parents[2] / "shared"


@pytest.fixture(scope="session", autouse=True)
def _once_a_run(request: pytest.FixtureRequest) -> Iterator[None]:
    """What costs every deployment once is not paid by every test: a bot of this process opens a copy of a migrated
    file, and engines share the SQL they have compiled. The migrations themselves have tests of their own.

    A bot of this process that saw its store replaced would end the process, and all other tests with it."""
    compiled: dict[Any, Any] = {}
    dialects: dict[str, sa.Dialect] = {}
    plain_engine, plain_upgrade = catalog.store.store.make_engine, bot.store_opening.upgrade

    def engine(url: str) -> sa.Engine:
        made = plain_engine(url)
        made.dialect = dialects.setdefault(made.dialect.name, made.dialect)
        made.update_execution_options(compiled_cache=compiled)
        return made

    def copied(url: str) -> str:
        file = pathlib.Path(str(sa.make_url(url).database))
        houses: Houses = request.getfixturevalue("houses")
        if houses.kind == "sqlite" and url.startswith("sqlite:") and not file.exists():
            file.parent.mkdir(parents=True, exist_ok=True)
            houses.copy(request.getfixturevalue("migrated"), file)
            return ""
        return plain_upgrade(url)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("catalog.store.store.make_engine", engine)
        patch.setattr("bot.store_opening.upgrade", copied)
        patch.setattr("bot.supervision.supervisor.Supervisor._end", lambda _supervisor: None)
        yield


@pytest.fixture(scope="session")
def shared() -> pathlib.Path:
    """The folder with the real documents, beside the checkout; tests that need it are skipped where it is absent."""
    if not (_SHARED / "seeds").is_dir():
        pytest.skip("../shared is not here")
    return _SHARED


@pytest.fixture(autouse=True)
def _own_environment(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> Iterator[None]:
    """No setting of this machine reaches a test, and nothing is written into the checkout."""
    for name in list(os.environ):
        if name.startswith("DONDOC_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("DONDOC_SWEEP_SECONDS", "3600")  # a test sweeps when it likes, however long it takes
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("DONDOC_SOFFICE", "/nowhere/soffice")  # a page is drawn only where a test says so
    if request.config.getoption("--store") == "sqlite" or request.node.get_closest_marker("sqlite"):
        yield
        return
    houses: PostgresHouses = request.getfixturevalue("houses")

    def store_url(settings: Settings) -> str:
        return settings.database_url or houses.url(settings.home.absolute() / "dondoc.sqlite3")

    monkeypatch.setattr(Settings, "store_url", property(store_url))
    yield
    houses.forget(tmp_path)


@pytest.fixture(autouse=True)
def _read_here(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in this process, by the same functions: starting one for each took a second of every test that
    imports a plan. Tests marked `apart`, and every bot that runs as a program of its own, start it. PDFium may be used by
    one thread at a time, and evidence is looked at in others: what would be read beside them waits for them."""
    if request.node.get_closest_marker("apart"):
        return
    rooms = {"catalog.plans.apart": catalog.plans.apart, "catalog.documents.apart": catalog.documents.apart}

    def answered(module: str, name: str, given: bytes, **_limits: float) -> Any:
        with one_at_a_time:
            return json.loads(json.dumps(rooms[module]._read(given, name)))

    for room in rooms.values():
        monkeypatch.setattr(room, "answered", answered)

    def read_apart(data: bytes, name: str, trusted: Any, now: dt.datetime, **_limits: float) -> Reading:
        with one_at_a_time:
            return Reading.from_json(json.loads(json.dumps(read_here(data, name, list(trusted), now).to_json())))

    monkeypatch.setattr("catalog.official_documents.pictured.read_apart", read_apart)


@pytest.fixture(autouse=True)
def _own_log() -> Iterator[None]:
    """A test that starts the bot sets up its log, on a stream that is closed when the test is over."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    structlog.configure(processors=_PLAIN_LOG)
    yield
    structlog.reset_defaults()
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """A PostgreSQL server of this run, started when the first test asks for it."""
    server = Postgres()
    yield server
    server.stop()


@pytest.fixture(scope="session")
def houses(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Houses:
    """Where the stores of this run are (`--store`)."""
    folder = tmp_path_factory.mktemp("stores")
    if request.config.getoption("--store") == "postgres":
        return PostgresHouses(request.getfixturevalue("postgres"), folder)
    return SqliteHouses(folder)


@pytest.fixture(scope="session")
def migrated(houses: Houses, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The address of a store at the newest migration with the agencies, made once; tests work on copies of it."""
    return houses.migrated(tmp_path_factory.mktemp("migrated"))


@pytest.fixture
def store(houses: Houses, migrated: str) -> Iterator[Store]:
    """A real store, migrated, with the agencies and nothing else.

    All of a run share one engine: what it has compiled of SQL is not compiled anew by every test.
    """
    houses.engine.dispose()  # where a test had put another in its place: no connection leads to the store before
    opened = Store(houses.renew(migrated))
    opened.engine.dispose()
    opened.engine = houses.engine
    yield opened
    opened.close()


@pytest.fixture
def clock() -> SetClock:
    """Monday, 5 January 2026, 09:00 in the province, standing still."""
    return SetClock(dt.datetime(2026, 1, 5, 9, 0, tzinfo=PROVINCE_ZONE), frozen=True)


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--store postgres`: the whole suite on PostgreSQL."""
    parser.addoption(
        "--store", choices=["sqlite", "postgres"], default=os.environ.get("DONDOC_TEST_STORE", "sqlite"),
        help="the store the tests run on",
    )  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    """A thread that still reads when its test is over leaves its connection to the garbage: only psycopg says so."""
    if config.getoption("--store") == "postgres":
        config.addinivalue_line("filterwarnings", "ignore:.*was deleted while still open:ResourceWarning")


def pytest_collection_finish() -> None:
    """Looking for garbage took 8 % of a run: what was loaded before the first test lives to the end, so it is not
    looked at again, and what tests make less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Tests that talk to a server of their own may use the loopback; nobody may use anything else."""
    on_postgres = config.getoption("--store") == "postgres"
    for item in items:
        if on_postgres and item.get_closest_marker("sqlite"):
            item.add_marker(pytest.mark.skip(reason="about SQLite itself"))
        if item.get_closest_marker("loopback") or item.get_closest_marker("postgres"):
            item.add_marker(pytest.mark.allow_hosts(["127.0.0.1", "localhost", "::1"]))
            item.add_marker(pytest.mark.enable_socket)
