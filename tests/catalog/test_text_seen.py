"""What is sent shows nothing but what a reader sees."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.text import plain, plain_name


@given(st.text())
def test_nothing_unseen_is_left_and_nothing_seen_is_lost(text: str) -> None:
    left = plain(text)
    assert not [ch for ch in left if unicodedata.category(ch) in ("Cc", "Cs") and ch not in "\n\t"]
    assert not set(left) & set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
    assert [ch for ch in left if unicodedata.category(ch)[0] in "LNPSM"] == [
        ch for ch in text if unicodedata.category(ch)[0] in "LNPSM"
    ]


def test_vietnamese_and_emoji_stay_as_they_are() -> None:
    text = "Sở Khoa học và Công nghệ: hòa 👨‍👩‍👧 ✅\n\t2."
    assert plain(text) == text


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("C:\\a\\b.pdf", "b.pdf"),
        ("bao-cao\u202efdp.exe", "bao-caofdp.exe"),
        ("..", "tep"),
        ("", "tep"),
        ("a\x00b\n.pdf", "ab .pdf"),
        ("Báo cáo quý I.docx", "Báo cáo quý I.docx"),
    ],
)
def test_a_file_s_name_is_only_a_name(name: str, kept: str) -> None:
    assert plain_name(name) == kept


@given(st.text(max_size=400))
def test_a_file_s_name_is_never_empty_nor_long_nor_a_path(name: str) -> None:
    kept = plain_name(name)
    assert 0 < len(kept) <= 120
    assert not set(kept) & set("/\\:\n\x00")
