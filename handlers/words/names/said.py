"""What can be named here, and what a line names: the line that is left has a word in capitals in each place."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from catalog.agencies.registry import Registry
from handlers.words.line import Line
from handlers.words.names.periods import When


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


def free(marks: Sequence[Mark], first: int, last: int) -> bool:
    """Whether nothing that was found stands in these tokens."""
    return all(last <= begin or end <= first for begin, end, _ in marks)
