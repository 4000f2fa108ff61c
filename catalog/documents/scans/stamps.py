"""A red stamp that says MẬT: it is taken out of the page with all red ink, so it is looked for before."""

import cv2
import numpy as np

from catalog.documents.scans.letters import read_block
from catalog.documents.scans.lexicon import bare
from catalog.documents.scans.pictures import Picture

_RED, _FEW = 36, 400
_SURE = 0.4
_MARGIN, _MOST = 20, 6


def says_secret(picture: Picture) -> bool:
    """Whether red letters of an upright page say MẬT (TỐI MẬT, TUYỆT MẬT)."""
    red = cv2.subtract(picture[:, :, 2], cv2.max(picture[:, :, 0], picture[:, :, 1]))
    ink = cv2.compare(red, _RED, cv2.CMP_GT)
    if cv2.countNonZero(ink) < _FEW:
        return False
    long = max(40, max(picture.shape) // 40)
    for bar in (np.ones((1, long), np.uint8), np.ones((long, 1), np.uint8)):  # the frame around the word
        frame = cv2.morphologyEx(ink, cv2.MORPH_OPEN, bar)
        ink = cv2.subtract(ink, cv2.dilate(frame, np.ones((3, 3), np.uint8)))
    near = cv2.dilate(ink, np.ones((long // 2, long), np.uint8))
    _, _, places, _ = cv2.connectedComponentsWithStats(near)
    largest = sorted(places[1:], key=lambda place: -int(place[4]))[:_MOST]
    pieces = [cv2.bitwise_not(ink[top : top + tall, left : left + wide]) for left, top, wide, tall, _ in largest]
    framed = [
        cv2.copyMakeBorder(one, _MARGIN, _MARGIN, _MARGIN, _MARGIN, cv2.BORDER_CONSTANT, value=(255,)) for one in pieces
    ]
    return any(
        word.sure >= _SURE and word.text.isupper() and bare(word.text.strip(".,:;|!")) == "mat"
        for words in read_block(framed)
        for word in words
    )
