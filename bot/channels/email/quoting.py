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
RULE = re.compile(rf"[-_=*\s]*{_BELOW}[-_=*:#\s]*|##-.*-##")
"""A line that says "below is the letter answered"; the last alternative is our own mark."""

UNDERLINE = re.compile(r"[_\-=*─—]{5,}")
"""A line drawn across: Outlook's before the header of the letter answered, others' before a signature."""

_FIELD = _any(
    "tu", "from", "nguoi gui", "da gui", "gui", "sent", "ngay(?: gui)?", "thoi gian", "date", "toi", "den", "to",
    "nguoi nhan", "kinh gui", "cc", "bcc", "chu de", "tieu de", "subject", "reply-to", "tra loi cho",
)  # fmt: skip
HEADER = re.compile(rf"\*?{_FIELD}\s*:\*?\s*\S.*")
"""One line of a header; three different ones within six lines are the header of the letter answered."""

HEADERS_IN, HEADERS_OF = 3, 6

_WHEN = _any(
    r"(?:vao|on|luc|ngay|hom)\b", r"\d{1,2}[:h/.-]\d", r"thu (?:hai|ba|tu|nam|sau|bay)\b", r"chu nhat\b",
    r"th [2-7]\b", r"cn\b",
)  # fmt: skip
WROTE = re.compile(rf"{_WHEN}.{{0,300}}?(?:da viet|viet|da gui|wrote|writes|tra loi)\s*:")
""" "Vào Th 5, 26 thg 11, 2026 vào lúc 08:00 ... đã viết:", on one line or wrapped over up to four."""

WRAPPED_OVER = 4

SENDER = re.compile(r"<\S+@\S+>")
"""The address in such a line: where it stands the quote may begin on the same line (Yahoo)."""

_GREETING = _any(
    "tran trong", "kinh thu", "kinh bao", "kinh trinh",
    "than men", "than ai", "kinh chao", "best regards", "kind regards", "warm regards",
    "regards", "sincerely", "thanks and best regards",
)  # fmt: skip
_TO_WHOM = _any("quy co quan", "(?:cac )?dong chi", "anh(?:/chi| chi)?", "chi", "ban")
CLOSING = re.compile(
    rf"(?:(?:xin )?{_GREETING}(?: (?:va )?(?:cam on|kinh chao|kinh thu|kinh bao|bao cao))?(?: {_TO_WHOM})*"
    r"|kinh(?=[,.!]))\s*[,.!/;]*"
)
"""What closes a letter: the name and the office come after it."""

_ADDED = _any(
    "(?:da )?(?:duoc )?gui tu", "sent (?:from|via|with|on the go)", "get outlook for",
    "(?:tai|nhan|download)(?: ve)? (?:outlook|yahoo)", "outlook (?:cho|danh cho)", "(?:da )?viet tu",
)  # fmt: skip
_PROGRAM = _any(
    "i(?:phone|pad|os)", "android", "samsung", "galaxy", "outlook", "gmail", "yahoo", "mail", "dien thoai", "thiet bi",
    "mobile", "di dong", "xiaomi", "oppo", "vivo", "nokia", "huawei", "zimbra", "may tinh bang",
)  # fmt: skip
DEVICE = re.compile(rf"{_ADDED}(?=.*\b{_PROGRAM}).{{0,90}}")
"""What a phone or a mail program adds about itself."""

_NOTICE = (
    r"\[?(?:canh bao|thong bao|luu y|chu y|caution|warning|external|disclaimer|confidential(?:ity)?)\b.{0,14}[:\]-]"
)
_THIS_MAIL = _any("thu dien tu nay", "(?:noi dung |thong tin trong )?(?:thu|e-?mail)(?: dien tu)? nay")
FOOTER = re.compile(
    _any(
        _NOTICE + ".{0,90}(?:thu|e-?mail|message|sender|ben ngoai|bao mat|nguoi nhan|outside|intended)",
        r"\[(?:external|ben ngoai|ngoai he thong)\].*",
        _THIS_MAIL + r"\b.{0,200}(?:bao mat|\bmat\b|nguoi nhan|danh rieng|tep dinh kem|ben ngoai)",
        r"this (?:e-?mail|message)\b.{0,200}(?:confidential|intended|privileged|outside|originated)",
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

NUMBERED = re.compile(r"\s*(?:nv\s*|viec\s*|so\s*)?(?P<number>#?\d{1,4}(?:\.[a-z\d]{1,2})?)\s*[.)/:]\s*\S")
"""A numbered line of ours inside a quote: what stands right under it is about that number."""
