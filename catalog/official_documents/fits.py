"""Whether a document proves what a task asks for: its kind, its issuer and its subject against the expected output.

Three answers: it does, it does not (another kind, another issuer), it cannot be told. Doubt is never a no.
"""

import re

from catalog.official_documents.facts import Facts
from catalog.official_documents.kinds import KINDS, LETTER
from catalog.text import clean, fold

_KIND_WORDS = sorted((fold(kind) for kind in (*KINDS, LETTER)), key=len, reverse=True)
_ISSUED_BY_DECISION = ("ke hoach", "de an", "chuong trinh", "quy che", "quy dinh", "phuong an", "danh muc", "du an",
                       "chien luoc", "quy hoach", "huong dan", "quy trinh", "noi quy", "de cuong")  # fmt: skip
"""What a decision (or a resolution, or a plan's covering one) issues or approves."""

_FREE = {"CÔNG VĂN", "HƯỚNG DẪN", "CHỈ THỊ", "THÔNG BÁO", "CÔNG ĐIỆN", "KẾ HOẠCH", "QUYẾT ĐỊNH", "CHƯƠNG TRÌNH",
         "CHƯƠNG TRÌNH HÀNH ĐỘNG", "KẾT LUẬN", "QUY CHẾ", "QUY ĐỊNH", "NGHỊ QUYẾT", "PHƯƠNG ÁN"}  # fmt: skip
"""Kinds that can be "văn bản chỉ đạo, triển khai"; a report, minutes, an invitation or a submission are none."""

_LEADS = re.compile(
    r"^(?:[-+•*]\s*|cac |nhung |ban |lap |trinh |ban hanh |xay dung |hoan thanh |tham muu |du thao |\d+[.)]?\s+)+"
)
_FILLER = frozenset(
    word
    for phrase in (
        "trien khai thuc hien", "duoc ban hanh", "phe duyet", "thong qua", "cua ve viec va cac cho", "tren dia ban",
        "nam dinh ky hang quy thang", "cong tac nhiem vu ket qua", "tinh thanh pho xa phuong", "theo quy dinh",
        "so voi trong den tu", "gui trinh bo sung", "xay dung tong ket", "noi dung lien quan", "cap co tham quyen khac",
    )
    for word in phrase.split()
)  # fmt: skip
"""Words that say nothing of a subject of its own."""

_BY = re.compile(
    r"\b(?:cua|do|duoc)\s+(?P<who>(?:chu tich |thuong truc |ban thuong vu )?(?:uy ban nhan dan|hoi dong nhan dan"
    r"|so |bo |ban |tinh uy|thanh uy|dang uy|thu tuong|chinh phu|quoc hoi|van phong|truong|benh vien|cuc "
    r"|uy ban mat tran|thanh tra|trung tam|phong ).*?)"
    r"(?=\s+(?:ban hanh|phe duyet|thong qua|cong bo|gui|ve|cong nhan|ban hanh|den|trong|nam)\b|[,;(]|$)"
)
_BARE_BODY = re.compile(r"\b(uy ban nhan dan|hoi dong nhan dan)\s+(tinh|thanh pho|xa|phuong|dac khu|cap xa)\b")
_WHAT_FOR = re.compile(
    r"^[\s,]*((chi dao|trien khai|huong dan|don doc|phoi hop|thuc hien|dieu hanh|quan ly|ung dung|xu ly|kiem tra)"
    r"[\s,]*)+"
)
_SAME_KIND = ("chuong trinh", "chuong trinh hanh dong")
_NOBODY = ("co quan", "don vi", "cap co tham quyen", "cac so", "dia phuong", "co tham quyen")


def fits(expected: str, facts: Facts) -> bool | None:
    """True where the document is (one of) what `expected` names, False where it is another kind or another issuer's,
    None where that cannot be told: no document is asked for, or the document says too little.
    """
    if not facts.kind:
        return None
    answers = [_fits_one(piece, facts) for piece in _pieces(expected)]
    if True in answers:
        return True
    return None if None in answers or not answers else False


def _pieces(expected: str) -> list[str]:
    """The outputs one cell names, folded, short names written out; the issuer named last holds for a row of kinds."""
    found: list[str] = []
    for line in re.split(r"\n|;|(?:^|\s)[-–+•]\s(?=\S)|\.\s+(?=[A-ZĐ-])", clean_lines(expected)):
        row = [part for part in _BETWEEN_KINDS.split(line) if fold(part)]
        folded = [_LEADS.sub("", _written_out(part)).strip() for part in row]
        by = _BY.search(folded[-1]) if folded else None
        found += [part if _BY.search(part) or not by else f"{part} cua {by['who']}" for part in folded]
    return found


_ANY_KIND = "|".join([*(kind.lower() for kind in KINDS if kind not in ("LỆNH", "LUẬT")), "công văn", "văn bản"])
_BETWEEN_KINDS = re.compile(rf"\s*(?:,|/|\bhoặc\b|\bvà\b)\s*(?=(?i:các |{_ANY_KIND}))")


def clean_lines(text: str) -> str:
    """The text with its line ends, every line clean."""
    return "\n".join(clean(line) for line in text.split("\n"))


def _written_out(text: str) -> str:
    """Folded, with short names of bodies and kinds written out."""
    for short, long in (("UBND", "Ủy ban nhân dân"), ("HĐND", "Hội đồng nhân dân"), ("QĐ", "Quyết định"),
                        ("KH", "Kế hoạch"), ("BC", "Báo cáo"), ("NQ", "Nghị quyết"), ("CV", "Công văn")):  # fmt: skip
        text = re.sub(rf"\b{short}\b", long, text)
    return fold(text).strip(" .:…")


def _fits_one(piece: str, facts: Facts) -> bool | None:
    kind_answer, rest = _kind_fits(piece, facts)
    if kind_answer is not True:
        return kind_answer
    issuer_answer, rest = _issuer_fits(rest, piece, facts)
    if issuer_answer is not True:
        return issuer_answer
    return True if _subject_fits(rest, facts) else None


def _kind_fits(piece: str, facts: Facts) -> tuple[bool | None, str]:
    """Whether the kind is the one asked for, and the words behind it."""
    kind, subject = fold(facts.kind), _written_out(facts.subject)
    if re.match(r"(he thong )?van ban\b", piece):
        rest = re.sub(r"^(he thong )?van ban( quy pham phap luat)?", "", piece)
        guide = re.match(r"\s*(?:chi dao|trien khai|don doc)?,?\s*huong dan\b", rest)
        if facts.kind not in _FREE:
            return False, ""
        if guide and facts.kind not in ("HƯỚNG DẪN",) and "huong dan" not in subject:
            return None, ""
        return True, _WHAT_FOR.sub(" ", rest)
    wanted = next((word for word in _KIND_WORDS if piece.startswith(word) and not piece[len(word) :][:1].isalnum()), "")
    if piece.startswith(("chien luoc", "quy hoach", "danh muc")):
        wanted = " ".join(piece.split()[:2])
    if not wanted or facts.kind == "PHỤ LỤC":
        return (None if not wanted else False), ""
    rest = piece[len(wanted) :]
    if wanted == "thong bao" and kind == "ket luan" and "ket luan" in rest:
        return None, rest
    same = kind == wanted or kind.startswith(f"{wanted} ") or (kind, wanted) == _SAME_KIND
    by_decision = wanted in _ISSUED_BY_DECISION and kind in ("quyet dinh", "nghi quyet") and bool(
        re.search(rf"\b(ban hanh|phe duyet|cong bo|thong qua|dieu chinh|sua doi|kem theo)\b.*\b{wanted}\b", subject)
    )  # fmt: skip
    told = wanted == "ket luan" and kind == "thong bao" and subject.startswith("ket luan")
    letter = wanted == "huong dan" and facts.kind == LETTER and "huong dan" in subject
    return (same or by_decision or told or letter), rest


def _issuer_fits(rest: str, piece: str, facts: Facts) -> tuple[bool | None, str]:
    """Whether the issuer is the one asked for, and the words that do not name it."""
    by = _BY.search(rest) or _BARE_BODY.search(rest)
    if by is None:
        return True, rest
    who = (by.groupdict().get("who") or by[0]).strip()
    remaining = rest.replace(by[0], " ")
    if any(who.startswith(word) for word in _NOBODY):
        return True, remaining
    if not facts.issuer:
        return None, remaining
    return _same_body(who, _written_out(facts.issuer)), remaining


def _same_body(who: str, issuer: str) -> bool:
    """Whether a named body is the issuer: every word of it stands in the issuer's name, at the same level."""
    who, issuer = (re.sub(r"^(chu tich|thuong truc|ban thuong vu) ", "", name) for name in (who, issuer))
    if "cap xa" in who:
        return re.match(r"uy ban nhan dan (xa|phuong|dac khu)\b", issuer) is not None
    committee = re.match(r"(uy ban nhan dan|hoi dong nhan dan)( (tinh|thanh pho|xa|phuong|dac khu))?", who)
    if committee:
        return issuer.startswith(committee[0]) and set(who.split()) <= set(issuer.split())
    return issuer.split()[0] == who.split()[0] and set(who.split()) <= set(issuer.split())


def _subject_fits(rest: str, facts: Facts) -> bool:
    """Whether the subject speaks of what is asked for: half of the words that mean something, and the same year."""
    asked = [word for word in re.findall(r"\w+", rest) if word not in _FILLER and not word.isdigit() and len(word) > 1]
    subject = set(re.findall(r"\w+", fold(facts.subject)))
    years = set(re.findall(r"\b20\d\d\b", rest))
    spoken = set(re.findall(r"\b20\d\d\b", facts.subject))
    if years and spoken and not years & spoken and not _within(years, spoken):
        return False
    return not asked or sum(word in subject for word in asked) * 2 >= len(asked)


def _within(years: set[str], spoken: set[str]) -> bool:
    return len(spoken) > 1 and any(min(spoken) <= year <= max(spoken) for year in years)
