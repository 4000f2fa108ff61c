"""Settings and commands: every one documented, a wrong setting is one sentence, secrets do not show."""

import pathlib
import re

import pytest
import typer.main

from bot.cli import build
from bot.settings import Settings, SettingsProblem, load_settings

README = pathlib.Path(__file__).parents[2] / "README.md"


def test_every_setting_stands_in_the_table_of_the_readme() -> None:
    text = README.read_text()
    missing = [name for name in Settings.model_fields if f"`DONDOC_{name.upper()}`" not in text]
    assert missing == []


def test_every_command_stands_in_the_list_of_the_readme() -> None:
    (listed,) = re.findall(r"\n\n(`plan [^\n]+ ·\n(?:.+\n)+)\n", README.read_text())
    named = {name.partition(" ")[0]: {*name.partition(" ")[2].split("|")} for name in re.findall("`(.+?)`", listed)}
    commands = typer.main.get_command(build()).commands  # type: ignore[attr-defined]
    assert {name: {*getattr(one, "commands", [""])} for name, one in commands.items() if not one.hidden} == named


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("UPLOAD_LIMIT_MB", "nhiều"),
        ("UPLOAD_LIMIT_MB", "-3"),
        ("NOW", "hôm qua"),
        ("LOG_LEVEL", "loud"),
        ("SWEEP_SECONDS", "0"),
        ("TELEGRAM_TOKEN", "changeme"),
    ],
)
def test_a_wrong_setting_is_one_sentence_that_names_it(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"DONDOC_{name}", value)
    with pytest.raises(SettingsProblem) as problem:
        load_settings()
    assert f"DONDOC_{name}" in str(problem.value)
    assert "\n" not in str(problem.value)


def test_office_hours_that_make_no_sense_are_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_OFFICE_HOURS", "25:00-26:00")
    with pytest.raises(SettingsProblem, match="DONDOC_OFFICE_HOURS"):
        load_settings()


def test_a_token_does_not_show_in_repr_or_in_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_TELEGRAM_TOKEN", "123:very-secret")
    assert "very-secret" not in repr(load_settings())
    monkeypatch.setenv("DONDOC_NOW", "very-secret")
    with pytest.raises(SettingsProblem) as problem:
        load_settings()
    assert "very-secret" not in str(problem.value)


@pytest.mark.sqlite
def test_the_store_is_a_file_under_home_unless_said_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_HOME", "/srv/dondoc")
    assert load_settings().store_url == "sqlite:////srv/dondoc/dondoc.sqlite3"
    monkeypatch.setenv("DONDOC_DATABASE_URL", "postgresql://x/y")
    assert load_settings().store_url == "postgresql://x/y"
