"""Questions: they say nothing of the work, even with "xong" in them."""

from handlers.replies.rules.rule import DONE, POLITE, Rule, rule

_WHAT = (
    r"(?:o dau|cho nao|(?:nut|viec|nhiem vu|cai|muc|mau|ngay|kieu|cach|file|phan|link|form|bieu|ban|loai"
    r"|buoc|don vi|nguoi"
    r"|noi dung|hom|thang|quy|ai) nao|(?:kieu|cai|viec|lam|bang|mau) gi|the nao|lam sao|bao gio|khi nao|luc nao"
    r"|may gio"
    r"|ngay may|bao nhieu|(?:sao|toi dau|den dau|the nao) roi)"
)
# An interrogative that no denial before it makes an "any" ("chưa xong việc nào") asks, whatever else is said.
ASKED: tuple[Rule, ...] = (
    rule(
        "báo xong ở đâu",
        "question",
        rf"^(?!.*\b(?:chua|khong|chang|cha|cung|dau co)\b).*\b{_WHAT}{POLITE}$",
        "Em phải báo xong ở đâu ạ",
    ),
    rule(
        "nếu đã xong thì báo",
        "question",
        rf"^neu (?:da |lam |thuc hien |ben nao )*{DONE} (?:roi )?thi (?!(?:em|ben em|minh|toi"
        rf"|don vi)\b)(?:bao|gui|nop|cap nhat|nho|de nghi)\b",
        "Nếu đã xong thì báo lại Sở trước thứ sáu",
    ),
    rule(
        "việc nào chưa xong",
        "question",
        r"^(?:(?:anh|chi|em|oi|a|con|co|the|bay gio|hien|nay|vay) )*(?:cac |nhung )?(?:viec|nhiem vu|cai|muc) nao\b"
        r"(?!.*\b(?:cung|qua|het|ca)\b)",
        "Việc nào chưa xong vậy anh",
    ),
)

# A question that is none.
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
        "xong việc đi không",
        "question",
        rf"^(?:\w+ ){{0,3}}{DONE}(?: (?!(?:ma|nhung|con|roi|chua)\b)\w+){{2,5}} khong{POLITE}$",
        "Xong việc ghé cơ quan không anh",
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
        "anh nhận được chưa",
        "question",
        rf"\b(?:anh|chi|sep|so|ben \w+|lanh dao|tin[h_]|van phong|he thong) (?:(?!chua\b"
        rf"|khong\b)\w+ ){{0,2}}?(?:nhan|xem(?! (?:lai )?(?:giup|ho|dum))|duyet|doc|thay"
        rf"|giai quyet|dong y|ky|tra lo[i_]|xu ly)(?: (?!chua\b|khong\b)\w+){{0,6}} (?:chua|khong){POLITE}$",
        "Báo cáo hôm trước anh nhận được chưa ạ",
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
        rf"\bthi sao{POLITE}$|"
        r"\b(?:phai khong|dung khong|duoc khong|co phai|co duoc|(?<!lam )(?<!vi )sao (?:(?:em|minh|toi|xa"
        r"|so|phong|ben em|he thong|bot|anh|chi|cai nay|viec nay|thay|bao|may)"
        r" ){0,3}(?:chua|van|lai|cu)|tai sao|vi sao)\b",
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
        r"(?!.*\b(?:thi|la) (?:moi|em|ben em|minh|se|don vi|xa|lam|trien khai|xong|hoan thanh)\b)",
        "Tháng nào tổ chức ạ",
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
        "Nhiệm vụ này là gì ạ",
    ),
    rule(
        "đơn vị nào",
        "question",
        r"^(?!.*\b(?:khong|chua|xong)\b).*\b(?:don vi|so|xa|phuong|co quan|ben|phong|cai|viec|nhiem vu) nao\b",
        "Đơn vị nào nộp trước ạ",
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
        r"\b(?:ch[o_] (?:em |toi |minh |e |chi |anh )?hoi(?! dong| nghi| phu nu| nong| cuu)|xin hoi|hoi chut"
        r"|ch[o_] (?:em |toi )?biet)\b",
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
