"""A typed word that is no Vietnamese syllable, or that stands where it makes no sense, read as the one that was meant.

One stage before all rules: `repair.py` decides, `syllable.py` knows what a syllable can be, `slips.py` what fingers do,
`pairs.txt` (read by `pairs.py`) which syllables stand beside each other in replies.
"""

from handlers.replies.syllables.pairs import load_pairs
from handlers.replies.syllables.repair import UNSURE, Repaired, repaired

__all__ = ["UNSURE", "Repaired", "load_pairs", "repaired"]
