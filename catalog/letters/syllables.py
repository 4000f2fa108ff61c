"""Which letters make a Vietnamese syllable: onset, rime and tone as the orthography allows them, no list of words."""

import re
import unicodedata
from functools import lru_cache

_TONE_MARKS = "\u0300\u0301\u0303\u0309\u0323"
_ONSET = "ngh|ng|nh|gh|gi|kh|ph|th|tr|ch|qu|[bcdđghklmnprstvx]"
_RIMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu
i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oau oay
oăc oăm oăn oăng oăp oăt oc oe oem oen oeo oet oi om on ong ooc oong op ot
ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt
u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ
uôc uôi uôm uôn uông uôt up ut uy uya uych uynh uyn uyt uyu uyên uyêt uyp
ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
y ych ym yn ynh yt yêm yên yêng yêt yêu
"""
_SYLLABLE = re.compile(rf"(?:{_ONSET})?({'|'.join(sorted(_RIMES.split(), key=len, reverse=True))})")
_STOPPED = re.compile(r"(?:c|ch|p|t)$")
_ALPHABET = frozenset("aăâbcdđeêghiklmnoôơpqrstuưvxy")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """True for a word that Vietnamese orthography allows ("nghiệp"; not "néi", nor "vùt" for its tone)."""
    decomposed = unicodedata.normalize("NFD", word.lower())
    tones = [mark for mark in decomposed if mark in _TONE_MARKS]
    bare = unicodedata.normalize("NFC", "".join(mark for mark in decomposed if mark not in _TONE_MARKS))
    if len(tones) > 1 or not bare or len(bare) > 7 or not _ALPHABET.issuperset(bare):
        return False
    found = _SYLLABLE.fullmatch(bare)
    if found is None and bare.startswith("gi") and len(bare) > 2:  # "giếng": the i of the onset is that of the rime
        found = _SYLLABLE.fullmatch(bare[1:])
    if found is None:
        return bare == "gi"
    return not _STOPPED.search(bare) or not tones or tones[0] in "\u0301\u0323"
