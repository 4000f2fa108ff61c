"""How tasks are named by no number of theirs: "tất cả", "còn lại", "cả hai", "3 việc đầu", "2 việc" (masked text)."""

from handlers.replies.naming.masking import WORK
from handlers.replies.numbers import COUNTED
from handlers.replies.patterns import compiled

TASK = r"(?:nhiem vu|viec|dau viec|cong viec|cau|muc|task|cai|nv)"
COUNT = r"(?:\d{1,3}|mot|hai|ba|bon|nam|sau|bay|tam)"
COUNTS = {"mot": 1, "hai": 2, "ba": 3, "bon": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8}
_NOTWORK = rf"(?! ¤{{5}})(?! (?:cac |so )?(?!{WORK}\b){COUNTED}\b)"
# "toàn bộ 33 đơn vị" (masked; "tất cả 100%" is shorter) is no word of tasks.
FIRST = compiled(rf"\b(?:(?P<n>{COUNT}) )?(?<!yeu ){WORK} dau(?: tien)?\b(?! (?:viec|thau|tu|moi))")
REST = compiled(
    rf"\b(?:(?:tat ca |cac |may |nhung |so )*(?<!\d )(?<!\bla )(?<!dang lam )"
    rf"(?<!ban )(?<!lo )(?:{WORK}) (?:khac|con lai|kia)|{TASK} con lai"
    r"|(?<!phan )(?<!nua )(?<!xa )(?<!vi )(?<!noi dung )(?<!muc )con lai(?! (?:\d|¤))(?: thi)?)\b"
)
# Of a count, or of the one task under discussion, not of a digest.
LONE_REST = compiled(
    r"(?:(?:cac|may|nhung|so|tat ca) )*(?:(?:muc|noi dung|cai) (?:con lai|khac|kia)|viec con lai|con lai(?: thi)?)"
)
ALL = compiled(
    rf"\b(?:tat ca|toan bo(?! (?:noi dung|phan|khoi luong|yeu cau|chi tieu|muc tieu)\b)|het thay"
    rf"|all)(?: (?:cac|nhung|deu|so|(?!tam (?:\w+ ){{0,2}}(?:xong|hoan)){COUNT}"
    rf"|{WORK}))*\b{_NOTWORK}"
    rf"|\b(?<!¤ )(?:cac|moi|nhung) {TASK}(?: (?:tren|nay|duoc giao|cua \w+))*\b(?! ¤| \d)"
    rf"|\b{COUNT} {WORK}(?: tren(?: day)?| nay| do)?(?= deu\b)|\bmay {TASK}(?: nay| kia| tren)?(?= deu\b)"
    rf"|\bmay {TASK}(?: nay| kia| tren| cua \w+(?: em| minh)?)?(?= (?:ben em |em |minh |deu |da |lam )*(?:xong"
    rf"|hoan thanh) (?:het|ca))"
    rf"|\b{COUNT} {TASK} (?:tren(?: day)?|nay|do)\b|(?<=chua )(?:co )?{TASK} nao\b(?! (?:qua|tre|cham|bi|vuong))"
)
WHOLLY = compiled(
    r"(?:(?<=xong )|(?<=thanh )|(?<=hoan tat ))(?:roi )?(?:het|ca|tat ca|tat|toan bo)(?: roi| ca)*(?= a\b| con\b"
    r"| rieng\b| chi con\b"
    r"| nhe\b| tru\b| ngoai\b| anh\b| chi\b| em\b(?! (?:bao|gui|se|lam|nop|trinh))|$|[,.;!\n])"
)
EXCEPTED = compiled(r"\b(?:tru|ngoai)\s*$")
HEDGED = compiled(
    r"\b(?:gan nhu|hau nhu|gan|hau het|phan lon|co ban)(?: xong| hoan thanh| hoan tat)?\s*$"
)  # "gần như tất cả đã xong" is a part
DENIED = compiled(r"\b(?:chua|khong|gi|cha|chang)\b[^,;.\n]*$")
BOTH = compiled(
    rf"\b(?!(?:ca|het|tat ca) {COUNT} (?:{WORK} )?(?:so )?#?\d)(?:ca (?!tam (?:\w+ ){{0,2}}(?:xong"
    rf"|hoan)){COUNT}(?: {WORK})?|(?:het|tat ca) {COUNT} {TASK})\b(?! ?(?:va"
    rf"|voi|lan|,|-|den"
    rf"|toi|\d) ?\d){_NOTWORK}(?: deu\b)?"
)
SOME = compiled(
    rf"\b(?:{COUNT} {TASK}(?: cuoi)?|{TASK} cuoi(?: cung)?|may (?!cai (?!kia|nay|do|thi|deu|chua|xong|dang"
    rf"|da|con)[a-z]){TASK}"
    rf"|mot so {TASK}|(?:viec|nhiem vu) (?:sau|kia)(?= (?:thi )?(?:xong|da|dang|chua|van|moi)\b))\b"
)
DEU = compiled(r"\bdeu\b")
LETTERED = compiled(  # "a) xong" over "b) đang làm": letters number no task of a digest
    r"(?:^|\n)\W*[a-d][.)] ?[a-z][^\n]*\n\W*[b-e][.)] ?[a-z]"
)
COUNTED_LEFT = compiled(  # "chỉ còn 2 việc nữa", "xong được 3 cái"
    rf"\b(?:con|xong|hoan thanh|lam)(?: duoc| lai| co| mo[i_])* {COUNT} (?:(?:dau |cong )?viec|nhiem vu|cai(?= ?(?:$"
    rf"|[,;.\n]"
    r"|(?:nua|roi|a|thoi|nhe|nha)\b)))(?! (?:so )?#?\d)"
)
BY_DUE = compiled(rf"\b{TASK} (?:co )?han (?:ngay )?\d")  # "việc hạn 15/3 xong rồi"
COUNTED_DONE = compiled(  # "3 việc này em làm xong 2, còn việc số 3": the second number counts, too
    rf"(?:^|[\n.;,] ?)(?:(?:trong|em|ben em|d[a_]|anh|a) )*{COUNT} (?:nhiem vu|viec)"
    r"(?: (?:nay|do|tren|duoc giao|thi|em|ben em|da))* (?:\w+ ){0,2}?(?:xong|hoan thanh)(?: duoc| roi)?"
    rf" {COUNT}(?= ?(?:$|[,;.\n]|(?:con|roi|a|thoi|cai|viec)\b))(?! (?:viec |nhiem vu )(?:so )?\d)"
)
