"""Words that a repair treats in their own way: left alone, decisive, holding a claim back. Data."""

from handlers.replies.spelling.spellings import NOT_TELEX, SPELLINGS

_ABBREVIATED = frozenset(word for spelled in SPELLINGS for word in spelled.whole) | NOT_TELEX
_FOREIGN_WORDS = (
    "in progress on hold not yet task camera tick alo font noted bik ttin ktra yte done like share video smartphone"
    " laptop pin thg tg ng trg cht"
    " krông krong đắk đăk dak lắk lak ea mdrak ii iii iv vi vii viii ix xi xii ubnd ubmttq bqlda qlda ubkt uvbtv btv"
    " atgt attt antt anqp ocop idp ida edoc"
    " ioffice vneid vnptioffice egov lgsp"
    " hihi haha hehe hic huhu uh uhm umm yeah yep nope oh ah hjhj kaka wow ha km"
    "email mail link file zalo app web website online excel word pdf scan wifi internet server check test ok bot"
    " deadline dashboard portal video clip facebook fanpage telegram drive icloud teams zoom api token admin"
)
_FOREIGN = frozenset(_FOREIGN_WORDS.split())
# The words that decide what a reply says, without accents.
_KEY_WORDS = """
    xong hoan thanh tat chua khong gan sap se dang lam trien khai thuc hien tien hanh xu ly giai quyet
    bat dau duoc dat moi van con lai ca nhung cac khac rieng tru chi ngoai viec nhiem vu muc so
    vuong thieu cho doi kinh phi von huong dan mat bang nguoi nhan su dau thau phe duyet tham dinh ky trinh y kien
    kinh xin gia han lui them den toi sang het ngay tuan thang quy nam thoi gian de nghi keo dai hoan doi
    da roi ban cong bo to chuc bao cao gui nop khoi dong soan thao du loi phan mem he thong tram nua
    tam dung chuc nham lon thua
"""


KEY = frozenset(_KEY_WORDS.split())
OWNS_UP = frozenset(("à", "ủa", "ấy", "ờ", "ui", "úi", "chết"))
TASK_SIGNS = frozenset(("nv", "nvu", "task", "cv", "vc"))  # "xong nv7" has a number behind it
LEFT_ALONE = _ABBREVIATED | _FOREIGN | TASK_SIGNS
CLAIMS = frozenset(("xong", "hoan"))
BEGUN = frozenset(("lam", "trien", "thuc", "bat", "tien", "khoi", "co", "duoc"))
NO_YET = frozenset(("cha", "hua", "chuq", "chuaa", "chia"))  # "cha làm": nobody reports of his father
NO_DAY = frozenset(("nga", "ngya", "nagy", "ngau", "ngat", "ngayy", "nngay", "ngaay"))  # "10 ngà"
HOLDS_BACK = frozenset(("chưa", "không", "gần", "sắp", "sẽ", "chờ", "đợi"))
