"""Who leads a task and who supports it, read from the assignment cells of a plan."""

import re

from catalog.plans.model import Actors
from catalog.text import clean


def read_actors(cell: str) -> Actors:
    """Lead and support from one free-text cell ("- Sở Tư pháp chủ trì ...; - UBND cấp xã triển khai")."""
    head = re.split(r"\bchủ trì\b|\n", cell, maxsplit=1)[0]
    return read_actor_columns(head, "")


def read_actor_columns(lead_cell: str, support_cell: str) -> Actors:
    """Lead and support from the two columns "Cơ quan chủ trì" and "Cơ quan phối hợp"."""
    lead = tuple(filter(None, (clean(name).strip("-;,. ") for name in re.split(r"[;\n]", lead_cell))))
    support = tuple(filter(None, (clean(name).strip("-;,. ") for name in re.split(r"[;\n]", support_cell))))
    return Actors(lead_named=lead, support_named=support)
