"""One gate for letters: every text, from a file or a chat, passes here before anything reads words.

`settled` gives one spelling for what looks the same: composed accents, look-alikes of other alphabets, no invisible
signs, one kind of blank. `read` also recognises text typed in TCVN3, VNI-Windows or VIQR, or decoded wrongly once,
and says which it was. Knows no word of the field and no file format.
"""

from catalog.letters.gate import Reading, is_old_font, read
from catalog.letters.settle import settled

__all__ = ["Reading", "is_old_font", "read", "settled"]
