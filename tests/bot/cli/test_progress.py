"""How far a long step is, where there is no terminal."""

import sys
import time

import pytest

from bot.cli import progress as shown
from bot.cli.progress import progress


def test_without_a_terminal_a_long_step_tells_in_lines(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shown, "SECONDS_BETWEEN_LINES", 0)
    with progress("Nhập kế hoạch") as told:
        told(1, 4)
        told(4, 4)
    assert capsys.readouterr() == ("", "Nhập kế hoạch: 1/4\nNhập kế hoạch: 4/4\n")


def test_a_short_step_without_a_terminal_says_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    with progress("Nhập kế hoạch") as told:
        told(1, 4)
    assert capsys.readouterr() == ("", "")


def test_at_a_terminal_a_bar_is_drawn_and_taken_away(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    with progress("Nhập kế hoạch") as told:
        told(2, 4)
    out, err = capsys.readouterr()
    assert out == ""
    assert "Nhập kế hoạch" in err


def test_without_a_terminal_a_step_of_unknown_length_says_after_a_while_that_it_goes_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shown, "SECONDS_OF_SILENCE", 0.01)
    said, end = "", time.monotonic() + 60
    with progress("Đọc a.pdf"):
        while not said and time.monotonic() < end:
            time.sleep(0.01)
            said = capsys.readouterr().err
    assert (said, capsys.readouterr()) == ("Đọc a.pdf …\n", ("", ""))
