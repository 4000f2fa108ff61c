"""One version: what the package says, what the command prints, what the changelog lists."""

import pathlib
import re
import tomllib

import pytest

from bot import __version__
from bot.cli import main

HOUSE = pathlib.Path(__file__).parents[2]


def test_the_command_prints_the_version_of_the_package(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.argv", ["dondoc", "--version"])
    main()
    packaged = tomllib.loads((HOUSE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    assert capsys.readouterr().out == f"dondoc {packaged}\n"
    assert __version__ == packaged


def test_the_changelog_begins_with_what_is_not_released_and_knows_this_version() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert headings[0] == "Unreleased"
    assert __version__ in headings
