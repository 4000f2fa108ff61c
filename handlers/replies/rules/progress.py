"""Not started and under way: states said without a "xong"."""

from handlers.replies.rules.rule import DONE, SOON, Rule, rule

NOT_STARTED: tuple[Rule, ...] = (
    rule(
        "chưa làm",
        "not_started",
        r"\b(?:chua|khong)(?: he| the| kip| co)?(?: duoc)? (?:lam(?! (?:kip|nu[a_]))|trien khai|thuc hien|bat dau"
        r"|tien hanh"
        r"|khoi dong|khoi cong|dong (?:den|toi|vao)|dung(?: (?:den|toi|vao)|(?: gi)?(?: a| anh| chi| em)*$)"
        r"|trien khi|bat tay)\b|\bchua (?:dong|dung|ro|so|mo|cham|ngo)(?: gi)* (?:den|toi|vao|vo)\b"
        r"|\bchua (?:den|toi) (?:thoi (?:diem|gian)|ky|luc|luot|dot)(?: (?:a|anh|chi|em|nhe|dau|ma))*$"
        r"|\bchua (?:den|toi) (?:thoi (?:diem|gian)|ky|luc|dot|han|ngay)(?: \w+){0,2}? (?:lam|trien khai"
        r"|thuc hien|bat dau)\b",
        "Chưa triển khai",
    ),
    rule(
        "chưa có gì",
        "not_started",
        r"\bchua (?:\w+ )?(?:cai|viec|nhiem vu|dau viec) nao (?:lam|trien khai|bat dau|thuc hien)\b"
        r"|\bchua (?:giao|phan cong)\b(?! (?:duoc )?(?:dat|von|kinh phi|mat bang|du toan))|\b(?:chua"
        r"|khong) (?:co|lam|duoc) gi\b(?! (?:moi|thay|dac|phat|tro))|\bchua (?:co )?ai (?:lam|dong|dung)\b"
        r"|\bchua dau vao dau\b|\bchua(?: co)? (?:dong (?:tin[h_]|thai)|ruc rich|nhuc nhich)"
        r"|\bchua xuc tien\b"
        r"|\bchua (?!(?:gui|nop|trinh|nhan|thay|bao|biet|nghe|noi|co|xay|hoi|tra|thu)\b)\w+(?: (?!duoc\b)\w+)?"
        r" (?:gi|chi(?= (?:het|ca|rao)\b))(?: (?:het|ca|rao|luon|dau|tron|a|anh|chi|em|nhe|sep))*$",
        "Việc này chưa có gì anh ạ",
    ),
    rule(
        "mai mới làm",
        "not_started",
        rf"\b(?:{SOON}|sang (?:dau|giua|cuoi) nam|nam 20\d\d)(?: \w+)? (?:se|moi"
        rf"|bat dau)(?: \w+)? (?:trien khai|bat dau|lam|thuc hien|tien hanh"
        rf"|khoi dong)\b(?!.*\b{DONE})|^{SOON} (?:\w+ ){{0,2}}(?:trien khai|bat dau|tien hanh"
        rf"|khoi cong)\b(?!.*\b{DONE})"
        rf"|\bse (?:trien khai|bat dau|thuc hien|tien hanh)\b.*\b(?:{SOON}"
        r"|thang \d+|quy (?:[1-4]|i+|iv))"
        r"|\b(?:thang|quy|tuan) (?:\d+|i+|iv)(?:/\d{4})?(?: \w+){0,3} moi (?:trien khai|bat dau|lam|thuc hien)\b",
        "Tháng sau mới triển khai",
    ),
)

UNDER_WAY: tuple[Rule, ...] = (
    rule(
        "chờ ai đó rồi mới làm được",
        "waiting",
        r"\b(?:cho|doi) (?:\S+ ){1,8}?moi (?!lam tiep)(?:\w+ ){0,3}(?:duoc|noi|kip)\b",
        "Đợi thợ về mới thi công được",
    ),
    rule(
        "đang chờ sửa",
        "lacking",
        r"^(?:\w+ ){0,2}(?:dang |van |con )+(?:cho|doi) (?:\w+ ){0,2}(?:sua|khac phuc|bao tri|nang cap|xu ly"
        r"|thay|cap lai)\b",
        "Đang chờ sửa",
    ),
    rule(
        "phải làm lại",
        "lacking",
        r"\bphai (?:dau thau|trinh|to chuc|thuc hien|tham dinh|lap|khao sat) lai\b",
        "Hồ sơ phải trình lại",
    ),
    rule(
        "gửi thẩm định",
        "underway",
        r"\b(?:gui|chuyen|dua)(?: (?!y kien\b)\w+){0,4} (?:tham dinh|tham tra|phe duyet|xet duyet|gop y)\b",
        "Đã gửi sở thẩm định",
    ),
    rule(
        "phải bổ sung",
        "underway",
        r"^(?:(?:nhung|ma|thi|con|van|em|ben em|hien) )*(?:can|phai|nen)(?: (?:phai|co|them))* (?:bo sung|chinh"
        r"|sua|dieu chinh|hoan thien"
        r"|lam them|lam lai|ra soat|giai trinh|cap nhat lai|thay)\b",
        "Xong rồi, cần bổ sung thêm số liệu",
    ),
    rule(
        "tới khúc nghiệm thu",
        "underway",
        r"^(?:(?:gio|nay|hien|bay gio|dang|em|ben em) )*(?:toi|den|qua|sang) (?:khuc|buoc|giai doan|phan|khau"
        r"|luot|cong doan|doan)\b"
        r"|^(?:gio|bay gio|hien gio)(?: (?:em|minh|ben em|chi|con|thi))* (?:in|trinh|lam|cho|doi|ky|xin|hop)\b",
        "Xong rồi, tới khúc nghiệm thu",
    ),
    rule(
        "bị trả cho sửa",
        "underway",
        r"\b(?:cho|bat|yeu cau|bao|doi|keu) (?:\w+ )?(?:sua|bo sung|lam lai|chinh sua|giai trinh)\b",
        "Sếp bắt sửa",
    ),
    rule(
        "chờ ký",
        "underway",
        r"\b(?:cho|doi) (?:\w+ ){0,5}?(?:ky(?! (?:hop|thuat))|phe duyet|duyet|thong qua|nghiem thu"
        r"|ban hanh(?! (?:huong dan|thong tu|nghi dinh|quy dinh|van ban))|dong da[u_])\b",
        "Chờ ký",
    ),
    rule(
        "đang làm",
        "underway",
        r"\b(?:phan dau|co gang|quyet tam|(?<!se )khan truong|(?<!se )tich cuc)\b|\bdang\b(?! (?:di (?:cong|hop"
        r"|hoc|lam|ra|duong|xe|kham|vien|an|choi|don|nghi)|hop$"
        r"|ban(?! hanh)|nghi(?! quyet)|om|an|lai xe|o (?!giai|buoc|khau|mu|phan|vong|khuc|doan)"
        r"|tren (?:duong|xe|may bay|tau)|nam vien|nhap(?! (?:so|du|danh|lieu|ho so|thong|ket)\b)|ky (?!ket|hop)"
        r"|luu|tai|bo (?!sung|tri)|loi|hong|truc trac|bao tri|sua chua|chap chon|treo|vuong|ket|thieu|gap|cho|doi"
        r"|kho khan|bi"
        r"|co vuong|khong co"
        r"|het|chua)\b)",
        "Đang làm",
    ),
    rule(
        "đúng tiến độ",
        "resumed",
        r"^(?:(?:van|deu|dang|co ban|thuc hien|trien khai|ve|con lai|thi|cac|viec|nhiem vu|khac|nay)"
        r" )*(?:dung|theo dung|bam sat|bam|dam bao|bao dam)(?: dung)? (?:tien do|ke hoach)"
        r"(?: (?:de ra|duoc giao|a|anh|chi|em|nhe|nha|ca|het))*$",
        "Việc này vẫn đúng tiến độ",
    ),
    rule(
        "mai làm tiếp",
        "underway",
        rf"^(?:(?:em|minh|ben em|thi|se|de|con) )*{SOON} (?:(?:em|minh|ben em|thi|se) )*(?:lam|trien khai|thuc hien)"
        r" (?:tiep|not)\b",
        "2 thì ngày mai em làm tiếp",
    ),
    rule(
        "mới bắt đầu",
        "underway",
        r"\bbat tay (?:vao )?(?:lam|viec|thuc hien|trien khai)\b|"
        r"\b(?<!chua )(?<!khong )duoc (?:hon |gan |khoang )?(?:\d+|vai|may|mot so) (?!ngay|hom|tuan|thang|nam"
        r"|gio|%)[a-z]|"
        r"\b(?:moi|vua|vua moi|da|bat dau)(?: moi| bat dau| duoc)? (?:lam|trien khai|bat dau|thuc hien"
        r"|khoi cong|dong tho|khoi dong|tien hanh)\b|\btiep tuc\b|\b(?:bi |(?<!kiem )(?<!ra ))tra (?:(?:ho so"
        r"|van ban|du thao"
        r"|bao cao) )?(?:lai|ve)\b|\bbi tra\b|\b(?:lam"
        r"|dau thau|trinh|to chuc|thuc hien) lai\b"
        r"|\bsua lai\b|\bxin (?:y kien|chu truong|chi dao)\b|\bvan lam\b|\blam duoc\b|\b(?:con|dang"
        r"|lam) do(?= dang\b|(?: (?:a|anh|chi|em|nhe|nha|qua|lam))*$)|^bat dau(?: (?:lam|trien khai"
        r"|thuc hien))?$|\bgan het\b",
        "Mới bắt đầu làm",
    ),
    rule(
        "chưa tổng hợp được",
        "underway",
        r"\bnen(?: \w+){0,4} chua\b(?! (?:lam|trien khai|thuc hien|bat dau|co|du))|"
        r"\bchua (?:tong hop|ra soat|nghiem thu|giai ngan|hop|to chuc|xay dung|ban hanh|trinh|bao cao|chot|nop"
        r"|cap nhat"
        r"|xu ly|so hoa|hoan thien|tham muu|ket thuc|giai quyet|lap)(?: \w+){0,2} duoc\b",
        "Các xã chưa gửi nên chưa tổng hợp được",
    ),
    rule(
        "dân chưa họp",
        "lacking",
        r"\b(?:dan|ba con|cac ho|ho dan|nha thau|chu dau tu|doanh nghiep|cong ty|hop tac xa"
        r"|phu huynh)(?: \w+){0,3} chua\b",
        "Dân chưa chịu họp",
    ),
    rule(
        "chưa, vẫn chưa",
        "waiting",
        r"^van (?:y|nhu|vay)\b|^(?:\w+ ){0,3}(?:van )?chua(?: a| anh| chi| em| nhe| roi| dau| duoc| oi| sep| nha)*$"
        r"|\bchua(?: duoc)? (?:ban hanh|trinh|ky|phe duyet|duyet|nop|gui|bao cao|hop|tham dinh|nghiem thu"
        r"|co ket qua|thong qua|to chuc|ban giao|lay)\b|\bchua lam\b",
        "1 xong, 2 chưa",
    ),
    rule(
        "còn thiếu",
        "waiting",
        r"^(?:van |dang |hien |con )+(?:cho|doi)(?:$| \w)|^(?:cho|doi) (?:ket qua|thu tuc|ho so|quyet dinh)"
        r"|^(?:van |bi "
        r"|con )*(?:thieu|sot|sai|loi|hong)\b|^(?:(?:chi"
        r"|van|a|_|o|ma|quen|khoan|that ra|thuc ra|thuc te) )*con (?:thieu|cho|phai|can|ton"
        r"|vuong|mot|\d+|it|chut"
        r"|khau|buoc|ky|mac|doi)\b",
        "Xong rồi, còn thiếu chữ ký",
    ),
    rule(
        "hết vướng",
        "resumed",
        r"\b(?:het|da thao go|thao go xong|da go|khong con|da giai quyet)(?: \w+){0,2}? ?(?:vuong|kho khan"
        r"|ach tac)|\bda (?:duoc )?(?:thao go|khac phuc)\b|\b(?:kinh phi|von|tien"
        r"|mat bang)(?: \w+)? da (?:co|duoc cap|ve)\b|^da (?:co|duoc cap|duoc bo tri) (?:kinh phi|von|tien"
        r"|mat bang|huong dan|nguoi)",
        "Hết vướng mặt bằng rồi",
    ),
)
