"""What a Vietnamese syllable can be: an initial, a rhyme and a tone. Nothing here knows any word.

Source: the spelling rules of standard Vietnamese orthography; the rhymes are those of the written language, with
those of loans and dialects that officials do type ("oong", "uơ").
"""

import functools
import unicodedata

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_INITIALS = (
    *("ngh", "ch", "gh", "gi", "kh", "ng", "nh", "ph", "qu", "th", "tr"),
    *("b", "c", "d", "đ", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "x", ""),
)
_RHYME_TABLE = """
    a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong oong
    op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
    u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up ut uôc uôi uôm uôn uông uôt
    uy uya uych uyên uyêt uyn uynh uyp uyt uyu ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu
"""
_RHYMES = frozenset(_RHYME_TABLE.split())
_FRONT = "eêiy"  # before these the sound of c is written k, of g gh, of ng ngh
_BEFORE_FRONT = ("k", "gh", "ngh")
_BEFORE_ANY = frozenset(_INITIALS) - {"c", "g", "ng", *_BEFORE_FRONT}
_SHARED = ("gi", "gin", "gim", "giêng", "gieng", "giết", "giêt")  # a letter of both initial and rhyme: "gì"
_PLAIN = str.maketrans("ăâêôơưđ", "aaeooud")
_PLAIN_RHYMES = frozenset(rhyme.translate(_PLAIN) for rhyme in _RHYMES)
_STOPS = ("c", "ch", "p", "t")
_ON_STOPS = "\u0301\u0323"  # a syllable that ends in a stop is high or low


@functools.lru_cache(maxsize=8192)
def is_syllable(word: str) -> bool:
    """Whether `word` (NFC, any case) can be a syllable. Typed without any mark it may stand for one with marks."""
    letters = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in letters if mark in _TONES]
    toneless = unicodedata.normalize("NFC", "".join(mark for mark in letters if mark not in _TONES))
    if len(tones) > 1 or (tones and toneless.endswith(_STOPS) and tones[0] not in _ON_STOPS):
        return False
    rhymes = _PLAIN_RHYMES if toneless.isascii() else _RHYMES
    if toneless in _SHARED:
        return True
    return any(
        toneless.startswith(initial)
        and (rhyme := toneless[len(initial) :]) in rhymes
        and (initial in _BEFORE_ANY or (rhyme[:1] in _FRONT) == (initial in _BEFORE_FRONT))
        for initial in _INITIALS
    )
