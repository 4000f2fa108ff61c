"""What is near is found without looking at every key, and nothing near is missed."""

from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from catalog.agencies.neighbours import Neighbours

KEYS = ["anphu", "anphuoc", "binhminh", "binhminhdong", "hoabinhthuong", "sotainguyenmoitruong", "sotaichinh", "tanan"]


def test_the_nearest_comes_first_with_its_edits() -> None:
    assert Neighbours(KEYS).within("anphuo", 1) == [("anphu", 1), ("anphuoc", 1)]
    assert Neighbours(KEYS).within("binhmihndog", 2) == [("binhminhdong", 2)]
    assert Neighbours([]).within("tanan", 1) == []


@given(st.sampled_from(KEYS), st.integers(0, 30), st.sampled_from(("drop", "double", "other", "swap")))
@settings(max_examples=200)
def test_one_slip_anywhere_is_always_found(key: str, at: int, slip: str) -> None:
    at %= len(key)
    typed = {
        "drop": key[:at] + key[at + 1 :],
        "double": key[:at] + key[at] + key[at:],
        "other": key[:at] + "x" + key[at + 1 :],
        "swap": key[:at] + key[at : at + 2][::-1] + key[at + 2 :],
    }[slip]
    assert OSA.distance(key, typed) <= 1
    assert key in [other for other, _ in Neighbours(KEYS).within(typed, 1)]
