"""dondoc unit rename, merge, split, remove and assign: what they say, whom they tell, what they refuse."""

import pytest
import sqlalchemy as sa
from prompt import PLAN, Dondoc

from bot.settings import load_settings
from bot.store_opening import open_store
from catalog.people import invitations, one_time_codes, people
from catalog.tables import Outbox


def come_in(dondoc: Dondoc, role: str, agency: str, chat: str) -> None:
    code = str(dondoc.json("invite", "--role", role, "--agency", agency)["code"])
    store = open_store(load_settings())
    now = load_settings().moment()

    def use(session: object) -> None:
        contact = people.contact_for(session, "telegram", chat, chat, now)  # type: ignore[arg-type]
        invitations.redeem(session, one_time_codes.code_in(code), contact, now)  # type: ignore[arg-type]

    store.write(use)
    store.close()


def told() -> list[str]:
    store = open_store(load_settings())
    with store.read() as session:
        found = [row[0]["text"] for row in session.execute(sa.select(Outbox.__table__.c.payload))]  # type: ignore[attr-defined]
    store.close()
    return found


@pytest.fixture
def planned(dondoc: Dondoc, tmp_path: object) -> Dondoc:
    path = tmp_path / "a.txt"  # type: ignore[operator]
    path.write_text(PLAN, "utf-8")
    dondoc("plan", "import", str(path))
    return dondoc


def test_a_merger_takes_tasks_and_people_along_and_everybody_hears_once(planned: Dondoc) -> None:
    come_in(planned, "focal", "sở nội vụ", "Bình")
    come_in(planned, "officer", "sở tài chính", "Hạnh")
    command = ("unit", "merge", "sở nội vụ", "sở tư pháp", "--into", "Sở Nội chính", "--by", "9/NQ-HĐND")
    foreseen = planned.json(*command, "--dry-run")
    assert (foreseen["open_tasks"], foreseen["people"], foreseen["dry_run"]) == (1, 1, True)
    assert planned.json("unit", "match", "sở nội chính")["decision"] != "match"
    code, out, _ = planned(*command)
    assert code == 0
    assert "Sở Nội vụ và Sở Tư pháp nhập vào Sở Nội chính: 1 nhiệm vụ đang mở, 1 người chuyển theo." in out
    said = told()
    assert [text for text in said if "tiếp tục làm đầu mối của Sở Nội chính" in text] == [said[0]]
    assert [text for text in said if text.startswith("ĐƠN VỊ THAY ĐỔI")] == [said[1]]
    assert planned.json("unit", "match", "so noi vu")["agency"] == "Sở Nội chính"
    assert planned.json("plan", "export")["plans"][0]["tasks"][0]["lead"] == ["Sở Nội chính"]
    listed = {unit["name"]: unit for unit in planned.json("unit", "list", "--former")["units"]}
    assert listed["Sở Tư pháp"]["successors"] == ["Sở Nội chính"]
    before = [unit["name"] for unit in planned.json("unit", "list", "--as-of", "2026-01-01")["units"]]
    assert "Sở Nội vụ" in before
    assert planned.json("status")["total"] == 1


def test_a_split_waits_for_the_officer(planned: Dondoc) -> None:
    code, out, _ = planned("unit", "split", "sở nội vụ", "--into", "Sở Cán bộ", "--into", "Sở Văn thư", "--by", "1/NQ")
    assert (code, out.strip().endswith("1 nhiệm vụ chờ phân công: dondoc unit assign --list")) == (0, True)
    assert planned.json("unit", "match", "sở nội vụ")["decision"] == "ask"
    (waits,) = planned.json("unit", "assign", "--list")["waiting"]
    assert waits["heirs"] == ["Sở Cán bộ", "Sở Văn thư"]
    assert planned("unit", "assign", "--to", "sở tư pháp")[0] == 2
    assert planned("unit", "assign", str(waits["task"]), "--to", "sở cán bộ", "--by", "2/QĐ")[0] == 0
    assert planned.json("unit", "assign", "--list")["waiting"] == []
    assert planned.json("plan", "export")["plans"][0]["tasks"][0]["lead"] == ["Sở Cán bộ"]


def test_a_name_taken_back_is_told_once_and_moves_no_task(planned: Dondoc) -> None:
    come_in(planned, "focal", "sở nội vụ", "Bình")
    change = planned.json("unit", "rename", "sở nội vụ", "Sở Công chức")["change"]
    figures = planned.json("status")
    assert planned("unit", "undo", str(change), "--dry-run")[0] == 0
    before = told()
    assert planned("unit", "undo", str(change), "--by", "5/CV")[0] == 0
    (said,) = told()[len(before) :]
    assert said.startswith("Sở Công chức đổi tên thành Sở Nội vụ từ ")
    assert "(5/CV)" in said
    assert planned.json("status") == figures
    assert planned.json("plan", "export")["plans"][0]["tasks"][0]["lead"] == ["Sở Nội vụ"]


def test_people_of_a_split_unit_go_to_an_heir(planned: Dondoc) -> None:
    come_in(planned, "focal", "sở nội vụ", "Bình")
    planned("unit", "split", "sở nội vụ", "--into", "Sở Cán bộ", "--into", "Sở Văn thư", "--by", "1/NQ")
    (person,) = planned.json("unit", "assign", "--list")["people"]
    assert (person["unit"], person["heirs"]) == ("Sở Nội vụ", ["Sở Cán bộ", "Sở Văn thư"])
    assert "1 người của Sở Nội vụ chưa có đơn vị mới" in planned("unit", "assign", "--list")[1]
    assert planned("unit", "assign", "--people", "Sở Nội vụ", "--to", "sở y tế")[0] == 2
    assert planned("unit", "assign", "--people", "Sở Nội vụ", "--to", "Sở Văn thư")[0] == 0
    assert "anh/chị thuộc Sở Văn thư" in told()[-1]
    assert planned.json("unit", "assign", "--list")["people"] == []


def test_a_unit_nothing_hangs_on_ends_and_the_officer_hears(planned: Dondoc) -> None:
    come_in(planned, "officer", "sở tài chính", "Hạnh")
    code, out, _ = planned("unit", "remove", "sở y tế", "--by", "1/NQ")
    assert (code, out.endswith("Sở Y tế kết thúc hoạt động.\n")) == (0, True)
    assert "Sở Y tế kết thúc hoạt động" in told()[-1]


def test_a_day_to_come_waits(planned: Dondoc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DONDOC_NOW", "2026-11-29T08:00:00+07:00")
    code, out, _ = planned("agency", "rename", "sở tư pháp", "Sở Pháp chế", "--from", "2027-03-01", "--by", "3/QĐ")
    assert (code, out) == (0, "Từ 01/3/2027 Sở Tư pháp đổi tên thành Sở Pháp chế; tên cũ vẫn được hiểu.\n")
    assert planned.json("unit", "match", "stp")["agency"] == "Sở Tư pháp"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("merge", "sở y tế", "--into", "Sở Y tế"), "Sở Y tế không thể nhập hoặc chuyển vào chính mình."),
        (("merge", "sở y tế", "không có", "--into", "Sở Mới"), "Không rõ cơ quan “không có”."),
        (("merge", "sở y tế", "sở tư pháp", "--into", "Sở Nội vụ "), ""),
        (("remove", "sở nội vụ"), "Sở Nội vụ còn 1 nhiệm vụ đang mở; hãy nêu --to."),
        (("remove", "sở nội vụ", "--to", "snv"), "Sở Nội vụ không thể nhập hoặc chuyển vào chính mình."),
        (("split", "sở y tế", "--into", "Sở Một"), "Chia tách Sở Y tế cần ít nhất hai --into"),
        (("rename", "sở y tế", "Sở Nội vụ"), "Tên này đã là của Sở Nội vụ"),
        (("rename", "sở y tế", "Sở Mới", "--from", "29/11"), "--from: “29/11” không phải là ngày"),
        (("assign", "--to", "sở y tế"), "Không có nhiệm vụ nào trong số đó đang chờ phân công."),
    ],
)
def test_what_cannot_be_is_one_sentence_and_exit_code_2(
    planned: Dondoc, command: tuple[str, ...], sentence: str
) -> None:
    before = planned.json("unit", "list")
    code, out, err = planned("unit", *command)
    if not sentence:
        assert code == 0
        return
    assert (code, out, err.startswith(sentence)) == (2, "", True), err
    assert planned.json("unit", "list") == before
