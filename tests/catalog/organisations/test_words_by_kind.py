"""Screens and reports speak of the organisation as what it is: nothing says "toàn tỉnh" in a commune."""

import datetime as dt

import pytest
from sqlmodel import Session

from catalog.audit import Actor
from catalog.organisations.by_kind import kind_of_whole
from catalog.organisations.founding import found
from catalog.organisations.naming import layout_of
from catalog.store import store
from catalog.tables import metadata

NOW = dt.datetime(2026, 11, 2, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("tỉnh Lai Châu", "tỉnh"), ("thành phố Cần Thơ", "thành phố"), ("đặc khu Cô Tô", "đặc khu"),
        ("phường Ninh Kiều", "phường"), ("Bộ Nội vụ", "cơ quan Bộ"), ("Tỉnh ủy Vĩnh Long", "đảng bộ"),
        ("Bệnh viện Sông Trà", "bệnh viện"),
    ],
)  # fmt: skip
def test_everything_in_a_deployment_is_called_after_its_organisation(name: str, kind: str) -> None:
    engine = store.make_engine("sqlite://")
    metadata.create_all(engine)
    with Session(engine) as session:
        assert kind_of_whole(session) == "hệ thống"
        found(session, layout_of(name), Actor(None, "cli"), NOW)
        assert kind_of_whole(session) == kind
