"""The guides of templates/guides stay true: their pictures are there and small, their commands exist."""

import pathlib
import re

from handlers.dispatch_table import COMMANDS

HOUSE = pathlib.Path(__file__).parents[2]
GUIDES = HOUSE / "templates" / "guides"
OF_PEOPLE = ("dau-moi.md", "can-bo-tong-hop.md", "lanh-dao.md")


def test_every_picture_of_the_guides_and_the_readme_is_there_and_small() -> None:
    named = {GUIDES / name for guide in GUIDES.glob("*.md") for name in _pictures(guide)}
    named |= {HOUSE / name for name in _pictures(HOUSE / "README.md")}
    assert len(named) >= 10
    assert [path.name for path in named if not path.is_file() or path.stat().st_size > 100_000] == []


def _pictures(page: pathlib.Path) -> list[str]:
    return re.findall(r'(?:!\[[^\]]*\]\(|<img src=")([^)"]+\.png)', page.read_text("utf-8"))


def test_every_command_a_guide_names_exists() -> None:
    known = {name for command in COMMANDS for name in command.names}
    said = {name for guide in OF_PEOPLE for name in re.findall(r"`/([a-z]+)", (GUIDES / guide).read_text("utf-8"))}
    assert said
    assert said - known == set()
