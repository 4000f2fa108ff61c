"""What holds the work up, by kind (DESIGN section 5); the first kind that fits a clause is the one recorded."""

from handlers.replies.rules.blocked_by_topic import blocked
from handlers.replies.rules.others import OTHERS_ASKED, OTHERS_OWE
from handlers.replies.rules.rule import Rule, rule

_ASKED = r"\b(?:de nghi|kien nghi|mong|xin|can|de xuat)\b:?(?: \S+){0,6}? "  # "đề nghị tỉnh bố trí kinh phí" lacks it

BLOCKERS: tuple[Rule, ...] = (
    rule(
        "tạm dừng theo chỉ đạo",
        "guidance",
        r"\b(?:tam (?:dung|ngung|hoan)|(?:dung|ngung) (?:thuc hien|trien khai|thi cong|viec"
        r"|nhiem vu))(?: \w+){0,4} (?:theo|do|vi|cho)(?: co)? (?:chi dao|y kien"
        r"|thong bao|ket luan|yeu cau|cong van|van ban|quyet dinh)\b|\b(?:tin[h_]|chu tich|lanh dao|cap tren|sep|bo"
        r"|so)(?: \w+){0,3} (?:cho"
        r"|yeu cau|chi dao|bao|ch_) (?:tam )?(?:dung|ngung)\b"
        r"|\btheo (?:chi dao|lenh)(?: \w+){0,5} tam (?:dung|ngung|hoan)\b"
        r"|(?:^|\bdang )(?:dung|ngung)(?: lai)? theo (?:chi dao|lenh)\b",
        "Tạm dừng theo chỉ đạo của UBND tỉnh",
    ),
    rule(
        "vướng luật",
        "guidance",
        r"\bvuong(?: (?:mac|ve|theo|o|cac|quy dinh|cua)){0,3} (?:luat(?! dat dai)|nghi dinh|thong tu|quy dinh"
        r"|quy trinh)\b",
        "Vướng quy định của Luật Đấu thầu",
    ),
    rule(
        "vướng mặt bằng",
        "land",
        r"\b(?:vuong|ket)(?: (?:mac|ve|o|khau|cong tac|cho|vi|do)){0,3} (?:gpmb|(?:giai phong )?mat bang|den bu"
        r"|boi thuong|giai toa|thu hoi dat)\b",
        "Vướng giải phóng mặt bằng, 2 hộ chưa nhận tiền",
    ),
    OTHERS_ASKED,
    blocked(
        "funding",
        r"kinh phi|von|ngan sach|du toan|(?<!so )(?<!phong )(?<!bo )tai chinh|nguon luc tai chinh"
        r"|giai ngan|kho bac|tien(?! (?:trien|bo|thang|cu|nghi|ich|do|hanh|toi|trinh|de|si|phong"
        r"|le))(?<!uu tien)(?<!dau tien)(?<!cai tien)(?<!thuan tien)",
        "3 vướng kinh phí",
        extra=rf"\b(?:thieu|can)(?: bo tri| cap| ho tro)?(?: them)? \d+(?:[.,]\d+)? ?(?:trieu|ty|nghin|dong)\b"
        rf"|{_ASKED}(?:bo tri|bo sung|cap"
        rf"|ho tro)(?: them| du| som)* (?:nguon )?(?:kinh phi|von|ngan sach)\b",
    ),
    blocked(
        "land",
        r"mat bang|(?<!du lieu )dat dai|thu hoi (?:duoc )?dat|giai toa|giao dat|quy dat|dat o|den bu"
        r"|giai phong mat bang|nguon goc dat|thue dat|su dung dat|boi thuong|tai dinh cu|bia (?:do|hong)"
        r"|so hong|giay to dat|dat(?= (?:cua dan"
        r"|chua|lua|rung|cong))",
        "Vướng mặt bằng",
        extra=(
            r"\bvuong(?: \w+)? (?:\d+|may|vai|mot so) (?:ho|can nha|nha dan|ngoi mo|mo ma|mo)\b"
            r"|\bchong lan\b"
            r"|\b(?:khieu nai|khieu kien|chua dong (?:y|thuan))(?: \w+){0,3} (?:den bu|boi thuong"
            r"|dat|mat bang)\b"
            r"|\b(?:vuong|ket(?! (?:qua|noi|thuc|luan|hop))|thieu|(?:chua|khong) co) (?:ve )?dat\b|\bdan (?:chua"
            r"|khong) (?:chiu )?(?:giao"
            r"|ban giao) dat\b|\btranh chap(?: \w+)? dat\b|\bdat(?: \w+){0,3} tranh chap\b|\b(?:dan"
            r"|ho)(?: \w+){0,3} (?:chua|khong)(?: chiu)? di doi\b"
        ),
    ),
    blocked(
        "procurement",
        r"dau thau|mua sam|goi thau|nha thau|chon thau|chi dinh thau|moi thau|lcnt|thau|mua(?!$| (?:bao|qua|suot|mai"
        r"|gio|hoai|lien|lu"
        r"|lon|nhieu|to))|bao gia|tham dinh gia",
        "Chưa chọn được nhà thầu",
        lacks=r"(?:chua|khong|cham|bi|huy|vuong|keo dai|ket)",
        extra=r"\b(?:huy thau|phai dau thau lai)\b|\bhop dong(?: \w+){0,2} chua (?:ky|duoc ky)|\bchua (?:ky"
        r"|thuong thao)(?: duoc)?(?: \w+)? hop dong\b|\bnha thau(?: \w+){0,3} (?:bo do|bo thau|bo ngang|bo ve"
        r"|rut lui|bo chay"
        r"|bo cuoc|thi cong cham)"
        r"|\bchua (?:lua )?chon (?:\w+ ){0,2}(?:don vi|tu van|nha cung cap)\b",
    ),
    blocked(
        "staff",
        r"nguoi(?! (?:dan|cao tuoi|ngheo|lao dong|co cong|khuyet tat|benh|su dung|dung))|nhan su|nhan luc"
        r"|bien che|can bo|cong chuc|nguon nhan luc|chuyen vien|nhan vien|luc luong"
        r"|chuyen gia|gia[o_] vien|giao_vien|vien chuc|(?<!nguoi )lao dong|bac si",
        "Thiếu người làm",
        stuck=(
            r"(?:vuong|thieu|ket(?! (?:qua|noi|thuc|luan|hop))|kho khan|khong co|khong du|chua co|chua du|het"
            r"|mong|it|cho|xao tron|bien dong"
            r"|(?:chua|khong) bo tri(?: duoc)?|chua tuyen(?: duoc)?|(?<!tien )do|(?<!don )vi(?! tri))"
        ),
        lacks=(
            r"(?:chua quen|chua co kinh nghiem|chua nam|thieu|mong|it qua|qua it|xao tron|thay doi|luan chuyen"
            r"|dieu dong|han che|nghi|om|di (?:cong tac"
            r"|hoc)|chua co|khong du|khong co"
            r"|chua du|bien dong|moi nghi|chuyen cong tac|kiem nhiem)"
        ),
        extra=(
            rf"{_ASKED}(?:bo tri|bo sung|tang cuong)(?: them| du| som)* (?:nhan su|bien che|can bo|nguoi|nhan luc)\b|"
            r"\b(?:cat giam|tinh gian) (?:bien che|nhan su|can bo)\b|\b(?:khong|chua) co ai (?:lam|thay|phu trach"
            r"|nhan|biet|theo doi)\b|\bkiem(?: nhiem)? (?:\d+|may|nhieu|du thu|them)\b|\b(?:chi|con) co (?:\d+|mot|hai"
            r"|vai) (?:nguoi|can bo)\b|\bit nguoi\b|\bkiem nhiem nhieu\b"
            r"|\bnghi (?:thai san|om|viec|huu|sinh|sanh|de)\b|\b(?:ke toan|can bo|cong chuc"
            r"|chuyen vien)(?: \w+)? (?:dang )?nghi (?:phep|che do)\b|\b(?:em|anh|chi|minh|can bo) (?:bi |dang )?om\b"
        ),
    ),
    blocked(
        "technical",
        r"phan mem|he thong|duong truyen|mang|may chu|server|may tinh|ky thuat|website|trang web"
        r"|cong (?:dich vu|thong tin|dvc)|app|ung dung|thiet bi|ha tang|internet|wifi|ket noi|may moc|api"
        r"|tai khoan|chu ky so|token|lien thong|co so du lieu|csdl|may (?:quet|scan|in|chieu)",
        "Phần mềm bị lỗi",
        stuck=(
            r"(?:vuong|loi|truc trac|kho khan|hong|sap|nghen|su co|cho|chua ket noi|chua khac phuc|mat|khong co"
            r"|(?<!tien )do|(?<!don )vi(?! tri)|thieu|chua co)"
        ),
        lacks=(
            r"(?:loi|hong|hu|(?:dang |bi )?nang cap|(?<!thong )qua tai(?! khoan)|(?:chua|khong) ch[o_]|kem(?! theo)"
            r"|sap|rot|bao tri"
            r"|chua mo|het han|vang"
            r"|lag|hay bi|chua dam bao|chua dap ung"
            r"|chap chon|truc trac|nghen"
            r"|cham|yeu"
            r"|khong vao"
            r"|khong dan[g_] nhap"
            r"|khong truy cap"
            r"|khong chay|khong hoat dong|bi|treo|chua on dinh|chua (?:dung|su dung|chay|hoat dong|on)"
            r"|chua dong bo|chua ket noi|chua lien thong"
            r"|chua hoan thien|khong ket noi)"
        ),
        extra=(
            r"\bkhong (?:dan[g_] nhap|truy cap|nhap(?: \w+){0,2}|tai(?: \w+)?|up|xuat(?: \w+)?|dong bo) duoc\b"
            r"|\b(?:he thong|phan mem|cong|trang|web)(?: \w+){0,3}"
            r" (?:vao|mo|dan[g_] nhap|truy cap|ket noi) (?:khong|hong) (?:duoc|noi)\b"
            r"|\bkhong (?:vao|dan[g_] nhap|truy cap|ket noi|cap nhat)(?: duoc)?(?: \w+){0,3} (?:he thong"
            r"|phan mem|mang|may|tai khoan|cong|trang|web)|\b(?:mat|cup) (?:mang|dien)\b|\brot mang\b"
            r"|\bchua (?:fix|sua|khac phuc|va|xu ly)(?: \w+){0,2} loi\b|\bloi (?:ket noi"
            r"|dong bo|font|du lieu|dan[g_] nhap)\b|\bdu lieu(?: \w+){0,3} (?:loi|sai|hong)\b"
        ),
    ),
    blocked(
        "guidance",
        r"huong dan|van ban chi dao|thong tu|nghi dinh|quy dinh|co che|phap ly|tham quyen|cach lam|chi dao|the che"
        r"|chinh sach|tieu chuan|dinh mu[c_]|mau bieu|bo mau|chu truong",
        "Chờ hướng dẫn của Bộ",
        stuck=(
            r"(?:vuong|thieu|cho|doi|chua co|chua ch[o_]|khong co|chua ro|chua nhan duoc|chua nhan|ket(?! (?:qua"
            r"|noi|thuc|luan|hop))|kho khan|can"
            r"|(?<!tien )do|(?<!don )vi(?! tri))"
        ),
        lacks=r"(?:chua|khong|thieu|vuong|chong cheo|bat cap)",
        extra=(
            r"\b(?:cho|doi) (?:nghi quyet|quyet dinh)(?: \w+){0,2} (?:hdnd|hoi dong|quoc hoi|chinh phu|tinh uy"
            r"|trung uong|bo)\b|"
            r"\b(?:cho|doi) (?:cong van|van ban|chi dao)(?: \w+){0,2} (?:cua|tu) (?:bo|trung uong|tw|cap tren"
            r"|chinh phu|(?:ubnd )?tin[h_])\b|\b(?:cho|doi) (?:bo )?luat\b(?! su)|"
            r"\bvan ban (?:cua )?(?:bo|trung uong|tw|cap tren|chinh phu) (?:chua|cham|khong)\b|"
            rf"{_ASKED}(?:co|ban hanh) (?:\w+ )?huong dan\b|"
            r"\b(?:de nghi|kien nghi)(?: \w+){0,4} huong dan (?:cu the|them|ro)\b|"
            r"\bchua (?:ro|biet) cach\b|\bkhong (?:biet|ro|hieu)(?: \w+){0,3} (?:huong dan|quy dinh)\b|"
            r"\b(?:quy dinh|van ban|luat|huong dan)(?: \w+){0,4} (?:chong cheo|mau thuan|trai nhau)\b|"
            r"\b(?:chong cheo|vuong|trai|mau thuan)(?: \w+){0,2} (?:luat|nghi dinh|thong tu|quy dinh)\b|"
            r"\bchua (?:\w+ ){0,4}(?:huong dan|thong tu|nghi dinh|quy dinh)\b|\b(?:cho"
            r"|doi) (?:cac )?bo\b(?! (?:tri|sung|phan))"
        ),
    ),
    OTHERS_OWE,
    rule(
        "other",
        "other",
        r"\b(?:(?:cho|doi) (?:nuoc (?:rut|ha|xuong|rong)|(?:troi )?(?:tanh|nang|dep)|het (?:mua|lu|bao))"
        r"|vuong|vuong mac|kho khan|kho (?:qua|trien khai|thuc hien|lam)|trac tro|ach tac|tro ngai"
        r"|thoi tiet|(?:do|vi|moi|dang) (?:\w+ )?(?:sap nhap|chia tach)|sap nhap\b.*\bnen|thien tai|ngap lut"
        r"|lu lut|han han"
        r"|anh huong (?:cua )?(?:con )?(?:bao|mua|lu|dich)|bao so \d+|(?:do|vi) (?:\w+ )?(?:bao(?! (?:cao|muon"
        r"|tre|cham|lai|nham|thieu))|mu[a_]"
        r"|lu(?! bu)|lut|dich)|mu[a_] qua|khach quan|(?:con|tran|con mua) (?:bao(?! cao)|lu(?! bu)"
        r"|lut)|bi (?:bao(?! cao)|lu|lut|ngap)"
        r"|(?<!ket )(?<!thong )qua tai(?! (?:khoan|lieu|ky|hoi|cuoc))"
        r"|khoi luong(?: cong viec)?(?: qua)? (?:lon|nhieu)|vuot qua kha nang|mu[a_] (?:bao|lu|lon|nhieu|suot"
        r"|hoai|dam|gio|keo dai|lien tuc|to)|troi mu[a_]|\b(?:lu|bao(?! cao)|ngap|sat lo"
        r"|dich)\b(?: \w+){1,6} nen (?:\w+ ){0,2}(?:chua|khong)\b|sat lo"
        r"|ngap (?:het|nuoc|sau|nha|duong)|lu (?:vua|quet|ve|lon)"
        r"|bao lu|dich (?:benh|ta|sot)|bat kha khang"
        r"|(?<!gui )(?<!co )(?<!cao )(?<!nop )(?<!cho )(?<!doi )ket (?:nhieu|viec"
        r"|qua (?:a|anh|chi"
        r"|nhieu)|lam|cung))\b",
        "Đang vướng thủ tục",
    ),
)
