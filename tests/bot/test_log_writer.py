"""The log can never stop the work: a full disk, a reader that has gone, a pipe nobody reads."""

import ast
import contextlib
import json
import logging
import os
import pathlib
import time

import pytest
import structlog

from bot.log_writer import LogWriter
from bot.logs import set_up_log
from bot.settings import load_settings

ROOT = pathlib.Path(__file__).parents[2]


@pytest.fixture
def pipe():
    """(read end, write end) of a pipe."""
    ends = os.pipe()
    yield ends
    for end in ends:
        with contextlib.suppress(OSError):
            os.close(end)


def until(true, seconds=60.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "never true"
        time.sleep(0.01)


def test_lines_come_out_in_order_and_whole(pipe) -> None:
    reads, writes = pipe
    writer = LogWriter(writes)
    for number in range(50):
        writer.write(f"dòng {number}\n")
    writer.drain(60)
    assert os.read(reads, 10_000).decode().splitlines() == [f"dòng {number}" for number in range(50)]


def test_a_pipe_that_nobody_reads_holds_nobody_up_and_what_is_lost_is_counted(pipe) -> None:
    _, writes = pipe
    writer = LogWriter(writes, waiting=100)
    begun = time.monotonic()
    for _ in range(3000):
        writer.write("x" * 1000 + "\n")
    assert time.monotonic() - begun < 30.0
    assert writer.dropped > 2000


def test_a_reader_that_has_gone_is_no_error(pipe) -> None:
    reads, writes = pipe
    writer = LogWriter(writes)
    os.close(reads)
    for _ in range(3):
        writer.write("nobody hears\n")
    until(lambda: writer.dropped)


def test_lines_that_wait_are_never_written_into_a_file_that_got_the_number_of_a_closed_descriptor(
    tmp_path, monkeypatch
) -> None:
    monkeypatch.setattr("bot.log_writer.AGAIN", 0.01)
    reads, writes = os.pipe()
    writer = LogWriter(writes, waiting=100)
    for _ in range(120):
        writer.write("x" * 1000 + "\n")
    os.close(reads)
    os.close(writes)
    stores = [os.open(tmp_path / f"{number}.sqlite3", os.O_RDWR | os.O_CREAT) for number in range(4)]
    writer.drain(10)
    for store in stores:
        assert os.fstat(store).st_size == 0
        os.close(store)


def test_what_was_lost_on_a_full_disk_is_told_when_there_is_room_again(tmp_path, monkeypatch) -> None:
    full, real = [True], os.write

    def write(descriptor, data):
        if full[0] and os.path.sameopenfile(descriptor, out):
            raise OSError(28, "No space left on device")
        return real(descriptor, data)

    out = os.open(tmp_path / "log", os.O_WRONLY | os.O_CREAT)
    monkeypatch.setattr("bot.log_writer.AGAIN", 0.01)
    monkeypatch.setattr("bot.log_writer.os.write", write)
    writer = LogWriter(out)
    writer.write("lost\n")
    writer.write("lost too\n")
    until(lambda: writer.dropped == 2)
    full[0] = False
    writer.write("heard\n")
    writer.drain(60)
    told, heard = (tmp_path / "log").read_text().splitlines()
    assert json.loads(told) == {"event": "log.dropped", "lines": 2, "level": "warning"}
    assert heard == "heard"
    os.close(out)


class Hostile:
    """Something that cannot even be named."""

    def __repr__(self) -> str:
        raise RuntimeError("no")


@pytest.mark.parametrize("thing", [Hostile(), {("a", 1): Hostile()}, "\ud800 half a pair", b"\xff", [float("nan")]])
def test_whatever_is_logged_raises_nothing_and_leaves_one_line_of_json(pipe, thing) -> None:
    reads, writes = pipe
    writer = LogWriter(writes)
    set_up_log(load_settings(), writer)
    structlog.get_logger().warning("thing", thing=thing)
    writer.drain(60)
    assert json.loads(os.read(reads, 10_000).decode().splitlines()[0])["event"] == "thing"


def test_a_library_s_wrong_line_raises_nothing(pipe, capfd) -> None:
    reads, writes = pipe
    writer = LogWriter(writes)
    set_up_log(load_settings(), writer)
    logging.getLogger("aiohttp").warning("%d %d", "one")
    logging.getLogger("aiohttp").warning("next")
    writer.drain(60)
    assert json.loads(os.read(reads, 10_000).decode().splitlines()[-1])["event"] == "next"
    assert capfd.readouterr().err == ""


def test_nothing_is_logged_inside_a_transaction() -> None:
    """What runs in one is catalog, handlers, and the rows of the outbox: none of them writes to the log.

    But for what reads files, which is done before one begins, and the documents (`leader/reports.py`), which are made by
    a reader that keeps nobody waiting.
    """
    inside = [*(ROOT / "catalog").rglob("*.py"), *(ROOT / "handlers").rglob("*.py"),
              *(ROOT / "scheduler" / "digests").rglob("*.py"), ROOT / "scheduler" / "delivery" / "outbox.py"]  # fmt: skip
    inside.remove(ROOT / "handlers" / "leader" / "reports.py")
    inside = [file for file in inside if not {"official_documents", "documents", "reading"} & set(file.parts)]
    for file in inside:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            assert not {"structlog", "logging"} & {name.partition(".")[0] for name in names}, file
