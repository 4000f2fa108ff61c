"""The copy of a PostgreSQL elsewhere: one consistent picture, proven, and brought back into an empty database."""

import json
import pathlib
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from houses import Postgres
from typer.testing import CliRunner
from working import NOW, work_on

from bot.cli import build
from catalog.clock import local
from catalog.store.store import Store, StoreProblem
from catalog.tables import metadata
from catalog.upkeep.copy_store import copy_store
from catalog.upkeep.off_site import copies
from catalog.upkeep.off_site.place import Place
from catalog.work.evidence import EvidenceStore

pytestmark = [pytest.mark.sqlite, pytest.mark.postgres]


@pytest.fixture
def evidence(tmp_path: pathlib.Path) -> EvidenceStore:
    return EvidenceStore(str(tmp_path / "evidence"))


@pytest.fixture
def empty(postgres: Postgres) -> Iterator[list[str]]:
    """Three empty databases."""
    urls = [postgres.database() for _ in range(3)]
    yield urls
    for url in urls:
        postgres.drop(url)


def rows_of(url: str) -> dict[str, list[str]]:
    store = Store(url)
    try:
        with store.read() as session:
            return {
                table.name: sorted(repr(tuple(row)) for row in session.execute(sa.select(table)))
                for table in metadata.sorted_tables
            }
    finally:
        store.close()


@pytest.mark.long
def test_a_copy_of_postgres_comes_back_as_it_was_at_any_moment(
    store: Store, evidence: EvidenceStore, empty: list[str], tmp_path: pathlib.Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    running, newest, earlier = empty
    work_on(store, evidence, 3)
    copy_store(store.url, running, evidence)
    at = f"file://{tmp_path}/elsewhere"
    place = Place(at, "một cụm")
    copies.make(running, evidence, place, NOW)
    as_it_was = rows_of(running)
    later = Store(running)
    work_on(later, evidence, 4)
    later.close()
    copies.make(running, evidence, place, NOW.replace(minute=50))
    assert copies.prove(running, place).links > len(as_it_was["audit"])
    with pytest.raises(StoreProblem, match="không phải của kho này"):
        copies.prove(store.url, place)  # another store, which lacks what was done since

    files = EvidenceStore(str(tmp_path / "new evidence"))
    copies.restore(place, newest, files)
    assert rows_of(newest) == rows_of(running)
    assert files.names() == evidence.names()
    with pytest.raises(StoreProblem):
        copies.restore(place, newest, files)

    monkeypatch.setenv("DONDOC_HOME", str(tmp_path / "another machine"))
    monkeypatch.setenv("DONDOC_DATABASE_URL", earlier)
    monkeypatch.setenv("DONDOC_BACKUP_PASSPHRASE", "một cụm")
    said = CliRunner().invoke(
        build("db", "restore"), ["db", "restore", "--from-url", at, "--at", local(NOW).isoformat(timespec="minutes")]
    )
    assert f"{local(NOW):%H:%M:%S %d/%m/%Y}" in said.output, said.output + repr(said.exception)
    back = rows_of(earlier)
    assert set(as_it_was["audit"]) < set(back["audit"]), "that it was brought back is on record"
    changed = {name for name, rows in back.items() if rows != as_it_was[name]}
    assert changed <= {"audit", "audit_head"}
    assert json.loads(CliRunner().invoke(build("audit", "verify"), ["audit", "verify", "--json"]).output)["ok"]
