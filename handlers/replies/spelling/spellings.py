"""Phone spellings of officials and what they stand for: data, one line a word.

Left: one or more spellings as typed, without regard to case; right: the full word with its accents. A spelling counts
only as a whole word; document numbers ("12/BC-SNV") were taken out before. The order matters where lines overlap.
"""

import re
from dataclasses import dataclass

from handlers.replies.patterns import Guarded

_WHOLE_WORDS: tuple[tuple[str, str], ...] = (
    # no and not yet
    ("k|ko|kg|kog|hok|hông|hem|kô|khg|khog|hk", "không"),
    ("hong(?= (?:xong|xog|co|có|lam|làm|kip|kịp))", "không"),
    ("kh(?= (?:xong|xog|co|có|lam|làm|kip|kịp|duoc|được|dc|đc))", "không"),
    ("(?:(?<=xong )|(?<=xog )|(?<=xg ))ch(?=$|[,.;?!\n])", "chưa"),
    (
        "chx|chz|chư|chwa|cha(?= xong)|ch(?= (?:xong|xog|xg|lam|làm|lm|co|có|tk|trien|triển|hoan|hoàn|gửi|gui"
        "|nộp|nop|trình|trinh|góp|gop|trả|tra|duyệt|duyet|ký|bắt|bat|được|duoc|dc|đc|cấp|bố|đủ|thấy|nhận|phản))",
        "chưa",
    ),
    ("cb", "cán bộ"),
    ("tw", "trung ương"),
    ("(?<=xin )ra hạn|(?<=xin )ra han|(?<=xin )da hạn", "gia hạn"),
    # done
    ("xong xuoi|xong xuôi|xongg|xog|xg|xonng|xomg|xonh|soong|x0ng", "xong"),
    ("(?<=xong )(?:ùi|ui|òi)", "rồi"),
    ("(?<=đã )song|(?<=da )song|(?<=làm )song|(?<=lam )song|(?<=chưa )song|(?<=chua )song", "xong"),
    ("song(?= (?:rồi|roi|r|rùi|rui)\\b)", "xong"),
    ("(?<=lỗi )ht|(?<=loi )ht|ht(?= (?:lỗi|loi|sập|sap)\\b)", "hệ thống"),
    ("hthanh|hthành|h\\.thành|h\\.thanh|hth|htah|htanh|ht|hoan thnah|hoàn thnàh|hoan thah|hoàn thàh", "hoàn thành"),
    ("hoang thanh|hoàng thành|hoành thành|hoan tahnh", "hoàn thành"),
    ("htat|h\\.tất", "hoàn tất"),
    ("(?:hoàn thành|hoan thanh) xong", "hoàn thành"),
    ("(?:việc|viec|nhiệm vụ|nhiem vu) (?:nào|nao)(?= (?:(?:em|bên em|ben em|mình|minh) )?(?:cũng|cung)\\b)", "tất cả"),
    (
        "(?:chưa|chua) (?:có |co )?(?:việc|viec|cái|cai|nhiệm vụ|nhiem vu) (?:nào|nao)"
        "(?= (?:xong|làm|lam|hoàn thành|hoan thanh|triển|trien|thực|thuc))",
        "tất cả chưa",
    ),
    ("(?<!ngày )(?<!hôm )mốt(?= (?:xong|xog|em|e|nộp|gửi|trình|mới|sẽ)\\b)", "ngày mốt"),
    ("in[ -]progress|doing|ongoing|wip", "đang làm"),
    ("pending|on hold", "đang chờ"),
    ("not yet", "chưa"),
    ("done|finish|finished|completed", "xong"),
    # small words
    ("cmnr|r|goy|gòy|rầu|rui|rùi|rr|rồ|roài|ròi|ròy|roy|oy|gòi|rùii|rou", "rồi"),
    ("dkien|d/k|(?:dk|đk)(?= (?:\\d|xong|cuoi|cuối|thang|tháng|tuan|tuần|hoan|hoàn))", "dự kiến"),
    ("dc|đc|đk|dk|duoc|dươc|đuợc|đượ|dx|đx|đước|đưọc", "được"),
    ("vs", "với"),
    ("đ/c|d/c|đchi|đchí|dchi", "đồng chí"),
    ("chừ|chu(?= (?:du|on|xong|het) (?:ca|het|roi|luon|xuoi)\\b)", "giờ"),
    ("bgio|bgiờ|bây h|bay h|h(?= (?:chưa|chua|vẫn|van|mới|moi|đang|dang|đã|da|em|e|bên|ben)\\b)", "giờ"),
    ("dag|đag|dg|đg", "đang"),
    ("lm|mần|mằn|man(?= (?:xong|xog|duoc|được|dc|roi|viec|j|gi|chi)\\b)", "làm"),
    ("vc", "việc"),
    ("hổng|(?:hỏng|hong)(?= (?:biết|biet|được|dc|chịu|chiu|thấy|thay|phải|phai))", "không"),
    ("bữa nay|bua nay|bữa ni|bua ni", "hôm nay"),
    ("bữa|(?<=\\d )bua|(?<=hom )bua(?=$|[,.;])|(?<=chuc )bua|bua(?= (?:truoc|thu|qua|hom|kia))", "hôm"),
    ("vô|zô|(?<=tay )vo", "vào"),
    ("(?:(?<=việc )|(?<=viec )|(?<=cái )|(?<=cai )|(?<=vụ )|(?<=vu ))(?:ni|nầy|nì)", "này"),
    ("(?:(?<=việc )|(?<=viec )|(?<=cái )|(?<=cai )|(?<=vụ )|(?<=vu ))(?:nớ|no)", "đó"),
    ("hỉ|hí|hè(?=$|[,.!?])|(?<=rồi )hi|(?<=roi )hi", "nhé"),
    ("rứa", "vậy"),
    ("(?<=đã )bh|(?<=da )bh|b\\.hành|bhành|bhanh", "ban hành"),
    ("(?<=thiếu )ng|(?<=thieu )ng|(?<=có )ng|(?<=co )ng", "người"),
    ("cx|cg|cug|cũg", "cũng"),
    ("ms", "mới"),
    ("trc|trk|tr'c|trướk", "trước"),
    ("lun|lunz", "luôn"),
    ("mk|mik|mìk", "mình"),
    ("tgian|thgian", "thời gian"),
    ("hsơ|hso", "hồ sơ"),
    ("sliệu|slieu", "số liệu"),
    ("btrí|btri|b\\.trí", "bố trí"),
    ("gquyết|gquyet", "giải quyết"),
    ("xlý|xly|x\\.lý", "xử lý"),
    ("ykien|ýkiến|y/k", "ý kiến"),
    ("cviệc|cviec", "công việc"),
    ("ndung|nd(?= (?:nay|này))", "nội dung"),
    ("j", "gì"),
    (  # "chưa có chi", but not "chưa có chỉ đạo"
        "(?:(?<=chưa có )|(?<=chua co )|(?<=không có )|(?<=khong co )|(?<=chưa làm )|(?<=chua lam )|(?<=không làm )"
        "|(?<=khong lam ))chi(?! (?:tieu|tiêu|dao|đạo|thi|thị|tra|trả|phi|phí|cuc|cục|bo|bộ|nhanh|nhánh|tiet|tiết))",
        "gì",
    ),
    ("ntn", "như thế nào"),
    ("bn|bnhieu|bnhiêu", "bao nhiêu"),
    ("hn", "hôm nay"),
    ("hqua", "hôm qua"),
    ("tks|thanks|thank|thanh kiu|thks|thx|camon|cám ơn", "cảm ơn"),
    ("okii|okie|okela|okê|oki|okey|okay|oke|okk|uki", "ok"),
    ("zậy|z|vạy", "vậy"),
    (
        "nhoa|nha(?! (?:thau|thầu|nuoc|nước|truong|trường|dan|dân|van|văn|may|máy|hoc))"
        "|nhe|nhen|hén|hen(?=$|[,.!])|nghe(?=$|[,.!])|(?:(?<=rồi )|(?<=roi )|(?<=xong )|(?<=ạ ))nghe(?= (?:anh"
        "|chị|chi|em|sếp|sep|bác|bac|chú|chu|cô|mấy)\\b)|nhá|nhó|nhak|nghen|nè|ne",
        "nhé",
    ),
    # words of the office
    ("ak|ah(?= |$)", "ạ"),
    ("b\\.cáo|b\\.cao|bc|b/c|bcáo|bcao", "báo cáo"),
    ("nv|nvu|nvuj|n\\.vụ|n\\.vu|nvụ|n/v|n\\.v", "nhiệm vụ"),
    ("budget", "kinh phí"),
    ("kp|k\\.phí|kphi|kphí", "kinh phí"),
    ("tkhai|(?<=chưa )tk|(?<=chua )tk|(?<=đang )tk|(?<=dang )tk|(?<=đã )tk|(?<=da )tk", "triển khai"),
    ("(?<=chưa )th|(?<=chua )th|(?<=đang )th|(?<=dang )th|t/hiện", "thực hiện"),
    ("hdan|h\\.dẫn|hdẫn|hướng dẩn|(?<=chờ )hd|(?<=cho )hd|(?<=chờ )hđ", "hướng dẫn"),
    ("phợp|p/h|phop", "phối hợp"),
    ("ldao|lđ|l\\.đạo", "lãnh đạo"),
    ("cbi|c/bị", "chuẩn bị"),
    ("bđ|(?<=chưa )bd|(?<=chua )bd|(?<=mới )bd|(?<=moi )bd|bđầu|bdau", "bắt đầu"),
    ("ctác|ctac|c\\.tác|c\\.tac", "công tác"),
    ("vb|vbản|vban", "văn bản"),
    ("(?<=văn bản )hd|(?<=van ban )hd|(?<=văn bản )hđ", "hướng dẫn"),
    ("pm(?= (?:lỗi|loi|bị|bi|treo|hư|hu|hỏng|hong|chưa|chua|sập|sap|k|ko|không|khong)\\b)", "phần mềm"),
    ("cb(?= (?:xong|hoan|hoàn|ht))", "cơ bản"),
    ("(?<=thiếu )ns|(?<=thieu )ns", "nhân sự"),
    ("gpmb", "giải phóng mặt bằng"),
    ("(?<=phóng )mb|(?<=phong )mb|(?<=vướng )mb|(?<=vuong )mb|(?<=thiếu )mb|(?<=thieu )mb", "mặt bằng"),
    ("trg(?= (?:e|em|minh|mình|tôi|toi|th|thcs|tieu|tiểu|mam|mầm)\\b)", "trường"),
    ("chj|chuj|cj", "chị"),
    ("gh(?= (?:them|thêm|den|đến|toi|tới|\\d))", "gia hạn"),
    ("vướg|vuog|zướng|vương mắc", "vướng"),
    ("qúy|qúi|quí", "quý"),
    ("thág|thag", "tháng"),
    # people, last: the words before them are written out by now
    ("e(?!\\s?[\\d/)])", "em"),
    (  # "xong rồi c nhé", "c ơi"; right behind "xong" it may as well be a "chưa"
        "(?:(?<=rồi )|(?<=roi )|(?<=ạ )|(?<=cho )|(?<=báo )|(?<=cáo )|(?<=cao )|(?<=ơn )|(?<=on )|(?<=chào )"
        "|(?<=chao )|(?<=giúp )|(?<=giup )|(?<=với )|(?<=voi )|(?<=thưa )|(?<=nhờ )|(?<=dạ )|(?<=của )|(?<=cua )"
        "|(?<=nhé )|(?<=nhe ))c(?!\\s?[\\d/)])|c(?= (?:ơi|oi)\\b)",
        "chị",
    ),
)


@dataclass(frozen=True)
class Spelled:
    """A line of the table. `words` = what can be written so: a text with none of them need not be searched.

    `whole` = the spellings that are one word each.
    """

    spelling: Guarded
    full: str
    words: frozenset[str]
    whole: frozenset[str]


_AROUND = re.compile(r"\(\?<?[=!](?:[^()]|\([^()]*\))*\)")  # what stands beside a spelling is no part of it
LETTERS = re.compile(r"[^\W\d_]+")


def _spelled(spelling: str, full: str) -> Spelled:
    bare = _AROUND.sub("", spelling).replace("(?:", "").replace(")", "")
    words = LETTERS.findall(bare.replace("\\", " "))
    whole = [word for word in spelling.split("|") if LETTERS.fullmatch(word)]
    return Spelled(Guarded(rf"(?<![\w/])(?:{spelling})(?![\w/])"), full, frozenset(words), frozenset(whole))


# On lower case, in order.
SPELLINGS: tuple[Spelled, ...] = tuple(_spelled(spelling, full) for spelling, full in _WHOLE_WORDS)

# Words that look like Telex keystrokes and are none.
NOT_TELEX = frozenset(
    (
        "yes",
        "test",
        "post",
        "app",
        "as",
        "is",
        "us",
        "of",
        "or",
        "data",
        "sorry",
        "ios",
        "does",
        "des",
        "this",
        "has",
        "for",
        "tw",
    )
)

# Where accents decide: a plain word the rules use, and the words of the same letters that are something else. Typed
# with these accents they are told apart; in a text without accents they cannot be. Words that deny or hedge ("chưa",
# "gần") stand here only with others that are common: a slip of the keys must not turn "chưa xong" into "xong".
OTHER_WORDS: dict[str, frozenset[str]] = {
    plain: frozenset(others.split())
    for plain, others in (
        ("a", "à"),
        ("cham", "chấm chăm chạm"),
        ("chua", "chữa chùa"),
        ("con", "con cồn"),
        ("da", "dạ đá"),
        ("dang", "đăng dạng đáng đảng"),
        ("dau", "dấu"),
        ("ha", "hà hạ"),
        ("do", "đo dò"),
        ("doi", "đời đôi đội"),
        ("giao", "giáo giảo"),
        ("loi", "lời lợi lối"),
        ("mai", "mại mãi mái mài"),
        ("mang", "mang mảng"),
        ("moi", "mỗi môi"),
        ("mua", "mưa mùa"),
        ("muc", "mức"),
        ("neu", "nêu"),
        ("nua", "nữa"),
        ("cho", "cho"),
        ("toi", "tối"),
        ("thieu", "thiểu thiệu"),
        ("tinh", "tỉnh tình tĩnh"),
        ("tru", "trú trữ"),
    )
}
