"""More time: how it is asked for. How much, and until when, is read by `dates.py`."""

from handlers.replies.patterns import compiled
from handlers.replies.rules.rule import DONE, Rule, rule

_WHO = (
    r"(?:em|e|minh|toi|tui|chung toi|chung em|ben \w+|don vi|so|xa|phuong|co quan|anh em|ubnd \w+|ban"
    r"|phong|phep|duoc|lai|them|han|nhiem vu|viec)"
)
# Every rule below holds one of these: a clause without any need not be tried.
ASKING = compiled(
    r"\b(?:gia han|lui|xin|de nghi|mong|can|ch[o_]|doi|keo|day|chuyen|noi|gian|nang|khat|dieu chinh"
    r"|hoan(?! (?:thanh|tat)\b))\b"
)
EXTENSION: tuple[Rule, ...] = (
    rule(
        "gia hạn",
        "extension",
        r"\bgia han\b(?! (?:thoi (?:diem|gian|han) )?(?:(?:dong|mo|moi|dau|goi) )?(?:thau|hop dong|bao hanh"
        r"|giay phep))",
        "Xin gia han them 10 ngay",
    ),
    rule(
        "lùi",
        "extension",
        r"\blui (?:giup|dum|ho|han|den|toi|sang|lai|thoi|ngay|qua|them|tien do|xuong|moc|vao|cho|\d)|\b(?:xin|de nghi"
        r"|cho|duoc|phep)(?: \w+){0,3} lui\b|\blui\b(?= \w+ (?:ngay|tuan|thang))",
        "Xin lùi đến 30/6",
    ),
    rule(
        "xin thêm",
        "extension",
        rf"\b(?:xin|de nghi|mong|can|ch[o_])(?: {_WHO}){{0,4}}(?: xin)? (?:them)(?: khoang| tam"
        r"| it nhat)? (?:\d+|mot|hai|ba|bon|nam|sau|bay|muoi|vai|it|chut|thoi gian|nu[a_]|tuan|thang)\b(?! (?:nguoi"
        r"|can bo|bien che|ty|trieu|dong|bao cao|von|cau|viec))",
        "Cho em thêm 2 tuần",
    ),
    rule(
        "xin 10 ngày",
        "extension",
        rf"\b(?:xin|ch[o_])(?: {_WHO}){{0,4}}(?: xin)?(?: khoang| tam)? (?:\d+|mot|hai|ba) (?:ngay|hom|tuan"
        rf"|thang)\b(?! nu[a_] (?:la|thi|xong))|\bxin(?: {_WHO}){{0,4}} \d{{1,2}}/\d{{1,2}}\b",
        "Cho xin 10 ngày nữa",
    ),
    rule(
        "xin chuyển",
        "extension",
        rf"\b(?:xin|de nghi|ch[o_])(?: {_WHO}){{0,4}}(?: xin)? (?:chuyen|doi|hoan|keo dai"
        rf"|dieu chinh(?! (?:quy hoach|du an|du toan|ke hoach|chu truong|thiet ke|ho so|von|co cau|cuc bo))|de"
        r"|cham|tre|den|toi|sang|qua|nop cham|khat|gian|n[o_])(?: (?:han|lai|thoi|gian|tien|do|thoi han"
        rf"|thanh|nhiem|vu|viec|nay|moc|hoan|hoan thanh|nop|bao cao|nua|xuong)){{0,6}} (?:(?:den|toi|sang|tu(?= \d)"
        r"|qua|vao|het|cuoi|giua|dau(?! moi\b)|thanh|trong|truoc|them|ngay|thu|thang|quy|tuan|nam|han|\d)|$)",
        "Xin chuyển sang quý III",
    ),
    rule(
        "kéo dài",
        "extension",
        r"\bkeo dai (?:thoi gian|thoi han|han|them|den|sang|tien do)\b|\bdoi (?:qua|toi|lui) (?:thu|tuan|thang"
        r"|ngay|cuoi|dau|giua|quy|nam|\d)|\bdoi (?:han|moc|thoi han|sang|den"
        r"|ngay)\b(?!.*\b(?:xong|roi|moi) (?:moi |em |la )*(?:lam|trien khai|bat dau|thuc hien)\b)"
        r"|\bdieu chinh (?:thoi han|han|thoi gian|tien do|moc)\b|\bkhat (?:den|toi|sang|lai)\b"
        r"|\bxin (?:them )?(?:han|thoi han|thoi gian)\b|\bhoan (?:den|sang|lai (?:den|sang)?)\b"
        r"|\bxin hoan\b(?! (?:thanh|tat))",
        "Kéo dài thời gian đến hết quý 4",
    ),
    rule(
        "dời hạn",
        "extension",
        r"\b(?:doi|keo|day|chuyen|noi|gian|nang)(?: lai| giup| them)? (?:han|deadline|dl|moc|thoi han)\b"
        r"|\bgian tien do\b"
        r"|\b(?:xin(?! loi)|ch[o_]|de nghi|mong)\b(?: \w+){0,4} (?:muon|cham|tre|du di|thu thu)(?: lai| them| hon)?"
        r" (?:den|toi|sang|qua|\d|vai|it|mot|hai|may)\b",
        "Cho em nộp muộn đến 25/6",
    ),
    rule(
        "chuyển sang tháng 7",
        "extension",
        r"^(?!.*\bda\b).*\b(?:chuyen|doi) (?:han |thoi han |qua )?(?:sang|den) (?:thang|quy|tuan|nam|ngay|\d)"
        r"(?!.*\b(?:xong|roi) moi\b)",
        "Chuyển sang tháng 7 được không anh",
    ),
    rule(
        "xin hoàn thành vào",
        "extension",
        rf"\bxin (?:phep |duoc )?{DONE} (?:vao|trong|truoc|den|sang|cham)\b",
        "Xin được hoàn thành vào 30/6",
    ),
)
# Words like an extension that ask for none.
NO_EXTENSION = rule(
    "không xin lùi",
    "no_extension",
    r"\b(?:lich|cuoc|buoi|gio)[_ ](?:\w+ ){1,3}(?:doi|chuyen|lui)\b|\b(?:gia han"
    r"|lui)(?: han)? roi(?: (?:ma|sao|chu)\b|(?: (?:a|anh|chi|em))*$)|\brut(?: lai)? (?:\w+ ){0,3}(?:gia han"
    r"|lui)\b|\b(?:khong|chua|khoi|da(?! de nghi gia han .*\bden\b)|dung"
    r"|dang|ko|moi)(?: can| phai| co| con| dam| muon| xin"
    r"| de nghi| duoc)* (?:gia han|lui"
    r"|doi han|them thoi gian)\b",
    "Không cần gia hạn, đang làm",
)
