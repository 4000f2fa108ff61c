"""The head and the foot of a document: who issues it, under whom, its number's letters, its place, who signs.

The rules are those of Decree 30/2020/NĐ-CP, Annex I, part II (state bodies), and of Regulation 399-QĐ/TW of 09/01/2026
with Guidance 36-HD/VPTW of 03/4/2018 (bodies of the Party). What an organisation knows of itself better than its name
tells (letters, place, drafting unit, who signs) is handed in; the rest is read off the names.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from templates.documents.typeface import broken

NO_OFFICE = "(TÊN CƠ QUAN)"
"""Printed where nobody is known to issue: a clerk sees at once what is to be filled in."""

_LEVELS = ("TỈNH", "THÀNH", "XÃ", "PHƯỜNG", "ĐẶC")
_NAME_ROOM_MM = 65.0
_NAME_POINTS = 13

_SIGNERS = (
    ("ủy ban nhân dân", ("TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH")),
    ("hội đồng nhân dân", ("CHỦ TỊCH",)),
    ("văn phòng", ("CHÁNH VĂN PHÒNG",)),
    ("thanh tra", ("CHÁNH THANH TRA",)),
    ("chi cục", ("CHI CỤC TRƯỞNG",)),
    ("tổng cục", ("TỔNG CỤC TRƯỞNG",)),
    ("cục", ("CỤC TRƯỞNG",)),
    ("vụ", ("VỤ TRƯỞNG",)),
    ("bộ tư lệnh", ("TƯ LỆNH",)),
    ("bộ chỉ huy", ("CHỈ HUY TRƯỞNG",)),
    ("ban chỉ huy", ("CHỈ HUY TRƯỞNG",)),
    ("bộ", ("BỘ TRƯỞNG",)),
    ("phòng", ("TRƯỞNG PHÒNG",)),
    ("khoa", ("TRƯỞNG KHOA",)),
    ("ban", ("TRƯỞNG BAN",)),
    ("công an xã", ("TRƯỞNG CÔNG AN",)),
    ("công an phường", ("TRƯỞNG CÔNG AN",)),
    ("trường trung học", ("HIỆU TRƯỞNG",)),
    ("trường", ("HIỆU TRƯỞNG",)),
    ("đại học", ("GIÁM ĐỐC",)),
    ("học viện", ("GIÁM ĐỐC",)),
    ("viện", ("VIỆN TRƯỞNG",)),
    ("hội", ("CHỦ TỊCH",)),
    ("liên đoàn", ("CHỦ TỊCH",)),
    ("liên hiệp", ("CHỦ TỊCH",)),
    ("liên minh", ("CHỦ TỊCH",)),
    ("ủy ban mặt trận", ("TM. BAN THƯỜNG TRỰC", "CHỦ TỊCH")),
    ("ngân hàng nhà nước", ("GIÁM ĐỐC",)),
)
"""The head of a body by how its name begins, the longest beginning first (`signers_of`); GIÁM ĐỐC for the others
(sở, trung tâm, bệnh viện, công an tỉnh, kho bạc)."""

_PARTY_SIGNERS = (
    (r"ban chấp hành", ("T/M BAN CHẤP HÀNH", "BÍ THƯ")),
    (r"(tỉnh|thành|huyện|đảng|quận) ủy( |$)", ("T/M BAN THƯỜNG VỤ", "BÍ THƯ")),
    (r"ban thường vụ", ("T/M BAN THƯỜNG VỤ", "BÍ THƯ")),
    (r"chi bộ", ("T/M CHI BỘ", "BÍ THƯ")),
    (r"ủy ban kiểm tra", ("T/M ỦY BAN KIỂM TRA", "CHỦ NHIỆM")),
    (r"văn phòng", ("CHÁNH VĂN PHÒNG",)),
    (r"ban ", ("TRƯỞNG BAN",)),
)

_PARTY = re.compile(
    r"(?i)^(tỉnh ủy|thành ủy|huyện ủy|quận ủy|đảng ủy|đảng bộ|chi bộ|ban thường vụ|ban chấp hành đảng|ủy ban kiểm tra"
    r"|(ban|văn phòng)\b.*\b(tỉnh ủy|thành ủy|đảng ủy|trung ương đảng))"
)
_PEOPLE = re.compile(r"(?i)^ủy ban nhân dân\b|^hội đồng nhân dân\b")
_UNIT = r"\b(?:tỉnh|thành phố|xã|phường|đặc khu|thị trấn|Tỉnh|Thành phố|Xã|Phường|Đặc khu)\s+"
_PLACE = re.compile(_UNIT + r"((?=\d|[^\W\d_])(?![a-zà-ỹđ]).+)$")
"""A unit's word and its name, which begins with a capital or a figure: "Văn hóa - Xã hội" names no commune."""

_CENTRAL = (
    "Bộ ",
    "Vụ ",
    "Cục ",
    "Tổng cục ",
    "Văn phòng Bộ",
    "Thanh tra Bộ",
    "Thanh tra Chính phủ",
    "Văn phòng Chính phủ",
)
_SMALL = ("và", "của", "các", "tỉnh", "thành", "phố", "về")


@dataclass(frozen=True)
class Letterhead:
    """Who issues a document. Names as they are written in a sentence ("Sở Nội vụ", "UBND tỉnh Khánh Hòa").

    `superior` is "" where the body has none above it; `symbol` are its letters in a number ("SNV"); `unit` those of the
    unit that drafts, after "Lưu: VT,"; `signer` the lines above the name, in capitals; `party` the form of the Party.
    """

    office: str
    superior: str = ""
    place: str = ""
    symbol: str = ""
    unit: str = "VP"
    signer: tuple[str, ...] = ()
    party: bool = False

    @property
    def office_lines(self) -> list[str]:
        """The issuing body's full name in capitals, as it stands in the head."""
        name = _short_of_superior(self.office, self.superior).upper() or NO_OFFICE
        return broken(name, _NAME_ROOM_MM, _NAME_POINTS, bold=True, before=_LEVELS)

    @property
    def superior_lines(self) -> list[str]:
        """The body above in capitals; common words may be short there (Decree 30, II.2b)."""
        name = self.superior if self.party else shortened(self.superior)
        return broken(name.upper(), _NAME_ROOM_MM, _NAME_POINTS, bold=False, before=_LEVELS)

    def number(self, kind: str = "") -> str:
        """The number left open, with its letters: "Số:        /BC-SNV"; a letter (no `kind`) bears the unit's too."""
        if self.party:
            return f"Số        -{kind or 'CV'}/{self.symbol}"
        return f"Số:        /{kind}-{self.symbol}" if kind else f"Số:        /{self.symbol}-{self.unit}"

    @property
    def archive(self) -> str:
        """The last line of "Nơi nhận"."""
        return f"- Lưu {self.office}." if self.party else f"- Lưu: VT, {self.unit}."


def letterhead(
    office: str, superior: str = "", *, place: str = "", symbol: str = "", unit: str = "",
    signer: Sequence[str] = (), party: bool | None = None,
) -> Letterhead:  # fmt: skip
    """The letterhead of `office` under `superior`, what is not given read off the names.

    A people's committee, a ministry or a body of the Party that is its own superior has none above it.
    """
    name, above = full(office), full(superior)
    if above == name or (_PEOPLE.match(name) and not (party or is_party(name))) or name.startswith("Bộ "):
        above = ""
    of_party = is_party(name) if party is None else party
    return Letterhead(
        office=name, superior=above, place=place or place_of(name, above), symbol=symbol or symbol_of(name, of_party),
        unit=unit or "VP", signer=tuple(signer) or signers_of(name, of_party), party=of_party,
    )  # fmt: skip


def full(name: str) -> str:
    """The name with its common words written out: "UBND tỉnh" is "Ủy ban nhân dân tỉnh"; one blank between words."""
    text = unicodedata.normalize("NFC", " ".join(name.split()))
    return re.sub(r"\bHĐND\b", "Hội đồng nhân dân", re.sub(r"\bUBND\b", "Ủy ban nhân dân", text))


def shortened(name: str) -> str:
    """The name with its common words short, as a superior body's may be."""
    return re.sub(r"(?i)\bhội đồng nhân dân\b", "HĐND", re.sub(r"(?i)\bủy ban nhân dân\b", "UBND", name))


def is_party(name: str) -> bool:
    """Whether a body is one of the Party, whose documents have a form of their own."""
    return bool(_PARTY.match(full(name)))


def signers_of(name: str, party: bool = False) -> tuple[str, ...]:
    """Who signs for the body, in the lines that stand above the name."""
    low = full(name).lower()
    if party:
        return next((lines for start, lines in _PARTY_SIGNERS if re.match(start, low)), ("BÍ THƯ",))
    fitting = [(start, lines) for start, lines in _SIGNERS if low.startswith(f"{start} ") or low == start]
    return max(fitting, key=lambda one: len(one[0]))[1] if fitting else ("GIÁM ĐỐC",)


def symbol_of(name: str, party: bool = False) -> str:
    """The letters of a body in a number: "UBND", "SNV", "BVĐKBT"; of the Party "TU", "ĐU", "BTCTU"."""
    low = full(name).lower()
    if party:
        if re.match(r"(tỉnh|thành) ủy|ban (chấp hành|thường vụ)", low):
            return "TU"
        if re.match(r"đảng (ủy|bộ)", low):
            return "ĐU"
        own = re.sub(r"(?i)(tỉnh|thành|đảng) ủy.*$", "", name).strip()
        return _initials(own) + ("ĐU" if "đảng ủy" in low else "TU")
    if low.startswith("ủy ban nhân dân"):
        return "UBND"
    if low.startswith("hội đồng nhân dân"):
        return "HĐND"
    cut = re.sub(r"(?i)\s+(thuộc|của)\s.*$", "", _PLACE.sub("", full(name)).strip())
    return _initials(cut.removesuffix("Ủy ban nhân dân")) or "CQ"


def place_of(office: str, superior: str = "") -> str:
    """The place a document is dated from: the office's own unit, else the one above; Hà Nội for central bodies.

    A unit named by a figure is written whole ("Phường 7"), as is the city named after a person (Decree 30, II.4).
    """
    for name in (office, superior):
        found = _PLACE.search(name)
        if found:
            own = found[1].strip()
            if own[0].isdigit():
                return found[0].strip().capitalize()
            return "Thành phố Hồ Chí Minh" if own == "Hồ Chí Minh" else own
    for name in (office, superior):
        if of := re.match(r"(?i)(?:.*\b)?(?:tỉnh|thành) ủy\s+(.+)$", name):
            return of[1]
    return "Hà Nội" if office.startswith(_CENTRAL) else ""


def _short_of_superior(office: str, superior: str) -> str:
    """The office without the name of the body above, whole or begun ("Văn phòng Ủy ban nhân dân tỉnh"): it stands in
    the line above.
    """
    words = office.split()
    for at in range(1, len(words) - 1):
        tail = " ".join(words[at:]).lower()
        if words[at - 1].lower() != "và" and (superior.lower() == tail or superior.lower().startswith(f"{tail} ")):
            return " ".join(words[:at])
    return office


def _initials(name: str) -> str:
    """The first letters of the words; Đ stays, other marks go ("Ủy ban" is "UB")."""
    letters = [word[0].upper() for word in re.split(r"[\s,()-]+", name) if word and word.lower() not in _SMALL]
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in letters if letter.isalnum())
