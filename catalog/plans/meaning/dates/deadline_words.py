"""The words that officials put around a date, as tables of regular expressions on folded text.

`plans.printed_dates` knows the dates themselves; these words say how a date counts, what is not a date at all, what
comes again and again, what waits for something, and where one milestone ends and the next begins.
Source of the meanings: DESIGN section 3, "Deadlines".
"""

import re

# Directly before a date: how it counts.
LEAD_IN = re.compile(
    r"(?:(?P<exclusive>\b(?:(?:den|cham\s+nhat|muon\s+nhat)\s+(?:la\s+)?)?truoc(?:\s+thoi\s+diem)?)"  # trước 30/6
    r"|(?P<starting>\b(?:bat\s+dau(?:\s+(?:tu|trong|vao))?|ke\s+tu|khoi\s+dong\s+tu|tu\s+sau|tu))"  # từ tháng 4/2026
    r"|(?P<vague>\b(?:dau|giua|khoang|(?:trung|thuong|ha)\s+tuan|nam\s+hoc|nien\s+khoa)(?:\s+cua)?)"  # giữa tháng 6
    r"|(?P<after>\bsau)"  # sau ngày 15/5/2026: from the next day on
    r"|(?P<inclusive>\b(?:cham\s+nhat|muon\s+nhat|khong\s+(?:qua|muon\s+hon|tre\s+hon)|han\s+(?:cuoi|chot)|thoi\s+han"
    r"|truoc\s+\d+\s*(?:gio|h|:)\s*\d*(?:\s*phut)?,?|truoc\s+va\s+trong|den|toi|het|xong|trong|vao|la|cuoi|ca|ngay)(?:\s+(?:la|vao|trong|den|cuoi|het))*))"
    r"\s*:?(?:\s+(?:het|cuoi|giua|dau|giai\s+doan|cac(?:\s+(?:nam|thang|quy|ngay))?|(?:hai|ba|\d)\s+(?:thang|quy|ngay)|nam|quy|thang|ngay))*\s*:?\s*$"
)
# Before a year or a span of years: it is when, and not of which year a document is ("Kế hoạch năm 2026").
YEAR_IS_WHEN = re.compile(
    r"(?:^|[\n:;(,.-]|\b20\d\d\s+va|\b(?:hoan\s+(?:thanh|tat)|thuc\s+hien|trien\s+khai|to\s+chuc|ban\s+hanh|trinh|xong|phan\s+dau))"
    r"\s*(?:trong\s+)?(?:giai\s+doan|cac\s+nam|nam)?\s*$"
)
# It goes on behind the year that is named: a warning.
VAGUE_AFTER = re.compile(r"\s*(?:va|,)?\s*(?:cac|nhung)?\s*nam\s+(?:tiep|sau|toi)")
# A date must take up its whole token: figures that touch it were not read ("31/12/2026-06-30").
CUT_BEFORE = re.compile(r"\d[\w/.:-]*$")
CUT_AFTER = re.compile(r"[/.:-]*\d|[a-z]\w*\d")
# A date that belongs to a cited document: "Nghị quyết số 57-NQ/TW ngày 22/12/2024".
OF_A_DOCUMENT = re.compile(
    r"(?:\bso\s+\S+|\S+/\S*[a-z]\S*|\b(?:nghi\s+quyet|quyet\s+dinh|nghi\s+dinh|thong\s+tu|chi\s+thi|cong\s+van|cong\s+dien"
    r"|ket\s+luan|to\s+trinh|thong\s+bao|luat)(?:\s+\S+){0,6}),?(?:\s+ky)?\s*$"
)
# Behind or before a date without a year: it comes again every year, quarter, month.
EVERY = re.compile(r"\b(?:hang|moi|tung)\s+(?:nam|quy|thang|tuan|ngay|dem|gio|ca|buoi)\b|\bdinh\s+k[yi]\b")
RECURRING = re.compile(
    r"\bthuong\s*xuyen|\blien\s+tuc|\b(?:trong|xuyen)\s+(?:suot\s+)?(?:ca\s+)?qua\s+trinh|\bxuyen\s+suot|\bdinh\s+k[yi]\b"
    r"|\b(?:hang|moi|tung)\s+(?:nam|quy|thang|tuan|ngay|dem|gio|ca|buoi)\b|/\s*(?:0?1\s+)?lan\b|\blan\s*/\s*(?:nam|quy|thang|tuan)"
    r"|\b(?:nam|quy|thang|tuan)\s+(?:mot|0?1)\s+lan\b|\blan\s+(?:trong\s+)?(?:mot\s+|moi\s+)(?:nam|quy|thang)"
    r"|\bthang\s+cuoi\s+(?:cua\s+)?(?:moi\s+)?quy\b|\b24\s*/\s*(?:7|24)\b|\blau\s+dai\b"
)
# What waits for something else; it reaches to the end of its clause.
CONDITION = re.compile(
    r"(?<!tiep )\btheo\b(?!\s+doi\b)|\b(?:ngay\s+)?(?:sau\s+)?khi\b|\bcan\s+cu\b|\btren\s+co\s+so\b"
    r"|\b(?:tuy|phu)\s+thuoc\b"
    r"|\bdot\s+xuat\b|\btuy\s+(?:theo|vao|tinh)\b|\bneu\b|\bke\s+tu\b|\btrong\s+(?:vong|thoi\s+han)\b|\bphu\s+hop\s+(?:voi\s+)?(?=[a-z])"
    r"|\btrong\s+truong\s+hop\b|\b\d+\s+(?:ngay|tuan|thang)\s+(?:lam\s+viec|sau|ke\s+tu)\b|\bdong\s+bo\s+voi\b"
    r"|\b(?:ngay\s+)?sau\s+(?!ngay\s+\d|thang\b|quy\s+[iv\d]|nam\s+\d|\d|do\b)(?=[a-z])"
)
CONDITION_ENDS = re.compile(
    r"[;()\n]|\s-\s|\.\s|[,.]?\s*(?:va\s+)?\b(?:hoan\s+thanh|xong|cham\s+nhat|muon\s+nhat|truoc\s+(?:ngay|thang|quy|nam|\d)"
    r"|(?:den|trong|tu)\s+(?:het\s+)?(?:ngay\s+\d|thang\s*\d|quy\s+[iv\d]|nam\s+\d))|,\s*(?:trong\s+|ca\s+|den\s+|het\s+)*nam\b"
)
# What parts two milestones, strongest first; from the fourth on only where no stronger one stands between two dates.
BREAKS = (
    re.compile(r"\n\s*(?:[-–—+•*●]|\d+[.)](?!\d)|[a-zđ]\))\s*"),
    re.compile(r"\n\s*"),
    re.compile(r";\s*"),
    re.compile(r"\.\s+"),
    re.compile(r"\s-\s+"),
    re.compile(r",\s*(?:va\b)?\s*|\s+va\s+"),
)
CLOSED_BY = 4  # how many of them end a label that began with "Tháng 5/2026: ..."
# " - Đến 31/12/2026: ..." inside a line.
INLINE_ITEM = re.compile(
    r"(?<=[^\s\d])(?<=[^\W]|[.;])\s+[-–]\s+(?=[^:\n;-]{0,30}\d[^:\n;-]{0,3}:)|(?<=20\d\d)\s+[-–]\s+(?=Đến\b)"
)
LIST_JOINT = re.compile(r"\s*(?:,|va|,\s*va|&)\s*")
# The day of a period: "trước ngày 20 tháng cuối quý".
DAY_RULE = re.compile(r"\b(?:truoc|cham\s+nhat(?:\s+la)?|vao|den|ngay)\s+(?:ngay\s+)?\d+")
# Words that only say "this is the deadline": they name no milestone.
FORMAL = re.compile(
    r"(?:(?:thoi\s+(?:gian|han|diem)|tien\s+do|han)\s*)?(?:phai\s+)?"
    r"(?:hoan\s+(?:thanh|tat)|thuc\s+hien|trien\s+khai|to\s+chuc|phan\s+dau)?(?:\s*(?:hoan\s+thanh|thuc\s+hien|xong))?"
    r"(?:\s*(?:nhiem\s+vu|ke\s+hoach))?"
)
FORMAL_START = re.compile(r"(?:thoi\s+(?:gian|han|diem)(?:\s+(?:hoan\s+thanh|thuc\s+hien))?|giai\s+doan)\s*:?\s*(?=\S)")
FORMAL_END = re.compile(
    r"(?<=\S)\s*[,;(]?\s*\b(?:phai\s+)?(?:hoan\s+(?:thanh|tat)|thuc\s+hien|xong|la|vao|va|giai\s+doan)$"
)
EMPTY = re.compile(
    r"[\W_]*|(?:luc\s+)?\d{1,2}\s*(?:h|:|gio)\s*\d{0,2}(?:\s*phut)?|(?:va|den|giai\s+doan|(?:ke\s+)?tu\s+(?:nay|(?:ngay|khi)\s+(?:ban\s+hanh|ky))|thoi\s+(?:gian|han)|tien\s+do)"
)
# Outside the deadline column a date is a deadline only behind such words.
WORK_DEADLINE = re.compile(
    r"\b(?:truoc|cham\s+nhat|muon\s+nhat|khong\s+muon\s+hon|han\s+(?:cuoi|chot)|thoi\s+han|den\s+het|hoan\s+thanh|xong"
    r"|(?:ban\s+hanh|trinh|gui|bao\s+cao|phe\s+duyet|to\s+chuc|thuc\s+hien|trien\s+khai|cong\s+bo)(?:\s+\S+){0,4}?\s+"
    r"(?:trong|vao|den))(?:\s+(?:la|vao|trong|truoc|den|het|cuoi))*\s*:?\s*$"
)
