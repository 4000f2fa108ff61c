"""What takes a "xong" away without denying it: delay, condition, part. A new hedge is a word more in its line here."""

from handlers.replies.numbers import COUNTED
from handlers.replies.rules.claims import PLAIN_SUBJECT
from handlers.replies.rules.rule import DONE, SOON, Rule, rule

_ABOVE = (
    r"(?:ubnd|uy ban|tin[h_]|so|sep|lanh dao|chu tich|thu truong|bi thu|cap tren|van phong|thuong truc|thu tuong"
    r"|chinh phu|bo|trung uong|thanh uy|tinh uy|dang uy|giam doc|ban giam doc|cong van|van ban|ket luan|thong bao)"
)

LIMITS: tuple[Rule, ...] = (
    rule(
        "cấp trên chỉ đạo hoàn thành",
        "question",
        rf"^(?:(?:theo|thuc hien|chuyen tiep|chuyen|fw|fwd|nguyen van|noi dung|y kien"
        rf"|bao) )*{_ABOVE}(?: (?!da\b|em\b)\w+){{0,5}}?"
        r" (?:chi dao|yeu cau|giao|don doc|nhac|ket luan|quan triet|dan|lenh|thuc)(?: (?!da\b|em\b|nen\b)\w+){0,6}?"
        rf"(?: ?:)?(?: (?:khan truong|phai|tap trung|day nhanh|tiep tuc|som|can"
        rf"|cac don vi))* {DONE}\b(?!.*\b(?:em|chua|roi|gia han)\b)"
        rf"|^(?:(?:d_|vang|anh|chi|em|a|kinh) )*(?:de nghi|yeu cau|nhac|giao|don doc|thong bao|nho|mong)(?: toi"
        rf"| den)?"
        rf" (?:(?:cac|quy|toan the|tat ca|moi|anh chi em|anh em) \w+|(?:phong|xa|phuong|ban|to|thon|khoa|truong"
        rf"|tram) (?!em\b"
        rf"|minh\b|toi\b)\w+)(?: (?!da\b|em\b|chua\b|vua\b)\w+){{0,8}}? {DONE}\b(?!.*\b(?:em|chua|roi|gia han)\b)"
        rf"|^(?:cac|toan the|tat ca(?: cac)?) (?:dong chi|don vi|phong|ban|xa|phuong|truong|thon|to|khoa"
        rf"|anh chi)(?: (?!da\b|em\b|chua\b|vua\b|deu\b"
        rf"|hoan\b|xong\b)\w+){{0,4}}? (?:(?:khan truong|phai|can|nho|som"
        rf"|tap trung) )*{DONE}\b(?: \w+){{0,4}}? (?:truoc|trong|vao|dung han|som)\b"
        rf"(?!.*\b(?:em|chua|roi|gia han)\b)"
        rf"|^(?:ket luan|chi dao|y kien|cong van|van ban|thong bao|chi thi|nghi quyet|quyet dinh)(?: \w+){{0,8}} ?:"
        rf"(?: (?!da\b|em\b)\w+){{0,6}} {DONE}\b(?!.*\b(?:em|chua|roi|gia han)\b)",
        "UBND tỉnh chỉ đạo: khẩn trương hoàn thành trong tháng 3",
    ),
    rule(
        "mục tiêu: hoàn thành",
        "unfinished",
        r"\b(?:ke hoach|muc tieu|phuong huong|yeu cau|giai phap|chi dao|ket luan|trong tam|noi dung|ten nhiem vu)\b"
        rf"[^:]{{0,40}}: {DONE}",
        "Mục tiêu tháng 7: hoàn thành nv 3",
    ),
    rule(
        "nếu, khi",
        "unfinished",
        r"\b(?:(?<!nhu )neu(?! (?:tren|ra)\b)|khi nao|bao gio|luc nao|chi can|mien la|gia ma|gia nhu|uoc"
        r"|phai co|sau khi"
        r"|truoc khi"
        rf"|trong khi|khi)\b.*\b{DONE}|\b{DONE}\b.*\b(?:(?<!nhu )neu(?! (?:tren|ra)\b)|(?<!sau )khi co|mien la"
        rf"|voi dieu kien)\b"
        rf"|^neu\b(?! duoc)",
        "Nếu có kinh phí thì xong",
    ),
    rule(
        "thì mới xong",
        "unfinished",
        rf"^(?!(?:{PLAIN_SUBJECT}[ :()]+)*?(?:moi|dung la) {DONE}).*?"
        r"\w+ (?:thi|moi|la|cho)(?: co the| duoc"
        rf"| duoc coi la)* {DONE}\b"
        r"(?<!^la xong)(?<!^vay la xong)(?<!^nay moi xong)(?<!den nay moi xong)(?<!^the la xong)(?<!^viec thi"
        r" xong)(?<!^nhiem vu thi xong)(?<!^chi moi"
        r" xong)(?<!^em moi xong)"
        r"(?<!vua moi xong)(?<!vua moi hoan thanh)(?<!vua moi hoan tat)(?<!^da moi xong)(?<!hom qua moi xong)"
        r"(?<!hom qua moi hoan thanh)(?<!truoc moi xong)(?<!sang nay moi xong)(?<!ma_ moi xong)(?<!vat va moi"
        r" xong)(?<!vat va lam moi xong)",
        "Có số liệu mới xong được",
    ),
    rule(
        "xong thì báo",
        "unfinished",
        rf"\b{DONE}(?: (?:het|ca|luon|roi))* (?:thi(?! cong)|se|moi|de|la|(?:em|minh|toi|ben em"
        rf"|don vi)(?: se)? (?:bao"
        rf"|gui|nop|trinh"
        r"|cap nhat|lam))\b",
        "Xong thì em gửi",
    ),
    rule(
        "người ta bảo xong",
        "unfinished",
        rf"(?<!xin )(?<!em )\b(?:noi|keu|bao(?! cao))(?: la| rang)?(?: da)?(?: lam| thuc hien| trien khai"
        rf"| xu ly)? {DONE}\b",
        "Phòng tài chính nói xong rồi",
    ),
    rule(
        "ghi là đã xong",
        "unfinished",
        r"\b(?:ghi(?! (?:nhan|hinh|am|chep|danh|chu\b))|bam|danh dau|lo bao|he thong (?:\w+ )?(?:hien|bao|dua)"
        r"|bot (?:\w+ )?bao)"
        rf"(?: (?:la|rang|thanh|trang thai|ket qua|muc|vao|nham|lon))*(?: da)?(?: (?:duoc|lam|thuc hien"
        rf"|trien khai))* {DONE}\b",
        "Trên hệ thống ghi đã hoàn thành",
    ),
    rule(
        "đoán là đã xong",
        "unfinished",
        r"\b(?:doan(?! (?:thanh|kiem|cong|vien|the|truong|xa|phuong|cong tac))|ngo|(?:theo|nhu) (?:em|minh|toi"
        r"|ben em|chung em) (?:biet|hieu|nghi|nam)|nghe(?! an\b)"
        r"|xem ra|(?:goi|tinh|coi|xem|ke)"
        r" (?:la|nhu)|chung nhu|gia su|cu ch[o_] la|gia nhu|tuong la|khong dam chac|chac co|thay (?:noi|bao|ghi))\b"
        rf"(?: \w+){{0,7}}? {DONE}\b",
        "Em đoán là đã xong",
    ),
    rule(
        "có tiền là đã xong",
        "unfinished",
        r"\b(?:co(?! ban)|du|het|nop|gui|ky|duyet|them|cap|tanh|cho|doi|mien|dong y|thong qua|xong"
        r"|voi dieu kien)(?: (?!da\b)\w+){0,4}"
        rf" (?:la|thi|moi)(?: (?:em|ben em|minh))?(?: da)? (?:lam |thuc hien |trien khai )?{DONE}\b|\b(?:cho"
        rf"|doi) (?:phe )?(?:ky|duyet)\b(?: \S+){{0,2}} (?:da )?{DONE}\b",
        "Có tiền là đã hoàn thành",
    ),
    rule(
        "người khác xong",
        "unfinished",
        rf"\btru (?:xa|phuong|thon|mot|vai|may|phan|don vi|truong)\b.*\b{DONE}|"
        rf"\b(?:xa|phuong|so|don vi|ben|phong|noi|cho|nganh) (?:khac|kia|ban|duoi|lan can)\b.*\b{DONE}"
        rf"|\bnguoi ta\b.*\b{DONE}"
        rf"|\b(?:huyen cu|tin[h_] (?:ban|khac)|(?:don vi )?tu van)\b(?: \w+){{0,3}} {DONE}",
        "Các xã khác đã hoàn thành",
    ),
    rule(
        "gần xong",
        "unfinished",
        r"\b(?:gan|gan nhu|nhin chung|ve nguyen tac|ve ly thuyet|sap|sap sua|suyt|hau nhu|co ban|ve co ban"
        r"|tuong doi|(?<!trung )tam|coi nhu|xem nhu|chac"
        r"|chac la|co le|hinh nhu|nghe noi|nghe dau|tuong|hom hom|le ra|dan[g_] (?:le|ra|ly)|rang|kieu gi"
        r"|the nao cung|may ra|lam gi co|dai khai|mem|suyt|so so"
        r"|xap xi|co ve|duong nhu"
        rf"|(?<!hoi )(?<!de )(?<!kien )nghi|ai|nao|nho)\b(?: \w+){{0,3}}? {DONE}\b"
        rf"|\b{DONE}(?: \w+)? (?:so so|so sai|so qua|qua loa|tam tam|lay le|co ban"
        rf"|ve co ban|tuong doi"
        r"|gan het|gan nhu|mot phan|phan lon|mot nua)\b",
        "Cơ bản hoàn thành",
    ),
    rule(
        "sẽ xong",
        "unfinished",
        r"\b(?:se|du kien|du dinh|du tinh|muc tieu|chi tieu (?:la|giao|phai)|co gang|gang|phan dau|quyet tam"
        r"|cam ket|hua|mong"
        r"|hy vong|hi vong|dam bao|bao dam|phai|nham|theo ke hoach|yeu cau|de nghi|chuan bi|co the|tranh thu"
        rf"|day nhanh|tap trung|tiep tuc|bien phap)\b(?: \S+){{0,8}}? {DONE}\b",
        "Sẽ hoàn thành trong tuần tới",
    ),
    rule(
        "định xong",  # unaccented these are names, too ("cán bộ", "đề án", "tỉnh"): a "đã" before the done is heard
        "unfinished",
        r"\b(?:(?<!quy )(?<!nghi )(?<!quyet )(?<!on )(?<!xac )(?<!chi )dinh|(?<!ubnd )tinh|can|ke hoach|xin"
        r"|muon|doi|cho"
        rf"|kip|som|dang|de|(?<!duoc )(?<!ban )giao)\b(?: (?!(?:da|vua)\b)\S+){{0,8}}? {DONE}\b",
        "Em định thứ sáu xong",
    ),
    rule(
        "mai xong",
        "unfinished",
        rf"\b{SOON}\b(?!(?:(?<=chieu nay)|(?<=to[i_] nay)) (?:vua|da)\b):?(?: \w+){{0,4}}? {DONE}\b"
        rf"|(?<!moi )(?<!vua )\b{DONE}\b(?: (?:vao|trong|truoc"
        rf"|luc))? {SOON}\b"
        rf"|\b{DONE} (?:som|ngay|dung han thoi|kip)(?: thoi)?$|\bnu[a_] (?:la |thi |moi )?{DONE}",
        "Cuối tuần xong",
    ),
    rule(
        "xong một phần",
        "unfinished",
        rf"\b{DONE}(?: (?:roi|het|luon|ca|duoc|dc|cac|nhung|viec|phan|cong tac|khoang|moi|tam|ve))* (?:du thao"
        rf"|ban thao"
        r"|ban nhap|de cuong|buoc|phan|giai doan|khau|dot|vong|mot so|mot phan|mot nua|phan nua|nua"
        r"|hau het|phan lon|da so(?! hoa)|ho so|khao sat|chuan bi|vai|may(?! (?:bua|hom|ngay|tuan|thang))|so bo"
        r"|hang muc|noi dung thu|thu tuc"
        r"|ban (?:word|mem|cung|giay|scan)|goi(?: thau)?|tuyen(?! truyen)|doan|mong|tang"
        r"|ban dau|buoc dau|buoi|cuoc|khoang|lay y kien|xin y kien|gop y|soan|hop"
        r"|tham dinh)\b(?! (?:viec )?(?:cua (?:em"
        r"|minh|ben em|ben minh|toi|tui|don vi|xa(?! (?!roi\b|a\b|em\b|minh\b|nay\b)\w)|so|phong|chung)|minh|nay"
        r"|duoc giao))",
        "Đã xong dự thảo",
    ),
    rule(
        "xong và trình",
        "unfinished",
        rf"\b{DONE}\b.*(?<!quy )(?<!chuong )(?<!cong )(?<!to )(?<!lo )(?<!qua )(?<!giao )(?<!hanh )\btrinh\b",
        "Đã hoàn thành việc xây dựng và trình UBND tỉnh",
    ),
    rule(
        "xong bản dự thảo",
        "unfinished",
        rf"\b{DONE}\b.*\b(?:du thao|ban thao|de cuong|mot so|mot vai|may xa|hau het|phan lon|da so(?! hoa)|so bo"
        r"|tuong doi|ve mat|nhieu (?:noi dung|viec|xa|chi tieu|muc|phan|nhiem vu|hang muc|don vi))\b",
        "Đã hoàn thành tại một số xã",
    ),
    rule(
        "xong 2/3",
        "unfinished",
        rf"\b{DONE}(?: duoc| khoang| roi| het| luon)* (?:1/[2-5]|2/[35]|3/[45]|4/5)\b(?!/)",
        "Đã xong 2/3",
    ),
    rule(
        "3 xã xong",
        "unfinished",
        rf"(?<!ca )\b(?:\d+|mot|hai|ba|bon|vai|may|nhieu) {COUNTED}\b(?: \w+){{0,3}} {DONE}\b|\b(?:chi"
        rf"|moi) (?:co|so|\d+)\b.*{DONE}",
        "7 xã đã hoàn thành",
    ),
    rule(
        "xong 3 xã",
        "unfinished",
        rf"\b{DONE}(?: duoc| roi| het| luon| o| cho)*(?: hon| gan| khoang)? \d+ (?!%|ngay|tuan|thang|nam|roi"
        rf"|a\b|gio)[a-z]",
        "Xong được 3 xã",
    ),
    rule(
        "phần lớn đã xong",
        "unfinished",
        r"\b(?:hau het|phan lon|da so(?! hoa)|mot so|mot phan|mot nua|mot trong|phan nua|vai|hang muc"
        r"|thu tuc(?! hanh chinh)|(?:goi|goi thau|san pham|phuong an)(?: so)? \d+|du thao|ban thao|giai doan|buoc"
        rf"|dot|khau|phan mem)\b(?: \w+){{0,6}}? {DONE}\b"
        rf"|^(?:(?:em|ben em|d_|da|a|anh|viec nay|cac|bo|ve) )*ho so(?: (?!giai quyet\b|xu ly\b"
        rf"|tra\b)\w+){{0,3}} {DONE}\b",
        "Phần lớn các xã đã hoàn thành",
    ),
    rule(
        "phần đền bù đã xong",
        "unfinished",
        r"\bphan (?!(?:viec|cua|nay|em|minh|ben|toi|don|xa|so|ubnd|phong|cong viec|nhiem vu|viet)\b)(?:\w+ ){1,5}?"
        rf"(?:da )?{DONE}\b",
        "Phần đền bù đã xong",
    ),
    rule(
        "giao phòng khác đã xong",
        "step",
        r"^(?:(?:d[a_]|da|vang|em|minh|toi|ben em|ben minh|don vi|so|xa|phuong|ubnd(?: \w+){1,3}|nay|thi) )*"
        r"(?:giao(?! duc| thong| dich)|chi dao|phan cong|don doc|nhac|giuc|de nghi|yeu cau|huong dan|ky(?! hop"
        r"| nang))\b"
        rf"(?: (?!duoc\b)\w+){{0,6}}? {DONE}\b",
        "Chỉ đạo các xã đã xong",
    ),
    rule(
        "xây dựng xong kế hoạch",
        "step",
        r"\b(?:xay dung|lap|viet|hoan thien) (?:\w+ )?"
        rf"{DONE} (?:\w+ ){{0,2}}?(?:ke hoach|bao cao|de an|du an|phuong an|danh muc|danh sach|quy che|to trinh"
        r"|cong van|van ban|quyet dinh|huong dan|chuong trinh|ho so|noi quy)\b",
        "Đã xây dựng xong kế hoạch",
    ),
    rule(
        "họp xong",
        "step",
        r"\b(?:hop|gui|(?<!xac )nhan|lay y kien|soan|soan thao|khao sat|trinh|tham dinh|chuan bi|gop y|lap|in"
        r"|dam phan"
        rf"|thao luan|tham muu|xin y kien|kiem tra|do dac|thu thap)(?: \w+){{0,3}}? {DONE}\b",
        "Họp xong rồi",
    ),
)
