"""Every sentence a person can read in chat is Vietnamese: no name of the code, no English word stands in a template."""

import datetime as dt
import pathlib
import re

from bot.cli.output import print_table
from catalog.organisations.khanh_hoa import registry
from catalog.people.rights import ROLES
from scheduler.delivery.next_way import WINDOW
from scheduler.delivery.other_channel import BY_OTHER_CHANNEL
from scheduler.delivery.outbox import BLOCKED
from scheduler.delivery.retry import (
    Ambiguous,
    Blocked,
    Migrated,
    NetworkBeforeSent,
    NotNow,
    NotReady,
    RateLimited,
    Rejected,
    ServerError,
    TopicGone,
    WindowClosed,
    decide,
)
from scheduler.delivery.spent_month import SPENT
from scheduler.digests.nudge_rows import NOBODY
from scheduler.digests.superseded import SUPERSEDED
from templates.terms import why_not_sent

ROOT = pathlib.Path(__file__).parents[2]
PLANS = ROOT / "catalog" / "plans"
CHAT = ROOT / "templates" / "chat"
PAGES = sorted([*(ROOT / "templates" / "pages").rglob("*.j2"), *(ROOT / "templates" / "email").glob("*.j2")])
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


def test_no_name_of_the_code_and_no_english_word_stands_on_a_page_or_in_a_letter():
    """Of HTML only what is read: words between tags, and the attributes that are read out or stand in a field."""
    leaks = []
    for path in PAGES:
        source = _CODE.sub(" ", path.read_text(encoding="utf-8"))
        read = re.findall(r'(?:title|alt|aria-label|placeholder)="([^"]*)"', source)
        text = re.sub(r"<style.*?</style>|<script.*?</script>|<code>.*?</code>|<[^>]*>", " ", source, flags=re.DOTALL)
        for said in (text, *read):
            words = re.sub(r"https?://\S+|/\w+|&\w+;", " ", said)
            leaks += [(path.name, found) for found in [*_NAME.findall(words), *_ENGLISH.findall(words)]]
        for block in re.findall(r"\{%.*?%\}|\{\{.*?\}\}", path.read_text(encoding="utf-8"), re.DOTALL):
            for said in filter(_SAID.search, re.findall(r'"([^"<>]*)"', block)):
                leaks += [(path.name, said, found) for found in [*_NAME.findall(said), *_ENGLISH.findall(said)]]
    assert leaks == []


def test_every_kind_of_update_that_is_recorded_has_its_words():
    recorded = set()
    for path in (ROOT / "catalog").rglob("*.py"):
        recorded |= set(re.findall(r'record\(\s*\w+,\s*\w+,\s*"([a-z_]+)"', path.read_text(encoding="utf-8")))
    history = (CHAT / "tasks.j2").read_text(encoding="utf-8")
    known = set(re.findall(r'"([a-z_]+)": "', history[: history.index("%}", history.index("set KINDS"))]))
    assert len(recorded) > 10
    assert recorded - known == set()


def test_why_a_message_did_not_go_out_is_said_without_a_word_of_the_platform():
    notes = [
        decide(9, 1, outcome, dt.datetime(2026, 1, 5, tzinfo=dt.UTC)).note
        for outcome in (
            Rejected("Bad Request: chat not found"), Blocked("Forbidden: bot was blocked by the user"),
            RateLimited(3), NotNow("busy", 5, 3), NetworkBeforeSent("refused"), TopicGone("thread not found"),
            ServerError(502), NotReady("broken"), Ambiguous("timeout"), WindowClosed("48 h"), Migrated("-100"),
        )
    ]  # fmt: skip
    notes += [BLOCKED, WINDOW, f"{WINDOW}; {BY_OTHER_CHANNEL}", f"{SPENT}; {BY_OTHER_CHANNEL}", SUPERSEDED, NOBODY]
    told = [why_not_sent(note) for note in notes]
    assert "không rõ" not in told
    assert [one for one in told if _ENGLISH.search(one) or re.search(r"[A-Za-z]{2,}: ", one)] == []
    assert why_not_sent("") == "không rõ"


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
