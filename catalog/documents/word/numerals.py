"""Numbers as lists write them: ECMA-376 part 1, 17.18.59 (ST_NumberFormat), those a Vietnamese office can choose."""

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
    (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")


def written(count: int, form: str) -> str:
    """A list's count in a number format; formats nobody here knows are written in digits."""
    if form.isdigit() and form.startswith("0"):  # "01" or "001": a format of the document's own
        return str(count).zfill(len(form))
    if form in ("none", "bullet"):
        return ""
    if form == "decimalZero":
        return f"{count:02d}"
    if form in ("upperRoman", "lowerRoman"):
        return _roman(count) if form == "upperRoman" else _roman(count).lower()
    if form in ("upperLetter", "lowerLetter"):
        return _letters(count) if form == "upperLetter" else _letters(count).lower()
    if form == "numberInDash":
        return f"- {count} -"
    if form == "vietnameseCounting":
        return _vietnamese(count)
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and 1 <= count <= 20:
        return chr(0x2460 + count - 1)
    if form == "decimalEnclosedParen":
        return f"({count})"
    if form == "decimalEnclosedFullstop":
        return f"{count}."
    return str(count)


def _roman(count: int) -> str:
    text = ""
    for worth, sign in _ROMAN:
        times, count = divmod(max(count, 0), worth)
        text += sign * min(times, 20)
    return text


def _letters(count: int) -> str:
    """A ... Z, then AA, BB ... as Word goes on."""
    return chr(ord("A") + (count - 1) % 26) * min((count - 1) // 26 + 1, 20) if count > 0 else ""


def _vietnamese(count: int) -> str:
    if count < 10:
        return _DIGITS[count]
    if count > 99:
        return str(count)
    tens, ones = divmod(count, 10)
    end = {0: "", 1: " mốt" if tens > 1 else " một", 5: " lăm"}.get(ones, f" {_DIGITS[ones]}")
    return ("mười" if tens == 1 else f"{_DIGITS[tens]} mươi") + end
