"""Words that report nothing: politeness, and phrases that only look like a report."""

from handlers.replies.rules.rule import DONE, Rule, rule

# They hold a "xong" or a "vướng" and say nothing: taken out before any other rule looks.
IDLE: tuple[Rule, ...] = (
    rule(
        "thời hạn hoàn thành",
        "idle",
        r"\b(?:thoi (?:gian|han|diem)|han|ngay|moc|tien do|ty le|ti le|mu[c_] do|khoi luong"
        rf"|xac nhan) {DONE}\b",
        "Xin lùi thời hạn hoàn thành sang quý III",
    ),
    rule(
        "xin báo cáo",
        "idle",
        r"\bxin (?:phep )?(?:duoc )?(?:bao cao|thong bao|bao|trinh bay|cap nhat)\b(?! lai\b)",
        "Xin báo cáo anh là việc này em đang làm",
    ),
    rule(
        "để hoàn thành",
        "idle",
        rf"(?<=\w )de (?!em|toi|minh|anh|chi)(?:\w+ ){{0,4}}?{DONE}\b",
        "Xin gia hạn 10 ngày để hoàn thành",
    ),
    rule(
        "sao vẫn nhắc",
        "idle",
        r"\b(?:ma )?(?:tai |vi )?sao (?:(?:van|con|cu|lai|toan|bot|hom nay|he thong|ben \w+|em|anh|chi) )+"
        r"(?:nhac|don doc|hien|bao (?:chua|cham|qua han|tre))\b.*$",
        "Đang làm mà sao vẫn nhắc em",
    ),
    rule(
        "không vướng",
        "idle",
        r"\b(?:khong|chua)(?: co| thay| bi| gap)*(?: gi)? (?:vuong(?: mac)?|kho khan|ach tac)(?: (?:gi|mac"
        r"|nao|nua|ca))*(?:,? ?(?:va )?(?:vuong mac|ton tai))?",
        "Đang làm, không vướng gì",
    ),
    rule(
        "khó khăn: không",
        "idle",
        r"\b(?:kho khan|vuong mac|ton tai|kien nghi|de xuat)(?:(?:,|va|;| )+(?:kho khan|vuong mac|ton tai"
        r"|kien nghi|de xuat))*"
        r" ?: ?(?:khong|chua)(?: co| phat sinh)*(?: gi)?(?: a)?$",
        "Đang thực hiện. Khó khăn, vướng mắc: không",
    ),
    rule(
        "không thiếu kinh phí",
        "idle",
        r"\b(?:khong|chua)(?: bi| con| he)* (?:thieu|lo ve|lo)(?: \w+){1,2}",
        "Không thiếu kinh phí",
    ),
)
# A message with such words and no update needs no question back.
TALK = rule(
    "cảm ơn, dạ vâng",
    "talk",
    r"\b(?:khong co (?:gi )?(?:kho khan|vuong)|cam on|ok|d[a_] vang|vang|da nhan|da tiep nhan|tiep nhan"
    r"|nhan duoc|nhan roi|da ro|^ro$|ro roi"
    r"|ro a|da biet|biet roi|chao|xin chao|hello|alo|hi|uh|u|um|yes|chuc|tuyet voi|tot qua|tot lam"
    r"|hay qua|duoc roi|ghi nhan|nhat tri|dong y|d[a_]$|^d[a_]\b|de (?:em|toi|minh) (?:xem|kiem tra|hoi|lam"
    r"|bao)|(?:em|toi|minh|ben em|se|don vi) (?:se )?(?:kiem tra|xem|cap nhat|bao cao|lam|(?:gui|nop)(?! (?:a"
    r"|anh|chi|sep) bao cao\b)"
    r"|bo sung|phan hoi|tra lo[i_]|ra soat|khan truong|thuc hien|trien khai)|lam ngay|xin loi"
    r"|thong cam|nham|da xem|da doc|hieu roi|haha|hihi|hehe|nice|good|noted|roger|hoan nghenh"
    r"|vui qua)\b",
    "Dạ vâng, cảm ơn anh",
)
