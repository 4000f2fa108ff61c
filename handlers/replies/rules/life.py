"""Talk about life: food, weather, health, the road, somebody's own money and things. It reports nothing of the work.

A clause is such talk where it has a word of life and none of work; where it looks like open work all the same, one of
`OWN_LIFE` is enough for the frame to ask about it; "mưa quá chưa làm được" has both and is read. Words
that are others without their accents ("đói quá", "dời qua") count only where they are typed with them.
"""

import re

from catalog.text import strip_accents

_TALK = (
    *(
        "ăn sáng",
        "ăn trưa",
        "ăn tối",
        "ăn cơm",
        "ăn phở",
        "ăn bún",
        "ăn uống",
        "ăn nhậu",
        "ăn gì",
        "đi ăn",
        "cơm chưa",
        "cơm nước",
    ),
    *(
        "cà phê",
        "cafe",
        "trà sữa",
        "đi nhậu",
        "đói quá",
        "đói bụng",
        "đói lắm",
        "khát nước",
        "buồn ngủ",
        "ngủ ngon",
        "ngủ chưa",
    ),
    *(
        "mệt quá",
        "mệt lắm",
        "mệt ghê",
        "mệt rồi",
        "đau đầu",
        "đau bụng",
        "đau lưng",
        "kẹt xe",
        "tắc đường",
        "hết xăng",
        "hư xe",
    ),
    *(
        "hết pin",
        "sinh nhật",
        "đám cưới",
        "đám giỗ",
        "bóng đá",
        "du lịch",
        "đi biển",
        "đi chợ",
        "thưởng tết",
        "lương tháng",
    ),
    *(
        "tiền ăn",
        "tiền nhà",
        "tiền trọ",
        "tiền điện",
        "tiền xăng",
        "tiền lương",
        "tiền cà phê",
        "chưa có lương",
        "con em ốm",
    ),
    *("tan sở", "giờ nghỉ", "nghỉ lễ vui", "trời ơi"),
    *(
        "họp giao ban",
        "giao_ban",
        "chào cờ",
        "họp chi bộ",
        "sinh hoạt chi bộ",
        "họp phụ huynh",
        "họp cơ quan",
        "họp lớp",
    ),
)
_WEATHER = (
    *(
        "mưa quá",
        "mưa to",
        "mưa lớn",
        "mưa nhiều",
        "mưa suốt",
        "mưa hoài",
        "nắng quá",
        "nóng quá",
        "lạnh quá",
        "rét quá",
        "trời nóng",
    ),
    *("trời lạnh", "trời mưa", "trời nắng", "trời đẹp", "trời xấu", "nắng nóng", "thời tiết"),
)
_LIKE_OTHERS = frozenset(
    (
        *(
            "đói quá",
            "nắng quá",
            "mưa nhiều",
            "mưa to",
            "mưa lớn",
            "ăn gì",
            "đi ăn",
            "tiền nhà",
            "nóng quá",
            "đi chợ",
            "tan sở",
        ),
        "trời ơi",
    )
)
_WORK = re.compile(
    r"\d ?%|\b(?:xong|hoan thanh|hoan tat|lam(?! gi)|trien khai|thuc hien|nhiem vu|viec|tien do|bao cao|ho so|van ban"
    r"|kinh phi|von|ngan sach|ke hoach|du an|cong trinh|thi cong|mat bang|vuong|gia han|lui|xin|chua (?:di|hop"
    r"|khao sat"
    r"|kiem tra|to chuc|ra quan|nhap|gui|nop)|nen|he thong|phan mem|du lieu|server|may chu|xa|phuong|thon|dan|ba con"
    r"|tru so"
    r"|tre (?:han|tien do)|cham|nghi che do|nghi thai san|khong the|hoi nghi|to chuc|truong|lop|lu|bao so|sat lo"
    r"|ngap)\b"
)


_EXCUSES = re.compile(  # "sáng nay mất điện nên em nhắn trễ": why the answer comes late, not the work
    r"\bnen (?:(?:em|minh|toi|ben em|bay gio|gio|nay) )*(?:nhan|bao|rep|tra lo[i_]|phan hoi|vao|doc|xem)"
    r"(?: (?:tin|lai|duoc))* (?:tre|muon|cham|khong kip|khong duoc)\b(?! (?:tien do|han))"
)


def _any_of(phrases: tuple[str, ...]) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The phrases as typed with accents, and those of them that can be told without."""
    bare = [strip_accents(phrase) for phrase in phrases if phrase not in _LIKE_OTHERS]
    return re.compile(rf"\b(?:{'|'.join(phrases)})\b"), re.compile(rf"\b(?:{'|'.join(bare)})\b")


_OUTAGE = re.compile(  # "bữa nay xã cúp điện" holds up no task that anybody names
    r"(?:(?:hom nay|hom qua|sang nay|chieu nay|tu sang|tu qua|nay|dang|bi|lai|co quan|tru so|khu vuc|ca|o"
    r"|ben em|ben|xa|phuong|so"
    r"|truong|tram|phong|em|minh) )*(?:mat|cup|cat|rot) (?:dien|nuoc|mang|net|internet|wifi)"
    r"(?: (?:ca|buoi|sang|chieu|ngay|hom|nay|qua|tu|toi|gio|roi|het|luon|suot|a|anh|chi|em|oi|sep|nhe|nha|\d+h?))*"
)
_CALLED_TO = re.compile(
    r"(?=.*\d{1,2} ?(?:h|g|gio)\b|.*\b(?:tai|o) (?:phong|hoi[_ ]truong|diem cau))(?=.*\b(?:hop|giao_ban"
    r"|tap trung|co mat)\b)"
    r"(?!.*\b(?:de|ve|ban|thong qua|lay y kien|tham dinh|nghiem thu|da|chua|xong)\b)"
)
_OWN_LIFE = """
    ban be | ban than | bo em | ca phe | chong em | chuyen phong | con em | con nho | dam cuoi | dam gio | dam tang
    | den gio lam viec | di lam | di lam lai | dien thoai | facebook | giay khen | gio lam viec | giua duong | luong
    | mat ngu | may lanh | me em | met | met qua | nguoi nha | nhau | nhom zalo | ong ba | phong ben | sdt | so cua
    a | so cua anh | so cua chi | so dien thoai | suc khoe em | tan hop | tan lam | tan so | thoi noi | tien luong |
    toi gio lam | toi gio lam viec | vao nhom | viec khac | viec nha | viec rieng | vo em | zalo
"""
OWN_LIFE = frozenset(tuple(phrase.split()) for phrase in _OWN_LIFE.split("|"))
"""The writer's own things and people, folded, cut into words: what is done to them is no work of a task."""

_OWN_MEAL = re.compile(  # "chưa kịp ăn trưa", whatever stands around it
    r"\b(?:chua|khong)(?: (?:kip|duoc|co|he))* (?:an (?:com|trua|sang|toi|gi|uong)|an$|ngu(?: nghe| trua)?$|uong nuoc)"
)
_AWAY = re.compile(  # "em đang chạy ngoài ấp, tối em coi": where somebody is who cannot answer now
    r"(?:(?:d_|da|em|minh|toi|tui|chau|con|gio|nay|sang nay|chieu nay|hom nay|van|con) )*"
    r"(?:dang(?: (?:chay|di|o|ngoi|lai xe|chay xe))?|(?:chay|di|o)) (?:ngoai|duoi|tren|trong)"
    r" (?:ap|xa|thon|ban|xom|duong|cho|ruong|vuon|san|bien|que|nui|ray|xe|benh vien)(?: (?:a|anh|chi|oi|roi|nay|kia))*"
)
_ABOUT = {"talk": _any_of(_TALK), "weather": _any_of(_WEATHER)}


def of_life(plain: str, marked: str) -> str:
    """ "talk" or "weather" where a clause is about that alone, else "". `marked` is `plain` with accents as typed."""
    if _EXCUSES.search(plain) is not None:
        return "talk"
    if _OWN_MEAL.search(plain) or _AWAY.fullmatch(plain):
        return "talk"
    if _OUTAGE.fullmatch(plain) or _CALLED_TO.match(plain):
        return "weather"
    if _WORK.search(plain) is not None:
        return ""
    for about, (accented, bare) in _ABOUT.items():
        if accented.search(marked) or (marked.isascii() and bare.search(plain)):
            return about
    return ""
