"""The JSON of `plan export`: the keys of DESIGN section 9."""

import json
from collections.abc import Callable

from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.plans.bundle import load_bundled
from catalog.plans.codec import plan_from_json, plan_to_json
from catalog.plans.export.as_json import export_plan
from catalog.plans.reader import read_plan

Content = tuple[list[str], list[str], list[list[str]]]
TASK_KEYS = {
    "annex",
    "section",
    "number",
    "title",
    "output",
    "deadline_raw",
    "deadlines",
    "heading_only",
    "classified",
} | {"lead_named", "lead", "lead_groups", "support_named", "support", "support_groups", "warnings"}


def test_a_task_has_the_keys_of_the_contract(content: Content, as_text: Callable[..., bytes]) -> None:
    exported = json.loads(json.dumps(export_plan(read_plan(as_text(*content), "a.txt", khanh_hoa()))))
    task = exported["tasks"][0]
    assert set(task) >= TASK_KEYS
    assert task["deadlines"][0] == {"label": "Kế hoạch", "kind": "month", "start": None, "due": "2026-03-31"}
    assert set(exported["reporting"][0]) >= {"who", "to", "period", "day_rule", "due", "text"}
    assert (exported["number"], exported["date"]) == ("45/KH-UBND", "2026-01-12")


def test_an_indicator_has_the_keys_of_the_contract() -> None:
    exported = [export_plan(plan) for plan in load_bundled()]
    indicators = [one for plan in exported for one in plan["indicators"]]  # type: ignore[attr-defined]
    assert set(indicators[0]) >= {"number", "section", "name", "unit", "target_raw", "op", "value", "lead_named"}


def test_a_plan_survives_json(content: Content, as_text: Callable[..., bytes]) -> None:
    plan = read_plan(as_text(*content), "a.txt", khanh_hoa())
    assert plan_from_json(json.loads(json.dumps(plan_to_json(plan)))) == plan


def test_the_bundled_plans_keep_source_rows_but_not_the_running_text() -> None:
    for plan in load_bundled():
        assert all(task.source_row for task in plan.tasks)
        assert "Căn cứ Luật" not in json.dumps(plan_to_json(plan), ensure_ascii=False)
