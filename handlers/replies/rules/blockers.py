"""What holds the work up, by kind (DESIGN section 5); the first kind that fits a clause is the one recorded."""

from handlers.replies.model import Blocker
from handlers.replies.rules.rule import Rule, rule

_STUCK = (
    r"(?:vuong|thieu|ket(?! (?:qua|noi|thuc|luan|hop))|kho khan|kho|(?<!cong )(?<!hop )(?<!dong )tac|chua co"
    r"|khong co|khong du"
    r"|chua du|het|chua|khong(?! (?:can|phai|lien quan))|chua duoc|chua nhan duoc|chua nhan"
    r"|chua bo tri|chua cap|chua xin|chua phan bo|can(?! (?:bo|cu))|ach|trac tro|cham"
    r"|(?<!thiet )(?<!trang )(?<!chuan )bi(?! thu)|(?<!tien )(?<!mu[c_] )(?<!che )do(?! thi)"
    r"|(?<!don )(?<!nhiem )vi(?! tri)|cho|doi|(?<!tra )(?<!thuan )(?<!quyen )loi|chua ro|chua chon"
    r"|chua thong nhat"
    r"|bat cap|nghen|mac)"
)
_LACKS = (
    r"(?:muon|han hep|eo hep|giam|cat|chua|khong|thieu|bi|loi|hong|cham|kho khan|het|vuong|qua it|it qua|han che"
    r"|con thieu|mong|ket"
    r"|hut|can kiet|treo|sap|chap chon|yeu|truc trac|trung)"
)


# Others whose answer is waited for, and what they owe.
_OTHERS = (
    r"(?:xa|phuong|so|don vi|ben|phong|nganh|thon|khu pho|to dan pho|truong|tram|co quan|dia phuong"
    r"|doanh nghiep|cong ty"
    r"|cong an|cuc|chi cuc|trung tam|(?<!can )(?<!noi )(?<!toan )(?<!lanh )bo|dien luc|cap nuoc|buu dien"
    r"|ngan hang|benh vien|toa an"
    r"|vien kiem sat|thanh tra|bao hiem|bhxh|mat tran|hoi(?! nghi| thao| dong)|ban ql\w*|ban quan ly|chu dau tu)"
)
_OWE = (
    r"(?:gui|dua(?! (?:vao|len|ra))|tra lo[i_]|phan hoi|cung cap|nop|co y kien|ch[o_] y kien|gop y"
    r"|tham gia y kien|tham dinh|xac nhan|phoi hop"
    r"|doi chieu|ban giao|cap(?! nhat)|chuyen|dong y|chap thuan)"
)
_ASKED = r"\b(?:de nghi|kien nghi|mong|xin|can|de xuat)\b:?(?: \S+){0,6}? "  # "đề nghị tỉnh bố trí kinh phí" lacks it

_ONLY_THEN = r"(?=(?: \w+){0,5} moi (?:\w+ ){0,2}(?:lam|trien khai|thuc hien|trinh)\b)"  # what is lacking


def _blocked(
    kind: Blocker, topic: str, example: str, *, lacks: str = _LACKS, stuck: str = _STUCK, extra: str = ""
) -> Rule:
    """A topic behind a word of being stuck ("vướng kinh phí") or before one of lacking ("kinh phí chưa có")."""
    pattern = rf"\b{stuck}\b(?: \S+){{0,6}}? (?:{topic})\b|\b(?:{topic})(?: \S+){{0,5}}? {lacks}\b"
    pattern += rf"|\b(?:co|du)(?: du)? (?:{topic})\b{_ONLY_THEN}"
    return rule(kind, kind, pattern + (f"|{extra}" if extra else ""), example)


BLOCKERS: tuple[Rule, ...] = (
    rule(
        "tạm dừng theo chỉ đạo",
        "guidance",
        r"\b(?:tam (?:dung|ngung|hoan)|(?:dung|ngung) (?:thuc hien|trien khai|thi cong|viec"
        r"|nhiem vu))(?: \w+){0,4} (?:theo|do|vi|cho)(?: co)? (?:chi dao|y kien"
        r"|thong bao|ket luan|yeu cau|cong van|van ban|quyet dinh)\b|\b(?:tinh|lanh dao|cap tren|sep|bo"
        r"|so)(?: \w+){0,3} (?:cho"
        r"|yeu cau|chi dao|bao|ch_) (?:tam )?(?:dung|ngung)\b",
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
    rule(
        "chờ cơ quan khác làm",
        "coordination",
        r"\b(?:so|ubnd|cuc|chi cuc|cong an)(?: \w+){1,3} chua (?:tham dinh|ch[o_] y kien|co y kien|gop y"
        r"|tra lo[i_]|thong nhat)\b|"
        r"\b(?:cho|doi) (?:so|ubnd|phong|cuc|chi cuc|ban quan ly|van phong|cong an"
        r"|s[a-z]{1,5})(?: \w+){0,4} (?:tham dinh|cho y kien|co y kien|tham gia|gop y"
        r"|tra lo[i_]|phan hoi|thong nhat|xac nhan|cung cap|ra soat)\b",
        "Chờ Sở Tài chính thẩm định dự toán",
    ),
    _blocked(
        "funding",
        r"kinh phi|von|ngan sach|du toan|(?<!so )(?<!phong )(?<!bo )tai chinh|nguon luc tai chinh"
        r"|giai ngan|kho bac|tien(?! (?:trien|bo|thang|cu|nghi|ich|do|hanh|toi|trinh|de|si|phong"
        r"|le))(?<!uu tien)(?<!dau tien)(?<!cai tien)(?<!thuan tien)",
        "3 vướng kinh phí",
        extra=rf"\b(?:thieu|can)(?: bo tri| cap| ho tro)?(?: them)? \d+(?:[.,]\d+)? ?(?:trieu|ty|nghin|dong)\b"
        rf"|{_ASKED}(?:bo tri|bo sung|cap"
        rf"|ho tro)(?: them| du| som)* (?:nguon )?(?:kinh phi|von|ngan sach)\b",
    ),
    _blocked(
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
    _blocked(
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
    _blocked(
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
    _blocked(
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
            r"|\bkhong (?:vao|dan[g_] nhap|truy cap|ket noi|cap nhat)(?: duoc)?(?: \w+){0,3} (?:he thong"
            r"|phan mem|mang|may|tai khoan|cong|trang|web)|\b(?:mat|cup) (?:mang|dien)\b|\brot mang\b"
            r"|\bchua (?:fix|sua|khac phuc|va|xu ly)(?: \w+){0,2} loi\b|\bloi (?:ket noi"
            r"|dong bo|font|du lieu|dan[g_] nhap)\b|\bdu lieu(?: \w+){0,3} (?:loi|sai|hong)\b"
        ),
    ),
    _blocked(
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
    _blocked(
        "coordination",
        r"y kien|phoi hop|so lieu|du lieu|gop y|phan hoi|tra lo[i_]|tham dinh|bao cao cua|thong tin"
        r"|ket qua cua|dau moi|cung cap|thong nhat|xac nhan"
        r"|(?<!\bho )(?<!\bco )(?<!\btru )(?<!\btong )(?<!\bmot )so (?!lieu|voi)\w+ \w+|ubnd|cac (?:xa|phuong|so"
        r"|don vi|nganh|dia phuong|co quan)|don vi khac|ben (?!em\b|minh\b|toi\b)\w+|cong an|cuc|chi cuc"
        r"|cong van cua|van ban cua|dong thuan|lien nganh",
        "Chờ ý kiến của Sở Tài chính",
        stuck=(
            r"(?:vuong|thieu|cho|doi|chua co|chua nhan duoc|chua nhan|ket(?! (?:qua|noi|thuc|luan|hop))|kho khan"
            r"|chua thong nhat|khong co"
            r"|chua duoc)"
        ),
        lacks=(
            r"(?:chua (?:tra$|gui|tra lo[i_]|phan hoi|cung cap|co y kien|ch[o_] y kien|phoi hop|nop|bao cao"
            r"|thong nhat|day du|tot|chat che|hieu qua|kip thoi|chot|dong bo)|khong (?:phoi hop|cung cap|gui"
            r"|tra lo[i_]|hop tac|phan hoi)|khac nhau|cham (?:gui|tra lo[i_]|cung cap|phan hoi)|kho khan|vuong|thieu)"
        ),
        extra=(
            r"\b(?:(?<!con )(?:cac|may|mot so|nhieu|\d+) (?:xa|phuong|so|don vi|nganh|dia phuong|co quan"
            r"|thon|phong|truong|ben)"
            r"|ben (?!(?:em|e|minh|toi|tui|chung|xa|so|phuong|phong|don|ubnd)\b)\w+"
            r"|dien luc|cap nuoc|vien thong|vnpt|viettel|buu dien|ngan hang)(?: \w+){0,3}"
            r" (?:chua|khong chiu|cham)(?: chiu| kip)? (?!(?:xong|hoan thanh|lam|trien khai|thuc hien|den"
            r"|toi|co|bat)\b)[a-z]{2}|"
            r"\b(?:dan|ba co[n_]|ho dan|nguoi dan)(?: \w+){0,2} (?:chua|khong) (?:dong (?:thuan|y|tinh)|hop tac"
            r"|ung ho)\b|"
            r"\bngam(?: \w+){0,2} (?:lau|ca|may|hoai|\d+|chua)\b|"
            r"\b(?:cho|doi) (?:\w+ ){1,4}(?:gui|nop|cung cap|tra lo[i_]|phan hoi|tham gia|bao cao|lam viec)\b|"
            r"\b(?:cho|doi) (?:ubnd )?(?:tin[h_]|cap tren|trung uong)(?: \w+){0,2} (?:phan bo|phan khai|giao|thong nhat"
            r"|quyet dinh|chap thuan)\b|"
            r"\b(?:cho|doi) s(?:tc|nv|xd|tp|khcn|yt|ct|nn|tnmt|nnmt|gddt|vhttdl|vhtt|dl|nv)\b|"
            r"\b(?:ben (?!(?:em|e|minh|toi|tui|chung|xa|so|phuong|phong|don|ubnd)\b)\w+(?: \w+)?|dien luc"
            r"|cap nuoc|buu dien)"
            r" (?:chua|khong)(?: \w+){1,5} nen\b|"
            r"\b(?:chua|khong|thieu(?: su)?|kho) phoi hop\b|\b(?:chua|khong) (?:chiu )?(?:gui|cung cap"
            r"|nop) (?:so lieu|bao cao|y kien)\b(?=.*\b(?:xa|phuong|so|don vi|ben)\b)"
            rf"|\b{_OTHERS}(?: \w+){{0,4}} (?:chua|khong)(?: chiu| thay| kip| co)* {_OWE}\b"
            rf"|\b{_OTHERS}(?: \w+){{0,8}} chua tra(?: ho so)?$"
            rf"|\b(?:cho|doi) {_OTHERS}(?: \w+){{0,4}} {_OWE}\b"
            rf"|\b(?:cho|doi) {_OTHERS}(?: \w+){{1,6}} moi (?:\w+ ){{0,3}}(?:duoc|noi|kip)\b"
            rf"|\b(?:gui|nop|cung cap|tra lo[i_]|gop y)(?: \w+){{0,3}} (?:cham|tre|lau|nho giot)\b(?! (?:den"
            rf"|toi|sang|qua (?:thang|tuan|ngay|dau|giua|cuoi|het|thu|quy|nam|tet|\d)|\d))"
        ),
    ),
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
