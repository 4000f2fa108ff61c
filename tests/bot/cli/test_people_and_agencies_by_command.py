"""dondoc invite, people and agency from outside: the first officer, removal, handover, the list of agencies."""

import pytest
from prompt import Dondoc

from bot.app import open_store
from bot.settings import load_settings
from catalog.people import invitations, one_time_codes, people


def come_in(code: str, name: str) -> int:
    """Somebody uses the code in a chat; the number of the person."""
    settings = load_settings()
    store = open_store(settings)
    now = settings.moment()

    def use(session: object) -> int:
        chat = people.contact_for(session, "telegram", f"chat of {name}", name, now)  # type: ignore[arg-type]
        invitations.redeem(session, one_time_codes.code_in(code), chat, now)  # type: ignore[arg-type]
        return int(chat.person_id or 0)

    try:
        return store.write(use)
    finally:
        store.close()


def test_the_first_officer_comes_in_by_a_code_from_the_command_line(dondoc: Dondoc) -> None:
    given = dondoc.json("invite", "--role", "officer", "--agency", "so noi vu")
    assert (given["agency"], given["days"], given["links"]) == ("Sở Nội vụ", 7, [])
    number = come_in(str(given["code"]), "Hạnh")
    held = dondoc.json("people", "list")["people"]
    assert isinstance(held, list)
    assert [(e["person"], e["name"], e["role"], e["agency"], e["until"]) for e in held] == [
        (number, "Hạnh", "officer", "Sở Nội vụ", None)
    ]


def test_after_the_bot_has_run_the_invitation_shows_its_link(dondoc: Dondoc) -> None:
    store = open_store(load_settings())
    now = load_settings().moment()
    store.write(lambda s: one_time_codes.remember_deep_link(s, "telegram", "https://t.me/dondoc_bot?start=", now))
    store.close()
    given = dondoc.json("invite", "--role", "leader")
    assert given["links"] == [f"https://t.me/dondoc_bot?start={given['code']}"]


def test_a_person_is_removed_by_number(dondoc: Dondoc) -> None:
    focal = come_in(str(dondoc.json("invite", "--role", "focal", "--agency", "sở công thương")["code"]), "Bình")
    come_in(str(dondoc.json("invite", "--role", "focal", "--agency", "sở tài chính")["code"]), "Bình")
    code, out, _ = dondoc("people", "remove", str(focal), "--agency", "so cong thuong")
    assert (code, out) == (0, "Đã gỡ Bình: đầu mối, Sở Công Thương.\n")
    left = dondoc.json("people", "list")["people"]
    assert isinstance(left, list)
    assert [entry["agency"] for entry in left] == ["Sở Tài chính"]
    assert dondoc("people", "remove", str(focal), "--agency", "so cong thuong")[0] == 2


def test_a_handover_by_command_takes_effect_when_the_successor_uses_the_code(dondoc: Dondoc) -> None:
    before = come_in(str(dondoc.json("invite", "--role", "focal", "--agency", "sở công thương")["code"]), "Bình")
    given = dondoc.json("people", "handover", str(before))
    assert given["agency"] == "Sở Công Thương"
    come_in(str(given["code"]), "Lan")
    left = dondoc.json("people", "list", "--agency", "sở công thương")["people"]
    assert isinstance(left, list)
    assert [entry["name"] for entry in left] == ["Lan"]


def test_an_agency_is_added_renamed_and_given_another_name(dondoc: Dondoc) -> None:
    assert dondoc("agency", "add", "Ban Quản lý Công viên số Cam Lâm")[:2] == (
        0, "Đã thêm: Ban Quản lý Công viên số Cam Lâm (public_unit).\n",
    )  # fmt: skip
    assert dondoc("agency", "rename", "sở công thương", "Sở Kinh tế số")[0] == 0
    assert dondoc("agency", "alias", "Sở Kinh tế số", "Nhà máy điện tử")[0] == 0
    for typed, name in (
        ("ban quản lý công viên số cam lâm", "Ban Quản lý Công viên số Cam Lâm"), ("so cong thuong", "Sở Kinh tế số"),
        ("nha may dien tu", "Sở Kinh tế số"),
    ):  # fmt: skip
        assert dondoc.json("agency", "match", typed)["agency"] == name


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        (("invite", "--role", "boss"), "--role: “boss” không dùng được"),
        (("invite", "--role", "focal"), "--role focal (đầu mối) cần có --agency."),
        (("invite", "--role", "focal", "--agency", "abc xyz"), "Không rõ cơ quan “abc xyz”."),
        (("people", "remove", "99"), "Không có người số 99."),
        (("people", "remove", "99", "--role", "boss"), "--role: “boss” không dùng được"),
        (("people", "handover", "99"), "Không có người số 99."),
        (("agency", "add", "Sở Nội vụ"), "Tên này đã là của Sở Nội vụ"),
        (("agency", "add", "Đội ngoài", "--kind", "ship"), "--kind: chọn department"),
        (("agency", "alias", "sở nội vụ", "Sở Tài chính"), "Tên này đã là của Sở Tài chính"),
        (("agency", "rename", "sở nội vụ", "Sở Nội vụ"), "Cơ quan này đã có tên đó."),
        (("agency", "rename", "abc xyz", "Sở Mới"), "Không rõ cơ quan “abc xyz”."),
    ],
)
def test_bad_input_is_one_sentence_and_exit_code_2(dondoc: Dondoc, command: tuple[str, ...], sentence: str) -> None:
    code, out, err = dondoc(*command)
    assert (code, out) == (2, "")
    assert err.startswith(sentence)
    assert err.count("\n") == 1
