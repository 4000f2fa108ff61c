"""The ladder as data, and a plan's own version of it."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.ladder.definition import Ladder, LadderError, Repeat


def test_the_default_ladder_is_the_one_the_design_names() -> None:
    ladder = Ladder.default()
    assert ladder.before == (30, 14, 7, 3, 1)
    counts, count = [], 0
    for _ in range(5):
        count = ladder.overdue.first_after(count) or 0
        counts.append(count)
    assert counts == [1, 3, 8, 13, 18]
    assert (ladder.recurring, ladder.conditional) == (1, 3)
    assert ladder.duty_before == (10, 5, 2)
    assert dict(ladder.escalate) == {"agency_leader": 3, "officer": 10, "leader": 10}


@given(
    st.lists(st.integers(1, 60), min_size=1, max_size=5, unique=True),
    st.none() | st.integers(1, 9),
    st.integers(0, 120),
)
def test_the_last_count_reached_and_the_next_one_leave_no_gap(at: list[int], every: int | None, count: int) -> None:
    repeat = Repeat(tuple(sorted(at)), every)
    listed = sorted({*at, *(range(max(at), 400, every) if every else ())})
    assert repeat.last_up_to(count) == max((step for step in listed if step <= count), default=None)
    assert repeat.first_after(count) == min((step for step in listed if step > count), default=None)


def test_an_override_changes_only_what_it_names() -> None:
    ladder = Ladder.from_override({"before": [5, 20], "escalate": {"leader": 15}})
    assert ladder.before == (20, 5)
    assert ladder.overdue == Ladder.default().overdue
    assert dict(ladder.escalate) == {"agency_leader": 3, "officer": 10, "leader": 15}


def test_parts_can_be_switched_off() -> None:
    ladder = Ladder.from_override(
        {"recurring": "off", "silence": None, "escalate": {"leader": None}, "overdue": [1, 2]}
    )
    assert ladder.recurring == 0
    assert ladder.silence_after == 0
    assert "leader" not in dict(ladder.escalate)
    assert ladder.overdue.first_after(2) is None


@pytest.mark.parametrize(
    ("override", "said"),
    [
        ({"befor": [1]}, "“befor”"),
        ({"before": []}, "không để trống"),
        ({"before": "30"}, "danh sách"),
        ({"before": [0]}, "từ 1 đến 365"),
        ({"before": [True]}, "số ngày nguyên"),
        ({"before": [7, 7]}, "lặp lại"),
        ({"overdue": {"at": [1], "each": 5}}, "“each”"),
        ({"overdue": {"at": [1], "every": 0}}, "overdue.every"),
        ({"overdue": {"every": 5}}, "overdue.at"),
        ({"recurring": "week"}, "“week”"),
        ({"recurring": ["month"]}, "quarter"),
        ({"silence": 30}, "silence"),
        ({"silence": {"after_days": "ba mươi"}}, "ba mươi"),
        ({"escalate": {"mayor": 3}}, "“mayor”"),
        ({"escalate": {"leader": 999}}, "999"),
    ],
)
def test_a_wrong_override_is_refused_in_vietnamese(override: dict[str, Any], said: str) -> None:
    with pytest.raises(LadderError) as refused:
        Ladder.from_override(override)
    assert said in str(refused.value)


def test_all_problems_of_an_override_are_named_at_once() -> None:
    with pytest.raises(LadderError) as refused:
        Ladder.from_override({"before": [0], "recurring": "week", "x": 1})
    assert len(refused.value.problems) == 3
