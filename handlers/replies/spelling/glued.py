"""What is written in one with its number, or without the noun it wants: "nv3", "t6", "70pt", "xin lùi đến 20". Data.

All on lower case, in order, before the spellings of words are written out.
"""

from handlers.replies.patterns import Guarded

_LATER = r"(?:lùi|lui|gia hạn|gia han|kéo dài|keo dai|dời)"
_UNTIL = r"(?:đến|den|tới|toi|sang|qua)"
_DAY_ENDS = r" ?(?:$|\n|[,;.](?!\d)|(?:vì|vi|do|ạ|a|nhé|nhe|nha|nghen|anh|chị|chi|nộp|nop)\b)"
_GLUED: tuple[tuple[str, str], ...] = (
    (r"(?<![\d/])([1-9]) (?:chục|chuc|cục|cuc)(?= ?(?:%|phần trăm|phan tram|pt))", r"\g<1>0"),
    (  # "v2", "cv 3"; but the second draft ("bản v2"), a letter's number ("cv 123", "cv 4/SNV") and its day are none
        r"(?<![\w/.-])(?:(?<!bản )(?<!ban )(?<!dự thảo )(?<!du thao )(?<!file )(?<!mẫu )(?<!mau )(?<!cương )"
        r"(?<!cuong )v"
        r"|(?:cv|vc|task) ?|(?:(?<=[\n.;,] )|(?<=\n)|^)v )(?=\d{1,2}(?![\d/%]|[.-]\w| ?ngày| ?ngay))",
        "việc ",
    ),
    (r"(?<=\d)\.(?=\d{3}(?!\d))", ""),
    (  # "đến 10 này": a day of this month
        rf"(?<!\w)((?:{_UNTIL}|vào|vao|trước|truoc|hôm|hom) )(?=\d{{1,2}} (?:này|nay)(?!\w))",
        r"\1ngày ",
    ),
    (r"((?:^|[\n,;] ?))(?=\d{1,2} này (?:xong|em|sẽ|trình|nộp|gửi|hoàn|mới))", r"\1ngày "),
    (  # "2 xong, 8 tuần sau xong": a task and next week, no eight weeks
        r"((?:^|\n|[,;] ?)\d{1,2} [^\d,;\n]+[,;\n] ?)(?=\d{1,2} (?:tuần|tuan|tháng|thang) sau(?!\w))",
        r"\1việc ",
    ),
    (
        r"((?:^|\n))(?=\d{1,2} (?:tuần|tuan|tháng|thang) sau(?: [^\W\d]+)*[,;\n] ?\d{1,2} [^\W\d])",
        r"\1việc ",
    ),
    (r"(?<![\d/.,])(\d{1,2})/(?=\d{1,3} ?%)", r"\1: "),  # "1/xong 2/50%"
    # "1.xong 2.chưa 3.60%": no share with two decimals
    (r"((?:^|[\s,;])\d{1,2}\.[^\W\d][^\d%]*[\s,;])(\d{1,2})\.(?=\d{1,3} ?%)", r"\1\2: "),
    (r"(?<=\d)oo(?= ?%)", "00"),  # the letter for the figure
    (r"(?<=\d)o(?= ?%)", "0"),
    # nothing is left of a task at 100 %: the rest are the others
    (r"(?<!\d)(100 ?%[^\d,;.\n]{0,12}),(?= ?(?:(?:các|cac|những|nhung) )?(?:\w+ ){0,2}(?:còn lại|con lai)\b)", r"\1;"),
    (  # "v1 xong v2 40": a round number alone behind a named task
        r"\b((?:nv|nvụ|nvu|nhiệm vụ|nhiem vu|việc|viec) ?\d{1,2} )([1-9][05]|100)"
        r"(?= ?(?:$|[,;\n]|(?:nv|nvụ|nvu|nhiệm vụ|nhiem vu|việc|viec|v) ?\d))",
        r"\1\2%",
    ),
    (
        r"\b((?:đang|dang|lên|len) )([1-9][05])(?= (?:nv|nhiệm vụ|nhiem vu|việc|viec) ?#?\d)",
        r"\1\2%",
    ),  # "nv1 đang 30 nv2"
    (  # "xin lùi đến 20": a day of the month
        rf"\b({_LATER}(?: (?:hạn|han|thêm|them))? {_UNTIL} )(?:(?:này|nay) )?(?=(?:[1-9]|[12]\d|3[01]){_DAY_ENDS})",
        r"\1ngày ",
    ),
    (  # "xin lùi nv 3 đến 20": no range of eighteen tasks
        rf"\b({_LATER}(?: [^\W\d]+){{0,3}} ?#?\d{{1,3}} {_UNTIL} )(?=(?:1[3-9]|2\d|3[01]){_DAY_ENDS})",
        r"\1ngày ",
    ),
    # units cut short: "xin them 10 ng", "den cuoi thg", "het th 4", "30 thg 4", "toi 25 tay"
    (
        r"((?:thêm|them|xin|lùi|lui|hạn|han|dài|dai|khoảng|khoang|tầm|tam|thêm tầm|nghỉ) \d{1,3} ?)(?:ng|ngy|ngà"
        r"|nga)(?!\w)",
        r"\1ngày",
    ),
    (r"(?<!\w)(?:ng|ngy)(?= ?\d{1,2} ?(?:[/.-] ?\d|(?:tháng|thang|thg|tg|th) ?\d|$|[,;\n]))", "ngày"),
    (
        rf"((?:{_UNTIL}|{_LATER}|thêm|them|trước|truoc) (?:hết |het |ngày |ngay )?)(?=\d{{1,2}} (?:tây|tay|dương"
        rf"|duong)(?!\w))",
        r"\1ngày ",
    ),
    (r"(?<=\d)(?: (?:tây|tay|dương|duong))(?= ?(?:$|[,;.\n]|(?:này|nay|nộp|nop|em|nhé|nhe|ạ|a|nha)(?!\w)))", ""),
    (r"((?:cuối|cuoi|hết|het|giữa|giua|đầu|dau|trong|sang) )(?:thg|tg|thag|th|thág)(?!\w)", r"\1tháng"),
    (r"((?:cuối|cuoi|hết|het|giữa|giua|đầu|dau|trong|sang) )(?:tn|tuan|tuân|tuàn|tun)(?!\w)", r"\1tuần"),
    (r"((?:cuối|cuoi|hết|het|giữa|giua|đầu|dau|trong|sang) )(?:qy|qúy|qui)(?!\w)", r"\1quý"),
    (
        r"(?<=\d)( ?)(?:thg|tg|th)(?= ?(?:$|[,;.\n]|\d{1,2}(?![\d/%])|(?:nữa|nua|này|nay|sau|tới|toi|nhé|nhe|ạ|a"
        r"|nha)(?!\w)))",
        " tháng",
    ),
    (r"(?<!\w)(?:thg|tg|th)( ?)(?=(?:1[0-2]|0?[1-9])(?![\d%]))(?<!hạng )", "tháng "),
    (r"(?<!\w)(?:thg)(?= (?:sau|tới|toi|này|nay)(?!\w))", "tháng"),
    (r"(?<=\d)\s?(?:pt|ptram|phtram|phan tram|phần trăm|phần trăn)(?!\w)", "%"),
    # "đã: 1, 2; chưa: 3"
    (r"((?:^|[\n;.] ?))(?:đã|da|rồi|roi)(?= ?: ?(?:(?:việc|viec|nv|số|so) ?)?#?\d{1,3}(?![\d/%]))", r"\1đã xong"),
    # "t6" is a Friday or June: at an opening the day; where more time is asked for nobody can tell, and it is asked
    (
        r"((?:^|[,;.\n] ?|(?:chắc|chac|hôm|hom|sáng|sang|chiều|chieu|tối) ))t(?=[2-7] (?:em|e|xong|xog|xg|nộp|nop"
        r"|gửi|gui"
        r"|trình|trinh|hoàn|hoan|này|nay|tuần|tuan)(?!\w))",
        r"\1thứ ",
    ),
    (rf"({_UNTIL}|{_LATER}|xin|thêm|them)( (?:hạn |han |lại |lai )?)(?=t[2-7](?![\d/]))", r"\1\2 "),
    (r"(?<![\w/])(?<!  )t(?=(?:1[0-2]|0?[1-9])(?!\d))", "tháng "),
    (
        r"((?:^|[,;.\n] ?|em |e |xã |xin |han |hạn )(?:xin|cho em|cho e|chờ em|cho chi) (?:em |e )?(?:đến|den|tới"
        r"|toi|qua) )"
        rf"(?=(?:[1-9]|[12]\d|3[01]){_DAY_ENDS})",
        r"\1ngày ",
    ),
    (r"(?<![\w/])(?:q|quy|quý)(?=(?:[1-4](?!\d)|iv\b|i{1,3}\b))", "quý "),
    (r"(?<!\w)(\d{1,3})(?=(?:xong|xog|chưa|chua|đang|dang|được|duoc|dc|đc|hoàn|hoan|vướng|vuong)\b)", r"\1 "),
    (
        r"(?<!\w)(xong|rồi|roi|r|chưa|chua|nv|nhiệm vụ|nhiem vu|câu|cau|việc|viec|mục|muc|số|task|tháng|thang"
        r"|ngày|ngay)(?=\d)",
        r"\1 ",
    ),
)

GLUED: tuple[tuple[Guarded, str], ...] = tuple((Guarded(spelling), full) for spelling, full in _GLUED)
