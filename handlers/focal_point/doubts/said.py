"""What words say of tasks they do not tell apart: "xong" of "6 xong 7", and two parts of "2 việc xong, 1 đang làm".

Read by cutting the tasks out of the words and reading what is left as said of one task; where any of it cannot be read
so, nothing is taken for said.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from catalog.text import fold
from handlers.conversation.context import Context
from handlers.replies import Item, Reply, courtesy, parse_reply

_CLAUSE = re.compile(r"[;\n]|[,.:](?!\d)|(?<=\s)(?=còn\s)")
_CALLED = r"(?:(?:nv|nhiệm vụ|nhiem vu|đầu việc|dau viec|việc|viec|mục|muc|task)\s*(?:số\s*|so\s*)?)?"
_THING = r"(?:nhiệm vụ|nhiem vu|đầu việc|dau viec|việc|viec|nv|cái|cai|mục|muc|task)"
_COUNT = re.compile(rf"(?<![\w/.,#])(\d{{1,2}})\s+{_THING}(?!\w)", re.IGNORECASE)
_REST = re.compile(
    rf"(?<!\w)(?:(?:còn|con|tất cả|các|cac)\s+)*(?:{_THING}\s+)?(?:còn lại|con lai)(?!\w)|^\s*(?:còn|con)(?!\w)",
    re.IGNORECASE,
)
_OPENS = re.compile(r"^[^\w#%]*(?:(?:còn|con|và|va|thì|thi|là|la)(?!\w)[^\w#%]*)*", re.IGNORECASE)
_ENDS = re.compile(r"(?:[^\w%]*(?<!\w)(?:còn|con|và|va))*[^\w%]*$", re.IGNORECASE)

_LIKE = 0.6
"""Of so many letters in common a clause is the one that was read."""

MOST_TAPS = 3
"""Of more tasks than these one is not asked tap by tap."""


@dataclass(frozen=True)
class Part:
    """What was said (`item`, of no task yet), the words that say it, and of how many tasks; None: of all the rest.

    `ref`: the task that a clause of its own says it of, beside what is in doubt.
    """

    item: Item
    words: str
    count: int | None = 1
    ref: str = ""

    def less_one(self) -> "Part | None":
        """What is left of it when one task more is known; None where that was the last."""
        if self.count is None:
            return self
        return replace(self, count=self.count - 1) if self.count > 1 else None


def parts_of(ctx: Context, reply: Reply, tasks: int) -> list[Part]:
    """What the words say of the tasks that are in doubt, so many `tasks`; [] where it cannot be read alone.

    The fewest first: of the last part all that are left may be meant, and need no tap. Behind them what was said of a
    task by itself.
    """
    refs = [ref for ref in reply.unsure if ref]
    found = _beside(ctx, refs) if refs else [] if reply.items else _counted(ctx)
    alone = [part for part in found if part.ref]
    parts = sorted((part for part in found if not part.ref), key=lambda part: (part.count is None, part.count or 0))
    counts = [part.count or 0 for part in parts]
    left = tasks - len(alone)
    if not any(counts) or sum(counts) > left or len({part.item for part in parts}) < len(parts):
        return []
    all_meant = len(parts) > 1 and (parts[-1].count is None or sum(counts) == left)
    return [*parts, *alone] if sum(counts[:-1] if all_meant else counts) <= MOST_TAPS else []


def as_typed(words: str, stretch: str) -> str:
    """A stretch of what was read, as it stands in the words: keys of an accent may have been written out in it."""
    if stretch in words:
        return stretch
    clauses = [clause.strip() for clause in _CLAUSE.split(words) if clause and clause.strip()]
    likeness = {clause: SequenceMatcher(None, fold(clause), fold(stretch)).ratio() for clause in clauses}
    best = max(clauses, key=lambda clause: likeness[clause], default="")
    return best if best and likeness[best] > _LIKE else stretch


def _beside(ctx: Context, refs: Sequence[str]) -> list[Part]:
    """What stands beside the tasks named: one thing of one of them, or as many things as there are tasks; and what a
    clause of its own says of one.
    """
    found: dict[Item, str] = {}
    alone: list[Part] = []
    open_refs = 0
    for clause in _CLAUSE.split(ctx.words):
        here = [ref for ref in refs if _name(ref).search(clause)]
        said: dict[Item, str] = {}
        for stretch in _name(*here).split(clause) if here else ():
            item = _alone(ctx, stretch)
            if item is None:
                return []
            if item.says_something:
                said.setdefault(item, _tidy(stretch))
        if len(here) == len(said) == 1:
            alone += [Part(item, words, ref=here[0]) for item, words in said.items()]
            continue
        open_refs += len(here)
        found = {**said, **found}
    if len(found) not in (1, open_refs):
        return []
    return [*alone, *(Part(item, words) for item, words in found.items())]


def _name(*refs: str) -> re.Pattern[str]:
    """These tasks as they are called in words."""
    codes = "|".join(re.escape(ref.lstrip("#")) for ref in refs)
    return re.compile(rf"(?<![\w/.,%]){_CALLED}#?(?:{codes})(?![\w/%])", re.IGNORECASE)


def _counted(ctx: Context) -> list[Part]:
    """ "2 việc đã xong, còn 1 việc đang làm": each clause counts its tasks, or is of the rest."""
    found: list[Part] = []
    for clause in filter(str.strip, map(str, _CLAUSE.split(ctx.words))):
        counts = _COUNT.findall(clause)
        said = _REST.sub(" ", _COUNT.sub(" ", clause))
        item = _alone(ctx, said)
        if item is None or len(counts) > 1:
            return []
        if not item.says_something:
            if counts:
                return []
            continue
        if not counts and not _REST.search(clause):
            return []
        found.append(Part(item, _tidy(said), int(counts[0]) if counts else None))
    return found if sum(part.count is None for part in found) < 2 else []


def _alone(ctx: Context, words: str) -> Item | None:
    """What words say of one task that is not named, an empty item where they are mere politeness; None: unreadable."""
    words = _tidy(words)
    if not re.search(r"\w", words):
        return Item()
    reply = parse_reply(words, ctx.today)
    if len(reply.items) == 1 and not reply.doubts and reply.items[0].ref is None:
        return reply.items[0]
    return Item() if not reply.items and (courtesy(words) or not reply.doubts) else None


def _tidy(words: str) -> str:
    """Without the blanks and joining words at its ends."""
    return _ENDS.sub("", _OPENS.sub("", words))
