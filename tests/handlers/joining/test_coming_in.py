"""Coming in over the chat: by code, by naming the agency; and everything that must not let anybody in."""

import datetime as dt
import re
from typing import Any

import pytest
from sqlmodel import select

from catalog.audit import SYSTEM, Actor
from catalog.people import invitations, one_time_codes
from catalog.tables import Invitation, JoinRequest, Membership

OWN, OTHER = "Sở Công Thương", "Sở Tài chính"


def code_of(text: str) -> str:
    found = re.search(r"[0-9A-Z]{5}-[0-9A-Z]{5}", text)
    assert found is not None, text
    return found[0]


def invited(house: Any, role: str = "focal", agency: str = OWN, by: Any = None) -> str:
    actor = Actor(by.person_id, "telegram") if by else SYSTEM
    return invitations.invite(house.session, role, house.agency(agency) if agency else None, actor, house.now)


def test_naming_the_agency_takes_two_lines_and_two_taps(house: Any) -> None:
    officer, focal = house.person("Hạnh", "officer", "Sở Khoa học và Công nghệ"), house.person("Bình")
    assert house.says(focal, "/start")[0].text.startswith("Kính chào Bình.")
    asked = house.says(focal, "so cong thuong")
    assert [m.text for m in asked] == ["Anh/chị thuộc Sở Công Thương, đúng không?"]
    assert asked[0].buttons == ["Sở Công Thương", "Cơ quan khác"]
    waiting = house.presses(focal, asked[0], "Sở Công Thương")
    assert waiting[0].text.startswith("Đã gửi đề nghị kết nối với Sở Công Thương đến cán bộ tổng hợp.")
    assert house.roles(focal) == set()
    request = house.told(officer)[-1]
    assert request.text == "Bình đề nghị làm đầu mối của Sở Công Thương.\nCơ quan này chưa có đầu mối."
    assert house.presses(officer, request, "Đồng ý")[0].text == "Đã đồng ý: Bình – Sở Công Thương."
    assert house.told(focal)[-1].text.startswith("Anh/chị đã được kết nối làm đầu mối của Sở Công Thương.")
    assert house.roles(focal) == {("focal", house.agency(OWN))}


def test_the_officer_sees_who_is_linked_there_and_what_else_the_asker_does(house: Any) -> None:
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    house.person("Lan", "focal", OWN)
    house.person("Mai", "focal", OWN)
    asker = house.person("Bình", "focal", OTHER)
    house.presses(asker, house.says(asker, "/lienket sở công thương")[0], OWN)
    assert house.told(officer)[-1].text == (
        "Bình đề nghị làm đầu mối của Sở Công Thương.\nHiện đang phụ trách: Lan, Mai.\n"
        "Người này đang là đầu mối của: Sở Tài chính."
    )


def test_one_person_serves_several_agencies(house: Any) -> None:
    officer, focal = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Bình", "focal", OWN)
    house.presses(focal, house.says(focal, "/lienket sở tài chính")[0], OTHER)
    house.presses(officer, house.told(officer)[-1], "Đồng ý")
    assert house.roles(focal) == {("focal", house.agency(OWN)), ("focal", house.agency(OTHER))}


def test_a_refusal_lets_nobody_in_and_says_so(house: Any) -> None:
    officer, asker = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Bình")
    house.presses(asker, house.says(asker, OWN)[0], OWN)
    house.presses(officer, house.told(officer)[-1], "Từ chối")
    assert "chưa được chấp thuận" in house.told(asker)[-1].text
    assert house.roles(asker) == set()


def test_two_taps_on_the_agency_ask_once(house: Any) -> None:
    officer, asker = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Bình")
    asked = house.says(asker, OWN)[0]
    house.presses(asker, asked, OWN)
    house.presses(asker, asked, OWN)
    assert len(house.told(officer)) == 1
    assert len(house.session.exec(select(JoinRequest)).all()) == 1


def test_nobody_tries_one_agency_after_the_other_on_the_officers(house: Any) -> None:
    officer, asker = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Bình")
    for agency in (OWN, OTHER, "Sở Xây dựng", "Sở Tư pháp"):
        answer = house.presses(asker, house.says(asker, agency)[0], agency)
    assert answer[0].text.startswith("Anh/chị đang có 3 đề nghị chờ")
    assert len(house.told(officer)) == 3
    assert len(house.audited("refused.join")) == 1


def test_two_officers_decide_once(house: Any) -> None:
    first, second = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Vân", "officer", "Sở Nội vụ")
    asker = house.person("Bình")
    house.presses(asker, house.says(asker, OWN)[0], OWN)
    requests = house.told(first)[-1], house.told(second)[-1]
    house.presses(first, requests[0], "Từ chối")
    assert house.presses(second, requests[1], "Đồng ý")[0].text == "Đề nghị này đã được giải quyết trước đó."
    assert house.roles(asker) == set()
    assert [row.detail["why"] for row in house.audited("refused.decide_join")] == ["already_decided"]


def test_an_officer_does_not_approve_himself(house: Any) -> None:
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    house.presses(officer, house.says(officer, "/lienket sở công thương")[0], OWN)
    request = house.session.exec(select(JoinRequest)).one()
    answer = house.taps(officer, "join_decide", request=request.id, approve=True)
    assert answer[0].text == "Không thể tự duyệt đề nghị của chính mình; đề nghị cán bộ khác duyệt."
    assert house.roles(officer) == {("officer", house.agency("Sở Nội vụ"))}
    assert [row.detail["why"] for row in house.audited("refused.decide_join")] == ["own_request"]


@pytest.mark.parametrize(
    "typed", ["{}", "mã mời {} ạ", "https://example.org/dondoc?start={}", "/start {}", "/lienket {}"]
)
def test_a_code_is_found_however_it_is_sent(house: Any, typed: str) -> None:
    newcomer = house.person("Bình")
    answer = house.says(newcomer, typed.format(invited(house)))
    assert answer[0].text.startswith("Đã kết nối: đầu mối – Sở Công Thương.")
    assert house.roles(newcomer) == {("focal", house.agency(OWN))}


def test_a_code_is_read_in_small_letters_and_without_the_dash(house: Any) -> None:
    newcomer = house.person("Bình")
    house.says(newcomer, invited(house).lower())
    other = house.person("Lan")
    house.says(other, invited(house).replace("-", ""))
    assert house.roles(newcomer) == house.roles(other) == {("focal", house.agency(OWN))}


def test_every_code_has_a_digit_so_that_no_name_of_ten_letters_is_taken_for_one() -> None:
    made = [one_time_codes.new_code() for _ in range(300)]
    assert all(any(ch.isdigit() for ch in code) for code in made)
    assert all(
        one_time_codes.code_in(code) == code == one_time_codes.code_in(one_time_codes.printed(code)).replace("-", "")
        for code in made
    )
    for name in ("thanh-hoang", "UBND phường Bắc Nha Trang", "Nhatrangxx", "so noi vu 2026", "0912345678 là số tôi"):
        assert one_time_codes.code_in(name) == ""


def refused(house: Any, who: Any, code: str, why: str, counted: bool = True) -> str:
    """The answer to a code that must not work: nothing changes, and it is on record."""
    before = house.roles(who), len(house.session.exec(select(Membership)).all())
    answer = house.says(who, f"/start {code}")
    assert (house.roles(who), len(house.session.exec(select(Membership)).all())) == before
    row = house.audited("code.refused" if counted else "refused.code")[-1]
    assert (row.detail["why"], row.person_id) == (why, who.person_id)
    return answer[0].text


def test_a_used_code_is_refused_also_when_the_link_was_forwarded(house: Any) -> None:
    code = invited(house)
    house.says(house.person("Bình"), f"/start {code}")
    assert refused(house, house.person("Người khác"), code, "code_used").startswith("Mã này đã được sử dụng.")


def test_an_expired_code_is_refused(house: Any) -> None:
    code = invited(house)
    house.now += dt.timedelta(days=invitations.INVITATION_DAYS)
    assert refused(house, house.person("Bình"), code, "code_expired").startswith("Mã này đã hết hạn.")


def test_a_code_is_good_until_the_last_minute(house: Any) -> None:
    newcomer, code = house.person("Bình"), invited(house)
    house.now += dt.timedelta(days=invitations.INVITATION_DAYS, minutes=-1)
    house.says(newcomer, code)
    assert house.roles(newcomer)


def test_a_guessed_code_is_refused(house: Any) -> None:
    assert refused(house, house.person("Bình"), "ABCDE-2FGHJ", "code_unknown").startswith("Mã không đúng.")


def test_many_accounts_together_guess_no_more_than_a_few(house: Any) -> None:
    code, answers = invited(house), []
    for number in range(30):
        guesser = house.person(f"Người lạ {number}")
        answers += [
            house.says(guesser, f"{number:02}CDE-{n}FGHJ".replace("0", "A").replace("1", "B"))[0].text for n in "234"
        ]
    tried = sum("Mã không đúng" in answer for answer in answers)
    assert tried == invitations.TRIES_OF_ALL_AN_HOUR
    newcomer = house.person("Bình")
    assert refused(house, newcomer, code, "too_many_tries", counted=False).startswith("Đã nhập sai mã quá nhiều lần.")
    house.now += dt.timedelta(hours=1, minutes=1)
    house.says(newcomer, code)
    assert house.roles(newcomer) == {("focal", house.agency(OWN))}


def test_after_ten_wrong_tries_even_a_right_code_waits_a_day(house: Any) -> None:
    guesser, code = house.person("Bình"), invited(house)
    for i in range(invitations.TRIES_A_DAY):
        assert "Mã không đúng" in house.says(guesser, f"ABCD{i}-2FGHJ")[0].text
    assert refused(house, guesser, code, "too_many_tries", counted=False).startswith("Đã nhập sai mã quá nhiều lần.")
    house.now += dt.timedelta(hours=24, minutes=1)
    house.says(guesser, code)
    assert house.roles(guesser) == {("focal", house.agency(OWN))}


def test_the_tries_of_one_are_not_another_s(house: Any) -> None:
    guesser, other = house.person("Bình"), house.person("Lan")
    for i in range(invitations.TRIES_A_DAY):
        house.says(guesser, f"ABCD{i}-2FGHJ")
    house.says(other, invited(house))
    assert house.roles(other)


def test_nobody_uses_the_code_he_gave(house: Any) -> None:
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    code = code_of(house.says(officer, "/moi sở công thương")[0].text)
    assert refused(house, officer, code, "own_invitation", counted=False).startswith("Mã này dành cho người khác")
    newcomer = house.person("Bình")
    house.says(newcomer, code)
    assert house.roles(newcomer)


def test_a_code_dies_with_the_right_of_whoever_gave_it(house: Any) -> None:
    admin, officer = house.person("Quân", "admin"), house.person("Hạnh", "officer", "Sở Nội vụ")
    code = code_of(house.says(officer, "/moi sở công thương")[0].text)
    house.taps(admin, "member_end_yes", membership=house.membership(officer).id)
    assert refused(house, house.person("Bình"), code, "code_withdrawn").startswith("Mã này không còn hiệu lực.")


def test_whoever_gave_the_code_hears_who_used_it_and_can_take_it_back(house: Any) -> None:
    officer, stranger = house.person("Hạnh", "officer", "Sở Nội vụ"), house.person("Kẻ lạ")
    house.says(stranger, code_of(house.says(officer, "/moi sở công thương")[0].text))
    notice = house.told(officer)[-1]
    assert notice.text.startswith("Kẻ lạ vừa dùng mã mời: đầu mối – Sở Công Thương.")
    really = house.presses(officer, notice, "Gỡ người này")[0]
    house.presses(officer, really, "Đồng ý gỡ")
    assert house.roles(stranger) == set()


def test_an_invitation_shows_the_link_where_the_channel_has_one(house: Any) -> None:
    officer = house.person("Hạnh", "officer", "Sở Nội vụ")
    assert "Mở:" not in house.says(officer, "/moi sở công thương")[0].text
    one_time_codes.remember_deep_link(house.session, "telegram", "https://t.me/dondoc_bot?start=", house.now)
    letter = house.says(officer, "/moi sở công thương")[0].text
    code = code_of(letter)
    assert letter.splitlines() == [
        f"MÃ MỜI: {code}", "Kết nối với Đôn Đốc: đầu mối – Sở Công Thương.",
        f"Mở: https://t.me/dondoc_bot?start={code}",
        "Hoặc gửi mã này cho Đôn Đốc. Dùng một lần, hết hạn sau 7 ngày; chỉ chuyển cho đúng người.",
    ]  # fmt: skip
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", code), "a deep link takes nothing else"


def test_only_the_hash_of_a_code_is_stored(house: Any) -> None:
    code = invited(house)
    row = house.session.exec(select(Invitation)).one()
    assert row.code_sha256 == one_time_codes.hash_of(code)
    assert code.replace("-", "") not in str(row.model_dump())


def test_personal_data_stays_out_of_the_chain(house: Any) -> None:
    officer, focal = house.person("Hạnh Bí Mật", "officer", "Sở Nội vụ"), house.person("Bình Bí Mật")
    house.presses(focal, house.says(focal, OWN)[0], OWN)
    house.presses(officer, house.told(officer)[-1], "Đồng ý")
    house.says(focal, "/lienket thêm kênh")
    house.taps(officer, "member_end_yes", membership=house.membership(focal).id)
    told = [row for row in house.audited("") if row.action != "proof"]  # digests alone, in which any digits may stand
    written = " ".join(f"{row.subject} {row.detail}" for row in told)
    assert "membership.ended" in {row.action for row in house.audited("")}
    for secret in ("Bí Mật", focal.chat_id, officer.chat_id):
        assert secret not in written


def test_a_code_for_what_one_has_already_is_kept_for_the_one_invited(house: Any) -> None:
    focal, code = house.person("Bình", "focal", OWN), invited(house)
    assert refused(house, focal, code, "already_held", counted=False).startswith("Anh/chị đã có vai trò này")
    newcomer = house.person("Lan")
    house.says(newcomer, code)
    assert house.roles(newcomer) == {("focal", house.agency(OWN))}


def test_an_officer_of_no_department_coordinates_every_plan(house: Any) -> None:
    officer = house.person("Hạnh", "officer")
    for coordinator in ("Sở Khoa học và Công nghệ", "Sở Nội vụ"):
        work = house.work(OWN, coordinator)
        house.taps(officer, "on_behalf", assignment=work.id)
        house.says(officer, "theo Công văn 45/BC-VP: đã được 30%")
        assert work.percent == 30


@pytest.mark.parametrize(
    "typed",
    ["", " ", "/start", "/start " + "A" * 64, "/start ../../etc", "/lienket 🏢", "\u202eunov os", "' OR 1=1 --", "x" * 4001,
     "/lienket " + "sở " * 900, "{{ 7*7 }}", "%s%n", "/LIENKET", "/lienket\nsở", "０１２３４-５６７８９", "-----", "12345-67890"],
)  # fmt: skip
def test_whatever_a_stranger_types_he_stays_a_stranger(house: Any, typed: str) -> None:
    stranger = house.person("Kẻ lạ")
    for heard in house.says(stranger, typed):
        assert "49" not in heard.text
    assert house.roles(stranger) == set()
    assert not house.session.exec(select(Membership)).all()


def test_where_there_are_no_buttons_the_agency_is_confirmed_by_its_number(house: Any) -> None:
    officer, focal = house.person("Hạnh", "officer", "Sở Nội vụ", channel="zalo"), house.person("Bình", channel="zalo")
    house.says(focal, "so cong thuong")
    assert house.says(focal, "1")[0].text.startswith("Đã gửi đề nghị kết nối với Sở Công Thương")
    assert house.says(officer, "1")[0].text == "Đã đồng ý: Bình – Sở Công Thương."
    assert house.roles(focal) == {("focal", house.agency(OWN))}
