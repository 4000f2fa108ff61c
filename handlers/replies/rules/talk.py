"""Words that report nothing: politeness, and phrases that only look like a report."""

from handlers.replies.rules.rule import DONE, Rule, rule

# They hold a "xong" or a "vướng" and say nothing: taken out before any other rule looks.
IDLE: tuple[Rule, ...] = (
    rule(
        "thời hạn hoàn thành",
        "idle",
        r"\b(?:thoi (?:gian|han|diem)|(?<!gia )han|ngay|moc|tien do|ty le|ti le|mu[c_] do|khoi luong"
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
        rf"(?<=\w )de (?!em|toi|minh|anh|chi)(?:\w+ ){{0,4}}?{DONE}\b(?: 100 ?%)?",
        "Xin gia hạn 10 ngày để hoàn thành",
    ),
    rule(
        "nhờ anh cập nhật giúp",
        "idle",
        r"^(?:(?:em|xa|so|don vi|ben em|kinh) )*(?:nho|de nghi|xin|mong) (?:(?:a|anh|chi|sep|ban|dong chi"
        r"|he thong|van phong|bot) )*"
        r"(?:cap nhat|ghi nhan|danh dau|tick|tich|xac nhan|cong nhan|chuyen (?:trang thai|sang(?= hoan thanh)))"
        r"(?: (?:trang thai|tien do|ket qua|giup|ho|dum|em|xa|so|ben em|cho|ch_|la|sang|thanh|vao|he thong"
        r"|nhiem vu|viec))*"
        r"(?= (?:da|dang|chua|xong|hoan|moi|duoc)\b)",
        "Nhờ anh cập nhật giúp em đang làm",
    ),
    rule(
        "chưa kịp báo",
        "idle",
        r"\b(?:chua|khong) kip (?:bao(?! cao)|nhan|cap nhat|goi|noi|nhan tin|gui)(?: (?:lai|cho|ch_|a|anh|chi"
        r"|sep|ban|he thong|len|ket qua))*$",
        "Đang làm nhưng chưa kịp báo anh",
    ),
    rule(
        "khỏi nhắc nữa",
        "idle",
        r"\b(?:khoi|dung|khong can|khong phai|thoi)(?: can| phai)? (?:nhac|don doc|giuc|hoi)(?: (?:em|minh|toi"
        r"|ben em|xa|so|don vi))?"
        r"(?: (?:nu[a_]|nhe|nha|a|anh|chi|sep|ban|lam gi|chi))*$",
        "Đang làm, khỏi nhắc nữa nha anh",
    ),
    rule(
        "anh ghi giúp em",
        "idle",
        r"\b(?:nho |nhan tien |phien |de nghi |mong )?(?:(?:a|anh|chi|sep|ban|dong chi|ben anh|ben chi|admin"
        r"|bot|he thong|cu) )*"
        r"(?:ghi(?: nhan)?|cap nhat|danh dau|tick|tich|gach|xoa|bo|dong|tat|luu|nhap|xac nhan|bao(?: cao)?"
        r"|chuyen trang thai)"
        r"(?: (?:lai|vao|vo|ten|so|viec|nay|ra|di|khoi|danh sach|he thong|ket qua))* (?:giup|dum|gium|ho|cho|ch_)"
        r" (?:em|minh|toi|tui|xa|so|don vi|phong|ben em|chung em)(?: (?:nhe|nha|a|anh|chi|voi|cai|phat|luon|sep"
        r"|di))*$",
        "Đang làm, anh cập nhật giúp em nhé",
    ),
    rule(
        "tất tần tật, đâu vào đấy",
        "idle",
        r"(?:(?<=xong )|(?<=thanh )|(?<=tat )|(?<=het )|(?<=xuoi )|(?<=sach )|(?<=tron )|(?<=ghe ))(?:tat tan tat"
        r"|het (?:tron|troi|sach|trui)"
        r"|troi|tron goi|dau (?:vao|ra) (?:day|do)|lang (?:cong|o)|gon ghe|tuom tat|chan chu|dang hoang|(?:that"
        r"|thiet)(?= (?:roi|ma)\b)|gon lon"
        r"|khong (?:con|sot|thieu) gi)\b"
        r"|(?<=quen bao )(?:(?:a|anh|chi|sep) )?(?:thong cam|xin loi)(?= |$)",
        "Đang làm, xong hết trơn hết trọi rồi em báo",
    ),
    rule(
        "xong rồi, hôm trước em có gửi",
        "idle",
        r"(?<=xong roi )(?:(?:hom|bua|ngay|tuan|sang|chieu|to[i_]|thu)(?: (?!em\b)\w+){1,5} )?(?:em|ben em|minh"
        r"|don vi)(?: (?:co|da|vua|cung))*"
        r" (?:gui|nop|bao cao|up|cap nhat|chuyen|scan)(?: (?!(?:chua|khong|nhung|con|mai|se|dang|cho|doi|moi"
        r"|neu|sua|lai|tra|thieu"
        r"|bi|nham)\b)\w+){0,10} roi(?= |$)",
        "Đang làm, phần đầu xong rồi hôm trước em có gửi báo cáo qua trục rồi",
    ),
    rule(
        "cứ ghi là xong giúp em",
        "idle",
        r"(?:^|(?<=roi ))(?:(?:a|anh|chi|sep|ban|dong chi|thi|nho|de nghi|cu) )*(?:ghi(?: nhan)?|bam|danh dau"
        r"|tick|tich|chuyen)"
        rf"(?: (?:la|rang|thanh|sang|trang thai|muc|da|vao))* {DONE} (?:giup|dum|gium|ho|cho|ch_)"
        r"(?: (?:em|minh|toi|tui|ben em|voi|nhe|nha|a|anh|chi|sep|don vi|xa|cai))*$",
        "Đang làm, anh cứ ghi là xong giúp em",
    ),
    rule(
        "sao vẫn nhắc",
        "idle",
        r"\bma (?:(?:bot|he thong|anh|chi|may|van phong|sep|ngay nao|hoai) )*(?:cu|van|con|hay|lai) "
        r"(?:nhac|don doc|giuc|hoi|bao (?:chua|cham|qua han|tre))\b.*$"
        r"|\b(?:ma )?(?:tai |vi )?sao (?:(?:van|con|cu|lai|toan|bot|hom nay|he thong|ben \w+|em|anh|chi) )+"
        r"(?:nhac|don doc|giuc|hoi|hien|bao (?:chua|cham|qua han|tre))\b.*$",
        "Đang làm mà sao vẫn nhắc em",
    ),
    rule(
        "không vướng",
        "idle",
        r"^(?:\w+ ){0,2}khong co y kien(?: gi| nao| them)*$"
        r"|\b(?:khong|chua)(?: co| thay| bi| gap| phat sinh)*(?: gi)? (?:vuong(?: mac)?|kho khan|ach tac"
        r"|tro ngai|trac tro)(?: (?:gi|mac"
        r"|nao|nua|ca))*(?:,? ?(?:va )?(?:vuong mac|ton tai))?",
        "Đang làm, không vướng gì",
    ),
    rule(
        "khỏi chờ",
        "idle",
        r"\b(?:khong|khoi)(?: con)? (?:can|phai) (?:phai )?(?:cho|doi)\b.*$",
        "Đang làm, không cần chờ sở nữa",
    ),
    rule(
        "rút xin gia hạn",
        "idle",
        r"\b(?:xin )?rut(?: lai)? (?:\w+ ){0,3}(?:gia han|lui)(?: han)?(?: vi| do)?\b",
        "Xin rút đề nghị gia hạn, đang làm",
    ),
    rule(
        "không còn đề nghị gia hạn vì",
        "idle",
        r"\bkhong (?:con|can|phai|xin)(?: (?:can|phai|xin|de nghi|nhu cau))* (?:gia han|lui(?: han)?|them thoi gian)"
        r"(?: nua)? (?:vi|do|boi)(?= )",
        "Không còn đề nghị gia hạn vì đang làm kịp",
    ),
    rule(
        "không phải chưa làm mà là",
        "idle",
        r"\bkhong phai(?: la)? (?:chua|khong) (?:\w+ ){1,4}?(?:ma|nhung)(?: (?:la|van|thi))*(?= )",
        "Không phải chưa triển khai mà là đang làm",
    ),
    rule(
        "không có chi",
        "idle",
        r"^(?:(?:d[a_]|vang|a|u|thoi) )*khong (?:co )?(?:chi|gi)"
        r"(?: (?:dau|nha|nhe|nghen|hen|a|anh|chi|em|ban|sep|ma|oi))*$",
        "Dạ không có chi, em đang làm",
    ),
    rule(
        "chứ không phải",
        "idle",
        r"(?<=roi )chu (?:khong|dau)(?: (?:phai|con))+ .*$",
        "Làm được nửa rồi chứ không phải chưa làm đâu",
    ),
    rule(
        "thiếu gì anh báo",
        "idle",
        r"\b(?:con )?(?:thieu|can|vuong|sai|sot)(?: cai| cho| muc)? gi (?:thi )?(?:nua )?(?:a|anh|chi|em|sep"
        r"|ben \w+|ban)"
        r"(?: cu)? (?:bao|nhan|noi|goi|gop y|nhac|chi)\b.*$",
        "Đang làm, thiếu gì anh báo em nhé",
    ),
    rule(
        "theo mẫu mới",
        "idle",
        r"\btheo (?:dung )?(?:huong dan|quy dinh|mau|bieu mau|thong tu|chi dao|van ban|luat"
        r"|quy trinh) moi(?: nhat)?\b"
        r"(?: cua (?:so|tinh|bo|tw|trung uong|ubnd)\b)?",
        "Đang làm theo mẫu mới của sở",
    ),
    rule(
        "được anh nhắc hôm thứ 5",
        "idle",
        r"\b(?:duoc|ma) (?:a|anh|chi|sep|so|tinh|van phong|bot) (?:nhac|giao|hoi|don doc)"
        r"(?: (?:hom|thu|tuan|thang|qua|truoc|nay|kia|no|hai|ba|tu|nam|sau|bay|\d+))*\b",
        "Việc 2 được anh nhắc hôm thứ 5 em đang làm",
    ),
    rule(
        "anh giao em hôm trước",
        "idle",
        r"^(?:ma )?(?:a|anh|chi|sep|so|tinh|lanh dao) giao"
        r"(?=(?: (?:em|minh|ben em|xa|hom|tuan|thang|qua|truoc|lam|xong))*"
        r" (?:da|roi|(?:hom|tuan|thang) (?:qua|truoc|kia))\b)",
        "Việc 12 anh giao em tuần trước em đang làm",
    ),
    rule(
        "không có việc nào trễ",
        "idle",
        r"\bkhong (?:co|con) (?:nhiem vu|viec|dau viec|cai|muc|noi dung) nao (?:bi )?(?:tre|cham|qua han|vuong)\b.*$",
        "Đang làm, không có việc nào trễ hạn",
    ),
    rule(
        "ai bảo chưa xong",
        "idle",
        r"^(?:ai|dua nao) (?:bao|noi|keu)(?: la| rang)? (?:chua|khong) (?:xong|lam|hoan thanh|trien khai)\b.*$",
        "Ai bảo chưa làm, đang làm đây",
    ),
    rule(
        "chưa phải 15/3",
        "idle",
        r"\bchua (?:phai|den) (?:ngay )?\d{1,2}/\d{1,2}(?: dau)?(?: (?:ma|a|anh|chi|em|nhe))*$",
        "Đang làm, chưa phải 15/3 đâu anh",
    ),
    rule(
        "chưa chốt ngày",
        "idle",
        r"\bchua (?:chot|xac dinh|biet|ro)(?: duoc)?(?: cu the)? (?:ngay|thoi gian|thoi han|moc|han)\b(?: \w+){0,2}$",
        "Đang làm, chưa chốt được ngày",
    ),
    rule(
        "họp xong em nhắn",
        "idle",
        r"\b(?:hop|di|ve|an|hoc|nghi|don|giao ban|hoi nghi|cong tac)(?: \w+){0,3} (?:xong|roi)(?: roi| la| thi)*"
        r" (?:em|minh|toi)(?: se)? (?:nhan|bao|goi|tra lo[i_]|xem|phan hoi|kiem tra|cap nhat|lien he)\b.*$"
        r"|\bve (?:toi|den) (?:co quan|don vi|xa|nha)(?: \w+)* (?:em|minh|toi) (?:nhan|bao|goi|tra lo[i_]|xem"
        r"|kiem tra)\b.*$",
        "Đang làm, họp xong em nhắn lại anh",
    ),
    rule(
        "anh hỏi thì em nói là",
        "idle",
        r"^(?:\w+ )?(?:a|anh|chi|sep|ban|so|tinh|lanh dao|ben \w+)(?: (?:co|cu|moi|vua))? (?:hoi|nhac|goi hoi)\b"
        r"(?:(?! (?:em|minh) (?:noi|thua))[ \w]){0,40}? (?:em|minh|toi)(?: cung| xin| phai)? (?:noi|thua"
        r"|tra lo[i_]|bao(?! cao))"
        r"(?: (?:thiet|that|thang|luon|voi anh|voi chi|la|rang))*(?= )",
        "Anh hỏi xong chưa thì em thưa thật là đang làm",
    ),
    rule(
        "chắc anh chưa cập nhật",
        "idle",
        r"\b(?:chac|co le|hinh nhu)(?: la)? (?:a|anh|chi|sep|ben anh|ben chi|he thong|bot|may) (?:chua|quen|khong)"
        r" (?:cap nhat|xem|thay|nhan|doc|de y|biet)\b.*$",
        "Đang làm, chắc anh chưa cập nhật",
    ),
    rule(
        "mới nhận bàn giao",
        "idle",
        r"\b(?:da |tiep )+nhan(?: duoc)? (?:chi dao|thong bao|nhac nho|cong van|van ban|tin nhan|thong tin)"
        r"(?: (?:nay|tren|roi|cua (?:a|anh|chi|sep|tinh|so)|a|anh|chi))*$"
        r"|\b(?:moi|vua|vua moi) (?:nhan|duoc)(?: duoc)? (?:ban giao|phan cong|giao viec|nhiem vu|viec|thong bao)\b"
        r"(?: (?!(?:nen|chua|da|dang)\b)\w+){0,4}$",
        "Chưa làm, mới nhận bàn giao từ anh Hưng",
    ),
    rule(
        "lo xong việc khác đã",
        "idle",
        r"\b(?:dang |phai |de )*lo(?: cho)? xong (?:\w+ ){1,8}da$",
        "Đang lo xong việc kỳ họp đã, việc này đang làm",
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
    r"\b(?:khong co (?:gi )?(?:kho khan|vuong)|cam on|ok|d[a_] vang|vang|(?:da (?:tiep )?"
    r"|tiep )nhan(?! (?:\d|may|tien|von|kinh phi|thiet bi|mat bang|tai san))"
    r"|nhan duoc|nhan roi|da ro|^ro$|ro roi"
    r"|(?:nhan|goi|bao|tra lo[i_]) lai|bao sau|ro a|da biet|biet roi|chao|xin chao|hello|alo|hi|uh|u|um|yes"
    r"|chuc|tuyet voi|tot qua|tot lam"
    r"|hay qua|duoc roi|ghi nhan|nhat tri|dong y(?! (?:chu truong|cho|ve|phuong an|gia|nguon))|^da$|^d_\b"
    r"|^da(?= (?:a|em|anh|chi|ban|vang|ok|toi|minh|xa|so"
    r"|ben|thua|chao|cam|de|ro|khong|vay|the|d[a_]|nhan|tiep thu|gia han|duoc gia han)\b)|de (?:em|toi"
    r"|minh) (?:xem|kiem tra|hoi|lam"
    r"|bao)|(?:em|toi|minh|ben em|se|don vi) (?:se )?(?:kiem tra|xem|cap nhat|bao cao|lam|(?:gui|nop)(?! (?:a"
    r"|anh|chi|sep) bao cao\b)"
    r"|bo sung|phan hoi|tra lo[i_]|ra soat|khan truong|thuc hien|trien khai)|lam ngay|xin loi"
    r"|thong cam|nham|da xem|da doc|hieu roi|haha|hihi|hehe|nice|good|noted|roger|hoan nghenh"
    r"|vui qua)\b",
    "Dạ vâng, cảm ơn anh",
)
