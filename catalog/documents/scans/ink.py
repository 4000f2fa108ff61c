"""What is printed, and nothing else: red ink out, shade out, specks out. A page of ink is gray, black on even white."""

import cv2
import numpy as np

from catalog.documents.scans.pictures import Picture

_RED = 36  # so much brighter in red than in green and blue, on paper lit evenly: a stamp, a red signature
_PRINT = 150  # darker than this in red light is print, on paper lit evenly; red ink is hardly ever
_SHINES, _GRAIN = 3.5, 12  # print under red ink: so much darker it is made, but for the ink's own grain
_SHADE = 8  # the light of a page is looked at in a picture so many times smaller
_NOISY = 9.0


def ink_of(picture: Picture) -> Picture:
    """The page as gray, its paper white wherever the light came from."""
    gray = _without_red(_even(picture))
    quiet: Picture = cv2.medianBlur(gray, 3)
    if float(cv2.absdiff(gray, quiet).mean()) > _NOISY:
        return quiet
    return gray


def _even(picture: Picture) -> Picture:
    """Each colour divided by the light that falls on the paper: what is red stays red in the shade, too."""
    height, width = picture.shape[:2]
    small = cv2.resize(picture, (max(1, width // _SHADE), max(1, height // _SHADE)), interpolation=cv2.INTER_AREA)
    red = cv2.morphologyEx(
        small[:, :, 2], cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8)
    )  # in red light no stamp is seen
    light = cv2.GaussianBlur(red, (0, 0), 5)
    full = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    paper = [max(1.0, float(np.percentile(small[:, :, at], 70))) for at in range(3)]  # yellow where a lamp is
    evened: Picture = cv2.merge(
        [
            cv2.divide(colour, cv2.max(full, 1), scale=min(500.0, 250 * paper[2] / own))
            for colour, own in zip(cv2.split(picture), paper, strict=True)
        ]
    )
    return evened


def _without_red(picture: Picture) -> Picture:
    """Gray, but where red ink is as a red light would show it: the ink gone, the print under it black."""
    red = picture[:, :, 2]
    other = cv2.max(picture[:, :, 0], picture[:, :, 1])
    stamped = cv2.compare(cv2.subtract(red, other), _RED, cv2.CMP_GT)
    gray: Picture = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    if cv2.countNonZero(stamped) < 200:
        return gray
    around = cv2.dilate(stamped, np.ones((5, 5), np.uint8))
    inked = red[(stamped > 0) & (red > _PRINT)]
    level = float(np.percentile(inked, 40)) if inked.size else 200.0
    # Ink alone becomes as bright as paper; print shines through it, so what is darker than ink alone is made dark.
    shades = np.arange(256, dtype=np.float64)
    curve = np.clip(250 - _SHINES * np.maximum(level - shades - _GRAIN, 0), 0, 250).astype(np.uint8)
    lit: Picture = cv2.LUT(red, curve)
    cv2.copyTo(lit, around, gray)
    return gray


def strokes(gray: Picture, sense: int = 18) -> Picture:
    """255 where something is printed, 0 on paper; `sense`: by how much darker than what is around it."""
    found: Picture = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, sense)
    return found
