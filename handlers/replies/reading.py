"""What one clause says: its state, figure, blocker and extension, each by its table of rules."""

import datetime as dt
import re
from dataclasses import dataclass, replace

from handlers.replies.clauses import Clause
from handlers.replies.days_meant import expected_day, extension_asked, names_future_day
from handlers.replies.frame import accounts_for
from handlers.replies.model import Blocker, Doubt
from handlers.replies.numbers import NO_FIGURE, Figure, find_figure, without_numbers
from handlers.replies.patterns import Table, compiled
from handlers.replies.rules import (
    BLOCKERS,
    CLEARED,
    DONE,
    FULL,
    IDLE,
    POLITE,
    SAYS_DONE,
    SOON,
    STATE,
    UNBLOCKED,
    brings_out,
    is_somebody_elses,
    is_told_to_others,
    kind_of,
    of_life,
    only_promised,
)
from handlers.replies.syllables import UNSURE

_AND = compiled(r"\b(?:va|lan|voi lai|cung nhu)\b|[&+]")
_PAST = compiled(
    r"\bhom (?:hom|bua)\b|\b(?:tuan|thang|hom|ky|quy|lan|dot|nam) (?:truoc|roi|qua|no|kia|ngoai)\b"
    r"|\b(?:truoc (?:do|day|kia)"
    r"|luc dau|ban dau)\b"
)
_LATE = compiled(rf"\b{DONE} (?:\w+ )?(?:cham|tre|muon|qua han)\b.* (?:do|vi|tai|boi)\b")  # why it was late
_NOW = compiled(r"^(?:(?:con|thi|den|toi|hien|bay|nam|hom|luc|ben em|em) )*(?:nay|gio|hien)\b")
_SAME = compiled(r"(?:(?:cung|thi|y) )*(?:vay|the|nhu vay|nhu the|tuong tu|nhu tren)(?: (?:a|anh|chi|luon|nhe|do))*")
_OK = compiled(
    r"(?P<this>(?:viec|nhiem vu|cai|muc) (?:nay|do) )?(?:(?:da|deu|cung|thi) )*(?:ok|on|duoc)"
    r"(?: (?:a|anh|chi|em|nhe|roi|het|ca|luon|do|day|nha|sep))*"
)
_ENDS_DONE = compiled(rf"\b{DONE}(?: (?:het|ca|luon|tat ca))*(?: roi)?{POLITE}$")
_SHARE_OR_DAY = compiled(  # "1/3 xong": a third, or the first of March? Nobody can tell
    rf"(?:^|\bda |\bem )(?:1/[2-5]|2/[35]|3/[45]|4/5)(?: (?:thi|la|da))* {DONE}\b"
    rf"|\b{DONE}(?: duoc| khoang)? (?:[4-7]/8|[5-8]/9|[6-9]/10|(?:7|11)/12)(?: roi| a)*$"
    r"|^(?:1/[2-5]|2/[35]|3/[45]|4/5)(?: (?:thi|la|van|con))* (?:chua|dang|lam|moi|trien khai|thuc hien|vuong|cho)\b"
)
_SOON = compiled(rf"\b{SOON}\b")
_WORK_TO_COME = compiled(  # with a day to come and nothing that says how far it is now: "tuần sau thi công"
    r"^(?!.*\b(?:da|vua|roi|chua|khong)\b).*\b(?:trinh|nghiem thu|ban hanh|phat hanh|thi cong|to chuc"
    r"|phe duyet|tham dinh"
    r"|khoi cong|ban giao|van hanh|tap huan|trien khai|thuc hien|cong bo|lay y kien|khao sat|ra quan|hoan thien|ky)\b"
)
_HEARD = compiled(r"\bnghe\b|\b(?:phai|dung) khong\b")
_ALREADY_ASKED = compiled(  # "đề nghị gia hạn hôm trước được chấp thuận chưa": asks what became of it
    r"\b(?:chap thuan|chap nhan|dong y|phe duyet|duyet|thong qua|giai quyet|tra lo[i_])(?: gi| hay)*"
    r" (?:(?P<yet>chua)|khong)(?: (?:a|anh|chi|em|vay|the|ha|sep|nhe|oi|co|chu|bac))*\W*$"
)
_WOULD_ASK = compiled(
    r"\bneu (?!duoc\b).*\b(?:xin|gia han|lui)\b|\bse (?:xin|de nghi)\b"
)  # "nếu không kịp em xin gia hạn"
_HARMLESS = compiled(  # "xong rồi nhưng hơi trễ, em quên báo"
    r"^$|\b(?:quen|bot|nhac|tre|muon|cham|bao|nhan|thay|cam on|khong sao|hien|cap nhat|gui|nop|xin loi"
    r"|thong cam|tot|dat)\b"
)
_AT_A_LOSS = compiled(
    r"\b(?:chua|khong) (?:biet|ro|hieu|nam)(?: (?:phai|la|nen|duoc))* (?:lam|trien khai|xu ly|bat dau)\b"
)
_ONLY_THEN = compiled(r"(?:\bthang (?P<month>\d{1,2})|\d\S*) moi\b")  # "đầu tháng 12 mới họp"
_WAITS_NOW = compiled(r"\b(?:dang|van|con)(?: phai)? (?:cho|doi)\b")  # says how far it is, not only what holds it up
_WAITS = compiled(  # "chờ phát hành", "đợi mưa tạnh rồi đổ bê tông": whatever it is that is waited for
    r"(?:(?:van|dang|con|chi|moi|phai|hien|gio|thi|ben em|em|minh|don vi|xa|so|viec nay) )*(?:cho|doi) (?!(?:em"
    r"|minh|toi|anh|chi|chau|bac|xiu|ti|chut|phep|xin)\b)\w"
)
_STILL = compiled(r"\b(?:den|toi|gio|nay|van|con)\b")
_COMPLAINT = compiled(r"\bsao\b.*\b(?:nhac|don doc)\b")  # "xong rồi mà sao vẫn nhắc?" asks about the reminder

_IDLE, _STATE, _UNBLOCKED, _BLOCKERS = Table(IDLE), Table(STATE), Table(UNBLOCKED), Table(BLOCKERS)


@dataclass(frozen=True)
class Reading:
    """What one clause says. `means` is a rule's meaning or None; `talk` when it is a question or politeness.

    `past` and `now` = it says how things were, or are today; `ok` = nothing but "ok", which may be a done or a nod;
    `but` = it follows a "nhưng" and no rule knows it; `same` = "cũng vậy": what was said of the task before;
    `over` = it tells of a day gone by alone;
    `idle` = all of it only looks like a report ("ai bảo chưa xong"); `documents` = the numbers of those it names;
    `product` = it claims no more than that a product of the work is out, and of which kind ("đã ban hành
    kế hoạch"; "" where it names none); `expected` = the day to come by which it is to be done;
    `unread` = a word of it has no place in what it seems to say ("em đang trực", "chưa mở được tệp").
    """

    means: str | None = None
    figure: Figure = NO_FIGURE
    full: bool = False
    blocker: Blocker | None = None
    extends: bool = False
    due: dt.date | None = None
    length: str | None = None
    doubt: Doubt | None = None
    talk: bool = False
    unblocks: bool = False
    past: bool = False
    now: bool = False
    ok: bool = False
    but: bool = False
    same: bool = False
    over: bool = False
    idle: bool = False
    documents: tuple[str, ...] = ()
    product: str | None = None
    expected: dt.date | None = None
    unread: bool = False


def read(clause: Clause, today: dt.date, *, documents: tuple[str, ...] = ()) -> Reading:
    """What the rules find in `clause`, typed on `today`; `documents` = the numbers of those it names.

    A done beside a word that nobody can read ("`") is none: it may have been a "chưa".
    """
    reading = _read(clause, today, documents)
    claims = reading.means in ("done", "unfinished") and SAYS_DONE.search(clause.words.plain)
    if UNSURE in clause.words.plain and claims:
        return replace(reading, means=None, doubt="unclear")
    return reading


def _read(clause: Clause, today: dt.date, documents: tuple[str, ...]) -> Reading:
    plain = without_idle(clause.words.plain.replace(UNSURE, ""))
    if not plain and re.search(r"\w", clause.words.plain) and not documents and not clause.excepted:
        return Reading(idle=True, talk=clause.asks)
    if not clause.asks and is_somebody_elses(plain):
        return Reading(doubt="not_ours", talk=True)
    if not clause.refs and (about := of_life(plain, clause.words.marked)):
        return Reading(talk=about == "talk")
    numberless = without_numbers(plain)
    extends, due, length, doubt = extension_asked(numberless, today)
    if extends and not (due or length or doubt) and _WOULD_ASK.search(plain):
        extends = False
    if extends and (gone := _ALREADY_ASKED.search(plain)) and (gone["yet"] or not (due or length)):
        return Reading(talk=True)
    means, accounts = _state(" ".join(numberless.split()), today)
    if means is None and not extends and _WAITS.match(plain):
        means = "waiting"
    if means == "done_named":
        means = "done" if clause.refs else "unfinished" if SAYS_DONE.search(plain) else None
    if means == "unfinished_named":
        means = "unfinished" if clause.refs else None
    if clause.excepted and (means == "done" or (means is None and not _blocker(plain))):
        means = "lacking" if not plain else "unfinished"
    asks = clause.asks and not (means and _COMPLAINT.search(clause.words.plain))
    if means == "question" and clause.refs and not asks and _AT_A_LOSS.search(plain):
        return Reading(doubt="how_far")
    if means == "question" or asks:
        wanted = (
            due
            or length
            or doubt
            or re.search(r"\b(?:xin|de nghi)\b.*(?<!nhan )(?<!thay )\bduoc (?:khong|chua)\b", plain)
        )
        if extends and wanted and not re.search(r"\bhoi\b", plain) and not _HEARD.search(plain):
            return Reading(extends=True, due=due, length=length, doubt=doubt, talk=True)
        return Reading(talk=True)
    if (means in ("done", "unfinished") or plain[:1].isdigit()) and _SHARE_OR_DAY.search(plain):
        return Reading(doubt="share_or_day")
    figure = find_figure(plain)
    if figure.of_tasks and not clause.refs:  # "3/5 nhiệm vụ đã hoàn thành": which of them?
        return Reading(doubt="which_task", extends=extends, due=due, length=length)
    if figure.wrong:
        return Reading(doubt="percent_out_of_range", extends=extends, due=due, length=length)
    blocker = _blocker(plain)
    odd = means == "odd"
    if odd:  # "12/12 thôn ký cam kết xong hết rồi" leaves nothing out
        whole = figure.counted and figure.percent == 100 and _ENDS_DONE.search(plain) is not None
        whole = whole or (bool(documents) and accounts_for(numberless, clause.words.marked, today))
        told = figure.percent is not None or blocker or extends or names_future_day(numberless, today)
        means = "done" if whole else "unfinished" if told else None
    if means == "waiting" and blocker and _WAITS_NOW.search(plain) is None:
        means = None
    product = (
        means in ("step", None) and not odd and not clause.excepted and brings_out(plain, numbered=bool(documents))
    )
    product = product and not names_future_day(plain, today)  # "KH số 19 ban hành ngày 20/3", typed on the 12th
    if product:
        means = "done"
    if means == "done" and not accounts and not accounts_for(numberless, clause.words.marked, today):
        odd, means, product = True, None, False
        figure = NO_FIGURE if figure.percent == 100 else figure
    if means == "planned":
        means = None if extends else "planned"
    full = figure.percent == 100 and not figure.counted and FULL.fullmatch(numberless) is not None
    past = _PAST.search(plain) is not None
    if means == "done" and (_PAST.match(plain) or _LATE.search(plain)):  # "hôm qua chưa có tiền, nay xong rồi"
        blocker = None
    cleared = CLEARED.pattern.search(plain) is not None or (
        means == "done" and (clause.contrasts or re.search(r"\bvan\b", plain) is not None)
    )
    return Reading(
        means,
        figure,
        full,
        blocker,
        extends,
        due,
        length,
        doubt or ("done_or_not" if odd and means is None else None),
        unblocks=cleared,
        past=past,
        now=_NOW.search(plain) is not None,
        but=clause.contrasts and means is None and _HARMLESS.search(plain) is None,
        ok=(ok := _OK.fullmatch(plain)) is not None and bool(clause.refs or ok["this"]),
        same=_SAME.fullmatch(plain) is not None,
        product=kind_of(plain, documents) if product else None,
        expected=expected_day(numberless, today) if means == "unfinished" and not extends else None,
        documents=documents,
        over=past and _PAST.match(plain) is not None and _STILL.search(plain) is None,
    )


def framed(clause: Clause, reading: Reading, today: dt.date) -> Reading:
    """`reading` marked where a word of what its clause says of open work has no place in it.

    What is measured ("60%") or numbered ("Tờ trình số 3") is no mere look of a report.
    """
    tells = reading.means not in (None, "done") or reading.blocker or reading.extends
    if not tells or reading.talk or clause.excepted or reading.figure.percent is not None or reading.documents:
        return reading
    plain = " ".join(without_numbers(without_idle(clause.words.plain.replace(UNSURE, ""))).split())
    if is_told_to_others(plain) or only_promised(plain):
        return replace(reading, unread=True)
    placed = accounts_for(plain, clause.words.marked, today, open_state=True)
    return reading if placed else replace(reading, unread=True)


def without_idle(plain: str) -> str:
    """A clause without the phrases that only look like a report ("thời hạn hoàn thành")."""
    for rule in _IDLE.that_may_fit(plain.split()):
        plain = rule.pattern.sub(" ", plain)
    return " ".join(plain.split())


def _state(plain: str, today: dt.date) -> tuple[str | None, bool]:
    """What the first rule that fits means, and whether it accounts for every word of the clause."""
    rule = next((rule for rule in _STATE.that_may_fit(plain.split()) if rule.pattern.search(plain)), None)
    if rule is None:
        return ("planned" if _SOON.search(plain) and _WORK_TO_COME.search(plain) else None), False
    if rule.means == "step" and (then := _ONLY_THEN.search(plain)):
        to_come = int(then["month"]) > today.month if then["month"] else names_future_day(plain, today)
        return ("planned" if to_come else "step"), False
    return ("unfinished" if rule.means == "done" and names_future_day(plain, today) else rule.means), rule.accounts


def _blocker(plain: str) -> Blocker | None:
    words = plain.split()
    for cleared in _UNBLOCKED.that_may_fit(words):
        plain = cleared.pattern.sub(" ", plain)
    first = plain[: joint.start()] if (joint := _AND.search(plain)) else plain
    for part in dict.fromkeys((first, plain)):  # of two, the one named first
        if found := next((rule for rule in _BLOCKERS.that_may_fit(words) if rule.pattern.search(part)), None):
            break
    return found.means if found else None  # type: ignore[return-value]
