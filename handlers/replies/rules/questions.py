"""Questions: they say nothing of the work, even with "xong" in them."""

from handlers.replies.rules.rule import DONE, POLITE, Rule, rule

# First of all: a question that is none.
DENIED_BY_ASKING: tuple[Rule, ...] = (
    rule(
        "xong đâu",
        "unfinished",
        rf"\bbiet (?:den )?(?:bao gio|khi nao|luc nao)\b.*{DONE}|\b{DONE}(?: (?!thi"
        rf"|gui)\w+){{0,2}} (?:dau(?! (?:viec|tu|thau|nam|thang|quy"
        r"|tien))|sao duoc|the nao duoc|gi dau)\b|\bxong gi\b|\bcon lau\b"
        rf"|\blam sao (?:ma )?(?:\w+ )?{DONE}",
        "Đã xong đâu anh",
    ),
)

QUESTIONS: tuple[Rule, ...] = (
    rule(
        "hỏi xong chưa",
        "question",
        rf"\b{DONE}(?: \d+)?(?: (?!ma\b)\w+)? (?:chua|khong|hong)(?! \w*\d){POLITE}$",
        "Đã xong chưa vậy?",
    ),
    rule(
        "xong chưa để",
        "question",
        rf"\b{DONE}(?: \d+)? chua (?:de|thi|nhi|vay|ma con|roi con)\b",
        "Xong chưa để em báo cáo",
    ),
    rule(
        "hỏi đã làm chưa",
        "question",
        rf"\b(?:da|co) (?:\w+ ){{1,4}}chua{POLITE}$",
        "Đã trình UBND tỉnh chưa anh",
    ),
    rule(
        "xem giúp đã đúng chưa",
        "question",
        rf"\b(?:xem|kiem tra|coi|check)(?: lai)? (?:giup|ho|dum|gium)\b.*\b(?:chua|khong){POLITE}$",
        "Anh xem giúp em gửi đúng chỗ chưa",
    ),
    rule(
        "hỏi phải không",
        "question",
        r"\b(?:phai khong|dung khong|duoc khong|co phai|co duoc|(?<!lam )(?<!vi )sao (?:(?:em|minh|toi|xa"
        r"|so|phong|ben em|he thong|bot|anh|chi|cai nay|viec nay)"
        r" )?(?:chua|van|lai|cu)|tai sao|vi sao)\b",
        "Hạn 30/6 đúng không ạ",
    ),
    rule(
        "thế nào mới được tính",
        "question",
        rf"^(?:\w+ )?(?:bao gio|khi nao|the nao|lam sao)(?: thi| moi)+ (?:duoc|tinh|coi|goi|bao|het)\b"
        rf"|\b(?:kieu gi|bang cach nao|cach nao|theo mau nao|mau nao|nhu nao)\b{POLITE}$|^(?:lam sao"
        rf"|lam the nao)\b.*\bde\b",
        "Bao giờ thì được tính là hoàn thành ạ",
    ),
    rule(
        "hỏi khi nào",
        "question",
        r"^(?!.*\b(?:chua|khong) (?:biet|ro|chac|xac dinh)\b).*"
        r"\b(?:(?<!chua )bao gio|khi nao|luc nao|ngay nao|ngay may|may gio|hom nao"
        r"|thang nao)\b(?! (?:\w+ ){0,3}(?:em |toi |minh |se )*(?:bao|gui|thi)\b)"
        r"(?!.*\bthi (?:moi|em|ben em|se|don vi|xa)\b)",
        "Hạn là ngày nào ạ?",
    ),
    rule(
        "hỏi gì, đâu, ai",
        "question",
        r"\b(?:la gi|lam gi vay|gi vay|o dau|nhu the nao|the nao|lam sao|ra sao|bao nhieu|bao lau|may lan"
        r"|la ai|(?<!cho )(?<!ch_ )(?<!co )(?<!chua )(?<!khong )ai (?:lam|chu tri|phu trach|duyet|quyet dinh)"
        r"|den dau roi)\b"
        r"|^(?!.*\b(?:chua|khong|xong"
        r"|thanh|co)\b).*(?<!con )(?<!dong )(?<!bat )(?<!ban )(?<!hang )(?<!tu )(?<!lan )\bdau(?: anh| chi| em"
        r"| a| vay| nhi)*$",
        "Gửi minh chứng ở đâu ạ",
    ),
    rule(
        "đơn vị nào",
        "question",
        r"^(?!.*\b(?:khong|chua|xong)\b).*\b(?:don vi|so|xa|phuong|co quan|ben|phong|cai|viec|nhiem vu) nao\b",
        "Anh gia hạn cho đơn vị nào rồi ạ",
    ),
    rule(
        "được gia hạn chưa",
        "question",
        rf"\b(?:gia han|lui)(?: \w+){{0,2}} (?:chua|khong|dung khong|phai khong){POLITE}$",
        "Được gia hạn chưa anh",
    ),
    rule(
        "có không",
        "question",
        rf"\bco (?:\w+ ){{1,4}}khong{POLITE}$|\b(?:gui|nop|bao)(?: bao cao)? (?:ch[o_] |ve |qua |vao |len "
        rf"|o )?(?:ai|dau"
        r"|cho nao)\b|\bhay (?:la )?(?:ban|khong|chua|sao|co|phai)\b",
        "Có mẫu không anh",
    ),
    rule(
        "xin hỏi",
        "question",
        r"\b(?:ch[o_] (?:em |toi |minh |e |chi |anh )?hoi|xin hoi|hoi chut|ch[o_] (?:em |toi )?biet)\b",
        "Cho em hỏi xong việc thì làm gì tiếp ạ",
    ),
    rule(
        "xong hả",
        "question",
        rf"\b{DONE}(?: \w+){{0,2}} (?:ha|hả|_|that khong)(?: (?:anh|chi|em|a))*$",
        "2 xong rồi hả",
    ),
    rule(
        "rồi hả",
        "question",
        r"\broi (?:ha|phai khong|dung khong)(?: (?:anh|chi|em|a))*$",
        "Em gửi nhầm chỗ rồi hả anh",
    ),
)
