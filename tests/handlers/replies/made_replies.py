"""Replies about several tasks, made by chance of words an office uses, with what they say; and the slips of fingers.

Its words are its own: what only one list of words can do would not hold here.
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from handlers.replies import Item

_SAID: tuple[tuple[str, str, float | None], ...] = (
    ("đã thực hiện xong", "reported", None),
    ("hoàn tất rồi", "reported", None),
    ("triển khai xong", "reported", None),
    ("đang soạn thảo", "in_progress", None),
    ("đang trình ký", "in_progress", None),
    ("đang rà soát", "in_progress", None),
    ("chưa hoàn tất", "in_progress", None),
    ("chưa thực hiện", "not_started", None),
    ("chưa khởi động", "not_started", None),
    ("còn dở", "in_progress", None),
    ("đang tổng hợp", "in_progress", None),
    ("đấu thầu chưa xong", "in_progress", None),
    ("xong xuôi", "reported", None),
    ("mới được 35%", "in_progress", 35),
    ("đạt khoảng 62,5%", "in_progress", 62.5),
)
_NAMED = ("{}", "nv {}", "việc {}", "mục {}", "#{}", "nhiệm vụ số {}", "v{}", "cv {}")
_HELD_UP = ("vướng kinh phí", "thiếu nhân sự", "chờ hướng dẫn", "lỗi phần mềm")
_LATER = ("xin gia hạn đến 25/9", "xin lùi tới 12/10", "đề nghị kéo dài đến 30/11")


@dataclass(frozen=True)
class Made:
    """A reply and its items, by ref: state and percent."""

    text: str
    says: dict[str, tuple[str, float | None]]


def made(seed: int, count: int) -> Iterator[Made]:
    """`count` replies; the same seed gives the same ones."""
    chance = random.Random(seed)
    for _ in range(count):
        form = chance.choice(_NAMED)
        numbers = sorted(chance.sample(range(1, 30), chance.randint(2, 5)))
        said = [chance.choice(_SAID) for _ in numbers]
        mark = chance.choice((", ", "; ", "\n", ". "))
        order = chance.choice(("{task} {words}", "{task}: {words}", "{words} {task}"))
        if order.startswith("{words}") and form == "{}":
            order = "{task} {words}"
        parts = [
            order.format(task=form.format(number), words=words)
            for number, (words, _, _) in zip(numbers, said, strict=True)
        ]
        sign = "#" if form == "#{}" else ""
        says = {f"{sign}{number}": (state, share) for number, (_, state, share) in zip(numbers, said, strict=True)}
        yield Made(mark.join(parts) + chance.choice(("", " ạ", ", em cảm ơn", " nhé")), says)


def listed(seed: int, count: int) -> Iterator[str]:
    """`count` replies in the layouts of lists: headed, shared, ranged, the rest, an exception; days and causes in them.

    For what must hold of any reply, whatever it says.
    """
    chance = random.Random(seed)
    for _ in range(count):
        form = chance.choice(_NAMED)
        names = [form.format(number) for number in sorted(chance.sample(range(1, 30), 5))]
        done, open_ = "xong", chance.choice(("đang làm", "chưa làm", "sắp xong", "mới được 45%"))
        first, second = ", ".join(names[:2]), " và ".join(names[2:4])
        yield chance.choice(
            (
                f"Đã xong: {first}; {open_}: {second}",
                f"{first} {done}; {second} {open_}, {names[4]} {chance.choice(_HELD_UP)}",
                f"{done} {first}. {names[2]} {chance.choice(_LATER)}\n{names[3]} {open_}",
                f"{names[0]} {done} / {names[1]} {open_} / {names[2]} {chance.choice(_HELD_UP)}",
                f"việc 2-5 {done}, việc 6 {open_}, việc 7 {chance.choice(_LATER)}",
                f"{first} {done}, các việc còn lại {open_}",
                f"tất cả xong, trừ {names[2]} {chance.choice(_LATER)}",
                f"{open_} {names[0]}, {done} {names[1]}, {open_} {names[2]}. Trân trọng!",
            )
        )


def slipped(made_reply: Made, seed: int) -> Made:
    """The same reply with one slip in a word of four letters or more: swapped, lost, or doubled."""
    chance = random.Random(seed)
    words = list(re.finditer(r"[^\W\d_]{4,}", made_reply.text))
    word = chance.choice(words)
    at = chance.randrange(1, len(word.group()) - 1)
    typed = word.group()
    wrong = chance.choice(
        (
            typed[:at] + typed[at + 1] + typed[at] + typed[at + 2 :],
            typed[:at] + typed[at + 1 :],
            typed[: at + 1] + typed[at:],
        )
    )
    return Made(made_reply.text[: word.start()] + wrong + made_reply.text[word.end() :], made_reply.says)


def says(items: tuple[Item, ...]) -> dict[str, tuple[str, float | None]]:
    """Items as a made reply has them."""
    return {item.ref or "": (item.state or "", item.percent) for item in items}
