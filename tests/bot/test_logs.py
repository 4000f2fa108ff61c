"""The log: JSON lines with the id of a message, and never a secret."""

import io
import json
import logging

import pytest
import structlog

from bot.logs import HIDDEN, place_of, set_up_log
from bot.settings import load_settings

TOKEN = "123456789:AAE-secret_secret_secret_secret_secr"


@pytest.fixture
def lines(monkeypatch: pytest.MonkeyPatch) -> io.StringIO:
    """What is logged while the bot's own logging is set up with a token."""
    monkeypatch.setenv("DONDOC_TELEGRAM_TOKEN", TOKEN)
    stream = io.StringIO()
    set_up_log(load_settings(), stream)
    return stream


def test_an_event_is_one_json_line_with_the_id_of_its_message(lines: io.StringIO) -> None:
    with structlog.contextvars.bound_contextvars(message=12):
        structlog.get_logger().info("inbox.settled", attempts=1)
    (line,) = lines.getvalue().splitlines()
    entry = json.loads(line)
    assert (entry["event"], entry["message"], entry["attempts"]) == ("inbox.settled", 12, 1)
    assert entry["timestamp"].endswith("Z")


@pytest.mark.parametrize("library", ["telegram.ext", "aiohttp.client", "asyncio"])
def test_a_library_s_words_are_json_lines_too(lines: io.StringIO, library: str) -> None:
    logging.getLogger(library).warning("lost %s", "x")
    assert json.loads(lines.getvalue())["event"] == "lost x"


def test_a_token_is_in_no_line_however_it_came_there(lines: io.StringIO) -> None:
    log = structlog.get_logger()
    log.info(
        "call", url=f"https://api.telegram.org/bot{TOKEN}/getMe", more={"list": [TOKEN, 5]}, thing=ValueError(TOKEN)
    )
    log.warning("other", other="https://x/bot987654321:BBBBBBBBBBBBBBBBBBBBBBBBBBBBBBBB/sendMessage")
    logging.getLogger("aiohttp").error("cannot connect to %s", f"http://x/bot{TOKEN}")
    try:
        raise OSError(f"no route to /bot{TOKEN}/")
    except OSError as problem:
        log.error("failed", exc_info=problem)
        logging.getLogger("telegram").exception("failed")
    text = lines.getvalue()
    assert len(text.splitlines()) == 5
    assert "secret" not in text
    assert "BBBB" not in text
    assert text.count(HIDDEN) == 5
    assert "OSError" in text
    assert "test_logs.py" in text


def test_of_an_error_only_its_kind_and_its_place_are_told(lines: io.StringIO) -> None:
    try:
        try:
            raise KeyError("Trần Quý Bửu")
        except KeyError as problem:
            raise ValueError("lời của một người") from problem
    except ValueError as problem:
        structlog.get_logger().error("fault", error=place_of(problem), exc_info=problem)
    text = lines.getvalue()
    assert "ValueError in bot/test_logs.py:" in text
    assert "KeyError" in text
    assert "Bửu" not in text
    assert "lời" not in text


def test_what_is_below_the_level_is_not_written(lines: io.StringIO) -> None:
    structlog.get_logger().debug("detail")
    assert lines.getvalue() == ""
