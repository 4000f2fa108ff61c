"""A unit of a kind is asked about with the agency that such units stand under; a slip of a place's name is no answer."""

import pytest

from catalog.agencies.registry import Registry
from catalog.agencies.stored import registry_of
from catalog.agencies.typed.matching import match
from catalog.store.store import Store


@pytest.fixture
def registry(store: Store) -> Registry:
    """The agencies of the store."""
    with store.read() as session:
        return registry_of(session)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("Ban QLDA hạ tầng đô thị", "Ban Quản lý Dự án Phát triển tỉnh"),
        ("quỹ bảo lãnh tín dụng", "Sở Tài chính"),
        ("Quỹ phòng chống thiên tai", "Sở Nông nghiệp và Môi trường"),
        ("phòng khám đa khoa khu vực 2", "Sở Y tế"),
        ("Ban quản lý đầm Nha Phu", "Sở Nông nghiệp và Môi trường"),
        ("cung thiếu nhi", "Ủy ban MTTQ Việt Nam tỉnh"),
        ("Nhà khách tỉnh ủy", "Văn phòng UBND tỉnh"),
        ("nhà công vụ", "Văn phòng UBND tỉnh"),
        ("hạt quản lý đường bộ số 3", "Sở Xây dựng"),
    ],
)
def test_its_parent_is_asked_first_and_nothing_is_sure(registry: Registry, typed: str, first: str) -> None:
    found = match(typed, registry)
    assert (found.decision, found.candidates[0].agency) == ("ask", first)
    assert not any(candidate.how.startswith("sai ") for candidate in found.candidates)


@pytest.mark.parametrize("typed", ["Kho bạc Nhà nước", "kho bạc khu vực 13", "phòng giao dịch kho bạc"])
def test_a_unit_whose_parent_is_not_here_is_none(registry: Registry, typed: str) -> None:
    assert match(typed, registry).decision == "none"
