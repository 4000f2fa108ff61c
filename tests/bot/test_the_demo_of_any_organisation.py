"""The demo's plan is written for an organisation and read by the importer like any other: everybody in it has work."""

import pytest

from bot.demo_organisation import bundled, of
from bot.organisation_choice import OrganisationRefused, chosen
from catalog.organisations.naming import layout_of
from catalog.organisations.units_of_a_book import with_units
from catalog.organisations.workbook import UnitRow


@pytest.mark.parametrize(
    "name", ["thành phố Cần Thơ", "tỉnh Lai Châu", "đặc khu Cô Tô", "Bộ Nội vụ", "Tỉnh ủy Vĩnh Long"]
)
def test_the_plan_of_an_organisation_gives_work_to_its_units(name: str) -> None:
    played = of(layout_of(name))
    (plan,) = played.plans
    assert len(plan.tasks) == 8
    assert [task.actors.lead for task in plan.tasks if task.actors.lead_groups == ()].count((played.focal,)) == 2
    assert not [warning for task in plan.tasks for warning in task.actors.warnings]
    assert plan.coordinator == played.officer
    assert plan.number.startswith("26/KH-")


@pytest.mark.parametrize("name", ["Bệnh viện Sông Trà", "Trường Đại học Phương Bắc", "Bộ Xây dựng"])
def test_one_whose_units_nobody_told_plays_with_those_its_kind_usually_has(name: str) -> None:
    played = of(chosen(name, None, to_try=True))
    assert len({played.officer, played.focal, played.visitor}) == 3
    assert not [warning for task in played.plans[0].tasks for warning in task.actors.warnings]
    with pytest.raises(OrganisationRefused, match="--units"):
        chosen(name, None)


def test_a_hospital_plays_with_the_units_of_its_workbook() -> None:
    rows = [UnitRow(n, "", f"Khoa số {n}", "", "khoa", (), "", None, ()) for n in range(2, 5)]
    played = of(with_units(layout_of("Bệnh viện Sông Trà"), rows))
    assert (played.officer, played.focal, played.visitor) == ("Khoa số 2", "Khoa số 3", "Khoa số 4")
    assert [task.actors.lead_groups for task in played.plans[0].tasks if task.actors.lead_groups] == [("khoa",)]


def test_the_bundled_story_is_still_that_of_one_province() -> None:
    assert (bundled().layout, len(bundled().plans)) == (None, 4)
