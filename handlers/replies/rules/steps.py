"""Steps: in progress, unless a done is said beside them."""

from handlers.replies.rules.rule import SOON, Rule, rule

STEPS: tuple[Rule, ...] = (
    rule(
        "việc 3 tuần sau",
        "unfinished_named",
        rf"^(?:(?:chac|thi|den|khoang|co le|du kien|la|moi) )*{SOON}(?: (?:a|nhe|anh|chi|em))*$",
        "Việc 3 tuần sau",
    ),
    rule(
        "sắp nghiệm thu",
        "after",
        rf"^(?!.*\b(?:da|vua|roi)\b).*\b(?:{SOON}|sap|chuan bi|du kien)\b(?: \S+){{0,4}}? (?:nghiem thu"
        rf"|tham dinh|trinh"
        r"|phe duyet|ban hanh|phat hanh|ky|cong bo|ban giao)\b(?! (?:bao cao|minh chung))",
        "Sắp trình UBND tỉnh",
    ),
    rule(
        "sắp họp",
        "planned",
        rf"^(?!.*\b(?:da|vua|roi)\b).*\b{SOON} (?:\w+ ){{0,4}}?(?:gui|hop|nop|phan cong|to chuc)\b"
        r"|\b(?:sap|chuan bi|du kien)\b(?: \S+){0,4}? (?:gui|hop|to chuc)\b",
        "Sắp họp với các xã",
    ),
    rule(
        "đầu năm mới được giao",
        "planned",
        rf"\b(?:{SOON}|dau nam|cuoi nam|sang nam) moi (?:duoc|co)\b",
        "Đầu năm sau mới được giao vốn",
    ),
    rule(
        "đã phân công",
        "planned",
        r"\b(?:da|vua|moi|roi)(?: duoc| co)? (?:phan cong|giao(?: viec| nhiem vu)?|cu)\b",
        "Đã phân công phòng chuyên môn",
    ),
    rule(
        "đã gửi, đã trình",
        "step",
        r"\bda qua (?:buoc|khau|vong|giai doan)\b"
        r"|\b(?:da|vua|moi|roi)(?: duoc| co| ch[o_] (?:anh em|can bo|xa|to|doan|nguoi)(?: di)?| (?!em\b|anh\b"
        r"|chi\b|thua\b|chau\b|bac\b|con\b|truong\b)\w+)? (?:gui"
        r"|trinh|ban hanh|nop"
        r"|bao cao|ky|hop|to chuc"
        r"|tham muu|du thao|soan|lay y kien|phe duyet|phan cong|giao|cap|phat hanh|dan[g_] ky|lap|xay dung"
        r"|chuyen(?! (?:cong tac|di))|ra soat|khao sat|tap huan|kiem tra|cong bo|dan[g_] tai|thanh lap|hoan thien"
        r"|tong hop"
        r"|tuyen truyen|xu ly|giai quyet|phoi hop|thong qua|nghiem thu|cu|mo|dua|giai ngan|ban giao|dat|thong nhat"
        r"|ket thuc|so ket|tong ket|thong xe|dien ra|cat bang|be giang|trao(?! doi)|ra quan|phat dong"
        r"|khai giang|phat|mua|lap|treo|dan|khanh thanh|van hanh|xay|trong|tiem"
        r"|chay thu|cai dat|don dep|di doi"
        r"|hoan chinh|chinh sua|bo sung|kien nghi|de xuat|lien he|lam viec|trao doi|dau thau|moi thau|tuyen dung"
        r"|hoi thao|chi dao|don doc|huong dan|quan triet|phan bo|pho bien|dieu tra|lua chon)\b",
        "Đã trình UBND tỉnh",
    ),
    rule(
        "công văn gửi các xã",
        "step",
        r"^(?:cong van|van ban|thong bao|giay moi|to trinh|bao cao)(?: so)? (?:gui|chuyen)"
        r"(?: (?:di|den|toi|cho|ch_|cac))*"
        r" (?:xa|phuong|so|phong|don vi|nganh|thon|truong|ubnd|co quan|dia phuong)\b",
        "Công văn gửi các xã hôm 5/3",
    ),
    rule(
        "chưa khắc phục",
        "lacking",
        r"\b(?:chua|khong)(?: duoc| the| kip)* (?:bo tri|cap|phan bo|khac phuc|sua|thu hoi|den bu|boi thuong"
        r"|giai toa|go|thao go|giai quyet"
        r"|xu ly)(?: duoc)?"
        r"(?: \w+)?(?: roi| a| anh| chi| em)*$",
        "Chưa khắc phục được",
    ),
    rule(
        "còn điều chưa",
        "waiting",
        r"\bchua\b(?! (?:biet|hieu|thay|noi|ro|nam|xem|kiem tra|nghe|hoi|de y|doc))",
        "Xong rồi nhưng chưa có báo cáo",
    ),
    rule(
        "còn xã A",
        "waiting",
        r"^(?:(?:a|_|o|ma|quen|khoan|that ra|thuc ra|thuc te|chi|van|hien|gio|em|ben em) )*con (?:mo[i_] |co )?"
        r"(?!(?:gi|ai|mo[i_]|lai|em|anh|chi|ben|hom|tuan|thang|ngay|nguyen|nu[a_]|thi|kip|han|nho|dang|duoc"
        r"|cach|hieu|la|xa (?:em|minh|nay))\b)"
        r"[a-z]+(?: \w+){0,5}$",
        "Xong, còn xã Vạn Thắng",
    ),
    rule(
        "chậm so với kế hoạch",
        "step",
        r"\bcham so voi\b|\bcham tien do\b|\btien do(?: con| bi| hoi| dang)* cham\b|\btre han\b",
        "Việc này hơi chậm so với kế hoạch",
    ),
    rule(
        "đã có văn bản",
        "step",
        r"\b(?:duoc|da)(?: \w+){0,3} (?:dong y|chap thuan|thong nhat)(?: ve)? (?:chu truong|phuong an|nguon"
        r"|kinh phi)\b"
        r"|\b(?:da|vua|moi|vua moi) co (?:qd|kh|ttr|nq|tb|van ban|cong van|to trinh|ke hoach|du thao|bao cao"
        r"|quyet dinh|ket qua"
        r"|chu truong)\b|\b(?:du thao|ban thao|de cuong)(?: lan \w+)? roi\b"
        r"|\bra (?:qd|kh|ttr|nq|tb|cv|van ban|cong van|to trinh|ke hoach|bao cao|quyet dinh|thong bao"
        r"|nghi quyet)\b(?: \w+){0,5} roi\b",
        "Đã có chủ trương",
    ),
    rule(
        "trình rồi",
        "step",
        r"\blam roi\b|\b(?:trien khai|thuc hien)(?: day du| xong)? roi\b"
        r"|\b(?:gui|trinh|ban hanh|nop|ky|hop|to chuc|mo lop|phat dong|cap nhat|nhap|thong qua|phe duyet"
        r"|nghiem thu|up|upload|tai len"
        r"|dan[g_] len|dan[g_] tai)(?: \w+){0,7} roi\b|\b(?:duoc|da) (?:phe )?duyet\b",
        "Gửi sở rồi ạ",
    ),
)
