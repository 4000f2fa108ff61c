"""A store of the version that knew one province only: its list becomes its organisation, with what officers added."""

import contextlib
import pathlib
import sqlite3

import pytest
from sqlmodel import Session, select

from catalog.agencies.stored import agency_id, own_organisation, registry_of
from catalog.agencies.typed.matching import match
from catalog.organisations import khanh_hoa
from catalog.organisations.founding import complete
from catalog.store.store import Store, upgrade
from catalog.tables import AgencyRow

pytestmark = pytest.mark.sqlite

_OFFICERS = """
INSERT INTO agency (name, full_name, code, kind, groups, active)
    VALUES ('Ban Quản lý Vịnh', 'Ban Quản lý Vịnh', '', 'public_unit', '[]', 1);
INSERT INTO agency_alias (agency_id, alias) SELECT id, 'nhà thuyền' FROM agency WHERE name = 'Ban Quản lý Vịnh';
INSERT INTO agency_alias (agency_id, alias) SELECT id, 'ngành áo trắng' FROM agency WHERE name = 'Sở Y tế';
UPDATE agency SET name = 'Sở Kinh tế số', full_name = 'Sở Kinh tế số' WHERE name = 'Sở Công Thương';
"""


@pytest.fixture
def old(tmp_path: pathlib.Path) -> Store:
    path = tmp_path / "before.sqlite3"
    dump = pathlib.Path(__file__).parents[2] / "stores" / "before_the_house.sql"
    with contextlib.closing(sqlite3.connect(path)) as connection:
        connection.executescript(dump.read_text(encoding="utf-8"))
        connection.executescript(_OFFICERS)
    upgrade(f"sqlite:///{path}")
    return Store(f"sqlite:///{path}")


def ids(session: Session) -> dict[str, int]:
    return {row.bundled_as or row.name: row.id or 0 for row in session.exec(select(AgencyRow))}


def test_it_is_khanh_hoa_with_the_same_rows_and_what_officers_added(old: Store) -> None:
    with old.read() as session:
        before = ids(session)
    old.write(complete)
    with old.read() as session:
        organisation = own_organisation(session)
        assert organisation is not None
        assert (organisation.name, organisation.code) == ("Tỉnh Khánh Hòa", khanh_hoa.CODE)
        assert ids(session) == before
        registry = registry_of(session)
        for typed, meant in (
            ("nha thuyen", "Ban Quản lý Vịnh"), ("ngành áo trắng", "Sở Y tế"), ("so cong thuong", "Sở Kinh tế số"),
            ("sở kinh tế số", "Sở Kinh tế số"), ("phường BNT", "UBND phường Bắc Nha Trang"),
        ):  # fmt: skip
            assert match(typed, registry).agency == meant, typed
        assert agency_id(session, "Sở Công Thương") == before["Sở Công Thương"]


def test_the_names_are_laid_out_once(old: Store) -> None:
    old.write(complete)
    with old.read() as session:
        first = registry_of(session)
    old.write(complete)
    with old.read() as session:
        assert registry_of(session) is first
        assert len(first.former) == len(khanh_hoa.former())
