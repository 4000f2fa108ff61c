"""dondoc unit undo: a change that waits, or a new name of the last days, is taken back; all else is refused."""

import pytest
from prompt import Dondoc


def names_on(dondoc: Dondoc, *day: str) -> set[str]:
    return {unit["name"] for unit in dondoc.json("unit", "list", *day)["units"]}


def the_only(dondoc: Dondoc) -> str:
    (one,) = dondoc.json("unit", "undo")["changes"]
    return str(one["change"])


def test_a_change_that_waits_is_taken_back_and_its_units_are_free_again(dondoc: Dondoc) -> None:
    merge = ("unit", "merge", "sở nội vụ", "sở tư pháp", "--into", "Sở Nội chính", "--from", "2099-01-01")
    assert dondoc(*merge)[0] == 0
    assert dondoc(*merge)[0] == 2
    number = the_only(dondoc)
    code, out, _ = dondoc("unit", "undo", number)
    assert (code, out) == (0, "Đã rút: Sở Nội vụ và Sở Tư pháp nhập vào Sở Nội chính từ 01/1/2099.\n")
    assert dondoc.json("unit", "undo")["changes"] == []
    code, _, err = dondoc("unit", "undo", number)
    assert (code, err) == (2, f"Không có thay đổi nào mang số {number} còn rút lại được: dondoc unit undo.\n")
    assert dondoc(*merge)[0] == 0
    assert dondoc("audit", "verify")[0] == 0


def test_a_new_name_is_taken_back_and_is_another_unit_s_to_have(dondoc: Dondoc) -> None:
    before = {unit["name"]: unit["full_name"] for unit in dondoc.json("unit", "list")["units"]}
    dondoc("unit", "rename", "sở nội vụ", "Sở Công chức")  # the wrong unit
    number = the_only(dondoc)
    seen = dondoc.json("unit", "undo", number, "--dry-run")
    assert (seen["units"], seen["heirs"], "Sở Công chức" in names_on(dondoc)) == (["Sở Công chức"], ["Sở Nội vụ"], True)
    code, out, _ = dondoc("unit", "undo", number)
    assert (code, out) == (0, "Đã hoàn tác: Sở Công chức lại là Sở Nội vụ.\n")
    assert {unit["name"]: unit["full_name"] for unit in dondoc.json("unit", "list")["units"]} == before
    assert dondoc("unit", "undo", number)[0] == 2
    assert dondoc("unit", "rename", "sở tư pháp", "Sở Công chức")[0] == 0
    assert dondoc("audit", "verify")[0] == 0


def test_the_days_between_keep_the_name_they_had_and_one_after_the_other_goes_back(dondoc: Dondoc) -> None:
    for wrong in ("Sở Công chức", "Sở Viên chức"):
        dondoc("unit", "rename", "sở nội vụ", wrong, "--from", "2025-12-01")
    last, first = (str(one["change"]) for one in dondoc.json("unit", "undo")["changes"])
    assert dondoc("unit", "undo", first)[0] == 2
    assert dondoc.json("unit", "undo", last)["heirs"] == ["Sở Công chức"]
    assert dondoc.json("unit", "undo", first)["heirs"] == ["Sở Nội vụ"]
    assert dondoc.json("unit", "undo")["changes"] == []
    assert "Sở Nội vụ" in names_on(dondoc)
    assert "Sở Nội vụ" in names_on(dondoc, "--as-of", "2025-11-30")
    assert "Sở Viên chức" in names_on(dondoc, "--as-of", "2025-12-01")
    assert dondoc.json("unit", "match", "sở nội vụ")["agency"] == "Sở Nội vụ"
    assert dondoc("audit", "verify")[0] == 0


def test_what_moved_work_or_was_changed_again_or_is_long_ago_is_refused(
    dondoc: Dondoc, monkeypatch: pytest.MonkeyPatch
) -> None:
    dondoc("unit", "rename", "sở nội vụ", "Sở Công chức")
    number = the_only(dondoc)
    dondoc("unit", "merge", "sở công chức", "sở tư pháp", "--into", "Sở Nội chính", "--by", "1/NQ")
    code, _, err = dondoc("unit", "undo", number)
    assert (code, err) == (2, "Sở Công chức đã có thay đổi khác sau đó nên không hoàn tác được.\n")
    code, _, err = dondoc("unit", "undo", str(int(number) + 1))
    assert (code, err.startswith("Việc nhập, chia tách hay kết thúc đã thực hiện thì không hoàn tác được")) == (2, True)
    dondoc("unit", "rename", "sở tài chính", "Sở Ngân khố")
    monkeypatch.setenv("DONDOC_NOW", "2099-01-01T09:00:00+07:00")
    code, _, err = dondoc("unit", "undo", str(int(number) + 2))
    assert (code, "đã quá 7 ngày" in err) == (2, True)
    dondoc("org", "rename", "Tỉnh Ven Biển")
    code, _, err = dondoc("unit", "undo", str(int(number) + 3))
    assert (code, err) == (2, "Tổ chức đã đổi tên thì đổi lại bằng dondoc org rename.\n")
