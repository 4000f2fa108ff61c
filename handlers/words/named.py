"""What a sentence names: tasks, plans, agencies, groups, days, documents; each found once and taken out of the line.

The line that is left (`Said.masked`) has a word in capitals in each place, so that the rules of `intents` see
"nhac AGENCY" whichever agency it is.
"""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.agencies import forms
from catalog.agencies.findings import names_in
from catalog.agencies.index import index_of
from catalog.agencies.matching import match
from catalog.agencies.reading import Word, read_words
from catalog.agencies.registry import Registry
from catalog.text import fold, strip_accents
from handlers.words.line import Line, read_line
from handlers.words.periods import When, find_periods


@dataclass(frozen=True)
class KnownPlan:
    """A plan of the store as people may call it: its number ("2821/QĐ-UBND", may be empty) and its title."""

    number: str
    title: str

    @property
    def head(self) -> str:
        """The number without its letters."""
        return self.number.partition("/")[0]


@dataclass(frozen=True)
class Known:
    """What can be named here: the agencies of the deployment and its plans."""

    agencies: Registry
    plans: Sequence[KnownPlan] = ()


@dataclass(frozen=True)
class Said:
    """All that a line names. `doubtful` are agencies one of which is meant; `mine` says that it is one's own."""

    line: Line
    masked: Line
    tasks: tuple[str, ...] = ()
    plan: str = ""
    agencies: tuple[str, ...] = ()
    doubtful: tuple[str, ...] = ()
    group: str = ""
    whens: tuple[When, ...] = ()
    documents: tuple[str, ...] = ()
    plain: str = field(init=False)

    def __post_init__(self) -> None:
        """`plain` is asked for at every rule."""
        object.__setattr__(self, "plain", self.masked.plain)


Mark = tuple[int, int, str]

_DOCUMENT = re.compile(r"\d+(?:[./-]\d+)*/[^\W\d_][^\s]*(?:-[^\W_]+)*")
_TASK_WORD = r"(?:viec|nhiem vu|dau viec|cong viec|task)"
_UNIT = r"(?! ?(?:ngay|tuan|thang|nam|quy|gio|don vi|co quan|so nganh|xa|phuong|lan|nguoi|viec|nhiem vu|%|phan tram)\b)"
_NUMBER = rf"(?<![\w/.-])(\d{{1,6}})(?![\w/.-]?\w)(?! ?[/%]){_UNIT}"
_MORE = rf"((?: (?:,|va|voi|;|cung voi|cung) (?:(?:ca )?{_TASK_WORD} )?(?:so )?#?\d{{1,6}}(?![\w/.-]?\w){_UNIT})*)"
_TASKS = re.compile(
    rf"\b{_TASK_WORD}(?: (?:nay|kia|do|cu|thu))?(?: (?:so|ma|ma so|thu|stt))? #?{_NUMBER}{_MORE}|"
    rf"(?<!\w)#(\d{{1,6}})\b{_MORE}"
    rf"|\b(?:cai|ma|ma so|cai so|dong|stt|muc so)(?: so)? #?{_NUMBER}{_MORE}"
)
_SAID_OF = re.compile(
    r"^(?:(?:\w+|,) ){0,4}?(?:duyet|nghiem thu|tra lai|tra ve|gia han|doi han|"
    r"lui han|dieu chinh han|mo|xem|chuyen|chap nhan|bac|xem lai|huy|hoan tac)"
    rf"(?: (?:cho|lai|giup|em|toi|minh|anh|chi|so|cai|nhiem|luon))* #?{_NUMBER}{_MORE}"
)
_PLAN_WORD = r"(?:ke hoach|chuong trinh|de an|quyet dinh|nghi quyet|ctr|khth)"
_PLAN_NUMBER = re.compile(rf"\b{_PLAN_WORD}(?: so)? (\d{{1,5}})(?![\w.-])")
_PLAN_NAME = re.compile(rf"\b{_PLAN_WORD}(?: (?:ve|so|cua|nam))?((?: [^\W\d_]+| ,| 20\d\d)+)")
_PLAN_ENDS = re.compile(
    r" (?:(?:lam |lam den |dang |thuc hien |trien khai |chay )?(?:den|toi) dau|"
r"the nao|nhu the nao|ra sao|sao|den muc|duoc bao|bao nhieu|co|con|may|dang"
    r"|tien do|qua han|tre|cham|thi|cua|cho|tuan|thang|quy|hom|roi|khong|chua|"
r"di|nhe|a|vay|ha|gi|nao|nay|giup|ra|bi|lam|moi_|trong|,|duoc)(?: |$)"
)  # fmt: skip
_NO_PLAN = frozenset(
    (
        "moi_",
        "moi",
        "nay",
        "nao",
        "do",
        "cu",
        "khac",
        "gi",
        "dau",
        "vao",
        "len",
        "di",
        "may",
        "cong",
        "tac",
        "lam",
        "viec",
        "hom",
    )
)
_GROUPS = (
    ("communes", re.compile(
        r"\b(?:(?:tat ca|toan bo|cac|may|nhung|het|ca|65|moi_|tung|nhieu|khoi|bao nhieu|may cai|dam) )*"
        r"(?:(?:ubnd )?(?:xa|phuong)(?: ?[,/]? ?(?:va )?(?:xa|phuong|dac khu))+|"
r"cap xa|dia phuong|(?<=cac )(?:ubnd )?(?:xa|phuong)"
        r"|(?<=may )(?:xa|phuong)|(?<=tat ca )(?:xa|phuong)|(?<=nhung )(?:xa|phuong)|"
r"(?<=nhieu )(?:xa|phuong)|(?<=het )(?:xa|phuong)"
        r"|(?<=bo )(?:xa|phuong)|(?<=65 )(?:xa|phuong)|(?<=khoi )(?:xa|phuong)|(?<=ca )(?:xa|"
r"phuong)|(?:xa|phuong)(?= (?:nao|mo|gi|chua|khong|dang|bi|con|cham|tre|hay|toan)\b))"
        r"(?! (?:em|minh|toi|ben em)\b)")),
    ("departments", re.compile(
        r"\b(?:(?:tat ca|toan bo|cac|may|nhung|het|ca|moi_|tung|nhieu|khoi|bao nhieu) )*"
        r"(?:so ?,? ?(?:ban ?,? ?)?nganh|ban nganh|cap so|(?<=cac )so|(?<=may )so|"
r"(?<=tat ca )so|(?<=nhung )so|(?<=nhieu )so|(?<=khoi )so"
        r"|(?<=bo )so|(?<=het )so|so(?= (?:nao|mo|chua|dang|bi|cham|tre)\b))(?! (?:lieu|em|minh|toi)\b)")),
    ("all", re.compile(
        r"\b(?:tat ca|toan bo|het|moi_|ca|toan the)(?: (?:cac|may|nhung|tat ca))* (?:don vi|"
r"co quan|noi|ben|dau moi|nguoi|dua|cho)"
        r"|\bca tinh\b|\btoan tinh\b|\btat ca(?= (?:dang|bi|deu|chua|tre|qua|cham)\b)")),
)  # fmt: skip
_QUESTION_WORDS = re.compile(
    r"\b(?:nao|gi|dau|sao|bao nhieu|khong|chua|the nao|ra sao|roi|may|ai|vay|ha|nhi|den dau|toi dau)\b|[?!.]",
    re.IGNORECASE,
)
_MY_OWN = re.compile(
    r"\b(?:so|xa|phuong|co quan|don vi|phong|ban|ben) (?:em|minh|toi|tui|chung (?:em|toi|minh)|tụi em|nha)\b"
)
_HOW_MANY = 4


def all_named(text: str, known: Known, today: dt.date, *, barely: bool = False) -> Said:
    """Everything that `text` names, typed on the province's day `today`. Never raises.

    `barely`: nothing else was understood, so that a short line may be an agency called by less than its name.
    """
    line = read_line(text)
    marks: list[Mark] = []
    documents, plan = _documents(line, known, marks)
    plan = _plan_by_number(line, known, marks) or plan
    tasks = _tasks(line, marks)
    whens = _whens(line, today, marks)
    plan = plan or _bare_plan(line, known, marks, tasks)
    agencies = _agencies(line, known.agencies, marks)
    if not plan:
        plan = _plan_by_name(line, known, marks)
    group = "" if agencies else _group(line, marks)
    doubtful: tuple[str, ...] = ()
    if not agencies and not group:
        agencies, doubtful = _called(line, known.agencies, marks, barely=barely)
    return Said(line, line.masked(marks), tasks, plan, agencies, doubtful, group, whens, documents)


def _free(marks: Sequence[Mark], first: int, last: int) -> bool:
    return all(last <= begin or end <= first for begin, end, _ in marks)


def _documents(line: Line, known: Known, marks: list[Mark]) -> tuple[tuple[str, ...], str]:
    """Document numbers; one that is a plan's number is that plan."""
    found, plan = [], ""
    numbers = {fold(one.number): one.head for one in known.plans if one.number}
    for place, token in enumerate(line.tokens):
        if _DOCUMENT.fullmatch(token.typed):
            named = fold(token.typed)
            first = place - 1 if place and line.tokens[place - 1].plain in ("so",) else place
            behind_plan = re.search(rf"{_PLAN_WORD}(?: so)?$", " ".join(t.plain for t in line.tokens[:place]))
            if named in numbers or behind_plan:
                plan = numbers.get(named, token.typed.partition("/")[0])
                marks.append((place, place + 1, "PLAN"))
            else:
                found.append(line.typed(place, place + 1))
                marks.append((first, place + 1, "DOC"))
    return tuple(found), plan


def _plan_by_number(line: Line, known: Known, marks: list[Mark]) -> str:
    for first, last, match_ in line.spans(_PLAN_NUMBER):
        if _free(marks, first, last) and not re.fullmatch(r"20\d\d", match_[1]):
            marks.append((first, last, "PLAN"))
            return match_[1]
    return ""


def _bare_plan(line: Line, known: Known, marks: list[Mark], tasks: Sequence[str]) -> str:
    """ "quá hạn 2821": a number that is a plan's and nothing else's."""
    heads = {one.head for one in known.plans if one.head.isdigit() and len(one.head) > 2}
    for place, token in enumerate(line.tokens):
        if token.plain in heads and _free(marks, place, place + 1):
            marks.append((place, place + 1, "PLAN"))
            return token.plain
    return ""


def _plan_by_name(line: Line, known: Known, marks: list[Mark]) -> str:
    """ "kế hoạch cải cách hành chính": words of a plan's printed name, behind a word for plan or by themselves."""
    titles = [f" {re.sub(r'[^a-z0-9]+', ' ', strip_accents(one.title).lower())} " for one in known.plans]
    for first, _, match_ in line.spans(_PLAN_NAME):
        words = match_[1]
        ends = _PLAN_ENDS.search(words)
        words = words[: ends.start()] if ends else words
        words = words.replace(" ,", "").strip()
        if not words or words.split()[0] in _NO_PLAN or not _free(marks, first, first + 1):
            continue
        begin = line.place(match_.start(1) + 1)
        size = len(words.split())
        while size and not _of_a_title(" ".join(words.split()[:size]), titles):
            size -= 1
        if not size and (len(words) < 3 or len(words.split()) > 8):
            continue
        end = _tokens_of(line, begin, size or len(words.split()))
        if not _free(marks, first, end):
            continue
        marks.append((first, end, "PLAN"))
        return line.typed(begin, end)
    plain = [token.plain for token in line.tokens]
    for size in range(min(len(plain), 10), 1, -1):
        for begin in range(len(plain) - size + 1):
            words = " ".join(plain[begin : begin + size])
            if (size >= _HOW_MANY and sum(f" {words} " in title for title in titles) == 1) and _free(
                marks, begin, begin + size
            ):
                marks.append((begin, begin + size, "PLAN"))
                return line.typed(begin, begin + size)
    for place, word in enumerate(plain):
        if (
            len(word) >= 4
            and word.isalpha()
            and _of_a_title(word, titles, initials_only=True)
            and _free(marks, place, place + 1)
        ):
            marks.append((place, place + 1, "PLAN"))
            return line.typed(place, place + 1)
    return ""


def _of_a_title(words: str, titles: Sequence[str], *, initials_only: bool = False) -> bool:
    """Whether words stand in a title, or are the initials of words that do ("cchc")."""
    if not initials_only and any(f" {words} " in title for title in titles):
        return True
    if " " in words or len(words) < 3:
        return False
    return any(words in "".join(word[0] for word in title.split()) for title in titles)


def _tokens_of(line: Line, begin: int, words: int) -> int:
    """The token behind so many plain words, from `begin`."""
    place = begin
    while words > 0 and place < len(line.tokens):
        if line.tokens[place].plain != ",":
            words -= len(line.tokens[place].plain.split())
        place += 1
    return place


def _tasks(line: Line, marks: list[Mark]) -> tuple[str, ...]:
    """The numbers of tasks, in their order, as digits."""
    found: list[str] = []
    for pattern in (_TASKS, _SAID_OF):
        for first, last, match_ in line.spans(pattern):
            begin = next((n for n in range(first, last) if re.search(r"\d", line.tokens[n].plain)), first)
            if pattern is _TASKS:
                begin = first
            if not _free(marks, begin, last):
                continue
            found += re.findall(r"\d+", match_[0][match_[0].find(line.tokens[begin].plain) :])
            marks.append((begin, last, "TASK"))
    return tuple(dict.fromkeys(found))


def _whens(line: Line, today: dt.date, marks: list[Mark]) -> tuple[When, ...]:
    found = [when for when in find_periods(line, today) if _free(marks, when.first, when.last)]
    for when in found:
        one_day = bool(re.search(r"\d", line.typed(when.first, when.last))) and when.period.first == when.period.last
        marks.append((when.first, when.last, "DAY" if one_day else "WHEN"))
    return tuple(found)


def _agencies(line: Line, registry: Registry, marks: list[Mark]) -> tuple[str, ...]:
    """The agencies whose full names or abbreviations stand in the line, each once, where each is sure."""
    words = read_words(line.text)
    if len(words) < 1:
        return ()
    hits = names_in(words, index_of(registry)) or []
    places = _places(line, words)
    found: list[str] = []
    for hit in hits:
        if hit.entry.rank >= forms.BARE:
            continue
        if not hit.entry.sure or not hit.entry.agencies or hit.span.end > len(places):
            return ()
        first, last = places[hit.span.start][0], places[hit.span.end - 1][1]
        if _free(marks, first, last):
            found.append(hit.entry.agencies[0])
            marks.append((first, last, "AGENCY"))
    return tuple(dict.fromkeys(found))


def _places(line: Line, words: Sequence[Word]) -> list[tuple[int, int]]:
    """For each word that the matcher read, the token(s) of the line it lies in."""
    found: list[tuple[int, int]] = []
    offset = 0
    for word in words:
        typed = word.typed
        at = line.text.lower().find(typed, offset)
        if at < 0:
            break
        offset = at + len(typed)
        inside = [n for n, token in enumerate(line.tokens) if token.begin < offset and at < token.end]
        found.append((inside[0], inside[-1] + 1) if inside else (0, 0))
    return found


def _called(
    line: Line, registry: Registry, marks: list[Mark], *, barely: bool
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """An agency by less than its name, or mistyped: (sure ones, those it may be)."""
    names: list[str] = []
    doubtful: tuple[str, ...] = ()
    for begin, end in _parts(line, marks, barely=barely):
        typed = _QUESTION_WORDS.sub(" ", line.typed(begin, end))
        typed = " ".join(typed.split())
        if len(fold(typed)) < 3 or not _worth_asking(typed):
            continue
        answer = match(typed, registry)
        if answer.decision == "match" and answer.agency:
            names.append(answer.agency)
            marks.append((begin, end, "AGENCY"))
        elif answer.decision == "ask" and answer.candidates:
            doubtful = doubtful or tuple(one.agency for one in answer.candidates[:3])
    return tuple(dict.fromkeys(names)), () if names else doubtful


_HEADS = re.compile(
    r"\b(?:so|xa|phuong|dac khu|ubnd|ban quan ly|bql|cong an|chi cuc|thanh tra|"
    r"van phong|quan su|bien phong|hoi|truong|benh vien|trung tam)\b"
)


def _worth_asking(typed: str) -> bool:
    """Only what has the head of an agency's name, or is so short that it may be one barely."""
    plain = fold(typed)
    return bool(_HEADS.search(plain)) or len(plain.split()) <= 4


def _parts(line: Line, marks: Sequence[Mark], *, barely: bool) -> list[tuple[int, int]]:
    """Runs of tokens that may name an agency: from a head to the next break, else what is left of a short line."""
    taken = {place for first, last, _ in marks for place in range(first, last)}
    heads = {
        "so",
        "xa",
        "phuong",
        "ubnd",
        "bql",
        "ban",
        "cong",
        "chi",
        "thanh",
        "van",
        "bo",
        "trung",
        "hoi",
        "dac",
        "truong",
        "ttr",
    }
    runs: list[tuple[int, int]] = []
    place = 0
    while place < len(line.tokens):
        token = line.tokens[place]
        if (
            place not in taken
            and token.plain in heads
            and token.typed not in ("số", "bộ", "bạn", "bàn", "chi", "hỏi", "thành")
        ):
            end = place + 1
            while (
                end < len(line.tokens)
                and end - place < 9
                and end not in taken
                and line.tokens[end].plain not in (",", ";", "?", ".", ":", "va", "voi")
            ):
                end += 1
            if end > place + 1:
                runs.append((place, end))
                place = end
                continue
        place += 1
    if not runs and barely:
        left = [n for n in range(len(line.tokens)) if n not in taken]
        if left and left[-1] - left[0] + 1 == len(left) and len(left) <= 5:
            runs.append((left[0], left[-1] + 1))
    return runs


def _group(line: Line, marks: list[Mark]) -> str:
    if _MY_OWN.search(line.plain):
        return ""
    for name, pattern in _GROUPS:
        for first, last, _ in line.spans(pattern):
            if _free(marks, first, last):
                marks.append((first, last, "GROUP"))
                return name
    return ""
