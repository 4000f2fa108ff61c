"""What holds the work up no longer: the words of a trouble that is over, or that only look like one."""

from handlers.replies.rules.rule import Rule, rule

# A blocker that is gone, or words like one: taken out of the clause before BLOCKERS look at it.
UNBLOCKED: tuple[Rule, ...] = (
    rule("nếu vướng thì", "unblocked", r"\bneu\b.*?(?:\bthi\b|$)", "Nếu không vướng mặt bằng thì tháng 7 xong"),
    rule(
        "giải ngân hết",
        "unblocked",
        r"\b(?:giai ngan|chi|phan bo|cap|thanh toan|su dung)(?: duoc)? het\b.*",
        "Đã giải ngân hết vốn được giao",
    ),
    rule(
        "chờ duyệt",
        "unblocked",
        r"\b(?:cho|doi) (?:\w+ ){0,6}?(?:ky|phe duyet|duyet|thong qua|nghiem thu|ban hanh(?! (?:huong dan"
        r"|thong tu|nghi dinh|quy dinh|van ban))|dong da[u_])\b",
        "Chờ UBND tỉnh phê duyệt",
    ),
    rule(
        "hết vướng",
        "unblocked",
        r"\btruoc(?: day| do)? .*?\b(?:gio|nay|hien)(?: da)? (?:on|het|ok)\b|\b(?:het|khong con|da thao go"
        r"|thao go xong|da go|da giai quyet|da khac phuc|da xu ly|da het"
        r"|qua)(?: \w+){0,3}? ?(?:vuong|kho khan|ach tac|loi|diem nghen)|\bda (?:duoc )?(?:thao go"
        r"|khac phuc)\b|\bda co (?:kinh phi|von|huong dan|mat bang|nguoi|tien|y kien|so lieu)"
        r"|\bda (?:duoc )?(?:bo tri|cap) (?:du )?(?:kinh phi|von|tien|nguoi)|\bxu ly xong\b|\b(?:kinh phi"
        r"|von|tien|mat bang)(?: \w+)? (?:da (?:co|duoc|ve)|co roi)",
        "Đã tháo gỡ vướng mắc, đang làm tiếp",
    ),
)

# What an earlier clause named is settled: "vướng mặt bằng, nay đã được giải quyết".
CLEARED = rule(
    "nay đã được cấp",
    "cleared",
    r"^(?:\w+ )?(?:(?:nay|gio|hien)(?: da)?|da)(?: duoc)? (?:giai quyet|thao go|khac phuc|cap|bo tri|go"
    r"|co)(?: bo sung| du| day du)*(?: (?:theo|tai)\b[^,;]*)?(?: roi| xong| a)*$",
    "Trước vướng kinh phí, nay đã được cấp",
)
