"""The running bot copies by itself, says how old the last proven copy is, and comes back from nothing else."""

import json
import pathlib

import pytest
from sqlmodel import select
from typer.testing import CliRunner

from bot.checkup import check_up
from bot.cli import app
from bot.rounds.off_site import NAME, PROVE_EVERY, STORE_EVERY, OffSite, last_copies
from bot.settings import load_settings
from bot.store_opening import open_store
from catalog.audit import SYSTEM
from catalog.clock import parse_moment
from catalog.people.people import contact_for, grant
from catalog.tables import Outbox
from catalog.work.evidence import EvidenceStore

NOW = "2026-03-16T08:30"

pytestmark = pytest.mark.sqlite


class Wall:
    """Seconds since 1970, moved by hand."""

    def __init__(self) -> None:
        self.at = 1_800_000_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def off_site(tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch):
    """A deployment with a place for copies, and its clock."""
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "here"))
    monkeypatch.setenv("DONDOC_BACKUP_URL", f"file://{tmp_path}/elsewhere")
    monkeypatch.setenv("DONDOC_BACKUP_PASSPHRASE", "một cụm dài")
    monkeypatch.setenv("DONDOC_NOW", NOW)
    settings, wall = load_settings(), Wall()
    store = open_store(settings)

    def somebody(session) -> None:
        contact = contact_for(session, "telegram", "77", "Lan", settings.moment())
        grant(session, contact.person_id or 0, "officer", None, SYSTEM, settings.moment())

    store.write(somebody)
    yield OffSite(settings, EvidenceStore(settings.evidence_place), settings.clock(), wall), wall
    store.close()


def stores(tmp_path: pathlib.Path) -> int:
    return len(list((tmp_path / "elsewhere" / "stores").glob("*.dondoc")))


async def test_a_copy_is_made_and_proven_at_once_and_again_when_it_is_time(off_site, tmp_path, monkeypatch) -> None:
    copier, wall = off_site
    await copier.tick()
    assert (copier.state.copied_at, copier.state.proven_at, copier.state.problem) == (wall.at, wall.at, "")
    wall.at += STORE_EVERY - 1
    await copier.tick()
    assert copier.state.copied_at == wall.at - STORE_EVERY + 1
    wall.at += 2
    await copier.tick()
    assert copier.state.copied_at == wall.at
    proven = copier.state.proven_at
    wall.at += PROVE_EVERY
    await copier.tick()
    assert copier.state.proven_at == wall.at > proven
    assert last_copies(tmp_path / "here") == copier.state


async def test_a_place_that_is_away_is_said_and_tried_again(off_site, tmp_path) -> None:
    copier, _ = off_site
    (tmp_path / "elsewhere").write_text("a file where a folder should be")
    await copier.tick()
    assert copier.state.problem
    assert copier.state.copied_at == 0
    (tmp_path / "elsewhere").unlink()
    await copier.tick()
    assert copier.state.problem == ""
    assert stores(tmp_path) == 1


def test_the_doctor_says_how_old_the_proven_copy_is(off_site, tmp_path, monkeypatch) -> None:
    copier, wall = off_site
    settings = load_settings()

    def said() -> list[tuple[str, str]]:
        monkeypatch.setattr("bot.checkup.time.time", wall)
        return [(one.level, one.text) for one in check_up(settings, settings.moment()) if one.check == "copies"]

    assert said()[0][0] == "warning"
    copier.look()
    wall.at += 600
    assert said() == [("ok", "Bản sao ở nơi khác: 10 phút trước; đã phục hồi thử và kiểm chứng 0 giờ trước.")]
    wall.at += 49 * 3600
    assert [level for level, _ in said()] == ["error"]


def test_a_lost_machine_comes_back_from_the_copy_alone_and_people_are_told_which_time_to_send_again(
    off_site, tmp_path, monkeypatch
) -> None:
    copier, _ = off_site
    copier.look()
    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "new machine"))
    monkeypatch.setenv("DONDOC_NOW", "2026-03-16T09:10")
    url = f"file://{tmp_path}/elsewhere"
    done = CliRunner().invoke(app, ["db", "restore", "--from-url", url])
    assert done.exit_code == 0, done.output
    proved = CliRunner().invoke(app, ["audit", "verify", "--json"])
    assert json.loads(proved.output)["ok"]
    store = open_store(load_settings())
    with store.read() as session:
        (notice,) = session.exec(select(Outbox)).all()
    store.close()
    assert "08:30" in notice.payload["text"]
    assert "09:10" in notice.payload["text"]
    again = CliRunner().invoke(app, ["db", "restore", "--from-url", url])
    assert again.exit_code != 0
    assert "chỉ phục hồi vào nơi trống" in str(again.exception) + again.output
    early = CliRunner().invoke(app, ["db", "restore", "--from-url", url, "--at", "2026-01-01T00:00"])
    assert early.exit_code != 0
    assert parse_moment(NOW)
    assert (tmp_path / "here" / NAME).exists()
