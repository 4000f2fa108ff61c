"""The claims: the only rules that believe a "xong". Never loosen them; a new hedge goes into `limits.py`."""

import re

from handlers.replies.rules.rule import DONE, Rule, rule

# What may stand before and after a "xong" that is believed without "đã". Any other word ("ráng xong", "xong ngay đây")
# takes the belief away.
_PLAIN_SUBJECT = (
    r"\b(?:a|anh|chi|em|e|ban|sep|d[a_]|da|vang|ok|ben|don vi|so|xa|phuong|ubnd|phong|toi|minh|tui"
    r"|chung|viec|nhiem vu|nay|do|kia"
    r"|tren|noi dung|cong viec|lam|thuc hien|trien khai|xu ly|giai quyet|to chuc|ban hanh|cung|deu|thi"
    r"|la|bao cao|bao|thua"
    r"|kinh|gui|chao|cac|tat ca|ca|cua|duoc|het|hom qua|hom truoc|hom no|hom kia|sang nay|tuan truoc"
    r"|thang truoc|moi|vua"
    r"|ke hoach|de an|quyet dinh|cong van|van ban|ho so|chuong trinh|y|muc|phan viec|lai|xong"
    r"|hoan thanh|hoan tat|dung"
    r"|chi tieu|con|ngay|gio|\d+[/.-]\d+(?:[/.-]\d+)?"
    r"|(?:xa|phuong|so|phong|ban|dac khu|trung tam|chi cuc)(?: (?!(?:duyet|ky|tham|gui|giao|trinh|lam"
    r"|cap|tra|chua|se|ma|moi|nao|phai|cho)\b)\w+){1,4}?"
    r")\b"
)
_PLAIN_END = (
    r"(?:hoi|luc|chieu qua|toi qua|cach day|vua qua|vua roi|moi day|a|anh|chi|em|e|ban|sep|co|bac|thay|u|oi|nhe|d[a_]|da|do|roi|(?<=roi )day|day a|het|ca|tat ca"
    r"|luon|toan bo|tu|hom|qua"
    r"|nay|truoc|tuan|thang|dot|lau|sang|viec|nhiem vu|duoc giao|noi dung|cong viec|theo|dung|han"
    r"|thoi han|tien do|quy dinh"
    r"|yeu cau|ke hoach|va|(?<=da )gui|(?<=va )gui|(?<=da )nop|(?<=va )nop|(?<=da )bao cao|kem"
    r"|kem theo|minh chung|cam on"
    r"|xem|kiem tra|giup|ghi nhan|voi|nhieu|xin|chao|ok|xuat sac|tot|tai|so|van ban|bao cao|cong van"
    r"|quyet dinh|to trinh|cua|ma"
    r"|the|thua|kinh|day du|cac|moi|chi tieu|vao|ngay(?= \d)|\d+[/.-]\d+(?:[/.-]\d+)?|thang \d+"
    r"|nam \d+|\d{4}|xong|hoan thanh"
    r"|nam|de an|chuong trinh|nghi quyet|muc tieu|ban|cong bo|vuot muc|khong co gi|bi thu|lanh dao|ben"
    r"|don vi|xa|phuong|ubnd)\b"
)
# A bare "100%" is the whole of the work only among such words ("đặt mục tiêu 100%" is none).
FULL = re.compile(
    r"(?:\W|\b(?:a|anh|chi|em|e|d[a_]|da|roi|duoc|dat|nhe|tien do|thuc hien|trien khai|khoi luong"
    r"|cong viec|lam|muc|ty le|hoan"
    r"|ok|viec|nhiem vu|nay|la|thi|cung|ben|nghiem thu|oi|ve|ket qua)\b)*"
)

CLAIMS: tuple[Rule, ...] = (
    rule(
        "đã xong",
        "done",
        r"\b(?:da|vua|vua moi)(?: (?:duoc|lam|thuc hien|trien khai|xu ly|giai quyet|to chuc|ban hanh"
        rf"|tham muu|thi cong|cap nhat|bao cao|bao|{DONE}))* {DONE}\b",
        "Đã làm xong",
    ),
    rule(
        "xong",
        "done",
        rf"^(?:{_PLAIN_SUBJECT}\W+)*{DONE}(?:\W+{_PLAIN_END})*\W*$",
        "Việc này bên em xong rồi ạ",
    ),
    rule(
        "một câu lạ có chữ xong",
        "unfinished",
        rf"\b{DONE}\b",
        "Ráng xong",
    ),
    rule(
        "số rồi",
        "done_named",
        r"^roi(?: a| nhe| anh| chi| em)*$",
        "1 rồi, 2 chưa",
    ),
)
