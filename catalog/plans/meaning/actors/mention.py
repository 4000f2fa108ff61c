"""One body or group named in a text, and where."""

from dataclasses import dataclass
from typing import Literal

from catalog.plans.model import Group

MentionKind = Literal["named", "group", "above"]


@dataclass(frozen=True)
class Mention:
    """One named body or group. `label` as printed (a shared prefix restored); [begin, end) its place in the text.

    `above`: a body that approves or receives, neither lead nor support.
    """

    kind: MentionKind
    label: str
    begin: int
    end: int
    groups: tuple[Group, ...] = ()
