"""The rules: what words mean what. Read from top to bottom; among the STATE rules the first that fits wins.

A rule speaks about one clause (what stands between two commas, line breaks, "còn", "nhưng" or task numbers), written
without accents, phone spellings already written out. Its `example` is a whole message that stands on this rule; every
example is a test (tests/handlers/replies/test_reply_rules.py), so a rule is changed together with its sentence.

The order of STATE carries the one promise that matters: whatever questions, denies, delays, conditions or limits a
"xong" stands above the rule that believes it. To teach a new hedge, add it to its line; never loosen "done".
"""

import re
from dataclasses import dataclass
from typing import Literal

from handlers.replies.model import Blocker

# question: asks, says nothing · not_started, unfinished, underway: in words · step: something was done, the task may
# or may not be · done: a claim
# waiting: not yet, which is in progress unless the clause also says what blocks it
Meaning = Literal["question", "not_started", "unfinished", "underway", "waiting", "step", "done"]


@dataclass(frozen=True)
class Rule:
    """`pattern` is searched in a clause; `means` says what it gives; `example` is a message that stands on it."""

    name: str
    means: str
    pattern: re.Pattern[str]
    example: str


def _rule(name: str, means: str, pattern: str, example: str) -> Rule:
    return Rule(name, means, re.compile(pattern), example)


DONE = r"(?:xong|hoan thanh|hoan tat)"
_POLITE = r"(?: (?:a|anh|chi|em|ban|nhe|nhi|vay|the|sep|thay|co|bac|chu|oi|do|day|ha|roi|dau|nao|gi|u|ta))*"
_SOON = (
    r"(?:mai|ngay mai|ngay kia|ngay mot|(?:tuan|thang|quy|nam|ky|dot) (?:sau|toi)|tuan nay|(?:chieu|toi) nay"
    r"|(?:dau|giua|cuoi|het|trong|sang|qua) (?:tuan|thang|quy|nam|he|tet|ngay)|thu (?:[2-7]|hai|ba|tu|nam|sau|bay)"
    r"|chu nhat|it hom|vai (?:hom|ngay)|\d+ (?:hom|ngay|tuan|thang) nu[a_]|thoi gian toi|sap toi|lat nua)"
)

# What may stand before and after a "xong" that is believed without "đã". Any other word ("ráng xong", "xong ngay đây")
# takes the belief away.
_PLAIN_SUBJECT = (
    r"\b(?:a|anh|chi|em|e|ban|sep|d[a_]|da|vang|ok|ben|don vi|so|xa|phuong|ubnd|phong|toi|minh|tui|chung|viec|nhiem vu|nay|do|kia"
    r"|tren|noi dung|cong viec|lam|thuc hien|trien khai|xu ly|giai quyet|to chuc|ban hanh|cung|deu|thi|la|bao cao|bao|thua"
    r"|kinh|gui|chao|cac|tat ca|ca|cua|duoc|het|hom qua|hom truoc|hom no|hom kia|sang nay|tuan truoc|thang truoc|moi|vua"
    r"|ke hoach|de an|quyet dinh|cong van|van ban|ho so|chuong trinh|y|muc|phan viec|lai|xong|hoan thanh|hoan tat|dung"
    r"|chi tieu|con|ngay|gio|\d+[/.-]\d+(?:[/.-]\d+)?"
    r"|(?:xa|phuong|so|phong|ban|dac khu|trung tam|chi cuc)(?: (?!(?:duyet|ky|tham|gui|giao|trinh|lam|cap|tra|chua|se|ma|moi|nao|phai|cho)\b)\w+){1,4}?"
    r")\b"
)
_PLAIN_END = (
    r"(?:a|anh|chi|em|e|ban|sep|co|bac|thay|u|oi|nhe|d[a_]|da|do|roi|(?<=roi )day|day a|het|ca|tat ca|luon|toan bo|tu|hom|qua"
    r"|nay|truoc|tuan|thang|dot|lau|sang|viec|nhiem vu|duoc giao|noi dung|cong viec|theo|dung|han|thoi han|tien do|quy dinh"
    r"|yeu cau|ke hoach|va|(?<=da )gui|(?<=va )gui|(?<=da )nop|(?<=va )nop|(?<=da )bao cao|kem|kem theo|minh chung|cam on"
    r"|xem|kiem tra|giup|ghi nhan|voi|nhieu|xin|chao|ok|xuat sac|tot|tai|so|van ban|bao cao|cong van|quyet dinh|to trinh|cua|ma"
    r"|the|thua|kinh|day du|cac|moi|chi tieu|vao|ngay(?= \d)|\d+[/.-]\d+(?:[/.-]\d+)?|thang \d+|nam \d+|\d{4}|xong|hoan thanh"
    r"|nam|de an|chuong trinh|nghi quyet|muc tieu|ban|cong bo|vuot muc|khong co gi|bi thu|lanh dao|ben|don vi|xa|phuong|ubnd)\b"
)
# A bare "100%" is the whole of the work only among such words ("đặt mục tiêu 100%" is none).
FULL = re.compile(
    r"(?:\W|\b(?:a|anh|chi|em|e|d[a_]|da|roi|duoc|dat|nhe|tien do|thuc hien|trien khai|khoi luong|cong viec|lam|muc|ty le|hoan"
    r"|ok|viec|nhiem vu|nay|la|thi|cung|ben|nghiem thu|oi|ve|ket qua)\b)*"
)

STATE: tuple[Rule, ...] = (
    # --- denies in the form of a question ---
    _rule("xong đâu", "unfinished", rf"\bbiet (?:den )?(?:bao gio|khi nao|luc nao)\b.*{DONE}|\b{DONE}(?: \w+){{0,2}} (?:dau(?! (?:viec|tien))|sao duoc|the nao duoc|gi dau)\b|\bxong gi\b|\bcon lau\b|\blam sao (?:ma )?(?:\w+ )?{DONE}", "Đã xong đâu anh"),
    # --- asks -----------------------------------------------------------------------------------------------------
    _rule("hỏi xong chưa", "question", rf"\b{DONE}(?: \d+)?(?: \w+)? (?:chua|khong|ha|hong)(?! \w*\d){_POLITE}$", "Đã xong chưa vậy?"),
    _rule("xong chưa để", "question", rf"\b{DONE}(?: \d+)? chua (?:de|thi|nhi|vay|ma con|roi con)\b", "Xong chưa để em báo cáo"),
    _rule("hỏi đã làm chưa", "question", rf"\b(?:da|co) (?:\w+ ){{1,4}}chua{_POLITE}$", "Đã trình UBND tỉnh chưa anh"),
    _rule("hỏi phải không", "question", r"\b(?:phai khong|dung khong|duoc khong|co phai|co duoc|sao (?:chua|van|lai)|tai sao|vi sao)\b", "Chưa xong phải không anh?"),
    _rule("hỏi khi nào", "question", r"\b(?:bao gio|khi nao|luc nao|ngay nao|ngay may|may gio|hom nao|thang nao)\b(?! (?:\w+ ){0,3}(?:em |toi |minh |se )*(?:bao|gui|thi)\b)", "Hạn là ngày nào ạ?"),
    _rule("hỏi gì, đâu, ai", "question", r"\b(?:la gi|lam gi vay|gi vay|o dau|nhu the nao|the nao|lam sao|ra sao|bao nhieu|bao lau|may lan|la ai|(?<!cho )(?<!ch_ )ai (?:lam|chu tri|phu trach)|den dau roi)\b|^(?!.*\b(?:chua|khong|xong|thanh|co)\b).*(?<!bat )(?<!ban )(?<!hang )\bdau(?: anh| chi| em| a| vay| nhi)*$", "Gửi minh chứng ở đâu ạ"),
    _rule("có không", "question", rf"\bco (?:\w+ ){{1,4}}khong{_POLITE}$|\b(?:gui|nop|bao)(?: bao cao)? (?:ch[o_] |ve )?(?:ai|dau|cho nao)\b|\bhay (?:la )?(?:ban|khong|chua|sao|co|phai)\b", "Có mẫu không anh"),
    _rule("xin hỏi", "question", r"\b(?:ch[o_] (?:em |toi |minh |e |chi |anh )?hoi|xin hoi|hoi chut|ch[o_] (?:em |toi )?biet)\b", "Cho em hỏi xong thì gửi đâu ạ"),
    _rule("xong hả", "question", rf"\b{DONE}(?: roi)? (?:a )?(?:ha|hả|_|that khong)(?: (?:anh|chi|em|a))*$", "2 xong rồi hả"),
    # --- denies a done --------------------------------------------------------------------------------------------
    _rule("chưa xong", "unfinished", rf"\b(?:chua|khong|cha|chang|dau co|dau|kho|mai moi|kho ma|chua the|khong the)\b(?: \w+){{0,6}}? {DONE}\b", "NV 12 chua xong"),
    _rule("xong vướng mắc", "unfinished", rf"\b{DONE} (?:\w+ ){{0,2}}?(?:vuong|kho khan|ach tac)", "Đã giải quyết xong vướng mắc"),
    _rule("xong nhưng còn", "unfinished", rf"\b{DONE}\b.*\b(?:con(?! gi)|cho|doi|thieu|nhung|dang|tru|ngoai|moi|se|neu|mai|tra lai|tra ve|lam lai|sua|hong|ma so|sao|quai|lai)\b", "Xong rồi còn chờ duyệt"),
    _rule("hôm nay xong", "unfinished", rf"^(?!.*\b(?:da|vua|roi)\b)(?:.*\b(?:hom nay|trong ngay|trong buoi)\b.*{DONE}|.*{DONE}.*\b(?:hom nay|trong ngay|trong buoi)\b)", "Hôm nay xong nhé anh"),
    _rule("xong mà chưa", "unfinished", rf"\b{DONE}\b.*\b(?:chua|khong(?! (?:can|phai|co gi|van de|sao|con)))\b", "Làm xong chưa gửi"),
    _rule("chưa kịp", "unfinished", r"\b(?:chua|khong) (?:kip(?! (?:lam|trien khai|thuc hien))|dat|xong)\b|\bkhong (?:dung|dam bao) (?:han|tien do)\b|\bcham tien do\b|\btre han\b|\bcham\b(?= so voi)", "Bên em không kịp tiến độ"),
    # --- not started ----------------------------------------------------------------------------------------------
    _rule("chưa làm", "not_started", r"\b(?:chua|khong)(?: he| the| kip)?(?: duoc)? (?:lam|trien khai|thuc hien|bat dau|tien hanh|khoi dong|khoi cong|dong (?:den|toi|vao)|dung (?:den|toi)|trien khi|bat tay)\b", "Chưa triển khai"),
    _rule("chưa có gì", "not_started", r"\bchua (?:giao|phan cong)\b|\b(?:chua|khong) (?:co|lam|duoc) gi\b|\bchua dau vao dau\b|\bchua xuc tien\b", "Việc này chưa có gì anh ạ"),
    _rule("mai mới làm", "not_started", rf"\b{_SOON}(?: \w+)? (?:se|moi|bat dau)(?: \w+)? (?:trien khai|bat dau|lam|thuc hien|tien hanh|khoi dong)\b(?!.*\b{DONE})|\bse (?:trien khai|bat dau|thuc hien|tien hanh)\b.*\b(?:{_SOON}|thang \d+|quy (?:[1-4]|i+|iv))", "Tháng sau mới triển khai"),
    # --- limits, delays or conditions a done -----------------------------------------------------------------------
    _rule("nếu, khi", "unfinished", rf"\b(?:neu|khi nao|bao gio|luc nao|chi can|mien la|gia ma|gia nhu|uoc|phai co|sau khi|truoc khi|trong khi|khi)\b.*\b{DONE}|\b{DONE}\b.*\b(?:neu|khi co|mien la|voi dieu kien)\b|^neu\b", "Nếu có kinh phí thì xong"),
    _rule("thì mới xong", "unfinished", rf"\w+ (?:thi|moi|la|cho)(?: co the| duoc| duoc coi la)* {DONE}\b(?<!^la xong)(?<!^em moi xong)(?<!em vua moi xong)(?<!^da moi xong)", "Có số liệu mới xong được"),
    _rule("xong thì báo", "unfinished", rf"\b{DONE}(?: roi)? (?:thi|se|moi|de|la|(?:em|minh|toi|ben em|don vi)(?: se)? (?:bao|gui|nop|trinh|cap nhat|lam))\b", "Xong em báo lại ngay"),
    _rule("gần xong", "unfinished", rf"\b(?:gan|gan nhu|sap|sap sua|suyt|hau nhu|co ban|ve co ban|tuong doi|tam|coi nhu|xem nhu|chac|chac la|co le|hinh nhu|nghe noi|nghe dau|tuong|hom hom|le ra|dang le|dang ra|co ve|duong nhu|nghi|ai|nao|nho)\b(?: \w+){{0,3}}? {DONE}\b|\b{DONE}(?: \w+)? (?:co ban|ve co ban|tuong doi|gan het|gan nhu|mot phan|phan lon|mot nua)\b", "Cơ bản hoàn thành"),
    _rule("sẽ xong", "unfinished", rf"\b(?:se|du kien|du dinh|du tinh|dinh|tinh|co gang|gang|phan dau|quyet tam|cam ket|hua|mong|hy vong|hi vong|dam bao|bao dam|can|phai|nham|ke hoach|theo ke hoach|yeu cau|de nghi|xin|muon|doi|cho|kip|som|chuan bi|co the|tranh thu|day nhanh|tap trung|tiep tuc|dang|de|bien phap|giao)\b(?: \S+){{0,8}}? {DONE}\b", "Sẽ hoàn thành trong tuần tới"),
    _rule("mai xong", "unfinished", rf"\b{_SOON}\b(?: \w+){{0,4}}? {DONE}\b|\b{DONE}\b(?: (?:vao|trong|truoc|luc))? {_SOON}\b|\b{DONE} (?:som|ngay|dung han thoi|kip)$|\bnu[a_] (?:la |thi |moi )?{DONE}", "Cuối tuần xong"),
    _rule("xong một phần", "unfinished", rf"\b{DONE}(?: (?:roi|duoc|dc|cac|nhung|viec|phan|cong tac|khoang|moi|tam))* (?:du thao|ban thao|ban nhap|de cuong|buoc|phan|giai doan|khau|dot|vong|mot so|mot phan|mot nua|phan nua|nua|hau het|phan lon|da so|ho so|khao sat|chuan bi|vai|may|so bo|hang muc|noi dung thu|thu tuc|ban dau|buoc dau|khoang)\b(?! (?:viec )?(?:cua|minh))", "Đã xong dự thảo"),
    _rule("xong 3 xã", "unfinished", rf"\b{DONE}(?: duoc| roi| o| cho)*(?: hon| gan| khoang)? \d+ (?!%|ngay|thang|roi|a\b|gio)[a-z]", "Xong được 3 xã"),
    _rule("phần lớn đã xong", "unfinished", rf"\b(?:hau het|phan lon|da so|mot so|mot phan|mot nua|phan nua|vai|du thao|ban thao|giai doan|buoc|dot|khau|phan mem)\b(?: \w+){{0,6}}? {DONE}\b", "Phần lớn các xã đã hoàn thành"),
    _rule("họp xong", "step", rf"\b(?:hop|lay y kien|soan|soan thao|khao sat|trinh|tham dinh|chuan bi|gop y|lap|in|dam phan|thao luan|tham muu|xin y kien|kiem tra|do dac|tap huan|thu thap)(?: \w+){{0,3}}? {DONE}\b", "Họp xong rồi"),
    # --- done -----------------------------------------------------------------------------------------------------
    _rule("đã xong", "done", rf"\b(?:da|vua|vua moi)(?: (?:duoc|lam|thuc hien|trien khai|xu ly|giai quyet|to chuc|ban hanh|tham muu|thi cong|cap nhat|bao cao|bao|{DONE}))* {DONE}\b", "Đã làm xong"),
    _rule("xong", "done", rf"^(?:{_PLAIN_SUBJECT}\W+)*{DONE}(?:\W+{_PLAIN_END})*\W*$", "Việc này bên em xong rồi ạ"),
    _rule("một câu lạ có chữ xong", "unfinished", rf"\b{DONE}\b", "Ráng xong"),
    _rule("số rồi", "done", r"^roi(?: a| nhe| anh| chi| em)*$", "1 rồi, 2 chưa"),
    # --- under way ------------------------------------------------------------------------------------------------
    _rule("chờ ký", "underway", r"\b(?:cho|doi) (?:\w+ ){0,5}?(?:ky(?! (?:hop|thuat))|phe duyet|duyet|thong qua|nghiem thu|ban hanh|dong dau)\b", "Chờ ký"),
    _rule("đang làm", "underway", r"\bdang\b(?! (?:di (?:cong|hop|hoc|lam|ra)|hop$|ban|nghi|om|an|lai xe|o ngoai|nhap|ky (?!ket|hop)|tai|bo |vuong|ket|thieu|gap|cho|doi|kho khan|bi|co vuong|khong co|het|chua)\b)", "Đang làm"),
    _rule("mới bắt đầu", "underway", r"\b(?:moi|vua|vua moi|da|bat dau)(?: moi| bat dau| duoc)? (?:lam|trien khai|bat dau|thuc hien|khoi dong|tien hanh)\b|\btiep tuc\b|\b(?:bi |(?<!kiem )(?<!ra ))tra (?:lai|ve)\b|\blam lai\b|\bsua lai\b|\bxin (?:y kien|chu truong|chi dao)\b|\bvan lam\b|\blam duoc\b|\blam roi\b|\btrien khai roi\b", "Mới bắt đầu làm"),
    _rule("chưa, vẫn chưa", "waiting", r"^(?:\w+ ){0,3}(?:van )?chua(?: a| anh| chi| em| nhe| roi| dau| duoc| oi| sep| nha)*$|\bchua(?: duoc)? (?:ban hanh|trinh|ky|phe duyet|duyet|nop|gui|bao cao|hop|tham dinh|nghiem thu|co ket qua|thong qua|to chuc|ban giao|lay)\b|\bchua lam\b", "1 xong, 2 chưa"),
    _rule("hết vướng", "underway", r"\b(?:het|da thao go|thao go xong|da go|khong con|da giai quyet)(?: \w+){0,2}? ?(?:vuong|kho khan|ach tac)|\bda (?:duoc )?(?:thao go|khac phuc)\b|\b(?:kinh phi|von|tien|mat bang)(?: \w+)? da (?:co|duoc cap|ve)\b|^da (?:co|duoc cap|duoc bo tri) (?:kinh phi|von|tien|mat bang|huong dan|nguoi)", "Hết vướng mặt bằng rồi"),
    # --- a step was taken: in progress, unless a done is said beside it ---------------------------------------------
    _rule("đã gửi, đã trình", "step", r"\b(?:da|vua|moi|roi)(?: duoc| co| \w+)? (?:gui|trinh|ban hanh|nop|bao cao|ky|hop|to chuc|tham muu|du thao|soan|lay y kien|phe duyet|phan cong|giao|cap|phat hanh|dang ky|lap|xay dung|chuyen|ra soat|khao sat|tap huan|kiem tra|cong bo|dang tai|thanh lap|hoan thien|tong hop|tuyen truyen|xu ly|giai quyet|phoi hop|nghiem thu|cu|mo|dua|giai ngan|ban giao|dat|thong nhat|hoi thao)\b", "Đã trình UBND tỉnh"),
    _rule("còn điều chưa", "waiting", r"\bchua\b(?! (?:biet|hieu|thay|noi|ro))", "Xong rồi nhưng chưa có báo cáo"),
    _rule("sắp trình", "step", r"\b(?:sap|chuan bi|du kien)\b(?: \S+){0,4}? (?:trinh|gui|ban hanh|ky|hop|to chuc|nghiem thu|tham dinh|phe duyet)\b", "Sắp trình UBND tỉnh"),
    _rule("đã có văn bản", "step", r"\bda co (?:van ban|cong van|to trinh|ke hoach|du thao|bao cao|quyet dinh|ket qua|chu truong)\b", "Đã có dự thảo"),
    _rule("trình rồi", "step", r"\b(?:gui|trinh|ban hanh|nop|ky|hop|to chuc)(?: \w+){0,4} roi\b", "Gửi sở rồi ạ"),
)

# Words that hold a "xong" or a "vướng" and say nothing: taken out before any other rule looks.
IDLE: tuple[Rule, ...] = (
    _rule("thời hạn hoàn thành", "idle", rf"\b(?:thoi (?:gian|han|diem)|han|ngay|moc|tien do|ty le|ti le|muc do|muc tieu|khoi luong|xac nhan) {DONE}\b", "Xin lùi thời hạn hoàn thành sang quý III"),
    _rule("để hoàn thành", "idle", rf"(?<=\w )de (?!em|toi|minh|anh|chi)(?:\w+ ){{0,4}}?{DONE}\b", "Xin gia hạn 10 ngày để hoàn thành"),
    _rule("không vướng", "idle", r"\b(?:khong|chua)(?: co| thay| bi| gap)*(?: gi)? (?:vuong(?: mac)?|kho khan|ach tac)(?: (?:gi|mac|nao|nua|ca))*", "Đang làm, không vướng gì"),
)

# --- blockers -----------------------------------------------------------------------------------------------------
_STUCK = (
    r"(?:vuong|thieu|ket(?! (?:qua|noi|thuc|luan|hop))|kho khan|kho|tac|chua co|khong co|khong du|chua du|het|chua|khong(?! (?:can|phai|lien quan))|chua duoc|chua nhan duoc|chua nhan"
    r"|chua bo tri|chua cap|chua xin|chua phan bo|can|ach|trac tro|cham|bi|(?<!tien )do|(?<!don )(?<!nhiem )vi(?! tri)|cho|doi|(?<!tra )(?<!thuan )(?<!quyen )loi|chua ro|chua chon|chua thong nhat"
    r"|bat cap|nghen|mac)"
)
_LACKS = (
    r"(?:chua|khong|thieu|bi|loi|hong|cham|kho khan|het|vuong|qua it|it qua|han che|con thieu|mong|ket|hut|can kiet|treo|sap|chap chon|yeu|truc trac|trung)"
)


def _blocked(kind: Blocker, topic: str, example: str, *, lacks: str = _LACKS, stuck: str = _STUCK, extra: str = "") -> Rule:
    """A topic behind a word of being stuck ("vướng kinh phí") or before one of lacking ("kinh phí chưa có")."""
    pattern = rf"\b{stuck}\b(?: \S+){{0,6}}? (?:{topic})\b|\b(?:{topic})(?: \S+){{0,3}}? {lacks}\b" + (f"|{extra}" if extra else "")
    return _rule(kind, kind, pattern, example)


BLOCKERS: tuple[Rule, ...] = (
    _blocked(
        "funding",
        r"kinh phi|von|ngan sach|du toan|(?<!so )(?<!phong )(?<!bo )tai chinh|nguon luc tai chinh|giai ngan|tien(?! (?:do|hanh|toi|trinh|de|si|phong|le))(?<!uu tien)(?<!dau tien)(?<!cai tien)(?<!thuan tien)",
        "3 vướng kinh phí",
    ),
    _blocked(
        "land",
        r"mat bang|dat dai|thu hoi (?:duoc )?dat|giai toa|giao dat|quy dat|dat o|den bu|giai phong mat bang|nguon goc dat|thue dat|su dung dat|boi thuong|tai dinh cu|dat(?= (?:cua dan|chua|lua|rung|cong))",
        "Vướng mặt bằng",
        extra=r"\b(?:vuong|ket|thieu) (?:ve )?dat\b|\bdan (?:chua|khong) (?:chiu )?(?:giao|ban giao) dat\b",
    ),
    _blocked(
        "procurement",
        r"dau thau|mua sam|goi thau|nha thau|chon thau|chi dinh thau|moi thau|lcnt|thau|mua(?! (?:bao|lu|lon|nhieu|to))|bao gia|tham dinh gia",
        "Chưa chọn được nhà thầu",
        lacks=r"(?:chua|khong|cham|bi|huy|vuong|keo dai|ket)",
        extra=r"\bchua (?:lua )?chon (?:\w+ ){0,2}(?:don vi|tu van|nha cung cap)\b",
    ),
    _blocked(
        "staff",
        r"nguoi|nhan su|nhan luc|bien che|can bo|cong chuc|nguon nhan luc|chuyen vien|nhan vien|luc luong|chuyen gia",
        "Thiếu người làm",
        stuck=r"(?:vuong|thieu|ket|kho khan|khong co|khong du|chua co|chua du|het|mong|it|cho|chua bo tri(?: duoc)?|chua tuyen(?: duoc)?|(?<!tien )do|(?<!don )vi(?! tri))",
        lacks=r"(?:thieu|mong|it qua|qua it|han che|nghi|om|di (?:cong tac|hoc)|chua co|khong du|khong co|chua du|bien dong|moi nghi|chuyen cong tac|kiem nhiem)",
        extra=r"\bchi co (?:\d+|mot|hai|vai) (?:nguoi|can bo)\b|\bit nguoi\b|\bkiem nhiem nhieu\b|\bnghi (?:thai san|om|viec|huu)\b",
    ),
    _blocked(
        "technical",
        r"phan mem|he thong|duong truyen|mang|may chu|server|may tinh|ky thuat|website|trang web|cong (?:dich vu|thong tin|dvc)|app|ung dung|thiet bi|ha tang|internet|wifi|ket noi|may moc|api|tai khoan",
        "Phần mềm bị lỗi",
        stuck=r"(?:vuong|loi|truc trac|kho khan|hong|sap|nghen|su co|cho|chua ket noi|chua khac phuc|mat|(?<!tien )do|(?<!don )vi(?! tri)|thieu|chua co)",
        lacks=r"(?:loi|hong|sap|chap chon|truc trac|nghen|cham|yeu|khong vao|khong dan[g_] nhap|khong truy cap|khong chay|khong hoat dong|bi|treo|chua on dinh|chua dong bo|chua ket noi|chua lien thong|chua hoan thien|khong ket noi)",
        extra=r"\bkhong (?:vao|dan[g_] nhap|truy cap|ket noi|cap nhat)(?: duoc)?(?: \w+){0,3} (?:he thong|phan mem|mang|may|tai khoan|cong)|\bmat mang\b|\brot mang\b|\bloi (?:ket noi|dong bo)\b",
    ),
    _blocked(
        "guidance",
        r"huong dan|van ban chi dao|thong tu|nghi dinh|quy dinh|co che|phap ly|cach lam|chi dao|the che|chinh sach|tieu chuan|dinh muc|mau bieu|bo mau",
        "Chờ hướng dẫn của Bộ",
        stuck=r"(?:vuong|thieu|cho|doi|chua co|khong co|chua ro|chua nhan duoc|chua nhan|ket|kho khan|can|(?<!tien )do|(?<!don )vi(?! tri))",
        lacks=r"(?:chua|khong|thieu|vuong|chong cheo|bat cap)",
        extra=r"\bchua (?:\w+ ){0,3}(?:huong dan|thong tu|nghi dinh|quy dinh)\b|\b(?:cho|doi) (?:cac )?bo\b(?! (?:tri|sung|phan))",
    ),
    _blocked(
        "coordination",
        r"y kien|phoi hop|so lieu|du lieu|gop y|phan hoi|tra lo[i_]|tham dinh|bao cao cua|thong tin|ket qua cua|dau moi|cung cap|thong nhat|xac nhan|so (?!lieu)\w+ \w+|ubnd|cac (?:xa|phuong|so|don vi|nganh|dia phuong|co quan)|don vi khac|ben (?!em\b|minh\b|toi\b)\w+|cong an|cuc|chi cuc|cong van cua|van ban cua|dong thuan|lien nganh",
        "Chờ ý kiến của Sở Tài chính",
        stuck=r"(?:vuong|thieu|cho|doi|chua co|chua nhan duoc|chua nhan|ket|kho khan|chua thong nhat|khong co|chua duoc)",
        lacks=r"(?:chua (?:gui|tra lo[i_]|phan hoi|cung cap|co y kien|ch[o_] y kien|phoi hop|nop|bao cao|thong nhat|day du|tot|chat che|hieu qua|kip thoi|chot|dong bo)|khong (?:phoi hop|cung cap|gui|tra lo[i_]|hop tac|phan hoi)|cham (?:gui|tra lo[i_]|cung cap|phan hoi)|kho khan|vuong|thieu)",
        extra=r"\b(?:chua|khong|thieu(?: su)?|kho) phoi hop\b|\b(?:chua|khong) (?:chiu )?(?:gui|cung cap|nop) (?:so lieu|bao cao|y kien)\b(?=.*\b(?:xa|phuong|so|don vi|ben)\b)|\b(?:xa|phuong|so|don vi|ben|phong|nganh)(?: \w+){0,4} (?:chua|khong)(?: chiu)? (?:gui|tra lo[i_]|phan hoi|cung cap|nop|co y kien|ch[o_] y kien|tham dinh|xac nhan)\b|\b(?:gui|nop|cung cap|tra lo[i_])(?: \w+){0,3} cham\b",
    ),
    _rule("other", "other", r"\b(?:vuong|vuong mac|kho khan|trac tro|ach tac|tro ngai|thoi tiet|mu[a_] (?:bao|lu|lon|nhieu)|bao lu|dich benh|bat kha khang|ket (?:nhieu|viec|qua (?:a|anh|chi|nhieu)|lam|cung))\b", "Đang vướng thủ tục"),
)

# A blocker that is gone, or words like one: no blocker in this clause.
UNBLOCKED: tuple[Rule, ...] = (
    _rule("chờ duyệt", "unblocked", r"\b(?:cho|doi) (?:\w+ ){0,6}?(?:ky|phe duyet|duyet|thong qua|nghiem thu|ban hanh(?! (?:huong dan|thong tu|nghi dinh|quy dinh|van ban))|dong dau)\b", "Chờ UBND tỉnh phê duyệt"),
    _rule("hết vướng", "unblocked", r"\b(?:het|khong con|da thao go|thao go xong|da go|da giai quyet|da khac phuc|da xu ly|da het|qua)(?: \w+){0,3}? ?(?:vuong|kho khan|ach tac|loi|diem nghen)|\bda (?:duoc )?(?:thao go|khac phuc)\b|\bda co (?:kinh phi|von|huong dan|mat bang|nguoi|tien|y kien|so lieu)|\bda (?:duoc )?(?:bo tri|cap) (?:du )?(?:kinh phi|von|tien|nguoi)|\bxu ly xong\b|\b(?:kinh phi|von|tien|mat bang)(?: \w+)? (?:da (?:co|duoc|ve)|co roi)", "Đã tháo gỡ vướng mắc, đang làm tiếp"),
)

# --- extension ----------------------------------------------------------------------------------------------------
NO_EXTENSION = _rule("không xin lùi", "no_extension", r"\b(?:khong|chua|khoi|da|dung|dang|ko|moi)(?: can| phai| xin| de nghi| duoc)* (?:gia han|lui|doi han|them thoi gian)\b", "Không cần gia hạn, đang làm")
_WHO = r"(?:em|e|minh|toi|tui|chung toi|chung em|ben \w+|don vi|so|xa|phuong|co quan|anh em|ubnd \w+|ban|phong|phep|duoc|lai|them|han|nhiem vu|viec)"
EXTENSION: tuple[Rule, ...] = (
    _rule("gia hạn", "extension", r"\bgia han\b", "Xin gia han them 10 ngay"),
    _rule("lùi", "extension", r"\blui (?:han|den|toi|sang|lai|thoi|ngay|qua|them|tien do|xuong|moc|vao|cho|\d)|\b(?:xin|de nghi|cho|duoc|phep)(?: \w+){0,3} lui\b|\blui\b(?= \w+ (?:ngay|tuan|thang))", "Xin lùi đến 30/6"),
    _rule("xin thêm", "extension", rf"\b(?:xin|de nghi|mong|can|ch[o_])(?: {_WHO}){{0,4}}(?: xin)? (?:them)(?: khoang| tam| it nhat)? (?:\d+|mot|hai|ba|bon|nam|sau|bay|muoi|vai|it|chut|thoi gian|nu[a_])\b(?! (?:nguoi|can bo|bien che|ty|trieu|dong|bao cao|von|cau|viec))", "Cho em thêm 2 tuần"),
    _rule("xin 10 ngày", "extension", rf"\b(?:xin|ch[o_])(?: {_WHO}){{0,4}}(?: xin)?(?: khoang| tam)? (?:\d+|mot|hai|ba) (?:ngay|hom|tuan|thang)\b(?! nu[a_] (?:la|thi|xong))", "Cho xin 10 ngày nữa"),
    _rule("xin chuyển", "extension", rf"\b(?:xin|de nghi|ch[o_])(?: {_WHO}){{0,4}}(?: xin)? (?:chuyen|doi|hoan|keo dai|dieu chinh|de|cham|tre|den|toi|sang|qua|nop cham|khat|gian|n[o_])(?: (?:han|lai|thoi|gian|tien|do|thoi han|thanh|nhiem|vu|viec|nay|moc|hoan|hoan thanh|nop|bao cao|nua|xuong)){{0,6}} (?:(?:den|toi|sang|qua|vao|het|cuoi|giua|dau|thanh|trong|truoc|them|ngay|thu|thang|quy|tuan|nam|han|\d)|$)", "Xin chuyển sang quý III"),
    _rule("kéo dài", "extension", r"\bkeo dai (?:thoi gian|thoi han|han|them|den|sang|tien do)\b|\bdoi (?:han|moc|thoi han|sang|den|ngay)\b|\bdieu chinh (?:thoi han|han|thoi gian|tien do|moc)\b|\bkhat (?:den|toi|sang|lai)\b|\bxin (?:them )?(?:han|thoi han|thoi gian)\b|\bhoan (?:den|sang|lai (?:den|sang)?)\b|\bxin hoan\b(?! (?:thanh|tat))", "Kéo dài thời gian đến hết quý 4"),
    _rule("xin hoàn thành vào", "extension", rf"\bxin (?:phep |duoc )?{DONE} (?:vao|trong|truoc|den|sang|cham)\b", "Xin được hoàn thành vào 30/6"),
)

# --- talk: a message made of such words alone needs no question back -------------------------------------------------
TALK = _rule(
    "cảm ơn, dạ vâng",
    "talk",
    r"\b(?:cam on|ok|d[a_] vang|vang|da nhan|da tiep nhan|tiep nhan|nhan duoc|nhan roi|da ro|ro roi|ro a|da biet|biet roi|chao|xin chao|hello|alo|hi|uh|u|um|yes|chuc|tuyet voi|tot qua|tot lam|hay qua|duoc roi|nhat tri|dong y|d[a_]$|^d[a_]\b|de (?:em|toi|minh) (?:xem|kiem tra|hoi|lam|bao)|(?:em|toi|minh|ben em|se|don vi) (?:se )?(?:kiem tra|xem|cap nhat|bao cao|lam|gui|nop|bo sung|phan hoi|tra lo[i_]|ra soat|khan truong|thuc hien|trien khai)|lam ngay|xin loi|thong cam|nham|da xem|da doc|hieu roi|haha|hihi|hehe|nice|good|noted|roger|hoan nghenh|vui qua)\b",
    "Dạ vâng, cảm ơn anh",
)
