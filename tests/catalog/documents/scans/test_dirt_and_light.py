"""What is no print is taken out: specks, red ink in the shade, the table a sheet lies on."""

import numpy as np
import pytest

pytest.importorskip("cv2")

import cv2
import made_pages
from PIL import Image, ImageDraw

from catalog.documents.scans.ink import ink_of
from catalog.documents.scans.letters import Word
from catalog.documents.scans.specks import cleared, without_specks
from catalog.documents.scans.upright import sheet_of


def page(text: str = "Rà soát vị trí") -> np.ndarray:
    sheet = Image.new("L", (900, 300), 255)
    ImageDraw.Draw(sheet).text((60, 100), text, 20, made_pages._typeface(made_pages.FONTS["serif"][0], 60))
    return np.asarray(sheet).copy()


def test_specks_that_stand_alone_go_and_marks_of_letters_and_dashes_stay() -> None:
    clean = page("vị trí - ủy")
    dirty = clean.copy()
    for at in range(40, 860, 40):
        dirty[30:33, at : at + 3] = 0
    wiped, _ = without_specks(dirty, 30)
    assert (wiped[20:45] == 255).all()
    assert (wiped[80:] == clean[80:]).all()


def test_signs_as_small_as_dirt_are_left_out_and_full_stops_inside_a_phrase() -> None:
    def word(text: str, wide: int = 30, tall: int = 20) -> Word:
        return Word(text, 0.9, 0, 0, wide, tall, (1, 1, 1))

    seen = [word("'Phòng"), word(".", 3, 3), word("Kế."), word("toán"), word("-", 12, 4), word("Tổ"), word("ˆ", 5, 5)]
    assert [one.text for one in cleared(seen, 20)] == ["Phòng", "Kế", "toán", "-", "Tổ"]


@pytest.mark.parametrize("light", [1.0, 0.4])
def test_red_ink_is_taken_out_in_light_and_in_shade_and_the_print_under_it_stays(light: float) -> None:
    sheet = cv2.cvtColor(page(), cv2.COLOR_GRAY2BGR)
    red = sheet.copy()
    cv2.circle(red, (300, 150), 120, (50, 45, 210), 12)
    stamped = (np.minimum(sheet, red) * light).astype(np.uint8)
    gray, plain = ink_of(stamped), ink_of((sheet * light).astype(np.uint8))
    assert (gray[plain > 240] > 200).mean() > 0.995
    assert (gray[plain < 60] < 150).mean() > 0.98


def test_print_that_shines_through_thick_red_ink_is_made_dark_again() -> None:
    sheet = cv2.cvtColor(page(), cv2.COLOR_GRAY2BGR)
    seal = np.full_like(sheet, (40, 35, 205))
    covered = sheet.copy()
    covered[60:200, 150:500] = (0.75 * seal + 0.25 * sheet)[60:200, 150:500].astype(np.uint8)
    gray = ink_of(covered)[60:200, 150:500]
    plain = cv2.cvtColor(sheet, cv2.COLOR_BGR2GRAY)[60:200, 150:500]
    assert (gray[plain > 250] > 220).mean() > 0.98
    assert (gray[plain < 40] < 130).mean() > 0.95


def test_a_sheet_is_found_though_a_shadow_is_as_dark_as_the_table() -> None:
    desk = np.full((900, 1200, 3), (60, 80, 110), np.uint8)
    corners = np.array([[150, 90], [1080, 130], [1050, 820], [110, 780]], np.int32)
    cv2.fillConvexPoly(desk, corners, (235, 235, 235))
    for at in range(200, 760, 40):
        cv2.line(desk, (240, at), (960, at + 12), (30, 30, 30), 3)
    shade = np.ones((900, 1200, 1), np.float32)
    shade[:, 700:] = 0.42
    laying = sheet_of((desk * shade).astype(np.uint8))
    found = cv2.perspectiveTransform(corners[None].astype(np.float32), laying.turning)[0]
    wanted = np.array([[0, 0], [laying.width, 0], [laying.width, laying.height], [0, laying.height]])
    assert np.abs(found - wanted).max() < 40
