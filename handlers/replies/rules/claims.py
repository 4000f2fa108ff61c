"""The claims: the only rules that believe a "xong". Never loosen them; a new hedge goes into `limits.py`."""

from handlers.replies.patterns import compiled
from handlers.replies.rules.rule import DONE, POLITE, Rule, rule

# What may stand before and after a "xong" that is believed without "đã". Any other word ("xong ngay đây")
# takes the belief away. The groups are atomic: a long message must not be tried in every possible division.
_DAY = r"\d+[/.-]\d+(?:[/.-]\d+)?"
_WHO_ELSE = (  # "xã Cam Hiệp", "Trung tâm Phục vụ hành chính công"
    r"(?:xa|phuong|so|phong|ban|dac khu|trung tam|chi cuc)(?: (?!(?:duyet|ky|tham|gui|giao|trinh|lam|cap|tra"
    r"|chua|se|ma"
    r"|moi|nao|khac|kia|ban|phai|cho|noi|bao|keu|xong|hoan|da|vua|thuc|trien|xu|giai|to|hop)\b)[a-z_]+){1,6}"
)
PLAIN_SUBJECT = (
    rf"(?>(?:tau|{_WHO_ELSE}|{_DAY}|(?:ket qua|tien do|tinh trang|trang thai|danh gia"
    rf"|hien trang)(?: thuc hien)?(?= ?:)|[a-z]{{2,}}(?:_[a-z]+)+|oi|don vi|nhiem vu|noi dung|cong viec|thuc hien"
    rf"|trien khai|xu ly|giai quyet"
    r"|to chuc|ban hanh|cuoi cung"
    r"|bao cao|tat ca|(?:sang|chieu|to[i_]|dem)(?: hom)? qua|hom nay|hom qua|hom truoc|hom no|(?:hoi"
    r"|luc) (?:sang|trua|chieu|to[i_]|nay)|hom kia|sang nay"
    r"|tuan truoc|thang truoc|ke hoach|de an"
    r"|quyet dinh|cong van"
    r"|van ban|ho so|chuong trinh|phan viec|phan(?= cua)|chi tieu|dong chi|cai|tui|a|anh|chi|em|e|ban|sep|d[a_]"
    r"|da|vang|ok|ben|so|xa"
    r"|phuong|ubnd|phong|toi"
    r"|minh|tui|chung|viec|nay|do|kia|tren|lam|cung|deu|thi|la|bao|thua|kinh|gui|chao|cac|ca|cua|duoc"
    r"|het|moi|vua|y|muc|lai|nhe|roi(?= (?:a|anh|chi|em|sep|bac|chu) oi\b)|ma_(?= moi)|vat va(?: lam)?(?= moi)"
    r"|dung|con|ngay|gio|van|cv|lo(?= xong))\b)"
)
_PLAIN_END = (
    rf"(?>(?:{_DAY}|phan(?= duoc giao)|(?<=tu )thu (?:[2-7]|hai|ba|tu|nam|sau|bay)|\d{{1,2}}h\d{{0,2}}|\d+ (?:ngay"
    rf"|tuan|thang|nam) (?:nay|truoc)|(?<=han )\d+ (?:ngay|tuan"
    rf"|thang)|som hon"
    rf"|(?:som|truoc)(?: hon)?(?: so voi)? (?:du kien|ke hoach|han|thoi han|tien do)|thang \d+|nam \d+|\d{{4}}"
    rf"|ngay(?= \d)|chieu qua"
    rf"|to[i_] qua|cach day|vua qua|vua roi"
    r"|moi day|(?<=roi )day|hom (?:kia|no|bua)|hom thu (?:[2-7]|hai|ba|tu|nam|sau|bay)"
    r"|day a|toan bo|nhiem vu|duoc giao|noi dung|cong viec|thoi han|tien do|quy dinh|yeu cau|ke hoach"
    r"|(?<=da )gui|(?<=va )gui"
    r"|(?<=\()(?:qd|kh|ttr|nq|tb)|(?:(?<=theo )|(?<=tai ))(?:qd|kh|nq|tb|ct|cv)|rao(?: troi)?"
    r"|tuot(?: tuot)?|(?<=tu )(?:do_|thuo|hoi) (?!nao\b)\w+(?: hoanh)?"
    r"|gon(?: gang| ghe)?|em xuoi|em dep|ngon lanh"
    r"|(?:(?<=nhe )|(?<=roi )|(?<= a ))(?:anh|chi|em|co|chu|bac|sep|ban|thay) "  # a name: "xong nhé anh Hạnh"
    r"(?!(?:chua|khong|nao|gi|dau|ha|mai|sau|bao|noi|se|phai|tra|lam|sua|cho|doi|xem|oi|a)\b)[a-z]{2,}(?= oi|\W*$)"
    r"|(?:anh|chi|em|co|chu|bac|di|cau|ong|ba) (?:hai|ba|tu|nam|sau|bay|tam|chin|muoi|ut)|(?<=tu )hom (?!sau\b"
    r"|to[i_]\b|\d)\w+(?: \d+)?"
    r"|(?<=da )nop|(?<=va )nop|kem theo|kem|minh chung|cam on|kiem tra|ghi nhan|xuat sac|van ban|bao cao"
    r"|cong van|quyet dinh"
    r"|to trinh|day du|chi tieu|de an|chuong trinh|nghi quyet|muc tieu|cong bo|vuot mu[c_]|khong co gi"
    r"|bi thu|lanh dao|don vi|dong chi|viec nay|phan nay|hihi|haha|hehe|hi|tron ven|dau day|toi gio|den gio"
    r"|vuot(?: mu[c_])? (?:tien do|ke hoach|thoi gian|chi tieu)|nay gio|do[i_] nao|som(?: hon)? \d+ (?:ngay|tuan"
    r"|thang)|(?:dam bao|bao dam)(?: dung)? (?:tien do|yeu cau|chat luong|thoi gian|ke hoach)"
    r"|trong(?= (?:thang \d|quy (?:\d|i)|nam \d|(?:tuan|thang|quy|nam) (?:truoc|qua|roi)))"
    r"|(?<=trong )quy (?:[1-4]|i+|iv)|may (?:bua|hom|ngay|tuan|thang)|quen bao|quen|tron|lan(?=\W*$)"
    r"|sach bach|tat|mn|xu?oi|may(?= (?:anh|chi|em|sep|ban|bac)\b)"
    r"|doi nao|lau lac|chau|bac|con|ong|ba|no|ha|nuoc"
    r"|a|anh|chi|em|e|ban|sep|co|bac|thay|u|oi|nhe|d[a_]|da|do|roi|het|ca|tat ca|luon|tu|hoi|luc|hom|qua"
    r"|nay|truoc|tuan|thang"
    r"|dot|lau|sang|viec|theo|dung|han|va|xem|giup|voi|nhieu|xin|chao|ok|tot|tai|so|cua|ma|the|thua|kinh"
    r"|cac|moi|vao|xong|dau"
    r"|hoan thanh|nam|ben|xa|phuong|ubnd|ca nha|moi nguoi|nha|chu|cv)\b)"
)
# A bare "100%" is the whole of the work only among such words ("đặt mục tiêu 100%" is none).
FULL = compiled(
    r"(?:\W|\b(?:a|anh|chi|em|e|d[a_]|da|roi|duoc|dat|nhe|tien do|thuc hien|trien khai|khoi luong"
    r"|cong viec|lam|mu[c_]|ty le|hoan"
    r"|ok|ke hoach|viec|nhiem vu|nay|la|thi|cung|ben|nghiem thu|oi|ve|ket qua|luon|het|ca|do|day|that|chuan|nha"
    r"|nghen)\b)*"
)

_BRINGS_ABOUT = (  # to have done this is, of most tasks, to have done it all
    r"thi cong|quan triet|pho bien|so hoa|chi tra|lap dat|dao tao|boi duong|tuyen truyen|kien toan|sap xep|nang cap"
    r"|sua chua|cong khai|nhap lieu|cap nhat"
)

# A denial of a day gone by and a done of today in one breath: stands above the denials.
NOW_DONE: tuple[Rule, ...] = (
    rule(
        "hoàn thành chậm",
        "done",
        rf"^(?:{PLAIN_SUBJECT}[ :()]+)*+{DONE}(?: (?:nhiem vu|nhung|roi|ma|tuy|hoi|co|bi|co hoi))*"
        r" (?:cham|tre|muon|qua han|som|truoc han|vuot han|vuot(?: mu[c_])?(?= (?:ke hoach|tien do|thoi gian"
        r"|chi tieu)))(?: (?:hon|so voi|mat|khoang|tam|tien do|thoi han|thoi gian"
        r"|ke hoach|du kien|han|quy dinh|mot chut|chut|xiu|ti|it|yeu cau|duoc|giao|mot|hai|ba|vai|\d+|ngay|hom|tuan"
        r"|thang"
        r"|a|anh|chi|em|nhe|roi|that))*(?: (?:do|vi|tai|boi|nguyen nhan) (?!.*\b(?:nhung|nen|se|con)\b).*)?$",
        "Hoàn thành chậm 3 ngày",
        accounts=True,
    ),
    rule(
        "trước chưa, giờ xong rồi",
        "done",
        r"^(?:hom|tuan|thang|luc|dot|lan) (?:qua|truoc|kia|no|roi|dau|hom)\b.*\b(?:chua|vuong|ket|thieu)\b.*"
        r"\b(?<!bao )(?<!may )(?:gio|nay|(?:sang|trua|chieu|toi|dem|hom) qua)"
        r" (?:(?:thi|da|la|em|minh|ben em|lam|thuc hien|trien khai|xu ly|duoc|them|to[i_]|den|\d+h?) )*"
        rf"{DONE}(?: (?:het|luon|ca))* roi{POLITE}$",
        "Hôm trước nói chưa làm giờ xong rồi",
        accounts=True,
    ),
)

CLAIMS: tuple[Rule, ...] = (
    rule(
        "đã xong",
        "done",
        r"\b(?:da|vua|vua moi)(?: (?:duoc|lam|thuc hien|trien khai|xu ly|giai quyet|to chuc|ban hanh|hoan thien|va"
        rf"|tham muu|ket thuc|{_BRINGS_ABOUT}|bao cao|bao|{DONE}))* {DONE}\b",
        "Đã làm xong",
    ),
    rule(
        "đã phối hợp làm xong",
        "done",
        r"\bda phoi hop(?: \w+){1,8} (?:lam|thuc hien|trien khai|xu ly|to chuc|giai quyet) xong\b",
        "Đã phối hợp với Sở Y tế thực hiện xong",
    ),
    rule(
        "xong",
        "done",
        rf"^(?:{PLAIN_SUBJECT}[ :()]+)*+{DONE}(?:\W+{_PLAIN_END})*+\W*$",
        "Việc này bên em xong rồi ạ",
        accounts=True,
    ),
    rule(
        "đã thực hiện đầy đủ",
        "done",
        r"^(?=.*\bda (?:duoc )?(?:lam|thuc hien|trien khai) (?:day du|tron))"
        rf"(?:{PLAIN_SUBJECT}[ :()]+)*+(?:day du|tron ven|tron)(?:\W+{_PLAIN_END})*+\W*$",
        "Nhiệm vụ đã thực hiện đầy đủ ạ",
        accounts=True,
    ),
    rule(
        "nhiệm vụ đã kết thúc",
        "odd",  # over, but with its work done?
        r"^(?:(?:d[a_]|bao cao|anh|chi|em|thua|a|cac|toan bo) )*(?:nhiem vu|viec|cong viec|dau viec|noi dung)"
        r"(?: (?:nay|tren|do|duoc giao|cua (?:em|don vi|xa|so)))*(?: (?:da|vua|deu))+ ket thuc\b"
        r"(?! (?:giai doan|buoc|dot|phan|vong|nam|quy|thang|dang))",
        "Nhiệm vụ đã kết thúc đúng thời hạn",
    ),
    rule(
        "ai đó làm xong rồi",
        "done",
        r"^(?:(?!(?:noi|bao|keu|nghe|hua|tuong|chac|mai|se|nghi|doi|cho|phai|de|dang|yeu|can|tuan|thang|thu|nho"
        r"|co|that"
        r"|giuc|tru|dao|kia|khac|ho(?= (?:lam|da|xu|thuc))|nguoi|neu|khi|moi|thi|sap|gan|hau|con|chua|khong|ai"
        r"|nao|dinh"
        r"|muon|ke)\b)\w+ ){0,10}"
        rf"(?:lam|xu ly|thuc hien|trien khai|giai quyet|to chuc|ban giao|{_BRINGS_ABOUT}) xong"
        r"(?: (?:het|luon|ca|xuoi|tu|hom|chieu|sang|toi|trua|qua|tuan|thang|truoc|thu|hai|ba|nam|sau|bay|\d+))* roi"
        r"(?: (?:a|anh|chi|em|nhe|do|day|bac|oi|chau|ha|nuoc|ne))*$",
        "Việc này anh Nam phòng HC làm xong rồi ạ",
    ),
    rule(
        "mua xong",
        "done_named",
        rf"^(?:{PLAIN_SUBJECT}[ :()]+)*+(?:mua|son|treo|trong|tiem|xay|lat|moc|dap) {DONE}(?:\W+{_PLAIN_END})*+\W*$",
        "NV 2 xây xong rồi",
    ),
    rule(
        "một câu lạ có chữ xong",
        "odd",
        rf"\b{DONE}\b",
        "Xong ngay đây",
    ),
    rule(
        "số rồi",
        "done_named",
        r"^roi(?: a| nhe| anh| chi| em)*$",
        "1 rồi, 2 chưa",
    ),
)
