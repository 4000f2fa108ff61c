"""Invitations in words: the role said is the role of the code, a name nobody has is told, a unit leads to its agency."""

import pytest
from sqlmodel import select

from catalog.tables import Invitation


@pytest.fixture
def officer(talk):
    return talk.person("Hà", "officer", "Sở Khoa học và Công nghệ")


def roles(talk):
    """The roles of all codes made so far, oldest first."""
    with talk.store.read() as session:
        return list(session.exec(select(Invitation.role).order_by(Invitation.id)).all())


def test_who_is_invited_as_what_was_said(talk, officer):
    (asked,) = talk.say(officer, "mời cán bộ Sở Tư pháp")
    assert asked.labels == ("Đầu mối – Sở Tư pháp",)
    assert "Vai trò cán bộ tổng hợp do quản trị của Đôn Đốc mời." in asked.text
    (leader,) = talk.say(officer, "mời lãnh đạo sở y tế giúp tôi")
    assert leader.labels == ("Lãnh đạo cơ quan – Sở Y tế",)
    assert roles(talk) == []
    (code,) = talk.tap(officer, "Lãnh đạo cơ quan – Sở Y tế", leader)
    assert "lãnh đạo cơ quan – Sở Y tế" in code.text
    assert "do quản trị" in talk.say(officer, "mời cán bộ tổng hợp sở tư pháp")[0].text
    assert roles(talk) == ["agency_leader"]


def test_an_admin_invites_an_officer_in_words(talk):
    admin = talk.person("Trị", "admin")
    (asked,) = talk.say(admin, "mời cán bộ Sở Tư pháp")
    assert asked.labels == ("Cán bộ tổng hợp – Sở Tư pháp",)
    assert "Vai trò đầu mối do cán bộ tổng hợp mời." in asked.text
    assert "cán bộ tổng hợp – Sở Tư pháp" in talk.tap(admin, "Cán bộ tổng hợp", asked)[0].text
    assert roles(talk) == ["officer"]


@pytest.mark.parametrize("order", ["mời {}", "/moi {}"])
def test_a_name_that_nobody_has_is_told_before_any_code_is_made(talk, officer, order):
    for named in ("sở tư pháp, sở lâm sinh thái, sở y tế", "sở lâm sinh thái; sở tư pháp; sở y tế"):
        (preview,) = talk.say(officer, order.format(named))
        assert "cho 2 cơ quan: Sở Tư pháp; Sở Y tế" in preview.text
        assert "Không tìm thấy trong danh mục, không mời: “sở lâm sinh thái”" in preview.text
    assert roles(talk) == []
    talk.tap(officer, "Cấp mã mời (2)")
    assert roles(talk) == ["focal", "focal"]
    (all_known,) = talk.say(officer, order.format("sở tư pháp; sở y tế"))
    assert "Không tìm thấy" not in all_known.text


@pytest.mark.parametrize("order", ["mời {}", "/moi {}"])
@pytest.mark.parametrize(
    ("unit", "parent"), [("trung tâm khuyến nông", "Sở Nông nghiệp và Môi trường"), ("phòng khám đa khoa", "Sở Y tế")]
)
def test_a_unit_is_one_tap_from_its_agency(talk, officer, order, unit, parent):
    (asked,) = talk.say(officer, order.format(unit))
    assert f"Chưa rõ cơ quan “{unit}”. Có phải mời: {parent}?" in asked.text
    (code,) = talk.tap(officer, f"Đầu mối – {parent}", asked)
    assert f"đầu mối – {parent}" in code.text
    assert roles(talk) == ["focal"]
