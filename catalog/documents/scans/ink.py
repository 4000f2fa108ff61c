"""What is printed, and nothing else: red ink out, shade out, specks out. A page of ink is gray, black on even white."""

import cv2
import numpy as np

from catalog.documents.scans.pictures import Picture

_RED = 36  # so much brighter in red than in green and blue: a stamp, a red signature
_SHADE = 8  # the light of a page is looked at in a picture so many times smaller
_NOISY = 9.0


def ink_of(picture: Picture) -> Picture:
    """The page as gray, its paper white wherever the light came from."""
    gray = _even(_without_red(picture))
    quiet: Picture = cv2.medianBlur(gray, 3)
    if float(cv2.absdiff(gray, quiet).mean()) > _NOISY:
        return quiet
    return gray


def _without_red(picture: Picture) -> Picture:
    """Gray, but where red ink is as a red light would show it: the ink gone, the print under it black."""
    red = picture[:, :, 2]
    other = cv2.max(picture[:, :, 0], picture[:, :, 1])
    stamped = cv2.compare(cv2.subtract(red, other), _RED, cv2.CMP_GT)
    gray: Picture = cv2.cvtColor(picture, cv2.COLOR_BGR2GRAY)
    if cv2.countNonZero(stamped) < 200:
        return gray
    around = cv2.dilate(stamped, np.ones((5, 5), np.uint8))
    dark = cv2.compare(red, 120, cv2.CMP_LT)  # print: dark in red light, too
    light = cv2.bitwise_and(around, cv2.bitwise_not(cv2.dilate(dark, np.ones((3, 3), np.uint8))))
    cv2.copyTo(red, around, gray)
    paper = cv2.dilate(cv2.blur(gray, (41, 41)), np.ones((41, 41), np.uint8))
    cv2.copyTo(paper, light, gray)
    return gray


def _even(gray: Picture) -> Picture:
    """Divided by the light that falls on the paper."""
    height, width = gray.shape
    small = cv2.resize(gray, (max(1, width // _SHADE), max(1, height // _SHADE)), interpolation=cv2.INTER_AREA)
    light = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((13, 13), np.uint8))
    light = cv2.GaussianBlur(light, (0, 0), 5)
    full = cv2.resize(light, (width, height), interpolation=cv2.INTER_LINEAR)
    evened: Picture = cv2.divide(gray, cv2.max(full, 1), scale=250)
    return evened


def strokes(gray: Picture) -> Picture:
    """255 where something is printed, 0 on paper."""
    found: Picture = cv2.adaptiveThreshold(gray, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, 41, 18)
    return found
