"""Every sentence a person can read in chat is Vietnamese: no name of the code, no English word stands in a template."""

import pathlib
import re

from bot.cli.output import print_table
from catalog.organisations.khanh_hoa import registry
from catalog.people.rights import ROLES

PLANS = pathlib.Path(__file__).parents[2] / "catalog" / "plans"
CHAT = pathlib.Path(__file__).parents[2] / "templates" / "chat"
_SAID = re.compile(r"[ áàảãạăâđéèêếệíìóòôơúùưýỳ]")
"""What is set or chosen in a template and is more than a key."""
_CODE = re.compile(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", re.DOTALL)
_NAME = re.compile(r"\b[a-z]+_[a-z_]+\b|\b[A-Z][a-z]+[A-Z]\w*\b")
_ENGLISH = re.compile(
    r"\b(?:none|null|true|false|error|the|and|not|with|your|please|task|tasks|user|failed|warning|deadline|"
    r"unknown|status|sent|message|update|overdue)\b",
    re.IGNORECASE,
)


def test_no_name_of_the_code_and_no_english_word_stands_in_a_text():
    leaks = []
    for path in sorted(CHAT.glob("*.j2")):
        text = _CODE.sub(" ", path.read_text(encoding="utf-8"))
        for number, line in enumerate(text.splitlines(), start=1):
            said = re.sub(r"https?://\S+|/\w+", " ", line)
            leaks += [(path.name, number, found) for found in [*_NAME.findall(said), *_ENGLISH.findall(said)]]
    assert leaks == []


def test_no_name_of_the_code_stands_in_what_is_set_or_chosen_in_a_template():
    leaks = []
    for path in sorted(CHAT.glob("*.j2")):
        for block in re.findall(r"\{%.*?%\}|\{\{.*?\}\}", path.read_text(encoding="utf-8"), re.DOTALL):
            for said in filter(_SAID.search, re.findall(r'"([^"]*)"', block)):
                words = re.sub(r"https?://\S+|/\w+", " ", said)
                leaks += [(path.name, said, found) for found in [*_NAME.findall(words), *_ENGLISH.findall(words)]]
    assert leaks == []


def test_a_table_at_a_terminal_says_no_word_of_the_code(capsys):
    """Every kind that a reading of plans warns of, of the units, roles and reminders there are."""
    kinds = set(re.findall(r'PlanWarning\(\s*"([a-z_]+)"', "".join(path.read_text() for path in PLANS.rglob("*.py"))))
    units = {unit.kind for unit in registry().agencies} | {
        group for unit in registry().agencies for group in unit.groups
    }
    rungs = {"before_30", "due", "overdue_13", "recurring", "conditional", "duty", "silence"}
    words = sorted(kinds | units | set(ROLES) | rungs)
    print_table("", ("Loại",), [(word,) for word in [*words, None]])
    printed = capsys.readouterr().out
    assert len(words) > 30
    assert [word for word in words if re.search(rf"\b{word}\b", printed)] == []
    assert "None" not in printed


def test_the_walk_finds_what_it_looks_for():
    assert _NAME.findall("lỗi deadline_unclear, NotSent") == ["deadline_unclear", "NotSent"]
    assert _ENGLISH.findall("Trạng thái: None") == ["None"]
