"""A table is what its rulings say: a piece that is missing merges two cells, letters and dashes are no rulings."""

import pytest

pytest.importorskip("cv2")

import cv2
import numpy as np

from catalog.documents.scans.page import _laid
from catalog.documents.scans.rulings import rulings_of, tables_in

BLACK = (0, 0, 0)


def paper() -> "np.ndarray[tuple[int, ...], np.dtype[np.uint8]]":
    """White, with a table of three rows and columns; the last two cells of its first row are one."""
    page = np.full((900, 1200, 3), 255, np.uint8)
    for y in (100, 250, 400, 550):
        cv2.line(page, (100, y), (1000, y), BLACK, 3)
    for x in (100, 400, 1000):
        cv2.line(page, (x, 100), (x, 550), BLACK, 3)
    cv2.line(page, (700, 250), (700, 550), BLACK, 3)
    cv2.putText(page, "MMM ---- LLL", (420, 200), cv2.FONT_HERSHEY_SIMPLEX, 1.5, BLACK, 3)
    return page


def test_a_missing_piece_of_ruling_merges_two_cells() -> None:
    (table,) = tables_in(rulings_of(cv2.cvtColor(paper(), cv2.COLOR_BGR2GRAY)))
    assert (len(table.rows), len(table.columns)) == (4, 4)
    assert (0, 1, 1, 2) in table.cells
    assert len(table.cells) == 8


def test_a_frame_is_no_table() -> None:
    page = np.full((900, 1200), 255, np.uint8)
    cv2.rectangle(page, (100, 100), (1000, 500), 0, 3)
    assert tables_in(rulings_of(page)) == []


def test_a_page_laid_aslant_is_laid_straight() -> None:
    page = paper()
    turning = cv2.getRotationMatrix2D((600, 450), 3.0, 1)
    aslant = cv2.warpAffine(page, turning, (1200, 900), borderValue=(255, 255, 255))
    straight = cv2.cvtColor(_laid(aslant).laid(aslant), cv2.COLOR_BGR2GRAY)
    (table,) = tables_in(rulings_of(straight))
    assert len(table.cells) == 8
