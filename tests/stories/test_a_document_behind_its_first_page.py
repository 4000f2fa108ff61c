"""A report or letter asked for in chat comes behind a picture of its first page, where LibreOffice can draw one."""

import contextlib
import datetime as dt
import io
import pathlib
import shutil
import time
from collections.abc import Callable

import docx
import pytest
from PIL import Image

from bot.channels.patience import Patience
from bot.rehearsal import rehearse
from catalog.clock import PROVINCE_ZONE
from catalog.plans.bundle import load_bundled
from scheduler.delivery.pacing import Limits
from scheduler.delivery.retry import Backoff
from templates.documents import page_one

pytestmark = [pytest.mark.loopback, pytest.mark.long]

DAY = dt.datetime(2026, 3, 16, 8, 30, tzinfo=PROVINCE_ZONE)
BRISK = Patience(
    answer=60.0, poll=2, pause=0.05, look=0.05, backoff=Backoff(first=0.05, cap=0.2),
    limits=Limits(per_second=500.0, burst=500, chat_gap=0.01, group_burst=500),
)  # fmt: skip
REAL = shutil.which("soffice")
needs_libreoffice = pytest.mark.skipif(REAL is None, reason="LibreOffice is not installed (apt: libreoffice-writer)")


@pytest.fixture
def program(tmp_path: pathlib.Path) -> Callable[[str], str]:
    """A program in LibreOffice's place that does what these lines of a shell say."""

    def written(lines: str) -> str:
        path = tmp_path / "soffice"
        path.write_text(f"#!/bin/sh\n{lines}\n")
        path.chmod(0o755)
        return str(path)

    return written


def small() -> bytes:
    out = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Dự thảo")
    document.save(out)
    return out.getvalue()


async def heard_after_a_report(tmp_path: pathlib.Path, soffice: str, channel: str = "telegram") -> list:
    async with rehearse(tmp_path, DAY, patience=BRISK, given={"soffice": soffice}, channel=channel) as stage:
        stage.load(load_bundled()[:1])
        leader = stage.sandbox.create_person("Lê Quang Minh")
        await stage.answer(stage.sandbox.say(leader, "/start " + stage.invitation("leader", "")))
        await stage.quiet()
        before = len(stage.sandbox.messages_to(leader))
        await stage.answer(stage.sandbox.say(leader, "/baocao word"))
        await stage.quiet()
        return stage.sandbox.messages_to(leader)[before:]


@needs_libreoffice
async def test_the_picture_comes_with_the_words_and_then_the_file_once_each(tmp_path, monkeypatch):
    monkeypatch.setattr(page_one.page_one, "__kwdefaults__", {"seconds": 120.0})  # a busy machine is slow
    shown, file = await heard_after_a_report(tmp_path, REAL)
    assert shown.text.startswith("Báo cáo (Word")
    assert shown.photo
    assert (file.text, file.document.name) == ("", "bao-cao-20260316.docx")


async def test_where_it_fails_the_words_and_the_file_go_out_all_the_same(tmp_path, program):
    words, file = await heard_after_a_report(tmp_path, program("exit 1"))
    assert words.text.startswith("Báo cáo (Word")
    assert (words.photo, words.document) == ([], None)
    assert file.document.name == "bao-cao-20260316.docx"


@pytest.mark.parametrize(("soffice", "channel"), [("/nowhere/soffice", "telegram"), ("/bin/true", "zalo")])
async def test_without_it_and_where_no_files_are_carried_there_is_one_message_as_ever(tmp_path, soffice, channel):
    (only,) = await heard_after_a_report(tmp_path, soffice, channel)
    assert only.text.startswith("Báo cáo (Word")


@needs_libreoffice
def test_the_first_page_is_drawn_upright_and_large_enough_to_read():
    picture = Image.open(io.BytesIO(page_one.page_one(small(), "docx", REAL, seconds=120)))
    assert picture.format == "PNG"
    assert picture.height > picture.width > 1000
    assert picture.convert("L").getextrema()[0] < 100  # something is written on it


@pytest.mark.parametrize("lines", ["exit 1", 'echo "no PDF" > "$7/page.pdf"', "sleep 60 & sleep 60"])
def test_a_program_that_fails_or_hangs_is_ended_with_all_it_started(tmp_path, program, lines):
    running = program(f"trap '' TERM; echo $$ > {tmp_path}/pid; {lines}")
    with pytest.raises(page_one.NoPicture):
        page_one.page_one(small(), "docx", running, seconds=2)
    group = (tmp_path / "pid").read_text().strip()
    end = time.monotonic() + 20  # a killed process takes a moment to go
    while group in groups_alive() and time.monotonic() < end:
        time.sleep(0.05)
    assert group not in groups_alive()


def groups_alive() -> set[str]:
    """The process groups in which anybody lives."""
    found = set()
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # ended meanwhile
            state, _, group = path.read_text().rpartition(")")[2].split()[:3]
            found |= {group} if state != "Z" else set()
    return found
