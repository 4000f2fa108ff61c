"""The page as it lay on the glass: the sheet of a photo flattened, lying pages stood up, skew turned back."""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from catalog.documents.scans.ink import strokes
from catalog.documents.scans.pictures import Picture

Corners = NDArray[np.float32]
_MOST_SKEW = 12.0  # degrees
_STRAIGHT = 3.0  # pixels by which the corners of a table may be off
_INSIDE = 0.012  # of the sheet: its edge is left out, what it lies on is no text
_AS_GOOD = 0.85  # of the best order: then the larger outline is the sheet, the smaller its part without the shadow
_SAME = 6.0  # of 700 pixels: two outlines of one sheet
_GLANCE = 800  # pixels across, in which outlines are compared
_LOOK = 1100  # pixels across, in which skew is looked for


@dataclass(frozen=True)
class Laying:
    """How a picture is laid out as a page: the turning of its places (3 x 3, projective), and the page's size."""

    turning: NDArray[np.float64]
    width: int
    height: int

    def then(self, turning: NDArray[np.float64], width: int, height: int) -> "Laying":
        """Laid out, and then once more."""
        return Laying(turning @ self.turning, width, height)

    def laid(self, picture: Picture) -> Picture:
        """The page. A picture is drawn once, however often its laying was corrected: each drawing blurs."""
        made: Picture = cv2.warpPerspective(
            picture, self.turning, (self.width, self.height), flags=cv2.INTER_CUBIC,
            borderMode=cv2.BORDER_CONSTANT, borderValue=(255, 255, 255),
        )  # fmt: skip
        return made


def as_it_is(picture: Picture) -> Laying:
    """Not turned at all."""
    height, width = picture.shape[:2]
    return Laying(np.eye(3), width, height)


def sheet_of(picture: Picture) -> Laying:
    """The sheet alone, as a rectangle, where a photo shows what it lies on; else the picture as it is.

    A shadow can be as dark as the table: the sheet is looked for by its light and by its colour, and of the outlines
    found the one is taken in which most lines lie level.
    """
    share = 700 / max(picture.shape[:2])
    small = cv2.resize(picture, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    small = cv2.GaussianBlur(small, (0, 0), 2)
    gray = cv2.cvtColor(small, cv2.COLOR_BGR2GRAY)
    level, bright = cv2.threshold(gray, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    edge = _edge(gray)
    if float((edge < level).mean()) < 0.5 or float(np.percentile(gray, 90)) - float(np.median(edge)) < 30:
        return as_it_is(picture)
    _, lighter = cv2.threshold(gray, min(254, float(np.median(edge)) + 18), 255, cv2.THRESH_BINARY)
    unlike = _unlike_its_edge(small)
    _, other = cv2.threshold(unlike, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    found: list[Corners] = []
    for mask in (bright, lighter, other, cv2.bitwise_or(bright, other)):
        corners = _outlined(mask)
        if corners is not None and all(float(np.abs(corners - one).max()) > _SAME for one in found):
            found.append(corners)
    layings = [_sheet(corners / np.float32(share)) for corners in found]
    if len(layings) < 2:
        return layings[0] if layings else as_it_is(picture)
    looked = _GLANCE / max(picture.shape[:2])
    seen = cv2.resize(picture, None, fx=looked, fy=looked, interpolation=cv2.INTER_AREA)
    orders = [_order(laying, seen, looked) for laying in layings]
    likely = [laying for laying, order in zip(layings, orders, strict=True) if order >= _AS_GOOD * max(orders)]
    return max(likely, key=lambda laying: laying.width * laying.height)


def _edge(gray: Picture) -> NDArray[np.uint8]:
    return np.concatenate([gray[:4].ravel(), gray[-4:].ravel(), gray[:, :4].ravel(), gray[:, -4:].ravel()])


def _unlike_its_edge(picture: Picture) -> Picture:
    """How far the colour of each place is from that of the picture's edge, whatever its light."""
    shades = cv2.cvtColor(picture, cv2.COLOR_BGR2LAB)[:, :, 1:].astype(np.float32)
    table = [float(np.median(_edge(shades[:, :, at]))) for at in range(2)]
    away = np.hypot(shades[:, :, 0] - table[0], shades[:, :, 1] - table[1])
    made: Picture = np.clip(6 * away, 0, 255).astype(np.uint8)
    return made


def _outlined(mask: Picture) -> Corners | None:
    """The four corners of the largest piece of a mask; None where it is no sheet."""
    height, width = mask.shape
    whole = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((25, 25), np.uint8))
    outlines, _ = cv2.findContours(whole, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
    largest = max(outlines, key=cv2.contourArea, default=None)
    if largest is None or not 0.3 * width * height <= cv2.contourArea(largest) < 0.99 * width * height:
        return None
    hull = cv2.convexHull(largest)
    for part in (0.01, 0.02, 0.03, 0.05, 0.08):
        corners = cv2.approxPolyDP(hull, part * cv2.arcLength(hull, True), True)
        if len(corners) == 4 and cv2.contourArea(corners) >= 0.85 * cv2.contourArea(hull):
            return ordered(corners.reshape(4, 2).astype(np.float32))
    return None


def _sheet(corners: Corners) -> Laying:
    turning, wide, tall = _squaring(corners + (corners.mean(0) - corners) * np.float32(_INSIDE))
    return Laying(turning, wide, tall)


def _order(laying: Laying, small: Picture, share: float) -> float:
    """How much of a page lies level and upright once it is laid out so; `small` is the picture at `share`."""
    page = Laying(
        np.diag([share, share, 1.0]) @ laying.turning @ np.diag([1 / share, 1 / share, 1.0]),
        round(laying.width * share), round(laying.height * share),
    ).laid(small)  # fmt: skip
    ink = strokes(cv2.cvtColor(page, cv2.COLOR_BGR2GRAY))
    edge = max(8, min(ink.shape) // 40)
    ink = ink[edge:-edge, edge:-edge]
    if not ink.size:
        return 0.0
    ink = turned(ink, max(range(-8, 9), key=lambda angle: _level(ink, angle)), 0)
    return _spread(ink.sum(1, dtype=np.float64), ink.shape[0]) + _spread(ink.sum(0, dtype=np.float64), ink.shape[1])


def ordered(corners: Corners) -> Corners:
    """Four corners as top left, top right, bottom right, bottom left."""
    total, difference = corners.sum(1), corners[:, 0] - corners[:, 1]
    return np.array(
        [corners[total.argmin()], corners[difference.argmax()], corners[total.argmax()], corners[difference.argmin()]],
        np.float32,
    )


def _squaring(corners: Corners) -> tuple[NDArray[np.float64], int, int]:
    top_left, top_right, bottom_right, bottom_left = corners
    width = int(max(np.linalg.norm(top_left - top_right), np.linalg.norm(bottom_left - bottom_right)))
    height = int(max(np.linalg.norm(top_left - bottom_left), np.linalg.norm(top_right - bottom_right)))
    to = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float32)
    return cv2.getPerspectiveTransform(corners, to), width, height


def squared(laying: Laying, corners: Corners) -> Laying:
    """The page once more so that four corners of it, those of a table, are a rectangle; as it is where they are one."""
    top_left, top_right, bottom_right, bottom_left = corners
    aslant = max(
        abs(top_left[0] - bottom_left[0]), abs(top_right[0] - bottom_right[0]),
        abs(top_left[1] - top_right[1]), abs(bottom_left[1] - bottom_right[1]),
    )  # fmt: skip
    if aslant < _STRAIGHT:
        return laying
    turning, _, _ = _squaring(corners)
    page = np.array([[[0, 0], [laying.width, 0], [laying.width, laying.height], [0, laying.height]]], np.float32)
    moved = cv2.perspectiveTransform(page, turning)[0]
    left, top = moved.min(0)
    right, bottom = moved.max(0)
    width, height = int(right - left), int(bottom - top)
    if not (0.5 < width / laying.width < 1.5 and 0.5 < height / laying.height < 1.5):
        return laying
    moving = np.array([[1, 0, -left], [0, 1, -top], [0, 0, 1]], np.float64)
    return laying.then(moving @ turning, width, height)


def lies_on_its_side(gray: Picture) -> bool:
    """True where lines of text run from top to bottom."""
    small = _letters(gray)
    across = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((1, 21), np.uint8))
    down = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((21, 1), np.uint8))
    return _spread(across.sum(0, dtype=np.float64), down.shape[0]) > 1.25 * _spread(
        down.sum(1, dtype=np.float64), down.shape[1]
    )


def _spread(sums: NDArray[np.float64], length: int) -> float:
    """How sharply the lines of text stand out from what is between them."""
    return float(np.abs(np.diff(sums)).sum()) / max(1.0, float(sums.sum()))


def _letters(gray: Picture) -> Picture:
    """The strokes without rulings, in the size in which skew is looked for."""
    ink = strokes(gray)
    long = max(40, max(gray.shape) // 30)
    lines = cv2.bitwise_or(
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((1, long), np.uint8)),
        cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8)),
    )
    ink = cv2.subtract(ink, cv2.dilate(lines, np.ones((3, 3), np.uint8)))
    share = _LOOK / max(gray.shape)
    found: Picture = cv2.resize(ink, None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    return found


def skew_of(gray: Picture) -> float:
    """Degrees by which the page has to be turned (against the clock) so that its lines are level."""
    share = _LOOK / max(gray.shape)
    small = cv2.resize(strokes(gray), None, fx=share, fy=share, interpolation=cv2.INTER_AREA)
    best = 0.0
    for step, reach in ((1.0, _MOST_SKEW), (0.25, 1.0), (0.05, 0.25)):
        angles = [best + step * at for at in range(-round(reach / step), round(reach / step) + 1)]
        best = max(angles, key=lambda angle: _level(small, angle))
    return best


def _level(small: Picture, angle: float) -> float:
    sums = turned(small, angle, 0).sum(1, dtype=np.float64)
    return float((np.diff(sums) ** 2).sum())


def turned(picture: Picture, angle: float, white: int = 255) -> Picture:
    """The picture turned against the clock about its middle."""
    height, width = picture.shape[:2]
    made: Picture = cv2.warpAffine(
        picture, cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1), (width, height),
        flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_CONSTANT, borderValue=(white, white, white),
    )  # fmt: skip
    return made


def levelled(laying: Laying, angle: float) -> Laying:
    """The page turned against the clock by so many degrees, its corners kept."""
    if abs(angle) < 0.02:
        return laying
    width, height = laying.width, laying.height
    turning = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1)
    return laying.then(np.vstack([turning, [0, 0, 1]]), width, height)


def quarter(laying: Laying) -> Laying:
    """The page turned by ninety degrees with the clock."""
    turning = np.array([[0, -1, laying.height], [1, 0, 0], [0, 0, 1]], np.float64)
    return laying.then(turning, laying.height, laying.width)


def overturned(laying: Laying) -> Laying:
    """The page on its head."""
    turning = np.array([[-1, 0, laying.width], [0, -1, laying.height], [0, 0, 1]], np.float64)
    return laying.then(turning, laying.width, laying.height)
