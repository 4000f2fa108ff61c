"""dondoc nudge, calendar and plan ladder from outside: the contract, and one sentence for what cannot be used."""

import pathlib

import pytest
from prompt import PLAN, Dondoc


@pytest.fixture
def dondoc(dondoc: Dondoc, tmp_path: pathlib.Path) -> Dondoc:
    """A plan of one task is imported."""
    plan = tmp_path / "plan.txt"
    plan.write_text(PLAN, encoding="utf-8")
    assert dondoc("plan", "import", str(plan))[0] == 0
    return dondoc


def rungs(days: object) -> list[tuple[str, str]]:
    assert isinstance(days, list)
    return [(day["date"], item["rung"]) for day in days for digest in day["digests"] for item in digest["items"]]


def test_the_preview_prints_the_contract(dondoc: Dondoc) -> None:
    one = dondoc.json("nudge", "preview", "--on", "2026-03-17")
    assert one == {
        "date": "2026-03-17",
        "digests": [
            {
                "agency": "Sở Nội vụ",
                "items": [
                    {
                        "plan": one["digests"][0]["items"][0]["plan"],  # type: ignore[index]
                        "annex": "", "section": "I", "number": "1", "agency": "Sở Nội vụ", "role": "lead",
                        "rung": "before_14", "due": "2026-03-31", "assignment": 1,
                    }
                ],
            }
        ],
    }  # fmt: skip
    spring = dondoc.json("nudge", "preview", "--on", "2026-02-25", "--until", "2026-04-10")
    assert rungs(spring["days"]) == [
        ("2026-02-27", "before_30"), ("2026-03-17", "before_14"), ("2026-03-24", "before_7"),
        ("2026-03-27", "before_3"), ("2026-03-30", "before_1"), ("2026-03-31", "due"),
        ("2026-04-01", "overdue_1"), ("2026-04-03", "overdue_3"), ("2026-04-10", "overdue_8"),
    ]  # fmt: skip


def test_a_day_off_moves_a_reminder_until_it_is_removed(dondoc: Dondoc) -> None:
    assert dondoc("calendar", "off", "2026-03-17", "--source", "Thông báo 1/TB")[0] == 0
    listed = dondoc.json("calendar", "list")
    assert {"day": "2026-03-17", "name": ""} in listed["days_off"]  # type: ignore[operator]
    moved = dondoc.json("nudge", "preview", "--on", "2026-03-16", "--until", "2026-03-18")
    assert rungs(moved["days"]) == [("2026-03-16", "before_14")]
    assert dondoc("calendar", "remove", "2026-03-17")[0] == 0
    code, _, err = dondoc("calendar", "remove", "2026-03-17")
    assert (code, err.strip()) == (2, "Chưa đặt gì cho ngày 17/03/2026.")
    code, _, err = dondoc("calendar", "work", "2026-02-30", "--source", "x")
    assert code == 2
    assert "không phải là ngày có thật" in err


def test_a_plans_ladder_is_set_from_a_file(dondoc: Dondoc, tmp_path: pathlib.Path) -> None:
    file = tmp_path / "ladder.json"
    file.write_text('{"before": [10], "overdue": [4]}', encoding="utf-8")
    assert dondoc.json("plan", "ladder", "1", str(file)) == {"override": {"before": [10], "overdue": [4]}}
    spring = dondoc.json("nudge", "preview", "--on", "2026-03-01", "--until", "2026-05-10")
    assert [rung for _, rung in rungs(spring["days"])] == ["before_10", "due", "overdue_4"]
    file.write_text('{"before": [], "often": 1}', encoding="utf-8")
    code, _, err = dondoc("plan", "ladder", "1", str(file))
    assert code == 2
    assert "often" in err
    assert dondoc.json("plan", "ladder", "1", "--default") == {"override": None}


def test_the_log_is_empty_before_anything_was_sent_and_knows_its_tasks(dondoc: Dondoc) -> None:
    assert dondoc.json("nudge", "log", "--task", "1") == {"task": 1, "nudges": []}
    code, _, err = dondoc("nudge", "log", "--task", "999")
    assert (code, err.strip()) == (2, "Không có nhiệm vụ #999.")


def test_a_preview_that_ends_before_it_begins_is_refused(dondoc: Dondoc) -> None:
    code, _, err = dondoc("nudge", "preview", "--on", "2026-03-02", "--until", "2026-03-01")
    assert (code, err.strip()) == (2, "--until phải sau hoặc bằng --on.")
