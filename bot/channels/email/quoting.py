"""The marks that mail programs put around what is not new: quotes, headers of the letter answered, signatures, footers.

Forms are those of Gmail, Outlook, Zimbra, Apple Mail, Thunderbird, Yahoo, Roundcube and of phones, in Vietnamese (with
and without accents) and English. Everything is searched on a folded line (`catalog.text.fold`), so accents and case do
not matter; `>` before a line is taken off first.
"""

import re


def _any(*words: str) -> str:
    return "(?:" + "|".join(words) + ")"


_BELOW = _any(
    "thu goc", "ban goc", "tin nhan goc", "thu ban dau", "original (?:message|appointment)", "reply message",
    "forwarded message", "begin forwarded message", "(?:bat dau )?thu (?:duoc )?chuyen tiep",
    "tin nhan (?:da|duoc) chuyen tiep", "noi dung chuyen tiep", "tra loi phia tren dong nay",
)  # fmt: skip
_FRAMED = _any("goc", "nguyen van", "original", "forwarded", "chuyen tiep", "quoted", "trich dan", "thong diep")
RULE = re.compile(
    rf"[-_=*\s]*{_BELOW}[-_=*:#\s]*|##-.*-##|[-_=*~]{{3,}}[^-_=:]{{0,30}}\b{_FRAMED}\b[^-_=:]{{0,30}}[-_=*~]{{3,}}"
)
"""A line that says "below is the letter answered": by its words, our own mark, or any such word between drawn lines."""

UNDERLINE = re.compile(r"[_\-=*─—]{5,}")
"""A line drawn across: Outlook's before the header of the letter answered, others' before a signature."""

_FIELD = _any(
    "tu", "from", "nguoi gui", "(?:da |duoc )?gui", "sent", "ngay(?: gui)?", "thoi gian", "date", "toi", "den", "to",
    "nguoi nhan", "cc", "bcc", "chu de", "tieu de", "subject", "reply-to", "tra loi cho",
)  # fmt: skip
HEADER = re.compile(rf"\*?(?P<field>{_FIELD})\s*:\*?\s*\S.*")
"""One line of a header; three different ones within six lines are the header of the letter answered."""

WHO_WROTE = frozenset({"tu", "from", "nguoi gui", "da gui", "sent", "gui", "date", "ngay gui", "duoc gui"})
"""One of these stands in every such header: "Đến: ..., Ngày: ..., Chủ đề: ..." alone somebody typed."""

HEADERS_IN, HEADERS_OF = 3, 6

_WHEN = _any(
    r"(?:vao|on|luc|ngay|hom)\b", r"\d{1,2}[:h/.-]\d",
    r"\d{1,2} (?:thang|thg|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})\b",
    r"thu (?:hai|ba|tu|nam|sau|bay)\b", r"chu nhat\b",
    r"th [2-7]\b", r"cn\b",
)  # fmt: skip
_WRITES = "(?:da viet|viet|wrote|writes)"
WROTE = re.compile(
    _any(
        rf"(?:-{{2,}}\s*)?{_WHEN}.{{0,300}}?{_WRITES}\s*(?::|-{{2,}}$)",
        r"(?:quoting|trich(?: dan)?|nguyen van)\b.{0,90}<\S+@\S+>.{0,20}:$",
        rf"[^:]{{1,90}}<\S+@\S+>\s*{_WRITES}(?: (?:vao|luc|ngay|on|hom|at)\b.{{0,60}})?\s*:$",
        r"[^:]{1,90}\b(?:da viet|wrote) (?:vao |luc |ngay |on )+.{0,12}\d{1,4}[./-]\d.{0,40}:$",
    )
)
""" "Vào Th 5, 26 thg 11, 2026 vào lúc 08:00 ... đã viết:", on one line or wrapped over up to four; Zoho draws a line
around it, Lotus names the person first."""

WRAPPED_OVER = 4

SENDER = re.compile(r"<\S+@\S+>")
"""The address in such a line: where it stands the quote may begin on the same line (Yahoo)."""

_GREETING = _any(
    "tran trong", "kinh thu", "kinh bao", "kinh trinh", "than men", "than ai", "kinh chao",
    "(?:with )?(?:best|kind|kindest|warm|warmest) (?:regards|rgds|wishes)", "(?:with )?(?:regards|rgds|brgds)", "br",
    "(?:yours )?(?:sincerely|faithfully|truly|respectfully)(?: yours)?",
)  # fmt: skip
_THANKS = _any("(?:many )?thanks(?: a lot| so much| very much)?", "thank you(?: so much| very much)?", "cam on")
_TO_WHOM = _any("quy co quan", "(?:cac )?dong chi", "anh(?:/chi| chi)?", "chi", "ban", "quy vi", "nhieu", "you")
_AND = r"(?:\s*(?:&|,|/|\+|\band\b|\bva\b)\s*|\s+)"
CLOSING = re.compile(
    rf"(?:(?:(?:xin )?{_THANKS}{_AND})?(?:xin )?{_GREETING}(?:{_AND}(?:xin )?(?:{_GREETING}|{_THANKS}|bao cao))?"
    rf"(?: {_TO_WHOM})*|kinh(?=[,.!]))\s*[,.!/;]*"
)
"""What closes a letter: the name and the office come after it."""

THANKED = re.compile(rf"(?:xin (?:tran trong )?)?(?:{_THANKS}|than|chao|best|cheers)(?: {_TO_WHOM})*(?: a)?\s*[,.!/;]*")
"""What closes a letter where only a name comes after it, and is talk elsewhere."""

SPEAKS = re.compile(
    r"(?!.*\b(?:e-?mail|thu dien tu|thu nay|message|confidential|nguoi nhan)\b)(?=(?:\S+\s+){3})"
    r".*\b(?:(?<!tre )em|xin|de nghi|se|da(?! (?:nang|lat|bac))|chua|viec(?! lam)|nhiem vu|nv|vui long|ngoai ra"
    r"|rieng)\b.*"
)
"""A line of a sentence somebody says, as no name, office or address does."""

_ADDED = _any(
    "(?:da )?(?:duoc )?gui tu", "sent (?:from|via|with|on the go)", "get outlook for",
    "(?:tai|nhan|download)(?: ve)? (?:outlook|yahoo)", "outlook (?:cho|danh cho)", "(?:da )?viet tu",
)  # fmt: skip
_PROGRAM = _any(
    "i(?:phone|pad|os)", "android", "samsung", "galaxy", "outlook", "gmail", "yahoo", "mail", "dien thoai", "thiet bi",
    "mobile", "di dong", "xiaomi", "oppo", "vivo", "nokia", "huawei", "zimbra", "may tinh bang",
)  # fmt: skip
_APP = _any(
    "spark", "proton ?mail", "edison", "airmail", "blue ?mail", "aqua ?mail", "canary", "k-9", "fair ?email", "mailbird"
)
_TOLD = r"(?!.*\b(?:cho (?!ios|android|i?phone|ipad|thiet|dien|may|mobile|di)|roi|nhe|ngay|anh|chi|a)\b)"
DEVICE = re.compile(
    rf"{_TOLD}(?:{_ADDED}(?=.*\b{_PROGRAM})"
    rf"|(?:da |duoc )*(?:gui|sent|soan|viet) (?:bang|qua|using|with)\b.*\b{_APP}).{{0,90}}"
)
"""What a phone or a mail program adds about itself."""

_NOTICE = (
    r"\[?(?:canh bao|thong bao|luu y|chu y|caution|warning|external|disclaimer|confidential(?:ity)?)\b.{0,14}[:\]-]"
)
_THIS_MAIL = _any("thu dien tu nay", "(?:noi dung |thong tin trong )?(?:thu|e-?mail)(?: dien tu)? nay")
FOOTER = re.compile(
    _any(
        _NOTICE
        + r".{0,90}\b(?:ben ngoai|bao mat|nguoi nhan|nguoi gui la|outside|intended|external|unknown sender|lien ket"
        r"|links?|confidential|thu (?:nay|dien tu)|this (?:e-?mail|message))\b",
        r"\[(?:external|ben ngoai|ngoai he thong)\].*",
        _THIS_MAIL + r"\b(?! (?:em|minh|toi|so|phong|don vi|ubnd|xin|de)\b)"
        r".{0,200}(?:bao mat|\bmat\b|nguoi nhan|danh rieng|tep dinh kem|ben ngoai)",
        r"this (?:e-?mail|message)\b.{0,200}(?:confidential|intended|privileged|outside|originated)",
        r"(?:tuyen bo )?(?:mien tru|tu choi) trach nhiem\b.*",
        r"(?:virus-free|khong co vi-?rut|da (?:duoc )?quet vi-?rut|scanned by|checked by)\b.*",
        r"(?:please consider the environment|hay (?:nghi den|bao ve) moi truong|vui long can nhac truoc khi in)\b.*",
    )
)
"""What a mail server or an office's form letter adds: warnings, secrecy, environment. The whole paragraph goes."""

POSTSCRIPT = re.compile(r"(?:tb|t/b|p\s*[./]?\s*s|tai but|bo sung|them|quen)\s*[:.,-].*")
"""Words after the closing that are new all the same."""

_REACHED_BY = _any(
    "dt", "dien thoai", "tel", "mobile", "di dong", "dd", "hotline", "fax", "so may", "sdt", "phone", "m", "t", "e",
    "e-?mail", "mail", "web(?:site)?", "zalo", "dia chi", "d/c", "address",
)  # fmt: skip
CONTACT = re.compile(
    _any(
        _REACHED_BY + r"\s*[:.]\s*\S",
        r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+",
        r"(?:https?://|www\.)\S+",
        r"(?:\+?84|0)[\s.-]?\d{2,4}(?:[\s.-]?\d{2,4}){2,}",
    )
)
"""What stands in signatures: how to reach somebody."""

REPORTS = re.compile(r"(?:#|nv |viec )?[1-9]\d{0,2}\s*[.):]?\s.*(?:\b(?:chua|xong|dang|da|se|tuan|thang|cho)\b|%).*")
"""A line that begins with the number of a task and says how it stands."""

NUMBERED = re.compile(r"\s*(?:nv\s*|viec\s*|so\s*)?(?P<number>#?\d{1,4}(?:\.[a-z\d]{1,2})?)\s*[.)/:]\s*\S")
"""A numbered line of ours inside a quote: what stands right under it is about that number."""
