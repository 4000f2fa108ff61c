"""What a message says of a task held against the rest of it: where the two do not go together nothing is recorded.

One clause alone can be read and the message still say something else: "việc này của Sở Y tế, bên em không làm" hands a
task over and has not "not begun"; "em bị ốm, mai em trả lời anh" excuses the writer and holds up no work. Such items
are taken out and what they stood for is asked.
"""

from collections.abc import Sequence
from dataclasses import replace

from handlers.replies.merging import Said, merged
from handlers.replies.model import Doubt, Item
from handlers.replies.naming.refs import UNKNOWN
from handlers.replies.patterns import compiled
from handlers.replies.reading import Reading
from handlers.replies.rules import DONE, POLITE, SAYS_DONE, TALK
from handlers.replies.spelling.normalise import Words

_WRITER = r"(?<!anh )(?<!chi )(?:em|e|minh|toi|tui|chau)"
_OWN_AFFAIRS = compiled(
    rf"^(?:\w+ ){{0,2}}?{_WRITER} (?:(?:bi|dang|moi|vua|lai|hom nay|hom qua|sang nay|may nay|cung) )*"
    r"(?:om|sot|met|benh|dau|cam|ho|nghi|di vien|nam vien|nhap vien|kham|tai nan|ket|hu|mat|het|di|ve|ban|chua khoe)\b"
    rf"|\b(?:mang|wifi|internet|dien|may|may tinh|laptop|xe|dien thoai|zalo|con|chong|vo|bo|me|nha)"
    rf" (?:cua |nha |ben nha |o nha |nha cua )?{_WRITER}\b(?! (?:\w+ )?(?:xa|so|phong|phuong|don vi|co quan)\b)"
)
_ANSWERS_LATER = compiled(
    r"\b(?:mai|lat|chut|ti|xiu|sau|chieu|toi|to[i_]|tuan|thu|hom|khi nao|luc nao|khoe|ranh)\b.*"
    rf"\b{_WRITER}\b.*\b(?:tra lo[i_]|phan hoi|nhan|rep|bao(?! cao\b)|goi|xem|lien he)\b"
)
_TELLS = compiled(r"(?=.*\b(?:(?<!xong )(?<!hay )chua|vuong|thieu|ket|cham)\b)(?:\W*\w+){9}")
_ASKS = compiled(
    rf"\b(?:chua|khong|hong|ha|hả|hen|hi|nao|gi|ai|dau|sao|gio|nhieu|nhi|vay|the|_){POLITE}$"
    r"|^(?:\w+ ){0,4}(?:ai|bao gio|khi nao|luc nao|tai sao|vi sao|sao|co phai|lam sao|the nao|hoi|neu)\b"
)
_LENGTH_TO_COME = compiled(r"(?:(?:khoang|tam|chung|con|thi|chac) )*\d{1,2} (?:hom|ngay|tuan|thang) nu[a_]\b")
_HEARD = compiled(rf"\b(?:thay|nghe|ghi|bao(?! cao)|noi|hien|tuong|he thong|bot|bang)\b.*{DONE}")


def held_back(items: Sequence[Item], said: Sequence[Said]) -> tuple[list[Item], list[Doubt]]:
    """The items that may be recorded, and what has to be asked about the others.

    `said` = every clause of the message with what was read in it.
    """
    kept, doubts = list(items), list[Doubt]()
    handed_over = {ref for clause, reading in said if reading.doubt == "not_ours" for ref in clause.refs or (None,)}
    if any(item.ref in handed_over for item in kept):
        kept = [item for item in kept if item.ref not in handed_over]
        doubts.append("not_ours")
    if any(_is_of_another(item, said) for item in kept):
        kept = [item for item in kept if not _is_of_another(item, said)]
        doubts.append("which_task")
    if any(_only_asked(item, said) for item in kept):
        kept = [item for item in kept if not _only_asked(item, said)]
        doubts.append("unclear")
    if any(_is_of_the_writer(item, said) for item in kept):
        kept = [item for item in kept if not _is_of_the_writer(item, said)]
        doubts.append("unclear")
    return kept, doubts


def _is_of_another(item: Item, said: Sequence[Said]) -> bool:
    """Whether a length to come stands apart behind a done and takes it back: "1 xong. 2 ngày nữa xong" tells of another
    task, or names it ("2")."""
    told = [(clause, reading) for clause, reading in said if item.ref in (clause.refs or (None,))]
    done = next((place for place, (_, reading) in enumerate(told) if reading.means == "done"), None)
    if done is None or item.state == "reported":
        return False
    return any(_LENGTH_TO_COME.match(clause.words.plain) for clause, reading in told[done + 1 :] if reading.means)


def _only_asked(item: Item, said: Sequence[Said]) -> bool:
    """Whether a task is asked about, and told of by hearsay alone: "việc 3 xong chưa chị, em thấy ghi xong"."""
    told = [(clause, reading) for clause, reading in said if item.ref in (clause.refs or (None,))]
    asked = [reading for clause, reading in told if reading.talk and SAYS_DONE.search(clause.words.plain)]
    tells = [clause for clause, reading in told if reading.means or reading.blocker or reading.extends]
    return bool(asked) and all(_HEARD.search(clause.words.plain) for clause in tells)


def _is_of_the_writer(item: Item, said: Sequence[Said]) -> bool:
    """Whether all that is said of the task under discussion is why its writer cannot answer now."""
    told = item.state or item.percent is not None or item.asks_extension or item.documents
    if item.ref not in (None, UNKNOWN) or told or not item.blocker:
        return False
    blocked = [clause.words.plain for clause, reading in said if reading.blocker]
    later = any(_ANSWERS_LATER.search(clause.words.plain) for clause, _ in said)
    return later or all(_OWN_AFFAIRS.search(plain) is not None for plain in blocked)


def settled(item: Item, told: list[Reading]) -> list[Reading]:
    """What was said of a task; a "xong" nobody can read is none where other words say that it is open."""
    if item.state not in ("in_progress", "not_started") and not item.blocker and not item.asks_extension:
        return told
    return [
        replace(reading, doubt=None, means="unfinished") if reading.doubt == "done_or_not" else reading
        for reading in told
    ]


def unread(item: Item, told: list[Reading]) -> Doubt | None:
    """What has to be asked of a task instead of filing it, where only words nobody can place tell of it.

    Beside a word of the work that was read ("đang làm, sáng nay em trực") they are no more than its colour; beside a
    "xong" they may take it back.
    """
    if not any(reading.unread for reading in told) or not item.says_something or item.state == "reported":
        return None
    firm = merged(item.ref, [reading for reading in told if not reading.unread])
    if firm.state == "reported":
        return "done_or_not"
    asks_more = item.asks_extension and not (item.state or item.blocker)  # which day is asked for as it is
    return None if firm.says_something or asks_more else "how_far"


def is_talk(words: Words, said: Sequence[Said]) -> bool:
    """Whether a message of which nothing is recorded wants no question back: talk, or a question of its own.

    A long "question" with words of open work that neither begins nor ends as one may be a report, and is asked about.
    """
    asked = [clause for clause, reading in said if reading.talk]
    if not asked:
        return TALK.pattern.search(words.plain) is not None
    told = [clause.words.plain for clause in asked if not clause.asks and not _ASKS.search(clause.words.plain)]
    return not any(_TELLS.match(plain) for plain in told)


def is_named_not_ours(readings: list[Said]) -> bool:
    """Whether a task that is named is said to be somebody else's, and not only the one under discussion."""
    return any(reading.doubt == "not_ours" and clause.refs for clause, reading in readings)
