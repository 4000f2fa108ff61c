"""Dirt on a page: specks that stand by themselves are wiped out, what was read of those beside letters is left out."""

import re
from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from catalog.documents.scans.ink import strokes
from catalog.documents.scans.letters import Word
from catalog.documents.scans.pictures import Picture

_TINY = 0.3  # of a letter's height: as small as the dot of an i, and smaller
_APART = 0.4  # of a letter's height: so far away a dot belongs to no letter
_DIRTY = 60
"""So many black specks, and one to twenty letters, make a page dirty: what was read of signs is doubted there."""
_BLACK = 45
_SIGNS = re.compile(r"[\W_\u02b0-\u02ff]+")
_BEFORE = re.compile(r"^[.,:;'`\u02c6\u00b0*_^~-]+(?=\w)")
_BETWEEN = re.compile(r"(?<=[^\W\d_][a-zà-ỹ])[-_.](?=[a-zà-ỹ]{2})")
_BEHIND = re.compile(r"(?<=\w)[.:'`\u02c6\u00b0*_^~-]+$")


def without_specks(gray: Picture, letter: float) -> tuple[Picture, bool]:
    """The page without specks that stand by themselves, and whether it is dirty."""
    ink = strokes(gray)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    side = np.maximum(stats[:, 2], stats[:, 3])
    flat = stats[:, 2] > 1.4 * stats[:, 3]  # a dash
    tiny = (side <= _TINY * letter) & ~flat
    letters = (stats[:, 3] >= 0.6 * letter) & (side < 4 * letter)
    tiny[0] = letters[0] = False
    solid = (~tiny).astype(np.uint8)
    solid[0] = 0
    reach = 2 * max(1, round(_APART * letter)) + 1
    near = cv2.dilate(solid[labels], np.ones((reach, reach), np.uint8))
    apart = tiny.copy()
    apart[np.unique(labels[(near > 0) & (ink > 0)])] = False
    if not apart.any():
        return gray, False
    wiped = cv2.dilate(apart.astype(np.uint8)[labels], np.ones((5, 5), np.uint8))
    clean = gray.copy()
    clean[wiped > 0] = 255
    black = np.unique(labels[(wiped > 0) & (strokes(gray, _BLACK) > 0)])
    many = int(apart[black].sum())
    return clean, many > _DIRTY and 20 * many > int(letters.sum())


def _is_dash(word: Word, letter: float) -> bool:
    """A dash is wider than it is tall, a speck that was taken for one is not."""
    wide, tall = word.right - word.left, word.bottom - word.top
    return word.text in ("-", "–", "+", "/") and (
        max(wide, tall) >= 0.4 * letter or wide >= max(1.3 * tall, 0.2 * letter)
    )


def cleared(words: Sequence[Word], letter: float) -> list[Word]:
    """The words of a cell of a dirty page without signs that are as small as dirt, and without dirt at their edges."""
    kept: list[Word] = []
    for at, word in enumerate(words):
        if _SIGNS.fullmatch(word.text) and not _is_dash(word, letter):
            continue
        following = next((one.text for one in words[at + 1 :] if not _SIGNS.fullmatch(one.text)), "")
        text = word.text
        text = _BETWEEN.sub(" ", _BEFORE.sub("", word.text))  # "tập-huấn": a speck between two words
        if not following or following[:1].islower():  # a phrase goes on: no full stop
            text = _BEHIND.sub("", text)
        kept.append(word if text == word.text else replace(word, text=text, sure=min(word.sure, 0.7)))
    return kept
