"""A cell's text as a plan would print it: dates day first, figures the Vietnamese way, no left-over markup."""

import datetime as dt
import re

from catalog.documents.model import Cell
from catalog.plans.reading.markup import plain

_IN_FIGURES = re.compile(r"(?:[\d\s/.,:-]|AM|PM|[A-Z][a-z]{2}(?![a-z])|[A-Z][a-z]{2,8}(?=[\s,-]))+")
_VIETNAMESE_FIGURES = str.maketrans(".,", ",.")


def text_of(cell: Cell, across: int) -> str:
    """A cell's text that is not crossed out; a figure beyond the column of numbers the Vietnamese way (95,5; 1.200)."""
    if cell.kept is not None:
        return plain(cell.kept)
    if cell.kind == "number" and across and isinstance(cell.value, float) and any(sign in cell.text for sign in ".,"):
        return cell.text.translate(_VIETNAMESE_FIGURES)
    return plain(written(cell))


def written(cell: Cell) -> str:
    """A cell's text, a date that its format shows in figures alone written the way a plan would: 30/6 as 30/06/2026.

    The cell knows what its figures mean; the text alone would not (6/5/2026 in an American format is the 5th of June).
    """
    if isinstance(cell.value, dt.datetime) and _IN_FIGURES.fullmatch(cell.text):
        form = {"year": "%Y", "month": "%m/%Y", "quarter": "", "": ""}.get(cell.precision, "%d/%m/%Y")
        return cell.value.strftime(form) if form else cell.text
    return cell.text
