"""`dondoc quota`: the month so far and the month to come, and whether the plan carries it."""

from prompt import PLAN, Dondoc


def test_the_month_of_zalo_so_far_and_to_come(dondoc: Dondoc, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("DONDOC_NOW", "2026-03-02T09:00")
    plan = tmp_path / "ke-hoach.txt"
    plan.write_text(PLAN, "utf-8")
    assert dondoc("plan", "import", str(plan))[0] == 0
    (zalo,) = dondoc.json("quota")["channels"]
    assert (zalo["channel"], zalo["month"], zalo["messages"], zalo["quota"]) == (
        "zalo", "2026-03", 0, {"users": 50, "messages": 3000},
    )  # fmt: skip
    assert zalo["fits"] is True
    assert (zalo["forecast"]["agencies"], zalo["forecast"]["people"]) == (1, 1)
    assert zalo["forecast"]["messages"] >= 3, "30, 14, 7, 3 and 1 days before the end of March"
    monkeypatch.setenv("DONDOC_ZALO_PLAN_MESSAGES", "0")
    monkeypatch.setenv("DONDOC_ZALO_PLAN_USERS", "1")
    _, said, _ = dondoc("quota")
    assert "0/không giới hạn tin, 0/1 người" in said
    assert "trong gói" in said
