"""The four real plans, whole: what a person counts on the page must be what is read."""

import json
import unicodedata
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.bundle import BUNDLED, bundled_facts, load_bundled
from catalog.plans.export.as_json import export_plan
from catalog.plans.export.as_workbook import export_xlsx
from catalog.plans.meaning.numerals import to_roman
from catalog.plans.model import ParsedPlan
from catalog.plans.reader import read_plan

pytestmark = pytest.mark.plans


@pytest.fixture(scope="module")
def plans() -> dict[str, ParsedPlan]:
    return {}


@pytest.fixture
def plan(shared: Path, plans: dict[str, ParsedPlan]) -> Callable[[str], ParsedPlan]:
    """A plan by the first three digits of its file; read once for this file's tests."""

    def read(name: str) -> ParsedPlan:
        if name not in plans:
            (source,) = (shared / "seeds").glob(f"{name}*.txt")
            plans[name] = read_plan(source.read_bytes(), source.name, khanh_hoa())
        return plans[name]

    return read


def numbers(plan: ParsedPlan, annex: str, section: str) -> list[str]:
    return [task.number for task in plan.tasks if (task.annex, task.section) == (annex, section)]


def count(last: int) -> list[str]:
    return [str(number) for number in range(1, last + 1)]


def test_001_has_seven_sections_with_their_sub_rows(plan: Callable[[str], ParsedPlan]) -> None:
    p = plan("001")
    assert numbers(p, "", "I") == count(13)
    assert numbers(p, "", "II") == ["1", "2", "2.1", "2.2", "2.2.a", "2.2.b", "2.2.c", "2.3", *count(13)[2:]]
    assert numbers(p, "", "III") == [*count(7), "7.a", "7.b"]
    assert [len(numbers(p, "", to_roman(section))) for section in range(4, 8)] == [11, 7, 15, 13]
    assert [task.number for task in p.tasks if task.heading_only] == ["2", "2.2", "7"]
    assert len(p.tasks) == 87


def test_001_second_outputs_are_milestones(plan: Callable[[str], ParsedPlan]) -> None:
    by_place = {(task.section, task.number): task for task in plan("001").tasks}
    assert [str(one.due) for one in by_place["I", "5"].deadlines] == ["2026-01-31", "2026-12-31"]
    survey = by_place["VII", "5"]
    assert [str(one.due) for one in survey.deadlines] == ["2026-06-30", "2026-12-31"]
    assert survey.deadlines[1].label == "Kết quả chỉ số hài lòng năm 2026 được phê duyệt"


def test_001_words_torn_by_a_page_are_whole(plan: Callable[[str], ParsedPlan]) -> None:
    by_place = {(task.section, task.number): task for task in plan("001").tasks}
    talk = by_place["I", "13"]
    assert talk.title.endswith("trên các lĩnh vực trọng tâm, trọng điểm của tỉnh")
    assert "Lãnh đạo với doanh nghiệp, nhà đầu tư" in talk.output
    assert talk.deadline_raw == "Trong năm 2026 (theo tiến độ kế hoạch)"
    assert by_place["III", "6"].title.endswith("cấp xã của tỉnh Khánh Hòa năm 2025")


def test_002_has_135_items_in_28_fields(plan: Callable[[str], ParsedPlan]) -> None:
    p = plan("002")
    fields = Counter(task.section for task in p.tasks)
    assert (len(p.tasks), len(fields)) == (135, 28)
    assert (next(iter(fields)), list(fields)[-1]) == ("1.1.a", "4.5")
    assert fields["1.9"] == 16
    assert sum(bool(task.children) for task in p.tasks) == 5
    assert all(not task.actors.lead and not task.deadlines for task in p.tasks)


def test_003_has_two_annexes_and_fourteen_sections(plan: Callable[[str], ParsedPlan]) -> None:
    p = plan("003")
    places = list(dict.fromkeys((task.annex, task.section) for task in p.tasks))
    assert places == [("I", f"I.{part}") for part in "abc"] + [("II", to_roman(number)) for number in range(1, 12)]
    assert [len(numbers(p, *place)) for place in places] == [5, 3, 3, 2, 11, 26, 13, 6, 3, 8, 18, 5, 7, 4]
    assert all(numbers(p, *place) == count(len(numbers(p, *place))) for place in places)


def test_004_has_its_three_annexes(plan: Callable[[str], ParsedPlan]) -> None:
    p = plan("004")
    whole = [one.number for one in p.indicators if "." not in one.number]
    assert whole == count(53)
    assert [one.number for one in p.indicators if one.number.startswith("40.")] == [
        f"40.{part}" for part in "abcdefghij"
    ]
    assert {one.section for one in p.indicators} == {"I", "II", "III", "IV", "V"}
    second = [task.number for task in p.tasks if task.annex == "II"]
    assert second == [*count(4), "", *count(13)[4:]]
    third = [task.number for task in p.tasks if task.annex == "III"]
    assert third == [*count(26), *(f"26.{part}" for part in "abcde"), *count(105)[26:]]


def test_heads_of_the_four(plan: Callable[[str], ParsedPlan]) -> None:
    facts = {name: plan(name) for name in ("001", "002", "003", "004")}
    assert [one.number for one in facts.values()] == ["2821/QĐ-UBND", "", "1165/QĐ-UBND", ""]
    assert [str(one.date) for one in facts.values()] == ["2025-12-31", "None", "2022-04-29", "None"]
    assert [one.year for one in facts.values()] == [2026, None, 2022, 2026]
    assert [one.coordinator for one in facts.values()] == [
        "Sở Nội vụ",
        "Văn phòng Tỉnh ủy",
        "Sở Tài chính",  # 1165/QĐ-UBND names Sở Kế hoạch và Đầu tư
        "Sở Khoa học và Công nghệ",
    ]


def test_reports_ordered_by_004(plan: Callable[[str], ParsedPlan]) -> None:
    rules = [(duty.period, duty.day_rule, str(duty.due)) for duty in plan("004").reporting]
    assert rules == [
        ("once", "", "2026-01-31"),
        ("once", "", "2026-03-31"),
        ("quarter", "before 20 of the last month of the quarter", "None"),
        ("half_year", "before 05/06", "None"),
        ("year", "before 01/12", "None"),
        ("quarter", "before 25 of the last month of the quarter", "None"),
        ("half_year", "before 20/06", "None"),
        ("year", "before 15/12", "None"),
        ("month", "", "None"),
    ]


@pytest.mark.parametrize("name", ["001", "002", "003", "004"])
def test_not_more_than_fifteen_of_a_hundred_rows_carry_a_warning(plan: Callable[[str], ParsedPlan], name: str) -> None:
    rows = plan(name).tasks
    warned = [
        task
        for task in rows
        if {warning.kind for warning in (*task.warnings, *task.actors.warnings)} - {"succession", "unassigned"}
    ]
    assert len(warned) <= 0.15 * len(rows)


@pytest.mark.parametrize("name", ["001", "002", "003", "004"])
def test_letters_taken_apart_and_utf_16_read_the_same(
    shared: Path, plan: Callable[[str], ParsedPlan], name: str
) -> None:
    (source,) = (shared / "seeds").glob(f"{name}*.txt")
    text = source.read_text(encoding="utf-8")
    assert read_plan(unicodedata.normalize("NFD", text).encode(), "a.txt", khanh_hoa()) == plan(name)
    assert read_plan(text.encode("utf-16"), "a.txt", khanh_hoa()) == plan(name)


@pytest.mark.parametrize("name", ["001", "002", "003", "004"])
def test_no_markup_or_footnote_mark_is_left(plan: Callable[[str], ParsedPlan], name: str) -> None:
    text = json.dumps(export_plan(plan(name)), ensure_ascii=False)
    assert not [sign for sign in ("<p", "<ul", "<i>", "</", "$", "¹", "²", "**", "\\t") if sign in text]


@pytest.mark.parametrize("name", ["001", "002", "003", "004"])
def test_a_workbook_of_the_plan_comes_back_as_the_plan(plan: Callable[[str], ParsedPlan], name: str) -> None:
    assert read_plan(export_xlsx(plan(name), khanh_hoa()), "a.xlsx", khanh_hoa()) == plan(name)


def test_the_bundled_plans_are_what_the_sources_say(shared: Path) -> None:
    sources = sorted((shared / "seeds").glob("*.txt"))
    assert [file.stem for file in sorted(BUNDLED.glob("*.json"))] == [source.stem for source in sources]
    for source in sources:
        kept = json.loads((BUNDLED / f"{source.stem}.json").read_text(encoding="utf-8"))
        assert kept == bundled_facts(source.name, source.read_bytes())
    assert len(load_bundled()) == 4
