"""Every sentence a person can read in chat is Vietnamese: no name of the code, no English word stands in a template."""

import pathlib
import re

CHAT = pathlib.Path(__file__).parents[2] / "templates" / "chat"
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


def test_the_walk_finds_what_it_looks_for():
    assert _NAME.findall("lỗi deadline_unclear, NotSent") == ["deadline_unclear", "NotSent"]
    assert _ENGLISH.findall("Trạng thái: None") == ["None"]
