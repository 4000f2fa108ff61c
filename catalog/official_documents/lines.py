"""The lines of a document with the side of the page they stand on: an official document is laid out in two columns.

At the head the issuer and the number stand at the left, the state's name and the date at the right; at the foot
"Nơi nhận" at the left, the signer at the right. A Word file tells the side by its tables, a PDF by places on the page.
"""

import io
import itertools
import logging
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from catalog.documents.model import Document, NotReadable, Paragraph, Table
from catalog.text import clean, fold

Side = Literal["left", "right", "middle", "table"]

STATE_NAME = "cong hoa xa hoi chu nghia viet nam"
MOTTO = "doc lap tu do hanh phuc"
PARTY_NAME = "dang cong san viet nam"

_FIRST_PAGES, _LAST_PAGES = 5, 3
_GAP = 14.0
"""Points between two words of one printed line from which on they belong to two columns."""

_SIDES: tuple[Side, Side] = ("left", "right")
_RIGHT_PART = re.compile(
    r"(?i)(?<=\S )(?:cộng h(?:òa|oà) xã hội chủ nghĩa việt nam|đảng cộng sản việt nam"
    r"|độc lập ?[-–] ?tự do ?[-–] ?hạnh phúc"
    r"|(?<=[-/A-ZĐ\d][A-ZĐ\d] )(?-i:[A-ZĐÂÊÔƠƯÁÀẢÃẠ])[^,:/;]{1,40}, ngày\b.{0,8}tháng\b.{0,6}năm\b.{0,8}"
    r"|(?<=^nơi nhận: )(?-i:[A-ZĐ][A-ZĐÀ-Ỹ./ ]+)"
    r"|(?<=[;.] )\((?:đã )?ký\b[^)]*\)"
    r"|(?<=[;.] )(?-i:(?:[A-ZĐÀ-Ỹ][a-zđà-ỹ]+ ){1,4}[A-ZĐÀ-Ỹ][a-zđà-ỹ]+))$"
)
"""What stands at the right of a head or foot whose columns were set with blanks or tabs."""

_APART = re.compile(r"\t+| {3,}")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text (NFC, single blanks). `side` is "table" inside a table of contents or figures; `bold` and
    `centred` are None where the format does not tell.
    """

    text: str
    side: Side = "middle"
    bold: bool | None = None
    centred: bool | None = None


def lines_of(document: Document) -> list[Line]:
    """The lines of a document; a table of two columns that holds a head or a foot gives its sides."""
    found: list[Line] = []
    for block in document.blocks:
        if isinstance(block, Paragraph):
            found += _apart(block.text)
        else:
            found += _of_table(block)
    return found


def _of_table(table: Table) -> Iterator[Line]:
    texts = [cell.text for row in table.rows for cell in row.cells]
    sides = _is_layout(table, texts)
    columns: dict[int, list[Line]] = {}
    for row in table.rows:
        filled = [at for at, cell in enumerate(row.cells) if clean(cell.text)]
        for at in filled:
            first = at < len(row.cells) / 2 if len(row.cells) > 1 else len(filled) > 1
            side: Side = "table" if not sides else "left" if first else "right"
            for part in row.cells[at].text.split("\n"):
                if clean(part):
                    columns.setdefault(0 if side == "left" else 1, []).append(Line(clean(part), side))
    for at in sorted(columns):
        yield from columns[at]


def _is_layout(table: Table, texts: Sequence[str]) -> bool:
    """Whether a table only sets columns side by side: the head, the foot, signatures of several."""
    if len(table.rows) > 8 or max((len(row.cells) for row in table.rows), default=0) > 4:
        return False
    joined = fold(" ".join(texts))
    if STATE_NAME in joined or PARTY_NAME in joined or re.search(r"\bnoi nhan\b", joined):
        return True
    capitals = sum(text == text.upper() and len(text) > 3 for text in (t.split("\n")[0] for t in texts))
    return len(table.rows) <= 4 and capitals >= 2 and not re.search(r"\b(stt|tt)\b", joined)


def _apart(text: str) -> Iterator[Line]:
    """A paragraph's lines; columns made with tabs or runs of blanks stand apart."""
    for line in text.split("\n"):
        parts = [part for part in _APART.split(line.strip()) if clean(part)]
        if len(parts) == 1 and (known := _RIGHT_PART.search(clean(line))):
            parts = [clean(line)[: known.start()], known[0]]
        if len(parts) == 2 and (len(clean(line)) < 120):
            yield from (Line(clean(part), side) for part, side in zip(parts, _SIDES, strict=True) if clean(part))
        elif clean(line):
            yield Line(clean(line))


def lines_of_pdf(data: bytes) -> list[Line]:
    """The lines of a PDF's first and last pages. Raises NotReadable where it has no letters or cannot be opened."""
    import pdfplumber
    from pdfplumber.utils.exceptions import PdfminerException

    from catalog.documents.pdf.letters import Letters, readable

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    found: list[Line] = []
    try:
        with pdfplumber.open(io.BytesIO(data)) as document:
            pages = document.pages
            if len(pages) > _FIRST_PAGES + _LAST_PAGES:
                pages = [*pages[:_FIRST_PAGES], *pages[-_LAST_PAGES:]]
            for page in pages:
                found += _of_page(readable(page, Letters(), data))
                page.close()
    except (PdfminerException, ValueError, KeyError, TypeError, IndexError, AssertionError) as problem:
        raise NotReadable("Tệp PDF bị hỏng hoặc có mật khẩu, không mở được.") from problem
    if not found:
        raise NotReadable("Tệp PDF là bản chụp (scan), không có lớp chữ để đọc.")
    return found


def _of_page(page: Any) -> Iterator[Line]:
    words = page.extract_words(x_tolerance=2, y_tolerance=3, keep_blank_chars=False, extra_attrs=["fontname"])
    words.sort(key=lambda word: (round(word["bottom"]), word["x0"]))
    printed: list[list[Any]] = []
    for word in words:
        if printed and abs(printed[-1][0]["bottom"] - word["bottom"]) < 3:
            printed[-1].append(word)
        else:
            printed.append([word])
    left_edge = min((word["x0"] for word in words), default=0.0)
    right_edge = max((word["x1"] for word in words), default=float(page.width))
    for row in printed:
        row.sort(key=lambda word: word["x0"])
        parts = [[row[0]]]
        for before, word in itertools.pairwise(row):
            if word["x0"] - before["x1"] > _GAP or (_begins_state_name(row, word) and before["x1"] < word["x0"]):
                parts.append([word])
            else:
                parts[-1].append(word)
        yield from (_line(part, left_edge, right_edge, alone=len(parts) == 1) for part in parts)


def _begins_state_name(row: Sequence[Any], word: Any) -> bool:
    rest = fold(" ".join(one["text"] for one in row if one["x0"] >= word["x0"]))
    return rest in (STATE_NAME, PARTY_NAME) or fold(rest.replace("-", " ")).replace("  ", " ") == MOTTO


def _line(words: Sequence[Any], left_edge: float, right_edge: float, *, alone: bool) -> Line:
    start, end = words[0]["x0"], words[-1]["x1"]
    width = right_edge - left_edge
    middle = ((start + end) / 2 - left_edge) / width if width else 0.5
    side: Side = "middle"
    if middle < 0.44 and end < left_edge + 0.55 * width:
        side = "left"
    elif middle > 0.56 and start > left_edge + 0.4 * width:
        side = "right"
    bold = all("bold" in word["fontname"].lower() or "-bd" in word["fontname"].lower() for word in words)
    inset = min(start - left_edge, right_edge - end)
    centred = alone and abs(middle - 0.5) < 0.03 and inset > 0.02 * width
    return Line(clean(" ".join(word["text"] for word in words)), side, bold, centred)
