"""The frame of a claim: [who] [when] đã [verb] xong [what] [how] [when] [to whom]. A done is believed inside it alone.

The rules say what a clause claims; the frame says whether every word of the clause has a place in such a claim. The
small words of the language are a closed class: each has its slot below, and one without a slot (a condition, hearsay,
an exception, a comparison) may turn the claim round, known or not. Names are an open class: they may stand in the
place of who did it and of what was done, begun by a word that can begin such a name. What has no place makes a
question of the claim.
"""

import datetime as dt
import re

from catalog.text import strip_accents
from handlers.replies.dates import find_days

# One line a slot; "|" between phrases, syllables folded as in `Words.plain`.
_SLOTS = {
    "whom it is told": (
        "a|anh|chi|em|e|ban|sep|co|chu|bac|thay|ong|ba|chau|con|dong chi|moi nguoi|ca nha|mn|d_|da|d_a|vang|u|um|uh|oi|nhe"
        "|nha|nhen|nghen|hi|hihi|haha|hehe|ok|oke|oki|chao|xin chao|thua|bao cao|xin bao cao|kinh bao cao|kinh gui|kinh|gui"
        "|cam on|xin cam on|cam on nhieu|tran trong|xin|thong bao|bao|tin|nay gio|do|day|do nhe|a nhe|luon|ne|ne_|no|ha|ta|hoi|vay"
        "|the|ma|thi|la|roi|ro|that|that su|qua|nhe anh|vay la|the la|nhu vay|vui|may|quy|cap tren"
    ),
    "who": (
        "em|minh|toi|tui|tau|chung em|chung toi|chung minh|tui em|ben em|ben minh|ben toi|ben|anh em|don vi|co quan|nha em|phia"
        "|phia em|phia don vi|cua em|cua minh|cua|y|nen"
    ),
    "which task": (
        "nhiem vu|viec|cong viec|noi dung|phan viec|dau viec|muc|cai|cai nay|cv|nv|task|y|chi tieu|muc tieu|yeu cau|nay|do|kia"
        "|tren|duoc giao|giao|cac|nhung|may|ca|tat ca|toan bo|het|het ca|het tron|ca thay|deu|het thay|tat|tat tan tat|day du"
        "|moi|tung|tong|tong so|ve|giao ch_|giao cho|kinh te|phu trach|va|voi|cung|lan|so|phan|khoi luong|tron|tron ven|thay|hai|ba|bon|nam|sau|bay|ca hai|phan cua"
    ),
    "that it is past": (
        "da|vua|vua moi|moi|duoc|bi|cung|cung da|deu da|co|roi|het roi|xong xuoi|xuoi|troi|rao|gon|gon gang|gon ghe|xong het"
        "|cuoi cung|co|co the noi|chinh thuc|som|lau|lau roi|lau lac|em xuoi|em dep|ngon|ngon lanh|muot|on|on thoa|suon se|thuan loi"
        "|tot|tot dep|rat|kha|day|dat|dat yeu cau|100|phan tram|xuat sac|hoan toan|tuyet doi|thanh cong|bai ban|nghiem tuc|nghiem"
        "|sach|sach bach|bach|tuot|tuot luot|lo|vat va|mai|ma_|quen|quen bao|quen khong bao|nhu|tiep|kip|kip thoi|dung|dung la"
    ),
    "the verb": (
        "lam|thuc hien|trien khai|xu ly|giai quyet|to chuc|hoan thien|ket thuc|tien hanh|tham muu|ban hanh|cong bo|phat hanh"
        "|xong|hoan thanh|hoan tat|ban giao|nghiem thu|quyet toan|phoi hop|chu tri|chu dong|trien khai thuc hien|va|dua vao|"
        "dua vao su dung|xay dung|to chuc thuc hien|mua|son|treo|trong|tiem|xay|lat|moc|dap|cap nhat|nhap|len|ky|nop|gui"
    ),
    "when": (
        "hom|hom qua|hom nay|hom truoc|hom kia|hom no|hom bua|bua|bua truoc|bua hom|bua qua|hom roi|hom hom|tuan|thang|quy|nam|ngay"
        "|tuan truoc|tuan qua|tuan roi|tuan nay|thang truoc|thang roi|thang qua|thang nay|dau thang|dau tuan|dau nam|giua thang"
        "|cuoi thang|cuoi tuan|cuoi nam|nam ngoai|nam truoc|nam roi|truoc|trc|qua|nay|sang|chieu|toi|trua|dem|sang nay|sang qua"
        "|chieu qua|toi qua|to_ qua|to_|trua nay|hoi|hoi sang|hoi chieu|luc|luc nay|luc sang|luc chieu|gio|bay gio|nay gio|den nay"
        "|den gio|toi gio|toi nay|hien|hien nay|hien tai|den thoi diem nay|den thoi diem hien tai|thoi diem|tinh den|den|tinh|tu"
        "|tu lau|tu truoc|tu hom|tu do|tu dau|tu hoi|vao|vao ngay|trong|trong thang|trong quy|trong tuan|ky|ky truoc|dot|dot truoc"
        "|ram|tet|truoc tet|sau tet|cach day|vua qua|vua roi|moi day|gan day|thu|thu hai|thu ba|thu tu|thu nam|thu sau|thu bay"
        "|chu nhat|h|i|ii|iii|iv|thoi gian|thoi gian qua|qua han|lan truoc|lan nay|nua dau|doi|doi nao|do_ nao|do[i_] nao|kho|ngoai"
    ),
    "early or late": (
        "dung han|dung tien do|dung thoi han|dung ke hoach|dung quy dinh|dung yeu cau|truoc han|truoc thoi han|som hon|som|tre|tre han"
        "|cham|muon|qua han|vuot|vuot tien do|vuot muc|vuot ke hoach|vuot chi tieu|so voi|hon|theo|theo ke hoach|theo quy dinh|theo tien do"
        "|theo yeu cau|theo chi dao|theo dung|dam bao|bao dam|dam bao tien do|chat luong|thoi han|han|tien do|ke hoach|quy dinh|chut"
        "|mot chut|it|xiu|may|vai|tien do de ra|de ra|du kien|mot|thoi gian quy dinh|theo han|kip han|kip tien do|de ra|trong han"
    ),
    "by which document": (
        "tai|kem|kem theo|dinh kem|minh chung|ket qua|co|theo|quyet dinh|qd|ke hoach|kh|to trinh|ttr|nghi quyet|nq|bao cao|bc|thong bao|tb"
        "|cong van|cv|van ban|vb|so|san pham|gui kem|ngay|chi thi|ct|huong dan|hd|chuong trinh|ctr|de an|quy che|ubnd tin_|ubnd|tinh|tin_"
    ),
    "what is asked of the reader": (
        "kiem tra|xem|xem giup|kiem tra giup|ghi nhan|giup|giup em|ho|dum|gium|cap nhat|danh gia|ket qua|tien do|tinh trang|trang thai"
        "|hien trang|chu"
    ),
}
_LICENSED = frozenset(tuple(phrase.split()) for slot in _SLOTS.values() for phrase in slot.split("|") if phrase)
_LONGEST = max(map(len, _LICENSED))
# What can begin a name: of a body or a person, of a thing of the office, of work.
_BEGINS_A_NAME = frozenset(
    (
        "so xa phuong phong ban bql trung tam chi cuc vien truong hoi doan thon ap xom khom buon to khu van cong can benh"
        " thanh tra tram dang ubnd hdnd mttq nguoi lop nha cum chinh su uy dac huyen tinh hop doi nhom lanh dao"  # bodies
        " nghi ke bao de du ket quy chuong danh he ho phan bo phuong tieu phap thu trang dich tai bien phieu le dien ngay"
        " hoc cau duong kenh chuyen_doi_so thiet nen website csdl cd vneid mau dot nong vung cay rung dan vu diem cuoc buoi"
        " giai goi cho_ luan"  # things
        " ra kiem tap tuyen quan pho xay lap soan viet sua nang cung tra tiep tiem phat khao do cap cai trien thuc hop"
        " dieu boi sap kien dong giam thao xac thong tham thau dau thi doi_chieu chuyen lay trao tang khoi cham an khac"
        " di chuan gop ky_cam_ket phe van_hanh phuc bau rut tong tim lien quy"  # work
    ).split()
)
_TAKES_A_NAME = frozenset(
    (
        "anh chi co chu bac ong ba so ubnd phong viec vu ve cua voi ch_ cho cac nhung va dung hanh lam hien khai thanh chuc quyet"
        " hop tat ly y tac dao bo thon"
    ).split()
)
"""The last word of what a name may follow: "Sở", "của", "tổ chức", "hoàn thành" ("xong" takes none)."""

# Small words without a slot; those that are others without their accents count with them alone.
_SMALL = frozenset(
    "neu khi nao ai sao dau chua khong chang phai hoac tuy thieu vuong chac suyt hinh duong hau moi_chi niem".split()
)
_SMALL_WITH_ACCENTS = frozenset(
    (
        "nhưng còn sẽ sắp gần đang muốn mong hứa cần hay trừ riêng nghe nói kêu nghĩ đoán ngỡ tưởng giả tạm chờ đợi nhờ giục"
        " nửa miệng mơ ảo hễ miễn dưới bằng để vì ngoài khác"
    ).split()
)
_LINKS = ("ch_", "cho", "o", "de")  # "cho cán bộ": what follows must be able to begin a name
_LONGEST_NAME = 14
_WORD = re.compile(r"[a-z_]+|[^a-z_\s]+")


def accounts_for(plain: str, marked: str, today: dt.date) -> bool:
    """Whether every word of a clause that claims a done has a place in the frame.

    `plain` is the clause folded and without what only looks like a report, `marked` the same as typed.
    """
    for said in find_days(plain, today):
        plain = plain[: said.begin] + "," * (said.end - said.begin) + plain[said.end :]
    words = _WORD.findall(plain)
    accented = set(re.findall(r"\w+", marked.lower())) & _SMALL_WITH_ACCENTS
    small = _SMALL | {strip_accents(word) for word in accented}
    run: list[str] = []
    before = ""
    place = 0
    while place < len(words):
        took = _slot_at(words, place)
        if not took:
            run.append(words[place])
            place += 1
            continue
        if run and not _is_a_name(run, before, small):
            return False
        run, before = [], words[place + took - 1]
        place += took
    return not run or _is_a_name(run, before, small)


def _slot_at(words: list[str], place: int) -> int:
    """How many words from a place on fill a slot, 0 where none does; figures and marks do."""
    if not re.match(r"[a-z_]", words[place]):
        return 1
    longest = min(_LONGEST, len(words) - place)
    return next((n for n in range(longest, 0, -1) if tuple(words[place : place + n]) in _LICENSED), 0)


def _is_a_name(run: list[str], before: str, small: frozenset[str] | set[str]) -> bool:
    """Whether words without a slot can be a name, or go on with one: `before` is the word before them."""
    if run[0] in _LINKS and len(run) > 1:
        run = run[1:]
    begins = "_" in run[0].strip("_") or run[0] in _BEGINS_A_NAME or before in _TAKES_A_NAME or before in _BEGINS_A_NAME
    return begins and len(run) <= _LONGEST_NAME and small.isdisjoint(run)
