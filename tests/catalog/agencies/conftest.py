"""Vietnamese as a keyboard sends it when no program puts the marks on: for tests of names typed so."""

import unicodedata
from collections.abc import Callable

import pytest

_TELEX = {"\u0301": "s", "\u0300": "f", "\u0309": "r", "\u0303": "x", "\u0323": "j"}
_VNI = {"\u0301": "1", "\u0300": "2", "\u0309": "3", "\u0303": "4", "\u0323": "5"}
_VNI_MARKS = {"\u0302": "6", "\u031b": "7", "\u0306": "8"}


def _typed(word: str, method: str, *, tone_last: bool) -> str:
    keys, tone = "", ""
    for letter in word:
        base, *marks = unicodedata.normalize("NFD", letter)
        if base in "đĐ":
            keys += (("d" if base == "đ" else "D") * 2) if method == "telex" else ("d9" if base == "đ" else "D9")
            continue
        keys += base
        for mark in marks:
            if mark in _TELEX:
                tone = (_TELEX if method == "telex" else _VNI)[mark]
                if not tone_last:
                    pending, tone = tone, ""
                    keys += pending
            elif method == "telex":
                keys += base.lower() if mark == "\u0302" else "w"
            else:
                keys += _VNI_MARKS[mark]
    return keys + tone


@pytest.fixture(scope="session")
def keystrokes() -> Callable[..., str]:
    """`keystrokes(text, method, tone_last=True)`: the raw keys of "telex" or "vni", tones behind the word or vowel."""

    def encode(text: str, method: str, *, tone_last: bool = True) -> str:
        words = unicodedata.normalize("NFC", text).split(" ")
        return " ".join(_typed(word, method, tone_last=tone_last) for word in words)

    return encode
