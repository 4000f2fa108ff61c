"""How the names of Vietnamese bodies are built: the words that open one, and where one ends. Knows no list of agencies.

A name goes on over commas, dashes and "và" as long as what follows opens no other body ("Sở Văn hóa, Thể thao và Du
lịch", "Phòng Văn hóa - Xã hội"); it ends where another body, a group, a verb or a full stop begins.
"""

import re
from functools import lru_cache

from catalog.plans.meaning.actors.capitals import FIELDS, in_small_letters
from catalog.plans.meaning.actors.name_syllables import NAME_SYLLABLES
from catalog.text import CAPITAL

_UPPER = CAPITAL

_HEADS = (
    r"Thường trực(?=\s+(?:HĐND|Hội đồng|Tỉnh ủy|Thành ủy|Đảng ủy|Ban))|"
    r"(?<!Cơ )(?<!cơ )[Ss]ở(?!\s+hữu)"
    r"|Ban(?!\s+hành|\s+đầu|\s+ngày|\s+công)|BCĐ|BQL|BCH|Văn phòng|VP|Tổng cục|Chi cục|Cục(?!\s+bộ)"
    r"|Vụ(?=\s+[A-ZĐ])(?!\s+án)|Trung tâm|TT(?=\s+[A-ZĐ])|Trường|Học viện|Viện(?!\s+trợ|\s+dẫn)|Đại học|Hội(?!\s+nghị"
    r"|\s+thảo|\s+nhập|\s+thi|\s+chợ|\s+họp)"
    r"|Hiệp hội|Liên hiệp|Liên đoàn|Liên minh|Quỹ(?!\s+đất|\s+lương)|Báo(?!\s+cáo|\s+động|\s+chí)|Đài|Ngân hàng"
    r"|Kho bạc|Thanh tra(?!,|\s+và\s+(?:Thi đua|Giải quyết|Khiếu tố|Pháp chế|Kiểm tra))|Tạp chí|Thời báo"
    r"|[UỦ][yỷ] ban|UBND|UBMTTQ|UBMT|MTTQ|HĐND|LĐLĐ|BHXH|BTV|BCHQS|TAND|VKSND|Tổng [Cc]ông ty|Công ty|Tập đoàn"
    r"|T[òo]a án|Tòa soạn"
    r"|Bệnh viện|Tỉnh [đĐ]oàn|Thành [đĐ]oàn|Huyện [đĐ]oàn|Xã [đĐ]oàn|Đoàn(?!\s+kết|\s+thể|\s+viên|\s+kiểm tra"
    r"|\s+công tác)|Mặt trận"
    r"|Công đoàn|Bộ(?!\s+máy|\s+chỉ số|\s+tiêu chí|\s+thủ tục|\s+tài liệu|\s+dữ liệu)|Cổng|Công an|Bưu điện|Điện lực"
    r"|Hội đồng|Tổ(?!\s+chức)|Chi nhánh|Cảng"
    r"|Vườn [Qq]uốc gia|Bảo tàng|Thư viện|Nhà (?:hát|văn hóa|thiếu nhi|xuất bản|khách)|Khu (?:quản lý|bảo tồn"
    r"|Công nghệ)|Hợp tác xã|HTX"
    r"|Phòng(?!,|\s+(?:chống|ngừa|cháy|họp|bệnh|dịch|trừ|hộ|vệ|học|thí nghiệm|tránh))|Viễn thông|Khoa(?!\s+học"
    r"|\s+giáo)|Trạm|Đội|Thuế|Hải quan|Thống kê|Bảo hiểm xã hội|Đảng ủy|Đảng bộ"
    r"|Tỉnh ủy|Thành ủy|Huyện ủy|Quân ủy|Bộ phận|Bộ môn|Nhóm|Tổng đài|Kiểm toán|Kiểm lâm|Quản lý thị trường|Bí thư"
    r"|Trưởng (?:bản|thôn|ban|phòng|khoa|ấp|khu phố|buôn)"
    r"|Quân sự|Biên phòng|Cơ quan(?=\s+[A-ZĐ])|P\.(?=\s*[A-ZĐ])|Trại|Lữ đoàn|Trung đoàn|Hạt Kiểm lâm|Ga|Cảng vụ"
    r"|Chính phủ|Thủ tướng|Đoàn thanh niên|Chi bộ|Chi đoàn"
)  # fmt: skip
_COMPANIES = (
    r"VNPT|Viettel|EVN\w*|Mobi[Ff]one|Vietnam ?[Pp]ost|FPT|PVN|TKV|BIDV|Agribank|Vietcombank|Vietinbank|NHNN|VCCI"
    r"|PTTH|VTV\d?"
)
_ALONE = (
    r"Thuế|Hải quan|Thống kê|Kho bạc|Công an|Quân sự|Biên phòng|Tỉnh đoàn|Thành đoàn|Bảo hiểm xã hội|BHXH|KBNN|MTTQ"
    r"|Tỉnh ủy|Thành ủy|Đảng ủy"
)
HEAD = re.compile(rf"(?:{_HEADS})(?![\w])(?=\s*[^\W_]|$)|(?:{_ALONE}|{_COMPANIES})\b")
"""A word that opens a body's name, as it is printed."""

_OFFICES = (
    r"(?:(?:[Tt]hủ trưởng|[Ll]ãnh đạo|(?:[Pp]hó )?[Gg]iám đốc|[Cc]hánh(?= [VT])|[Nn]gười đứng đầu"
    r"|[Tt]ổ trưởng|[Tt]ổ phó|[Đđ]ội trưởng|[Tt]rưởng(?= (?:[Bb]an|[Pp]hòng|các|[Kk]hoa))"
    r"|(?:[Pp]hó )?[Cc]hủ tịch|[Bb]í thư|[Hh]iệu trưởng|[Vv]iện trưởng|[Cc]ục trưởng|[Cc]hi cục trưởng|[Đđ]ồng chí"
    r"|[Đđ]/c|[Tt]ập thể|[Cc]ấp ủy)\s+)+"
)
OFFICE = re.compile(_OFFICES)
"""A person's office before the body that is meant: "Giám đốc", "Thủ trưởng"."""

_PLURAL = (
    r"(?:[Cc]ác|[Nn]hững|[Mm]ọi|[Tt]ất cả|[Tt]oàn thể|[Tt]oàn bộ|[Tt]ừng)\s+(?!(?:bước|nội dung|nhiệm vụ|chỉ tiêu"
    r"|giải pháp|công trình|dự án|hồ sơ"
    r"|văn bản|biện pháp|chính sách|lĩnh vực|ngày|vấn đề|hoạt động|tiêu chí|mục tiêu|điều kiện|thủ tục|dịch vụ"
    r"|kế hoạch|đề án|chương trình|hộ|ngành nghề|khu(?!\s+(?:phố|vực))|cụm|di tích|tuyến|bến)\b)"
)
PLURAL = re.compile(_PLURAL)
"""The word that makes many of one: "các", "tất cả"."""
_GROUP = re.compile(
    rf"{_PLURAL}|(?:UBND|[UỦ]y ban nhân dân)\s+(?:các|cấp)\s|(?:[Cc]ơ quan|[Đđ]ơn vị|[Đđ]ịa phương"
    rf"|[Dd]oanh nghiệp)(?:\s*,|\s*$|\s+(?:liên quan|khác|trực thuộc|có liên quan))"
    r"|[Cc]ấp (?:xã|ủy)\b|[Xx]ã,\s*phường|[Ss]ở,\s*(?:ban|ngành)"
)
_LABEL = re.compile(
    r"[\W\d]*(?:(?:[Cc]ơ quan|[Đđ]ơn vị)\s+)?(?:[Cc]hủ trì|[Pp]hối hợp|[Gg]iao|[Đđ]ầu mối)\s*:?\s+|[\s\-–—+•*]+"
    r"|\d{1,2}[.)]\s+"
)

_FIELD = re.compile("|".join(re.escape(one) for one in sorted(FIELDS, key=len, reverse=True)), re.IGNORECASE)

# Words in small letters that begin what a body does, not more of its name.
_VERBS = (
    r"chủ trì|phối hợp|thực hiện|triển khai|tham mưu|hướng dẫn|thẩm định|tổng hợp|theo dõi|rà soát|đề xuất|báo cáo"
    r"|xem xét|ban hành"
    r"|đôn đốc|chịu trách nhiệm|có trách nhiệm|chủ động|căn cứ|cung cấp|khẩn trương|tiếp tục|hoàn thành|hoàn thiện"
    r"|thường xuyên|chỉ đạo|quyết định|tập trung"
    r"|nghiên cứu|trình|gửi|lập|cập nhật|đẩy nhanh|đẩy mạnh|tăng cường|bố trí|cân đối|làm|dự trữ|kiểm đếm|kiểm soát"
    r"|sẵn sàng|phân công|bảo đảm|đảm bảo|duy trì"
    r"|niêm yết|công khai|công bố|tuyên truyền|phổ biến|vận động|huy động|khảo sát|đánh giá|sơ kết|tổng kết|xử lý"
    r"|giải quyết|tháo gỡ|khắc phục|chuẩn bị|cử"
    r"|kết luận|có tên|tiết kiệm|thẩm tra|khai mạc|khai giảng|khai báo|chỉnh trang|tiêm|hòa giải|bình xét|bình chọn"
    r"|giao(?!\s+(?:thông|dịch|lưu|tiếp|nhận|khoán))"
    r"|phê duyệt|thông báo|tiếp nhận|bàn giao|lắp đặt|khởi công|thi công|giải ngân|thanh toán|quyết toán|thu hồi"
    r"|chi trả|cấp|hỗ trợ|tạo điều kiện|nghiêm túc"
    r"|kịp thời|tích cực|lãnh đạo|quán triệt|giám sát|tiến hành|đăng ký|ký|mở|tham gia|nâng cao|nâng cấp|xác định"
    r"|xác minh|yêu cầu|phối kết hợp|đề nghị"
    r"|phải|cần|sớm|được giao|nắm|quản lý|tổ chức|xây dựng|kiểm tra|thanh tra|đào tạo|bồi dưỡng|tập huấn|số hóa"
    r"|chuyển|thống nhất|trao đổi|liên hệ|sử dụng"
    r"|rút kinh nghiệm|thành lập|kiện toàn|điều phối|điều chỉnh|bổ sung|sửa đổi|phân tích|thống kê|phản ánh|trực tiếp"
    r"|gia hạn|kiểm kê|biên soạn|soạn thảo|chỉnh sửa|cải tạo|sửa chữa|mua sắm|thu thập|khai thác|vận hành|kết nối"
    r"|chia sẻ|tích hợp|chấm dứt|lựa chọn|ứng phó|tuần tra|thu gom|điều tra|kê khai|tuyển sinh|tuyển dụng|phát động"
    r"|phát hành|đăng tải|đưa tin|ưu tiên|đẩy lùi|trồng|chăm sóc|sắp xếp|di dời|bố phòng|nghiệm thu|phân bổ"
    r"|theo|tại|từ|trước|trong|để|khi|nếu|nhằm|đã|là|cùng với|trên cơ sở|định kỳ|(?:hằng|hàng)\s+(?:ngày|tuần"
    r"|tháng|quý|năm)"
)  # fmt: skip
VERB = re.compile(rf"(?:{_VERBS})\b")
# ... unless it is part of such a name: "Ban Quản lý dự án đầu tư xây dựng", "Trung tâm kiểm soát bệnh tật".
_ENDS_A_NAME = re.compile(
    r"(?:chủ trì|phối hợp|tham mưu|hoàn thành|hoàn thiện|rà soát|báo cáo|đề xuất|khẩn trương|chịu trách nhiệm|kiểm kê"
    r"|có trách nhiệm|chủ động|trình|gửi|lập|cập nhật|bố trí|bảo đảm|đảm bảo|gia hạn|biên soạn|phải|cần|tiếp tục)\b"
)
"""Verbs that no name of a body goes on with, whatever work it is called by ("Phòng Đào tạo hoàn thiện ...")."""
_IN_A_NAME = re.compile(
    r"(?:(?:[Qq]uản lý|QLDA|[Dd]ự án)\s+(?:các\s+)?(?:dự án\s+)?(?:đầu tư\s+)?xây dựng|(?:[Bb]an|[Pp]hòng"
    r"|[Tt]rung tâm|[Vv]iện|[Cc]ục|[Cc]hi cục|[Tt]rường|[Vv]ăn phòng|[Tt]ổ|[Tt]rạm|[Đđ]ội|[Bb]ộ phận|[Hh]ội đồng)"
    r"(?:\s+(?:[Qq]uản lý|[Nn]ghiên cứu|[Kk]iểm (?:soát|định|nghiệm|dịch|tra)|[Đđ]ào tạo|[Bb]ồi dưỡng|[Tt]ổ chức"
    r"|[Xx]úc tiến|[Tt]hông tin|[Gg]iám sát|[Đđ]iều hành|[Hh]ỗ trợ|[Tt]iếp (?:nhận|công)|[Gg]iải phóng|[Đđ]iều phối"
    r"|[Tt]ổng hợp|[Tt]hanh tra|[Tt]uyên truyền|[Gg]iám định|[Đđ]ăng k[ýi]|[Tt]hẩm định|[Cc]ông bố|[Kk]huyến"
    r"|[Hh]ướng dẫn|[Kk]ế hoạch|[Cc]hỉ đạo|[Tt]ài chính|[Đđ]ại diện))+|\bvà Quản lý(?: xử lý)?)$"
)
_OF_A_UNIT = re.compile(
    rf"(?:Phòng|Khoa|Ban|Trung tâm|Viện|Trường|Văn phòng|Vụ|Cục|Bộ phận)\s+[{CAPITAL}][\w]*(?:\s[^\W\d_]+){{0,2}}$"
)
_INSPECTION = re.compile(r"(?:kiểm|giám|thẩm|quy)\s+$", re.IGNORECASE)
_OBJECT = re.compile(
    r"\s+(?:việc|tình hình|tiến độ|kết quả|công tác|nội dung|những|các (?:nội dung|nhiệm vụ|đơn vị|dự án))\b"
)
"""What only work has behind its verb: "Ban Kiểm soát giám sát việc ..."."""
_SYLLABLE = re.compile(r"[^\W\d_]+")
_COMPOUNDS = {
    "công trình", "chương trình", "quá trình", "giáo trình", "quy trình", "việc làm", "độc lập", "công lập",
    "trung cấp",
    "sơ cấp", "cao cấp",
    "liệu xây dựng", "trình xây dựng", "lượng xây dựng", "tế xây dựng", "tra xây dựng", "phép xây dựng",
    "thi xây dựng", "trường trong",
    "giá xây dựng", "đăng ký", "thư ký", "đồng cấp", "cung cấp", "y tế công", "hợp tác", "lưu ký",
}  # fmt: skip
_SEPARATOR = re.compile(
    r"\s*[;:\n(]|(?<!TP)(?<!\bP)(?<!TX)\.(?:\s|$)|\s*,\s*|\s+[-–/]\s+|\s*/\s*|\s+(?:và|&|cùng|với|hoặc)\s+"
)
_OF_COUNCIL = re.compile(
    r"(?:HĐND|Hội đồng nhân dân|ĐBQH|Đoàn đại biểu Quốc hội|Quốc hội)\s*(?:xã|phường|tỉnh|thành phố)?$"
)
_COUNCIL = re.compile(r"(?:UBND|HĐND|[UỦ]y ban nhân dân|Hội đồng nhân dân)\b")
_LEVEL_NAME = re.compile(
    rf"\s+(?:tỉnh|thành phố|Thành phố|TP\.?|xã|phường|đặc khu|huyện|khu vực|Trung ương"
    rf"|trung ương|(?:Tỉnh|Thành|Đảng|Huyện) ủy)(?![\w,])(?!,\s*(?:xã|phường|đặc khu|thành phố))"
    rf"(?:\s+(?:-\s+)?[{_UPPER}][\w'’]*)*"
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:và|các|của|thuộc|Văn phòng|VP|Đảng ủy|Đảng bộ|Thanh tra|Công đoàn|Đoàn|Hội|Liên hiệp|Ban|Chi cục"
    r"|Trung tâm|Cục|Bộ|Đảng|Trường|Phó|Quỹ|Chi nhánh|Phòng|Trạm|Trưởng|Khoa|Cơ quan|Tổ|Học viện|Viện|Liên đoàn"
    r"|Đại học|Nhà|Quản lý|Sở|UBND|Ủy ban|Thường trực|trực|Nhóm))$"
)
_STRONG = re.compile(
    r"(?:(?<!Cơ )(?<!cơ )[Ss]ở"
    r"|UBND|[UỦ]y ban nhân dân|Công an|Văn phòng|Thanh tra|Trung tâm|Bộ Chỉ huy|Tỉnh đoàn|Bảo hiểm xã hội"
    r"|Kho bạc|Đảng ủy|Phòng|Khoa|Các)\b(?=\s)"
)


def begins_with_body(text: str) -> bool:
    """Whether the first words of a cell or an item name a body, an office of one, or a group."""
    place = 0
    while (label := _LABEL.match(text, place)) and label.end() > place:
        place = label.end()
    return opens_body(text, place)


def opens_body(text: str, place: int) -> bool:
    """Whether a body, an office or a group begins at this place of the text."""
    office = OFFICE.match(text, place)
    place = office.end() if office else place
    return bool(HEAD.match(text, place) or _GROUP.match(text, place))


def is_within_name(text: str, begin: int, end: int) -> bool:
    """Whether a verb in small letters is part of a body's name ("Phòng Kế hoạch tổng hợp")."""
    return bool(
        _IN_A_NAME.search(text[:begin].rstrip())
        or _IN_A_NAME.search(text[:end])
        or _OF_A_UNIT.search(text[:begin].rstrip())
    )


def field_at(text: str, place: int) -> int | None:
    """Where the name of a field ends that begins here ("Văn hóa, Thể thao và Du lịch"); None for anything else."""
    found = _FIELD.match(text, place)
    return found.end() if found and not text[found.end() : found.end() + 1].isalpha() else None


def name_end(text: str, begin: int, *, columns: bool) -> int:
    """Where the name that begins here ends. `columns`: the text holds names only, small letters go on a name."""
    head = HEAD.match(text, begin)
    place = head.end() if head else begin
    field = field_at(text, place + 1) if head else None
    place = field or place
    if not columns and (closed := _closed(text, begin, field)) is not None:
        return closed
    while place < len(text):
        stop = _next_stop(text, begin, place, columns=columns)
        if stop is None:
            return len(text)
        at, after, certain = stop
        if certain or _divides(text, begin, at, after, columns=columns):
            return at
        place = after
    return len(text)


def _closed(text: str, begin: int, field: int | None) -> int | None:
    """In a sentence a field of work or a level with its place closes a name, small letters behind are work."""
    if field is not None and not _field_opens_more(text, begin, field):
        level = _LEVEL_NAME.match(text, field)
        return level.end() if level else field
    stop = _SEPARATOR.search(text, begin)
    end = stop.start() if stop else len(text)
    level = _LEVEL_NAME.search(text, begin, end)
    while level and VERB.search(text, begin, level.start()) and _IN_A_NAME.search(text[begin : level.start()]) is None:
        return None  # the level belongs to what is done
    if level is None or level.start() == begin:
        return None
    follows = text[level.end() :].lstrip()[:1]
    return level.end() if follows.islower() or not follows or not follows.isalpha() else None


def _field_opens_more(text: str, begin: int, field: int) -> bool:
    """Whether the name goes on behind a field: "Ban Xây dựng Đảng", "Ban Tài chính kế toán"."""
    if re.match(rf"\s(?!Các\b)[{_UPPER}]", text[field:]):
        return True
    word = _SYLLABLE.match(text, field + 1)
    if text[begin : begin + 2].lower() in ("sở", "bộ") or word is None or VERB.match(text, field + 1):
        return False
    return word.group().islower() and word.group() in NAME_SYLLABLES and not _LEVEL_NAME.match(text, field)


def _next_stop(text: str, begin: int, place: int, *, columns: bool) -> tuple[int, int, bool] | None:
    """(where a name may end, where what follows begins, whether it surely ends there)."""
    found = _SEPARATOR.search(text, place)
    verb = None if columns else _verb(text, begin, place, found.start() if found else len(text))
    other = _other(text, begin, place, found.start() if found else len(text))
    first = min((one for one in (verb, other) if one is not None), default=None)
    if first is not None:
        return first, first, True
    if found is None:
        return None
    return found.start(), found.end(), found.group().strip()[:1] in tuple(";:(\n.") or "\n" in found.group()


def _verb(text: str, begin: int, place: int, end: int) -> int | None:
    """The first verb in small letters that is no part of the name."""
    for word in re.finditer(r"(?<=\s)(?=[^\W\d_])", text[place:end]):
        at = place + word.start()
        verb = VERB.match(text, at) if at > begin else None
        if verb and f"{text[begin:at].split()[-1].lower()} {verb.group()}" in _COMPOUNDS:
            continue
        if (
            verb
            and len(text[begin:at].split()) > 2
            and (_ENDS_A_NAME.match(text, at) or _OBJECT.match(text, verb.end()))
        ):
            return at
        if verb is None and at > begin and _no_part_of_a_name(text, begin, at):
            return at
        if verb and not _IN_A_NAME.search(text[begin:at].rstrip()) and not _IN_A_NAME.search(text[begin : verb.end()]):
            return at
    return None


def _no_part_of_a_name(text: str, begin: int, at: int) -> bool:
    """Whether a word in small letters is none that names of bodies are made of."""
    word = _SYLLABLE.match(text, at)
    return (
        word is not None
        and word.group().islower()
        and (word.group() not in NAME_SYLLABLES or (word.group() == "định" and not _INSPECTION.search(text[begin:at])))
        and " " in text[begin:at].strip()
    )


def _other(text: str, begin: int, place: int, end: int) -> int | None:
    """Where another body begins without any sign between ("Sở Tư pháp Sở Tài chính")."""
    for found in _STRONG.finditer(text, max(place, begin + 1), end):
        before = text[begin : found.start()]
        if before.endswith((" ", "\n")) and len(before.split()) >= 2 and not _NOT_BEFORE.search(before.rstrip()):
            return found.start() if HEAD.match(text, found.start()) or found.group() == "Các" else None
    return None


def _divides(text: str, begin: int, at: int, after: int, *, columns: bool) -> bool:
    """Whether the sign at `at` parts two names: what follows opens a body, or (in sentences) is in small letters."""
    if _COUNCIL.match(text, after) and _OF_COUNCIL.search(text[begin:at]):
        return False
    if opens_body(text, after):
        return ("-" not in text[at:after] and "–" not in text[at:after]) or bool(_STRONG.match(text, after))
    follows = text[after : after + 1]
    if not follows:
        return True
    if columns:
        return False
    return not (follows.isupper() or "-" in text[at:after]) and not _field_goes_on(text, begin, after)


def _field_goes_on(text: str, begin: int, after: int) -> bool:
    return any(field_at(text, place) and (field_at(text, place) or 0) > after for place in range(begin, after))


@lru_cache(maxsize=2048)
def is_body(text: str) -> bool:
    """Whether the text is one body's name as a whole, without a verb: "SỞ TÀI CHÍNH", "UBND xã Tủa Chùa"."""
    plain = text.strip(" .:;,-–*")
    plain = in_small_letters(plain) if plain.isupper() else plain
    if not plain or len(plain) > 120 or "\n" in plain:
        return False
    office = OFFICE.match(plain)
    begin = office.end() if office else 0
    return bool(HEAD.match(plain, begin)) and name_end(plain, begin, columns=True) == len(plain)
