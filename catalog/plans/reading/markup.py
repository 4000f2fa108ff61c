"""Printed text freed of what the conversion left in it: tags never closed, formula signs, footnote marks.

Line breaks are kept where the page had one (a new paragraph, a list item): the readers of agencies and deadlines
need them. Everything here is a pure function on str.
"""

import re
import unicodedata

_BREAKING = re.compile(r"\s*</?(?:p|li|ul|ol|br|div|tr|td)\b[^<>\n]*>\s*", re.IGNORECASE)
_INLINE = re.compile(r"</?(?:i|b|u|em|strong|span|font|sup|sub|s)\b[^<>\n]*>", re.IGNORECASE)
_FORMULA = re.compile(r"\$([^$\n]{1,40})\$")
_FORMULA_SIGNS = {"\\geq": "≥", "\\ge": "≥", "\\leq": "≤", "\\le": "≤", "\\%": "%", "\\times": "x"}
_EMPHASIS = re.compile(r"\*\*(?=\S)|(?<=\S)\*\*|^\*(?=[^\s*])|(?<=[^\s*])\*$", re.MULTILINE)
_FOOTNOTE_MARK = re.compile(r"(?:(?<=\s)|(?<=[^\W\d_]{3}))[¹²³⁴⁵⁶⁷⁸⁹]+(?=\s|$)")
_INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\ufeff\u00ad"))
_BLANKS = re.compile(r"[ \t\u00a0\u2000-\u200a\u202f]+")
_AROUND_BREAK = re.compile(r" *\n[ \n]*")

# " - " inside a cell that starts with a dash begins the next item, unless it stands between two numbers
# ("2026 - 2030") or inside a name that is written with a dash.
_ITEM = re.compile(r"(?<=\S)\s+-\s+(?=[^\W_])")
_DASHED_NAME = re.compile(
    r"(?:Lao động|Văn hóa|Văn hoá|Thông tin|Giáo dục|Tài nguyên|Kế hoạch|Khoa học|kinh tế|văn hóa|chính trị)$"
)


def plain(text: str) -> str:
    """`text` without tags, formula and footnote signs: NFC, single blanks, "\\n" where a paragraph or item began."""
    text = unicodedata.normalize("NFC", text).translate(_INVISIBLE)
    if "<" in text:
        text = _INLINE.sub("", _BREAKING.sub("\n", text))
    if "$" in text:
        text = _FORMULA.sub(lambda found: _formula(found.group(1)), text)
    if "*" in text:
        text = _EMPHASIS.sub("", text)
    text = _FOOTNOTE_MARK.sub("", text)
    return _AROUND_BREAK.sub("\n", _BLANKS.sub(" ", text)).strip()


def one_line(text: str) -> str:
    """The text as one line, for titles and names."""
    return " ".join(text.split())


def items_apart(text: str) -> str:
    """A line break before every item of a dashed list that was printed, or converted, into one line."""
    return "\n".join(_line_apart(line) for line in text.split("\n"))


def _line_apart(line: str) -> str:
    if not line.startswith(("-", "+", "•")):
        return line
    parts: list[str] = []
    start = 0
    for found in _ITEM.finditer(line):
        before, after = line[: found.start()], line[found.end()]
        in_a_range = before[-1].isdigit() and after.isdigit()
        if in_a_range or not (after.isupper() or after.isdigit()) or _DASHED_NAME.search(before):
            continue
        parts.append(line[start : found.start()])
        start = found.start()
    parts.append(line[start:])
    return "\n".join(part.strip() for part in parts)


def _formula(inner: str) -> str:
    for sign, printed in _FORMULA_SIGNS.items():
        inner = inner.replace(sign, printed)
    return inner.strip()
