"""Several tasks in one message: each is said what stands with it, and nothing is left over in silence."""

import re

import pytest
from labelled_replies import TODAY, labelled
from made_replies import Made, listed, made, says, slipped

from handlers.replies import Reply, parse_reply

MADE = list(made(7, 250))


def test_a_made_reply_says_what_it_was_made_of() -> None:
    wrong = [(one.text, got) for one in MADE if (got := says(parse_reply(one.text, TODAY).items)) != one.says]
    assert len(wrong) <= len(MADE) // 50, wrong[:5]
    assert [text for text, got in wrong if _false_done(text, got)] == []


def test_a_slip_changes_nothing_or_is_asked() -> None:
    wrong = []
    for place, one in enumerate(MADE):
        reply = parse_reply(slipped(one, place).text, TODAY)
        if says(reply.items) != one.says and not reply.doubts:
            wrong.append((slipped(one, place).text, says(reply.items)))
        claimed = {ref for ref, (state, _) in says(reply.items).items() if state == "reported"}
        assert claimed <= {ref for ref, (state, _) in one.says.items() if state == "reported"}, one.text
    assert len(wrong) <= len(MADE) // 25, wrong[:5]


def _unaccounted(text: str, reply: Reply) -> list[str]:
    """What of a text is in no item while nothing is asked: tasks by number, shares, days, and each "xong"."""
    if reply.doubts:
        return []
    refs = {(item.ref or "").lstrip("#") for item in reply.items}
    bare = re.sub(r"\d{1,2}/\d{1,2}|\d+(?:,\d+)?%", "", text)
    for first, last in re.findall(r"(\d+)-(\d+)", bare):
        bare += " " + " ".join(map(str, range(int(first), int(last) + 1)))
    missing = [number for number in re.findall(r"\d+", bare) if number not in refs]
    shares = {item.percent for item in reply.items}
    missing += [said for said in re.findall(r"\d+(?:,\d+)?(?=%)", text) if float(said.replace(",", ".")) not in shares]
    days = {item.requested_due and f"{item.requested_due.day}/{item.requested_due.month}" for item in reply.items}
    missing += [day for day in re.findall(r"\d{1,2}/\d{1,2}", text) if day not in days]
    states = {item.state for item in reply.items}
    claimed = re.search(r"(?<!sắp )(?<!chưa )\b(?:xong|hoàn tất rồi)\b", text) is not None
    return missing + (["xong"] if claimed and "reported" not in states else [])


def test_every_task_share_day_and_claim_is_in_an_item_or_behind_a_question() -> None:
    """Of all that the generators make, as typed and with one slip."""
    lists = list(listed(3, 150))
    texts = [*(one.text for one in MADE), *lists]
    texts += [slipped(Made(text, {}), place).text for place, text in enumerate(lists)]
    left = {text: missing for text in texts if (missing := _unaccounted(text, parse_reply(text, TODAY)))}
    assert left == {}


def test_what_is_left_over_is_always_asked() -> None:
    left = [
        reply.text
        for reply in labelled()[::5]
        if (said := parse_reply(reply.text, reply.today)).left_over and not said.doubts
    ]
    assert left == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("xong 2, 5; chưa làm 3", {"2": "reported", "5": "reported", "3": "not_started"}),
        ("40% nv2, 70% nv4, nv6 xong", {"2": "in_progress", "4": "in_progress", "6": "reported"}),
        ("bắt đầu việc 3, xong việc 4", {"3": "in_progress", "4": "reported"}),
        ("#26.a xong, #26.b đang làm", {"#26.a": "reported", "#26.b": "in_progress"}),
        ("2 xin lùi đến ngày 20\n4 xong", {"2": None, "4": "reported"}),
        ("1 xin gia hạn 10 ngày 2 đã xong", {"1": None, "2": "reported"}),
        ("còn mỗi nv 4 chưa xong, còn lại xong cả", {"4": "in_progress", "*": "reported"}),
    ],
)
def test_the_reading_is_the_one_that_leaves_nothing_over(typed: str, said: dict[str, str | None]) -> None:
    reply = parse_reply(typed, TODAY)
    assert {item.ref: item.state for item in reply.items} == said
    assert reply.doubts == ()


@pytest.mark.parametrize(
    "typed", ["1 xong 2", "2 việc đã xong, còn 1 việc đang làm", "xong 1 2 chưa", "nv 3 hoặc nv 5 xong rồi"]
)
def test_two_readings_as_good_are_asked(typed: str) -> None:
    reply = parse_reply(typed, TODAY)
    assert "which_task" in reply.doubts
    assert [item for item in reply.items if item.state == "reported"] == []


def test_what_is_in_no_item_is_said_back_as_typed() -> None:
    reply = parse_reply("việc 3 xong trước, việc 4 sau", TODAY)
    assert (reply.left_over, reply.doubts) == (("việc 4 sau",), ("left_over",))


def _false_done(text: str, got: dict[str, tuple[str, float | None]]) -> bool:
    meant = next(one.says for one in MADE if one.text == text)
    return any(state == "reported" and meant.get(ref, ("",))[0] != "reported" for ref, (state, _) in got.items())


def test_a_document_is_recorded_of_the_task_in_brackets_behind_it() -> None:
    reply = parse_reply("Đã ban hành Kế hoạch 71/KH-SYT (nv 2), Báo cáo 72/BC-SYT (nv 5); nv 6 đang làm", TODAY)
    assert {item.ref: item.documents for item in reply.items} == {"2": ("71/KH-SYT",), "5": ("72/BC-SYT",), "6": ()}
