"""Roman numerals and the letters of sub-rows."""

import re

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_WELL_FORMED = re.compile(r"(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,4})", re.IGNORECASE)


def roman(text: str) -> int | None:
    """The value of a roman numeral, blanks inside it ignored ("VI I" is VII); None for anything else."""
    digits = re.sub(r"\s+", "", text).upper()
    if not digits or not _WELL_FORMED.fullmatch(digits):
        return None
    values = [_VALUES[digit] for digit in digits]
    return sum(
        -value if place + 1 < len(values) and value < values[place + 1] else value for place, value in enumerate(values)
    )


def to_roman(value: int) -> str:
    """1 to 89 as a roman numeral; "" for 0."""
    written = ""
    for worth, digits in ((50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        count, value = divmod(value, worth)
        written += digits * count
    return written


def letter(place: int) -> str:
    """The letter of the n-th sub-row, counted from 0: a ... z, then aa, ab ..."""
    before, last = divmod(place, 26)
    return (letter(before - 1) if before else "") + chr(ord("a") + last)
