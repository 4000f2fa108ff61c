"""How well agencies are known, on names made up here from the registry: several thousand, none of them an example.

Every agency in every way of typing it, names of before July 2025, keyboard slips by chance (the seed is fixed), and
what is no agency of the province. Written apart from the rules; the slips are blind to them.
"""

import random
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest

from catalog.agencies.records import TYPE_WORDS, Agency, Former
from catalog.agencies.typed.matching import match
from catalog.organisations.khanh_hoa import registry as khanh_hoa
from catalog.text import fold, strip_accents

Keystrokes = Callable[..., str]


@dataclass(frozen=True)
class Typed:
    """One typed text; `agency` if it has one answer, `asked` if it may be several, neither for no agency."""

    text: str
    agency: str = ""
    asked: tuple[str, ...] = ()


_SENTENCES = [
    "dạ em bên {} ạ",
    "em ở {}",
    "mình là cán bộ {}",
    "{} nhé",
    "chào bot, em công tác tại {}",
    "tôi là Trần Thị Lan, văn thư {}",
    "a Hùng {}",
    "{} xin chào",
    "e bên {} ạ",
    "{}.",
    "Phó Chủ tịch {}",
    "đơn vị: {}",
    "cho em đăng ký {}",
    "chị Hoa bên {} nè",
    "da em o {} a",
    "em làm việc tại {}, phụ trách cải cách hành chính",
    "cháu là Nam ở {}",
    "Nguyễn Văn An - {}",
    "kính gửi, tôi thuộc {}",
]
_SUBUNITS = ["phòng kinh tế {}", "trung tâm phục vụ hành chính công {}", "văn phòng HĐND và UBND {}", "VP {}"]
_SHORT_TYPES = {"xã": "x", "phường": "p", "đặc khu": "đk"}
_PROVINCES = [
    "Hà Nội",
    "Đà Nẵng",
    "Lâm Đồng",
    "Đắk Lắk",
    "Gia Lai",
    "Quảng Ngãi",
    "Đồng Nai",
    "Cần Thơ",
    "Huế",
    "Thanh Hóa",
    "Nghệ An",
    "Ninh Bình",
    "Bắc Ninh",
    "Quảng Ninh",
    "An Giang",
    "Cà Mau",
    "Vĩnh Long",
    "Phú Thọ",
    "Hưng Yên",
    "Lào Cai",
    "Tây Ninh",
    "Phú Yên",
    "Bình Thuận",
    "Bình Định",
]
_MINISTRIES = [
    "Nội vụ",
    "Tài chính",
    "Tư pháp",
    "Công Thương",
    "Xây dựng",
    "Y tế",
    "Khoa học và Công nghệ",
    "Quốc phòng",
    "Công an",
]
_NOBODY = [
    "xin chào",
    "hello",
    "alo",
    "ok",
    "dạ vâng",
    "cảm ơn",
    "cam on nhieu",
    "đã nhận",
    "đã rõ",
    "xong rồi",
    "chưa xong",
    "gần xong rồi ạ",
    "báo cáo quý",
    "gửi báo cáo ở đâu",
    "hạn nộp khi nào",
    "nhiệm vụ của tôi là gì",
    "giúp tôi với",
    "bot ơi",
    "hôm nay thứ mấy",
    "trời đẹp quá",
    "test",
    "123",
    "...",
    "?",
    "😀",
    "0905123456",
    "12/6/2026",
    "50%",
    "kế hoạch năm 2026",
    "quyết định 2821",
    "công văn số 15",
    "vướng kinh phí",
    "nhầm rồi",
    "đi họp rồi",
    "làm sao để đăng ký",
    "tôi là người dân",
    "kế toán",
    "công ty TNHH ABC",
    "công ty cổ phần Nha Trang",
    "hợp tác xã nông nghiệp",
    "khách sạn Mường Thanh",
    "siêu thị Coopmart",
    "Viettel Khánh Hòa",
    "điện lực Khánh Hòa",
    "Agribank Diên Khánh",
    "phường Bến Nghé",
    "quận 3",
    "huyện Hóc Môn",
    "phường Dịch Vọng",
    "xã Ea Kar",
    "phường Tuy Hòa",
    "đặc khu Côn Đảo",
    "phường Pleiku",
    "xã Mường Lát",
    "thành phố Thủ Đức",
    "Quốc hội",
    "Chính phủ",
    "Tổng cục Thuế",
    "Bộ Chính trị",
    "bộ phận một cửa",
    "tổ công tác",
    "nhà em ở gần biển",
    "tôi tên Hùng",
    "Lê Minh Tuấn",
    "anh Hải",
    "chị Linh",
    "bác Năm",
    "bí mật",
    "đang họp",
    "có ai không",
    "tôi muốn khiếu nại",
    "nộp hồ sơ ở đâu",
    "đóng thuế",
    "mua bảo hiểm",
    "hoa sen",
    "cây xanh",
    "bán nhà",
    "dừng lại",
    "tks",
]


def _slip(text: str, chance: random.Random) -> str:
    """One slip inside a word: a letter lost, doubled, swapped or replaced, so that the folded text differs."""
    while True:
        at = chance.randrange(1, len(text) - 1)
        if not (text[at].isalpha() and text[at - 1].isalpha()):
            continue
        slipped = chance.choice(
            [
                text[:at] + text[at + 1 :],
                text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :],
                text[:at] + text[at] + text[at:],
                text[:at] + chance.choice("abcdeghiklmnoprstuvy") + text[at + 1 :],
            ]
        )
        if fold(slipped) != fold(text):
            return slipped


def _place(unit: str) -> str:
    """A unit's name without its type."""
    for type_word in ("thị trấn ", "thị xã ", "thành phố ", "đặc khu "):
        unit = unit.removeprefix(type_word)
    return unit if not unit.startswith(("xã ", "phường ", "huyện ")) else unit.split(" ", 1)[1]


_OLD = [old for old in khanh_hoa().former if old.kind != "body"]


def _others_of_that_name(agency: Agency) -> bool:
    """Whether the bare name may also mean a district or a commune of before: then it has to be asked about."""
    own = (agency.name,)
    said = fold(agency.unit)
    return any(
        said in (fold(_place(old.name)), fold(_place(old.name)).split(" - ")[0]) and old.successors != own
        for old in _OLD
    )


def _of_a_commune(agency: Agency, keystrokes: Keystrokes, chance: random.Random) -> Iterator[Typed]:
    type_word = TYPE_WORDS[agency.kind]
    short, unit = _SHORT_TYPES[type_word], agency.unit
    named = f"{type_word} {unit}"
    texts = [
        agency.name,
        agency.full_name,
        agency.name.upper(),
        named,
        f"{named}, tỉnh Khánh Hòa",
        strip_accents(named),
    ]
    texts += [f"{short.upper()}. {unit}", f"ubnd {short} {strip_accents(unit).lower()}", f"UBND {short.upper()}.{unit}"]
    for method in ("telex", "vni"):
        texts += [keystrokes(named, method), keystrokes(named.lower(), method, tone_last=False)]
    texts += [f"{type_word} {_slip(unit.lower(), chance)}" for _ in range(3)]
    texts.append(strip_accents(f"{type_word} {_slip(unit.lower(), chance)}"))
    texts += [sentence.format(chance.choice([named, agency.name])) for sentence in chance.sample(_SENTENCES, 3)]
    texts.append(chance.choice(_SUBUNITS).format(named))
    yield from (Typed(text, agency.name) for text in texts)
    letters = "".join(word[0] for word in strip_accents(unit).upper().split())
    same = [a.name for a in khanh_hoa().agencies if a.kind == agency.kind and _letters(a) == letters]
    initials = f"{type_word} {letters}"
    yield Typed(initials, agency.name) if len(same) == 1 else Typed(initials, asked=tuple(same))
    for text in (unit, fold(unit), f"em ở {unit}"):
        yield Typed(text, asked=(agency.name,)) if _others_of_that_name(agency) else Typed(text, agency.name)


def _letters(agency: Agency) -> str:
    return "".join(word[0] for word in strip_accents(agency.unit).upper().split())


def _of_a_body(agency: Agency, keystrokes: Keystrokes, chance: random.Random) -> Iterator[Typed]:
    texts = [agency.name, agency.full_name, agency.name.upper(), strip_accents(agency.name).lower(), *agency.aliases]
    texts += [strip_accents(alias).lower() for alias in agency.aliases]
    texts += [keystrokes(agency.name, "telex"), keystrokes(agency.name, "vni", tone_last=False)]
    texts += [_slip(agency.name, chance) for _ in range(3)]
    texts += [sentence.format(agency.name) for sentence in chance.sample(_SENTENCES, 4)]
    yield from (Typed(text, agency.name) for text in texts)


def _of_before(old: Former) -> Iterator[Typed]:
    today = {agency.name for agency in khanh_hoa().agencies}
    twins = [other for other in _OLD if other is not old and fold(other.name) == fold(old.name)]
    if twins or (f"UBND {old.name}" in today and f"UBND {old.name}" not in old.successors):
        return
    texts = (old.name, strip_accents(old.name), f"UBND {old.name}", f"em ở {old.name}", f"dạ {old.name} ạ")
    if len(old.successors) == 1:
        yield from (Typed(text, old.successors[0]) for text in texts)
    elif f"UBND {old.name}" not in old.successors:
        yield from (Typed(text, asked=old.successors) for text in texts)


def _of_nobody() -> Iterator[Typed]:
    for province in _PROVINCES:
        for text in (f"Sở Nội vụ {province}", f"UBND tỉnh {province}", f"em ở {province}", f"xã Tân Lập, {province}"):
            yield Typed(text)
    for ministry in _MINISTRIES:
        yield Typed(f"Bộ {ministry}")
        yield Typed(fold(f"em o bo {ministry}"))
    yield from map(Typed, _NOBODY)


@pytest.fixture(scope="module")
def counts(keystrokes: Keystrokes) -> Counter[str]:
    """How the whole set was answered."""
    chance = random.Random(20260701)
    typed: list[Typed] = []
    for agency in khanh_hoa().agencies:
        typed += (_of_a_commune if agency.unit else _of_a_body)(agency, keystrokes, chance)
    for old in _OLD:
        typed += _of_before(old)
    typed += _of_nobody()
    found: Counter[str] = Counter()
    for item in typed:
        found.update(_graded(item))
    return found


def _graded(item: Typed) -> Iterator[str]:
    answer = match(item.text, khanh_hoa())
    names = [candidate.agency for candidate in answer.candidates]
    if answer.decision == "match":
        yield "matched"
        if answer.agency != item.agency:
            yield "matched wrong"
    if item.agency:
        yield from ["one"] + ["one first"] * (names[:1] == [item.agency])
        yield from ["one in three"] * (item.agency in names[:3]) + ["one decided"] * (answer.decision == "match")
    elif item.asked:
        good = answer.decision == "ask" and bool(set(names[:3]) & set(item.asked))
        yield from ["several"] + ["several asked"] * good
    else:
        yield from ["nobody"] + ["nobody none"] * (answer.decision == "none")
        yield from ["nobody matched"] * (answer.decision == "match")


def test_the_set_is_large(counts: Counter[str]) -> None:
    assert counts["one"] > 2500
    assert counts["several"] > 150
    assert counts["nobody"] > 150


def test_a_name_with_one_answer_comes_first_and_is_mostly_decided(counts: Counter[str]) -> None:
    assert counts["one first"] >= 0.97 * counts["one"]
    assert counts["one in three"] >= 0.99 * counts["one"]
    assert counts["one decided"] >= 0.90 * counts["one"]


def test_a_match_is_hardly_ever_wrong(counts: Counter[str]) -> None:
    assert counts["matched wrong"] <= 0.005 * counts["matched"]


def test_what_may_be_several_is_asked(counts: Counter[str]) -> None:
    assert counts["several asked"] >= 0.97 * counts["several"]


def test_nobody_is_none_and_never_matched(counts: Counter[str]) -> None:
    assert counts["nobody none"] >= 0.95 * counts["nobody"]
    assert counts["nobody matched"] == 0
