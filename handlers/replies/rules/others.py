"""Blockers that others are: whose answer is waited for, who owes something, who has not done their part."""

from handlers.replies.rules.blocked_by_topic import blocked
from handlers.replies.rules.rule import rule

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

OTHERS_ASKED = rule(
    "chờ cơ quan khác làm",
    "coordination",
    r"\b(?:so|ubnd|cuc|chi cuc|cong an)(?: \w+){1,3} chua (?:tham dinh|ch[o_] y kien|co y kien|gop y"
    r"|tra lo[i_]|thong nhat)\b|"
    r"\b(?:cho|doi) (?:so|ubnd|phong|cuc|chi cuc|ban quan ly|van phong|cong an"
    r"|s[a-z]{1,5})(?: \w+){0,4} (?:tham dinh|cho y kien|co y kien|tham gia|gop y"
    r"|tra lo[i_]|phan hoi|thong nhat|xac nhan|cung cap|ra soat)\b",
    "Chờ Sở Tài chính thẩm định dự toán",
)
OTHERS_OWE = blocked(
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
)
