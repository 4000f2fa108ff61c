"""The command line from outside: what it prints, and one sentence with exit code 2 for what cannot be used."""

import json
import pathlib

import pytest
from prompt import PLAN, Dondoc

TWO = PLAN + "2\tTổ chức hội nghị thử\tSở Tư pháp; Sở Y tế\t\tHội nghị\tQuý II/2026\n"


@pytest.fixture
def plan_file(tmp_path: pathlib.Path) -> str:
    path = tmp_path / "ke-hoach.txt"
    path.write_text(TWO)
    return str(path)


def test_an_empty_store_stays_empty_until_something_is_imported(dondoc: Dondoc) -> None:
    assert dondoc.json("plan", "list") == {"plans": []}
    assert dondoc.json("status")["total"] == 0


def test_an_imported_plan_is_listed_exported_and_counted(dondoc: Dondoc, plan_file: str) -> None:
    report = dondoc.json("plan", "import", plan_file)
    assert report["tasks"] == 2
    exported = dondoc.json("plan", "export")["plans"][0]["tasks"]  # type: ignore[index]
    assert [task["lead"] for task in exported] == [["Sở Nội vụ"], ["Sở Tư pháp", "Sở Y tế"]]
    assert exported[0]["deadlines"] == [{"label": "", "kind": "month", "start": None, "due": "2026-03-31"}]
    status = dondoc.json("status", "--by", "agency")
    assert status["total"] == 3
    assert sum(group["total"] for group in status["groups"]) == 3  # type: ignore[attr-defined]


def test_a_dry_run_stores_nothing(dondoc: Dondoc, plan_file: str) -> None:
    assert dondoc.json("plan", "import", plan_file, "--dry-run")["tasks"] == 2
    assert dondoc.json("plan", "list") == {"plans": []}


def test_importing_the_same_file_again_changes_nothing(dondoc: Dondoc, plan_file: str) -> None:
    dondoc.json("plan", "import", plan_file)
    again = dondoc.json("plan", "import", plan_file)
    assert (again["added"], again["changed"], again["withdrawn"]) == ([], [], [])


def test_the_audit_log_is_whole_after_an_import(dondoc: Dondoc, plan_file: str) -> None:
    dondoc.json("plan", "import", plan_file)
    assert dondoc.json("audit", "verify")["ok"] is True


def test_a_preview_changes_nothing_and_names_the_rung(dondoc: Dondoc, plan_file: str) -> None:
    dondoc.json("plan", "import", plan_file)
    shown = dondoc.json("nudge", "preview", "--on", "2026-03-17")
    items = [item for digest in shown["digests"] for item in digest["items"]]  # type: ignore[attr-defined]
    assert [(item["agency"], item["number"], item["rung"]) for item in items] == [("Sở Nội vụ", "1", "before_14")]
    assert shown == dondoc.json("nudge", "preview", "--on", "2026-03-17")


@pytest.mark.sqlite
def test_an_invitation_is_printed_once_and_not_stored_in_clear(dondoc: Dondoc, tmp_path: pathlib.Path) -> None:
    code = str(dondoc.json("invite", "--role", "officer", "--agency", "so noi vu")["code"])
    stored = (tmp_path / "home" / "dondoc.sqlite3").read_bytes()
    assert code.encode() not in stored
    assert code.replace("-", "").encode() not in stored


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("frobnicate",), "Lệnh chưa đúng"),
        (("status", "--on", "2026-02-31"), "2026-02-31"),
        (("status", "--on", "2030-01-01"), "chưa đến"),
        (("status", "--by", "colour"), "--by"),
        (("status", "--agency", "công ty mặt trời"), "Không rõ cơ quan"),
        (("status", "--plan", "9999/QĐ"), "Không rõ kế hoạch"),
        (("plan", "import"), "đúng một trong hai"),
        (("plan", "import", "/khong/co/tep"), "không có tệp"),
        (("plan", "export"), "đúng một trong hai"),
        (("invite", "--role", "king"), "--role"),
        (("invite", "--role", "focal"), "--agency"),
        (("report", "--out", "a.docx", "--on", "2026-01-06"), "06/01/2026 chưa đến"),
        (("nudge", "preview", "--on", "hôm nay"), "--on"),
        (("nudge", "preview", "--on", "2026-03-02", "--until", "2026-03-01"), "--until"),
        (("run",), "DONDOC_TELEGRAM_TOKEN"),
    ],
)
def test_what_cannot_be_used_is_one_sentence_and_exit_code_2(dondoc: Dondoc, args: tuple[str, ...], said: str) -> None:
    code, out, err = dondoc(*args)
    assert (code, out) == (2, "")
    assert said in err
    assert err.count("\n") == 1


def test_a_file_that_is_no_plan_is_one_sentence_and_nothing_is_stored(dondoc: Dondoc, tmp_path: pathlib.Path) -> None:
    letter = tmp_path / "thu.txt"
    letter.write_text("Kính gửi anh, tuần sau họp nhé.")
    code, _, err = dondoc("plan", "import", str(letter))
    assert code == 2
    assert "không có bảng nhiệm vụ" in err
    assert dondoc.json("plan", "list") == {"plans": []}


def test_replies_are_parsed_one_by_one_or_line_by_line(dondoc: Dondoc, monkeypatch: pytest.MonkeyPatch) -> None:
    import io

    code, out, _ = dondoc("reply", "parse", "1 xong", "--today", "2026-03-16", "--json")
    assert code == 0
    assert json.loads(out)["items"][0]["state"] == "reported"
    monkeypatch.setattr("sys.stdin", io.StringIO('{"text": "50%"}\n{"text": "cảm ơn", "today": "2026-01-01"}\n'))
    code, out, _ = dondoc("reply", "parse", "--json")
    assert [len(json.loads(line)["items"]) for line in out.splitlines()] == [1, 0]
