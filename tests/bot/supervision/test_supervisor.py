"""What ends unasked, stands still, jumps or is changed under the bot: found within seconds, and told to whoever asks."""

import asyncio
import datetime as dt
import socket
import time

import pytest

from bot.supervision import health_file
from bot.supervision.clock_watch import ClockWatch
from bot.supervision.supervisor import STILL, Supervisor
from catalog.store.file_watch import FileTrouble


class File:
    """A store's file with or without trouble."""

    trouble: FileTrouble | None = None

    def look(self) -> FileTrouble | None:
        return self.trouble


@pytest.fixture
def turned() -> dict[str, float | None]:
    return {"delivery": time.monotonic(), "telegram": None}


@pytest.fixture
def supervisor(tmp_path, turned, monkeypatch) -> Supervisor:
    monkeypatch.setattr(Supervisor, "_end_in_any_case", lambda _self: None)
    return Supervisor(
        turned={name: lambda name=name: turned[name] for name in turned},
        write_health=lambda health: health_file.write(tmp_path, health), report=dict, jumped=lambda by: None,
        file=File(),
    )  # fmt: skip


async def test_a_loop_that_ends_unasked_is_a_fault_that_may_be_started_again(supervisor, tmp_path) -> None:
    async def ends() -> None:
        raise KeyError("a defect")

    supervisor.must_not_end([asyncio.create_task(ends(), name="delivery")])
    await asyncio.sleep(0)
    await supervisor.look()
    assert supervisor.stop.is_set()
    assert (supervisor.fault.word, supervisor.fault.passes) == ("delivery_ended", True)
    assert supervisor.reasons() == ["delivery_ended"]
    assert "delivery" in health_file.read(tmp_path)["fault"]


async def test_a_writer_that_has_died_is_one_too(supervisor) -> None:
    supervisor.writer_alive = lambda: False
    await supervisor.look()
    assert supervisor.fault.word == "writer_ended"


async def test_a_store_that_was_replaced_is_one_after_which_nobody_starts_by_itself(supervisor) -> None:
    supervisor.file.trouble = FileTrouble("store_replaced", "Tệp kho đã bị thay.", passes=False)
    await supervisor.look()
    assert (supervisor.fault.word, supervisor.fault.passes) == ("store_replaced", False)


@pytest.fixture
def systemd(monkeypatch, tmp_path):
    """What the service manager hears."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.setblocking(False)
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))

        def heard() -> list[bytes]:
            words = []
            try:
                while True:
                    words.append(listening.recv(100))
            except BlockingIOError:
                return words

        yield heard


async def test_the_watchdog_is_fed_while_the_loops_turn_and_not_when_one_stands_still(
    supervisor, turned, systemd
) -> None:
    await supervisor.look()
    assert systemd() == [b"WATCHDOG=1"]
    turned["delivery"] = time.monotonic() - STILL - 1
    await supervisor.look()
    assert systemd() == []
    assert supervisor.reasons() == ["delivery_still"]
    assert not supervisor.stop.is_set(), "the service manager ends what hangs; the process cannot do it for itself"


async def test_what_fails_while_looking_does_not_end_the_looking(supervisor, monkeypatch) -> None:
    monkeypatch.setattr("bot.supervision.supervisor.LOOK", 0.01)
    supervisor.file.look = lambda: 1 / 0
    looking = asyncio.create_task(supervisor.run())
    await asyncio.sleep(0.1)
    assert not looking.done()
    looking.cancel()


def test_a_clock_that_jumps_is_noticed_and_one_that_is_set_right_gently_is_not() -> None:
    wall, steady = [1_000_000.0], [50.0]
    watch = ClockWatch(wall=lambda: wall[0], steady=lambda: steady[0])
    for ahead in (0.0, 0.5, -2.0):
        wall[0] += 2 + ahead
        steady[0] += 2
        assert watch.look() is None
    wall[0] += 86_402
    steady[0] += 2
    assert watch.look() == dt.timedelta(days=1)
    wall[0] -= 86_398
    steady[0] += 2
    assert watch.look() == dt.timedelta(days=-1)
    assert [by for _, by in watch.jumps] == [86_400, -86_400]
