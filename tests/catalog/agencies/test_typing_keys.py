"""Raw Telex and VNI are undone: what a keyboard would have made of the keys comes back."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog.agencies.typing_keys import is_syllable, undo, undo_telex, undo_vni
from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.text import strip_accents

Keystrokes = Callable[..., str]

_OTHER = "nghiệp thuỷ quyết giữ khuya người quyền đường những ngoài khoẻ hoàng tuyến giêng quả gìn"
_NAMED = {word for agency in khanh_hoa().agencies if agency.unit or "Sở" in agency.name for word in agency.name.split()}
_SYLLABLES = sorted({*_NAMED, *_OTHER.split()} - {"UBND"})


@pytest.mark.parametrize("method", ["telex", "vni"])
@pytest.mark.parametrize("tone_last", [True, False])
@given(words=st.lists(st.sampled_from(_SYLLABLES), min_size=1, max_size=6))
@settings(max_examples=60)
def test_what_was_typed_comes_back(keystrokes: Keystrokes, method: str, tone_last: bool, words: list[str]) -> None:
    meant = " ".join(word.strip(",") for word in words)
    undone = undo_telex if method == "telex" else undo_vni
    back = undone(keystrokes(meant, method, tone_last=tone_last))
    assert strip_accents(back) == strip_accents(meant)
    assert len(back) == len(meant)


@pytest.mark.parametrize("method", ["telex", "vni"])
@pytest.mark.parametrize("agency", [a for a in khanh_hoa().agencies if a.unit], ids=lambda a: a.code)
def test_every_commune_s_name_comes_back_with_its_accents(keystrokes: Keystrokes, method: str, agency: object) -> None:
    name = getattr(agency, "name", "").removeprefix("UBND ")
    assert undo(keystrokes(name, method)) == (name, method)


@given(st.text(alphabet="abcdeghiklmnopqtuvy ABCĐàáảãạơư0 ", max_size=30))
@settings(max_examples=60)
def test_undoing_never_fails_and_keeps_other_letters(text: str) -> None:
    undone, _ = undo(text)
    assert undone.count(" ") == text.count(" ")


@pytest.mark.parametrize(
    "text", ["Sở Nội vụ", "UBND xã Vạn Ninh", "so noi vu", "PC06", "quận 1", "TW", "TTr tỉnh", "SKHCN", "KV10", "12/6"]
)
def test_what_was_not_typed_raw_stays_as_it_is(text: str) -> None:
    assert undo(text) == (text, "")


@pytest.mark.parametrize(
    ("raw", "meant", "method"),
    [
        ("Sowr Nooji vuj", "Sở Nội vụ", "telex"),
        ("phuwowngf Taay Nha Trang", "phường Tây Nha Trang", "telex"),
        ("phuongwf Ba Ngoif", "phường Ba Ngòi", "telex"),
        ("DDaij Lanhx", "Đại Lãnh", "telex"),
        ("So73 Y te61", "Sở Y tế", "vni"),
        ("D9a5i La4nh", "Đại Lãnh", "vni"),
    ],
)
def test_raw_keys_of_both_methods(raw: str, meant: str, method: str) -> None:
    assert undo(raw) == (meant, method)


@pytest.mark.parametrize(
    ("plain", "possible"), [("ran", True), ("nghiep", True), ("khuya", True), ("tragn", False), ("skhcn", False)]
)
def test_a_syllable_is_told_from_a_slip(plain: str, possible: bool) -> None:
    assert is_syllable(plain) is possible
