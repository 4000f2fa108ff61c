"""Nothing said is taken for something else, nor left out in silence: what is in no item is asked about."""

import pytest
from labelled_replies import TODAY

from handlers.replies import parse_reply

Said = dict[str | None, tuple[str | None, float | None]]


def said(typed: str) -> Said:
    return {item.ref: (item.state, item.percent) for item in parse_reply(typed, TODAY).items}


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("hthành 100", {None: ("reported", 100)}),
        ("em làm tới 65 rồi", {None: ("in_progress", 65)}),
        ("4 hoàn thành 85, 6 hoàn thành 100", {"4": ("in_progress", 85), "6": ("reported", 100)}),
        ("Xong 2 trong 5 mô đun", {None: ("in_progress", 40)}),
        ("được tầm 7-80%", {None: ("in_progress", 70)}),
        ("nv 7 có 5 trường, xong 4", {"7": ("in_progress", 80)}),
        ("việc hai một đạt bảy mươi phần trăm, việc ba chín mươi phần trăm", {"3": ("in_progress", 90)}),
    ],
)
def test_a_share_without_its_sign_is_no_task(typed: str, meant: Said) -> None:
    assert {ref: what for ref, what in said(typed).items() if ref in meant} == meant


@pytest.mark.parametrize("typed", ["hoàn thành 30", "xong 15 rồi ạ", "dạ em đạt 20", "xin gia hạn 5"])
def test_a_round_number_alone_may_be_a_task_or_a_share(typed: str) -> None:
    reply = parse_reply(typed, TODAY)
    assert (reply.items, reply.doubts) == ((), ("which_task",))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("việc hai ba xong rồi, việc bốn chưa", {"2": "reported", "3": "reported", "4": "in_progress"}),
        ("cả hai việc 3 và 8 đều xong, việc 9 chưa", {"3": "reported", "8": "reported", "9": "in_progress"}),
        (
            "Đang làm (2 nhiệm vụ): 2, 7. Đã xong (1 nhiệm vụ): 5",
            {"2": "in_progress", "7": "in_progress", "5": "reported"},
        ),
        (
            "hoàn thành 2 việc gồm 4 và 6, còn 1 việc chưa làm là việc 8",
            {"4": "reported", "6": "reported", "8": "not_started"},
        ),
        ("I. Đã xong\n- nv 2\n- nv 6\nII. Chưa làm\n- nv 9", {"2": "reported", "6": "reported", "9": "not_started"}),
        ("1. Việc đã xong\n- nv 2\n2. Việc chưa xong\n- nv 5", {"2": "reported", "5": "in_progress"}),
        ("Việc 5 như việc 4, đều xong", {"4": "reported", "5": "reported"}),
        ("6 xong, 7 như 6, 8 chưa", {"6": "reported", "7": "reported", "8": "in_progress"}),
        ("nv 3 chưa… à xong rồi", {"3": "reported"}),
        ("nv 3 xong rồi, ủa chưa", {"3": "in_progress"}),
        ("Em có 2 việc: việc 4 xong, việc 9 đang làm", {"4": "reported", "9": "in_progress"}),
        ("xong hết rồi còn 3 thôi", {"*": "reported", "3": "in_progress"}),
        ("cả việc 4 lẫn việc 6 đều xong", {"4": "reported", "6": "reported"}),
        (
            "nhiệm vụ 3 (giao phòng Tài chính) xong, nhiệm vụ 5 (phòng Văn hóa) đang làm",
            {"3": "reported", "5": "in_progress"},
        ),
        ("đã: 4, 6; chưa: 7", {"4": "reported", "6": "reported", "7": "in_progress"}),
        ("nv 4 (hạn 15/6) xong rồi, nv 6: 30% (kế hoạch 50%)", {"4": "reported", "6": "in_progress"}),
        ("nv 8 chứ không phải nv 7 xong", {"8": "reported"}),
        ("nv 2 đã hoàn thành (trễ 2 ngày so với hạn 1/6), nv 4 chưa xong", {"2": "reported", "4": "in_progress"}),
        ("2 và 3 xong; 5, nếu tỉnh cấp vốn, mới làm được", {"2": "reported", "3": "reported", "5": "in_progress"}),
        ("1) xong\n2) 45\n3) chưa", {"1": "reported", "2": "in_progress", "3": "in_progress"}),
        ("còn lại đang làm\n4 và 6 xong", {"*": "in_progress", "4": "reported", "6": "reported"}),
        ("1-85%, 2-100%, 3-0%", {"1": "in_progress", "2": "reported", "3": "not_started"}),
        ("4 chưa 6 chưa, chưa cái nào xong hết", {"4": "in_progress", "6": "in_progress", "*": "in_progress"}),
        ("trừ 3 với 5 ra thì xong hết", {"3": "in_progress", "5": "in_progress", "*": "reported"}),
    ],
)
def test_every_task_that_is_named_has_what_was_said_of_it(typed: str, meant: dict[str, str]) -> None:
    assert {ref: state for ref, (state, _) in said(typed).items()} == meant
    assert parse_reply(typed, TODAY).doubts == ()


@pytest.mark.parametrize(
    ("typed", "over"),
    [
        ("nv 4 xong, nv 6 không phải của trạm", "nhiệm vụ 6 không phải của trạm"),
        ("nv 2 giao nhầm cho xã em, nv 1 xong", "nhiệm vụ 2 giao nhầm cho xã em"),
        ("1x 2x 3 chưa", "1x 2x 3 chưa"),
        ("xin lùi đến cuối thgs", "xin lùi đến cuối thgs"),
        ("không kịp, xin thêm 1t", "xin thêm 1t"),
    ],
)
def test_a_number_or_a_day_in_no_item_is_said_back(typed: str, over: str) -> None:
    assert parse_reply(typed, TODAY).left_over == (over,)


def test_the_number_of_another_thing_is_no_task() -> None:
    for typed in ("xã 1 xong xã 2 chưa", "khâu 2 xong, khâu 3 đang làm", "quyết định 12 đã ban hành"):
        assert set(said(typed)) <= {None}, typed


@pytest.mark.parametrize(
    "typed",
    [
        "Được 3 việc xong, 2 việc nữa đang mần",
        "được 3 việc, còn 2 việc",
        "chỉ còn 2 việc nữa",
        "xong được 3 cái",
        "việc hạn 15/6 xong rồi, việc hạn 20/6 đang làm",
    ],
)
def test_counts_are_of_no_task(typed: str) -> None:
    reply = parse_reply(typed, TODAY)
    assert (reply.items, "which_task" in reply.doubts) == ((), True)


def test_a_task_given_back_beside_another_is_handed_over() -> None:
    reply = parse_reply("Việc 2 đã giao lại cho phòng Kinh tế; việc 1 vẫn đang làm", TODAY)
    assert ([item.ref for item in reply.items], reply.doubts) == (["1"], ("not_ours",))


def test_a_document_that_is_out_says_so_with_its_day() -> None:
    assert said("#6: QĐ số 15/QĐ-THPT ban hành 2/6") == {"#6": ("reported", None)}
    assert said("#6: QĐ số 15/QĐ-THPT ban hành 20/6") == {}
    assert said("QĐ 15/QĐ-THPT ban hành 2/6 đang triển khai") == {None: ("in_progress", None)}


def test_a_day_behind_a_list_is_that_of_all_of_it() -> None:
    reply = parse_reply("xin gia hạn việc 3, 4 đến 30/9; việc 5 đến 15/10", TODAY)
    days = {item.ref: item.requested_due and item.requested_due.isoformat() for item in reply.items}
    assert days == {"3": "2026-09-30", "4": "2026-09-30", "5": "2026-10-15"}


def test_a_share_that_was_not_understood_is_asked_about_even_among_polite_words() -> None:
    assert parse_reply("việc 2 hôm qua em báo 50% giờ 60% rồi", TODAY).doubts == ("unclear",)


def test_a_task_likened_to_another_is_the_one_that_is_reported() -> None:
    assert said("2 y như 1, đang làm") == {"2": ("in_progress", None)}


def test_what_is_said_of_no_task_beside_others_is_of_none() -> None:
    reply = parse_reply("đã báo cáo xong, việc 4 đang làm, việc 5 chưa", TODAY)
    assert None not in {item.ref for item in reply.items}


@pytest.mark.parametrize(
    ("typed", "due", "length"),
    [
        ("xin them 10 ng", None, "P10D"),
        ("xin den cuoi thg 7", "2026-07-31", None),
        ("xin gia hạn tới 30 thg 9", "2026-09-30", None),
        ("xin lùi 2 tg", None, "P2M"),
        ("xin lui sang thg sau", "2026-07-31", None),
        ("xin toi 25", "2026-06-25", None),
    ],
)
def test_units_cut_short_are_days_and_months(typed: str, due: str | None, length: str | None) -> None:
    (item,) = parse_reply(typed, TODAY).items
    assert (item.requested_due and item.requested_due.isoformat(), item.extend_by) == (due, length)
